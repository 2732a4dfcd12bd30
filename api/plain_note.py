"""A note that is a text file by itself: no format around it, the whole file is what was written."""

from __future__ import annotations

import re
from typing import Final

from api.archives.charsets import decode, guess_charset
from api.archives.csv_rows import is_utf16
from api.archives.interface import Mail, Origin, Skipped
from api.archives.recognise import HEAD_BYTES, Unknown, recognise
from api.archives.records import message_from

PLAIN_BYTES: Final = 8_388_608
"""More of a text file is not read: no note is longer."""

ENDINGS: Final = (".txt", ".text", ".md", ".html", ".htm")
"""In a folder only files named so are plain notes; a file named by a person always may be."""

_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
# Text holds hardly a control character; of the bytes of what is compressed one in ten is one.
_CONTROL_SHARE: Final = 1 / 50
_DOCUMENTS: Final = (b"%PDF-", b"{\\rtf", b"<?xml")
_JSON: Final = re.compile(rb'\s*(?:\{\s*"|\[\s*[\[{"])')
_MARKUP: Final = re.compile(
    rb"(?i)\s*<(?:!doctype|!--|/?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,2000})?/?>)"
)


def plain_note(raw: bytes, origin: Origin, *, columns: bool = False) -> Mail | Skipped | None:
    """Return the one note that the bytes are; None where they are in a format, or no text at all.

    ``columns`` says that the caller maps columns, as ``recognise`` takes it.
    """
    head = raw[:HEAD_BYTES]
    kind = recognise(head, origin.path, columns=columns, told=True)
    if not isinstance(kind, Unknown) or not _is_text(head):
        return None
    text = decode(raw[:PLAIN_BYTES], guess_charset(head)).removeprefix("\ufeff")
    field = "html" if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")) else "text"
    return message_from({"id": origin.path, field: text}, origin)


def _is_text(head: bytes) -> bool:
    if is_utf16(head):
        return True
    if not head.strip() or b"\0" in head or head.startswith(_DOCUMENTS) or _JSON.match(head):
        return False
    return len(head) - len(head.translate(None, _CONTROLS)) <= _CONTROL_SHARE * len(head)
