"""A number between plain words is told quickly: never other masks than without the quick way."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe.masks import amounts, dates, find_masks, postal

PLAIN = ("we", "had", "them", "total", "Anna", "были", "x", "at", "No.", "o'clock")
NUMBERS = (
    "3", "12", "24", "166", "1200", "1999", "10115", "5.5", "12,5", "1,234", "1.234,56",
    "100,700.00",
)  # fmt: skip
words = st.one_of(
    st.sampled_from(PLAIN),
    st.sampled_from(sorted(amounts.JOINING | dates.JOINING)),
    st.sampled_from(sorted({*postal._STREET_FRONTS, *postal._STREET_ENDINGS})),
)
marks = st.sampled_from(("", ",", "!", "?", ":", ";", "."))


@st.composite
def sentences(draw: st.DrawFn) -> str:
    before = " ".join(draw(st.lists(words, max_size=3))) + draw(marks)
    after = " ".join(draw(st.lists(st.one_of(words, st.sampled_from(NUMBERS)), max_size=4)))
    return f"{before} {draw(st.sampled_from(NUMBERS))} {after}{draw(marks)}"


@settings(max_examples=500, deadline=None)
@given(sentences())
def test_the_quick_way_finds_what_the_whole_search_finds(text: str) -> None:
    quickly = find_masks(text, [(0, len(text))])
    with patch("dedupe.masks.numbers._stands_alone", lambda *_: False):
        assert find_masks(text, [(0, len(text))]) == quickly
