"""Endings: closing phrases and sign-offs that unrelated notes share, too short for a passage.

"Thank you for your patience." under half of a sender's notes says nothing about any of them. A
run of four to eight words that ends five otherwise unrelated notes, or stands right above their
sign-off, is common text like a footer.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.distinct import distinct
from dedupe.known import COMMON_FAMILIES
from dedupe.placing import sign_offs
from dedupe.room import Room, in_memory
from dedupe.sketch import Keys, Loose, loosen
from dedupe.threads import in_threads
from dedupe.witnesses import Held, unrelated_holders, without_loose
from dedupe.words import Words


def common_endings(
    words: Words,
    common: npt.NDArray[np.bool_],
    leaders: npt.NDArray[np.int32],
    remembered: int,
    room: Room,
    threads: int,
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint64]]:
    """Return which words stand in common endings, where ``common`` words are already set aside.

    With them the keys of those endings, ascending.

    Only the first ``remembered`` notes bear witness. ``leaders`` are rough families; endings that
    no five of them share are tried note by note.
    """
    loose = _left(words, common, room)
    signed_at, _ = sign_offs(words, loose)
    held, keys = _endings(loose, signed_at, remembered)
    found = room(len(words.hashes), np.bool_)
    found[:] = False
    if not len(held):
        return found, np.empty(0, np.uint64)
    known = np.sort(keys[_told(words, loose, held, leaders, remembered, room, threads)])
    _mark(words, loose, signed_at, known, found, threads)
    return found, known


def ending_keys(words: Words, common: npt.NDArray[np.bool_]) -> Keys:
    """Return the keys of every run that ends a note, or stands right above its sign-off.

    ``common`` words are already set aside.
    """
    loose = _left(words, common, in_memory)
    signed_at, _ = sign_offs(words, loose)
    keys, notes, _, _ = _written(loose, signed_at)
    return Keys(keys, notes)


def marked_endings(
    words: Words, common: npt.NDArray[np.bool_], known: npt.NDArray[np.uint64]
) -> npt.NDArray[np.bool_]:
    """Return which words stand in known endings (keys, ascending), besides ``common`` words."""
    loose = _left(words, common, in_memory)
    signed_at, _ = sign_offs(words, loose)
    found = np.zeros(len(words.hashes), np.bool_)
    _mark(words, loose, signed_at, known, found)
    return found


def _told(
    words: Words,
    loose: Loose,
    held: Held,
    leaders: npt.NDArray[np.int32],
    remembered: int,
    room: Room,
    threads: int,
) -> npt.NDArray[np.int64]:
    """Return the endings that unrelated notes share."""
    rest = without_loose(words, loose, held.marks(loose, room), room)
    wide = held.families(leaders, remembered) >= COMMON_FAMILIES
    alone = np.arange(len(leaders), dtype=np.int32)
    told = []
    for families, tried in ((leaders, np.flatnonzero(wide)), (alone, np.flatnonzero(~wide))):
        few = held.only(tried).one_a_family(families, remembered)
        witnesses = unrelated_holders(few, rest, threads)
        told.append(tried[witnesses[:, 0] >= 0])
    return np.concatenate(told)


def _endings(
    loose: Loose, signed_at: npt.NDArray[np.int64], remembered: int
) -> tuple[Held, npt.NDArray[np.uint64]]:
    """Return the runs of words that end enough notes, or stand above enough sign-offs.

    With them the key of each group.
    """
    from dedupe import endings_kernel

    keys, notes, starts, stops = _written(loose, signed_at)
    told = np.empty(len(keys), np.bool_)
    endings_kernel.may_be_shared(keys, COMMON_FAMILIES, told)  # most stand in one note
    keys, notes, starts, stops = keys[told], notes[told], starts[told], stops[told]
    count = len(keys)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    bounds = np.concatenate(([0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1, [count]))
    bounds = distinct(bounds)
    held = Held(bounds, notes[order], starts[order], stops[order])
    groups = held.groups()[held.holders < remembered]
    wide = np.flatnonzero(np.bincount(groups, minlength=len(held)) >= COMMON_FAMILIES)
    return held.only(wide), ordered[bounds[wide]]


def _left(words: Words, common: npt.NDArray[np.bool_], room: Room) -> Loose:
    """Return the words that are neither masked nor common."""
    out = room(len(words.hashes), np.bool_)
    np.greater(words.flags, 0, out=out)
    np.logical_or(out, common, out=out)
    return loosen(words.hashes, words.units, out, words.bounds, room)


def _mark(
    words: Words,
    loose: Loose,
    signed_at: npt.NDArray[np.int64],
    known: npt.NDArray[np.uint64],
    found: npt.NDArray[np.bool_],
    threads: int = 1,
) -> None:
    """Mark the words of known endings in every note, also a few words before its end."""
    from dedupe import endings_kernel

    def share(first: int, stop: int) -> None:
        endings_kernel.mark_endings(
            loose.hashes, loose.units, loose.bounds[first : stop + 1], signed_at[first:stop],
            known, loose.left_out, words.bounds[first : stop + 1], found,
        )  # fmt: skip

    if len(known):
        in_threads(share, len(loose), threads)


def _written(
    loose: Loose, signed_at: npt.NDArray[np.int64]
) -> tuple[
    npt.NDArray[np.uint64], npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]
]:
    """Return key, note, first and last loose word of every run that may be an ending."""
    from dedupe import endings_kernel

    most = 2 * endings_kernel.MOST_KEYS * len(loose)
    keys = np.empty(most, np.uint64)
    notes, starts, stops = (np.empty(most, np.int32) for _ in range(3))
    count = endings_kernel.endings(
        loose.hashes, loose.units, loose.bounds, signed_at, keys, notes, starts, stops
    )
    return keys[:count].copy(), notes[:count], starts[:count], stops[:count]
