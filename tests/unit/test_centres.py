"""Centres of languages: written, read, and taken from vectors."""

from __future__ import annotations

import numpy as np
import pytest

from dedupe import LanguageCentres, centred, e5_centres, language_name, language_of
from dedupe.centres import read_centres, write_centres

ENGLISH = language_of("Thank you for the letter that you have written to us about the children.")


def test_what_is_written_is_read() -> None:
    rows = np.random.default_rng(4).normal(size=(2, 8)).astype(np.float32)
    found = read_centres(write_centres({"pl": rows[0], "en": rows[1]}))
    assert {language_name(k) for k in found.by_language} == {"en", "pl"}
    assert found.by_language[ENGLISH] == pytest.approx(rows[1], abs=2e-3)
    assert found.general == pytest.approx(rows.mean(axis=0), abs=2e-3)


def test_rows_keep_length_one_and_nothing_stays_nothing() -> None:
    centres = LanguageCentres({ENGLISH: np.array([1, 0], np.float32)}, np.zeros(2, np.float32))
    rows = np.array([[0.6, 0.8], [0, 0], [1, 0]], np.float32)
    moved = centred(rows, ENGLISH, centres)
    assert moved.dtype == np.float32
    assert moved[0] == pytest.approx([-0.4472, 0.8944], abs=1e-3)
    assert moved[1:].tolist() == [[0, 0], [0, 0]]
    assert centred(rows, 99, centres) == pytest.approx(rows, abs=1e-6)


def test_the_shipped_centres_are_of_unit_vectors_and_differ() -> None:
    centres = e5_centres()
    assert len(centres.by_language) >= 20
    lengths = [float(np.linalg.norm(row)) for row in centres.by_language.values()]
    assert 0.8 < min(lengths) <= max(lengths) < 1
    rows = np.stack(list(centres.by_language.values()))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = rows @ rows.T - np.eye(len(rows))
    assert cosines.max() < 0.9995
