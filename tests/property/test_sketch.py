"""Sketches are datasketch's, bit for bit; shared runs always share a fingerprint."""

from __future__ import annotations

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import passages, shingles, sketches
from dedupe.sketch import (
    GRAM_UNITS,
    GUARANTEED_CHARACTERS,
    GUARANTEED_SYLLABIC,
    GUARANTEED_WORDS,
    PERMUTATIONS,
    SEED,
    SHINGLE_UNITS,
    WINDOW,
)
from tests.relating import loose, plain_words
from tests.texts import ANY_TEXT, SPACED, SYLLABIC, UNSPACED

MASK = (1 << 64) - 1


def peer(hashes: list[int]) -> list[int]:
    """Sketch the same shingle hashes with datasketch."""
    found = MinHash(PERMUTATIONS, seed=SEED, hashfunc=lambda value: value, scheme="affine32")
    for value in hashes:
        found.update(value)
    digest: list[int] = found.digest().tolist()
    return digest


@settings(max_examples=150, deadline=None)
@given(st.lists(ANY_TEXT, max_size=6))
def test_sketches_are_datasketch_bit_for_bit(texts: list[str]) -> None:
    read = loose(plain_words(texts))
    found = sketches(read)
    assert found.shape == (len(texts), PERMUTATIONS)
    for note in range(len(texts)):
        assert found[note].tolist() == peer(shingles(read, note).tolist())


@pytest.mark.parametrize("text", ["", "word", "谢", "two words", "谢谢", "谢谢你", "x " * 500])
def test_the_shortest_and_the_most_repetitive_notes(text: str) -> None:
    read = loose(plain_words([text]))
    hashes = shingles(read, 0).tolist()
    assert sketches(read)[0].tolist() == peer(hashes)
    assert bool(hashes) == bool(text)


@settings(deadline=None)
@given(ANY_TEXT)
def test_a_shingle_starts_at_each_word_that_has_room(text: str) -> None:
    read = loose(plain_words([text]))
    units = read.units.tolist()
    with_room = sum(sum(units[k:]) >= SHINGLE_UNITS for k in range(len(units)))
    assert len(shingles(read, 0)) == max(with_room, min(len(units), 1))


def runs(letters: tuple[str, ...], least: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(letters), min_size=least, max_size=least + 3)


MIXED = SPACED + UNSPACED + SYLLABIC
RUN = (
    runs(SPACED, GUARANTEED_WORDS)
    | runs(UNSPACED, GUARANTEED_CHARACTERS)
    | runs(SPACED + UNSPACED, GUARANTEED_CHARACTERS)
    | runs(SYLLABIC, GUARANTEED_SYLLABIC)
    | runs(MIXED, GUARANTEED_SYLLABIC)
)
AROUND = st.lists(st.sampled_from(MIXED), max_size=12)


@settings(max_examples=400, deadline=None)
@given(RUN, AROUND, AROUND, AROUND, AROUND)
def test_a_shared_run_has_a_common_fingerprint_inside_it(
    run: list[str], before_a: list[str], after_a: list[str], before_b: list[str], after_b: list[str]
) -> None:
    texts = [" ".join(before_a + run + after_a), " ".join(before_b + run + after_b)]
    read = loose(plain_words(texts))
    found = passages(read)
    length = len(plain_words([" ".join(run)]).hashes)
    starts = [len(plain_words([" ".join(b)]).hashes) for b in (before_a, before_b)]
    inside: list[set[tuple[int, int]]] = [set(), set()]
    for key, note, start, stop in zip(
        found.keys.tolist(), found.notes.tolist(), found.starts.tolist(), found.stops.tolist(),
        strict=True,
    ):  # fmt: skip
        if starts[note] <= start and stop <= starts[note] + length:
            inside[note].add((key, start - starts[note]))
    assert inside[0] & inside[1]


@settings(deadline=None)
@given(st.lists(ANY_TEXT, max_size=4))
def test_a_fingerprint_says_what_stands_at_its_place(texts: list[str]) -> None:
    read = loose(plain_words(texts))
    found = passages(read)
    seen: dict[int, tuple[int, ...]] = {}
    for key, note, start, stop in zip(
        found.keys.tolist(), found.notes.tolist(), found.starts.tolist(), found.stops.tolist(),
        strict=True,
    ):  # fmt: skip
        first, end = int(read.bounds[note]), int(read.bounds[note + 1])
        assert first <= first + start < first + stop <= end
        content = tuple(read.hashes[first + start : first + stop].tolist())
        assert seen.setdefault(key, content) == content


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.sampled_from(SPACED + MIXED), max_size=40), max_size=3))
def test_of_five_neighbouring_grams_the_least_is_kept(notes: list[list[str]]) -> None:
    read = loose(plain_words([" ".join(note) for note in notes]))
    found = passages(read)
    for note in range(len(notes)):
        words = slice(int(read.bounds[note]), int(read.bounds[note + 1]))
        grams = grams_of(read.hashes[words].tolist(), read.units[words].tolist())
        kept = []
        for first in range(max(len(grams) - WINDOW + 1, min(len(grams), 1))):
            window = range(first, min(first + WINDOW, len(grams)))
            kept.append(max(window, key=lambda at: (-grams[at][0], at)))
        here = found.notes == note
        assert found.starts[here].tolist() == sorted(set(kept))
        assert found.keys[here].tolist() == [grams[at][0] for at in sorted(set(kept))]
        assert found.stops[here].tolist() == [grams[at][1] for at in sorted(set(kept))]


def grams_of(hashes: list[int], units: list[int]) -> list[tuple[int, int]]:
    """Return, for each word, the hash of the shortest run of GRAM_UNITS from it, and its end."""
    grams = []
    for first in range(len(hashes)):
        key, reached, at = 0x70617373, 0, first
        while at < len(hashes) and reached < GRAM_UNITS:
            key = finalised(key * 0x100000001B3 & MASK ^ hashes[at])
            reached += units[at]
            at += 1
        if reached >= GRAM_UNITS:
            grams.append((key, at))
    return grams


def finalised(key: int) -> int:
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        key = (key ^ key >> 33) * factor & MASK
    return key ^ key >> 33


@settings(deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_equal_sketches_estimate_the_jaccard_likeness(one: str, other: str) -> None:
    read = loose(plain_words([one, other]))
    a, b = (set(shingles(read, note).tolist()) for note in (0, 1))
    estimate = float(np.mean(sketches(read)[0] == sketches(read)[1]))
    true = len(a & b) / len(a | b) if a | b else 1.0
    # Five standard deviations of 128 draws, for any likeness.
    assert abs(estimate - true) <= 5 * np.sqrt(0.25 / PERMUTATIONS)
