"""Origins: notes that are one text written anew sentence by sentence count as one family.

Two such notes may share little with each other, each having kept other sentences. What both have,
though, comes from one note, and what the one lacks of it the other has kept. So it is no text that
unrelated notes share: with common text, a footer or a legal line, whoever has it has it whole, and
all that is in between is the note's own.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.known import Neighbourhood
from dedupe.room import Room
from dedupe.sketch import Loose
from dedupe.witnesses import Held

#: What a note and its origin share is this part of the longer one, by the estimate; less, and two
#: in three sentences are other ones.
ORIGIN_SHARE = 0.4

#: So many passages side by side are a sentence that a note lacks of its origin; a value
#: of one to three words in a footer changes two or three.
LACKED_RUN = 4

#: So many sentences must be lacked, each between others that are there: a footer that is cut short
#: lacks none like that, one with a line more lacks one (benchmarks/README.md: families of texts in
#: memory, what the first line finds).
LACKED_RUNS = 2


def joined_through_origins(
    held: Held,
    near: Neighbourhood,
    leaders: npt.NDArray[np.int32],
    loose: Loose,
    remembered: int,
    room: Room,
) -> npt.NDArray[np.int32]:
    """Return the leaders of rough families, those that stem from one origin joined.

    ``held`` are the passages that several families share. A note that is only being judged is no
    origin of the first ``remembered`` ones, which alone bear witness. ``room`` is for long arrays.
    """
    notes, origins = _likeliest(near, leaders, np.diff(loose.bounds), remembered)
    if not len(notes) or not len(held):
        return leaders
    stems = _lacked_runs(held, loose, notes, origins, room) >= LACKED_RUNS
    root = np.arange(len(leaders), dtype=np.int32)
    for note, leader in zip(notes[stems], leaders[origins[stems]], strict=True):
        one, other = _root(root, note), _root(root, leader)
        root[max(one, other)] = min(one, other)
    while (root[root] != root).any():
        root = root[root]
    result: npt.NDArray[np.int32] = root[leaders]
    return result


def _root(root: npt.NDArray[np.int32], note: np.int32) -> np.int32:
    while root[note] != note:
        note = root[note]
    return note


def _likeliest(
    near: Neighbourhood,
    leaders: npt.NDArray[np.int32],
    sizes: npt.NDArray[np.int64],
    remembered: int,
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the notes that lead themselves, and for each the note it may stem from.

    That is the one that it shares most with, earlier or later; those that share too little with
    every other are left out.
    """
    from dedupe import origins_kernel

    found = np.empty(len(leaders), np.int32)
    origins_kernel.likeliest(
        near.left, near.right, near.estimate, leaders, sizes, remembered, ORIGIN_SHARE, found
    )
    notes = np.flatnonzero(found >= 0).astype(np.int32)
    return notes, found[notes]


def _lacked_runs(
    held: Held,
    loose: Loose,
    notes: npt.NDArray[np.int32],
    origins: npt.NDArray[np.int32],
    room: Room,
) -> npt.NDArray[np.int64]:
    """Count, for each note, the runs of its origin's passages that it lacks.

    Counted are runs of LACKED_RUN passages and more, in order of place, between two that it has.
    """
    from dedupe import origins_kernel

    told = np.zeros(len(loose), np.bool_)
    told[notes] = told[origins] = True
    bounds, (groups, _, _) = held.where(told[held.holders], room).by_place(len(loose), room)
    found = np.empty(len(notes), np.int64)
    origins_kernel.lacked_runs(notes, origins, bounds, groups, len(held), LACKED_RUN, found)
    return found
