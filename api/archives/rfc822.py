"""One message as it went over the wire (RFC 5322 with MIME) to a ``Mail``, or why not.

Whatever the bytes are, reading ends in bounded time with a ``Mail`` or a ``Skipped``.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from api.archives.addresses import Mailbox, read_addresses
from api.archives.body import Body, has_calendar, read_body
from api.archives.dates import read_date
from api.archives.encoded_words import decode_words
from api.archives.exclusions import exclusion_of, gmail_labels
from api.archives.folder_names import is_sent
from api.archives.header_block import HeaderBlock, read_header
from api.archives.interface import Exclusion, Mail, Origin, Skipped
from api.archives.parts import Part, TooDeepError, parameters_of, read_parts, read_parts_slowly
from dedupe import Message, Recipient, normalised_address

MESSAGE_BYTES: Final = 33_554_432
"""No more of one message than this is read: the text stands before the attachments."""
_ID: Final = re.compile(rb"<\s*([^<>\s]{1,500})\s*>")
_CAMPAIGN_FIELDS: Final = (
    b"x-campaign",
    b"x-campaign-id",
    b"x-campaignid",
    b"x-mc-campaign",
    b"x-mailchimp-campaign",
    b"x-mailer-campaign",
    b"x-mailgun-tag",
    b"x-pm-tag",
)
_CAMPAIGNS: Final = frozenset((*_CAMPAIGN_FIELDS, b"feedback-id"))


def read_message(
    raw: bytes,
    origin: Origin,
    *,
    in_sent_folder: bool = False,
    exclusion: Exclusion | None = None,
    cut: bool = False,
) -> Mail | Skipped:
    """Read one message. ``exclusion`` is what the archive itself says where the headers are silent.

    ``cut`` says that ``raw`` is not the whole message.
    """
    if not raw or raw.isspace():
        return Skipped(origin, "an empty message")
    try:
        header = read_header(raw)
        if not header.count:
            return Skipped(origin, "not a message: it has no mail header")
        root, body = _parsed(raw, header)
        return _mail(header, root, body, origin, in_sent_folder, exclusion, cut)
    except TooDeepError:
        return Skipped(origin, "its parts are nested too deeply to be honest mail")
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError) as error:
        # The last guard: no message, whatever it holds, may stop the reading of the others.
        return Skipped(origin, f"could not be read ({type(error).__name__}: {str(error)[:80]})")


def _parsed(raw: bytes, header: HeaderBlock) -> tuple[Part, Body]:
    from fast_mail_parser import ParseError

    try:
        root = read_parts(raw, header)
        if root.is_multipart and not root.children:
            # A container without its boundary: what is there is read as text.
            root = root._replace(content_type="text/plain", content=lambda: raw[header.body :])
        return root, read_body(root)
    except ParseError:
        root = read_parts_slowly(raw, header)
        return root, read_body(root)


def _mail(
    header: HeaderBlock,
    root: Part,
    body: Body,
    origin: Origin,
    in_sent_folder: bool,
    exclusion: Exclusion | None,
    cut: bool,
) -> Mail:
    message = header_message(header, text=body.text, quoted=body.quoted, charset=body.charset)
    labels = gmail_labels(header)
    calendar = has_calendar(root) or _calendar_itself(header)
    found = exclusion_of(header, subject=message.subject, calendar=calendar, labels=labels)
    warnings = body.warnings
    if cut:
        warnings += (f"only the first {MESSAGE_BYTES >> 20} MB of the message were read",)
    return Mail(
        origin,
        message,
        found or exclusion,
        in_sent_folder or any(is_sent(label) for label in labels),
        warnings,
    )


def header_message(
    header: HeaderBlock,
    *,
    text: str,
    quoted: tuple[tuple[int, int], ...] = (),
    subject: str = "",
    sender_name: str = "",
    sent_at: datetime | None = None,
    charset: str = "",
) -> Message:
    """Return a message of a header and a text that was read elsewhere.

    ``subject``, ``sender_name`` and ``sent_at`` stand in where the header does not say.
    """
    sender = _sender(header, charset)
    message_id = _first_id(header.first(b"message-id"))
    named = " ".join(decode_words(header.first(b"subject"), charset).split())
    message = Message(
        id=message_id,
        text=text,
        subject=named or " ".join(subject.split()),
        sender=normalised_address(sender.address),
        sender_name=sender.name or sender_name,
        to=_recipients(header, charset),
        sent_at=_date(header) or sent_at,
        thread=header_thread(header) or message_id,
        channel="email",
        campaign=_campaign(header),
        quoted=quoted,
    )
    return message if message_id else with_made_id(message)


def _date(header: HeaderBlock) -> datetime | None:
    found = read_date(_plain(header.first(b"date")))
    return found or read_date(_plain(header.first(b"delivery-date")))


def with_made_id(message: Message, *, salt: str = "") -> Message:
    """Return the message with an id made from what it says, the same wherever it is read again.

    ``salt`` tells apart what says the same and yet is not the same message (rows of a table).
    """
    parts = (
        salt,
        message.sender,
        message.sent_at.isoformat() if message.sent_at else "",
        message.subject,
        "\n".join(recipient.identity for recipient in message.to),
        message.text,
    )
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    made = f"made-{digest[:32]}"
    return replace(message, id=made, thread=message.thread or made)


def _sender(header: HeaderBlock, charset: str) -> Mailbox:
    for name in (b"from", b"sender", b"resent-from", b"return-path"):
        value = header.first(name)
        if value:
            boxes = _sender_boxes(value, charset)
            if boxes:
                return boxes[0]
    return Mailbox("", "")


@lru_cache(maxsize=64)
def _sender_boxes(value: bytes, charset: str) -> tuple[Mailbox, ...]:
    """Read a sender's field; in an archive of sent mail it is the same few again and again."""
    return read_addresses(value, charset)


def _recipients(header: HeaderBlock, charset: str) -> tuple[Recipient, ...]:
    found: dict[tuple[str, str], Recipient] = {}
    for name in (b"to", b"cc", b"bcc", b"apparently-to"):
        for value in header.fields.get(name, ()):
            for box in read_addresses(value, charset):
                address = normalised_address(box.address)
                key = (address, "" if address else box.name)
                known = found.get(key)
                if known is None or (box.name and not known.name):
                    found[key] = Recipient(address=address, name=box.name)
    return tuple(found.values())


def header_thread(header: HeaderBlock) -> str:
    """Return the thread a header names: Gmail's, else its first reference; empty if none."""
    gmail = _plain(header.first(b"x-gm-thrid")).strip()
    if gmail:
        return gmail
    for name in (b"references", b"in-reply-to"):
        if (match := _ID.search(header.first(name))) is not None:
            return _plain(match[1])
    return ""


def _campaign(header: HeaderBlock) -> str:
    if _CAMPAIGNS.isdisjoint(header.fields):
        return ""
    for name in _CAMPAIGN_FIELDS:
        if value := header.first(name):
            return decode_words(value)[:200]
    # Feedback-ID is "campaign:customer:mailtype:sender" (Gmail's feedback loop).
    return _plain(header.first(b"feedback-id")).partition(":")[0].strip()[:200]


def _first_id(raw: bytes) -> str:
    match = _ID.search(raw)
    return _plain(match[1] if match else raw.strip(b" \t<>"))[:500]


def _plain(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\0", "")


def _calendar_itself(header: HeaderBlock) -> bool:
    declared = _plain(header.first(b"content-type")).strip().lower()
    if declared.startswith("text/calendar"):
        return True
    asks = "method" in declared and declared.startswith("multipart/")
    return asks and "method" in parameters_of(declared)
