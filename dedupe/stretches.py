"""Stretches: the words of a note that another text accounts for, small gaps included.

So approved text is found with its slots filled in, and quoted text with its line ends moved.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.words import Words

#: A stretch begins with a run of four words, or as much in scripts without spaces.
STRETCH_UNITS = 12

#: Between two runs of a stretch, up to three words of either text may differ: a slot.
SLOT_WORDS = 3


def shared_stretches(
    words: Words, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]
) -> npt.NDArray[np.bool_]:
    """Return which words of the left notes stand in stretches that their right notes have too."""
    from dedupe import match_kernel

    bounds = np.empty(len(left) + 1, np.int64)
    runs = match_kernel.shared_runs(
        words.hashes, words.units, words.flags, words.bounds, left, right, bounds
    )
    marked = np.zeros(len(words.hashes), np.bool_)
    edges = bounds.tolist()
    for pair in range(len(left)):
        base = int(words.bounds[left[pair]])
        before: list[int] | None = None
        for run in runs[edges[pair] : edges[pair + 1]].tolist():
            units = int(words.units[base + run[0] : base + run[1] + 1].sum())
            joined = before is not None and _joined(before, run)
            if units < STRETCH_UNITS and not joined:
                continue
            start = before[1] + 1 if before is not None and joined else run[0]
            marked[base + start : base + run[1] + 1] = True
            before = run
    return marked


def _joined(one: list[int], other: list[int]) -> bool:
    """Say whether two runs follow each other in both texts, with a slot between them at most."""
    here, there = other[0] - one[1] - 1, other[2] - one[3] - 1
    return 0 <= here <= SLOT_WORDS and 0 <= there <= SLOT_WORDS
