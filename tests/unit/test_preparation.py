"""Preparation, reading and evidence: from archives to words in small, and back to places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from api.archives import open_archives
from api.archives.interface import Chunk, Exclusion, Mail, Origin, Skipped
from api.preparation import prepare
from api.processes import POOL_BYTES
from api.reading import read_archives, read_note_again
from dedupe import Message, Recipient, read_note, read_notes, words_of
from tests.inventing import line_of, note, sentences, to_each

BODY = " ".join(sentences(1, 3))
REPLY = f"Dear Ann,\n\n{BODY}\n\nNora\n\nOn 5 May 2027 at 10:12, Ann <a@x.example> wrote:\n> What?"


@dataclass(frozen=True, slots=True)
class Listed:
    """An archive in memory, one mail a chunk."""

    entries: tuple[Mail | Skipped, ...]
    path: str = "listed"
    format: str = "listed"
    size: int = 1
    read_chunks: list[int] = field(default_factory=list)

    def chunks(self) -> Iterator[Chunk]:
        for k in range(len(self.entries)):
            yield Chunk(self.path, k, k + 1)

    def read(self, chunk: Chunk) -> Iterator[Mail | Skipped]:
        self.read_chunks.append(chunk.start)
        yield self.entries[chunk.start]

    def read_one(self, origin: Origin) -> Mail | Skipped:
        return self.entries[origin.offset]

    def holds(self, origin: Origin) -> bool:
        return origin.path == self.path


def mail(number: int, text: str, **rest: object) -> Mail:
    message = Message(f"m{number}", text, to=(Recipient(address="a@x.example"),))
    return Mail(Origin("listed", number, 100), message, **rest)  # type: ignore[arg-type]


def test_a_note_is_its_own_words_with_masks() -> None:
    found = read_note(Message("1", REPLY, to=(Recipient(name="Ann"),)))
    own = " ".join(REPLY[a:b] for a, b in found.spans)
    assert "What?" not in own
    assert "wrote" not in own
    assert BODY in own
    assert "Ann" in [REPLY[m.start : m.stop] for m in found.masks]


def test_unmasked_text_is_counted_by_unmasked_words() -> None:
    found = read_note(Message("1", f"Dear Ann,\n\n{BODY}", to=(Recipient(name="Ann"),)))
    words = BODY.replace(".", "").split()
    assert found.unmasked_text(0, 3) == f"Dear Ann, {' '.join(words[:2])}"
    assert found.unmasked_text(1, 3) == " ".join(words[:2])
    assert found.unmasked_text(5, 5) == ""
    assert found.unmasked_text(999, 1000) == ""


def test_an_excluded_mail_is_a_record_without_words() -> None:
    archive = Listed((mail(0, BODY, exclusion=Exclusion.LIST),))
    left_out = prepare(archive, Chunk("listed", 0, 1), False)
    assert left_out.records[0].exclusion is Exclusion.LIST
    assert left_out.words.bounds.tolist() == [0, 0]
    included = prepare(archive, Chunk("listed", 0, 1), True)
    assert included.words.bounds.tolist() == [0, len(BODY.split())]


def test_skipped_entries_are_kept_with_their_reason() -> None:
    torn = Skipped(Origin("listed", 1), "torn")
    archive = Listed((mail(0, BODY), torn, mail(2, BODY)))
    heard: list[tuple[int, int, str]] = []
    found = read_archives([archive], False, 1, lambda *told: heard.append(told))
    assert found.skipped == [torn]
    assert [r.message_id for r in found.records] == ["m0", "m2"]
    assert list(found.variants) == [0, 0]
    assert list(found.lengths) == [len(BODY.split())] * 2
    assert len(set(found.exact)) == 1
    assert heard == [(100, 1, "reading"), (100, 1, "reading"), (200, 2, "reading")]


def test_a_note_is_read_again_from_the_archive_that_holds_it() -> None:
    archive = Listed((mail(0, REPLY), Skipped(Origin("listed", 1), "gone")))
    found = read_note_again([archive], Origin("listed", 0))
    assert found is not None
    assert found.message.text == REPLY
    assert read_note_again([archive], Origin("listed", 1)) is None
    assert read_note_again([archive], Origin("elsewhere", 0)) is None


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_read_in_order(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.archive_readers.POOL_BYTES", POOL_BYTES if workers == 1 else 0)
    paths = []
    for number in range(3):
        path = tmp_path / f"{number}.jsonl"
        texts = [" ".join(sentences(10 * number + k, 2)) for k in range(4)]
        path.write_text("".join(line_of(m) + "\n" for m in to_each(texts)), encoding="utf-8")
        paths.append(str(path))
    with open_archives(paths) as opened:
        found = read_archives(opened.archives, False, workers, lambda *_: None)
    assert [(r.origin.path, r.message_id) for r in found.records] == [
        (path, str(k)) for path in paths for k in range(4)
    ]
    assert list(found.variants) == list(range(12))


def test_a_batch_of_messages_is_read_as_each_alone() -> None:
    ann = (Recipient(name="Ann Roe"),)
    messages = [
        Message("1", REPLY, to=ann),
        Message("2", ""),
        Message(
            "3", f"Hi Bo,\n\n{BODY} It costs 12 EUR on 5 May.\n\nBest,\nNora", quoted=((0, 5),)
        ),
        Message("4", f"{BODY}\n\n> old\n\nNora", to=ann, fields={"sum": BODY.split()[0]}),
    ]
    assert read_notes(messages) == [read_note(message) for message in messages]
    assert read_notes([]) == []


def test_words_of_a_batch_are_those_of_each_note() -> None:
    notes = [read_note(m) for m in (note(REPLY), note(BODY), note(""))]
    batch = words_of(notes)
    for k, alone in enumerate(map(words_of, ([n] for n in notes))):
        share = slice(int(batch.bounds[k]), int(batch.bounds[k + 1]))
        assert batch.hashes[share].tolist() == alone.hashes.tolist()
        assert batch.masked[k] == alone.masked[0]
