"""Set aside: text known to repeat is taken out of both sides before notes are compared.

Common text is a passage that stands in at least five otherwise unrelated families: a footer, a
legal line, a stock paragraph. Five families that hold it must have, besides any such passage, at
least six words of their own, and those words must be unrelated. What stands below the sign-off
of five notes is held to the same rule note by note, however long it is. A template is not common
text, however many got it: what is left of its copies is nothing, or the same.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.known import COMMON_FAMILIES, Neighbourhood
from dedupe.sketch import WINDOW, Loose
from dedupe.words import Words

#: A text that notes share reaches at most this many words beyond its outermost fingerprints.
EDGE = WINDOW - 1


def common_words(
    words: Words,
    weights: npt.NDArray[np.float32],
    loose: Loose,
    near: Neighbourhood,
    leaders: npt.NDArray[np.int32],
    remembered: int,
) -> npt.NDArray[np.bool_]:
    """Return which words stand in common text, one entry a word of ``words``.

    Only the first ``remembered`` notes bear witness that a text is common.

    Passages that five families hold are tried first, then those that stand below the sign-off of
    five variants: a footer longer than the notes above it makes them look like one family.
    """
    common = np.zeros(len(words.hashes), np.bool_)
    below = words.below[loose.positions]
    for families, suspects in (
        (leaders, _suspects(near, leaders, remembered)),
        (np.arange(len(leaders), dtype=np.int32), _below_suspects(near, loose, below, remembered)),
    ):
        if len(suspects):
            marked = _common_loose(words, weights, loose, near, families, suspects, remembered)
            common[loose.positions[marked]] = True
    return aside_with_masks(words, common)


def _common_loose(
    words: Words,
    weights: npt.NDArray[np.float32],
    loose: Loose,
    near: Neighbourhood,
    families: npt.NDArray[np.int32],
    suspects: npt.NDArray[np.int64],
    remembered: int,
) -> npt.NDArray[np.bool_]:
    """Return which loose words stand in suspected passages that unrelated families share."""
    from dedupe import set_aside_kernel as kernel

    bounds, entries = _entries(near.bounds, suspects)
    holders, starts, stops = near.holders[entries], near.starts[entries], near.stops[entries]
    suspected = _marked(loose, holders, starts - EDGE, stops + EDGE)
    rest, rest_weights = _without_loose(words, weights, loose, suspected)
    witness_bounds, witnesses = _one_a_family(bounds, holders, families, remembered)
    distinct, same_as = _distinct(witness_bounds, witnesses)
    few_bounds, few = _entries(witness_bounds, distinct)
    found = np.full((len(distinct), COMMON_FAMILIES), -1, np.int32)
    kernel.common_groups(
        few_bounds, witnesses[few], rest.hashes, rest.units, rest.flags, rest_weights,
        rest.bounds, _units_by_note(rest), found,
    )  # fmt: skip
    representatives = found[same_as]
    chosen = np.flatnonzero(representatives[:, 0] >= 0)
    bounds, entries = _entries(bounds, chosen)
    marked = np.zeros(len(loose.hashes), np.bool_)
    kernel.mark_common(
        bounds, holders[entries], starts[entries], stops[entries], representatives[chosen],
        loose.hashes, loose.bounds, marked,
    )  # fmt: skip
    return marked


def _below_suspects(
    near: Neighbourhood, loose: Loose, below: npt.NDArray[np.bool_], remembered: int
) -> npt.NDArray[np.int64]:
    """Return the passage groups that stand below the sign-off in most of at least five notes."""
    if not below.any() or not len(near.holders):
        return np.empty(0, np.int64)
    known = (near.holders < remembered).astype(np.int64)
    stands = below[loose.bounds[near.holders] + near.starts] * known
    counts = np.add.reduceat(stands, near.bounds[:-1])
    sizes = np.add.reduceat(known, near.bounds[:-1])
    return np.flatnonzero((counts >= COMMON_FAMILIES) & (2 * counts > sizes))


def _suspects(
    near: Neighbourhood, leaders: npt.NDArray[np.int32], remembered: int
) -> npt.NDArray[np.int64]:
    """Return the passage groups that stand in enough families to be common."""
    sizes = np.diff(near.bounds)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    wide = (sizes[groups] >= COMMON_FAMILIES) & (near.holders < remembered)
    pairs = np.unique(groups[wide].astype(np.int64) << np.int64(32) | leaders[near.holders[wide]])
    counts = np.bincount(pairs >> np.int64(32), minlength=len(sizes))
    return np.flatnonzero(counts >= COMMON_FAMILIES)


def _entries(
    bounds: npt.NDArray[np.int64], groups: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return bounds and entry numbers of some groups only."""
    sizes = bounds[groups + 1] - bounds[groups]
    new = np.concatenate(([0], np.cumsum(sizes)))
    entries = np.arange(new[-1]) - np.repeat(new[:-1] - bounds[groups], sizes)
    return new, entries


def _marked(
    loose: Loose,
    holders: npt.NDArray[np.int32],
    starts: npt.NDArray[np.int32],
    stops: npt.NDArray[np.int32],
) -> npt.NDArray[np.bool_]:
    """Mark the loose words inside the given passages, as far as their notes reach."""
    edges = np.zeros(len(loose.hashes) + 1, np.int64)
    first, last = loose.bounds[holders], loose.bounds[holders + 1]
    np.add.at(edges, np.maximum(first + starts, first), 1)
    np.add.at(edges, np.minimum(first + stops, last), -1)
    result: npt.NDArray[np.bool_] = np.cumsum(edges)[:-1] > 0
    return result


def _without_loose(
    words: Words,
    weights: npt.NDArray[np.float32],
    loose: Loose,
    suspected: npt.NDArray[np.bool_],
) -> tuple[Words, npt.NDArray[np.float32]]:
    """Return the words that are neither suspected nor masked."""
    out = np.ones(len(words.hashes), np.bool_)
    out[loose.positions] = suspected
    return words.without(out), weights[~out]


def _one_a_family(
    bounds: npt.NDArray[np.int64],
    holders: npt.NDArray[np.int32],
    leaders: npt.NDArray[np.int32],
    remembered: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """Keep the first remembered holder of each family in each group."""
    groups = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    known = np.flatnonzero(holders < remembered)
    told = groups[known] << np.int64(32) | leaders[holders[known]]
    first = known[np.sort(np.unique(told, return_index=True)[1])]
    sizes = np.bincount(groups[first], minlength=len(bounds) - 1)
    return np.concatenate(([0], np.cumsum(sizes))), holders[first]


def _distinct(
    bounds: npt.NDArray[np.int64], witnesses: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the groups with distinct witnesses, and for each group which of those it equals."""
    seen: dict[bytes, int] = {}
    distinct: list[int] = []
    same_as = np.empty(len(bounds) - 1, np.int64)
    for g in range(len(bounds) - 1):
        key = witnesses[bounds[g] : bounds[g + 1]].tobytes()
        if key not in seen:
            seen[key] = len(distinct)
            distinct.append(g)
        same_as[g] = seen[key]
    return np.array(distinct, np.int64), same_as


def _units_by_note(words: Words) -> npt.NDArray[np.int64]:
    sums = np.concatenate(([0], np.cumsum(words.units, dtype=np.int64)))
    result: npt.NDArray[np.int64] = sums[words.bounds[1:]] - sums[words.bounds[:-1]]
    return result


def spread_over_masks(
    flags: npt.NDArray[np.uint8], unmasked: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Return which words of one note are set aside, given which of its unmasked words are.

    A masked word goes with the words around it: both neighbours, or the one at an edge.
    """
    plain = flags == 0
    aside = np.zeros(len(flags), np.bool_)
    aside[plain] = unmasked
    if not plain.any():
        return aside
    places = np.flatnonzero(plain)
    masked = np.flatnonzero(~plain)
    after = np.searchsorted(places, masked)
    known_before, known_after = after > 0, after < len(places)
    before_aside = ~known_before | unmasked[np.maximum(after - 1, 0)]
    after_aside = ~known_after | unmasked[np.minimum(after, len(places) - 1)]
    aside[masked] = before_aside & after_aside
    return aside


def aside_with_masks(words: Words, aside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the words that are set aside, with the masked words among them."""
    return aside | _masks_inside(words, aside)


def _masks_inside(words: Words, common: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the masked words of every note that stand in common text."""
    count = len(common)
    plain = words.flags == 0
    places = np.arange(count)
    before = np.maximum.accumulate(np.where(plain, places, -1))
    after = np.minimum.accumulate(np.where(plain, places, count)[::-1])[::-1]
    masked = np.flatnonzero(~plain)
    note = np.searchsorted(words.bounds, masked, "right") - 1
    low, high = words.bounds[note], words.bounds[note + 1]
    before, after = before[masked], after[masked]
    known_before, known_after = before >= low, after < high
    inside = ~known_before | common[np.maximum(before, 0)]
    inside &= ~known_after | common[np.minimum(after, count - 1)]
    result = np.zeros(count, np.bool_)
    result[masked] = inside & (known_before | known_after)
    return result
