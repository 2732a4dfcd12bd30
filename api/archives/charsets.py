"""Bytes of mail to text, with the charset labels that real mail carries, right or wrong.

Decoding never fails and never gives a lone surrogate: what no charset explains becomes U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Final

# Labels as mail writes them, to the Python codec that reads what is meant. Wider codecs stand for
# narrower ones (windows-1252 for iso-8859-1, gb18030 for gb2312), as the WHATWG Encoding Standard
# has it, because senders use the wider one's characters under the narrower one's name.
_ALIASES: Final = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows1252": "cp1252",
    "x-ansi": "cp1252",
    "windows-1252http-equivcontent-type": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6",
    "utf8": "utf-8",
    "utf-8mb4": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-16",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode20utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gb2312-80": "gb18030",
    "x-gbk": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "x-euc-cn": "gb18030",
    "euc-cn": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc5601": "cp949",
    "ksc_5601": "cp949",
    "euc-kr": "cp949",
    "windows-949": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "x-ms-cp932": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ukrainian": "mac_cyrillic",
    "x-mac-ce": "mac_latin2",
    "x-mac-centraleurroman": "mac_latin2",
    "x-mac-greek": "mac_greek",
    "x-mac-turkish": "mac_turkish",
    "x-mac-japanese": "cp932",
    "x-mac-korean": "cp949",
    "x-mac-chinesesimp": "gb18030",
    "x-mac-chinesetrad": "big5hkscs",
    "koi8-ru": "koi8-u",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "ibm-850": "cp850",
}
_UNKNOWN: Final = frozenset(
    (
        "",
        "unknown-8bit",
        "x-unknown",
        "unknown",
        "8bit",
        "binary",
        "default",
        "none",
        "x-user-defined",
    )
)
# These write non-Latin text in bytes below 128, so pure ASCII bytes are not yet ASCII text.
_WIDE: Final = frozenset(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"))
_SEVEN_BIT: Final = frozenset(("utf-7", "hz", "iso2022_jp_ext", "iso2022_kr")) | _WIDE
# Multi-byte charsets in which a short text can be valid UTF-8 by accident.
_EAST_ASIAN: Final = frozenset(("gb18030", "big5hkscs", "cp949", "cp932", "euc_jp", "johab"))
_GUESS_BYTES: Final = 16_384
_HIGH: Final = bytes(range(128, 256))
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def decode(data: bytes, declared: str = "") -> str:
    """Return the text of ``data``, by its declared charset where that fits, else by what does."""
    name = codec_name(declared)
    if data.isascii() and (name not in _SEVEN_BIT or (name in _WIDE and b"\0" not in data)):
        return _ascii(data)
    marked = _by_mark(data)
    if marked is not None:
        return marked
    if name not in _EAST_ASIAN and name not in _SEVEN_BIT:
        text = _strict(data, "utf-8")
        if text is not None:
            return text
    if name == "cp1252" and _mostly_high(data):
        # Any bytes pass for Latin-1, but no language writes it with every third letter accented.
        return _recovered(data, "")
    if name and (text := _strict(data, name)) is not None:
        return text
    return _recovered(data, name)


@lru_cache(maxsize=256)
def codec_name(declared: str) -> str:
    """Return the Python codec for a charset label, or nothing where the label says nothing.

    >>> codec_name('"GB2312"'), codec_name("unknown-8bit"), codec_name("windows-1251")
    ('gb18030', '', 'cp1251')
    """
    label = declared.strip().strip("\"'<>=;, ").lower()
    if label in _UNKNOWN:
        return ""
    if label in _ALIASES:
        return _ALIASES[label]
    if not label.isascii() or len(label) > 40 or "\0" in label:
        return ""
    try:
        info = codecs.lookup(label)
    except LookupError:
        return ""
    # Codecs such as "rot13" and "hex" are no charsets; CPython marks them so.
    if not getattr(info, "_is_text_encoding", True) or label in ("idna", "punycode", "undefined"):
        return ""
    if label in ("unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape"):
        return ""
    return _ALIASES.get(info.name, info.name)


def _ascii(data: bytes) -> str:
    # Undeclared ISO-2022-JP is plain ASCII by its bytes; its escape sequences give it away.
    if b"\x1b$" in data and (text := _strict(data, "iso2022_jp_ext")) is not None:
        return text
    return data.decode("ascii")


def _by_mark(data: bytes) -> str | None:
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return None


def _strict(data: bytes, name: str) -> str | None:
    try:
        text = data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None
    # UTF-7 is the one codec here that can produce lone surrogates from mail.
    return _SURROGATES.sub("\ufffd", text) if name in _SEVEN_BIT else text


def _recovered(data: bytes, name: str) -> str:
    """Decode what its label does not explain: mostly right by the label, or guessed."""
    if name:
        text = _replaced(data, name)
        # A few damaged bytes in an otherwise fitting text: the label is right.
        if text.count("\ufffd") * 50 <= len(text):
            return text
    utf8 = data.decode("utf-8", "replace")
    if utf8.count("\ufffd") * 50 <= len(utf8):
        return utf8
    guessed = _guessed(data[:_GUESS_BYTES]) if _enough_to_guess(data) else ""
    return _replaced(data, guessed or "cp1252")


def _enough_to_guess(data: bytes) -> bool:
    """A handful of accented letters says Latin-1; guessing from them gives Chinese."""
    return _high(data) >= 24 or _mostly_high(data)


def _mostly_high(data: bytes) -> bool:
    high = _high(data)
    return high >= 8 and high * 3 > len(data[:_GUESS_BYTES])


def _high(data: bytes) -> int:
    """Count the bytes over 127 in the part that is looked at."""
    sample = data[:_GUESS_BYTES]
    return len(sample) - len(sample.translate(None, _HIGH))


def _replaced(data: bytes, name: str) -> str:
    try:
        return _SURROGATES.sub("\ufffd", data.decode(name, "replace"))
    except (UnicodeError, LookupError, ValueError):
        return data.decode("cp1252", "replace")


def _guessed(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return codec_name(best.encoding) if best is not None else ""


def guess_charset(sample: bytes) -> str:
    """Return the codec of bytes that carry no label: UTF-8 unless they cannot be."""
    try:
        # The sample may end within a character.
        sample[: max(len(sample) - 4, 0)].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return (_guessed(sample) if _enough_to_guess(sample) else "") or "cp1252"
    return "utf-8"
