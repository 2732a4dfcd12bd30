"""Compiled passes over characters against what they stand for in plain Python."""

from __future__ import annotations

import re
from random import Random

from dedupe import line_kernel
from dedupe.masks.dates import DAY_MARKS, DAYS_ALONE
from dedupe.masks.glances import glances
from dedupe.own_words.splitting import GUARDED, NAMED, UNSEEN, split_texts

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


def test_lines_are_those_of_splitlines() -> None:
    texts = _texts(1)
    for text, split in zip(texts, split_texts(texts), strict=True):
        raw = text.splitlines(keepends=True)
        bodies = [line.strip() for line in raw]
        assert [text[a:b] for a, b in zip(split.starts, split.stops, strict=True)] == raw
        assert split.bodies == bodies
        assert split.filled == [i for i, body in enumerate(bodies) if body]
        assert split.heads == "".join(body[:1] or "\n" for body in bodies)
        assert split.tails == "".join(body[-1:] or "\n" for body in bodies)
        assert split.unseen == any(chr(code) in text for code in UNSEEN)


def test_what_the_beginning_of_a_line_shows() -> None:
    assert (GUARDED, NAMED) == (line_kernel.GUARDED, line_kernel.NAMED)
    (split,) = split_texts(["Ann> a\n>From b\n>>> c\n> d\nAn n> e\nabcdefghijklmnop> f\n>"])
    assert list(split.shows) == [NAMED, GUARDED, GUARDED, 0, 0, 0, 0]


def test_no_texts_and_empty_ones_have_no_lines() -> None:
    assert split_texts([]) == []
    assert [split.bodies for split in split_texts(["", "a", ""])] == [[], ["a"], []]
    assert glances([]) == []


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
