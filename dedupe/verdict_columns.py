"""Verdict columns: what is said of every message of a closed collection, found in one pass.

The same as asking for one message after the other (dedupe.verdict), where all messages were sent
and each is held against all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import overload

import numpy as np
import numpy.typing as npt

from dedupe.decisions import Decision, Exposure, Reason
from dedupe.exemptions import About
from dedupe.judgement import Judgement
from dedupe.known import NothingBeyond
from dedupe.measures import Measures
from dedupe.policy import Policy
from dedupe.relation import Relation
from dedupe.relatives import RelatedRows
from dedupe.room import Room, in_memory
from dedupe.sent import Sent
from dedupe.together import Together
from dedupe.verdict import ANOTHER_LANGUAGE, NOTHING_LEFT, MessageVerdict

_RELATIONS, _EXPOSURES = tuple(Relation), tuple(Exposure)

#: A decision and the reasons for it.
Decided = tuple[Decision, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class VerdictColumns(Sequence[MessageVerdict]):
    """Verdicts, one entry a message; a verdict is made anew whenever it is read.

    ``decided`` are the decisions that occur, with their reasons, ``numbers`` (int32) each message's
    place among them. ``relations`` (uint8), ``scores``, ``shares`` (float64, NaN where no word
    counts), ``reaches`` (int32), ``exposures`` (uint8, bit k for the k-th exposure), ``words``
    (int32), ``too_short`` (bool), ``same_person`` (int32) and ``cut`` (bool) are what
    ``MessageVerdict`` has.
    """

    decided: tuple[Decided, ...]
    numbers: npt.NDArray[np.int32]
    relations: npt.NDArray[np.uint8]
    scores: npt.NDArray[np.float64]
    shares: npt.NDArray[np.float64]
    reaches: npt.NDArray[np.int32]
    exposures: npt.NDArray[np.uint8]
    words: npt.NDArray[np.int32]
    too_short: npt.NDArray[np.bool_]
    same_person: npt.NDArray[np.int32]
    cut: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, message: int) -> MessageVerdict: ...

    @overload
    def __getitem__(self, message: slice) -> VerdictColumns: ...

    def __getitem__(self, message: int | slice) -> MessageVerdict | VerdictColumns:
        if isinstance(message, slice):
            return self.chosen(np.arange(len(self))[message])
        decision, reasons = self.decided[self.numbers[message]]
        share = float(self.shares[message])
        return MessageVerdict(
            decision, _RELATIONS[self.relations[message]], float(self.scores[message]),
            None if share != share else share, int(self.reaches[message]),
            _kinds(int(self.exposures[message])), int(self.words[message]),
            bool(self.too_short[message]), int(self.same_person[message]), bool(self.cut[message]),
            reasons,
        )  # fmt: skip

    def __iter__(self) -> Iterator[MessageVerdict]:
        return map(self.__getitem__, range(len(self)))

    def chosen(self, messages: npt.NDArray[np.integer]) -> VerdictColumns:
        """Return the verdicts on some messages, in the order given."""
        columns = (getattr(self, field.name) for field in fields(self)[1:])
        return VerdictColumns(self.decided, *(column[messages] for column in columns))

    @property
    def decisions(self) -> list[Decision]:
        """The decision on each message."""
        decisions = [decision for decision, _ in self.decided]
        return [decisions[number] for number in self.numbers.tolist()]


def verdicts_together(
    judgement: Judgement, sent: Sent, policy: Policy, *, threads: int = 1, room: Room = in_memory
) -> VerdictColumns:
    """Return what is said of each message; every variant of the judgement has one.

    ``room`` is for arrays of all words.
    """
    beyond, columns = NothingBeyond(), sent.columns
    measures = Measures.of(judgement, sent, beyond, threads=threads, room=room)
    # After what takes room for every word: what is related takes 16 bytes a pair.
    found = Together.of(judgement, RelatedRows.of(judgement), columns)
    variants = columns.variants
    left, shares = measures.left[variants], measures.shares[variants]
    shares[~left] = np.nan
    abroad = _abroad(judgement, found, variants)
    decided, numbers = _decide(
        policy, sent, found, left, shares, measures.short[variants], measures.to_judge[variants],
        abroad,
    )  # fmt: skip
    return VerdictColumns(
        decided, numbers, found.relations * left, found.scores * left, shares,
        found.reaches * left, found.exposures * left, measures.words[variants].astype(np.int32),
        measures.short[variants] | ~left, found.same_person * left, measures.cut[variants] & left,
    )  # fmt: skip


def _decide(
    policy: Policy,
    sent: Sent,
    found: Together,
    left: npt.NDArray[np.bool_],
    shares: npt.NDArray[np.float64],
    short: npt.NDArray[np.bool_],
    words: npt.NDArray[np.int64],
    abroad: npt.NDArray[np.bool_],
) -> tuple[tuple[Decided, ...], npt.NDArray[np.int32]]:
    """Return the decisions that occur, and each message's place among them."""
    numbers: dict[Decided, int] = {}

    @cache  # Most messages of an archive are decided on alike.
    def number(
        left: bool, relation: int, share: float, reach: int, exposure: int, short: bool,
        same_person: int, words: int, about: About, abroad: bool,
    ) -> int:  # fmt: skip
        if not left:
            return numbers.setdefault((Decision.SEND, (NOTHING_LEFT,)), len(numbers))
        decision, reasons = policy.decide(
            _RELATIONS[relation], None if share < 0 else share, reach, _kinds(exposure),
            too_short=short, same_person=same_person, words=words, about=about,
        )  # fmt: skip
        said = (*reasons, ANOTHER_LANGUAGE) if abroad else reasons
        return numbers.setdefault((decision, said), len(numbers))

    places = map(
        number, left.tolist(), found.relations.tolist(),
        np.where(np.isnan(shares), -1.0, shares).tolist(), found.reaches.tolist(),
        found.exposures.tolist(), short.tolist(), found.same_person.tolist(),
        # More words than any rule asks for make no difference.
        np.minimum(words, policy.least_words).tolist(), map(sent.about, range(len(left))),
        abroad.tolist(),
    )  # fmt: skip
    result = np.fromiter(places, np.int32, len(left))
    return tuple(numbers), result


def _abroad(
    judgement: Judgement, found: Together, variants: npt.NDArray[np.int32]
) -> npt.NDArray[np.bool_]:
    """Say of which messages what is closest stands in another language."""
    abroad = np.zeros(len(variants), np.bool_)
    for message in np.flatnonzero(found.relations == Relation.REWORDED).tolist():
        said = judgement.reworded.between(int(variants[message]), int(found.closest[message]))
        abroad[message] = said is not None and said.abroad
    return abroad


@cache
def _kinds(number: int) -> frozenset[Exposure]:
    """Return the kinds of exposure that a number of one bit a kind stands for."""
    return frozenset(kind for k, kind in enumerate(_EXPOSURES) if number >> k & 1)
