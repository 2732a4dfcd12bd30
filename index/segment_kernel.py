"""Compiled look-up in the sorted parts of an index, and the count of shared keys."""

from __future__ import annotations

import numpy as np

from dedupe import kernel, part


@kernel
def gather(members, first, counts, before, totals, wide, starts, filled, out):  # type: ignore[no-untyped-def]
    """Copy one part's members of each key to the key's place in ``out``.

    The part holds ``counts[k]`` members of key k from ``first[k]`` on, after ``before[k]`` in
    earlier parts; of more than ``2 * wide`` in all only the first and the last ``wide`` are copied.
    """
    for k in range(len(first)):
        count, at, total = counts[k], first[k], totals[k]
        place = starts[k] + filled[k]
        for n in range(count):
            rank = before[k] + n
            if total > 2 * wide and wide <= rank < total - wide:
                continue
            out[place] = members[at + n]
            place += 1
        filled[k] = place - starts[k]


@part
def _widened(numbers):  # type: ignore[no-untyped-def]
    # One by one: an assignment of one array to a slice of another takes seconds to compile.
    wider = np.empty(2 * len(numbers), np.int32)
    for k in range(len(numbers)):
        wider[k] = numbers[k]
    return wider


@kernel
def tally(  # type: ignore[no-untyped-def]
    rows, row_bounds, kinds, key_bounds, members, sizes, row_sizes, own, least_share, most, notes,
    listed_row, listed_member, cuts,
):  # fmt: skip
    """Count for each row the keys it shares with each member; keep the ``most`` with most votes.

    Row r asks the keys ``row_bounds[r]:row_bounds[r + 1]``, key k is of kind ``kinds[k]`` and is
    held by ``members[key_bounds[k]:key_bounds[k + 1]]``. Another note counts where, for some kind,
    it shares ``least_share[kind]`` of the smaller one's keys (``sizes``, shape (notes, kinds);
    ``row_sizes``, shape (rows, kinds)); ``own[r]`` is the row itself, or -1. Returns how many pairs
    were written.
    """
    how_many = len(least_share)
    seen = np.zeros((how_many, notes), np.int32)
    total = np.zeros(notes, np.int32)
    size = 64
    touched = np.empty(size, np.int32)
    count = 0
    for r in range(rows):
        found = 0
        for k in range(row_bounds[r], row_bounds[r + 1]):
            kind = kinds[k]
            for p in range(key_bounds[k], key_bounds[k + 1]):
                other = members[p]
                if other == own[r]:
                    continue
                new = True
                for j in range(how_many):
                    new = new and seen[j, other] == 0
                if new:
                    if found == size:
                        touched = _widened(touched)
                        size *= 2
                    touched[found] = other
                    found += 1
                seen[kind, other] += 1
        kept = 0
        for t in range(found):
            other = touched[t]
            for j in range(how_many):
                votes = seen[j, other]
                seen[j, other] = 0
                if votes and votes >= least_share[j] * min(row_sizes[r, j], sizes[other, j]):
                    total[other] += votes
            if total[other]:
                touched[kept] = other
                kept += 1
        keep = min(kept, most[r])
        cuts[r] = cuts[r] or kept > most[r]
        for k in range(keep):
            best = k
            for t in range(k + 1, kept):
                a, b = touched[t], touched[best]
                if total[a] > total[b] or (total[a] == total[b] and a < b):
                    best = t
            touched[k], touched[best] = touched[best], touched[k]
            listed_row[count] = r
            listed_member[count] = touched[k]
            count += 1
        for t in range(kept):
            total[touched[t]] = 0
    return count
