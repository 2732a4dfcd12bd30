"""What processes make of messages read again is what is made of them here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.archive_readers import ArchiveReaders, read_note_again
from api.archives import open_archives
from api.archives.interface import Archive, Origin
from dedupe import Note
from tests.inventing import line_of, sentences, to_each

MESSAGES = 100


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


def texts(notes: list[Note | None], label: str) -> list[str | None]:
    return [note and f"{label}: {note.message.text}" for note in notes]


def test_what_a_process_makes_is_what_is_made_here(
    archives: list[Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.archive_readers.POOL_BYTES", 0)
    asked = origins(archives)
    gone = Origin("elsewhere", 7)
    assert len(asked) == MESSAGES
    with ArchiveReaders(archives, 2) as readers:
        made = [readers.made_of([*asked[k::3], gone], texts, f"part {k}") for k in range(3)]
        found = [each() for each in reversed(made)]
    for k, told in enumerate(reversed(found)):
        here = [read_note_again(archives, origin) for origin in asked[k::3]]
        assert told == [*texts(here, f"part {k}"), None]
        assert None not in here


def test_a_small_archive_starts_no_process(archives: list[Archive]) -> None:
    asked = origins(archives)
    here: list[int] = []
    with ArchiveReaders(archives, 2) as readers:
        made = readers.made_of(asked[:2], lambda notes, _: here.append(len(notes)), None)
        assert not here, "done when it is asked for"
        made()
        assert here == [2]
        assert readers.note_of(asked[1]) == read_note_again(archives, asked[1])
