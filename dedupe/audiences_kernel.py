"""Compiled passes over who got what. Imported on use."""

from __future__ import annotations

from dedupe.compiling import kernel


@kernel
def passages_of_others(bounds, holders, own, sent, several, nobody, others):  # type: ignore[no-untyped-def]
    """Say of each holder of a passage, in groups, whether people other than its own got it.

    ``own`` and ``sent`` are audiences (dedupe.audiences), ``several`` and ``nobody`` what stands in
    their place.
    """
    for group in range(len(bounds) - 1):
        first, stop = bounds[group], bounds[group + 1]
        one, differ = nobody, False  # the one audience of all who got it, and whether there is more
        for e in range(first, stop):
            got = sent[holders[e]]
            if got != nobody:
                differ |= got == several or (one != nobody and got != one)
                one = got
        for e in range(first, stop):
            others[e] = one != nobody and (differ or one != own[holders[e]])
