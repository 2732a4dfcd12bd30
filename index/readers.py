"""Readers: who got variants by the messages that count, looked up for many variants at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dedupe import Persons, distinct_groups, ragged, sizes_of
from index.messages import Messages
from index.segments import Found


class Groups:
    """Who got the variants of each group. Groups of the same variants give the same array."""

    def __init__(
        self,
        bounds: npt.NDArray[np.int64],
        people: npt.NDArray[np.int32],
        which: npt.NDArray[np.int64] | None = None,
    ) -> None:
        """Group g has ``people[bounds[n]:bounds[n + 1]]``, each once, where n is ``which[g]``."""
        self._bounds = bounds
        self._people = people
        self._which = which
        self._of: dict[int, Persons] = {}

    def of(self, group: int) -> Persons:
        """Return the people of one group."""
        number = group if self._which is None else int(self._which[group])
        if number not in self._of:
            self._of[number] = np.sort(
                self._people[self._bounds[number] : self._bounds[number + 1]]
            )
        return self._of[number]


class Readers:
    """Looks up who got variants by messages that count, at one moment.

    A message counts while it is sent or reserved; ``now`` and ``since`` (seconds since 1970) end
    reservations and leave out what was sent before. ``people`` is how many people there are, those
    whom only the call names among them.
    """

    def __init__(self, messages: Messages, people: int, now: float, since: float | None) -> None:
        self._messages = messages
        self._now = now
        self._since = -np.inf if since is None else since
        self._stamps = np.zeros(people, np.int32)
        self._stamp = 1

    @property
    def of_any_age(self) -> bool:
        """Whether messages count however long ago they were sent."""
        return bool(self._since == -np.inf)

    @cached_property
    def ended(self) -> npt.NDArray[np.int32]:
        """The messages, ascending, that count no more though they are not gone: reservations."""
        return self._messages.overdue(self._now)

    def counting(self, messages: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Say of each message whether it counts."""
        from index import readers_kernel

        rows = self._messages.rows
        found = np.empty(len(messages), np.bool_)
        readers_kernel.counting(
            messages, rows["state"], rows["expires"], rows["when"], self._now, self._since, found
        )
        return found

    def of(self, bounds: npt.NDArray[np.int64], variants: npt.NDArray[np.int32]) -> Groups:
        """Return who got any variant of each group: ``variants[bounds[g]:bounds[g + 1]]``."""
        # The passages of one text are held by the same variants, mostly.
        firsts, which = distinct_groups(bounds, variants)
        edges, taken = ragged(bounds[firsts], sizes_of(bounds)[firsts])
        return Groups(*self._people_of(edges, self._messages_of(variants[taken])), which)

    def of_each(self, held: Found) -> Groups:
        """Return who got each of some variants, whose messages are ``held``."""
        return Groups(*self._people_of(np.arange(len(held) + 1), held))

    def _people_of(
        self, bounds: npt.NDArray[np.int64], held: Found
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
        """Return who got any variant of each group; ``held`` are the variants' messages."""
        from index import readers_kernel

        edges = np.empty(len(bounds), np.int64)
        people = readers_kernel.readers(
            bounds, held.bounds, held.members, self.counting(held.members), self._stops,
            self._persons, self._stamps, self._next(len(bounds)), edges,
        )  # fmt: skip
        return edges, people

    def count(
        self,
        bounds: npt.NDArray[np.int64],
        variants: npt.NDArray[np.int32],
        more: Sequence[Iterable[int]],
    ) -> list[int]:
        """Return how many people got any variant of each group, with ``more`` people for each."""
        from index import readers_kernel

        held = self._messages_of(variants)
        listed = [list(each) for each in more]
        edges = np.zeros(len(bounds), np.int64)
        np.cumsum([len(each) for each in listed], out=edges[1:])
        besides = np.array([p for each in listed for p in each], np.int32)
        found = np.empty(len(bounds) - 1, np.int64)
        readers_kernel.count_readers(
            bounds, held.bounds, held.members, self.counting(held.members), self._stops,
            self._persons, edges, besides, self._stamps, self._next(len(bounds)), found,
        )  # fmt: skip
        counts: list[int] = found.tolist()
        return counts

    def same(self, held: Found) -> tuple[list[tuple[int, ...] | None], list[bool]]:
        """Return who got one message that counts of each variant, and whether others differ.

        None where no message counts. ``held`` are the messages of the variants; messages differ
        where their people do.
        """
        from index import readers_kernel

        one, several = np.empty(len(held), np.int32), np.empty(len(held), np.bool_)
        readers_kernel.same_people(
            held.bounds, held.members, self.counting(held.members), self._stops, self._persons,
            one, several,
        )  # fmt: skip
        told = one >= 0
        people = iter(self._messages.recipients_of_each(one[told]))
        return [next(people) if known else None for known in told.tolist()], several.tolist()

    @property
    def _stops(self) -> npt.NDArray[np.int64]:
        return self._messages.rows["stop"]

    @property
    def _persons(self) -> npt.NDArray[np.int32]:
        return self._messages.recipients["person"]

    def _messages_of(self, variants: npt.NDArray[np.int32]) -> Found:
        return self._messages.of_variant.find(variants.astype(np.uint64))

    def _next(self, count: int) -> int:
        """Return the first of so many stamps that no person has yet."""
        first = self._stamp
        self._stamp += count
        return first
