"""Recognise links and e-mail addresses. Each is one mask however many words it holds."""

from __future__ import annotations

import re

from dedupe.masks.kinds import Found, MaskKind, MaskSource
from dedupe.masks.letters import HANGUL, UNSPACED, word_set

#: Endings of bare domains ("example.com"). Kept to those seen in mail; ``_WORD_ENDINGS`` are words
#: too ("today.It was"), so that the whole domain must be in small letters and of some length.
_ENDINGS = word_set(
    "com org net edu gov mil int info biz io co app dev eu uk de fr es pt nl pl cz sk bg ua"
    " ru by kz se dk fi tr gr ro hu il cn jp kr tw hk sg in au nz ca us mx br ar cl pe ch be"
    " ie lu lt lv ee hr si ba mk al ge am az ae sa eg ma tn qa kw jo lb iq za ng ke vn"
    " th ph id my me tv fm ly ai gg xyz online site shop store blog news tech cloud email club"
    " agency studio design media digital world life live page link pro mobi name travel jobs"
    " museum asia cat eus gal berlin london paris nyc wien бг рф укр 中国 公司 网络 한국"
)
_WORD_ENDINGS = word_set(
    "at it is in no so to us me my am as be by do id al la ma page link live life world name"
    " news online site shop store blog club travel jobs design media studio pro cloud email"
    " int"
)
_ENDS = _ENDINGS | word_set("it at no is")

_OUTSIDE = rf"\s<>\"“”„«»‹›`{{}}|\\^\u3000-\u303f\uff00-\uffef{UNSPACED}{HANGUL}"
_URL_REST = re.compile(rf"[^{_OUTSIDE}]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,11}$", re.IGNORECASE)
_LOCAL = frozenset("!#$%&'*+/=?^_`{|}~.-")
_DOMAIN = re.compile(r"(?:\[[0-9a-fA-F.:]{3,45}\]|[^\W_](?:[\w-]|\.(?=[\w]))*+)")
_LABELS = re.compile(r"(?:[^\W_](?:[\w-]{0,62})\.)+[^\W\d_]{2,24}$")
_DOT = re.compile(r"\.(?=[^\W\d_])")
_DOMAIN_RUN = re.compile(r"(?:[^\W\u3040-\U0010ffff]|[-.])+")


def links(text: str, lower: str) -> list[Found]:
    """Return links and e-mail addresses in order; they may overlap where a text abuses them."""
    found: list[Found] = []
    if "/" in text and "://" in text:
        found += _with_scheme(text)
    if "www." in lower:
        found += _with_www(text, lower)
    if "@" in text:
        found += _addresses(text)
    found += _bare_domains(text, found)
    return found


def _trimmed(text: str, start: int, stop: int) -> int:
    """Return where a link ends once sentence punctuation and a closing bracket come off."""
    for _ in range(16):
        last = text[stop - 1 : stop]
        opening = {")": "(", "]": "["}.get(last, "")
        if stop <= start:
            break
        if last not in ".,;:!?'*_~،؛؟" and not (
            opening and text.count(opening, start, stop) < text.count(last, start, stop)
        ):
            break
        stop -= 1
    return stop


def _with_scheme(text: str) -> list[Found]:
    found: list[Found] = []
    at = text.find("://")
    floor = 0
    while at != -1:
        scheme = _SCHEME.search(text, max(floor, at - 12), at)
        rest = _URL_REST.match(text, at + 3)
        floor = rest.end() if rest else at + 3
        if scheme and rest:
            stop = _trimmed(text, at + 3, min(rest.end(), at + 4096))
            if stop > at + 3:
                found.append((scheme.start(), stop, MaskKind.LINK, MaskSource.RECOGNISED))
        at = text.find("://", floor)
    return found


def _with_www(text: str, lower: str) -> list[Found]:
    found: list[Found] = []
    at = lower.find("www.")
    while at != -1:
        rest = _URL_REST.match(text, at + 4)
        end = rest.end() if rest else at + 4
        if rest and (at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "/.@")):
            stop = _trimmed(text, at + 4, min(end, at + 4096))
            if stop > at + 4:
                found.append((at, stop, MaskKind.LINK, MaskSource.RECOGNISED))
        at = lower.find("www.", end)
    return found


def _addresses(text: str) -> list[Found]:
    found: list[Found] = []
    at = text.find("@")
    floor = 0
    while at != -1:
        start = at
        while (
            start > floor
            and at - start < 64
            and (
                (text[start - 1].isalnum() and text[start - 1] < "\u3040")
                or text[start - 1] in _LOCAL
            )
        ):
            start -= 1
        while start < at and not text[start].isalnum():
            start += 1
        domain = _DOMAIN.match(text, at + 1, at + 256) if start < at else None
        if domain and ("." in domain.group() or domain.group()[0] == "["):
            stop = domain.end()
            if text[stop - 1] in "-_":
                stop -= 1
            if text[max(floor, start - 7) : start].lower() == "mailto:":
                start -= 7
            found.append((start, stop, MaskKind.ADDRESS, MaskSource.RECOGNISED))
            floor = stop
        at = text.find("@", max(at + 1, floor))
    return found


def _bare_domains(text: str, taken: list[Found]) -> list[Found]:
    """Return domains without scheme, "example.com/shop", in order."""
    found: list[Found] = []
    spans = sorted((f[0], f[1]) for f in taken)
    i = 0
    floor = 0
    match = _DOT.search(text)
    while match:
        at = match.start()
        while i < len(spans) and spans[i][1] <= at:
            i += 1
        if i < len(spans) and spans[i][0] <= at:
            floor = spans[i][1]
        else:
            start, stop, reached = _domain_around(text, at, floor)
            floor = max(reached, at + 1)
            if start < stop:
                found.append((start, stop, MaskKind.LINK, MaskSource.RECOGNISED))
        match = _DOT.search(text, max(at + 1, floor))
    return found


def _domain_around(text: str, dot: int, floor: int) -> tuple[int, int, int]:
    """Return the domain that holds the dot with its path, and how far the text was read.

    The span is empty where there is no domain.
    """
    start = dot
    low = max(floor, dot - 64)
    while start > low and (
        (text[start - 1].isalnum() and text[start - 1] < "\u3040") or text[start - 1] in "-_"
    ):
        start -= 1
    run = _DOMAIN_RUN.match(text, dot)
    reached = run.end() if run else dot + 1
    domain = text[start : min(reached, dot + 190)].rstrip(".-_")
    if start == dot or not _is_domain(domain) or (start and text[start - 1] in "@/\\"):
        return dot, dot, reached
    stop = start + len(domain)
    if text[stop : stop + 1] in ("/", "?", ":"):
        rest = _URL_REST.match(text, stop)
        if rest and len(rest.group()) > 1:
            stop = _trimmed(text, stop, min(rest.end(), stop + 4096))
            reached = rest.end()
    return start, stop, max(reached, stop)


def _is_domain(domain: str) -> bool:
    if not _LABELS.match(domain):
        return False
    head, _, end = domain.rpartition(".")
    ending = end.lower()
    if ending not in _ENDS or end not in (ending, end.upper()):
        return False
    if ending in _WORD_ENDINGS:
        return domain.islower() and len(head) >= 4 and not head.isdigit() and "." in domain
    return end == ending or domain.isupper()
