"""Find whom a note greets: the names in its first lines and after empty lines."""

from __future__ import annotations

import re

from dedupe.masks.greeting_words import (
    JA_GENERIC,
    JA_TITLES,
    KO_GENERIC,
    KO_TITLES,
    OPENERS,
    ZH_GENERIC,
    ZH_OPENERS,
    ZH_TITLES,
    beginnings,
    phrases,
)
from dedupe.masks.kinds import Found, MaskKind, MaskSource
from dedupe.masks.letters import word_set
from dedupe.masks.names import is_everyday, is_title, read_names
from dedupe.masks.thai_names import greeted_in_thai, is_thai

#: How many lines with something in them count as the opening of a note.
OPENING_LINES = 3
#: A line that greets is short up to the name; longer ones are read only so far.
_READ = 160

_OPENERS = frozenset(phrase for line in OPENERS.values() for phrase in phrases(line))
#: What an opener begins with, in whole words, and the openers themselves.
_BEGUN = beginnings(_OPENERS)
#: Openers that also begin ordinary sentences: a name must be closed off by a comma or the like.
_NEEDS_DELIMITER = frozenset(
    phrase
    for phrase in _OPENERS
    if phrase.split()[0]
    in word_set(
        "thank thanks many welcome congratulations happy danke vielen merci gracias muchas grazie"
        " obrigado obrigada bedankt dziękuję děkuji благодаря дякую спасибо شكرا شكراً תודה tack"
        " tak takk kiitos teşekkürler ευχαριστώ mulțumesc köszönöm tag dag morning good hello"
        " buenas"
    )
)

_LEAD = re.compile(r"[ \t\u00a0\u3000>*_\ufeff\u200e\u200f\u2066-\u2069]{0,20}+")
_WORDS = re.compile(r"[^\W\d_][^\s\d,!:;.،，：！。\"()\[\]{}<>]*+")
_BETWEEN = re.compile(r"[ \t\u00a0]{1,4}|[,،.][ \t\u00a0]{0,4}")
_AFTER_OPENER = re.compile(r"[ \t\u00a0]{0,4}[,،.!]?[ \t\u00a0]{1,4}|[,،][ \t\u00a0]{0,4}")


def _any_of(table: str) -> str:
    ordered = sorted(phrases(table), key=len, reverse=True)
    return "|".join(map(re.escape, ordered))


_HAN = "[\u4e00-\u9fff·]"
_ZH = re.compile(
    rf"(?:(?P<opener>{_any_of(ZH_OPENERS)})[，,！!\s]{{0,2}})?"
    rf"(?P<name>{_HAN}{{1,8}}?|[A-Z][A-Za-z .]{{1,20}}?)(?P<title>{_any_of(ZH_TITLES)})?"
    r"[ \u3000]?(?P<end>[：:，,！!。]|[您你]好|$)"
)
_ZH_GENERIC = re.compile(_any_of(ZH_GENERIC))
_JA = re.compile(
    r"(?:[^\s、。]{0,20}[ \u3000])?(?P<name>[\u3040-\u30ff\u4e00-\u9fff々]{1,8}"
    r"(?:[ \u3000][\u3040-\u30ff\u4e00-\u9fff々]{1,8}?)?|[A-Z][A-Za-z]{1,20}(?: [A-Z][a-z]{1,20})?)"
    rf"[ \u3000]?(?:{_any_of(JA_TITLES)})(?=[、，,。！!：:\s\u3000へ]|$)"
)
_JA_GENERIC = re.compile(_any_of(JA_GENERIC))
_KO = re.compile(
    r"(?:(?:안녕하세요|안녕하십니까|친애하는|존경하는|사랑하는|안녕)[,.!]? ?)?"
    rf"(?P<name>[\uac00-\ud7a3]{{2,5}}?|[A-Z][A-Za-z]{{1,20}}) ?(?:{_any_of(KO_TITLES)})"
    r"(?=[,，!:.\s]|$)"
)
_KO_GENERIC = re.compile(_any_of(KO_GENERIC))
#: Hebrew puts the adjective behind the name: "דני היקר,", "לדנה היקרה,".
#: So does Vietnamese: "Lan thân mến,".
_FOND = re.compile(" (?:thân mến|thân yêu|kính mến|quý mến|yêu quý|thương mến)")
_HE = re.compile(
    r"(?P<name>[\u05d0-\u05ea]{2,12}(?: [\u05d0-\u05ea]{2,12})?) ה?יקרה?(?=[ ,:!\s]|$)"
)


def may_greet(lower: str, at: int) -> bool:
    """Say whether the line at ``at`` begins with a word that opens a greeting."""
    word = _WORDS.match(lower, at)
    return word is not None and word.group() in _BEGUN


def greeted(text: str, lower: str, start: int, stop: int, *, opening: int) -> list[Found]:
    """Return the names greeted in the line [start, stop).

    ``opening`` counts the lines before it (0 is the note's first); from ``OPENING_LINES`` on the
    line follows an empty one in the middle of the note, and a name must be closed off.
    """
    lead = _LEAD.match(text, start, stop)
    at = lead.end() if lead else start
    stop = min(stop, at + _READ)
    if at < stop and text[at] in "\"“„«‘'":
        at += 1
    if at >= stop:
        return []
    early = opening < OPENING_LINES
    if early and text[at] >= "\u3040":
        return _without_spaces(text, at, stop)
    phrase_stop, phrase = _opener(lower, at, stop)
    if phrase:
        after = _AFTER_OPENER.match(text, phrase_stop, stop)
        if after is not None:
            found = _after_opener(text, lower, after.end(), stop, phrase, early)
            if found:
                return found
    if early and text[at] >= "\u0590":
        return _without_spaces(text, at, stop)
    if opening == 0 and not phrase:
        return _name_alone(text, lower, at, stop)
    return []


def _opener(lower: str, at: int, stop: int) -> tuple[int, str]:
    """Return where the longest opening phrase at ``at`` ends, and the phrase; or nothing."""
    best = (at, "")
    word = _WORDS.match(lower, at, stop)
    if word is None:
        return best
    spoken = word.group()
    while spoken in _BEGUN:
        if spoken in _OPENERS:
            best = (word.end(), spoken)
        between = _BETWEEN.match(lower, word.end(), stop)
        following = _WORDS.match(lower, between.end(), stop) if between else None
        if following is None:
            break
        word = following
        spoken = f"{spoken} {word.group()}"
    return best


def _after_opener(
    text: str, lower: str, at: int, stop: int, phrase: str, early: bool
) -> list[Found]:
    run = read_names(text, lower, at, stop)
    if not run.spans:
        return []
    capital = text[at].isupper()
    strict = not early or not capital or phrase in _NEEDS_DELIMITER
    if strict and not run.delimited:
        return []
    return [(a, b, MaskKind.NAME, MaskSource.RECOGNISED) for a, b in run.spans]


def _without_spaces(text: str, at: int, stop: int) -> list[Found]:
    """Return whom a line in Chinese, Japanese, Korean or Hebrew greets."""
    if is_thai(text[at]):
        return greeted_in_thai(text, at, stop)
    chinese = _ZH.match(text, at, stop)
    if chinese and chinese.group("opener"):
        return _in_chinese(chinese)
    for pattern, generic in ((_JA, _JA_GENERIC), (_KO, _KO_GENERIC), (_HE, None)):
        match = pattern.match(text, at, stop)
        if match and not (generic and generic.match(match.group("name"))):
            name = match.span("name")
            return [(*name, MaskKind.NAME, MaskSource.RECOGNISED)]
    return _in_chinese(chinese) if chinese else []


def _in_chinese(match: re.Match[str]) -> list[Found]:
    """Return the name of a Chinese greeting: behind an opener, or closed off behind a title."""
    if not match.group("opener") and not (match.group("title") and match.group("end")):
        return []
    if _ZH_GENERIC.search(match.group("name")):
        return []
    name_stop = match.end("title") if match.group("title") else match.end("name")
    return [(match.start("name"), name_stop, MaskKind.NAME, MaskSource.RECOGNISED)]


def _name_alone(text: str, lower: str, at: int, stop: int) -> list[Found]:
    """Return the name a note opens with by itself: "Maria," and nothing more in the line."""
    if not text[at].isupper() or text[at:stop].rstrip()[-1] not in ",!":
        return []
    run = read_names(text, lower, at, stop)
    end = run.stop
    if fond := _FOND.match(lower, end, stop):
        end = fond.end()
    if not run.spans or end >= stop or text[end] not in ",!":
        return []
    if (text[end] == "!" and not fond) or text[end + 1 : stop].strip():
        return []
    words = [w.strip(".") for a, b in run.spans for w in lower[a:b].split()]
    if len(words) > 3 or any(is_everyday(w) for w in words if not is_title(w)):
        return []
    return [(a, b, MaskKind.NAME, MaskSource.RECOGNISED) for a, b in run.spans]
