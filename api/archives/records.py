"""One row of a table or one JSON object to a ``Message``: which column is what."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from api.archives.addresses import read_addresses
from api.archives.body import TEXT_CHARACTERS
from api.archives.dates import read_iso_date
from api.archives.headings import HEADINGS
from api.archives.html_text import html_to_text
from api.archives.interface import Mail, Origin, Skipped
from api.archives.rfc822 import with_made_id
from dedupe import Message, Recipient, UsageError, normalised_address

MESSAGE_FIELDS: Final = [
    "id",
    "text",
    "html",
    "subject",
    "sender",
    "sender_name",
    "to",
    "sent_at",
    "thread",
    "channel",
    "campaign",
]
RECIPIENT_FIELDS: Final = ["id", "address", "name", "company", "household", "postcode", "groups"]
FIELDS: Final = frozenset(MESSAGE_FIELDS) | {f"to.{name}" for name in RECIPIENT_FIELDS}


def column_map(headings: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return which heading stands for which field: those given, then those that are recognised.

    A heading ``fields.X`` is the merge field X. Raises UsageError for a field that does not exist.
    """
    present = [heading for heading in headings if heading]
    folded = {_fold(heading): heading for heading in reversed(present)}
    known = {_fold(form): name for name, forms in HEADINGS.items() for form in forms.split("|")}
    known |= {_fold(name): name for name in sorted(FIELDS)}
    found: dict[str, str] = {}
    for heading in present:
        field = known.get(_fold(heading))
        if field is not None and field not in given:
            found.setdefault(field, heading)
        elif heading.startswith("fields."):
            found[heading] = heading
    for field, wanted in given.items():
        if field not in FIELDS and not field.startswith("fields."):
            raise UsageError(
                f"there is no field named {field!r}",
                do="Map one of: " + ", ".join(sorted(FIELDS)) + ", or fields.NAME",
            )
        if _fold(wanted) in folded:
            found[field] = folded[_fold(wanted)]
    return found


def message_from(record: Mapping[str, object], origin: Origin) -> Mail | Skipped:
    """Return the message of a record whose keys are fields, as the JSONL contract names them."""
    text, quoted, warnings = _text(record)
    if not text.strip():
        return Skipped(origin, "has no text")
    sender, sender_name = _sender(record)
    message = Message(
        id=_string(record, "id").strip("<> "),
        text=text,
        subject=_string(record, "subject"),
        sender=sender,
        sender_name=sender_name,
        to=_recipients(record),
        fields=_merge_fields(record.get("fields")),
        sent_at=_sent_at(record.get("sent_at")),
        thread=_string(record, "thread"),
        channel=_string(record, "channel"),
        campaign=_string(record, "campaign"),
        quoted=quoted,
    )
    if not message.id:
        message = with_made_id(message, salt=str(origin.row))
    return Mail(origin, message, None, True, warnings)


def _text(record: Mapping[str, object]) -> tuple[str, tuple[tuple[int, int], ...], tuple[str, ...]]:
    text = _string(record, "text")
    quoted: tuple[tuple[int, int], ...] = ()
    if not text.strip() and (html := _string(record, "html")):
        found = html_to_text(html)
        text, quoted = found.text, found.quoted
    if len(text) <= TEXT_CHARACTERS:
        return text, quoted, ()
    kept = tuple((a, min(b, TEXT_CHARACTERS)) for a, b in quoted if a < TEXT_CHARACTERS)
    return text[:TEXT_CHARACTERS], kept, (f"the text was cut to {TEXT_CHARACTERS:,} characters",)


def _sender(record: Mapping[str, object]) -> tuple[str, str]:
    value = record.get("sender")
    name = _string(record, "sender_name")
    if isinstance(value, Mapping):
        return normalised_address(_string(value, "address")), name or _string(value, "name")
    text = _string(record, "sender")
    if "@" not in text:
        return normalised_address(text), name
    boxes = read_addresses(text.encode("utf-8", "replace"))
    return (normalised_address(boxes[0].address), name or boxes[0].name) if boxes else ("", name)


def _recipients(record: Mapping[str, object]) -> tuple[Recipient, ...]:
    value = record.get("to")
    parts = {
        name: _string(record, f"to.{name}") for name in RECIPIENT_FIELDS if f"to.{name}" in record
    }
    if isinstance(value, Mapping):
        value = [value]
    if isinstance(value, list):
        found = [one for item in value for one in _recipient(item)]
    else:
        found = _recipient(_string(record, "to"))
    if not any(parts.values()):
        return tuple(found)
    if len(found) > 1:
        return tuple(found)
    base = found[0] if found else Recipient()
    return (
        Recipient(
            id=parts.get("id", "") or base.id,
            address=normalised_address(parts.get("address", "")) or base.address,
            name=parts.get("name", "") or base.name,
            company=parts.get("company", ""),
            household=parts.get("household", ""),
            postcode=parts.get("postcode", ""),
            groups=_groups(parts.get("groups", "")),
        ),
    )


def _recipient(item: object) -> list[Recipient]:
    if isinstance(item, Mapping):
        return [
            Recipient(
                id=_string(item, "id"),
                address=normalised_address(_string(item, "address")),
                name=_string(item, "name"),
                company=_string(item, "company"),
                household=_string(item, "household"),
                postcode=_string(item, "postcode"),
                groups=_groups(item.get("groups")),
            )
        ]
    if not isinstance(item, str) or not item.strip():
        return []
    boxes = read_addresses(item.encode("utf-8", "replace"))
    return [Recipient(address=normalised_address(box.address), name=box.name) for box in boxes]


def _groups(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.replace(";", ",").replace("|", ",").split(",")
    if not isinstance(value, list):
        return ()
    return tuple(text for item in value if (text := str(item).strip()))


def _merge_fields(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {
        str(key): str(item)
        for key, item in value.items()
        if isinstance(item, str | int | float) and not isinstance(item, bool)
    }


def _sent_at(value: object) -> datetime | None:
    if isinstance(value, str):
        return read_iso_date(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    return None


def _string(record: Mapping[str, object], key: str) -> str:
    value = record.get(key)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _fold(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).casefold().replace("_", " ")
    return " ".join(text.strip(" \t\"'*:\ufeff").split())
