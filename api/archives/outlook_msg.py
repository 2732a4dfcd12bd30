"""Outlook's .msg files, by python-oxmsg."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeVar

from api.archives.addresses import read_addresses
from api.archives.body import TEXT_CHARACTERS
from api.archives.charsets import decode
from api.archives.exclusions import exclusion_of
from api.archives.header_block import HeaderBlock, read_header
from api.archives.interface import Exclusion, Mail, Origin, Skipped
from api.archives.rfc822 import header_thread, with_made_id
from dedupe import Message, Recipient, normalised_address

if TYPE_CHECKING:
    from oxmsg import Message as OutlookMessage
    from oxmsg.recipient import Recipient as OutlookRecipient

_Value = TypeVar("_Value")
# Property ids of [MS-OXPROPS].
_HTML: Final = 0x1013
_RTF: Final = 0x1009
_INTERNET_ID: Final = 0x1035
_IN_REPLY_TO: Final = 0x1042
_REFERENCES: Final = 0x1039
_HEADERS: Final = 0x007D
_SENDER_NAME: Final = 0x0C1A
_SENDER_SMTP: Final = 0x5D01
_SENDER_ADDRESS: Final = 0x0C1F
_REPRESENTING_SMTP: Final = 0x5D02
_REPRESENTING_ADDRESS: Final = 0x0065
_DELIVERED: Final = 0x0E06
_MESSAGE_FLAGS: Final = 0x0E07
_UNSENT: Final = 0x8
_CODE_PAGE: Final = 0x3FFD
_INTERNET_CODE_PAGE: Final = 0x3FDE


def read_msg(
    raw: bytes, origin: Origin, *, in_sent_folder: bool = False, cut: bool = False
) -> Mail | Skipped:
    """Read one .msg file. Other Office files and damaged ones are skipped."""
    from oxmsg import Message as OutlookMessage

    if cut:
        return Skipped(origin, "an Outlook file too large to read (over 32 MB)")
    try:
        outlook = OutlookMessage.load(raw)
        kind = outlook.message_class or ""
        mail = _mail(outlook, kind, origin, in_sent_folder)
    except KeyError:
        return Skipped(origin, "not a mail archive (looks like an Office document)")
    except (OSError, ValueError, TypeError, LookupError, AssertionError, struct.error) as error:
        return Skipped(origin, f"a damaged Outlook file ({type(error).__name__})")
    except Exception as error:  # noqa: BLE001 - oxmsg and olefile promise no error type
        return Skipped(origin, f"an Outlook file that could not be read ({type(error).__name__})")
    return mail


def _mail(
    outlook: OutlookMessage, kind: str, origin: Origin, in_sent_folder: bool
) -> Mail | Skipped:
    lowered = kind.lower()
    if lowered and not lowered.startswith(("ipm.note", "ipm.schedule", "report", "ipm.outlook")):
        return Skipped(origin, f"not a mail but an Outlook item of class {kind[:60]}")
    header = read_header(
        _attempt(lambda: outlook.properties.str_prop_value(_HEADERS) or "", "").encode(
            "utf-8", "replace"
        )
    )
    text, quoted, warnings = _text(outlook)
    message = _message(outlook, header, text, quoted)
    found = exclusion_of(
        header, subject=message.subject, calendar=lowered.startswith("ipm.schedule")
    )
    if lowered.startswith("report"):
        found = Exclusion.BOUNCE
    flags = _attempt(lambda: outlook.properties.int_prop_value(_MESSAGE_FLAGS) or 0, 0)
    if flags & _UNSENT and not header.count and message.sent_at is None:
        found = Exclusion.DRAFT
    return Mail(origin, message, found, in_sent_folder, warnings)


def _message(
    outlook: OutlookMessage,
    header: HeaderBlock,
    text: str,
    quoted: tuple[tuple[int, int], ...],
) -> Message:
    sender, name = _sender(outlook, header)
    identity = _string(outlook, _INTERNET_ID).strip("<> \t\r\n") or header_id(header)
    thread = header_thread(header) or _string(outlook, _REFERENCES).split(" ")[0].strip("<> ")
    message = Message(
        id=identity,
        text=text,
        subject=" ".join(_attempt(lambda: outlook.subject, "").replace("\0", "").split()),
        sender=sender,
        sender_name=name,
        to=_recipients(outlook),
        sent_at=_sent_at(outlook, header),
        thread=thread or _string(outlook, _IN_REPLY_TO).strip("<> ") or identity,
        channel="email",
        quoted=quoted,
    )
    return message if identity else with_made_id(message)


def header_id(header: HeaderBlock) -> str:
    """Return the Message-ID of the transport header, without brackets."""
    return header.first(b"message-id").decode("utf-8", "replace").strip("<> \t")


def _text(
    outlook: OutlookMessage,
) -> tuple[str, tuple[tuple[int, int], ...], tuple[str, ...]]:
    from api.archives.html_text import html_to_text

    plain = _attempt(lambda: outlook.body or "", "").replace("\r\n", "\n").replace("\0", "")
    if plain.strip():
        cut = len(plain) > TEXT_CHARACTERS
        warning = (f"the text was cut to {TEXT_CHARACTERS:,} characters",) if cut else ()
        return plain[:TEXT_CHARACTERS].strip(), (), warning
    found = html_to_text(_html(outlook))
    if not found.text and _attempt(lambda: bool(outlook.properties.binary_prop_value(_RTF)), False):
        return "", (), ("its text is stored as RTF only, which is not read",)
    return found.text[:TEXT_CHARACTERS], found.quoted, ()


def _html(outlook: OutlookMessage) -> str:
    data = _attempt(lambda: outlook.properties.binary_prop_value(_HTML), None)
    if not data:
        return _attempt(lambda: outlook.html_body or "", "")
    page = _attempt(lambda: outlook.properties.int_prop_value(_INTERNET_CODE_PAGE), None)
    return decode(
        data, {65001: "utf-8", 20127: "ascii"}.get(page or 0, f"cp{page}" if page else "")
    )


def _sender(outlook: OutlookMessage, header: HeaderBlock) -> tuple[str, str]:
    boxes = read_addresses(header.first(b"from"))
    if boxes and "@" in boxes[0].address:
        return normalised_address(boxes[0].address), boxes[0].name
    name = _string(outlook, _SENDER_NAME)
    ids = (_SENDER_SMTP, _REPRESENTING_SMTP, _SENDER_ADDRESS, _REPRESENTING_ADDRESS)
    found = [value for value in (_string(outlook, each) for each in ids) if value]
    best = next((value for value in found if "@" in value), found[0] if found else "")
    return normalised_address(best), "" if name == best else name


def _recipients(outlook: OutlookMessage) -> tuple[Recipient, ...]:
    found: dict[str, Recipient] = {}
    listed: tuple[OutlookRecipient, ...] = _attempt(lambda: outlook.recipients, ())
    for one in listed:
        address, name = _mailbox(one)
        if address or name:
            found.setdefault(
                address or name, Recipient(address=address, name="" if name == address else name)
            )
    return tuple(found.values())


def _mailbox(recipient: OutlookRecipient) -> tuple[str, str]:
    address = _attempt(lambda: recipient.email_address or "", "").replace("\0", "")
    name = _attempt(lambda: recipient.name or "", "").replace("\0", "")
    return normalised_address(address), name.strip("' ")


def _sent_at(outlook: OutlookMessage, header: HeaderBlock) -> datetime | None:
    from api.archives.dates import read_date

    sent = _attempt(lambda: outlook.sent_date, None)
    if sent is None:
        sent = read_date(header.first(b"date").decode("utf-8", "replace"))
    if sent is None:
        sent = _attempt(lambda: outlook.properties.date_prop_value(_DELIVERED), None)
    return sent.replace(tzinfo=UTC) if sent is not None and sent.tzinfo is None else sent


def _string(outlook: OutlookMessage, pid: int) -> str:
    return _attempt(lambda: outlook.properties.str_prop_value(pid) or "", "").replace("\0", "")


def _attempt(getter: Callable[[], _Value], otherwise: _Value) -> _Value:
    """Get a property; a damaged one counts as missing, so that the rest can still be read."""
    try:
        return getter()
    except (OSError, ValueError, TypeError, LookupError, AttributeError, struct.error):
        return otherwise
