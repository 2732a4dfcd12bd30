"""The compiled search for candidates over postings. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe import kernel, part


@part
def _place(members, start, stop, note):  # type: ignore[no-untyped-def]
    """Return the first place in members[start:stop], ascending, that is not before ``note``."""
    while start < stop:
        middle = (start + stop) // 2
        if members[middle] < note:
            start = middle + 1
        else:
            stop = middle
    return start


@part
def _keep_most(listed, found, total, most):  # type: ignore[no-untyped-def]
    """Move the ``most`` notes with the most votes to the front, the earlier note of equals."""
    for k in range(most):
        best = k
        for r in range(k + 1, found):
            a, b = listed[r], listed[best]
            if total[a] > total[b] or (total[a] == total[b] and a < b):
                best = r
        listed[k], listed[best] = listed[best], listed[k]


@part
def _votes(members, start, stop, seen, touched, found):  # type: ignore[no-untyped-def]
    """Count one vote for each of members[start:stop]; list those that had none, return how many.

    No branch, and no sign to look at: this is where the search spends its time.
    """
    for k in range(np.uint64(start), np.uint64(stop)):
        other = np.uint64(members[k])
        votes = seen[other]
        touched[np.uint64(found)] = other
        found += votes == 0
        seen[other] = votes + np.int32(1)
    return found


@part
def vote(bounds, members, groups, places, earlier, wide, seen, touched):  # type: ignore[no-untyped-def]
    """Count, for each earlier note, the groups it shares with a note.

    ``groups`` are the note's, ``places`` where among ``members`` it stands in each; only notes
    before ``earlier`` vote. Of a group of more than ``2 * wide`` of them only the first and the
    last ``wide`` do. Return (how many notes were touched, whether a group was cut).
    """
    found = 0
    cut = False
    for g in range(len(groups)):
        start, stop = bounds[groups[g]], places[g]
        if stop > start and members[stop - 1] >= earlier:
            stop = _place(members, start, stop, earlier)
        if stop - start > 2 * wide:
            cut = True
            found = _votes(members, start, start + wide, seen, touched, found)
            start = stop - wide
        found = _votes(members, start, stop, seen, touched, found)
    return found, cut


@kernel
def candidates(  # type: ignore[no-untyped-def]
    first, stop, kinds_bounds, kinds_members, kinds_groups, kinds_places, kinds_note_bounds, sizes,
    least_share, wide, most, remembered, left, right, cuts,
):  # fmt: skip
    """Write candidate pairs (note, earlier note) for notes [first, stop); return how many.

    Only the first ``remembered`` notes may be candidates.

    The postings of several kinds are given as tuples. Another note is a candidate where, for
    some kind, it shares a key, and at least ``least_share[kind]`` of the smaller note's keys of
    that kind (``sizes``, shape (kinds, notes)). The ``most[note]`` with the most shared keys are
    kept.
    """
    kinds = len(kinds_bounds)
    how_many = sizes.shape[1]
    seen = np.zeros((kinds, how_many), np.int32)
    touched = np.empty((kinds, how_many + 1), np.int32)
    total = np.zeros(how_many, np.int32)
    listed = np.empty(how_many, np.int32)
    count = 0
    for note in range(first, stop):
        members_found = 0
        cut = False
        for kind in range(kinds):
            begin, end = kinds_note_bounds[kind][note], kinds_note_bounds[kind][note + 1]
            found, short = vote(
                kinds_bounds[kind], kinds_members[kind], kinds_groups[kind][begin:end],
                kinds_places[kind][begin:end], remembered, wide, seen[kind], touched[kind],
            )  # fmt: skip
            cut = cut or short
            for t in range(found):
                other = touched[kind, t]
                votes = seen[kind, other]
                seen[kind, other] = 0
                smaller = min(sizes[kind, note], sizes[kind, other])
                if votes >= least_share[kind] * smaller:
                    if total[other] == 0:
                        listed[members_found] = other
                        members_found += 1
                    total[other] += votes
        keep = members_found
        if members_found > most[note]:
            cut = True
            keep = most[note]
            _keep_most(listed, members_found, total, keep)
            for k in range(keep, members_found):
                total[listed[k]] = 0
        cuts[note] = cut
        for k in range(keep):
            left[count] = note
            right[count] = listed[k]
            total[listed[k]] = 0
            count += 1
    return count


@kernel
def estimates(sketches, left, right, found):  # type: ignore[no-untyped-def]
    """Estimate the Jaccard likeness of pairs of notes from their sketches (Broder 1997)."""
    width = sketches.shape[1]
    for p in range(len(left)):
        same = 0
        for k in range(width):
            same += sketches[left[p], k] == sketches[right[p], k]
        found[p] = same / width
