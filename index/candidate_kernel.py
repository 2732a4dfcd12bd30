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
def _stretches(members, places, earlier, wide, stretches):  # type: ignore[no-untyped-def]
    """List the stretches of members that vote: of each group the notes before a note.

    ``places`` are the note's. Only notes before ``earlier`` vote; of a group of more than
    ``2 * wide`` of them only the first and the last ``wide`` do. Return (how many stretches,
    whether a group was cut). That is done before any vote, so that the members, which lie far
    apart, are fetched while others are looked at.
    """
    count = 0
    cut = False
    for k in range(len(places)):
        start, stop = places[k, 0], places[k, 1]
        if stop == start or members[start] >= earlier:
            continue
        if members[stop - 1] >= earlier:
            stop = _place(members, start, stop, earlier)
        if stop - start > 2 * wide:
            cut = True
            stretches[count, 0], stretches[count, 1] = start, start + wide
            count += 1
            start = stop - wide
        stretches[count, 0], stretches[count, 1] = start, stop
        count += 1
    return count, cut


@part
def _vote(members, places, earlier, wide, stretches, seen, touched):  # type: ignore[no-untyped-def]
    """Count, for each earlier note, the groups it shares with the note of some ``places``.

    Return (how many notes were touched, whether a group was cut).
    """
    count, cut = _stretches(members, places, earlier, wide, stretches)
    found = 0
    for k in range(count):
        found = _votes(members, stretches[k, 0], stretches[k, 1], seen, touched, found)
    return found, cut


@kernel
def count_places(members, first, bounds):  # type: ignore[no-untyped-def]
    """Write where the places of each note from ``first`` on begin; ``bounds`` are zeros before."""
    notes = len(bounds) - 1
    for k in range(len(members)):
        note = members[k] - first
        if 0 <= note < notes:
            bounds[note + 1] += 1
    for note in range(notes):
        bounds[note + 1] += bounds[note]


@kernel
def list_places(group_bounds, members, first, at, places):  # type: ignore[no-untyped-def]
    """Write (the group's first member, the note's own place) for every note from ``first`` on.

    ``at`` says where each of the notes writes next.
    """
    for g in range(len(group_bounds) - 1):
        start = group_bounds[g]
        for k in range(start, group_bounds[g + 1]):
            note = members[k] - first
            if 0 <= note < len(at):
                places[at[note], 0] = start
                places[at[note], 1] = k
                at[note] += 1


@kernel
def candidates(  # type: ignore[no-untyped-def]
    first, stop, kinds_members, kinds_places, kinds_bounds, kinds_sizes,
    least_share, wide, most, remembered, left, right, cuts,
):  # fmt: skip
    """Write candidate pairs (note, earlier note) for notes [first, stop); return how many.

    Only the first ``remembered`` notes may be candidates.

    The groups of several kinds are given as tuples: their members, the places of the notes
    [first, stop) as ``list_places`` writes them, note n's at ``bounds[n - first]``. Another note is
    a candidate where, for some kind, it shares a key, and at least ``least_share[kind]`` of the
    smaller note's keys of that kind (``sizes``). The ``most[note]`` with the most shared keys are
    kept.
    """
    kinds = len(kinds_members)
    how_many = len(most)
    seen = np.zeros((kinds, how_many), np.int32)
    touched = np.empty((kinds, how_many + 1), np.int32)
    total = np.zeros(how_many, np.int32)
    listed = np.empty(how_many, np.int32)
    longest = 0
    for kind in range(kinds):
        for note in range(stop - first):
            longest = max(longest, kinds_bounds[kind][note + 1] - kinds_bounds[kind][note])
    stretches = np.empty((2 * longest, 2), np.int64)
    count = 0
    for note in range(first, stop):
        members_found = 0
        cut = False
        for kind in range(kinds):
            begin, end = kinds_bounds[kind][note - first], kinds_bounds[kind][note - first + 1]
            found, short = _vote(
                kinds_members[kind], kinds_places[kind][begin:end], remembered, wide, stretches,
                seen[kind], touched[kind],
            )  # fmt: skip
            cut = cut or short
            for t in range(found):
                other = touched[kind, t]
                votes = seen[kind, other]
                seen[kind, other] = 0
                smaller = min(kinds_sizes[kind][note], kinds_sizes[kind][other])
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
