"""Compiled look-up of who got variants. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe import kernel, leaf

_SENT, _PENDING = 0, 1


@kernel
def counting(messages, state, expires, when, now, since, found):  # type: ignore[no-untyped-def]
    """Say of each message whether it counts: sent, or reserved past ``now``; from ``since`` on."""
    for k in range(len(messages)):
        m = messages[k]
        found[k] = (state[m] == _SENT or (state[m] == _PENDING and expires[m] > now)) and not when[
            m
        ] < since


@leaf
def _recipients(messages, counts, stops):  # type: ignore[no-untyped-def]
    """Return how many recipients the messages that count have, repeats included."""
    total = 0
    for k in range(len(messages)):
        m = messages[k]
        total += counts[k] * (stops[m] - (stops[m - 1] if m else 0))
    return total


@leaf
def _mark(messages, counts, stops, persons, stamps, stamp, out, size):  # type: ignore[no-untyped-def]
    """Add the people of the messages that count to ``out``, each once; return the new size."""
    for k in range(len(messages)):
        if not counts[k]:
            continue
        m = messages[k]
        for r in range(stops[m - 1] if m else 0, stops[m]):
            person = persons[r]
            out[size] = person
            size += stamps[person] != stamp
            stamps[person] = stamp
    return size


@kernel
def readers(groups, bounds, messages, counts, stops, persons, stamps, stamp, edges):  # type: ignore[no-untyped-def]
    """Return the distinct people of each group of variants, group g at ``edges[g:g + 2]``.

    Group g is of variants ``groups[g]:groups[g + 1]``, variant v of messages
    ``bounds[v]:bounds[v + 1]``; ``stamps`` (int32, one a person) hold numbers below ``stamp`` only.
    """
    first, last = bounds[groups[0]], bounds[groups[len(groups) - 1]]
    room = _recipients(messages[first:last], counts[first:last], stops)
    out = np.empty(room + 1, np.int32)  # A person who is there already is written and left.
    size = 0
    edges[0] = 0
    for g in range(len(groups) - 1):
        low, high = bounds[groups[g]], bounds[groups[g + 1]]
        size = _mark(
            messages[low:high], counts[low:high], stops, persons, stamps, stamp + g, out, size
        )
        edges[g + 1] = size
    return out[:size].copy()


@kernel
def count_readers(  # type: ignore[no-untyped-def]
    groups, bounds, messages, counts, stops, persons, more_bounds, more, stamps, stamp, found
):
    """Count the distinct people of each group, and of ``more`` people beside it."""
    for g in range(len(groups) - 1):
        count = 0
        for k in range(bounds[groups[g]], bounds[groups[g + 1]]):
            m = messages[k]
            if not counts[k]:
                continue
            for r in range(stops[m - 1] if m else 0, stops[m]):
                if stamps[persons[r]] != stamp + g:
                    stamps[persons[r]] = stamp + g
                    count += 1
        for k in range(more_bounds[g], more_bounds[g + 1]):
            if stamps[more[k]] != stamp + g:
                stamps[more[k]] = stamp + g
                count += 1
        found[g] = count


@kernel
def same_people(bounds, messages, counts, stops, persons, one, several):  # type: ignore[no-untyped-def]
    """Tell of each variant a message that counts, -1 for none, and whether others differ from it.

    The people of one message ascend; messages differ where their people do.
    """
    for v in range(len(bounds) - 1):
        one[v] = -1
        several[v] = False
        for k in range(bounds[v], bounds[v + 1]):
            if not counts[k]:
                continue
            m = messages[k]
            if one[v] < 0:
                one[v] = m
                continue
            a, b = one[v], m
            first = stops[a - 1] if a else 0
            other = stops[b - 1] if b else 0
            same = stops[a] - first == stops[b] - other
            r = 0
            while same and r < stops[a] - first:
                same = persons[first + r] == persons[other + r]
                r += 1
            if not same:
                several[v] = True
                break
