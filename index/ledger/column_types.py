"""Columns that give back exactly what was put into them, in SQLite and in PostgreSQL alike.

Neither holds every Python string: PostgreSQL's text refuses U+0000 and lone surrogates, and
sqlite3 refuses lone surrogates. Such a character is written as U+FDD0, its number in six
hexadecimal digits; U+FDD0 itself, which Unicode reserves for a program's own use, likewise. All
other text stands in the store as it is, so that people can read it with the database's own tools.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

_ESCAPE = "\ufdd0"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff\ufdd0]")
_ESCAPED = re.compile("\ufdd0([0-9a-f]{6})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def escaped(text: str) -> str:
    """Return the text as every database can hold it."""
    if _UNSTORABLE.search(text) is None:
        return text
    return _UNSTORABLE.sub(lambda found: f"{_ESCAPE}{ord(found.group()):06x}", text)


def unescaped(text: str) -> str:
    """Return the text that ``escaped`` was given."""
    if _ESCAPE not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)


def microseconds(moment: datetime) -> int:
    """Return a moment as microseconds since 1970 in UTC; one without a zone is read as UTC."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // _MICROSECOND


def moment_of(count: int) -> datetime:
    """Return the moment, in UTC, of so many microseconds since 1970."""
    return _EPOCH + count * _MICROSECOND


class ExactText(TypeDecorator[str]):
    """Text of any Python string."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value is None else escaped(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return value if value is None else unescaped(value)


class Moment(TypeDecorator[datetime]):
    """A moment to the microsecond, given back in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return value if value is None else microseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return value if value is None else moment_of(value)
