"""Walk over the digits of a text and say of each run what it is: date, time, amount, code ...

One look at all texts finds the digits (``glances``); everything else is matched from there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dedupe.masks import amounts, codes, dates, phones, postal
from dedupe.masks.amount_words import SIGNS
from dedupe.masks.kinds import Found, MaskKind, MaskSource
from dedupe.masks.letters import HANGUL, UNSPACED

_GLUED = rf"[^\W{UNSPACED}{HANGUL}]"
_TOKEN = re.compile(rf"{_GLUED}++(?:[-./:_#+\\]{_GLUED}++|(?<=\d)[,'’٫٬]\d++(?!{_GLUED}))*+")
_FIGURES_ONLY = re.compile(r"\d+(?:[-./:,'’٫٬]\d+)*$")
_NUMBER = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)(?:[.,]\d+)?(?!\d)|\d+(?:[.,'’٫٬·:/]\d+)*"
)
_LONGEST_TOKEN = 200
#: Characters inside the token of a code: "INV-2024/001".
_CONNECTORS = frozenset("-._/#+:\\")
#: What may go on a run of digits to a date, time, telephone number or grouped number.
_GROWING = frozenset(" \u00a0\u202f\u2009.-/:()–")
#: Thousands set apart by commas: no date and no time, only the amount or number is left to tell.
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
#: Right behind a run of digits, this says that it does not grow: a word that is neither half of
#: the day nor hour, or the end of the sentence.
_ENDS_HERE = re.compile(
    r"   |  [^\W\d_]| (?![Tt]h)[b-fi-nq-tv-zB-GI-NQ-TV-Z]|\.(?: ?[^\W\d_]|\s[^\d ]|\s?$)"
)
#: A word in small letters behind a number, and all words that make more of a number beside them.
_SMALL_WORD = re.compile(r" ([a-zа-я][^\W\d_]*+)")
_BESIDE = amounts.JOINING | dates.JOINING
#: Five digits or more with hyphens are a code ("2024-118"), but two years are a range.
_JOINED = re.compile(r"(?!\d{4}-\d{4}(?!\d))(?=[\d-]{6})\d+(?:-\d+)+(?![\w-])")
_MONEY = re.compile(r"(?P<a>[A-Za-z]{2,3})(?P<n>\d+(?:[.,]\d+)*)$|\d+(?:[.,]\d+)*[kKmM]?$")


def digit_values(
    text: str, lower: str, digits: Sequence[int], taken: Sequence[Found]
) -> list[Found]:
    """Return values that hold digits, in order, outside what is ``taken`` (ascending).

    ``digits`` says where the digits of the text stand.
    """
    found: list[Found] = []
    floor = 0
    i = 0
    for at in digits:
        if at < floor:
            continue
        while i < len(taken) and taken[i][1] <= at:
            floor = max(floor, taken[i][1])
            i += 1
        if i < len(taken) and taken[i][0] <= at:
            floor = taken[i][1]
        else:
            ceiling = taken[i][0] if i < len(taken) else len(text)
            hits, after = _value_at(text, lower, at, floor)
            if hits and hits[-1][1] > ceiling:
                hits = [hit for hit in hits if hit[1] <= ceiling]
            found += hits
            floor = max(at + 1, after, hits[-1][1] if hits else 0)
    return found


def _value_at(text: str, lower: str, at: int, floor: int) -> tuple[list[Found], int]:
    """Return what stands around the digit at ``at`` and where to look on."""
    start = at if at == floor or text[at - 1] == " " else _token_start(text, at, floor)
    token = _TOKEN.match(text, start)
    end = token.end() if token else 0
    if token is None or end <= at:
        return [], at + 1
    if end - start > _LONGEST_TOKEN:
        return [], end
    found = token.group()
    if start == at and found.isdigit():
        if _stands_alone(text, lower, at, floor, end):
            return _plain(at, end, MaskKind.NUMBER), at + 1
        return _figures(text, lower, at, floor, end), at + 1
    if codes.is_word(found):
        return [], end
    if start == at and _GROUPED.match(found):
        money = amounts.amount_around(text, at, end, floor)
        if money:
            return _plain(*money, MaskKind.AMOUNT), at + 1
        return _place_or_code(text, lower, at, floor, end), at + 1
    if start == at and _FIGURES_ONLY.match(found):
        return _figures(text, lower, at, floor, end), at + 1
    alone = start < at and end == at + 1  # letters and one digit
    if not alone and len(found) >= 7 and codes.is_hex(found):
        return _code(text, floor, start, end), end
    return _mixed(text, lower, at, floor, start, found)


def _token_start(text: str, at: int, floor: int) -> int:
    """Return where the token that holds the digit begins: letters, digits and what joins them."""
    start = at
    low = max(floor, at - _LONGEST_TOKEN)
    while start > low:
        char = text[start - 1]
        if char < "\u3000" and (char.isalnum() or char == "_"):
            start -= 1
        elif char in _CONNECTORS and start - 1 > low and _joins(text[start - 2]):
            start -= 2
        else:
            break
    return start


def _joins(char: str) -> bool:
    return char < "\u0e00" and char.isalnum()


def _plain(start: int, stop: int, kind: MaskKind) -> list[Found]:
    return [(start, stop, kind, MaskSource.RECOGNISED)]


def _stands_alone(text: str, lower: str, at: int, floor: int, end: int) -> bool:
    """Say quickly of digits between two plain words that they are a number and no more.

    Both words are in small letters, and none of them makes a date, a time or an amount of it.
    """
    following = _SMALL_WORD.match(text, end)
    if following is None or at - floor < 2 or text[at - 1] != " " or not text[at - 2].islower():
        return False
    before = lower[max(text.rfind(" ", floor, at - 1) + 1, floor) : at - 1]
    after = following.group(1)
    if before in _BESIDE or after in _BESIDE or not before.isalpha():
        return False
    return not postal.may_name_street(text, lower, at, floor)


def _code(text: str, floor: int, start: int, stop: int) -> list[Found]:
    """Return the code [start, stop) with the "#" before it."""
    return _plain(start - (start > floor and text[start - 1] == "#"), stop, MaskKind.CODE)


def _figures(text: str, lower: str, at: int, floor: int, end: int) -> list[Found]:
    """Return what a token of digits and separators is."""
    after = text[end : end + 1]
    whole = text[at:end].isdigit()
    grows = not whole or (after in _GROWING or after > "\u3000")
    if whole and grows and _ENDS_HERE.match(text, end) and text[at - 1 : at] not in ("+", "("):
        grows = False
    if grows:
        date = dates.in_figures(text, lower, at, floor)
        if date:
            return [date]
        phone = phones.phone_at(text, at, floor)
        if phone:
            return _plain(*phone, MaskKind.ADDRESS)
        time = dates.time_at(text, lower, at, floor)
        if time:
            return [time]
        number = _NUMBER.match(text, at)
        end = number.end() if number else end
    money = amounts.amount_around(text, at, end, floor)
    if money:
        return _plain(*money, MaskKind.AMOUNT)
    if whole and end - at <= 4 and text[at:end].isdigit():
        named = dates.beside_month(text, lower, at, end, floor)
        if named:
            return named
    return _place_or_code(text, lower, at, floor, end)


def _place_or_code(text: str, lower: str, at: int, floor: int, end: int) -> list[Found]:
    """Return the address or code that figures [at, end) make, or else the plain number."""
    place = postal.street_around(text, lower, at, floor) or postal.town_at(text, at, floor)
    if place:
        return _plain(*place, MaskKind.ADDRESS)
    if at > floor and text[at - 1] == "#":
        return _plain(at - 1, end, MaskKind.CODE)
    joined = _JOINED.match(text, at)
    if joined and joined.end() > end:
        return _plain(*joined.span(), MaskKind.CODE)
    return _plain(at, end, MaskKind.NUMBER)


def _mixed(
    text: str, lower: str, at: int, floor: int, start: int, token: str
) -> tuple[list[Found], int]:
    """Return what a token that mixes digits with letters is, or what its digits are."""
    stop = start + len(token)
    if start < at and stop == at + 1 and token.isascii() and token.isidentifier():
        return [], stop  # "mp3", "v2": letters and one digit
    if len(token) <= 4 and token[0].isupper():
        postcode = postal.uk_postcode_at(text, start)
        if postcode:
            return _plain(*postcode, MaskKind.ADDRESS), postcode[1]
    if start == at or not text[at - 1].isalnum():
        named = _from_digit(text, lower, at, floor)
        if named:
            return named, named[-1][1]
    money = _MONEY.match(token)
    if money and (money.group("a") or (start > floor and text[start - 1] in SIGNS)):
        span = amounts.amount_around(
            text, start + token.index(money.group("n") or token), stop, floor
        )
        if span:
            return _plain(min(start, span[0]), max(stop, span[1]), MaskKind.AMOUNT), stop
    if codes.is_code(token):
        return _code(text, floor, start, stop), stop
    if codes.is_measure(token):
        return _plain(start, stop, MaskKind.NUMBER), stop
    run = _NUMBER.match(text, at)
    end = run.end() if run else at + 1
    alone = (at == 0 or not text[at - 1].isalnum()) and not text[end : end + 1].isalnum()
    return (_plain(at, end, MaskKind.NUMBER) if alone else []), end


def _from_digit(text: str, lower: str, at: int, floor: int) -> list[Found]:
    """Return the date, time, street or amount that begins at a digit with letters glued behind."""
    date = dates.in_figures(text, lower, at, floor)
    if date:
        return [date]
    time = dates.time_at(text, lower, at, floor)
    if time:
        return [time]
    number = _NUMBER.match(text, at)
    stop = number.end() if number else at + 1
    if text[at:stop].isdigit():
        named = dates.beside_month(text, lower, at, stop, floor)
        if named:
            return named
    money = amounts.amount_around(text, at, stop, floor)
    if money and not text[money[1] : money[1] + 1].isalnum():
        return _plain(*money, MaskKind.AMOUNT)
    place = postal.street_around(text, lower, at, floor)
    return _plain(*place, MaskKind.ADDRESS) if place else []
