"""Recall: which remembered variants, and what else, the judgement of a call needs.

Candidates are found by shared keys, cheaply and generously; relations are dedupe's to name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import (
    FEW_CANDIDATES,
    MOST_CANDIDATES,
    PASSAGE_KEYS,
    Families,
    Loose,
    Neighbourhood,
    NoteKeys,
    Passages,
    Recalled,
    Words,
    among,
    aside_with_masks,
    distinct,
    loose_words,
    passages,
    rough_families,
)
from index.candidates import LEAST_SHARE, WIDE, ClosedCollection
from index.common_text import CommonText
from index.fresh_common import fresh_common
from index.postings import Postings
from index.remembered import Remembered
from index.row_pairs import row_pairs


@dataclass(frozen=True, slots=True)
class Recall:
    """What was recalled for some asked notes.

    ``numbers`` are the variants of the rows, -1 for what is new; the asked notes are the last rows,
    from ``asked`` on. ``fresh`` is what becomes common text with these notes, ``keys`` the
    look-up keys of the asked notes, ``raw`` their passages as given, ``aside`` which of their words
    are set aside and ``approved`` which of those are approved. Passage group g of the neighbourhood
    has the fingerprint ``groups[g]``.
    """

    recalled: Recalled
    numbers: npt.NDArray[np.int32]
    asked: int
    fresh: CommonText | None
    keys: NoteKeys
    raw: Passages
    aside: npt.NDArray[np.bool_]
    approved: npt.NDArray[np.bool_]
    groups: npt.NDArray[np.uint64]

    def rows_of(self, numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Return the row of each of some recalled variants."""
        return _RowOf(self.numbers)(numbers).astype(np.int32)

    def raw_aside(self) -> npt.NDArray[np.intp]:
        """Return which passages as given stand in set-aside text with all of their words."""
        from index import common_text_kernel

        words, raw = self.recalled.words.since(self.asked), self.raw
        inside = np.empty(len(raw.keys), np.bool_)
        common_text_kernel.runs_inside(
            words.flags, self.aside, words.bounds, raw.notes, raw.starts, raw.stops, inside
        )
        return np.flatnonzero(inside)


def recall(
    known: Remembered,
    words: Words,
    numbers: npt.NDArray[np.int32],
    *,
    together: bool,
    allowed: Sequence[frozenset[int]] = (),
    further: npt.NDArray[np.int32] | None = None,
) -> Recall:
    """Recall what belongs to some notes: words of distinct variants, their numbers or -1.

    ``together`` says that the notes are held against each other too, the later against the earlier;
    ``allowed`` are the numbers of the texts that are approved for each; ``further`` are variants to
    recall besides those that share keys.
    """
    words = _as_remembered(known, words, numbers)
    raw = loose_words(words)
    runs = passages(raw)
    common, fresh = _common(known, words, raw, runs, numbers if together else None)
    approved = _approved(known, words, allowed)
    aside = common | approved
    loose = loose_words(words.without(aside))
    keys = NoteKeys.of(loose)
    near, close = _among(loose, together)
    most = np.where(close, FEW_CANDIDATES, MOST_CANDIDATES).astype(np.int32)
    asking, members, cut, shared = _candidates(known, keys, numbers, most)
    wanted = members if further is None else np.concatenate((members, further))
    passive = _with_leaders(known, wanted, numbers)
    rows = np.concatenate((passive, numbers)).astype(np.int32)
    row_of = _RowOf(rows)
    first = len(passive)
    left, right = row_pairs(
        (first + asking, row_of(members)), (first + near.left, first + near.right)
    )
    held, outside = _groups(keys, shared)
    both, marked = words, aside
    if len(passive):
        beside = known.variants.of(passive)
        both = beside.joined(words)
        marked = np.concatenate((_marked_beside(known, beside, fresh, allowed), aside))
    near_all = Neighbourhood(
        left, right, np.concatenate((np.zeros(first, np.bool_), cut | near.cut)),
        np.zeros(len(left), np.float32), held.bounds, (first + held.members).astype(np.int32),
        keys.runs.starts[held.entries], keys.runs.stops[held.entries], outside,
    )  # fmt: skip
    recalled = Recalled(both, marked, near_all, _families(known, rows, row_of))
    return Recall(recalled, rows, first, fresh, keys, runs, aside, approved, held.keys)


def _common(
    known: Remembered,
    words: Words,
    raw: Loose,
    runs: Passages,
    witnesses: npt.NDArray[np.int32] | None,
) -> tuple[npt.NDArray[np.bool_], CommonText | None]:
    """Return which words of some notes are common text, and what becomes common with them.

    ``witnesses`` are the notes' variants, or None where they bear no witness.
    """
    marked = known.common.marked(words, raw, runs)
    if witnesses is None:
        return marked, None
    fresh = fresh_common(known, words, raw, runs, marked, witnesses)
    return marked if fresh is None else known.common.marked(words, raw, runs, fresh), fresh


def _marked_beside(
    known: Remembered,
    beside: Words,
    fresh: CommonText | None,
    allowed: Sequence[frozenset[int]],
) -> npt.NDArray[np.bool_]:
    """Return which words of what was recalled are set aside: text approved for any note is."""
    here = loose_words(beside)
    everyone = [frozenset().union(*allowed)] * len(beside)
    common = known.common.marked(beside, here, passages(here), fresh)
    return common | _approved(known, beside, everyone)


def _as_remembered(known: Remembered, words: Words, numbers: npt.NDArray[np.int32]) -> Words:
    """Return the notes with the words of their variants: masks of one variant differ in length."""
    asked = np.flatnonzero(numbers >= 0)
    if not len(asked):
        return words
    order = np.arange(len(words))
    order[asked] = len(words) + np.arange(len(asked))
    return words.joined(known.variants.of(numbers[asked])).chosen(order)


def _approved(
    known: Remembered, words: Words, allowed: Sequence[frozenset[int]]
) -> npt.NDArray[np.bool_]:
    """Return which words of some notes stand in text that is approved for them."""
    if not any(allowed):
        return np.zeros(len(words.hashes), np.bool_)
    notes, texts = known.approved.holding(words)
    pairs = zip(notes.tolist(), texts.tolist(), strict=True)
    fits = np.array([text in allowed[note] for note, text in pairs], np.bool_)
    return aside_with_masks(words, known.approved.marked(words, notes[fits], texts[fits]))


class _RowOf:
    """Leads from numbers of variants to the rows that hold them."""

    def __init__(self, rows: npt.NDArray[np.int32]) -> None:
        order = np.argsort(rows, kind="stable")
        self._order = order[rows[order] >= 0]
        self._numbers = rows[self._order]

    def __call__(self, numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
        if not len(numbers):
            return np.empty(0, np.int64)
        result: npt.NDArray[np.int64] = self._order[np.searchsorted(self._numbers, numbers)]
        return result


def _among(loose: Loose, together: bool) -> tuple[Neighbourhood, npt.NDArray[np.bool_]]:
    """Find candidates among the asked notes, and which of those nearly repeat an earlier one."""
    count, closed = len(loose), ClosedCollection()
    if not together or count < 2:
        return Neighbourhood.nothing(count), np.zeros(count, np.bool_)
    few = closed.neighbourhood(loose, np.full(count, FEW_CANDIDATES, np.int32), count)
    _, close = rough_families(few, loose)
    most = np.where(close, FEW_CANDIDATES, MOST_CANDIDATES).astype(np.int32)
    return closed.neighbourhood(loose, most, count), close


def _candidates(
    known: Remembered,
    keys: NoteKeys,
    numbers: npt.NDArray[np.int32],
    most: npt.NDArray[np.int32],
) -> tuple[
    npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.bool_], npt.NDArray[np.bool_]
]:
    """Return (asked note, variant that may be related) pairs, and whose list was cut short.

    With them which of the keys any variant holds.
    """
    from index import segment_kernel

    count = len(numbers)
    found = known.keys.find(keys.keys, WIDE)
    cut = np.bincount(keys.notes[found.cut], minlength=count) > 0
    asking, member = (np.empty(int(most.sum()), np.int32) for _ in range(2))
    pairs = segment_kernel.tally(
        count, keys.bounds, keys.kinds, found.bounds, found.members,
        known.variants.notes["sizes"], keys.sizes, numbers, np.array(LEAST_SHARE), most,
        asking, member, cut,
    )  # fmt: skip
    return asking[:pairs], member[:pairs], cut, found.counts > 0


def _with_leaders(
    known: Remembered, members: npt.NDArray[np.int32], numbers: npt.NDArray[np.int32]
) -> npt.NDArray[np.int32]:
    """Return the variants to recall besides the asked ones: the candidates, and all leaders."""
    leaders = known.variants.notes["leader"]
    asked = numbers[numbers >= 0]
    wanted = distinct(np.concatenate((members, leaders[members], leaders[asked])))
    return _canonical(known, wanted[~among(wanted, np.sort(asked))].astype(np.int32))


def _canonical(known: Remembered, variants: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Order variants by most recipients, then time, then text hash: arrival does not matter."""
    messages = known.messages
    found = messages.of_variant.find(variants.astype(np.uint64))
    which = np.repeat(np.arange(len(variants)), found.counts)
    people = np.bincount(which, messages.recipient_counts(found.members), len(variants))
    first = np.full(len(variants), np.inf)
    np.fmin.at(first, which, messages.rows["when"][found.members])
    result: npt.NDArray[np.int32] = variants[
        np.lexsort((known.variants.notes["masked"][variants], first, -people))
    ]
    return result


def _groups(
    keys: NoteKeys, shared: npt.NDArray[np.bool_]
) -> tuple[Postings, npt.NDArray[np.bool_]]:
    """Group the asked notes by passage, where another asked note or a variant holds it too.

    ``shared`` says which keys any variant holds.
    """
    outside = distinct(keys.keys[shared & (keys.kinds == PASSAGE_KEYS)])
    held = Postings.of(keys.runs.keys, keys.runs.notes, keep=outside)
    return held, among(held.keys, outside)


def _families(known: Remembered, rows: npt.NDArray[np.int32], row_of: _RowOf) -> Families:
    notes = known.variants.notes
    there = rows >= 0
    leaders = np.full(len(rows), -1, np.int32)
    leaders[there] = row_of(notes["leader"][rows[there]])
    relations, scores = np.zeros(len(rows), np.int8), np.zeros(len(rows), np.float32)
    core = np.zeros(len(rows), np.bool_)
    relations[there] = notes["relation"][rows[there]]
    scores[there] = notes["score"][rows[there]]
    core[there] = notes["core"][rows[there]]
    return Families(leaders, relations, scores, core)
