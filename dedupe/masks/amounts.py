"""Recognise amounts: a number beside a currency's sign, code or word, or a percent sign."""

from __future__ import annotations

import re

from dedupe.masks.amount_words import CODES, MULTIPLIERS, SIGNS, UNSPACED_UNITS, WORDS
from dedupe.masks.letters import WORD

_CODES = {code.lower(): code for code in CODES}
#: Small letters in which the codes end that are not all capitals.
_CODE_ENDS = frozenset(code[-1] for code in CODES)
#: Words, in lower case, that make an amount of a number beside them.
JOINING = WORDS | MULTIPLIERS | frozenset(_CODES)
_SIGN_BEFORE = re.compile(r"(?:[A-Z]{1,2}\$|[$€£¥₴₽₺₪₩₹₫₱₦₡₲₵₸₼₾฿﷼￥￡＄])[ \u00a0]?$")
_UNIT_AFTER = re.compile(
    r"\.?[ \u00a0\u202f]?"
    r"(?:[%‰٪$€£¥₴₽₺₪₩₹₫₱₦₡₲₵₸₼₾฿﷼￥￡＄]|(?P<word>" + WORD.pattern + r"(?:\"[^\W\d_])?))"
)
#: Right behind a number, these say that no unit follows.
_NO_UNIT = frozenset("\n\r\t,;:()[]{}<>|=+-*/\"'")
_MULTIPLIED = re.compile(rf"[ \u00a0\u202f]?(?P<times>{WORD.pattern})(?!\w)")
_UNSPACED = re.compile(rf" ?(?:{UNSPACED_UNITS})")


def amount_around(text: str, start: int, stop: int, floor: int) -> tuple[int, int] | None:
    """Return the span of the amount that the number [start, stop) makes, or ``None``."""
    before = _before(text, start, floor)
    after = _after(text, stop)
    if before == start and after == stop:
        return None
    if before < start and after == stop:
        times = _MULTIPLIED.match(text, stop)
        if times and times.group("times").lower() in MULTIPLIERS:
            after = times.end()
    return before, after


def _before(text: str, start: int, floor: int) -> int:
    """Return where the amount starts with a sign or code before the number; else ``start``."""
    at = start
    if at == floor or text[at - 1] in "\n\t(,;:=":
        return start
    if text[at - 1] in "-+–−":
        at -= 1
    sign = at - 1 if at > floor and text[at - 1] in SIGNS else -1
    if sign < 0 and at - 1 > floor and text[at - 1] in " \u00a0" and text[at - 2] in SIGNS:
        sign = at - 2
    if sign >= 0 and text[sign] not in "%‰٪":
        match = _SIGN_BEFORE.search(text, max(floor, sign - 2), sign + 1)
        return match.start() if match else start
    end = at
    while end > floor and at - end < 1 and text[end - 1] in " \u00a0.":
        end -= 1
    if end > floor and not (text[end - 1].isupper() or text[end - 1] in _CODE_ENDS):
        return start
    begin = end
    while begin > floor and end - begin < 5 and text[begin - 1].isalpha():
        begin -= 1
    word = text[begin:end]
    if not word or (begin > floor and text[begin - 1].isalnum()):
        return start
    code = _CODES.get(word.lower())
    return begin if code and (word == code or len(word) == 3 and word.isupper()) else start


def _after(text: str, stop: int) -> int:
    """Return where the amount ends with a sign, code or word after the number; else ``stop``."""
    following = text[stop : stop + 2].lstrip(" ")
    if not following or following[0] in _NO_UNIT:
        return stop
    if following[0] >= "\u0e01":
        unit = _UNSPACED.match(text, stop)
        if unit:
            return unit.end()
    unit = _UNIT_AFTER.match(text, stop)
    if unit is None:
        return stop
    word = unit.group("word")
    if word is None or _is_money(word):
        return unit.end()
    if word.partition('"')[0].lower() not in MULTIPLIERS:
        return stop
    times = _MULTIPLIED.match(text, stop)
    if times and times.group("times").lower() in MULTIPLIERS:
        end = _unit_end(text, times.end())
        if end > times.end():
            return end
    return stop


def _unit_end(text: str, at: int) -> int:
    """Return where the unit of money that follows ends; ``at`` where none does."""
    match = _UNIT_AFTER.match(text, at)
    if match is None:
        return at
    word = match.group("word")
    return match.end() if word is None or _is_money(word) else at


def _is_money(word: str) -> bool:
    if word.lower() in WORDS:
        return True
    code = _CODES.get(word.lower())
    return code is not None and (word == code or word.isupper())
