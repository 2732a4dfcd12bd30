"""Shingles as the rivals' own examples make them: n words of \\w+, or n characters."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")


def word_shingles(text: str, size: int) -> list[str]:
    """Distinct runs of `size` words, lower-cased; the whole text where it has fewer."""
    words = _WORD.findall(text.lower())
    runs = [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]
    return list(dict.fromkeys(runs or [" ".join(words)]))


def character_shingles(text: str, size: int) -> list[str]:
    """Distinct runs of `size` characters, lower-cased; the whole text where it has fewer."""
    text = text.lower()
    runs = [text[i : i + size] for i in range(len(text) - size + 1)]
    return list(dict.fromkeys(runs or [text]))


def shingles(kind: str, text: str) -> list[str]:
    """Shingles of a kind: "words 3" or "characters 5"."""
    unit, size = kind.split()
    return (word_shingles if unit == "words" else character_shingles)(text, int(size))
