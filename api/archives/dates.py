"""Dates of mail headers and of table columns: aware datetimes, or nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_RFC5322: Final = re.compile(
    r"\s*(?:[A-Za-z]{3},?\s+)?(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?"
    r"\s+([+-])(\d{2})(\d{2})(?:\s*\(.*)?\s*"
)


def read_date(value: str) -> datetime | None:
    """Return a header's date with its own offset; UTC where none is given, nothing if unreadable.

    >>> read_date("Mon, 1 Jan 2024 10:00:00 +0200").isoformat()
    '2024-01-01T10:00:00+02:00'
    """
    if not value:
        return None
    match = _RFC5322.fullmatch(value[:100])
    try:
        if match is None:
            return _tolerant(value[:100])
        day, name, year, hour, minute, second, *offset = match.groups()
        month = _MONTHS.get(name.lower())
        if month is None:
            return _tolerant(value[:100])
        return datetime(
            int(year), month, int(day), int(hour), int(minute), min(int(second or 0), 59),
            tzinfo=_zone(*offset),
        )  # fmt: skip
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=64)
def _zone(sign: str, hours: str, minutes: str) -> timezone:
    """Return the zone of an offset such as +0200. Raises ValueError beyond a day."""
    east = int(f"{sign}1") * (int(hours) * 60 + int(minutes))
    return timezone(timedelta(minutes=east)) if east else UTC


def read_iso_date(value: str) -> datetime | None:
    """Return a date as tables and JSON write it: ISO 8601, else as in a mail header."""
    text = value.strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return read_date(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _tolerant(value: str) -> datetime | None:
    from email.utils import parsedate_tz

    try:
        parts = parsedate_tz(value)
    except (ValueError, IndexError, TypeError):
        return None
    if parts is None:
        return None
    offset = parts[9] or 0
    zone = timezone(timedelta(seconds=offset)) if abs(offset) < 86_400 else UTC
    return datetime(*parts[:5], min(parts[5], 59), tzinfo=zone)
