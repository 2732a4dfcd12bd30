"""What a file is, by its first bytes; its name only decides between what the bytes leave open."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from api.archives.csv_rows import is_utf16
from api.archives.separators import FromLines, ListservRulers, is_dated, is_dateless

HEAD_BYTES: Final = 65_536
"""How much of a file is looked at."""


class Kind(Enum):
    """The kinds of file that are read."""

    MBOX = "mbox"
    LISTSERV = "listserv"
    MESSAGE = "eml"
    EMLX = "emlx"
    OLE = "msg"
    PST = "pst"
    CSV = "csv"
    JSONL = "jsonl"
    GZIP = "gzip"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A file that no reader knows, and why, in words for a person."""

    reason: str


_MAGIC: Final = (
    (b"\xff\xd8\xff", "JPEG image"),
    (b"\x89PNG\r\n", "PNG image"),
    (b"GIF8", "GIF image"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"BM", "BMP image"),
    (b"%PDF-", "PDF document"),
    (b"{\\rtf", "RTF document"),
    (b"PK\x03\x04", "ZIP archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive; unpack it first"),
    (b"Rar!", "RAR archive; unpack it first"),
    (b"BZh", "bzip2 file; unpack it first"),
    (b"\xfd7zXZ\0", "xz file; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "Zstandard file; unpack it first"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"ID3", "MP3 sound"),
    (b"OggS", "Ogg sound"),
    (b"fLaC", "FLAC sound"),
    (b'x\x9f>"', "TNEF attachment (winmail.dat)"),
)
_FIELD: Final = re.compile(rb"([!-9;-~]{1,76})[ \t]*:")
_KNOWN: Final = frozenset(
    b"""from to cc bcc subject date message-id received return-path mime-version content-type
    content-transfer-encoding delivered-to reply-to sender references in-reply-to dkim-signature
    x-mailer user-agent envelope-to content-disposition x-priority x-originating-ip resent-from
    x-gmail-labels x-gm-thrid arc-seal x-received authentication-results""".split()
)
_MAIL_ENDINGS: Final = (".eml", ".mail", ".mime", ".msg", ".raw", ".email")
_EMLX: Final = re.compile(rb"\s{0,20}\d{1,10}[ \t]*\r?\n")
_MARKUP: Final = re.compile(rb"(?i)\s*(?:<!doctype html|<html|<head|<body|<!--)")


def recognise(
    head: bytes, name: str, *, columns: bool = False, told: bool = False
) -> Kind | Unknown:
    """Say what a file is. ``head`` are its first bytes, at most ``HEAD_BYTES`` are looked at.

    ``columns`` says that the caller maps columns, ``told`` that a person named this very file (or
    that it lies where only mail lies): then less is asked of it.
    """
    head = head[:HEAD_BYTES]
    if not head:
        return Unknown("empty file")
    if head.startswith(b"\x1f\x8b"):
        return Kind.GZIP
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Kind.OLE
    if head.startswith(b"!BDN"):
        return Kind.PST
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n \t")
    if (kind := _many(head, text)) is not None:
        return kind
    ending = name.lower()
    if _is_message(text, 1 if told or ending.endswith(_MAIL_ENDINGS) else 2):
        return Kind.MESSAGE
    if (count := _EMLX.match(text)) and _is_message(text[count.end() :], 1):
        return Kind.EMLX
    if (kind := _table(head, text, ending, columns)) is not None:
        return kind
    return Unknown(f"not a mail archive (looks like {_looks_like(head, text)})")


def _many(head: bytes, text: bytes) -> Kind | None:
    if text.startswith(b"From "):
        line = text[:1000].split(b"\n", 1)[0].rstrip(b"\r")
        if is_dated(line) or is_dateless(line) or FromLines(True).begins(text, 0):
            return Kind.MBOX
    if text.startswith(b"=" * 70) and ListservRulers().begins(text, 0):
        return Kind.LISTSERV
    return None


def _is_message(text: bytes, needed: int) -> bool:
    """A header: fields from the first line on, enough of them known ones of mail."""
    known = 0
    if text.startswith((b"From ", b">From ")):
        text = text.partition(b"\n")[2]
    for number, line in enumerate(text[:HEAD_BYTES].replace(b"\r\n", b"\n").split(b"\n")[:200]):
        if not line.strip():
            break
        if line.startswith((b" ", b"\t")):
            continue
        match = _FIELD.match(line)
        if match is None:
            if number == 0:
                return False
            continue
        known += match[1].lower() in _KNOWN
    return known >= needed


def _table(head: bytes, text: bytes, ending: str, columns: bool) -> Kind | None:
    bare = ending.removesuffix(".gz")
    if _is_json_line(text):
        return Kind.JSONL
    if bare.endswith((".jsonl", ".ndjson")) and b"\0" not in head[:100]:
        return Kind.JSONL
    if bare.endswith((".csv", ".tsv")) and (b"\0" not in head or is_utf16(head)):
        return Kind.CSV
    if is_utf16(head):
        return Kind.CSV if _has_headings(head.decode("utf-16", "replace"), columns) else None
    if b"\0" in head or text.startswith((b"<", b"{", b"[")):
        return None
    return Kind.CSV if _has_headings(text.decode("utf-8", "replace"), columns) else None


def _is_json_line(text: bytes) -> bool:
    """A whole object on the first line, or one so long that its end is not in sight."""
    if not re.match(rb'\{\s*"', text):
        return False
    first, end, _ = text.partition(b"\n")
    if not end and len(text) > HEAD_BYTES // 2:
        return True
    try:
        return isinstance(json.loads(first.decode("utf-8", "replace")), dict)
    except (ValueError, RecursionError):
        return False


def _has_headings(text: str, columns: bool) -> bool:
    """A first line of several known headings, one of which is the text."""
    from api.archives.records import column_map

    first = text.split("\n", 1)[0].strip()
    if len(first) > 4000:
        return False
    for delimiter in (",", ";", "\t", "|"):
        cells = [cell.strip(" \"'") for cell in first.split(delimiter)]
        if len(cells) < 2:
            continue
        found = column_map(cells, {})
        if ("text" in found or "html" in found or columns) and len(found) >= 2:
            return True
    return False


def _looks_like(head: bytes, text: bytes) -> str:
    for magic, what in _MAGIC:
        if head.startswith(magic) and (magic not in (b"BM", b"MZ", b"ID3") or b"\0" in head[:64]):
            return what
    if head[4:8] == b"ftyp":
        return "MP4 video"
    if head.startswith(b"RIFF"):
        return "RIFF media file"
    if head[257:262] == b"ustar":
        return "tar archive; unpack it first"
    if _MARKUP.match(text):
        return "HTML page"
    if text.startswith(b"<"):
        return "XML document"
    if text.startswith((b"{", b"[")):
        return "JSON document, not one object a line"
    if b"\0" in head[:8192]:
        return "binary data"
    return "plain text"
