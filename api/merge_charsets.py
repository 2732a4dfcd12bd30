"""Which old charset a short text is in: the one that makes words of it, not runs of odd signs.

Statistics need more letters than a template or a heading line holds. What gives a wrong charset
away even in a few words: signs inside words, capitals behind small letters, scripts mixed in one
word, Latin words of accented letters only.
"""

from __future__ import annotations

import codecs
import unicodedata
from typing import Final

from api.archives.charsets import guess_charset

CHARSETS: Final = (
    "cp1252", "cp1250", "cp1251", "gb18030", "cp932", "cp949", "big5hkscs", "cp1253", "cp1254",
    "cp1255", "cp1256", "iso8859-2", "koi8-u", "cp874", "mac_roman",
)  # fmt: skip
"""Tried in this order; of equally good ones the first is taken."""

_LOOKED_AT: Final = 4000


def likely_charset(data: bytes) -> str:
    """Return the codec that most likely reads a text: UTF-8 wherever it can be."""
    guessed = guess_charset(data)
    if guessed == "utf-8":
        return guessed
    return min((guessed, *CHARSETS), key=lambda charset: strangeness(data, charset))


def strangeness(data: bytes, charset: str) -> float:
    """Return how odd a text would be in a charset, 0 for not at all; endless if it cannot be."""
    try:
        # The bytes may end within a character.
        text = codecs.getincrementaldecoder(charset)().decode(data)
    except UnicodeDecodeError:
        return float("inf")
    odd = 0
    before, script_before, accented = " ", "", 0
    for char in _around_high(text):
        script = _script(char)
        accented = accented + 1 if script == "LATIN" and char > "\x7f" else 0
        if char > "\x7f" and not script and before.isalpha() and _is_sign(char):
            odd += 1
        odd += bool(script) and before > "\x7f" and unicodedata.category(before) in ("Sc", "So")
        if script and script_before:
            mixed = script != script_before and "CJK" not in (script, script_before)
            odd += mixed or (char.isupper() and before.islower()) or accented >= 3
        odd += unicodedata.category(char) in ("Co", "Cn") or "\x80" <= char < "\xa0"
        odd += script == "CJK" and _is_rare(char, charset)
        before, script_before = char, script
    return odd


def _around_high(text: str) -> str:
    """Return the lines that hold more than ASCII, as far as they are looked at."""
    lines = (line for line in text.splitlines() if not line.isascii())
    return "\n".join(lines)[:_LOOKED_AT]


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) in ("So", "Sc", "Sm", "Sk", "No", "Po", "Lo", "Lm")


def _is_rare(char: str, charset: str) -> bool:
    """Say whether a character is outside the first level of the national standards.

    GB 2312 and Big5 put frequent characters first (lead bytes to D7 and C6), KS X 1001 hangul.
    """
    if "\u3040" <= char < "\u3100":
        return charset not in ("cp932", "gb18030")
    national, last = {
        "cp949": ("euc_kr", 0xC8), "big5hkscs": ("big5", 0xC6), "cp932": ("cp932", 0x97)
    }.get(charset, ("gb2312", 0xD7))  # fmt: skip
    try:
        return char.encode(national)[0] > last
    except UnicodeEncodeError:
        return True


def _script(char: str) -> str:
    """Return the script of a letter, as far as charsets mix them up."""
    if not char.isalpha():
        return ""
    name = unicodedata.name(char, "").partition(" ")[0]
    return "CJK" if name in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "KATAKANA-HIRAGANA") else name
