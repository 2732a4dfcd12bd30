"""Set aside: text known to repeat is taken out of both sides before notes are compared.

Common text is a passage that stands in at least five otherwise unrelated families: a footer, a
legal line, a stock paragraph, a closing phrase. Five families that hold it must have, besides any
such passage, at least six words of their own, and those words must be unrelated. What stands below
the sign-off of five notes is held to the same rule note by note, however long it is.

A template is not common text, however many got it: what is left of its copies is nothing, or the
same. Nor is it where each copy has a long personal line: its place tells it (dedupe.placing).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.endings import common_endings
from dedupe.known import COMMON_FAMILIES, Neighbourhood
from dedupe.origins import joined_through_origins
from dedupe.placing import placed_as_common
from dedupe.room import Room, in_memory
from dedupe.sketch import WINDOW, Loose
from dedupe.witnesses import Held, unrelated_holders, without_loose
from dedupe.words import Words

#: A text that notes share reaches at most this many words beyond its outermost fingerprints.
EDGE = WINDOW - 1


@dataclass(frozen=True, slots=True)
class Common:
    """Common text: ``words`` (bool, one a word) stand in it; ``endings`` are keys, ascending.

    The keys are those of common endings, by which they are known in other notes.
    """

    words: npt.NDArray[np.bool_]
    endings: npt.NDArray[np.uint64]


def tried_passages(
    words: Words,
    loose: Loose,
    near: Neighbourhood,
    leaders: npt.NDArray[np.int32],
    remembered: int,
    room: Room = in_memory,
) -> tuple[Held, Held]:
    """Return the passages that may be common text: most stand in too few notes.

    Those that stand in enough rough families, and those below the sign-off of enough notes.
    ``room`` is for them.
    """
    held = Held(near.bounds, near.holders, near.starts, near.stops)
    several = held.only(_in_families(held, leaders, remembered), room)
    return several, held.only(_below_suspects(words, loose, held, remembered, room), room)


def common_words(
    words: Words,
    loose: Loose,
    tried: tuple[Held, Held],
    near: Neighbourhood,
    leaders: npt.NDArray[np.int32],
    remembered: int,
    room: Room = in_memory,
    *,
    threads: int = 1,
) -> Common:
    """Find the common text of a collection; ``tried`` are its ``tried_passages``.

    Only the first ``remembered`` notes bear witness that a text is common.

    Passages that five families hold are tried first, then those that stand below the sign-off of
    five variants: a footer longer than the notes above it makes them look like one family. Then
    the endings of what is left, which are too short for a passage.
    """
    common = room(len(words.hashes), np.bool_)
    common[:] = False
    passages, below = tried
    leaders = joined_through_origins(passages, near, leaders, loose, remembered, room)
    passages = passages.only(_in_families(passages, leaders, remembered), room)
    passages, told = _suspects(words, loose, passages, leaders, remembered, room, threads)
    _set_aside(words, loose, passages, told, common, room, threads)
    alone = np.arange(len(leaders), dtype=np.int32)
    told = below.one_a_family(alone, remembered, room)
    _set_aside(words, loose, below, told, common, room, threads)
    del passages, told, below  # endings are no passages
    ends, keys = common_endings(words, common, leaders, remembered, room, threads)
    np.logical_or(common, ends, out=common)
    del ends
    return Common(aside_with_masks(words, common, room), keys)


def _set_aside(
    words: Words,
    loose: Loose,
    suspects: Held,
    told: Held,
    common: npt.NDArray[np.bool_],
    room: Room,
    threads: int,
) -> None:
    """Mark as ``common`` the words of suspected passages that unrelated families share.

    ``told`` are the same passages with the notes that may bear witness.
    """
    from dedupe import set_aside_kernel as kernel

    if not len(suspects):
        return
    rest = without_loose(words, loose, suspects.marks(loose, room, EDGE), room)
    found = unrelated_holders(told, rest, threads)
    marked = np.zeros((len(loose.hashes) + 7) // 8, np.uint8)
    kernel.mark_common(
        suspects.bounds, suspects.holders, suspects.starts, suspects.stops, found,
        loose.hashes, loose.bounds, marked,
    )  # fmt: skip
    loose.mark_bits(marked, common)


def _suspects(
    words: Words,
    loose: Loose,
    held: Held,
    leaders: npt.NDArray[np.int32],
    remembered: int,
    room: Room,
    threads: int,
) -> tuple[Held, Held]:
    """Return those of some passages that are placed as common text is.

    Once with all their holders, once with those that may bear witness.
    """
    told = held.one_a_family(leaders, remembered, room)
    suspected = held.marks(loose, room, EDGE)
    placed, here = placed_as_common(words, loose, held, told, suspected, room, threads)
    kept = np.flatnonzero(placed)
    return held.only(kept, room), told.where(here, room).only(kept, room)


def _in_families(
    held: Held, leaders: npt.NDArray[np.int32], remembered: int
) -> npt.NDArray[np.int64]:
    """Return the groups that stand in enough rough families."""
    return np.flatnonzero(held.families(leaders, remembered) >= COMMON_FAMILIES)


def _below_suspects(
    words: Words, loose: Loose, passages: Held, remembered: int, room: Room
) -> npt.NDArray[np.int64]:
    """Return the passage groups that stand below the sign-off in most of at least five notes."""
    from dedupe import held_kernel

    if not words.below.any() or not len(passages.holders):
        return np.empty(0, np.int64)
    below = loose.of_words(words.below, room)
    counts, sizes = np.empty(len(passages), np.int64), np.empty(len(passages), np.int64)
    held_kernel.count_below(
        passages.bounds, passages.holders, passages.starts, remembered, loose.bounds, below, counts,
        sizes,
    )  # fmt: skip
    return np.flatnonzero((counts >= COMMON_FAMILIES) & (2 * counts > sizes))


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


def aside_with_masks(
    words: Words, aside: npt.NDArray[np.bool_], room: Room = in_memory
) -> npt.NDArray[np.bool_]:
    """Return the words that are set aside, with the masked words among them.

    ``room`` is for what is returned.
    """
    from dedupe import loose_kernel

    result = room(len(aside), np.bool_)
    result[:] = aside
    loose_kernel.masks_inside(words.flags, words.bounds, aside, result)
    return result
