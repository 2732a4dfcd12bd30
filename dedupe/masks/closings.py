"""Find who signs a note: the name behind or below the closing phrase in its last lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dedupe.masks.closing_words import (
    CLOSINGS,
    JA_AFTER_NAME,
    KO_AFTER_NAME,
    ZH_AFTER_NAME,
)
from dedupe.masks.greeting_words import beginnings, phrases
from dedupe.masks.kinds import Found, MaskKind, MaskSource
from dedupe.masks.letters import UNSPACED, is_unspaced
from dedupe.masks.names import is_everyday, is_generic, is_particle, is_title, read_names
from dedupe.masks.thai_names import is_thai, signed_in_thai

#: How many lines with something in them, counted from the end, may hold the closing.
CLOSING_LINES = 12
#: A closing phrase's line, and a line that holds a name, in code points.
_SHORT = 64
#: Last lines that are kept: those who write end mail after mail alike.
_REMEMBERED = 1024

_CLOSINGS = frozenset(phrase for line in CLOSINGS.values() for phrase in phrases(line))
#: What a closing begins with, in whole words, and the closings themselves.
_BEGUN = beginnings(_CLOSINGS)

_WORD = re.compile(r"[^\s,!.;:،，。！：~*_—–()\"]+")
_UNPRINTED = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_LEAD = re.compile(r"[\s>*_\u200e\u200f]*+")
_DASHED = re.compile(r"[-–—~/\\*]{1,2}[ \u00a0]?(?=[^\W\d_])")
_AFTER_NAME = re.compile(
    rf"(?P<name>[{UNSPACED}\uac00-\ud7a3A-Za-z·]{{2,12}}?)[ \u3000]?(?:"
    + "|".join(map(re.escape, phrases(f"{ZH_AFTER_NAME} | {KO_AFTER_NAME} | {JA_AFTER_NAME}")))
    + r")[。.]?\s*$"
)
_UNSPACED_NAME = re.compile(rf"[{UNSPACED}\uac00-\ud7a3·]{{2,6}}(?:[ \u3000][{UNSPACED}]{{1,5}})?$")
_UNSPACED_GREETED = re.compile("祝|谢|謝|礼|禮|敬|好|再见|ます|です|した|さい")


def signed(text: str, lower: str, lines: Sequence[tuple[int, int]]) -> list[Found]:
    """Return the names that sign a note. ``lines`` are its last lines that hold something."""
    found: list[Found] = []
    awaiting = False
    last = len(lines) - 1
    for number, (start, stop) in enumerate(lines):
        if stop - start > _SHORT:
            awaiting = False
            continue
        lead = _LEAD.match(text, start, stop)
        at = lead.end() if lead else start
        closing = closes(lower, at, stop)
        if closing:
            same_line = _same_line(text, lower, closing, stop)
            found += same_line
            awaiting = not same_line and len(text[closing:stop].split()) <= 4
            continue
        named = []
        if awaiting or number >= last - 1:
            named = _name_line(text, lower, at, stop, sure=awaiting, last=number == last)
            found += named
        awaiting = not named and number >= last - 5 and _hangs(text, at, stop)
    return found


def _hangs(text: str, at: int, stop: int) -> bool:
    """Say whether a line is short and ends in a comma, as closings of one's own making do."""
    line = text[at:stop]
    return line.endswith(",") and line[0].isupper() and 1 < len(line.split()) <= 6


def closes(lower: str, at: int, stop: int) -> int:
    """Return where the longest closing phrase at ``at`` ends; 0 where there is none."""
    line = lower[at:stop]
    length = _short_closing(line) if len(line) <= _SHORT else _closing(line)
    return at + length if length else 0


@lru_cache(maxsize=_REMEMBERED)
def _short_closing(line: str) -> int:
    return _closing(line)


def _closing(line: str) -> int:
    """Return how much of the start of a line is a closing phrase: the longest one."""
    stop = len(line)
    word = _WORD.match(line)
    if word is None:
        return 0
    spoken = word.group()
    if not spoken.isprintable():
        spoken = _UNPRINTED.sub("", spoken)  # Thai has zero-width spaces between words
    best = 0
    while spoken in _BEGUN:
        if spoken in _CLOSINGS:
            best = word.end()
        begin = word.end()
        while begin < stop and begin - word.end() < 3 and line[begin] in " \t\u00a0,،":
            begin += 1
        following = _WORD.match(line, begin) if begin > word.end() else None
        if following is None:
            break
        word = following
        spoken = f"{spoken} {word.group()}"
    return best


def _same_line(text: str, lower: str, at: int, stop: int) -> list[Found]:
    """Return the name behind a closing phrase in its own line: "Thanks, Tom"."""
    while at < stop and text[at] in " \t\u00a0,،.!~*_—–-":
        at += 1
    if at >= stop:
        return []
    if is_thai(text[at]):
        return signed_in_thai(text, at, stop)
    run = read_names(text, lower, at, stop)
    if not run.spans or text[run.stop : stop].strip(" \t\r.,!*_~"):
        return []
    return _as_found(lower, run.spans, sure=False)


def _name_line(text: str, lower: str, at: int, stop: int, *, sure: bool, last: bool) -> list[Found]:
    """Return the name a line holds: below a closing any name, else one behind a dash, or last."""
    if after := _before_word(text, at, stop):
        return [(*after.span("name"), MaskKind.NAME, MaskSource.RECOGNISED)]
    dash = _DASHED.match(text, at, stop)
    if dash:
        at = dash.end()
        if not sure and not text[at].isupper():
            return []
    if sure and at < stop and is_thai(text[at]):
        return signed_in_thai(text, at, stop)
    if text[at : at + 1] > "\u0e00" and sure and not _UNSPACED_GREETED.search(text, at, stop):
        name = _UNSPACED_NAME.match(text[at:stop].rstrip())
        if name:
            return [(at, at + name.end(), MaskKind.NAME, MaskSource.RECOGNISED)]
    run = read_names(text, lower, at, stop)
    if not run.spans:
        return []
    loose = sure and text[at].isupper()
    rest = text[run.stop : stop].strip(" \t\r!*_~" if loose else " \t\r*_~")
    if rest and not (sure and rest[0] in ",|/(-–—"):
        return []
    words = len(lower[run.spans[0][0] : run.spans[0][1]].split())
    if not sure and not dash and not (last and words == 1 and _plain(text, run.spans[0])):
        return []
    return _as_found(lower, run.spans, sure=sure)


def _before_word(text: str, at: int, stop: int) -> re.Match[str] | None:
    """Return a Chinese, Japanese or Korean name with the word that follows a signature there."""
    first = text[at : at + 1]
    if first > "\u0dff" and (is_unspaced(first) or "\uac00" <= first <= "\ud7a3"):
        return _AFTER_NAME.match(text, at, stop)
    return None


def _plain(text: str, span: tuple[int, int]) -> bool:
    """Say whether a lone last word is written as a given name: a capital, then small letters."""
    word = text[span[0] : span[1]]
    return len(word) > 2 and word[0].isupper() and word[1:].islower()


def _as_found(lower: str, spans: Sequence[tuple[int, int]], *, sure: bool) -> list[Found]:
    """Return the spans as names, or nothing where a word of theirs names nobody."""
    common = is_generic if sure else is_everyday
    for start, stop in spans:
        words = [word.strip(".") for word in lower[start:stop].split()]
        if any(common(word) for word in words if not (is_title(word) or is_particle(word))):
            return []
    return [(start, stop, MaskKind.NAME, MaskSource.RECOGNISED) for start, stop in spans]
