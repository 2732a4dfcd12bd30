"""Together: what each message of a whole collection is to all others, found in one pass.

All were sent, and each is held against all others. Every variant of the judgement has a message.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.judgement import Judgement
from dedupe.relation import Relation
from dedupe.relatives import RelatedRows
from dedupe.rows import Rows
from dedupe.sent_columns import SentColumns

#: The score of two messages of one variant that differ in masked values alone.
SLOTS_ONLY = 0.998

#: What stands in place of a related variant's entry: the very words, the same variant, nothing.
_VERY_WORDS, _SAME_VARIANT, _NOTHING = -1, -2, -3


@dataclass(frozen=True, slots=True)
class Together:
    """What was found of every message of a closed collection, one entry each.

    ``relations`` (uint8) and ``scores`` (float64) are to the ``closest`` variant (int32) of the
    messages to others, its own where there is none; ``reaches`` (int32) counts the others who got
    it, ``same_person`` (int32) the messages that its own recipients got before; bit k of
    ``exposures`` (uint8) is the k-th exposure.
    """

    relations: npt.NDArray[np.uint8]
    scores: npt.NDArray[np.float64]
    closest: npt.NDArray[np.int32]
    reaches: npt.NDArray[np.int32]
    same_person: npt.NDArray[np.int32]
    exposures: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, judgement: Judgement, related: RelatedRows, sent: SentColumns) -> Together:
        """Look at all messages."""
        count = len(sent.variants)
        place = np.empty(count, np.int64)
        closest, reach, repeats = (np.empty(count, np.int32) for _ in range(3))
        exposure = np.empty(count, np.uint8)
        _find(judgement, related, sent, place, closest, reach, repeats, exposure)
        # The last three entries are those of the marks in place of an entry.
        what = np.concatenate((
            related.what, [Relation.NONE, Relation.TEMPLATE, Relation.VERBATIM]
        ))  # fmt: skip
        score = np.concatenate((related.score.astype(np.float64), [0.0, SLOTS_ONLY, 1.0]))
        return cls(what[place].astype(np.uint8), score[place], closest, reach, repeats, exposure)


def _find(
    judgement: Judgement,
    related: RelatedRows,
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
        order, families, _pair(cores), (related.bounds, related.there), _pair(sent.messages),
        _pair(sent.people), _pair(sent.received), _pair(audiences), _pair(sent.text_audiences),
        sent.variants, sent.texts, _pair(meetings.of_messages), _pair(meetings.people),
        _pair(meetings.people.turned(len(sent.received))), meetings.kinds,
        place, closest, reach, repeats, exposure,
    )  # fmt: skip


def _pair(rows: Rows) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    return rows.bounds, rows.values
