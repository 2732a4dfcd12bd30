"""Look-up keys of a batch of notes: bands, passages and pairs, by note and kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import Loose, Passages, band_keys, pair_keys, passages, sketches
from index.variants import KINDS

#: The number of the second kind of key.
PASSAGES = 1


@dataclass(frozen=True, slots=True)
class NoteKeys:
    """Distinct keys sorted by note: ``keys[bounds[n]:bounds[n + 1]]``, each of one of the kinds.

    ``sizes`` (int32, shape (notes, kinds)) counts the keys as made, repeats included; ``runs`` are
    the passages among them.
    """

    keys: npt.NDArray[np.uint64]
    kinds: npt.NDArray[np.uint8]
    notes: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int32]
    runs: Passages

    @classmethod
    def of(cls, loose: Loose) -> NoteKeys:
        """Make the keys by which notes are looked up, and found."""
        runs = passages(loose)
        bands, pairs = band_keys(sketches(loose), loose), pair_keys(loose)
        made = ((bands.keys, bands.notes), (runs.keys, runs.notes), (pairs.keys, pairs.notes))
        count = len(loose)
        sizes = np.stack([np.bincount(n, minlength=count) for _, n in made], axis=1)
        keys = np.concatenate([k for k, _ in made])
        notes = np.concatenate([n for _, n in made])
        kinds = np.repeat(np.arange(KINDS, dtype=np.uint8), [len(k) for k, _ in made])
        order = np.lexsort((keys, kinds, notes))
        keys, notes, kinds = keys[order], notes[order], kinds[order]
        new = np.ones(len(keys), np.bool_)
        new[1:] = (keys[1:] != keys[:-1]) | (notes[1:] != notes[:-1]) | (kinds[1:] != kinds[:-1])
        keys, notes, kinds = keys[new], notes[new], kinds[new]
        bounds = np.searchsorted(notes, np.arange(count + 1)).astype(np.int64)
        return cls(keys, kinds, notes, bounds, sizes.astype(np.int32), runs)
