"""Reading: all archives into records and variants."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from api.archive_readers import ArchiveReaders, read_note_again
from api.archives.interface import Archive, Origin, Skipped
from api.growing_records import GrowingRecords
from api.recipient_columns import GrowingRecipients, RecipientColumns
from api.records import Records
from dedupe import Meetings, Rows
from index import Collection, TemporaryFiles


class Update(Protocol):
    """Hears how far the reading is, in totals since the start."""

    def __call__(self, done_bytes: int, messages: int, stage: str) -> None: ...


@dataclass(frozen=True, slots=True)
class ReadMessages:
    """Messages to judge, one entry each.

    ``people`` are numbers of their recipients and ``meetings`` say by what those meet; ``variants``
    (int64) are numbers in ``collection``, which has the words, and ``exact`` (uint64) hashes of the
    own words.
    """

    records: Records
    people: Rows
    meetings: Meetings
    variants: npt.NDArray[np.int64]
    exact: npt.NDArray[np.uint64]
    collection: Collection


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read: ``variants[n]`` and ``exact[n]`` tell the text of ``records[n]``.

    ``recipients`` has one entry a record, too. ``lengths`` are in words, as far as hashed; a
    variant number is -1 where a record has none.
    """

    records: Records
    recipients: RecipientColumns
    variants: array[int]
    exact: array[int]
    lengths: array[int]
    skipped: list[Skipped]
    collection: Collection

    def origins(self, chosen: Sequence[int]) -> dict[int, Origin]:
        """Return where each text of the chosen records stands first, by its masked text's hash."""
        masked = self.collection.masked
        result: dict[int, Origin] = {}
        for number in chosen:
            result.setdefault(masked[self.variants[number]], self.records[number].origin)
        return result

    def messages(self, chosen: npt.NDArray[np.int64]) -> ReadMessages:
        """Return some of the messages, in the order given."""
        return ReadMessages(
            self.records.chosen(chosen), *self.recipients.chosen(chosen).numbered(),
            np.array(self.variants, np.int64)[chosen], np.array(self.exact, np.uint64)[chosen],
            self.collection,
        )  # fmt: skip


def read_archives(
    archives: Sequence[Archive],
    include_lists: bool,
    workers: int,
    update: Update,
    *,
    about: bool = False,
) -> Reading:
    """Read every message of every archive, in order, whatever the number of workers.

    ``about`` keeps channel, campaign, sender and subject, for a policy that asks for them.
    """
    with ArchiveReaders(archives, workers) as readers:
        return read_all(readers, include_lists, update, TemporaryFiles(), about=about)


def read_all(
    readers: ArchiveReaders,
    include_lists: bool,
    update: Update,
    files: TemporaryFiles,
    *,
    about: bool,
) -> Reading:
    """Do as ``read_archives`` with readers that are open already; much of it goes to ``files``."""
    records, recipients = GrowingRecords(files), GrowingRecipients(files)
    skipped, collection, variants = list[Skipped](), Collection(files), array("q")
    exact, lengths = array("Q"), array("q")
    done = 0
    for prepared in readers.prepared(include_lists, about):
        done += prepared.size
        records.add(prepared.records)
        recipients.add(prepared.recipients)
        skipped.extend(prepared.skipped)
        variants.extend(collection.add(prepared.words))
        exact.extend(prepared.words.exact.tolist())
        lengths.extend(np.diff(prepared.words.bounds).tolist())
        update(done, len(records), "reading")
    return Reading(
        records.hand_over(), recipients.hand_over(), variants, exact, lengths, skipped, collection
    )


__all__ = ["Reading", "Update", "read_all", "read_archives", "read_note_again"]
