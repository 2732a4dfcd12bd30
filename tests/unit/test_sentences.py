"""Sentences in every script; offsets leave no words out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe import sentence_spans
from tests.texts import ANY_TEXT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ('He said "no." Then left.', ['He said "no."', "Then left."]),
        ("谢谢您。欢迎再来！好吗？", ["谢谢您。", "欢迎再来！", "好吗？"]),
        ("「はい。」次の文。", ["「はい。」", "次の文。"]),
        ("كيف حالك؟ شكرا.", ["كيف حالك؟", "شكرا."]),
        ("पहला। दूसरा।", ["पहला।", "दूसरा।"]),
        ("Dear Anna,\n\nhello", ["Dear Anna,", "hello"]),
        ("Dear Anna,\r\n \r\nhello", ["Dear Anna,", "hello"]),
        ("version 1.5 costs 3.50 today", ["version 1.5 costs 3.50 today"]),
        ("wait... what", ["wait...", "what"]),
        ("  one line\nanother  ", ["one line\nanother"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentence_spans(text, 0, len(text))] == expected


def test_only_the_wanted_stretch_is_read() -> None:
    text = "One. Two. Three."
    assert [text[a:b] for a, b in sentence_spans(text, 5, 9)] == ["Two."]


@given(ANY_TEXT | st.text("a.!? \n。", max_size=40))
def test_sentences_leave_nothing_but_blanks_out(text: str) -> None:
    spans = sentence_spans(text, 0, len(text))
    at, left_out = 0, ""
    for start, stop in spans:
        assert at <= start < stop <= len(text)
        left_out += text[at:start]
        at = stop
    assert not (left_out + text[at:]).strip()
