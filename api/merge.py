"""A mail merge before it goes out: a template and its rows, made into the notes they would be.

Rows are read and filled one at a time; ``merge`` holds none of them, ``merged`` and ``read_merge``
keep the notes, and say so before there are too many to check at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from api.archives.interface import Mail, Origin, Skipped
from api.archives.records import RECIPIENT_FIELDS, message_from
from api.merge_fields import Columns
from api.merge_recipient import RecipientColumns, recipient_columns
from api.merge_rows import Row, Rows, open_rows, row_from
from api.merge_template import Template, TemplateText, filled_by, read_template, template_text
from api.merged import Merged
from api.notes import Heard, Notes
from dedupe import CannotJudgeError, UsageError

MOST_NOTES: Final = 50_000
"""More notes than this are not checked in one call: the evidence of each takes time and memory."""
MOST_CHARACTERS: Final = 400_000_000
"""Nor more text: about 1 GB with what is derived from it."""


class Merge:
    """A template over rows: iterate it once for the notes, in order, and the rows at fault."""

    def __init__(self, template: Template, rows: Rows, who: RecipientColumns) -> None:
        self._template = template
        self._rows = rows
        self._who = who
        self._empty: Counter[str] = Counter()
        self._first_empty: dict[str, Origin] = {}
        self._filled = 0

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns that stand neither in the template nor for the recipient."""
        used = self._template.columns | self._who.columns
        return tuple(column for column in self._rows.columns if column not in used)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know; fields that were empty in some rows once these were read."""
        said = [*self._rows.warnings, *self._template.warnings]
        if not self._who.tell_who and not self._template.to.columns:
            said.append(
                "no column is known to hold the recipient, so every row counts as an unknown "
                "other person; name it with --column to.address=NAME"
            )
        elif self._who.only_names and not self._template.to.columns:
            said.append(
                "recipients are told by their names alone, so two people of one name and postcode "
                "count as one; name the address with --column to.address=NAME"
            )
        for column, count in sorted(self._empty.items()):
            rows = "1 row" if count == 1 else f"{count:,} rows"
            said.append(
                f"{column!r} is empty in {rows} of {self._filled:,}, first in "
                f"{self._first_empty[column]}"
            )
        return tuple(said)

    def __iter__(self) -> Iterator[Mail | Skipped]:
        for row in self._rows:
            yield row if isinstance(row, Skipped) else self._note(row)

    def _note(self, row: Row) -> Mail | Skipped:
        template = self._template
        lacking = sorted(template.needed & row.missing)
        if lacking:
            return Skipped(row.origin, f"lacks the column {lacking[0]!r} that the template needs")
        self._count_empty(row)
        body = template.body.fill(row.values, escape=template.markup)
        record = self._who.read(row.values)
        record.setdefault("id", f"row {row.origin.row}")
        record["html" if template.markup else "text"] = body
        record["fields"] = {name: value for name, value in row.values.items() if value}
        self._read_header(row.values, record)
        return message_from(record, row.origin)

    def _read_header(self, values: Mapping[str, str], record: dict[str, object]) -> None:
        for field, pattern in (
            ("subject", self._template.subject),
            ("sender", self._template.sender),
        ):
            if pattern.parts and field not in self._who.given:
                record[field] = pattern.fill(values)
        to = self._template.to
        if to.columns and not self._who.given & {"to", "to.address"}:
            record["to"] = to.fill(values)
            # The template says which address is written to; another column holds another one.
            record.pop("to.address", None)

    def _count_empty(self, row: Row) -> None:
        self._filled += 1
        for column in self._template.needed:
            if not row.values.get(column):
                self._empty[column] += 1
                self._first_empty.setdefault(column, row.origin)


def merge(text: TemplateText, rows: Rows, columns: Mapping[str, str]) -> Merge:
    """Lay a template over rows; ``columns`` maps fields (``to.address``, ``id``) to columns.

    Raises CannotJudgeError for a placeholder or a mapping that is no column, and UsageError for a
    field that a merge does not take.
    """
    who = recipient_columns(rows.columns, columns)
    return Merge(filled_by(text, Columns(rows.columns)), rows, who)


def merged(
    template: str,
    rows: Iterable[Mapping[str, object]],
    recipient: Mapping[str, str] | None = None,
    *,
    html: bool | None = None,
    most: int = MOST_NOTES,
) -> Merged:
    """Return the notes of a template and rows in memory.

    ``recipient`` says which column holds the recipient's ``address``, ``name``, ``company``,
    ``household``, ``postcode``, ``groups`` or ``id``; without it they are told by their headings.
    ``html``: None looks for markup. Raises CannotJudgeError and UsageError as ``merge`` does, and
    for more than ``most`` rows.
    """
    read = [row_from(row, Origin("rows", row=number)) for number, row in enumerate(rows, 1)]
    columns = dict.fromkeys(c for row in read if isinstance(row, Row) for c in row.values)
    if not columns:
        raise CannotJudgeError("there are no rows with columns", where="rows")
    given = {f"to.{name}": column for name, column in (recipient or {}).items()}
    for name in recipient or {}:
        if name not in RECIPIENT_FIELDS:
            raise UsageError(
                f"a recipient has no {name!r}", where="recipient_columns",
                do="Map one of: " + ", ".join(RECIPIENT_FIELDS),
            )  # fmt: skip
    made = merge(template_text(template, html=html), Rows([*columns], read), given)
    return _collected(made, "rows", most)


def read_merge(template: str, rows: str, columns: Mapping[str, str], heard: Heard) -> Notes:
    """Read a template and its rows from files, ``-`` for rows on standard input, as notes.

    Raises CannotJudgeError for what cannot be read, a placeholder or mapped column that is not
    there, no row at all, or more rows than can be checked at once.
    """
    text = read_template(template)
    with open_rows(rows, text.names) as table:
        made = _collected(merge(text, table, columns), rows, MOST_NOTES, heard)
    warnings = made.warnings
    if made.unused:
        warnings += (f"columns that the template does not use: {_listed(made.unused)}",)
    return Notes(made.mails, made.skipped, warnings)


def _collected(made: Merge, where: str, most: int, heard: Heard | None = None) -> Merged:
    mails: list[Mail] = []
    skipped: list[Skipped] = []
    characters = done = 0
    for entry in made:
        done += max(entry.origin.length, 0)
        if isinstance(entry, Skipped):
            skipped.append(entry)
        else:
            mails.append(entry)
            characters += len(entry.message.text)
        if len(mails) > most or characters > MOST_CHARACTERS:
            raise _too_many(where, most)
        if heard is not None:
            heard(done, len(mails), "filling in the template")
    if not mails:
        raise _nothing(where, skipped)
    return Merged(tuple(mails), tuple(skipped), made.unused, made.warnings)


def _too_many(where: str, most: int) -> CannotJudgeError:
    return CannotJudgeError(
        f"more rows than can be checked at once ({most:,} notes or "
        f"{MOST_CHARACTERS // 1_000_000} million characters)",
        where=where,
        do="Split the rows into several files.",
    )


def _nothing(where: str, skipped: Sequence[Skipped]) -> CannotJudgeError:
    if not skipped:
        return CannotJudgeError("there is a heading line and no row below it", where=where)
    reasons = "; ".join(f"{fault.origin}: {fault.reason}" for fault in skipped[:5])
    return CannotJudgeError(f"no row could be read ({reasons})", where=where)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(name[:40] for name in columns[:20]) + (", ..." if len(columns) > 20 else "")
