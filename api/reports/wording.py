"""How numbers, dates and the project's words are said to a person, the same in every report.

Month names are spelt here, so that a report does not depend on the machine's locale.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from api.findings import Slot
from api.reports.clean import one_line, shortened

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SLOT_EXAMPLE_LENGTH = 60


def number(value: int) -> str:
    """Return the number with commas between thousands."""
    return f"{value:,}"


def count(value: int, one: str, many: str = "") -> str:
    """Return "1 note", "2 notes": the number with the noun that fits it."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def percent(share: float | None) -> str:
    """Return a share of 0 to 1 as whole per cent; words where nothing counted."""
    return "not counted" if share is None else f"{round(share * 100)} %"


def likeness(score: float) -> str:
    """Return a score of 0 to 1 with two places."""
    return f"{score:.2f}"


def day(moment: date | None) -> str:
    """Return "3 Mar 2025", the day as the sender's clock had it."""
    if moment is None:
        return "no date"
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def day_range(first: datetime | None, last: datetime | None) -> str:
    """Return the days from first to last, once where both are one day."""
    start, end = day(first), day(last)
    return start if start == end else f"{start} to {end}"


def relation_words(relation: str) -> str:
    """Return what a relation means, in words for a person."""
    match relation:
        case "verbatim":
            return "word for word"
        case "template":
            return "same text, only slots differ"
        case "near":
            return "same text, some words changed"
        case "excerpt":
            return "part of the same text"
        case "reworded":
            return "same content in other words"
        case "none":
            return "nothing in common"
        case _:
            return relation


def exclusion_words(kind: str) -> str:
    """Return what a kind of excluded mail is, in words for a person."""
    match kind:
        case "list":
            return "posts to mailing lists"
        case "automatic":
            return "automatic replies"
        case "bounce":
            return "delivery failures"
        case "calendar":
            return "calendar mail"
        case "bulk":
            return "declared bulk mail"
        case "too_old":
            return "too old by the policy"
        case _:
            return kind.replace("_", " ")


def generic_words(slot: Slot, *, show: bool = True) -> str:
    """Return why a slot that looks personal is not, or nothing where it is.

    ``show`` is false where the filling may not be read: then only the number is said.
    """
    if not slot.generic:
        return ""
    why = "a fallback" if slot.generic == "fallback" else "the same words for many people"
    if not slot.examples:
        return f"slot {slot.number}: {why}"
    text, people = slot.examples[0]
    said = f" “{shortened(one_line(text), SLOT_EXAMPLE_LENGTH)}”" if show else ""
    return f"slot {slot.number}{said} for {count(people, 'person', 'people')}: {why}"


def listed(parts: Sequence[str]) -> str:
    """Return "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
