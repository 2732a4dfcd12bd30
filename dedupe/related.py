"""Related pairs: the relation and score of each, named from the evidence of a comparison."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from dedupe.comparison import compare_pairs
from dedupe.relation import Relation
from dedupe.room import Room, in_memory
from dedupe.threads import in_threads
from dedupe.words import Words


@dataclass(frozen=True, slots=True)
class Related:
    """Relations of many pairs, one entry a pair.

    ``forward`` is what the left note is to the right one, ``backward`` the other way round (only
    ``excerpt`` differs); ``score`` and ``back_score`` go with them; ``likeness`` (0 to 1) is the
    share of both notes' words that the two have in common.
    """

    forward: npt.NDArray[np.int8]
    backward: npt.NDArray[np.int8]
    score: npt.NDArray[np.float32]
    back_score: npt.NDArray[np.float32]
    likeness: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.forward)

    @classmethod
    def empty(cls, pairs: int, room: Room = in_memory) -> Related:
        """Return room for so many pairs, not written yet."""
        return cls(
            room(pairs, np.int8), room(pairs, np.int8), room(pairs, np.float32),
            room(pairs, np.float32), room(pairs, np.float32),
        )  # fmt: skip

    def part(self, first: int, stop: int) -> Related:
        """Return the pairs [first, stop), to be read or written."""
        return Related(*(getattr(self, field.name)[first:stop] for field in fields(Related)))

    @property
    def one_text(self) -> npt.NDArray[np.bool_]:
        """Which pairs are one text by their words, from either side."""
        result: npt.NDArray[np.bool_] = (self.forward > _NONE) | (self.backward > _NONE)
        return result


# Bound once: to look a member up in its class takes as long as to compare a few pairs.
_NONE = int(Relation.NONE)

#: Pairs whose evidence a thread holds at a time: 128 bytes a pair, what is kept of it takes 14.
_SHARE = 1 << 13


def relate_pairs(
    words: Words,
    weights: npt.NDArray[np.float32],
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
    *,
    threads: int = 1,
    room: Room = in_memory,
) -> Related:
    """Compare pairs of notes and name the relation of each; ``room`` is for what is returned."""
    related = Related.empty(len(left), room)

    def share(first: int, stop: int) -> None:
        evidence = compare_pairs(words, weights, left[first:stop], right[first:stop])
        _name(evidence, related.part(first, stop))

    in_threads(share, len(left), threads, _SHARE)
    return related


def relate(evidence: npt.NDArray[np.float64]) -> Related:
    """Name the relation of each pair from its evidence, shape (pairs, COLUMNS)."""
    related = Related.empty(len(evidence))
    _name(evidence, related)
    return related


def _name(evidence: npt.NDArray[np.float64], related: Related) -> None:
    """Write the relation of each pair."""
    from dedupe import relation_kernel

    relation_kernel.relate(
        evidence, related.forward, related.backward, related.score, related.back_score,
        related.likeness,
    )  # fmt: skip
