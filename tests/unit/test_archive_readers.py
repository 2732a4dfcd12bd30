"""Processes that read archives read ahead what will be asked for, the same as is read here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.archive_readers import BATCH, ArchiveReaders, NotesAhead, read_note_again
from api.archives import open_archives
from api.archives.interface import Archive, Origin
from tests.inventing import line_of, sentences, to_each

MESSAGES = 3 * BATCH


@pytest.fixture
def archives(tmp_path: Path) -> Iterator[list[Archive]]:
    path = tmp_path / "sent.jsonl"
    texts = [" ".join(sentences(k, 2)) for k in range(MESSAGES)]
    path.write_text("".join(line_of(m) + "\n" for m in to_each(texts)), encoding="utf-8")
    with open_archives([str(path)]) as opened:
        yield list(opened.archives)


def origins(archives: list[Archive]) -> list[Origin]:
    with ArchiveReaders(archives, 1) as readers:
        return [r.origin for part in readers.prepared(True, False) for r in part.records]


def test_notes_read_ahead_are_those_read_here(
    archives: list[Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.archive_readers.POOL_BYTES", 0)
    monkeypatch.setattr("api.archive_readers.WAITING", 2 * BATCH)
    asked = origins(archives)
    gone = Origin("elsewhere", 7)
    assert len(asked) == MESSAGES
    with ArchiveReaders(archives, 2) as readers:
        ahead = NotesAhead(readers, [*asked[:BATCH], gone, *asked[BATCH:], asked[0]])
        found = {origin: ahead(origin) for origin in reversed(asked)}
        assert ahead(gone) is None
        assert ahead(asked[3]) == found[asked[3]]  # asked for twice: read here
    assert found == {origin: read_note_again(archives, origin) for origin in asked}
    assert None not in found.values()


def test_a_small_archive_starts_no_process(archives: list[Archive]) -> None:
    asked = origins(archives)
    with ArchiveReaders(archives, 2) as readers:
        assert readers.notes_of(asked[:2]) is None
        ahead = NotesAhead(readers, asked[:2])
        assert ahead(asked[1]) == read_note_again(archives, asked[1])
