"""Selection: which of the mails that were read are audited, and why the others are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from api.ownership import Ownership, find_owner
from api.preparation import Record


@dataclass(frozen=True, slots=True)
class Selection:
    """``audited`` are numbers of records, ascending; ``excluded`` counts the rest by reason."""

    audited: tuple[int, ...]
    duplicates: int
    excluded: dict[str, int]
    ownership: Ownership


def select(
    records: Sequence[Record],
    lengths: Sequence[int],
    formats: frozenset[str],
    *,
    senders: Sequence[str],
    since: datetime | None,
    until: datetime | None,
    include_lists: bool,
) -> Selection:
    """Choose what the owner sent, once each, in the wished time; ``lengths`` are in words."""
    ownership = find_owner(records, senders, formats)
    excluded: Counter[str] = Counter()
    seen: set[str] = set()
    audited: list[int] = []
    duplicates = 0
    for number, record in enumerate(records):
        if record.message_id in seen:
            duplicates += 1
            continue
        seen.add(record.message_id)
        reason = why_left_out(record, lengths[number], ownership, since, until, include_lists)
        if reason:
            excluded[reason] += 1
        else:
            audited.append(number)
    return Selection(tuple(audited), duplicates, dict(sorted(excluded.items())), ownership)


def why_left_out(
    record: Record,
    length: int,
    ownership: Ownership,
    since: datetime | None,
    until: datetime | None,
    include_lists: bool,
) -> str:
    """Say why a record is left out; empty where it is not. ``length`` is in words."""
    if record.exclusion is not None and not include_lists:
        return record.exclusion.value
    if not ownership.sent(record):
        return "other_sender"
    if since is not None and (record.sent_at is None or _utc(record.sent_at) < _utc(since)):
        return "before_since"
    if until is not None and (record.sent_at is None or _utc(record.sent_at) >= _utc(until)):
        return "after_until"
    return "" if length else "no_own_words"


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
