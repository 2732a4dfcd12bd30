"""Which columns of a merge's rows tell its recipients: by their headings, or as the caller says."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from api.archives.records import RECIPIENT_FIELDS, column_map
from api.merge_fields import Columns, folded
from dedupe import CannotJudgeError, UsageError

# A date in a row is somebody's appointment and a "message" a line of the note, so only these are
# taken by their headings; the others only where the caller names the column.
_BY_HEADING: Final = frozenset(
    ("id", "to", "channel", "campaign", "thread", *(f"to.{name}" for name in RECIPIENT_FIELDS))
)
_GIVEN_WORDS: Final = (
    "first name|firstname|fname|given name|forename|vorname|prénom|prenom|nombre|"
    "nome|primeiro nome|voornaam|imię|imie|jméno|jmeno|име|собствено име|ім'я|имя|"
    "الاسم الأول|שם פרטי|名|名前|förnamn|fornavn|etunimi|ad|adı|이름|όνομα|keresztnév|"
    "prenume|tên"
)
_FAMILY_WORDS: Final = (
    "last name|lastname|lname|surname|family name|nachname|familienname|nom|"
    "nom de famille|apellido|apellidos|cognome|sobrenome|achternaam|nazwisko|"
    "příjmení|prijmeni|фамилия|прізвище|اسم العائلة|الكنية|שם משפחה|姓|苗字|efternamn|"
    "etternavn|efternavn|sukunimi|soyad|soyadı|성|επώνυμο|vezetéknév|nume de familie|"
    "họ"
)


_GIVEN: Final = frozenset(map(folded, _GIVEN_WORDS.split("|")))
_FAMILY: Final = frozenset(map(folded, _FAMILY_WORDS.split("|")))


@dataclass(frozen=True, slots=True)
class RecipientColumns:
    """Columns by the field of a message they hold; ``names`` are given and family name, if two.

    ``given`` are the fields that the caller mapped.
    """

    fields: Mapping[str, str]
    names: tuple[str, ...]
    given: frozenset[str]

    @property
    def columns(self) -> frozenset[str]:
        """Every column that is used."""
        return frozenset(self.fields.values()) | frozenset(self.names)

    @property
    def tell_who(self) -> bool:
        """Whether a column tells who a note goes to."""
        return bool(self.names) or any(
            field in self.fields for field in ("to", "to.id", "to.address", "to.name")
        )

    @property
    def only_names(self) -> bool:
        """Whether all that tells who a note goes to is a name, which two people may share."""
        better = ("to", "to.id", "to.address")
        return self.tell_who and not any(field in self.fields for field in better)

    def read(self, values: Mapping[str, str]) -> dict[str, object]:
        """Return the fields of a row's message."""
        record: dict[str, object] = {
            field: values[column]
            for field, column in self.fields.items()
            if values.get(column) and not field.startswith("fields.")
        }
        if self.names:
            parts = [values[c] for c in self.names if values.get(c)]
            name = ("" if parts and _is_cjk(parts[0]) else " ").join(parts)
            if name:
                record["to.name"] = name
        return record


def recipient_columns(columns: Sequence[str], given: Mapping[str, str]) -> RecipientColumns:
    """Say which column holds which field.

    ``given`` maps fields of a message (``to.address``, ``id``, ...) to columns. Raises UsageError
    for a field that a merge does not take, CannotJudgeError for a column that is not there.
    """
    for field in ("text", "html"):
        if field in given:
            raise UsageError(
                f"the text comes from the template, so no column can hold {field!r}",
                where="--column",
                do="Leave it out, or check the rows without --merge.",
            )
    table = Columns(columns)
    for field, wanted in given.items():
        if table.find(wanted) is None:
            raise _missing(field, wanted, columns)
    found = column_map(columns, {field: table.find(name) or "" for field, name in given.items()})
    fields = {f: c for f, c in found.items() if f in _BY_HEADING or f in given}
    names = () if "to.name" in given else _names(columns)
    return RecipientColumns(fields, names, frozenset(given))


def _names(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of given and family name, where a name comes in two columns."""
    first = next((c for c in columns if folded(c) in _GIVEN), "")
    last = next((c for c in columns if folded(c) in _FAMILY and c != first), "")
    if first and last:
        return (last, first) if _is_cjk(last) else (first, last)
    full = any("to.name" in column_map([c], {}) for c in columns)
    return (first,) if first and not full else ()


def _is_cjk(text: str) -> bool:
    return unicodedata.name(text[0], "").startswith(("CJK", "HANGUL"))


def _missing(field: str, wanted: str, columns: Sequence[str]) -> CannotJudgeError:
    by_folded = {folded(name): name for name in reversed(columns)}
    near = get_close_matches(folded(wanted), [*by_folded], 1, 0.5)
    meant = f"Did you mean {by_folded[near[0]]!r}? " if near else ""
    return CannotJudgeError(
        f"the rows have no column {wanted!r} for {field!r}",
        where="--column",
        do=f"{meant}The columns are: {', '.join(name[:40] for name in columns[:20])}.",
    )
