"""Together: what each message of a whole collection is to all others, found in one pass.

The same as looking at one message after the other (dedupe.verdict), of messages that were all sent
and are each held against all others. Every variant of the judgement has a message.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedupe.decisions import Exposure
from dedupe.judgement import Judgement
from dedupe.relation import Relation
from dedupe.relatives import Relatives
from dedupe.rows import Rows
from dedupe.sent_columns import SentColumns

#: The score of two messages of one variant that differ in masked values alone.
SLOTS_ONLY = 0.998

#: What stands in place of a related variant's entry: the very words, the same variant, nothing.
_VERY_WORDS, _SAME_VARIANT, _NOTHING = -1, -2, -3


class Found(NamedTuple):
    """What was found of one message.

    ``closest`` is the variant of the message to others that it is closest to, its own where there
    is none; ``weighed`` the relation that a decision rests on.
    """

    relation: Relation
    score: float
    weighed: Relation
    closest: int
    reach: int
    same_person: int
    exposure: frozenset[Exposure]


class Together:
    """What was found of every message of a closed collection."""

    def __init__(self, judgement: Judgement, relatives: Relatives, sent: SentColumns) -> None:
        count = len(sent.variants)
        place = np.empty(count, np.int64)
        closest, reach, repeats = (np.empty(count, np.int32) for _ in range(3))
        exposure = np.empty(count, np.uint8)
        _find(judgement, relatives, sent, place, closest, reach, repeats, exposure)
        # The last three entries are those of the marks in place of an entry.
        what = np.concatenate((
            relatives.what, [Relation.NONE, Relation.TEMPLATE, Relation.VERBATIM]
        ))  # fmt: skip
        score = np.concatenate((relatives.score.astype(np.float64), [0.0, SLOTS_ONLY, 1.0]))
        self._relation, self._score = what[place].tolist(), score[place].tolist()
        self._closest, self._reach = closest.tolist(), reach.tolist()
        self._repeats, self._exposure = repeats.tolist(), exposure.tolist()
        self._relations, self._kinds = tuple(Relation), _sets_of_kinds()

    def __getitem__(self, message: int) -> Found:
        relation = self._relations[self._relation[message]]
        return Found(
            relation, self._score[message], relation, self._closest[message],
            self._reach[message], self._repeats[message], self._kinds[self._exposure[message]],
        )  # fmt: skip


def _find(
    judgement: Judgement,
    relatives: Relatives,
    sent: SentColumns,
    place: npt.NDArray[np.int64],
    closest: npt.NDArray[np.int32],
    reach: npt.NDArray[np.int32],
    repeats: npt.NDArray[np.int32],
    exposure: npt.NDArray[np.uint8],
) -> None:
    """Write one entry a message, ``place`` being the entry of what it is closest to."""
    from dedupe import together_kernel

    families = np.where(judgement.families.core, judgement.families.leaders, -1).astype(np.int32)
    audiences, meetings = sent.audiences, sent.meetings
    family = families[audiences.numbers]
    core = family >= 0
    cores = Rows.of_pairs(family[core], audiences.values[core], len(families))
    order = np.argsort(families, kind="stable")
    together_kernel.find_together(
        order, families, _pair(cores), (relatives.bounds, relatives.there), _pair(sent.messages),
        _pair(sent.people), _pair(sent.received), _pair(audiences), _pair(sent.text_audiences),
        sent.variants, sent.texts, _pair(meetings.of_messages), _pair(meetings.people),
        _pair(meetings.people.turned(len(sent.received))), meetings.kinds,
        place, closest, reach, repeats, exposure,
    )  # fmt: skip


def _pair(rows: Rows) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    return rows.bounds, rows.values


def _sets_of_kinds() -> tuple[frozenset[Exposure], ...]:
    """Return the kinds of exposure that each number of one bit a kind stands for."""
    kinds = tuple(Exposure)
    return tuple(
        frozenset(kind for k, kind in enumerate(kinds) if number >> k & 1)
        for number in range(1 << len(kinds))
    )
