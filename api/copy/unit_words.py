"""From copy units to words: placeholders are masks, approved text is taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from api.copy.judged_text import JudgedText, judged_text, values_in
from api.copy.tags import find_tags
from api.copy.units import CopyUnit, Span
from dedupe import Words, hash_words


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The words of a batch of units, one note a unit in ``words``.

    ``lengths`` (float64, one a unit) are in words, masks and approved text not counted. ``stands``
    says of each approved text whether a unit holds it.
    """

    words: Words
    lengths: npt.NDArray[np.float64]
    stands: tuple[bool, ...] = ()


def unit_words(units: Sequence[CopyUnit], approved: Sequence[str]) -> UnitWords:
    """Return the words of the units, approved text taken out. Units with one text are read once."""
    numbers: dict[tuple[str, tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]], int] = {}
    of_unit = [
        numbers.setdefault((unit.place.text, unit.masks, unit.left_out, unit.values), len(numbers))
        for unit in units
    ]
    words = _hashed([judged_text(*key) for key in numbers])
    aside, stands = approved_words(words, [_approved(text) for text in approved])
    chosen = notes_of(words.without(aside), np.array(of_unit, np.int64))
    return UnitWords(chosen, _unmasked(chosen), stands)


def _approved(text: str) -> JudgedText:
    tags = tuple((tag.start, tag.stop) for tag in find_tags(text))
    return judged_text(text, tags, (), values_in(text, tags))


def _hashed(judged: Sequence[JudgedText]) -> Words:
    return hash_words(
        [j.text for j in judged], [j.spans for j in judged], [j.masks for j in judged]
    )


def _unmasked(words: Words) -> npt.NDArray[np.float64]:
    return words.without(words.flags > 0).lengths()


def notes_of(words: Words, numbers: npt.NDArray[np.int64]) -> Words:
    """Return the notes with the given numbers, in that order, as often as they are named."""
    sizes = np.diff(words.bounds)[numbers]
    bounds = np.zeros(len(numbers) + 1, np.int64)
    np.cumsum(sizes, out=bounds[1:])
    index = np.arange(bounds[-1]) - np.repeat(bounds[:-1] - words.bounds[numbers], sizes)
    return Words(
        words.hashes[index], words.starts[index], words.stops[index], words.units[index],
        words.flags[index], words.below[index], bounds, words.exact[numbers],
        words.masked[numbers],
    )  # fmt: skip


def approved_words(
    words: Words, approved: Sequence[JudgedText]
) -> tuple[npt.NDArray[np.bool_], tuple[bool, ...]]:
    """Return which words stand in a run that an approved text is, masks counting neither way.

    And of each approved text whether it stands anywhere.
    """
    aside = np.zeros(len(words.hashes), np.bool_)
    if not approved:
        return aside, ()
    texts = _hashed(approved)
    plain = np.flatnonzero(words.flags == 0)
    note = np.searchsorted(words.bounds, plain, "right")
    stands = []
    for number in range(len(texts)):
        share = slice(int(texts.bounds[number]), int(texts.bounds[number + 1]))
        wanted = texts.hashes[share][texts.flags[share] == 0]
        starts = _runs_of(wanted, words.hashes[plain], note)
        stands.append(bool(starts))
        for start in starts:
            aside[plain[start] : plain[start + len(wanted) - 1] + 1] = True
    return aside, tuple(stands)


def _runs_of(
    wanted: npt.NDArray[np.uint32], hashes: npt.NDArray[np.uint32], note: npt.NDArray[np.int64]
) -> list[int]:
    """Return where the wanted hashes stand in a row within one note."""
    size = len(wanted)
    if not size or size > len(hashes):
        return []
    places = np.flatnonzero(hashes[: len(hashes) - size + 1] == wanted[0])
    places = places[note[places] == note[places + size - 1]]
    return [int(p) for p in places if np.array_equal(hashes[p : p + size], wanted)]
