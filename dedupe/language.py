"""Guesses the language of a note from its letters and its commonest words; no model.

Enough to say of two notes of a dozen words whether they are in one language. Not for showing: near
languages share a code, and a note is taken for the language of most of its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import log

from dedupe.fold import fold_table
from dedupe.language_words import (
    DENSE,
    LANGUAGES,
    LETTERS,
    ONLY,
    SCRIPTS,
    SHARED,
    SMALL_WORD,
    SMALL_WORDS,
    TABLE_CODES,
)

_SCRIPT_NAMES = tuple(SCRIPTS)

#: A word stands in so many notes of a language that does not list it.
_UNLISTED = 0.01
#: A letter that few languages write counts as a word that stands in so many of their notes.
_LETTER = 0.2
#: The best language stands above the second by this (natural logarithm), or none is named.
_MARGIN = 1.5
#: And it knows this share of the note's distinct words, telling letters included, two at least.
_KNOWN = 0.1
#: Longer notes are judged by their first so many code points.
_MOST = 4_000

_WORDS = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0655]+[^\W\d_]*)*")


def language_of(text: str) -> int:
    """Return a small number (fits int8) for the language of own words; 0 for a text of no letters.

    Positive: a language. Negative: only its script is known. `language_name` names it,
    `languages_differ` compares two. The numbers stay the same from release to release.
    """
    text = text[:_MOST]
    script = _script(text)
    found = _best(text, script) if script in SHARED else ONLY.get(script, "")
    if found:
        return LANGUAGES.index(found) + 1
    return -_SCRIPT_NAMES.index(script) - 1 if script else 0


def language_name(language: int) -> str:
    """Return the ISO 639-1 code of a language ("pl"), ISO 15924 of a script ("Latn"), or ""."""
    if language > 0:
        return LANGUAGES[language - 1]
    return _SCRIPT_NAMES[-language - 1] if language else ""


def languages_differ(here: int, there: int) -> bool:
    """Say whether two numbers of `language_of` are surely of two languages.

    A script and a language written in it may be one language: that is not sure, so False.
    """
    if not here or not there or here == there:
        return False
    if here > 0 and there > 0:
        return True
    return _script_of(here) != _script_of(there)


@dataclass(frozen=True, slots=True)
class _Profiles:
    """Of each script: folded word to what it says for each language that lists it; letters."""

    words: dict[str, dict[str, dict[str, float]]]
    letters: dict[str, tuple[tuple[re.Pattern[str], dict[str, float]], ...]]


def _script(text: str) -> str:
    """Return the script of most of the text; kana make Japanese of the Chinese characters."""
    counts = {
        name: len(found) * DENSE.get(name, 1.0)
        for name, pattern in _patterns().items()
        if (found := pattern.findall(text))
    }
    if not counts:
        return ""
    if counts.get("Kana", 0) > 0.1 * counts.get("Hani", 0):
        counts["Kana"] = counts.get("Kana", 0) + counts.pop("Hani", 0)
    return max(counts, key=lambda name: counts[name])


def _best(text: str, script: str) -> str:
    """Return the likeliest language of a script, "" where two are about as likely (naive Bayes)."""
    profiles = _profiles()
    listed = profiles.words[script]
    words = {w.translate(_fold()) for w in _WORDS.findall(text)}
    scores = dict.fromkeys(SHARED[script], 0.0)
    known = dict.fromkeys(SHARED[script], 0)
    for word in words:
        for language, worth in listed.get(word, {}).items():
            scores[language] += worth
            known[language] += 1
    lower = text.lower()
    for pattern, worths in profiles.letters[script]:
        if pattern.search(lower):
            for language, worth in worths.items():
                scores[language] += worth
                known[language] += 1
    first, second = sorted(scores, key=lambda name: -scores[name])[:2]
    if scores[first] - scores[second] < _MARGIN:
        return ""
    return first if known[first] >= max(2, _KNOWN * len(words)) else ""


def _script_of(language: int) -> str:
    name = language_name(language)
    if language < 0:
        return name
    shared = (script for script, names in SHARED.items() if name in names)
    return next(shared, "") or next(script for script, only in ONLY.items() if only == name)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(f"[{letters}]") for name, letters in SCRIPTS.items()}


class _Fold(dict[int, str]):
    """Folds a code point as words are folded, looked up once; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        table = fold_table()
        value = int(table.fold[code])
        if value >= -1:
            made = chr(value) if value > 0 else ""
        else:
            places = table.expansions[table.starts[-value - 2] : table.starts[-value - 1]]
            made = "".join(map(chr, places))
        self[code] = made
        return made


@cache
def _fold() -> _Fold:
    return _Fold()


@cache
def _profiles() -> _Profiles:
    """Make the profiles of the languages; about 20 ms, once a process."""
    shares = _word_shares()
    words: dict[str, dict[str, dict[str, float]]] = {}
    letters = {}
    for script, names in SHARED.items():
        found: dict[str, dict[str, float]] = {}
        for name in names:
            for word, share in shares.get(name, {}).items():
                found.setdefault(word, {})[name] = log(share / _UNLISTED)
        words[script] = found
        letters[script] = tuple(
            (re.compile(f"[{group}]"), dict.fromkeys(telling, log(_LETTER / _UNLISTED)))
            for group, codes in LETTERS.items()
            if (telling := [code for code in codes.split() if code in names])
        )
    return _Profiles(words, letters)


def _word_shares() -> dict[str, dict[str, float]]:
    """Return by language the share of notes in which a folded word stands: table, small words."""
    shares: dict[str, dict[str, float]] = {}
    text = resources.files("dedupe").joinpath("filler/words.txt").read_text("utf-8")
    for line in text.splitlines():
        code, share, *words = line.split()
        if code in TABLE_CODES:
            shares.setdefault(TABLE_CODES[code], {}).update(dict.fromkeys(words, float(share)))
    for code, listed in SMALL_WORDS.items():
        folded = (word.translate(_fold()) for word in listed.split())
        shares[code] = dict.fromkeys(folded, SMALL_WORD)
    return shares
