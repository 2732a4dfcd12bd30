"""Word marks: what is put into one byte comes out again."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from dedupe import UNITS_PER_WORD
from index.word_marks import with_written, word_marks, words_of_marks, written_of


def test_every_word_comes_out_as_it_went_in() -> None:
    every = list(product(range(1, UNITS_PER_WORD + 1), range(3), (False, True), (False, True)))
    units, flags = (np.array([each[n] for each in every], np.uint8) for n in range(2))
    below, written = (np.array([each[n] for each in every], np.bool_) for n in range(2, 4))
    marks = word_marks(units, flags, below, written)
    for marked, copied in ((marks, written), (with_written(marks, ~written), ~written)):
        parts = words_of_marks(marked, np.empty)
        assert [part.tolist() for part in parts] == [
            units.tolist(), flags.tolist(), below.tolist()
        ]  # fmt: skip
        assert written_of(marked).tolist() == copied.tolist()


def test_what_does_not_fit_is_refused() -> None:
    units, flags = np.array([4], np.uint8), np.array([0], np.uint8)
    no = np.array([False])
    with pytest.raises(ValueError, match="two bits"):
        word_marks(units, flags, no, no)
