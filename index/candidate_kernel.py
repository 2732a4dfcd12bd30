"""The compiled search for candidates over postings. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe import kernel, part
from index.segment_kernel import not_below

#: Where one note in so many has a vote, all are gone through, so many at a time.
_DENSE = 16
_BLOCK = 256

#: The greatest number of a note.
_LAST = 0x7FFFFFFF


@part
def _keep_most(listed, found, total, most, kept):  # type: ignore[no-untyped-def]
    """Move the ``most`` notes with the most votes to the front, the earlier note of equals.

    ``kept`` has room for so many. The votes of all listed notes are cleared.
    """
    size = 0
    for k in range(found):
        key = np.int64(total[listed[k]]) << 32 | (_LAST - listed[k])
        total[listed[k]] = 0
        if size == most:
            if most == 0 or key < kept[most - 1]:
                continue
            size -= 1
        at = size
        while at > 0 and kept[at - 1] < key:
            kept[at] = kept[at - 1]
            at -= 1
        kept[at] = key
        size += 1
    for k in range(size):
        listed[k] = _LAST - (kept[k] & _LAST)


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
            stop = not_below(members, earlier, start, stop)
        if stop - start > 2 * wide:
            cut = True
            stretches[count, 0], stretches[count, 1] = start, start + wide
            count += 1
            start = stop - wide
        stretches[count, 0], stretches[count, 1] = start, stop
        count += 1
    return count, cut


@part
def _count(members, stretches, count, seen):  # type: ignore[no-untyped-def]
    """Count one vote for each member of some stretches."""
    for k in range(count):
        for place in range(np.uint64(stretches[k, 0]), np.uint64(stretches[k, 1])):
            seen[np.uint64(members[place])] += np.int32(1)


@part
def _enough(seen, needed, least, stop, listed):  # type: ignore[no-untyped-def]
    """List those of the notes [0, stop) with votes enough, and clear the votes of all others.

    A note needs ``least`` votes, or its own ``needed`` if these are fewer. Blocks in which no note
    has enough, nearly all of them, are gone through on vectors.
    """
    found = 0
    for first in range(0, stop, _BLOCK):
        last = np.uint64(min(first + _BLOCK, stop))
        here = 0
        for note in range(np.uint64(first), last):
            here += seen[note] >= min(needed[note], least)
        if here:
            for note in range(np.uint64(first), last):
                if seen[note] >= min(needed[note], least):
                    listed[found] = note
                    found += 1
                else:
                    seen[note] = 0
        else:
            for note in range(np.uint64(first), last):
                seen[note] = 0
    return found


@part
def _in_order_of_votes(members, stretches, count, seen, listed, found):  # type: ignore[no-untyped-def]
    """Put the listed notes, the only ones with votes, into the order of their first votes."""
    placed = 0
    for k in range(count):
        for place in range(np.uint64(stretches[k, 0]), np.uint64(stretches[k, 1])):
            other = np.uint64(members[place])
            if seen[other] > 0:
                seen[other] = -seen[other]
                listed[placed] = other
                placed += 1
        if placed == found:
            break
    for k in range(found):
        seen[listed[k]] = -seen[listed[k]]


@part
def _vote(  # type: ignore[no-untyped-def]
    members, places, earlier, wide, stretches, needed, least, stop, most, seen, touched
):
    """Count, for each earlier note, the groups it shares with the note of some ``places``.

    Notes with votes, all that have enough among them, are listed in ``touched``, in the order of
    their first votes unless they are more than ``most``. Where very many of the notes [0, stop)
    have votes, all are gone through in order, which costs less than to come back to each. Return
    (how many notes are listed, whether a group was cut).
    """
    count, cut = _stretches(members, places, earlier, wide, stretches)
    votes = 0
    for k in range(count):
        votes += stretches[k, 1] - stretches[k, 0]
    found = 0
    if votes * _DENSE < stop:
        for k in range(count):
            found = _votes(members, stretches[k, 0], stretches[k, 1], seen, touched, found)
    else:
        _count(members, stretches, count, seen)
        found = _enough(seen, needed, least, stop, touched)
        if found <= most:
            _in_order_of_votes(members, stretches, count, seen, touched, found)
    return found, cut


@kernel
def list_places(group_bounds, members, first, at, places):  # type: ignore[no-untyped-def]
    """Write (the group's first member, the note's own place) for every note from ``first`` on.

    ``at`` says where each of the notes writes next.
    """
    stop = first + len(at)
    for g in range(len(group_bounds) - 1):
        start, end = group_bounds[g], group_bounds[g + 1]
        k = start
        if end - start > _BLOCK:
            k = not_below(members, first, start, end)
        while k < end and members[k] < stop:
            note = members[k] - first
            if note >= 0:
                places[at[note], 0] = start
                places[at[note], 1] = k
                at[note] += 1
            k += 1


@kernel
def candidates(  # type: ignore[no-untyped-def]
    first, stop, kinds_members, kinds_places, kinds_bounds, kinds_needed,
    wide, most, remembered, left, right, cuts,
):  # fmt: skip
    """Write candidate pairs (note, earlier note) for notes [first, stop); return how many.

    Only the first ``remembered`` notes may be candidates.

    The groups of several kinds are given as tuples: their members, the places of the notes
    [first, stop) as ``list_places`` writes them, note n's at ``bounds[n - first]``. Another note is
    a candidate where, for some kind, it shares as many keys as one of the two needs (``needed``, at
    least one). The ``most[note]`` with the most shared keys are kept.
    """
    kinds = len(kinds_members)
    how_many = len(most)
    seen = np.zeros(how_many, np.int32)
    touched = np.empty(how_many + 1, np.int32)
    total = np.zeros(how_many, np.int32)
    listed = np.empty(how_many, np.int32)
    kept = np.empty(max(most.max(), 1) if how_many else 1, np.int64)
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
            least = kinds_needed[kind][note]
            found, short = _vote(
                kinds_members[kind], kinds_places[kind][begin:end], remembered, wide, stretches,
                kinds_needed[kind], least, min(note, remembered), most[note],
                seen, touched,
            )  # fmt: skip
            cut = cut or short
            for t in range(found):
                other = touched[t]
                votes = seen[other]
                seen[other] = 0
                # In this order: most of the notes' own numbers lie far from each other.
                if votes >= least or votes >= kinds_needed[kind][other]:
                    if total[other] == 0:
                        listed[members_found] = other
                        members_found += 1
                    total[other] += votes
        keep = members_found
        if members_found > most[note]:
            cut = True
            keep = most[note]
            _keep_most(listed, members_found, total, keep, kept)
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
