"""Recognise dates and times: in figures, with names of months and days, and days by themselves.

Relative words ("tomorrow", "next week") are left alone: they are the same for everybody who
gets the note that day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dedupe.masks.date_words import (
    CAPITAL_MONTHS,
    DATE_JOINERS,
    DAYS,
    DAYS_BESIDE_A_DATE,
    MONTHS,
    ORDER_WORDS,
    THAI_DAYS,
    THAI_MONTHS,
    UNSPACED_DAYS,
    VIETNAMESE_DAYS,
    YEAR_WORDS,
)
from dedupe.masks.kinds import Found, MaskKind, MaskSource
from dedupe.masks.letters import MARKS, WORD, bounded, occurrences, word_before, word_set
from dedupe.masks.name_words import words_of

_MONTHS = words_of(MONTHS)
#: Days that stand by themselves.
DAYS_ALONE = words_of(DAYS) - ORDER_WORDS
#: The punctuation that days meet in running text.
DAY_MARKS = "(,.!?;:)،।"
#: Days as they stand beside a date.
_DAYS_BESIDE = words_of(DAYS) | DAYS_BESIDE_A_DATE
#: The days with it, as they stand between white space.
_DAYS_IN_TEXT = frozenset(
    day + mark for day in DAYS_ALONE for mark in ("", *DAY_MARKS[1:])
) | frozenset("(" + day for day in DAYS_ALONE)
#: Words, in lower case, that make a date or a time of day of a number beside them.
JOINING = _MONTHS | DATE_JOINERS | word_set("am pm uhr uur o h u a p giờ tháng thg")
_UNSPACED_DAY = re.compile(f"{UNSPACED_DAYS}|{THAI_DAYS}|{VIETNAMESE_DAYS}")
#: One of these stands in every such day; U+0E31 is the vowel of the Thai word for day.
DAY_SIGNS = "曜期周週拜\u0e31ứủ"

#: A date in figures: ISO, or three parts in any order with the same separator.
FIGURES = re.compile(
    r"\d{4}(?P<a>[-/.])(?P<m>\d{1,2})(?P=a)(?P<d>\d{1,2})(?!\d)(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?"
    r"(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|(?P<x>\d{1,2})(?P<b>[-/.])(?P<y>\d{1,2})(?P=b)(?:\d{4}|\d{2})(?![\d.]\d|\d)"
    r"|(?P<p>\d{1,2})\. ?(?P<q>\d{1,2})\. ?(?:\d{4}|\d{2})(?![\d.]\d|\d)"
    r"|\d{2,4} ?[年년] ?(?:\d{1,2} ?[月월])?(?: ?\d{1,2} ?[日号號일])?"
    r"|\d{1,2} ?[月월](?: ?\d{1,2} ?[日号號일])?"
    r"|\d{1,2} ?[日号號일](?![本常記线內内间間])"
    rf"|\d{{1,2}} ?(?:{THAI_MONTHS})(?: ?(?:พ\.ศ\.|ค\.ศ\.)? ?(?:25|20|19)\d{{2}}(?!\d))?"
    r"|\d{1,2} [Tt]h(?:áng|g) ?\d{1,2}(?!\d)(?:(?:, ?|/)\d{4}(?!\d))?"
)
#: A time of day with its half of the day; the word for the hour in unspaced scripts.
TIME = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
    r"(?:[ \u00a0]?(?:[AaPp][Mm]\b|[AaPp]\.[Mm]\.|[Uu]hr\b|uur\b|น\.|बजे))?"
    r"|\d{1,2}(?:[.:]\d{2})?[ \u00a0]?"
    r"(?:[AaPp][Mm]\b|[ap]\.m\.|[Uu]hr\b|uur\b|o['’]clock\b)(?:[ ]\d{2}\b)?"
    r"|\d{1,2} ?[hHu] ?(?:\d{2})?(?!\w)"
    r"|\d{1,2}(?:\.\d{2})? ?น\.|\d{1,2} बजे|\d{1,2} giờ(?!\w)(?: \d{2}(?!\w))?"
    r"|\d{1,2} ?[点點時时시](?: ?\d{1,2} ?[分분]| ?半| ?반)?"
)
_BEFORE_TIME = re.compile("(?:上午|下午|晚上|早上|中午|凌晨|午前|午後|오전|오후) ?$")
#: A word or number of a date, with the marks that belong to it.
_PIECE = re.compile(rf"[\w{MARKS}]+")
_AFTER_DAY = re.compile(
    r"(?:st|nd|rd|th|er|ère|re|º|ª|°|-?го|-?е|-?та|-?ти|-?ри|-?ви|-?ми|-én|-án|-e|de|\.)?(?!\w)"
)
_WORD_AFTER = re.compile(rf"[ \t\u00a0\u202f,.'’/-]{{1,3}}({WORD.pattern})")
_YEAR_AFTER = re.compile(
    r"[,.]?[ \u00a0/-]?(?:(?:de|del|di|of|του) )?(?:\d{4}|['’]\d{2})(?![\d:,]\d|\d)"
)
_DAY_AFTER = re.compile(
    r"[.]?[ \u00a0/-](\d{1,2})(?:st|nd|rd|th|\.|-?[eéa]n|-[éá]n|-[eaáé])?(?![\d:,%]|\.\d|\w)"
)


def _date(start: int, stop: int) -> Found:
    return start, stop, MaskKind.DATE, MaskSource.RECOGNISED


def in_figures(text: str, lower: str, at: int, floor: int) -> Found | None:
    """Return the date in figures that begins at ``at``, with a day of the week before it."""
    match = FIGURES.match(text, at)
    if match is None or not _is_calendar(match):
        return None
    stop = match.end()
    if text[stop - 1] == " ":
        stop -= 1
    return _date(_with_day(text, lower, at, floor), stop)


def _is_calendar(match: re.Match[str]) -> bool:
    """Say whether the figures can be a day and a month: "1.250.30" and "99/99/99" are not."""
    for one, other in (("m", "d"), ("x", "y"), ("p", "q")):
        if match.group(one) is not None:
            small, large = sorted((int(match.group(one)), int(match.group(other))))
            return 1 <= small <= 12 and large <= 31
    return True


def time_at(text: str, lower: str, at: int, floor: int) -> Found | None:
    """Return the time of day that begins at ``at``, with 上午 and the like before it."""
    match = TIME.match(text, at)
    if match is None or int(re.match(r"\d+", match.group()).group()) > 24:  # type: ignore[union-attr]
        return None
    begin = max(floor, at - 3)
    before = _BEFORE_TIME.search(text, begin, at)
    start = before.start() if before else at
    return start, match.end(), MaskKind.TIME, MaskSource.RECOGNISED


def beside_month(text: str, lower: str, start: int, stop: int, floor: int) -> list[Found]:
    """Return the date that a number [start, stop) makes with a month's name beside it.

    "12 May 2024", "May 12th, 2024", "12 de mayo de 2024", "2024. május 12.", "maj 2024"; a date of
    more than four words is cut into two masks. Empty where no month stands beside the number.
    """
    digits = stop - start
    if digits > 4 or digits == 3:
        return []
    after = _AFTER_DAY.match(text, stop)
    day_stop = after.end() if after and digits <= 2 else stop
    month = _month_after(text, lower, day_stop)
    if month:
        if digits == 4:
            day = _DAY_AFTER.match(text, month)
            return [_date(start, day.end())] if day else []
        return _finish(text, lower, _with_day(text, lower, start, floor), month)
    begin, end = word_before(text, start, floor)
    if begin < end and _is_month(text, lower, begin, end) and start - end <= 2:
        if digits == 4:
            return [_date(begin, stop)]
        return _finish(text, lower, _with_day(text, lower, begin, floor), day_stop)
    return []


def _month_after(text: str, lower: str, at: int) -> int:
    """Return where the month behind a day ends, past one small joining word; 0 where none is."""
    word = _WORD_AFTER.match(lower, at)
    if word and word.group(1) in DATE_JOINERS:
        word = _WORD_AFTER.match(lower, word.end())
    if word and _is_month(text, lower, word.start(1), word.end(1)):
        return word.end(1)
    return 0


def _is_month(text: str, lower: str, start: int, stop: int) -> bool:
    word = lower[start:stop]
    if word not in _MONTHS:
        return False
    return word not in CAPITAL_MONTHS or text[start].isupper()


def _finish(text: str, lower: str, start: int, stop: int) -> list[Found]:
    """Return day and month with the year behind them, as one mask or, if long, as two."""
    year = _YEAR_AFTER.match(text, stop)
    if year is None:
        return [_date(start, stop)]
    end = year.end()
    closing = _WORD_AFTER.match(lower, end)
    if closing and closing.group(1) in YEAR_WORDS and closing.end() - end < 8:
        long = closing.end()
        if len(text[start:long].split()) <= 4:
            end = long
    if len(_PIECE.findall(text[start:end])) <= 4:
        return [_date(start, end)]
    digits = re.search(r"['’]?\d+$", text[stop : year.end()])
    return [_date(start, stop), _date(stop + (digits.start() if digits else 0), year.end())]


def _with_day(text: str, lower: str, start: int, floor: int) -> int:
    """Return where the date begins with a day of the week before it, if one stands there."""
    begin, end = word_before(text, start, floor)
    if lower[begin:end] in ("den", "the"):
        begin, end = word_before(text, begin, floor)
    if begin < end and lower[begin:end] in _DAYS_BESIDE:
        return begin if bounded(text, begin, end) else start
    return start


def days_by_word(lower: str, words: Sequence[str]) -> list[Found]:
    """Return the days of the week that stand by themselves, in scripts with spaces.

    ``words`` are those of the text's words, parted by white space, that may be days.
    """
    present = {word.strip(DAY_MARKS) for word in words if word in _DAYS_IN_TEXT}
    return [_date(*span) for day in sorted(present) for span in occurrences(lower, day)]


def days_by_sign(text: str) -> list[Found]:
    """Return the days of the week that stand by themselves, in scripts without spaces."""
    return [_date(*match.span()) for match in _UNSPACED_DAY.finditer(text)]
