"""Pages of temporary files are let go while there are many, and nothing written is lost."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pytest

from index import FewPages, TemporaryFiles, few_pages
from index.few_pages import FilePages

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells its pages")

MANY = 48 << 20


def written(files: TemporaryFiles) -> np.ndarray:  # type: ignore[type-arg]
    made = files.room(MANY // 8, np.int64)
    made[:] = np.arange(len(made))
    return made


def resident_of_files() -> int:
    with FilePages() as pages:
        return pages.resident()


def becomes_true(told: Callable[[], bool]) -> bool:
    """Wait half a minute at most: a busy machine is slow, a fault lasts."""
    for _ in range(3000):
        if told():
            return True
        time.sleep(0.01)
    return False


def test_pages_let_go_are_not_the_process_any_more_and_come_back() -> None:
    files = TemporaryFiles()
    made = written(files)
    before = resident_of_files()
    files.let_go()
    assert before - resident_of_files() > MANY // 2
    assert (made == np.arange(len(made))).all()


def test_arrays_that_are_gone_are_not_looked_at() -> None:
    files = TemporaryFiles()
    made = written(files)
    del made
    files.let_go()


def test_many_pages_are_let_go_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_pages, "MOST", MANY // 4)
    files, before = TemporaryFiles(), resident_of_files()
    with FewPages(files):
        made = written(files)
        assert becomes_true(lambda: resident_of_files() < before + MANY // 2)
    assert (made == np.arange(len(made))).all()
