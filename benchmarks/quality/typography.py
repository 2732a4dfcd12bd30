"""Changes of a note's look that leave its words alone: text in, text out.

Each returns the text unchanged where it does not apply (no letters with case, no quotes, ...).
"""

from __future__ import annotations

import html
import random
import textwrap
import unicodedata
from collections.abc import Callable

import regex

# Letters that look alike in Latin, Cyrillic and Greek (from the Unicode confusables, both ways).
_LATIN_TO_CYRILLIC = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
_CYRILLIC_TO_LATIN = str.maketrans("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX")
_GREEK_TO_LATIN = str.maketrans("οΑΒΕΗΙΚΜΝΟΡΤΥΧ", "oABEHIKMNOPTYX")
_INVISIBLE = ("\u200b", "\u200c", "\u00ad", "\u2060")
_EMOJI = ("😊", "🎉", "👍", "❤️", "🙏🏽", "👨‍👩‍👧")
_WORD = regex.compile(r"[\p{L}\p{M}]{2,}")
_ARABIC_LETTER = regex.compile(r"(?<=\p{Arabic})(?=\p{Arabic})")
_HEBREW_LETTER = regex.compile(r"(?<=[א-ת])")


def quotes(text: str, rng: random.Random) -> str:
    """Straight quotes and apostrophes become typographic or the other way; dashes, dots too."""
    if any(c in text for c in "’“”–…"):
        table = {"’": "'", "“": '"', "”": '"', "–": "-", "…": "..."}
    else:
        table = {"'": "’", "-": "–", "...": "…"}
    for old, new in table.items():
        text = text.replace(old, new)
    return rng.choice(("“{}”", '"{}"', "«{}»")).format(text)


def upper_case(text: str, rng: random.Random) -> str:
    """All in capitals."""
    return text.upper()


def title_case(text: str, rng: random.Random) -> str:
    """Each word with a capital."""
    return _WORD.sub(lambda m: m[0][0].upper() + m[0][1:], text)


def emoji(text: str, rng: random.Random) -> str:
    """Emoji after sentence ends and at the end."""
    return regex.sub(r"(?<=[.!?。！？।])(?=\s|$)", lambda m: " " + rng.choice(_EMOJI), text) + " 😊"


def invisible(text: str, rng: random.Random) -> str:
    """Zero-width characters and soft hyphens inside words."""

    def break_up(match: regex.Match[str]) -> str:
        word = match[0]
        at = rng.randrange(1, len(word))
        # A mark belongs to the letter before it: never part the two.
        if unicodedata.combining(word[at]) or unicodedata.category(word[at]).startswith("M"):
            return word
        return word[:at] + rng.choice(_INVISIBLE) + word[at:]

    return _WORD.sub(lambda m: break_up(m) if rng.random() < 0.4 else m[0], text)


def look_alikes(text: str, rng: random.Random) -> str:
    """Letters of another script that look the same, in words written in one script."""

    def disguise(match: regex.Match[str]) -> str:
        word = match[0]
        if regex.fullmatch(r"\p{Cyrillic}+", word):
            return word.translate(_CYRILLIC_TO_LATIN)
        if regex.fullmatch(r"\p{Greek}+", word):
            return word.translate(_GREEK_TO_LATIN)
        return word.translate(_LATIN_TO_CYRILLIC)

    # Words without a look-alike letter stay; a wholly translated word is no disguise but a word.
    return _WORD.sub(lambda m: _mixed(m[0], disguise(m)) if rng.random() < 0.5 else m[0], text)


def _mixed(word: str, disguised: str) -> str:
    kept = any(a == b and a.isalpha() for a, b in zip(word, disguised, strict=True))
    return disguised if kept else word


def decomposed(text: str, rng: random.Random) -> str:
    """Canonical decomposition (NFD)."""
    return unicodedata.normalize("NFD", text)


def full_width(text: str, rng: random.Random) -> str:
    """ASCII letters and digits in their full-width forms."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def spacing(text: str, rng: random.Random) -> str:
    """Lines wrapped at some width, no-break and double spaces."""
    width = rng.randint(35, 75)
    lines = [wrapped for line in text.split("\n") for wrapped in _wrapped(line, width)]
    return regex.sub(r" ", lambda m: rng.choice((" ", " ", " ", "\u00a0", "  ")), "\n".join(lines))


def _wrapped(line: str, width: int) -> list[str]:
    # Broken at spaces alone, never inside a number or a word.
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def points(text: str, rng: random.Random) -> str:
    """Arabic tatweel inside words; Hebrew vowel points."""
    text = _ARABIC_LETTER.sub(lambda m: "ـ" if rng.random() < 0.1 else "", text)
    return _HEBREW_LETTER.sub(lambda m: "\u05b7" if rng.random() < 0.3 else "", text)


def as_html(text: str, rng: random.Random) -> str:
    """The same note as HTML mail writes it: tables, entities, inline style, a tracking pixel."""
    paragraphs = [
        '<p style="margin:0 0 12px">' + html.escape(p).replace("\n", "<br>") + "</p>"
        for p in text.split("\n\n")
    ]
    bold = _bold_a_word(paragraphs[0], rng)
    return (
        "<html><head><style>p{color:#333}</style></head><body><table><tr><td>"
        + "".join([bold, *paragraphs[1:]])
        + '</td></tr></table><img src="https://mail.example/open.gif" width="1" height="1">'
        "</body></html>"
    )


def _bold_a_word(paragraph: str, rng: random.Random) -> str:
    words = paragraph.split(" ")
    inside = [i for i, w in enumerate(words) if w.isalpha()]
    if inside:
        at = rng.choice(inside)
        words[at] = f"<b>{words[at]}</b>"
    return " ".join(words)


LOOKS: dict[str, Callable[[str, random.Random], str]] = {
    "quotes": quotes,
    "capitals": upper_case,
    "title case": title_case,
    "emoji": emoji,
    "invisible": invisible,
    "look-alikes": look_alikes,
    "decomposed": decomposed,
    "full width": full_width,
    "spacing": spacing,
    "points": points,
}
