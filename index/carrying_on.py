"""Carrying on: a memory that was judged beside the one in use takes in what came meanwhile.

While all variants of a state are judged together, the memory in use goes on: variants and messages
come, reservations end. Variants only come after the ones judged, so the judgement stays one of the
first so many; those since are judged against it, as they were when they came.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from index.arriving import judged_as_they_come
from index.common_readers import with_readers, without_readers
from index.messages import State
from index.remembered import Remembered
from index.variants import Variants

#: New variants judged at a time.
BATCH = 2_000


def carried_on(judged: Remembered, now: Remembered, *, threads: int = 1) -> Remembered:
    """Return the memory as it stands ``now``, by the judgement on an earlier state of it.

    Nothing was forgotten between the two: what is known of that state are the first variants,
    messages and people of this one.
    """
    first, count = len(judged.variants), len(now.variants)
    known = replace(judged, variants=_all_of(now, judged), messages=now.messages)
    for start in range(first, count, BATCH):
        numbers = np.arange(start, min(start + BATCH, count), dtype=np.int32)
        said = judged_as_they_come(known, now.variants.of(numbers), start, threads=threads)
        variants = known.variants.judged_again(
            said.written, said.sizes, said.families, said.rough, start
        )
        known = replace(said.known, variants=variants)
    left = _without_ended(judged, now)
    return with_readers(left, replace(known, position=now.position, approved=now.approved))


def _all_of(now: Remembered, judged: Remembered) -> Variants:
    """Return all variants there are now, of which the first were judged."""
    variants, first = judged.variants, len(judged.variants)
    notes = {
        name: np.concatenate((column, now.variants.notes[name][first:]))
        for name, column in variants.notes.arrays().items()
    }
    stop = len(variants.words)
    marks = np.concatenate((variants.words["marks"], now.variants.words["marks"][stop:]))
    return replace(
        now.variants,
        words=now.variants.words.replaced({"marks": marks}),
        notes=now.variants.notes.replaced(notes),
        followers=variants.followers,
    )


def _without_ended(judged: Remembered, now: Remembered) -> Remembered:
    """Return the judged state without the readers of what was cancelled or expired since."""
    messages = judged.messages
    then: npt.NDArray[np.int8] = messages.rows["state"]
    state = now.messages.rows["state"][: len(then)]
    gone = np.flatnonzero((state == State.GONE) & (then != State.GONE)).astype(np.int32)
    if not len(gone):
        return judged
    rows = messages.rows.replaced({"state": state})
    return without_readers(replace(judged, messages=replace(messages, rows=rows)), gone)
