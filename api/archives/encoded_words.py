"""RFC 2047 encoded words in headers, read as real mail writes them.

Tolerates what the standard forbids and senders do: characters split over two words, words inside
quotes, spaces inside a word, raw 8-bit bytes between words.
"""

from __future__ import annotations

import binascii
import re
from typing import Final

from api.archives.charsets import decode

_WORD: Final = re.compile(
    rb"=\?([^?*\s]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]{0,4000})\?="
    rb"([ \t]{0,80}(?==\?))?"
)
_HEX: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]")
_NOT_BASE64: Final = _BASE64.sub(b"", bytes(range(256)))
HEADER_BYTES: Final = 262_144
"""A header value is read up to this many bytes: room for some 5,000 recipients."""


def decode_words(raw: bytes, charset: str = "") -> str:
    """Return a header value as text: encoded words decoded, folding undone, ends trimmed.

    ``charset`` is tried for raw bytes over 127 outside encoded words.

    >>> decode_words(b"=?utf-8?q?caf=C3=A9_?= =?utf-8?b?YmFy?=")
    'café bar'
    """
    raw = raw[:HEADER_BYTES]
    if b"\n" in raw or b"\r" in raw:
        raw = raw.replace(b"\r", b"").replace(b"\n", b"")
    if b"=?" not in raw:
        return decode(raw, charset).strip().replace("\0", "")
    return _decoded(raw, charset).strip().replace("\0", "")


def _decoded(raw: bytes, charset: str) -> str:
    out: list[str] = []
    pending: list[bytes] = []  # bytes of neighbouring words in one charset: decoded together
    label = ""
    at = 0
    for match in _WORD.finditer(raw):
        if match.start() > at or (pending and match[1].decode("latin-1").lower() != label):
            if pending:
                out.append(decode(b"".join(pending), label))
                pending = []
            out.append(decode(raw[at : match.start()], charset))
        label = match[1].decode("latin-1").lower()
        pending.append(_payload(match[2], match[3]))
        at = match.end()
    if pending:
        out.append(decode(b"".join(pending), label))
    out.append(decode(raw[at:], charset))
    return "".join(out)


def _payload(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"qQ":
        return _HEX.sub(lambda m: bytes((int(m[1], 16),)), text.replace(b"_", b" "))
    text = text.translate(None, _NOT_BASE64)
    if len(text) % 4 == 1:  # one character too many can hold no byte
        text = text[:-1]
    try:
        return binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        return b""
