"""The tools that benchmarks/families.py compares: each groups texts into families.

All at 128 permutations, shingles of two words, a likeness of .5: pairs that the tool finds are
joined, so that every tool answers with one family number a text. Each takes the fastest way of its
own documentation through a whole collection.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

PERMUTATIONS = 128
LIKENESS = 0.5
BANDS, ROWS = 42, 3
_WORD = re.compile(r"\w+")
#: Characters that a tool is handed at a time where it has a batch call, about.
BATCH = 200_000

Labels = list[int]


class Families:
    """Joins pairs into families (union-find, path halving)."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def find(self, text: int) -> int:
        above = self._above
        while above[text] != text:
            above[text] = above[above[text]]
            text = above[text]
        return text

    def join(self, one: int, other: int) -> None:
        first, second = self.find(one), self.find(other)
        if first != second:
            self._above[max(first, second)] = min(first, second)

    def join_alike(self, one: int, other: int, sketches: Sequence[Any]) -> None:
        """Join two texts that are not joined yet, where their sketches are alike."""
        if self.find(one) != self.find(other) and self._alike(sketches[one], sketches[other]):
            self.join(one, other)

    @staticmethod
    def _alike(one: Any, other: Any) -> bool:
        return bool(one.jaccard(other) >= LIKENESS)

    def labels(self) -> Labels:
        return [self.find(text) for text in range(len(self._above))]


def pairs_of_words(text: str) -> set[str]:
    """Return the shingles of a text: every two neighbouring words, lower-cased."""
    words = _WORD.findall(text.lower())
    return {f"{a} {b}" for a, b in zip(words, words[1:], strict=False)} or set(words)


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    size = max(1, BATCH * len(texts) // max(1, sum(map(len, texts))))
    for first in range(0, len(texts), size):
        yield first, texts[first : first + size]


def samenote(texts: Sequence[str]) -> Labels:
    """samenote's relations: sketches, passages and pairs, common text aside, exact comparison."""
    from dedupe import Relation, judge
    from index import ClosedCollection

    words, numbers = _collected(texts)
    judged = judge(words, ClosedCollection(), threads=2)
    near = judged.related.forward >= Relation.NEAR
    return _joined(len(words), numbers, judged.near.left[near], judged.near.right[near])


def samenote_bands(texts: Sequence[str]) -> Labels:
    """What the others do, by samenote's own passes: words, sketches, bands, estimated likeness.

    Texts are let go batch by batch; kept are the sketches. Bands are looked up a range of keys at
    a time; of those that hold one key each is held against the first and against the one before it.
    """
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    from dedupe import Loose, band_parts, hash_words, loose_words, sketches
    from index.candidate_kernel import estimates
    from index.shared_keys import Part

    count = len(texts)
    sketch = np.empty((count, PERMUTATIONS), np.uint32)
    bounds = np.zeros(count + 1, np.int64)
    for first, batch in _batches(texts):
        words = hash_words(batch, [((0, len(text)),) for text in batch], [()] * len(batch))
        loose = loose_words(words)
        sketch[first : first + len(batch)] = sketches(loose)
        bounds[first + 1 : first + len(batch) + 1] = bounds[first] + words.bounds[1:]
    nothing = np.empty(0, np.uint32)
    empty = Loose(nothing, nothing.astype(np.uint8), nothing.astype(np.bool_), bounds)
    parts = band_parts(sketch, empty)
    families = np.arange(count, dtype=np.int32)
    for number in range(parts.parts):
        held = Part.of(parts.make(number), count)
        ends = np.concatenate(([0], held.ends))
        begin = np.repeat(ends[:-1].astype(np.int32), np.diff(ends))
        place = np.arange(len(held.members), dtype=np.int32)
        with_first, with_last = place[place > begin], place[place > begin + 1]
        left = held.members[np.concatenate((with_first, with_last))]
        right = held.members[np.concatenate((begin[with_first], with_last - 1))]
        apart = families[left] != families[right]
        left, right = left[apart], right[apart]
        likeness = np.empty(len(left), np.float32)
        estimates(sketch, left, right, likeness)
        close = likeness >= LIKENESS
        one, other = families[left[close]], families[right[close]]
        alike = coo_matrix((np.ones(len(one), np.bool_), (one, other)), (count, count))
        families = connected_components(alike, directed=False)[1][families]
    labels: Labels = families.tolist()
    return labels


def samenote_sketches(texts: Sequence[str]) -> Labels:
    """Words, sketches, look-up by bands, passages and pairs, estimated likeness; no comparison."""
    import numpy as np

    from dedupe import loosen
    from index import ClosedCollection

    words, numbers = _collected(texts)
    nothing = np.zeros(len(words.hashes), np.bool_)
    loose = loosen(words.hashes, words.units, nothing, words.bounds)
    most = np.full(len(words), 8, np.int32)
    near = ClosedCollection().neighbourhood(loose, most, len(words))
    close = near.estimate >= LIKENESS
    return _joined(len(words), numbers, near.left[close], near.right[close])


def _joined(variants: int, numbers: Sequence[int], left: Any, right: Any) -> Labels:
    families = Families(variants)
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        families.join(one, other)
    labels = families.labels()
    return [labels[number] for number in numbers]


def _collected(texts: Sequence[str]) -> tuple[Any, list[int]]:
    """Return the words of the distinct texts, and for each text which of them it is."""
    import numpy as np

    from dedupe import hash_words
    from index import Collection

    collection = Collection()
    numbers: list[int] = []
    for _, batch in _batches(texts):
        spans = [((0, len(text)),) for text in batch]
        numbers += collection.add(hash_words(batch, spans, [()] * len(batch)))
    return collection.words(np.arange(len(collection))), numbers


def datasketch(texts: Sequence[str]) -> Labels:
    """MinHash.generator in bulk, hashed by xxhash, and MinHashLSH; candidates are verified."""
    import xxhash
    from datasketch import MinHash, MinHashLSH

    tokens = ([s.encode() for s in pairs_of_words(text)] for text in texts)
    sketches = list(
        MinHash.generator(tokens, num_perm=PERMUTATIONS, hashfunc=xxhash.xxh32_intdigest)
    )
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    families = Families(len(texts))
    for number, sketch in enumerate(sketches):
        for other in index.query(sketch):
            families.join_alike(number, int(other), sketches)
        index.insert(number, sketch, check_duplication=False)
    return families.labels()


def rensa(texts: Sequence[str]) -> Labels:
    """RMinHash.from_token_sets in batches, RMinHashLSH; candidates are verified."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=LIKENESS, num_perm=PERMUTATIONS, num_bands=PERMUTATIONS // 4)
    families = Families(len(texts))
    sketches: list[Any] = []
    for _, batch in _batches(texts):
        tokens = [list(pairs_of_words(text)) for text in batch]
        sketches += RMinHash.from_token_sets(tokens, num_perm=PERMUTATIONS, seed=1)
    for number, sketch in enumerate(sketches):
        for other in index.query(sketch):
            families.join_alike(number, other, sketches)
        index.insert(number, sketch)
    return families.labels()


def gaoya(texts: Sequence[str]) -> Labels:
    """MinHashStringIndex with its own analyser, filled and asked in parallel."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(32, LIKENESS, BANDS, ROWS, None, "word", True, (2, 2))
    index.par_bulk_insert_docs(list(range(len(texts))), list(texts))
    families = Families(len(texts))
    for first, batch in _batches(texts):
        for number, found in enumerate(index.par_bulk_query(list(batch)), start=first):
            for other in found:
                families.join(number, other)
    return families.labels()


def text_dedup(texts: Sequence[str]) -> Labels:
    """Its MinHash fingerprint and band tables, joined as its command joins them, unverified;

    bands and rows are its own choice for the likeness.
    """
    import numpy as np
    from text_dedup.minhash import RNG, SIGNATURE_COLUMN, embed_func
    from text_dedup.utils import optimal_param, xxh3_32hash

    prime, kind = np.uint64((1 << 61) - 1), np.uint64
    permutations = (
        RNG.randint(1, prime, size=(PERMUTATIONS,), dtype=kind),
        RNG.randint(0, prime, size=(PERMUTATIONS,), dtype=kind),
    )
    bands, rows = optimal_param(
        LIKENESS, PERMUTATIONS, false_positive_weight=0.5, false_negative_weight=0.5
    )
    tables: list[dict[bytes, int]] = [{} for _ in range(bands)]
    families = Families(len(texts))
    for number, text in enumerate(texts):
        made = embed_func(
            text, number, num_perm=PERMUTATIONS, ngram_size=2, min_length=2,
            hashranges=[(i * rows, (i + 1) * rows) for i in range(bands)],
            permutations=permutations, hash_func=xxh3_32hash, dtype=kind,
            max_hash=np.uint32((1 << 32) - 1), modulo_prime=prime,
        )  # fmt: skip
        for table, band in zip(tables, made[SIGNATURE_COLUMN], strict=False):
            families.join(number, table.setdefault(band, number))
    return families.labels()


def brute_force(texts: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Yield every pair of texts whose exact Jaccard likeness reaches LIKENESS."""
    import numpy as np
    from scipy.sparse import csr_matrix

    known: dict[str, int] = {}
    rows, columns, sizes = [], [], []
    for number, text in enumerate(texts):
        shingles = pairs_of_words(text)
        sizes.append(len(shingles))
        rows += [number] * len(shingles)
        columns += [known.setdefault(shingle, len(known)) for shingle in shingles]
    held = csr_matrix((np.ones(len(rows), np.int32), (rows, columns)), (len(texts), len(known)))
    both = (held @ held.T).tocoo()
    size = np.array(sizes)
    likeness = both.data / (size[both.row] + size[both.col] - both.data)
    alike = (likeness >= LIKENESS) & (both.row < both.col)
    return zip(both.row[alike].tolist(), both.col[alike].tolist(), strict=True)


TOOLS: dict[str, Callable[[Sequence[str]], Labels]] = {
    "samenote": samenote,
    "samenote (sketches only)": samenote_sketches,
    "samenote (bands only)": samenote_bands,
    "gaoya": gaoya,
    "rensa": rensa,
    "datasketch": datasketch,
    "text-dedup": text_dedup,
}
