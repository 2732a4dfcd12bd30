"""Spilled arrays are the same in a file, in memory, and where no file can be written."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest

from index import Collection, TemporaryFiles, spill, temporary_files
from index.spill import Spill
from tests.relating import numbered, words


@pytest.fixture
def all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporary_files, "LARGE", 1)


def filled() -> tuple[Spill, list[int]]:
    kept, values = Spill(np.uint32, TemporaryFiles()), list(range(1000))
    for first in range(0, 1000, 100):
        kept.add(np.array(values[first : first + 100], np.uint32))
    return kept, values


def test_few_values_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", None)  # calling it would fail
    kept, values = filled()
    assert kept.all().tolist() == values
    assert TemporaryFiles().room(10, np.uint8).shape == (10,)


@pytest.mark.usefixtures("all_is_large")
def test_many_values_lie_in_a_file_without_a_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept, values = filled()
    assert kept.all().tolist() == values
    assert kept.all().dtype == np.uint32
    made = TemporaryFiles().room(3, np.uint64)
    made[:] = 7
    assert made.tolist() == [7, 7, 7]
    assert list(tmp_path.iterdir()) == []
    kept.clear()
    assert kept.all().tolist() == []


@pytest.mark.usefixtures("all_is_large")
def test_a_full_disk_leaves_everything_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, values = Spill(np.uint32, TemporaryFiles()), list(range(1000))
    kept.add(np.array(values[:600], np.uint32))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(spill, "_write_all", full)
    kept.add(np.array(values[600:], np.uint32))
    assert kept.all().tolist() == values
    monkeypatch.setattr(os, "posix_fallocate", full)
    assert TemporaryFiles().room(3, np.uint64).shape == (3,)


@pytest.mark.usefixtures("all_is_large")
def test_a_collection_in_files_gives_the_same_words() -> None:
    collection, expected = Collection(), words(*[numbered(k, k + 3 + k % 2) for k in range(9)])
    for first in range(0, 9, 3):
        collection.add(expected.chosen(np.arange(first, first + 3)))
    order = np.array([4, 5, 0, 8, 7, 1])
    found, wanted = collection.hand_over(order), expected.chosen(order)
    for name in ("hashes", "units", "flags", "below", "bounds", "exact", "masked"):
        assert getattr(found, name).tolist() == getattr(wanted, name).tolist()
        assert getattr(found, name).dtype == getattr(wanted, name).dtype
        assert getattr(found, name).flags.writeable, "kernels are compiled for such arrays alone"
