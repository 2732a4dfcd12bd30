"""Read a run of words that could be a name, as it stands in a greeting or closing.

Which words are names is never looked up: a greeting or closing says where a name stands, capitals
or a delimiter say how far it goes, and lists of titles, general addressees and everyday words say
what is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dedupe.masks.greeting_words import OPENERS, phrases
from dedupe.masks.kinds import MOST_WORDS
from dedupe.masks.letters import MARKS, UNSPACED
from dedupe.masks.name_words import GENERIC, JOINERS, NEVER_NAMES, PARTICLES, TITLES, words_of

_TITLES = words_of(TITLES)
_GENERIC = words_of(GENERIC)
_NEVER = words_of(NEVER_NAMES)
#: Openers that also address somebody by themselves: "Hello Dear".
_OPENING_WORDS = frozenset(
    word for line in OPENERS.values() for phrase in phrases(line) for word in phrase.split()
)
_ADDRESSING = _GENERIC | _OPENING_WORDS
_EVERYDAY = _ADDRESSING | _NEVER

#: One word of a name with what it may hold ("O'Brien", "Anne-Marie", "J.", "г-н", "פרופ'").
_TOKEN = re.compile(
    rf"[^\W\d_{UNSPACED}](?:[^\W\d_{UNSPACED}]|[{MARKS}])*+"
    rf"(?:[-'’.\"״׳/](?:[^\W\d_{UNSPACED}]|[{MARKS}])++)*+\.?"
    r"|&"
)
_GAP = re.compile(r"[ \t\u00a0]{0,4}")
#: What may follow a name in its line; a dash only with a space before it.
_ENDS = frozenset(',!:;.।،؛?؟，：！。、)\n\r*_~"”»…')
#: The longest word a name has, in letters; longer ones are no names, whatever stands around them.
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class NameRun:
    """Names read from a line: their spans, where reading ended, and whether a delimiter follows.

    ``spans`` is empty where nobody in particular is named.
    """

    spans: tuple[tuple[int, int], ...]
    stop: int
    delimited: bool


def is_title(word: str) -> bool:
    """Say whether the word (lower case) is a title that goes with a name."""
    return word in _TITLES


def is_particle(word: str) -> bool:
    """Say whether the word (lower case) may stand inside a name: "van", "de"."""
    return word in PARTICLES


def is_everyday(word: str) -> bool:
    """Say whether the word (lower case) stands in greetings and sentences but names nobody."""
    return word in _EVERYDAY


def is_generic(word: str) -> bool:
    """Say whether the word (lower case) addresses or greets, but names nobody in particular."""
    return word in _ADDRESSING


def read_names(text: str, lower: str, at: int, end: int) -> NameRun:
    """Read up to three names ("Anna and Tom", "Mr Smith & Mrs Jones") from ``at`` in one line."""
    spans: list[tuple[int, int]] = []
    stop = at
    for _ in range(3):
        span, after = _read_one(text, lower, stop, end)
        if span is None:
            break
        spans.append(span)
        stop = after
        joiner = _next_token(text, stop, end)
        if joiner is None or joiner.group().lower() not in JOINERS:
            break
        following, _ = _read_one(text, lower, joiner.end(), end)
        if following is None:
            break
        stop = joiner.end()
    rest = _skip(text, stop, end)
    delimited = rest >= end or text[rest] in _ENDS or (rest > stop and text[rest] in "-–—(/")
    return NameRun(tuple(spans), stop, delimited)


def _skip(text: str, at: int, end: int) -> int:
    if at >= end or text[at] not in " \t\u00a0":
        return at
    match = _GAP.match(text, at, end)
    return match.end() if match else at


def _next_token(text: str, at: int, end: int) -> re.Match[str] | None:
    """Return the word at ``at`` or behind a gap there; none where the line or the name ends."""
    if at >= end or text[at] in _ENDS:
        return None
    return _TOKEN.match(text, _skip(text, at, end), end)


def _read_one(text: str, lower: str, at: int, end: int) -> tuple[tuple[int, int] | None, int]:
    """Read one name; the span takes its titles in, and has at most four words."""
    words: list[tuple[int, int]] = []
    named = False
    stop = at
    while len(words) <= MOST_WORDS + 1:
        token = _next_token(text, stop, end)
        if token is None or token.end() - token.start() > _LONGEST:
            break
        start, stop_of = token.span()
        word = lower[start:stop_of]
        if word in _TITLES or word.rstrip(".") in _TITLES:
            pass
        elif _is_name_word(text, start, word):
            if word in _GENERIC or word.rstrip(".") in _GENERIC:
                return None, at
            if word in _NEVER and not _closed_off(text, stop_of, end):
                break
            named = True
        elif not (word in PARTICLES and named_next(text, lower, stop_of, end)):
            break
        if text[stop_of - 1] == "." and not _keeps_dot(word):
            stop_of -= 1
            words.append((start, stop_of))
            stop = stop_of
            break
        words.append((start, stop_of))
        stop = stop_of
    if not named:
        return None, at
    first = max(0, len(words) - MOST_WORDS)
    return (words[first][0], words[-1][1]), stop


def _closed_off(text: str, at: int, end: int) -> bool:
    """Say whether the line ends here or goes on behind a comma: "Dear Will," but "Hi Will you"."""
    return at >= end or text[at] in ",!:\r\n،" or text[at : at + 2] in (" -", " –", " —")


def named_next(text: str, lower: str, at: int, end: int) -> bool:
    """Say whether the word after a particle goes on with the name."""
    token = _next_token(text, at, end)
    if token is None:
        return False
    word = lower[token.start() : token.end()]
    return word in PARTICLES or _is_name_word(text, token.start(), word)


def _keeps_dot(word: str) -> bool:
    """Say whether a final dot belongs to the word: an initial, or a title cut short."""
    return len(word) == 2 or word in _TITLES or "." in word[:-1]


def _is_name_word(text: str, start: int, word: str) -> bool:
    """Say whether a word is written as names are: with a capital, or in a script without."""
    first = text[start]
    if first.isupper() or first.istitle():
        return True
    return not first.islower() and first != "&" and len(word) > 1
