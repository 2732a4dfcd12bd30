"""Write invented mail with the headers, parts and encodings of real programs, and write it fast."""

from __future__ import annotations

import base64
import binascii
import html
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from archive_text import Language, Person

DOMAIN = "halden-werk.example"
BORDER = "----=_NextPart_"

FOOTER = """\
Halden Werk Ltd, Dock Road 7, Northhaven NH4 8QT
This message may contain confidential information and is intended only for the person named above.
If you are not that person, please notify the sender at once, delete the message from your system
and do not copy, disclose or use any part of it. Opinions in it are those of the writer and not
necessarily those of the company. Registered in Northhaven under number 0048211."""

# Office programs put a style sheet of this kind above every mail.
OFFICE_STYLE = (
    "<style><!--\n@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}\n"
    "p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; font-size:11.0pt;}\n"
    "a:link, span.MsoHyperlink {mso-style-priority:99; color:#0563C1; text-decoration:underline;}\n"
    "span.EmailStyle17 {mso-style-type:personal-compose; font-family:Calibri; color:windowtext;}\n"
    ".MsoChpDefault {mso-style-type:export-only; mso-fareast-language:EN-US;}\n"
    "@page WordSection1 {size:612.0pt 792.0pt; margin:72.0pt 72.0pt 72.0pt 72.0pt;}\n--></style>\n"
)
CELL = (
    '<tr><td style="padding:0 24px 16px 24px;font-family:Arial,Helvetica,sans-serif;'
    'font-size:15px;line-height:22px;color:#333333">'
)


@dataclass(frozen=True, slots=True)
class Post:
    """A mail to be written; ``sent_at`` in seconds since 1970, UTC."""

    to: Person
    sender: int
    sent_at: float
    subject: str
    paragraphs: tuple[str, ...]
    quoted: str
    shape: Literal["plain", "office", "marketing"]


class Writer:
    """Writes posts as mbox entries, for ``senders`` people of one company."""

    def __init__(self, rng: random.Random, language: Language, senders: int) -> None:
        self._rng = rng
        people = [language.person() for _ in range(senders)]
        self._names = [f"{p.first} {p.last}" for p in people]
        self._addresses = [f"{p.address.split('@')[0]}@{DOMAIN}" for p in people]
        self.owners = [f"{n} <{a}>" for n, a in zip(self._names, self._addresses, strict=True)]
        self._signatures = [
            f"{name}\nHalden Werk, Customer Office\nT +49 30 5550 {1000 + n}\n{address}"
            for n, (name, address) in enumerate(zip(self._names, self._addresses, strict=True))
        ]

    def entry(self, post: Post) -> tuple[bytes, str]:
        """Return the mbox entry and its Message-ID."""
        key = f"{self._rng.getrandbits(96):024x}"
        message_id = f"<{key}@{DOMAIN}>"
        at = datetime.fromtimestamp(post.sent_at, UTC)
        head = self._headers(post, at, key, message_id)
        part_head, body = self._body(post, key)
        mail = f"{head}\n{part_head}\n\n".encode() + body
        if b"\nFrom " in mail or b"\n>From " in mail:
            mail = b"\n".join(
                b">" + x if x.lstrip(b">").startswith(b"From ") else x for x in mail.split(b"\n")
            )
        stamp = f"From {self._addresses[post.sender]} {at:%a %b %d %H:%M:%S %Y}\n".encode()
        return stamp + mail + b"\n\n", message_id

    def _headers(self, post: Post, at: datetime, key: str, message_id: str) -> str:
        bits = self._rng.getrandbits
        signed = base64.b64encode(bits(2048).to_bytes(256, "big")).decode()
        signature = "\n ".join(signed[i : i + 70] for i in range(0, len(signed), 70))
        when = f"{at:%a, %d %b %Y %H:%M:%S} +0000"
        sender = f"{_coded(self._names[post.sender])} <{self._addresses[post.sender]}>"
        answered = f"<{bits(96):024x}@mx.example.net>"
        lines = [
            f"Received: from node{key[0]}.{DOMAIN} (10.2.{int(key[1:3], 16)}.7) by\n"
            f" hub.{DOMAIN} with Microsoft SMTP Server (version=TLS1_3,\n"
            f" cipher=TLS_AES_256_GCM_SHA384) id 15.20.{int(key[3:6], 16)}.14; {when}",
            f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={DOMAIN};\n"
            f" s=selector1; h=From:Date:Subject:Message-ID:Content-Type:MIME-Version;\n"
            f" bh={signed[:44]}; b={signature}",
            f"From: {sender}",
            f"To: {_coded(post.to.first + ' ' + post.to.last)} <{post.to.address}>",
            f"Subject: {_coded(post.subject)}",
            f"Thread-Topic: {_coded(post.subject.removeprefix('Re: '))}",
            f"Thread-Index: {signed[100:130]}",
            f"Date: {when}",
            f"Message-ID: {message_id}",
        ]
        if post.quoted:
            lines += [f"In-Reply-To: {answered}", f"References: {answered}"]
        lines += [
            "Accept-Language: en-GB, de-DE",
            "Content-Language: en-GB",
            "X-MS-Has-Attach:",
            f"X-MS-Exchange-MessageSentRepresentingType: {bits(1)}",
            f"X-MS-Office365-Filtering-Correlation-Id: {key[:8]}-{key[8:12]}-{key[12:]}",
            f"X-Microsoft-Antispam-Message-Info: {signed[130:206]}\n {signed[206:282]}",
            "MIME-Version: 1.0",
        ]
        return "\n".join(lines)

    def _body(self, post: Post, key: str) -> tuple[str, bytes]:
        plain = "\n\n".join(
            [*post.paragraphs, "Kind regards,", self._signatures[post.sender], FOOTER]
        )
        if post.quoted:
            plain += "\n\n" + post.quoted
        plain += "\n"
        if post.shape == "plain":
            return _part("text/plain", plain, int(key[-1], 16))
        border = BORDER + key[:20]
        office = post.shape == "office"
        markup = _office(plain) if office else _marketing(post, plain, key)
        pieces = []
        for kind, text in (("text/plain", plain), ("text/html", markup)):
            part_head, body = _part(kind, text, 6 if kind == "text/html" else int(key[-1], 16))
            pieces.append(f"--{border}\n{part_head}\n\n".encode() + body)
        head = f'Content-Type: multipart/alternative;\n boundary="{border}"'
        return head, b"\n".join(pieces) + f"\n--{border}--".encode()


def _part(kind: str, text: str, chance: int) -> tuple[str, bytes]:
    """Encode a part; of sixteen, eight are quoted-printable, six 8bit and two base64."""
    raw = text.encode()
    if chance < 8:
        transfer, raw = "quoted-printable", binascii.b2a_qp(raw, istext=True)
    elif chance < 14:
        transfer = "8bit"
    else:
        transfer, raw = "base64", base64.encodebytes(raw)
    return f'Content-Type: {kind}; charset="utf-8"\nContent-Transfer-Encoding: {transfer}', raw


def _office(plain: str) -> str:
    lines = html.escape(plain, quote=False).split("\n")
    body = "\n".join(f'<p class="MsoNormal">{x or "&nbsp;"}</p>' for x in lines)
    space = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
    head = f"<html {space}><head>{OFFICE_STYLE}</head>\n"
    return f'{head}<body lang="EN-GB"><div class="WordSection1">\n{body}\n</div></body></html>\n'


def _marketing(post: Post, plain: str, key: str) -> str:
    preheader = html.escape(post.subject)
    cells = "\n".join(f"{CELL}{html.escape(x, quote=False)}</td></tr>" for x in plain.split("\n\n"))
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><style>'
        "@media (max-width:600px){.w{width:100%!important}}</style></head><body>"
        f'<div style="display:none;max-height:0;overflow:hidden">{preheader}</div>\n'
        '<table role="presentation" width="600" class="w" align="center" cellpadding="0">\n'
        f"{cells}\n</table>\n"
        f'<img src="https://t.{DOMAIN}/o/{key}.gif" width="1" height="1" alt="">'
        "</body></html>\n"
    )


def _coded(text: str) -> str:
    """Encode a short header value (RFC 2047) where it holds more than ASCII."""
    if text.isascii():
        return text
    return f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="
