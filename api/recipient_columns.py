"""Recipient columns: who got each message and by what they could meet others, told by hashes.

Processes that read make them, so that whoever judges numbers people by sorting whole columns. With
the names themselves a person took 300 bytes there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from dedupe import Exposure, Meetings, Recipient, Rows, addressed, meeting_numbers, ragged
from index import Spill, TemporaryFiles, hashed


@dataclass(frozen=True, slots=True)
class RecipientColumns:
    """The recipients of messages, each person once a message.

    Message n has the next ``counts[n]`` (int32) of ``people`` (uint64, ``hashed`` identities; 0
    for an unknown other), and the next ``met[n]`` (int32) of ``keys`` (uint64, by what
    somebody could meet others) with ``holders`` (int32, who: a place among the message's people).
    """

    counts: npt.NDArray[np.int32]
    people: npt.NDArray[np.uint64]
    met: npt.NDArray[np.int32]
    keys: npt.NDArray[np.uint64]
    holders: npt.NDArray[np.int32]

    @classmethod
    def of(cls, messages: Iterable[tuple[Sequence[Recipient], str]]) -> RecipientColumns:
        """Lay out messages, each given by its recipients and its thread."""
        counts, met, people = list[int](), list[int](), list[str]()
        kinds, keys, holders = list[Exposure](), list[str](), list[int]()
        for recipients, thread in messages:
            told, before = addressed(recipients, thread), len(keys)
            people += told.people
            for (kind, key), places in told.meetings.items():
                kinds += [kind] * len(places)
                keys += [key] * len(places)
                holders += places
            counts.append(len(told.people))
            met.append(len(keys) - before)
        return cls(
            np.array(counts, np.int32), hashed(people), np.array(met, np.int32),
            meeting_numbers(kinds, hashed(keys)), np.array(holders, np.int32),
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.counts)

    def chosen(self, numbers: npt.NDArray[np.integer]) -> RecipientColumns:
        """Return some of the messages, in the order given."""
        people = _entries(self.counts, numbers)
        met = _entries(self.met, numbers)
        return RecipientColumns(
            self.counts[numbers], self.people[people], self.met[numbers], self.keys[met],
            self.holders[met],
        )  # fmt: skip

    def numbered(self) -> tuple[Rows, Meetings]:
        """Return who got each message, numbered in the order in which they come, and who meets."""
        hashes, unknown = self.people.copy(), np.flatnonzero(self.people == 0)
        hashes[unknown] = unknown + 1  # not the one of any other message
        _, first, places = np.unique(hashes, return_index=True, return_inverse=True)
        ranks = np.empty(len(first), np.int64)
        ranks[np.argsort(first)] = np.arange(len(first))
        person = ranks[places]
        message = np.arange(len(self))
        bounds = np.cumsum(self.counts, dtype=np.int64) - self.counts
        meeting = np.repeat(message, self.met)
        return (
            Rows.of_pairs(np.repeat(message, self.counts), person, len(self)),
            Meetings.of(self.keys, meeting, person[bounds[meeting] + self.holders], len(self)),
        )


class GrowingRecipients:
    """The same of one chunk after the other; much of it goes to files."""

    def __init__(self, files: TemporaryFiles) -> None:
        empty = RecipientColumns.of(())
        self._columns = {
            field.name: Spill(getattr(empty, field.name).dtype, files)
            for field in fields(RecipientColumns)
        }

    def add(self, messages: RecipientColumns) -> None:
        """Add messages after those that are there."""
        for name, column in self._columns.items():
            column.add(getattr(messages, name))

    def hand_over(self) -> RecipientColumns:
        """Return all messages and keep none: it is the last thing that is asked."""
        columns = [column.all() for column in self._columns.values()]
        for column in self._columns.values():
            column.clear()  # what is mapped stays
        return RecipientColumns(*columns)


def _entries(
    sizes: npt.NDArray[np.int32], numbers: npt.NDArray[np.integer]
) -> npt.NDArray[np.int64]:
    """Return where the entries of some rows stand, given the sizes of all rows, end to end."""
    starts = np.cumsum(sizes, dtype=np.int64) - sizes
    return ragged(starts[numbers], sizes[numbers])[1]
