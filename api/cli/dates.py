"""Days, moments and spans of time as options give them, the same for every command."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from dedupe import UsageError

_SPAN = re.compile(r"(\d{1,6})\s*(m|min|h|d)", re.IGNORECASE)
_UNITS = {"m": timedelta(minutes=1), "min": timedelta(minutes=1), "h": timedelta(hours=1),
          "d": timedelta(days=1)}  # fmt: skip
_LONGEST = timedelta(days=366)


def read_day(text: str | None, option: str, *, after: bool = False) -> datetime | None:
    """Read a day or a moment, UTC where it names no zone; ``after`` gives the end of the day."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is not a date", where=option, do="Write it like 2025-12-31."
        ) from None
    whole_day = len(text) <= len("2025-12-31")
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment + timedelta(days=1) if after and whole_day else moment


def read_span(text: str, option: str) -> timedelta:
    """Read a span of time: 30m, 24h, 7d."""
    found = _SPAN.fullmatch(text.strip())
    span = int(found[1]) * _UNITS[found[2].lower()] if found else timedelta()
    if not timedelta() < span <= _LONGEST:
        raise UsageError(
            f"{text!r} is not a span of time of up to a year", where=option,
            do="Write it like 30m, 24h or 7d.",
        )  # fmt: skip
    return span
