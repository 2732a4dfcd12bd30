"""Families of an audit: their text is read again, and compared, by the processes that read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from api.archive_readers import ArchiveReaders
from api.family_findings import IN_FULL, family_finding
from api.family_texts import AsideOf, FamilyParts, FamilyTexts, ShownFamily, shown_of, texts_of
from api.findings import FamilyFinding
from dedupe import Note

#: Messages that are read again for families at a time, if those of one family are not more.
BATCH = 64


@dataclass(frozen=True, slots=True)
class _Task:
    """A family to be read, and by variant which unmasked words of its members are set aside."""

    shown: ShownFamily
    asides: Mapping[int, npt.NDArray[np.bool_]]


class FamiliesAhead:
    """Has families read from now on, in order; where there is one process, when they are asked for.

    ``aside_of`` says which unmasked words of a variant are set aside.
    """

    def __init__(
        self,
        readers: ArchiveReaders,
        families: Sequence[FamilyParts],
        aside_of: AsideOf,
    ) -> None:
        self._families = families
        tasks = [_task(parts, aside_of, number) for number, parts in enumerate(families)]
        self._made = [
            readers.made_of([o for task in batch for o in task.shown.origins], _texts, batch)
            for batch in _batches(tasks)
        ]

    def findings(self) -> Iterator[FamilyFinding]:
        """Yield the finding of each family, in order."""
        texts = (each for made in self._made for each in made())
        for parts, text in zip(self._families, texts, strict=True):
            yield family_finding(parts, text)


def _task(parts: FamilyParts, aside_of: AsideOf, number: int) -> _Task:
    shown = shown_of(parts, in_full=number < IN_FULL)
    return _Task(shown, {variant: aside_of(variant) for variant in shown.compared})


def _batches(tasks: Sequence[_Task]) -> Iterator[list[_Task]]:
    batch: list[_Task] = []
    for task in tasks:
        if batch and sum(len(t.shown.origins) for t in (*batch, task)) > BATCH:
            yield batch
            batch = []
        batch.append(task)
    if batch:
        yield batch


def _texts(notes: Sequence[Note | None], batch: Sequence[_Task]) -> list[FamilyTexts]:
    """Make the texts of some families of their messages, read again one family after the other."""
    made, at = [], 0
    for task in batch:
        stop = at + len(task.shown.origins)
        made.append(texts_of(task.shown, notes[at:stop], task.asides.__getitem__))
        at = stop
    return made
