"""Look-up keys of a batch of notes: bands, passages and pairs, by note and kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.sketch import Loose, Passages, band_keys, pair_keys, passages, sketches

#: The number of the second kind of key.
PASSAGE_KEYS = 1


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
        from dedupe import note_keys_kernel

        runs = passages(loose)
        bands, pairs = band_keys(sketches(loose), loose), pair_keys(loose)
        keys, kinds, notes, bounds, sizes = note_keys_kernel.by_note(
            len(loose), bands.keys, bands.notes, runs.keys, runs.notes, pairs.keys, pairs.notes
        )
        return cls(keys, kinds, notes, bounds, sizes, runs)
