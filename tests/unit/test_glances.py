"""The compiled look at every character against what it stands for in plain Python."""

from __future__ import annotations

import re
from random import Random

from dedupe.masks.dates import DAY_MARKS, DAYS_ALONE
from dedupe.masks.glances import glances

_DIGITS = re.compile("[0-9٠-٩۰-۹०-९০-৯๐-๙０-９]")
_PARTS = (
    *("a", "Ann", " ", "\t", "\n", "\r\n", "\r", "\x0b", "\x1c", "\x85", "\u2028", "\u3000", "é"),
    *(
        ">",
        ">>",
        "> ",
        ">From ",
        ">>> x",
        "Ann> hi",
        "An n> hi",
        "&gt; x",
        "|",
        ":",
        "\ud800",
        "😀",
    ),
    *(
        "7",
        "٣",
        "３",
        "Monday",
        "friday,",
        "(sunday",
        "monday).",
        "poniedziałek",
        "星期一",
        "thứ ba",
    ),
    *("\u200b", "\xad", "\x00", "\ufeff", "Mon.", "1 2", "montag:", "maandag।"),
)


def _texts(seed: int) -> list[str]:
    chance = Random(seed)
    return ["".join(chance.choices(_PARTS, k=chance.randint(0, 25))) for _ in range(400)]


def test_no_texts_have_no_glances() -> None:
    assert glances([]) == []
    assert [glance.digits for glance in glances(["", "7", ""])] == [[], [0], []]


def test_a_glance_finds_every_digit_and_day() -> None:
    days = {day + mark for day in DAYS_ALONE for mark in ("", *DAY_MARKS)}
    days |= {"(" + day for day in DAYS_ALONE}
    lows = [text.lower() for text in _texts(2)]
    for low, glance in zip(lows, glances(lows), strict=True):
        assert glance.digits == [match.start() for match in _DIGITS.finditer(low)]
        assert [word for word in low.split() if word in days] == [
            word for word in glance.words if word in days
        ]
        assert glance.sign == any(sign in low for sign in "曜期周週拜\u0e31ứủ")


def test_every_day_of_the_table_is_found() -> None:
    for day in DAYS_ALONE:
        assert glances([f"on ({day}. or {day}"])[0].words == [f"({day}.", day]
