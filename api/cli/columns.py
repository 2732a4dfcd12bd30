"""The --column option, the same for every command that reads tables."""

from __future__ import annotations

from collections.abc import Iterable

from dedupe import UsageError


def read_columns(given: Iterable[str]) -> dict[str, str]:
    """Return which column holds which field. Raises UsageError for what is not FIELD=NAME."""
    columns = {}
    for pair in given:
        field, found, name = pair.partition("=")
        if not found or not field.strip() or not name.strip():
            raise UsageError(
                f"{pair!r} is not FIELD=NAME", where="--column", do="For example: text=Body"
            )
        columns[field.strip()] = name.strip()
    return columns
