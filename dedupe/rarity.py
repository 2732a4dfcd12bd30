"""Rarity: how much a word tells. Filler that stands in more than one note of a hundred is 0.

The weight of a word is max(0, log(0.01 / df)). The document frequency df blends what the
archive holds with a small shipped table per language, so that a fresh store works. In scripts
without spaces a character is weighed as the pair it begins (the pair it ends, at the end of a
run), since single characters are everywhere, and by its units; in kana, Thai and its relatives
as the three it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from dedupe.ragged import sizes_of
from dedupe.room import Room, in_memory
from dedupe.threads import in_threads
from dedupe.words import UNITS_PER_WORD, Words, hash_words

#: Units of a kana, Thai, Lao, Khmer or Burmese character, weighed as the three it begins.
SYLLABIC_UNITS = 1

#: A word in more than this share of notes is filler.
FILLER = 0.01

#: The frequency of a word that the table does not list: it weighs log(20), about 3.
UNLISTED = 0.0005

#: Words worked on at a time: what is computed on the way takes 50 bytes a word.
AT_ONCE = 1 << 20

#: The table counts as much as this many remembered notes.
PRIOR_NOTES = 400


@dataclass(frozen=True, slots=True)
class FillerTable:
    """Sorted keys (uint64) of common words of all languages, with their frequency (float32).

    ``slots`` (int32) say where to look for a key; ``weights`` (float32) are those of a whole word
    of each frequency, and last of a word that is not listed.
    """

    keys: npt.NDArray[np.uint64]
    frequencies: npt.NDArray[np.float32]
    slots: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]

    def look_up(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.float32]:
        """Return the frequency of each key, UNLISTED where the table has none."""
        from dedupe import rarity_kernel

        found = np.empty(len(keys), np.float32)
        rarity_kernel.look_up(
            keys, self.slots, self.keys, self.frequencies, np.float32(UNLISTED), found
        )
        return found


@cache
def filler_table() -> FillerTable:
    """Return the shipped table; the highest frequency holds for a word of several languages."""
    from dedupe import rarity_kernel

    listed: dict[str, float] = {}
    text = resources.files("dedupe").joinpath("filler/words.txt").read_text("utf-8")
    for line in text.splitlines():
        _, frequency, *words = line.split()
        for word in words:
            listed[word] = max(listed.get(word, 0.0), float(frequency))
    words = list(listed)
    hashed = hash_words(words, [[(0, len(word))] for word in words], [[] for _ in words])
    keys = rarity_keys(hashed)[hashed.bounds[:-1]]
    frequencies = np.array([listed[word] for word in words], np.float32)
    order = np.lexsort((-frequencies, keys))
    each = np.append(frequencies[order], np.float32(UNLISTED))
    return FillerTable(
        keys[order], frequencies[order], rarity_kernel.slots_of(keys[order]), _whole_weights(each)
    )


def rarity_keys_in_shares(
    words: Words,
) -> Iterator[tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64], slice]]:
    """Yield the keys of a share of the notes, their bounds among these keys, and of which words."""
    for first, stop in shares_of(words):
        bounds = words.bounds[first : stop + 1]
        share = slice(int(bounds[0]), int(bounds[-1]))
        yield _rarity_keys(words, first, stop), bounds - bounds[0], share


def rarity_keys(words: Words, room: Room = in_memory) -> npt.NDArray[np.uint64]:
    """Return, for each word, the key under which its frequency is counted."""
    return _rarity_keys(words, 0, len(words), room)


def _rarity_keys(
    words: Words, first: int, stop: int, room: Room = in_memory
) -> npt.NDArray[np.uint64]:
    """Return the keys of the words of the notes [first, stop)."""
    from dedupe import rarity_kernel

    bounds = words.bounds[first : stop + 1]
    share = slice(int(bounds[0]), int(bounds[-1]))
    keys = room(share.stop - share.start, np.uint64)
    rarity_kernel.rarity_keys(
        words.hashes[share], words.units[share], bounds - bounds[0], UNITS_PER_WORD,
        SYLLABIC_UNITS, keys,
    )  # fmt: skip
    return keys


def weights(
    words: Words,
    frequencies: npt.NDArray[np.float32] | None = None,
    room: Room = in_memory,
) -> npt.NDArray[np.float32]:
    """Return the weight of each word, from the shipped table or from given frequencies."""
    result = room(len(words.units), np.float32)
    for first, stop in shares_of(words):
        share = slice(int(words.bounds[first]), int(words.bounds[stop]))
        if frequencies is None:
            found = filler_table().look_up(_rarity_keys(words, first, stop))
        else:
            found = frequencies[share]
        result[share] = _weights(found, words.units[share])
    return result


def weights_without(
    words: Words, left_out: npt.NDArray[np.bool_], room: Room = in_memory, *, threads: int = 1
) -> npt.NDArray[np.float32]:
    """Return the weights, from the shipped table, of the words that are not left out."""
    from dedupe import rarity_kernel

    shares = list(shares_of(words))
    gone = [left_out[words.bounds[first] : words.bounds[stop]] for first, stop in shares]
    ends = list(accumulate((int(np.count_nonzero(~each)) for each in gone), initial=0))
    result = room(ends[-1], np.float32)
    table = filler_table()

    def share(number: int, _: int) -> None:
        first, stop = shares[number]
        part = slice(int(words.bounds[first]), int(words.bounds[stop]))
        rarity_kernel.weights_without(
            _rarity_keys(words, first, stop), words.units[part], gone[number], table.slots,
            table.keys, table.weights, UNITS_PER_WORD, result[ends[number] : ends[number + 1]],
        )  # fmt: skip

    in_threads(share, len(shares), threads, 1)
    return result


def _weights(
    frequencies: npt.NDArray[np.float32], units: npt.NDArray[np.uint8]
) -> npt.NDArray[np.float32]:
    whole = _whole_weights(frequencies)
    return (whole * units / UNITS_PER_WORD).astype(np.float32, copy=False)


def _whole_weights(frequencies: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    weight = np.log(FILLER / np.maximum(frequencies, 1e-9))
    result: npt.NDArray[np.float32] = np.maximum(weight, 0)
    return result


def blended_frequencies(
    words: Words,
    keys: npt.NDArray[np.uint64],
    written: npt.NDArray[np.bool_],
    sent: npt.NDArray[np.bool_],
    beyond: npt.NDArray[np.float32],
    notes_beyond: int,
    asked: int = 0,
    room: Room = in_memory,
) -> npt.NDArray[np.float32]:
    """Return, for each word, the share of *other* notes that hold it, blended with the table.

    Only for the words of the notes from ``asked`` on. ``keys`` are the words' rarity keys. Only
    words ``written`` (bool, one a word) count, not those copied from another note: a text sent to
    hundreds makes none of its words a common word. Nor do notes that were not ``sent`` (bool, one a
    note). ``beyond`` says how many of ``notes_beyond`` further notes wrote each asked word.
    """
    from dedupe import rarity_kernel

    rest = words.since(asked)
    others = room(len(rest.hashes), np.float32)
    counted = written & np.repeat(sent, sizes_of(words.bounds))
    rarity_kernel.other_notes(keys, words.bounds, counted, asked, others)
    others += beyond
    keys = keys[len(keys) - len(others) :]
    known = np.count_nonzero(sent) - sent[asked:] + notes_beyond + PRIOR_NOTES
    sizes = sizes_of(rest.bounds)
    for first, stop in shares_of(rest):
        share = slice(int(rest.bounds[first]), int(rest.bounds[stop]))
        held = others[share] + PRIOR_NOTES * filler_table().look_up(keys[share])
        others[share] = held / np.repeat(known[first:stop], sizes[first:stop])
    return others


def notes_that_wrote(
    asked: npt.NDArray[np.uint64], words: Words, written: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float32]:
    """Return how many notes hold each asked rarity key where it is ``written``, one a word."""
    from dedupe import rarity_kernel

    found = np.empty(len(asked), np.float32)
    keys = np.concatenate((rarity_keys(words), asked))
    none = np.zeros(len(asked), np.bool_)
    rarity_kernel.other_notes(
        keys, np.append(words.bounds, len(keys)), np.concatenate((written, none)), len(words), found
    )
    return found


def shares_of(words: Words) -> Iterator[tuple[int, int]]:
    """Yield shares of the notes, [first, stop), of about AT_ONCE words each."""
    first = 0
    if 0 < len(words.hashes) <= AT_ONCE:
        yield 0, len(words)
        return
    while first < len(words):
        most = int(words.bounds[first]) + AT_ONCE
        stop = max(first + 1, int(np.searchsorted(words.bounds, most, "right")) - 1)
        yield first, stop
        first = stop
