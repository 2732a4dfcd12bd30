"""The header of one message, as far as an audit needs it: a few fields out of many, raw.

Fields are kept as bytes, because only whoever reads a field knows how it is to be decoded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

WANTED: Final = frozenset(
    b"""from to cc bcc apparently-to resent-to sender reply-to subject date message-id in-reply-to
    references return-path content-type content-transfer-encoding content-class content-length
    content-disposition mime-version x-gmail-labels x-gm-thrid x-gm-msgid x-mozilla-status
    x-mozilla-draft-info x-uid-draft
    x-folder list-id list-post list-unsubscribe mailing-list x-mailing-list x-list precedence
    x-mailman-version x-beenthere auto-submitted x-autoreply x-autorespond x-autoreply-from
    x-mail-autoreply x-auto-response-suppress x-ms-exchange-inbox-rules-loop x-failed-recipients
    x-campaign x-campaign-id x-campaignid x-mailgun-tag x-pm-tag x-mailer-campaign
    x-mc-campaign x-mailchimp-campaign feedback-id delivery-date""".split()
)
_FOLD: Final = (b" ", b"\t")
HEADER_BLOCK_BYTES: Final = 1_048_576
"""A header longer than this is cut: the longest honest one measured has 64 KB."""
_VALUES: Final = 50
_LINE_END: Final = re.compile(rb"\n(?![ \t])")  # a fold ends no line
_BLANK_LINE: Final = re.compile(rb"\n\r?\n")
_LONGEST_NAME: Final = 1_000
_SPELLED: Final = {name.title(): name for name in WANTED}
_READING: Final = (b"content-type", b"content-transfer-encoding", b"content-disposition")


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The wanted fields of a header, by lower-case name, each with its values in order.

    ``body`` is the offset at which the body begins. ``count`` counts the lines that were header
    fields. ``clean`` is false where other lines stood among them (or the header was cut), so that
    a strict parser would end the header too early.
    """

    fields: Mapping[bytes, list[bytes]]
    body: int
    count: int
    clean: bool

    def first(self, name: bytes) -> bytes:
        """Return a field's first value, or nothing."""
        values = self.fields.get(name)
        return values[0] if values else b""

    def has(self, name: bytes) -> bool:
        return name in self.fields

    @property
    def told_once(self) -> bool:
        """Whether no field that says how to read the body stands twice or says it in odd spaces."""
        for name in _READING:
            if values := self.fields.get(name):
                first = values[0]
                if len(values) > 1 or b"  " in first or b"\t" in first:
                    return False
        return True


def read_header(raw: bytes) -> HeaderBlock:
    """Read the header that stands at the start of ``raw``, in time linear in its length."""
    start, envelope = _skip_envelope(raw)
    end, body = _bounds(raw, start)
    cut = end - start > HEADER_BLOCK_BYTES
    block = raw[start : min(end, start + HEADER_BLOCK_BYTES)]
    fields, count, rubbish = _fields(block)
    return HeaderBlock(fields, body, count, not (rubbish or cut or envelope))


def repaired(raw: bytes, header: HeaderBlock) -> bytes:
    """Return the message under a minimal clean header, for parsers that stumble over its own."""
    lines = [
        name + b": " + b" ".join(value.split()) + b"\n"
        for name in _READING
        for value in header.fields.get(name, [])[:1]
    ]
    return b"MIME-Version: 1.0\n" + b"".join(lines) + b"\n" + raw[header.body :]


def _skip_envelope(raw: bytes) -> tuple[int, bool]:
    """Return where the header begins, behind blank lines, a byte order mark and From_ lines."""
    at = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while raw[at : at + 1] in (b"\n", b"\r"):
        at += 1
    while raw.startswith((b"From ", b">From "), at):
        line_end = raw.find(b"\n", at)
        if line_end < 0:
            break
        at = line_end + 1
    return at, at > 0


def _bounds(raw: bytes, start: int) -> tuple[int, int]:
    if raw.startswith((b"\n", b"\r\n"), start):
        return start, start + (1 if raw[start] == 10 else 2)
    if (gap := _BLANK_LINE.search(raw, start)) is not None:
        return gap.span()
    if b"\n" not in raw[start : start + 4096] and (at := raw.find(b"\r\r", start)) >= 0:
        return at, at + 2  # old Macintosh files end lines with a carriage return alone
    return len(raw), len(raw)


def _fields(block: bytes) -> tuple[dict[bytes, list[bytes]], int, bool]:
    """Return the wanted fields, how many lines were fields, and whether others stood there."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    fields: dict[bytes, list[bytes]] = {}
    count = 0
    rubbish = block.startswith(_FOLD)
    lines = _LINE_END.split(block)
    for line in lines[1:] if rubbish else lines:
        name, colon, value = line.partition(b":")
        known = (_SPELLED.get(name) or _known(name[:_LONGEST_NAME])) if colon else None
        if known is None:
            first, fold, _ = line.partition(b"\n")
            rubbish = rubbish or bool(first.strip()) or (bool(fold) and not count)
            continue
        count += 1
        if known:
            values = fields.setdefault(known, [])
            if len(values) < _VALUES:
                values.append(_unfolded(value))
    return fields, count, rubbish


def _unfolded(value: bytes) -> bytes:
    if b"\n" not in value:
        return value.strip()
    return b" ".join([part.strip() for part in value.split(b"\n")]).strip()


@lru_cache(maxsize=1024)
def _known(written: bytes) -> bytes | None:
    """Return a wanted field's name in lower case, nothing for another's, None where none is.

    Those of the last messages are remembered: every message has nearly the same.
    """
    name = written.lower().rstrip()
    if not name or b" " in name or b"\n" in written:
        return None
    return name if name in WANTED else b""
