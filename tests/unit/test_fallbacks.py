"""Generic fillings: a fallback in some notes, or one personal line for many people."""

from __future__ import annotations

import pytest

from dedupe import Filling, folded_fallbacks, generic_filling
from dedupe.fallbacks import FALLBACKS, LINE_WORDS, MANY_MEMBERS, MANY_PEOPLE

LINE = " ".join(["loved"] * LINE_WORDS)


def generic(*fillings: tuple[str, int, int], people: int = 40) -> str:
    return generic_filling([Filling(*f) for f in fillings], people, folded_fallbacks())


@pytest.mark.parametrize("language", FALLBACKS)
def test_a_fallback_beside_real_values_is_told(language: str) -> None:
    for phrase in FALLBACKS[language]:
        for written in (phrase, phrase.upper(), f" {phrase},"):
            assert generic(("Acme", 1, 1), (written, 1, 1)) == "fallback", written


def test_a_slot_of_real_values_is_personal() -> None:
    assert generic(("Acme", 1, 1), ("Bolt", 1, 1)) == ""


def test_a_slot_that_all_fill_alike_is_no_slot() -> None:
    assert generic(("your company", 40, 40)) == ""


def test_one_line_for_many_people_is_repeated() -> None:
    assert generic((LINE, MANY_PEOPLE, MANY_MEMBERS), ("x", 35, 35)) == "repeated"


@pytest.mark.parametrize(
    ("line", "people", "members"),
    [
        (LINE, MANY_PEOPLE - 1, MANY_MEMBERS),
        (LINE, MANY_PEOPLE, MANY_MEMBERS - 1),
        (" ".join(["loved"] * (LINE_WORDS - 1)), 30, 30),
        (LINE, 40, 40),
    ],
)
def test_what_is_no_repeated_line(line: str, people: int, members: int) -> None:
    assert generic((line, people, members), ("x", 1, 1)) == ""


def test_every_language_of_the_design_has_fallbacks() -> None:
    assert {"en", "pl", "bg", "uk", "ar", "zh"} <= set(FALLBACKS)
    assert "" not in folded_fallbacks()
