"""Own words of any text: valid offsets, nothing invented, time linear in the length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe.own_words import OwnWords, own_words

PIECES = st.sampled_from(
    [
        *("\n", "\n\n", "\r\n", "\r", "\u2028", "\x0b", "\x00", "\ud800", "\u200f", "\ufeff", " "),
        *(
            "> ",
            ">> ",
            "&gt; ",
            "| ",
            "Ann> ",
            "-- ",
            "--",
            "-----",
            "____",
            "\u2014",
            "- ",
            "<",
            ">",
        ),
        *(
            "On 5 May 2027 at 10:12, Ann <ann@example.com> wrote:",
            "wrote:",
            "Ann <ann@example.com>:",
        ),
        *(
            "From: Ann <a@example.com>",
            "Sent: today",
            "To: Bo",
            "Subject: X",
            "Betreff: Y",
            "发件人：王",
        ),
        *("-----Original Message-----", "Begin forwarded message:", "Sent from my iPhone"),
        *("Best regards,", "Ann", "Ann Lee", "+44 20 7946 0000", "www.example.com", "P.S. More."),
        *("This email is confidential. If you are not the addressee, delete it.", "Disclaimer"),
        *(
            "To unsubscribe click here: http://example.com",
            "HRB 12345",
            "word",
            "Hello Bo,",
            "好",
            "👍",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)


def check(text: str, found: OwnWords) -> None:
    """Assert what holds of every result."""
    parts = sorted([*found.spans, *((p.start, p.stop) for p in found.removed)])
    assert list(found.spans) == sorted(found.spans)
    assert [p.start for p in found.removed] == sorted(p.start for p in found.removed)
    assert all(0 <= start < stop <= len(text) for start, stop in parts)
    assert all(a[1] <= b[0] for a, b in zip(parts, parts[1:], strict=False))
    for start, stop in found.spans:
        assert text[start:stop] == text[start:stop].strip()
    if text.strip().strip("\x00\ufeff\u200f\u00ad"):
        assert found.spans or not any(c.isalnum() for c in text)
    if found.kept_whole:
        assert found.spans


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_offsets_are_valid_and_apart(text: str) -> None:
    check(text, own_words(text))


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(-5, 250), st.integers(-5, 250)), max_size=6))
def test_marked_spans_of_any_shape_are_taken(text: str, quoted: list[tuple[int, int]]) -> None:
    found = own_words(text, quoted=quoted)
    check(text, found)
    if not found.kept_whole:
        inside = {i for a, b in quoted for i in range(max(a, 0), b)}
        assert not any(i in inside for a, b in found.spans for i in range(a, b))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_letters_and_digits_are_kept_or_named_as_removed(text: str) -> None:
    found = own_words(text)
    covered = {i for a, b in found.spans for i in range(a, b)}
    covered |= {i for p in found.removed for i in range(p.start, p.stop)}
    assert all(i in covered for i, c in enumerate(text) if c.isalnum())


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_result(text: str) -> None:
    assert own_words(text) == own_words(text)


MEGABYTE = 1_000_000
HOSTILE = {
    "marks in one line": ">",
    "marks in lines": ">\n",
    "on": "On ",
    "on in lines": "On 1 Jan 2020 a@b.co\n",
    "spaces": " ",
    "padded lines": "x" + " " * 9_999 + "\n",
    "rules in one line": "-----",
    "rules in lines": "-----\n",
    "colons": ":\n",
    "fields": "From: a@b.c\n",
    "fields apart": "From: x\nx\n",
    "introductions": "On 1 Jan 2020 10:00 a@b.co wrote:\n",
    "dated lines": "12 a b c:\n",
    "addresses": "a@b.c\n",
    "digits": "1",
    "telephones": "+1 ",
    "delimiters": "--\nx\n",
    "footers": "to unsubscribe click mail\n\n",
    "footer lines": "to unsubscribe click mail\n",
    "notice lines": "this email is confidential addressee delete it\n",
    "closings": "Best regards,\nAnn\n",
    "brackets": "<\n",
    "interleaved": "> a\nx\n",
    "devices": "x\nSent from my iPhone\n",
    "postal": "1, 2, 3\n\n",
    "patches": "----------\n\n--- a/x\n",
    "patches under rules": "\n----------\ndiff --git a/x b/x\n",
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_time_is_linear_in_the_length(shape: str) -> None:
    """A megabyte takes seconds at most; a quadratic rule would take hours on most shapes."""
    unit = HOSTILE[shape]
    text = unit * (MEGABYTE // len(unit))
    began = time.process_time()
    own_words(text)
    assert time.process_time() - began < 20


def test_marked_spans_are_linear() -> None:
    text = "some words here and there.\n" * 30_000
    began = time.process_time()
    own_words(text, quoted=[(i * 27, len(text) - 5) for i in range(30_000)])
    own_words(text, quoted=[(i * 27, i * 27 + 9) for i in range(30_000)])
    assert time.process_time() - began < 20
