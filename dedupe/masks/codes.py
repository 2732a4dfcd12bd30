"""Recognise codes: order numbers, coupons, tracking and commit ids, UUIDs, paths of files.

A code mixes letters and digits in ways that words do not. "B2B", "MP3", "COVID-19", "24-hour" are
words, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dedupe.masks.kinds import Found, MaskKind, MaskSource
from dedupe.masks.letters import word_set

#: Everyday words that hold digits.
_LEXICAL = word_set(
    "b2b b2c c2c p2p mp3 mp4 h264 co2 h2o g7 g8 g20 f1 a3 a4 a5 3d 2d 4k 8k 5g 4g 3g 2g 1:1"
    " 24/7 50/50 24/7/365 covid-19 covid19 sars-cov-2 q1 q2 q3 q4 h1 h2 web2 web3 utf8 utf-8"
    " i18n l10n a11y k8s s3 ec2 ps4 ps5 x86 arm64 amd64 base64 sha1 sha256 md5 ipv4 ipv6"
    " oauth2 http2 html5 css3 python3 windows10 office365 microsoft365 m365 o365"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")
_HEX = re.compile(r"(?:0x)?[0-9a-fA-F]{7,128}$")
_LOWER_PART = re.compile(r"(?:^|[-./:#+])[^\W\d_]*[a-zà-öø-ÿа-я]{2}[^\W\d_]*(?=$|[-./:#+])")
_UNIT = re.compile(r"\d+(?:[.,:]\d+)*[^\W\d_]{1,5}$")
_FILE = re.compile(r"[^\s<>\"'“”|,;()\[\]{}]{1,400}")
_EXTENSION = re.compile(r"[^/\\]\.[a-z][A-Za-z0-9]{0,4}$")
_WINDOWS = re.compile(r"[A-Za-z]:\\|\\\\\w")
_SEPARATOR = re.compile(r"[/\\]")


def is_word(token: str) -> bool:
    """Say whether a token with digits is an everyday word ("MP3", "24/7")."""
    return token.lower() in _LEXICAL


def is_hex(token: str) -> bool:
    """Say whether a token that mixes letters and digits is a hexadecimal number of 7 or more."""
    return _HEX.match(token) is not None and not token.isdigit() and not is_word(token)


def is_code(token: str) -> bool:
    """Say whether a token that mixes letters and digits is a code."""
    if is_word(token):
        return False
    digits = sum(map(str.isdigit, token))
    if digits < 2:
        return bool(digits and "/" in token and _is_path(token)) or (
            len(token) >= 7 and bool(_HEX.match(token))
        )
    if _UUID.match(token) or (_HEX.match(token) and not token.isdigit()):
        return True
    if _LOWER_PART.search(token):
        # "24-hour", "mid-2024", "4.9-stable": words beside a number, unless it is a path.
        return _is_path(token) or "_" in token
    if _UNIT.match(token):
        return False
    letters = sum(map(str.isalpha, token))
    capitals = sum(map(str.isupper, token))
    if letters == capitals:
        return digits + letters >= 4
    return digits >= 3 and digits + letters >= 5


def is_measure(token: str) -> bool:
    """Say whether a token is a number with a short unit or ending: "10kg", "90s", "2nd"."""
    return _UNIT.match(token) is not None


def paths(text: str, taken: Sequence[tuple[int, int]]) -> list[Found]:
    """Return paths of files outside the spans ``taken`` (ascending), in order.

    A path has two separators or more, or one and a file's extension; "and/or" is none.
    """
    found: list[Found] = []
    floor = i = 0
    match = _SEPARATOR.search(text)
    while match:
        at = match.start()
        while i < len(taken) and taken[i][1] <= at:
            floor = max(floor, taken[i][1])
            i += 1
        if i < len(taken) and taken[i][0] <= at:
            floor = taken[i][1]
        else:
            start, stop, floor = _path_around(text, at, floor)
            if start < stop:
                found.append((start, stop, MaskKind.CODE, MaskSource.RECOGNISED))
        match = _SEPARATOR.search(text, floor)
    return found


def _path_around(text: str, slash: int, floor: int) -> tuple[int, int, int]:
    """Return the path that holds the separator, and how far the text was read."""
    start = slash
    while start > floor and slash - start < 100 and _in_path(text[start - 1]):
        start -= 1
    match = _FILE.match(text, start)
    if match is None:
        return slash, slash, slash + 1
    token = match.group().rstrip(".:!?*_")
    reached = max(slash + 1, match.end())
    if not _is_path(token):
        return slash, slash, reached
    return start, start + len(token), reached


def _in_path(char: str) -> bool:
    return char.isalnum() or char in "-_.+~@:"


def _is_path(token: str) -> bool:
    parts = [part for part in re.split(r"[/\\]", token) if part]
    separators = token.count("/") + token.count("\\")
    if not parts or separators == 0 or not all(part[:1].isascii() for part in parts):
        return False
    if _EXTENSION.search(token):
        return True
    if separators < 2 or len(parts) < 2:
        return False
    # A backslash counts behind a drive or server only: "\\n\\t" stands in programs.
    if "\\" in token and not _WINDOWS.match(token):
        return False
    # "he/she/they" and "1/2/3" are no paths; "/usr/lib", "drivers/net/phy_core" are.
    rooted = token[0] in "/~." or "\\" in token
    marked = any("_" in part or "-" in part or any(map(str.isdigit, part)) for part in parts)
    return (rooted or marked) and not all(part.isdigit() for part in parts)
