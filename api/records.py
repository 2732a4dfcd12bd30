"""Records: what an audit keeps of each mail besides its words, as columns.

As objects they took 724 bytes a message. What many mails have in common is kept once, and what is
a mail's own lies end to end, packed; of many mails in a file without a name. A ``Record`` is made
when somebody asks for one.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple, overload

import numpy as np
import numpy.typing as npt

from api.archives.interface import Exclusion, Origin
from dedupe import NOTHING_KNOWN, About, Recipient
from index import hashed, shown

#: The moment of a mail without a date: it comes after all others.
UNDATED = np.iinfo(np.int64).max

_START = datetime(1970, 1, 1)  # noqa: DTZ001 - of any clock
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Record:
    """What an audit keeps of one mail besides its words; ``about`` only if the policy asks."""

    origin: Origin
    message_id: str
    sender: str
    sender_name: str
    recipients: tuple[Recipient, ...]
    sent_at: datetime | None
    thread: str
    exclusion: Exclusion | None
    in_sent_folder: bool
    kept_whole: bool
    about: About = NOTHING_KNOWN


_ABOUT = attrgetter(*(field.name for field in fields(About)))


class Head(NamedTuple):
    """What many mails have in common; ``path`` is empty where each is a file of its own.

    ``zone`` is that of their dates, None where they name none.
    """

    path: str
    sender: str
    sender_name: str
    exclusion: Exclusion | None
    in_sent_folder: bool
    kept_whole: bool
    zone: timezone | None


class Told(NamedTuple):
    """What findings say of a message besides its text: names as a person writes them."""

    origin: Origin
    message_id: str
    recipients: tuple[str, ...]
    sent_at: datetime | None


#: What is a mail's own: id, thread, the parts of each recipient, origin, what a policy asks. The
#: origin's path is empty where it is the head's.
_Own = tuple[str, str, tuple[tuple[object, ...], ...], tuple[str, int, int, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Records(Sequence[Record]):
    """Records, one entry each; a record is made anew whenever it is read.

    ``of_heads`` (int32) are places in ``heads``, which stand in the order of their first mails;
    ``ids`` (uint64) are ``hashed`` ids of messages; ``moments`` (int64) microseconds since 1970,
    UTC where no zone is named, or UNDATED. Entry n has the bytes [starts[n], starts[n] + sizes[n])
    of ``own`` (uint8).
    """

    heads: tuple[Head, ...]
    of_heads: npt.NDArray[np.int32]
    ids: npt.NDArray[np.uint64]
    moments: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int32]
    own: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, records: Iterable[Record]) -> Records:
        """Lay out records."""
        numbers: dict[Head, int] = {}
        of_heads, moments = list[int](), list[int]()
        ids, packed = list[str](), list[bytes]()
        for record in records:
            head, moment, own = _parts(record)
            ids.append(record.message_id)
            of_heads.append(numbers.setdefault(head, len(numbers)))
            moments.append(moment)
            packed.append(own)
        sizes = np.array([len(own) for own in packed], np.int32)
        return cls(
            tuple(numbers),
            np.array(of_heads, np.int32),
            hashed(ids),
            np.array(moments, np.int64),
            np.cumsum(sizes, dtype=np.int64) - sizes,
            sizes,
            np.frombuffer(b"".join(packed), np.uint8),
        )

    def __len__(self) -> int:
        return len(self.moments)

    @overload
    def __getitem__(self, number: int) -> Record: ...

    @overload
    def __getitem__(self, number: slice) -> Records: ...

    def __getitem__(self, number: int | slice) -> Record | Records:
        if isinstance(number, slice):
            return self.chosen(np.arange(len(self))[number])
        message_id, thread, recipients, place, about = self._own(number)
        head = self.heads[self.of_heads[number]]
        return Record(
            self._origin(number, place), message_id, head.sender, head.sender_name,
            _recipients(recipients), self.sent_at(number), thread,
            head.exclusion, head.in_sent_folder, head.kept_whole,
            About(*about) if about else NOTHING_KNOWN,
        )  # fmt: skip

    def __iter__(self) -> Iterator[Record]:
        return map(self.__getitem__, range(len(self)))

    def chosen(self, numbers: npt.NDArray[np.integer]) -> Records:
        """Return some of the records, in the order given."""
        return Records(
            self.heads, self.of_heads[numbers], self.ids[numbers], self.moments[numbers],
            self.starts[numbers], self.sizes[numbers], self.own,
        )  # fmt: skip

    def message_id(self, number: int) -> str:
        """Return the id of a message."""
        return self._own(number)[0]

    def origin(self, number: int) -> Origin:
        """Return where a message stands."""
        return self._origin(number, self._own(number)[3])

    def place(self, number: int) -> tuple[str, int, int, str]:
        """Return where a message stands, to sort by: its file, where in it, its id."""
        message_id, _, _, place, _ = self._own(number)
        origin = self._origin(number, place)
        return origin.path, origin.offset, origin.row, message_id

    def sent_at(self, number: int) -> datetime | None:
        """Return when a message was sent."""
        return _sent_at(int(self.moments[number]), self.heads[self.of_heads[number]].zone)

    @property
    def dates(self) -> Iterator[datetime | None]:
        """When each message was sent."""
        return map(self.sent_at, range(len(self)))

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        """When the first and the last message was sent; None where no date is known."""
        dated = np.flatnonzero(self.moments != UNDATED)
        if not len(dated):
            return None, None
        order = dated[np.argsort(self.moments[dated], kind="stable")]
        return self.sent_at(int(order[0])), self.sent_at(int(order[-1]))

    @property
    def senders(self) -> tuple[str, ...]:
        """Who sent the messages, in order of address; unknown ones are left out."""
        used = np.unique(self.of_heads).tolist()
        return tuple(sorted({self.heads[head].sender for head in used} - {""}))

    def told(self, number: int) -> Told:
        """Return what findings say of a message."""
        message_id, _, recipients, place, _ = self._own(number)
        names = _names(_recipients(recipients))
        return Told(self._origin(number, place), message_id, names, self.sent_at(number))

    def _origin(self, number: int, place: tuple[str, int, int, int]) -> Origin:
        path, *rest = place
        return Origin(path or self.heads[self.of_heads[number]].path, *rest)

    def _own(self, number: int) -> _Own:
        first = int(self.starts[number])
        # Packed here or by a process of this one: nothing comes from outside.
        own: _Own = pickle.loads(self.own[first : first + int(self.sizes[number])].data)  # noqa: S301
        return own


def _parts(record: Record) -> tuple[Head, int, bytes]:
    """Take a record apart: what it has in common with others, its moment, and what is its own."""
    origin, sent = record.origin, record.sent_at
    # Where nothing says which mail of a file it is, the file is the mail.
    alone = not origin.offset and not origin.row
    head = Head(
        "" if alone else origin.path, record.sender, record.sender_name, record.exclusion,
        record.in_sent_folder, record.kept_whole, _zone(sent),
    )  # fmt: skip
    own: _Own = (
        record.message_id,
        record.thread,
        tuple([_told(recipient) for recipient in record.recipients]),
        (origin.path if alone else "", *origin[1:]),
        () if record.about is NOTHING_KNOWN else _ABOUT(record.about),
    )
    moment = UNDATED if sent is None else moment_of(sent)
    return head, moment, pickle.dumps(own, pickle.HIGHEST_PROTOCOL)


def names_of(record: Record) -> tuple[str, ...]:
    """Return each recipient of a record as a person writes it."""
    return _names(record.recipients)


def _names(recipients: Sequence[Recipient]) -> tuple[str, ...]:
    return tuple([shown(recipient) for recipient in recipients])


def moment_of(time: datetime) -> int:
    """Return microseconds since 1970; a time that names no zone is taken for UTC."""
    since = time.replace(tzinfo=None) - _START
    return (since - (time.utcoffset() or timedelta())) // _MICROSECOND


def _zone(sent: datetime | None) -> timezone | None:
    if sent is None or sent.tzinfo is None:
        return None
    zone = sent.tzinfo
    return zone if isinstance(zone, timezone) else timezone(sent.utcoffset() or timedelta())


def _sent_at(moment: int, zone: timezone | None) -> datetime | None:
    if moment == UNDATED:
        return None
    if zone is None:
        return _START + timedelta(microseconds=moment)
    return _start_in(zone) + timedelta(microseconds=moment)


@lru_cache(maxsize=64)
def _start_in(zone: timezone) -> datetime:
    return (_START + zone.utcoffset(None)).replace(tzinfo=zone)


def _told(recipient: Recipient) -> tuple[object, ...]:
    """Return the parts of a recipient up to the last that is known of most people."""
    r = recipient
    if r.company or r.household or r.postcode or r.groups:
        return r.id, r.address, r.name, r.company, r.household, r.postcode, r.groups
    return r.id, r.address, r.name


def _recipients(told: tuple[tuple[object, ...], ...]) -> tuple[Recipient, ...]:
    return tuple([Recipient(*parts) for parts in told])  # type: ignore[arg-type]
