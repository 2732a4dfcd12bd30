"""text-dedup: its MinHash fingerprint (5-word shingles by default) and band tables.

The package is a command over whole data sets; its own fingerprint and band choice are used as its
command uses them: two texts with one equal band are duplicates, unchecked. A text with fewer than
`min_length` tokens is left out by the tool and so never found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from benchmarks.quality.judges import Judge, Judgement, Match, NotRunError, judgement, sent_text
from benchmarks.quality.notes import LabelledNote

# 5-word shingles at .7 are the defaults; 3-word shingles and .5 reach shorter texts.
GRID = ((5, 0.7), (5, 0.5), (3, 0.7), (3, 0.5))
_PERMUTATIONS = 250
_MINIMUM = 5


def text_dedup_judges() -> list[Judge]:
    """The grid."""
    return [TextDedup(size, threshold) for size, threshold in GRID]


class TextDedup:
    """One shingle size at one threshold."""

    family = "text-dedup"

    def __init__(self, size: int, threshold: float) -> None:
        self.name = f"text-dedup words {size} at {threshold}"
        self._size = size
        self._threshold = threshold
        self._options: dict[str, Any] = {}
        self._tables: list[dict[bytes, list[str]]] = []

    def fit(self, history: Sequence[LabelledNote]) -> None:
        try:
            import numpy as np
            from text_dedup.minhash import RNG
            from text_dedup.utils import optimal_param, xxh3_32hash
        except ImportError as error:
            raise NotRunError(f"text-dedup is not installed ({error})") from error
        bands, rows = optimal_param(
            self._threshold, _PERMUTATIONS, false_positive_weight=0.5, false_negative_weight=0.5
        )
        prime, kind = np.uint64((1 << 61) - 1), np.uint64
        self._options = {
            "num_perm": _PERMUTATIONS,
            "ngram_size": self._size,
            "min_length": _MINIMUM,
            "hashranges": [(i * rows, (i + 1) * rows) for i in range(bands)],
            "permutations": (
                RNG.randint(1, prime, size=(_PERMUTATIONS,), dtype=kind),
                RNG.randint(0, prime, size=(_PERMUTATIONS,), dtype=kind),
            ),
            "hash_func": xxh3_32hash,
            "dtype": kind,
            "max_hash": np.uint32((1 << 32) - 1),
            "modulo_prime": prime,
        }
        self._tables = [defaultdict(list) for _ in range(bands)]
        for note in history:
            for table, band in zip(self._tables, self._bands(note), strict=False):
                table[band].append(note.id)

    def judge(self, notes: Sequence[LabelledNote]) -> list[Judgement]:
        made = []
        for note in notes:
            equal: defaultdict[str, int] = defaultdict(int)
            for table, band in zip(self._tables, self._bands(note), strict=False):
                for note_id in table.get(band, ()):
                    equal[note_id] += 1
            # It gives no score; the share of equal bands orders its answers best.
            matches = [Match(i, n / len(self._tables)) for i, n in equal.items()]
            made.append(judgement(note.id, matches))
        return made

    def _bands(self, note: LabelledNote) -> list[bytes]:
        from text_dedup.minhash import NON_ALPHA, SIGNATURE_COLUMN, embed_func

        text = sent_text(note)
        if len(NON_ALPHA.split(text.lower())) < _MINIMUM:
            return []
        return list(embed_func(text, 0, **self._options)[SIGNATURE_COLUMN])
