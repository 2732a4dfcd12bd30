"""Marking two notes side by side: every code point is accounted for, and rightly."""

from __future__ import annotations

import numpy as np
import pytest

from dedupe import Mark, mark_pair, spans_of
from tests.relating import numbered, unbracketed, words


def marked(one: str, other: str, side: int = 0, aside: str = "") -> list[tuple[str, str]]:
    """Return (mark, text) of one side; words of ``aside`` are set aside in both."""
    found = words(one, other)
    texts = [unbracketed(text)[0] for text in (one, other)]
    left_out = set(words(aside).hashes.tolist()) if aside else set()
    out = np.array([h in left_out for h in found.hashes.tolist()], np.bool_)
    marks = mark_pair(found, out)[side]
    share = slice(int(found.bounds[side]), int(found.bounds[side + 1]))
    text = texts[side]
    spans = spans_of(text, ((0, len(text)),), found.starts[share], found.stops[share], marks)
    return [(span.mark.value, text[span.start : span.stop]) for span in spans]


def test_a_template_is_shared_text_with_slots() -> None:
    one = f"Dear [Anna], {numbered(0, 8)} blue {numbered(8, 16)}."
    other = f"Dear [Bo], {numbered(0, 8)} dark green {numbered(8, 16)}."
    for side, (name, colour) in enumerate((("Anna", "blue"), ("Bo", "dark green"))):
        assert marked(one, other, side) == [
            ("shared", "Dear "), ("slot", name), ("shared", f", {numbered(0, 8)} "),
            ("slot", colour), ("shared", f" {numbered(8, 16)}."),
        ]  # fmt: skip


def test_an_own_sentence_stands_out_on_its_own_side() -> None:
    own = numbered(0, 14, "own")
    one, other = f"{numbered(0, 30)}. {own}.", f"{numbered(0, 30)}."
    assert marked(one, other) == [("shared", f"{numbered(0, 30)}. "), ("own", f"{own}.")]
    assert marked(one, other, 1) == [("shared", other)]


def test_set_aside_words_are_marked_on_both_sides() -> None:
    footer = numbered(0, 9, "footer")
    one, other = f"{numbered(0, 20)}\n{footer}", f"{numbered(30, 50)}\n{footer}"
    for side in (0, 1):
        assert [m for m, _ in marked(one, other, side, footer)] == ["own", "shared", "set_aside"]
        assert marked(one, other, side, footer)[-1] == ("set_aside", footer)


@pytest.mark.parametrize("side", [0, 1])
def test_spans_cover_the_whole_text_in_order(side: int) -> None:
    one = f"Dear [Anna], {numbered(0, 20)} {numbered(0, 9, 'mine')}"
    other = f"Dear [Bo] {numbered(5, 20)} x {numbered(0, 5)}"
    assert (
        "".join(text for _, text in marked(one, other, side)) == unbracketed((one, other)[side])[0]
    )


def test_what_is_not_own_words_says_so() -> None:
    text = "head word one tail"
    found = words(text)
    inside = np.array([1, 2])
    spans = spans_of(
        text, ((5, 13),), found.starts[inside], found.stops[inside], np.zeros(2, np.uint8)
    )
    assert [(s.mark, text[s.start : s.stop]) for s in spans] == [
        (Mark.NOT_OWN_WORDS, "head "), (Mark.SHARED, "word one"), (Mark.NOT_OWN_WORDS, " tail")
    ]  # fmt: skip


def test_a_text_without_own_words_is_one_span() -> None:
    nowhere = np.empty(0, np.int32)
    spans = spans_of("only this", (), nowhere, nowhere, np.empty(0, np.uint8))
    assert [(s.start, s.stop, s.mark) for s in spans] == [(0, 9, Mark.NOT_OWN_WORDS)]
    assert spans_of("", (), nowhere, nowhere, np.empty(0, np.uint8)) == ()
