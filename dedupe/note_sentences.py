"""The sentences of notes: what each says with its values left out, and where its words stand.

A sentence that says too little to be said in other words, or that stands in the sign-off, is none.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.language import language_of
from dedupe.note import Note, words_of
from dedupe.ragged import ragged
from dedupe.reworded import values_of
from dedupe.sentences import sentence_spans
from dedupe.words import UNITS_PER_WORD, Words

#: Fewer unmasked words than this say nothing that could be said in other words.
LEAST_WORDS = 3

#: Numbers of a sentence that are kept; invoices name one or two.
MOST_VALUES = 4

_VALUE = "…"


@dataclass(frozen=True, slots=True)
class NoteSentences:
    """The sentences of a batch of notes; note n has sentences ``bounds[n]:bounds[n + 1]``.

    One entry a sentence: ``keys`` (int64, not negative: a hash of its words, values left out);
    [``firsts``, ``stops``) (int32), which unmasked words of the note it holds; ``values``
    (uint32, shape (n, MOST_VALUES)), hashes of the numbers it gives, 0 where there are fewer. One
    entry a note: ``languages`` (int8, see dedupe.language).
    """

    keys: npt.NDArray[np.int64]
    firsts: npt.NDArray[np.int32]
    stops: npt.NDArray[np.int32]
    values: npt.NDArray[np.uint32]
    bounds: npt.NDArray[np.int64]
    languages: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @classmethod
    def nothing(cls, notes: int = 0) -> NoteSentences:
        """Return notes without a sentence."""
        return cls(
            np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int32),
            np.empty((0, MOST_VALUES), np.uint32), np.zeros(notes + 1, np.int64),
            np.zeros(notes, np.int8),
        )  # fmt: skip

    @property
    def notes(self) -> npt.NDArray[np.int64]:
        """Whose each sentence is."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    def chosen(self, notes: npt.NDArray[np.integer]) -> NoteSentences:
        """Return some of the notes, in the order named."""
        bounds, taken = ragged(self.bounds[notes], np.diff(self.bounds)[notes])
        return NoteSentences(
            self.keys[taken], self.firsts[taken], self.stops[taken], self.values[taken], bounds,
            self.languages[notes],
        )  # fmt: skip

    def joined(self, other: NoteSentences) -> NoteSentences:
        """Return the notes of both batches, those of ``other`` after these."""
        names = ("keys", "firsts", "stops", "values", "languages")
        both = {n: np.concatenate((getattr(self, n), getattr(other, n))) for n in names}
        return NoteSentences(
            **both, bounds=np.concatenate((self.bounds, other.bounds[1:] + self.bounds[-1]))
        )


def note_sentences(notes: Iterable[Note]) -> tuple[NoteSentences, dict[int, str]]:
    """Return the sentences of notes, and the text of each key as a model is to read it.

    Masked values are left out of the text, so that a sentence is the same to everybody.
    """
    listed = list(notes)
    words = words_of(listed)
    texts: dict[int, str] = {}
    rows: list[tuple[int, int, int, list[int]]] = []
    sizes = []
    for number, note in enumerate(listed):
        found = list(_sentences(note, words, number))
        rows += [(key, first, stop, values) for key, first, stop, values, _ in found]
        texts.update((key, text) for key, _, _, _, text in found)
        sizes.append(len(found))
    bounds = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    made = NoteSentences(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int32),
        np.array([row[2] for row in rows], np.int32),
        np.array([row[3] for row in rows], np.uint32).reshape(len(rows), MOST_VALUES),
        bounds,
        np.array([_language(note) for note in listed], np.int8),
    )
    return made, texts


def _sentences(
    note: Note, words: Words, number: int
) -> Iterable[tuple[int, int, int, list[int], str]]:
    """Yield (key, first, stop, values, text) of each sentence of one note."""
    share = slice(int(words.bounds[number]), int(words.bounds[number + 1]))
    starts, flags = words.starts[share], words.flags[share]
    hashes, units, below = words.hashes[share], words.units[share], words.below[share]
    unmasked = np.concatenate(([0], np.cumsum(flags == 0)))
    for start, stop in note.spans:
        for a, b in sentence_spans(note.message.text, start, stop):
            first, last = np.searchsorted(starts, (a, b)).tolist()
            kept = (flags[first:last] == 0) & ~below[first:last]
            if int(units[first:last][kept].sum()) < LEAST_WORDS * UNITS_PER_WORD:
                continue
            said = np.where(flags[first:last] == 0, hashes[first:last], 0)[flags[first:last] < 2]
            yield (
                _key(said), int(unmasked[first]), int(unmasked[last]), _values(note, a, b),
                _without_values(note, a, b),
            )  # fmt: skip


def _key(said: npt.NDArray[np.uint32]) -> int:
    digest = hashlib.blake2b(said.astype("<u4").tobytes(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


def _values(note: Note, start: int, stop: int) -> list[int]:
    found = sorted(values_of(note.message.text, note.masks, start, stop))[:MOST_VALUES]
    hashed = [zlib.crc32(value.encode()) or 1 for value in found]
    return hashed + [0] * (MOST_VALUES - len(hashed))


def _without_values(note: Note, start: int, stop: int) -> str:
    text, parts, at = note.message.text, [], start
    for mask in note.masks:
        if mask.start >= start and mask.stop <= stop:
            parts += [text[at : mask.start], _VALUE]
            at = mask.stop
    return " ".join("".join([*parts, text[at:stop]]).split())


def _language(note: Note) -> int:
    return language_of(" ".join(note.message.text[a:b] for a, b in note.spans))


def sentence_values(values: Sequence[int]) -> frozenset[int]:
    """Return one sentence's numbers as a set."""
    return frozenset(value for value in values if value)
