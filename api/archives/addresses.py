"""Address headers: names and addresses out of what mail programs write into To, Cc and From.

One pass over the characters whatever they are; quotes, comments, groups, semicolons as separators,
and "user at host (Name)" of list archives are understood.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from api.archives.encoded_words import HEADER_BYTES, decode_words

RECIPIENTS: Final = 5_000
"""At most this many addresses are read out of one header."""
NAME_BYTES: Final = 2_000
"""A name longer than this (still encoded) is cut."""
# A list of plain mailboxes, the ordinary case, one match each: "Name" <a@b>, Name <a@b>, a@b.
_SIMPLE: Final = re.compile(
    rb'\s*(?:(?:"([^"\\]*)"\s*|([^"(),:;<>@\\\[\]]{0,500}))<([^\s"(),:;<>\\@]{1,320}@[^\s"(),:;<>\\]{1,320})>'
    rb'|([^\s"(),:;<>\\@]{1,320}@[^\s"(),:;<>\\@]{1,320}))\s*(?:,|$)'
)
_TOKEN: Final = re.compile(
    rb'"(?:[^"\\]|\\.)*"?|\((?:[^()\\]|\\.)*\)|<[^<>]*>?|[,;:]|[^"(<,;:]+|.', re.S
)
_AT: Final = re.compile(r"^([\w.+-]+) at ([\w-]+(?:\.[\w-]+)+)$")
_ADDRESS: Final = re.compile(r"<?([^\s<>\"'(),;:@]{1,320}@[^\s<>\"'(),;:]{1,320})>?")


class Mailbox(NamedTuple):
    """A name and an address as written, decoded; either may be empty."""

    name: str
    address: str


def read_addresses(raw: bytes, charset: str = "") -> tuple[Mailbox, ...]:
    """Return the mailboxes in an address header, in order, at most ``RECIPIENTS``.

    >>> read_addresses(b'"Roe, Ann" <ann@x.org>, bob@y.org; undisclosed-recipients:;')
    (Mailbox(name='Roe, Ann', address='ann@x.org'), Mailbox(name='', address='bob@y.org'))
    """
    raw = b" ".join(raw[:HEADER_BYTES].split())
    simple = _simple(raw, charset)
    return tuple(simple if simple is not None else _parsed(raw, charset))


def _simple(raw: bytes, charset: str) -> list[Mailbox] | None:
    """Read a list of plain mailboxes; nothing where the list is not plain."""
    found: list[Mailbox] = []
    at = 0
    end = len(raw)
    while at < end and len(found) < RECIPIENTS:
        match = _SIMPLE.match(raw, at)
        if match is None:
            return None
        quoted, plain, angle, bare = match.groups()
        name = quoted or plain
        found.append(
            Mailbox(_clean_name(name, charset) if name else "", _text(angle or bare, charset))
        )
        at = match.end()
    return found


def _parsed(raw: bytes, charset: str) -> list[Mailbox]:
    found: list[Mailbox] = []
    words: list[bytes] = []
    comments: list[bytes] = []
    angle = b""
    for match in _TOKEN.finditer(raw + b","):
        token = match[0]
        if token in (b",", b";"):
            if (box := _mailbox(words, comments, angle, charset)) is not None:
                found.append(box)
                if len(found) == RECIPIENTS:
                    break
            words, comments, angle = [], [], b""
        elif token == b":":
            # "Group name: member, member;" or a stray "mailto:".
            words = []
        elif token.startswith(b"<") and len(token) > 1:
            angle = angle or token.strip(b"<> \t")
        elif token.startswith(b"(") and len(token) > 1:
            comments.append(token[1:-1])
        else:
            words.append(token)
    return found


def _mailbox(
    words: list[bytes], comments: list[bytes], angle: bytes, charset: str
) -> Mailbox | None:
    name = _clean_name(b"".join(words), charset)
    if angle:
        address = _text(angle, charset).removeprefix("mailto:")
        if "@" not in address and (hit := _ADDRESS.search(name)):
            address = hit[1]
        return Mailbox(name or _clean_name(b" ".join(comments), charset), address)
    if at := _AT.match(name):
        return Mailbox(_clean_name(b" ".join(comments), charset), f"{at[1]}@{at[2]}")
    if hit := _ADDRESS.search(name):
        # A bare address, or a whole mailbox hidden inside one encoded word.
        rest = (name[: hit.start()] + name[hit.end() :]).strip(" \"'<>\t")
        return Mailbox(rest or _clean_name(b" ".join(comments), charset), hit[1])
    if name and name.lower() not in ("undisclosed-recipients", "undisclosed recipients"):
        return Mailbox(name, "")
    return None


def _clean_name(raw: bytes, charset: str) -> str:
    raw = raw[:NAME_BYTES].strip()
    if not raw:
        return ""
    if b"\\" in raw:
        raw = re.sub(rb"\\(.)", rb"\1", raw)
    if raw.startswith(b'"'):
        raw = raw.replace(b'"', b"")
    name = " ".join(_text(raw, charset).split())
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return name


def _text(raw: bytes, charset: str) -> str:
    if b"=?" not in raw and raw.isascii():
        return raw.decode("ascii").strip()
    return decode_words(raw, charset)
