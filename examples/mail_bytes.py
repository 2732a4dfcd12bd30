"""Write one mail as the bytes a mail program would have stored, with nothing left to chance.

The standard library's own writer folds headers differently from one Python version to the next;
an example that a test compares byte for byte needs a writer that does not.
"""

from __future__ import annotations

import base64
import hashlib
import html
import quopri
import textwrap
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr
from typing import Literal

Transfer = Literal["7bit", "8bit", "quoted-printable", "base64"]
Shape = Literal["plain", "alternative", "html"]

OWNER = "Nora Tidewick <nora@tidewick.example>"
PIXEL = '<img src="https://open.merge-post.example/p/{id}.gif" width="1" height="1" alt="">'
STYLE = "<style>p{margin:0 0 1em} .foot{color:#777;font-size:12px}</style>"


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail before it is written; ``to`` holds one or more addresses, ``text`` the whole body."""

    to: str
    subject: str
    text: str
    sent_at: datetime
    footer: str = ""
    sender: str = OWNER
    shape: Shape = "plain"
    charset: str = "utf-8"
    transfer: Transfer = "8bit"
    answers: str = ""
    preheader: str = ""
    kind: str = "text/plain"
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def message_id(self) -> str:
        """The Message-ID, the same at every run: it depends on nothing but the mail."""
        told_apart = f"{self.to}|{self.subject}|{self.sent_at.isoformat()}"
        digest = hashlib.sha256(told_apart.encode()).hexdigest()[:12]
        return f"<{self.sent_at:%Y%m%d%H%M}.{digest}@tidewick.example>"


def mail_bytes(draft: Draft) -> bytes:
    """Return the whole mail, headers and body, with LF line ends."""
    head = [
        ("Message-ID", draft.message_id),
        ("Date", format_datetime(draft.sent_at)),
        ("From", _addresses(draft.sender)),
        ("To", _addresses(draft.to)),
        ("Subject", _words(draft.subject)),
    ]
    if draft.answers:
        head += [("In-Reply-To", draft.answers), ("References", draft.answers)]
    head += [*draft.headers, ("MIME-Version", "1.0")]
    content, body = _content(draft)
    lines = [f"{name}: {value}" for name, value in head + content]
    return "\n".join(lines).encode("ascii") + b"\n\n" + body


def mbox_entry(mail: bytes, sent_at: datetime) -> bytes:
    """Return the mail as an mboxrd entry: a From_ line, ``>`` before lines that look like one."""
    stamp = sent_at.strftime("%a %b %d %H:%M:%S %Y")
    quoted = []
    for line in mail.rstrip(b"\n").split(b"\n"):
        looks_like_from = line.lstrip(b">").startswith(b"From ")
        quoted.append(b">" + line if looks_like_from else line)
    return f"From nora@tidewick.example {stamp}\n".encode() + b"\n".join(quoted) + b"\n\n"


def _content(draft: Draft) -> tuple[list[tuple[str, str]], bytes]:
    plain = draft.text.rstrip("\n") + ("\n\n" + draft.footer if draft.footer else "") + "\n"
    if draft.shape == "plain":
        return _part(draft.kind, plain, draft.charset, draft.transfer)
    markup = _html(draft)
    if draft.shape == "html":
        return _part("text/html", markup, draft.charset, draft.transfer)
    boundary = "=_tidewick_" + draft.message_id[1:29].replace(".", "_")
    pieces = []
    for kind, text in (("text/plain", plain), ("text/html", markup)):
        head, body = _part(kind, text, draft.charset, draft.transfer)
        lines = "\n".join(f"{name}: {value}" for name, value in head)
        pieces.append(f"--{boundary}\n{lines}\n\n".encode() + body + b"\n")
    whole = b"".join(pieces) + f"--{boundary}--\n".encode()
    return [("Content-Type", f'multipart/alternative; boundary="{boundary}"')], whole


def _part(
    kind: str, text: str, charset: str, transfer: Transfer
) -> tuple[list[tuple[str, str]], bytes]:
    raw = text.encode(charset)
    if transfer == "base64":
        raw = base64.encodebytes(raw)
    elif transfer == "quoted-printable":
        raw = quopri.encodestring(raw)
    head = [
        ("Content-Type", f"{kind}; charset={charset}"),
        ("Content-Transfer-Encoding", transfer),
    ]
    return head, raw


def _html(draft: Draft) -> str:
    paragraphs = [
        "<p>" + "<br>\n".join(html.escape(line, quote=False) for line in block.split("\n")) + "</p>"
        for block in draft.text.strip("\n").split("\n\n")
    ]
    hidden = ""
    if draft.preheader:
        hidden = (
            '<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">'
            f"{html.escape(draft.preheader)}</div>\n"
        )
    lines = draft.footer.removeprefix("-- \n").split("\n")
    foot = "<br>\n".join(html.escape(line) for line in lines)
    pixel = PIXEL.format(id=draft.message_id[1:26]) if draft.preheader else ""
    return (
        f"<!DOCTYPE html>\n<html><head>{STYLE}</head><body>\n{hidden}"
        + "\n".join(paragraphs)
        + f'\n<p class="foot">{foot}</p>\n{pixel}</body></html>\n'
    )


def _addresses(addresses: str) -> str:
    written = []
    for address in addresses.split(", "):
        name, bare = parseaddr(address)
        written.append(f"{_words(name)} <{bare}>" if name else bare)
    return ",\n ".join(written)


def _words(text: str) -> str:
    """Encode a header value as RFC 2047 says: at most 75 characters, cut between letters."""
    if text.isascii():
        return "\n ".join(textwrap.wrap(text, 70, break_long_words=False)) or text
    chunks, chunk = [], ""
    for letter in text:
        if len((chunk + letter).encode()) > 42:
            chunks.append(chunk)
            chunk = ""
        chunk += letter
    chunks.append(chunk)
    coded = (base64.b64encode(c.encode()).decode("ascii") for c in chunks)
    return "\n ".join(f"=?utf-8?B?{c}?=" for c in coded)
