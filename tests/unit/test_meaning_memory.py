"""What a memory of meaning holds, gives and forgets, and what of it lies in files."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from dedupe import Encoder, Message, Recipient, note_sentences, read_note, words_of

pytest.importorskip("faiss")

from index import Ledger, MeaningMemory, MeaningSnapshots, OutOfTime, Store, StoreMeaning

TEXTS = (
    "Thank you for trusting us with your wedding dress. The stain on the hem is gone for good.",
    "The piano tuner came on Tuesday. Your upright still has forty good years in it.",
    "Thank you for trusting us with your wedding dress. The lace at the sleeve is mended.",
)
SECRET = "The brass key to the orangery hangs behind the portrait of your great-aunt Sophronia."


def notes_of(*texts: str):
    return [read_note(Message(str(k), text)) for k, text in enumerate(texts)]


def masked_of(*texts: str) -> np.ndarray:
    return words_of(notes_of(*texts)).masked


@pytest.fixture
def memory(real_encoder: Encoder) -> MeaningMemory:
    made = MeaningMemory(real_encoder)
    made.read(masked_of(*TEXTS), notes_of(*TEXTS))
    return made


def test_a_sentence_that_two_variants_say_has_one_vector(memory: MeaningMemory) -> None:
    assert len(memory.sayings) == 3
    assert len(memory.vectors) == 5
    assert not memory.missing(masked_of(*TEXTS)).any()
    assert memory.missing(masked_of(SECRET)).all()


def test_the_vectors_are_the_encoders(memory: MeaningMemory, real_encoder: Encoder) -> None:
    said, texts = note_sentences(notes_of(TEXTS[1]))
    keys = said.keys
    encoded = real_encoder.encode([texts[int(key)] for key in keys])
    np.testing.assert_allclose(memory.vectors_of(keys), encoded, atol=1e-5)
    assert not memory.vectors_of(np.array([7], np.int64)).any()


def test_what_is_asked_is_answered_from_what_is_held(memory: MeaningMemory) -> None:
    def refused(texts: Sequence[str], *rest: object) -> np.ndarray:
        raise AssertionError(f"encoded again: {texts}")

    again = MeaningMemory(memory.encoder, memory.vectors, memory.sayings)
    said = again.said(notes_of(TEXTS[2], TEXTS[0]))
    assert len(said.keys) == 3
    assert said.which.tolist() == [said.keys.tolist().index(k) for k in said.sentences.keys]
    assert np.allclose(np.linalg.norm(said.vectors, axis=1), 1, atol=1e-3)
    # A late call needs no time where nothing is to be encoded.
    assert len(again.said(notes_of(TEXTS[0]), deadline=time.monotonic() - 1).keys) == 2


def test_out_of_time_keeps_what_was_encoded_and_goes_on_from_there(real_encoder: Encoder) -> None:
    made = MeaningMemory(real_encoder)
    with pytest.raises(OutOfTime):
        made.said(notes_of(SECRET), deadline=time.monotonic() - 1)
    many = [f"Sentence number {'very ' * k}long stands here for the sake of it." for k in range(40)]
    with pytest.raises(OutOfTime):
        made.read(masked_of(*many), notes_of(*many), deadline=time.monotonic() + 0.001)
    assert len(made.sayings) == 0
    made.read(masked_of(*many), notes_of(*many))
    assert len(made.sayings) == 40


def test_what_is_forgotten_leaves_no_sentence_that_nobody_else_says(memory: MeaningMemory) -> None:
    gone, _ = note_sentences(notes_of(TEXTS[0]))
    assert memory.keep_only(masked_of(TEXTS[1], TEXTS[2]))
    assert not memory.keep_only(masked_of(TEXTS[1], TEXTS[2]))
    shared, alone = gone.keys.tolist()
    assert memory.vectors.held(np.array([shared, alone])).tolist() == [True, False]
    assert memory.missing(masked_of(*TEXTS)).tolist() == [True, False, False]


@pytest.fixture
def saved(memory: MeaningMemory, tmp_path: Path) -> MeaningSnapshots:
    snapshots = MeaningSnapshots(tmp_path / "derived", "store-one")
    snapshots.save(memory, 1)
    return snapshots


def test_a_snapshot_gives_back_what_was_said(
    memory: MeaningMemory, saved: MeaningSnapshots, real_encoder: Encoder
) -> None:
    opened = saved.load(real_encoder, 1)
    assert not opened.missing(masked_of(*TEXTS)).any()
    keys = np.unique(memory.sayings.sentences["key"])
    np.testing.assert_array_equal(opened.vectors_of(keys), memory.vectors_of(keys))
    opened.read(masked_of(SECRET), notes_of(SECRET))
    assert len(opened.sayings) == 4


@dataclass(frozen=True)
class Other:
    """The encoder of another model: never asked for a vector here."""

    model: str = "other"
    dimension: int = 384
    digest: str = "0123456789ab"

    def encode(self, texts: Sequence[str], update: object = None) -> np.ndarray:
        raise AssertionError(texts)


def _damage(folder: Path) -> None:
    largest = max(folder.iterdir(), key=lambda path: path.stat().st_size)
    raw = bytearray(largest.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    largest.write_bytes(bytes(raw))


def _truncate(folder: Path) -> None:
    (folder / "vectors.json").write_text("{")


@pytest.mark.parametrize("harm", [_damage, _truncate], ids=["a file", "the manifest"])
def test_a_damaged_snapshot_is_not_used(
    saved: MeaningSnapshots, real_encoder: Encoder, harm: Callable[[Path], None]
) -> None:
    harm(saved.path(1))
    assert len(saved.load(real_encoder, 1).sayings) == 0
    # What cannot be read cannot be kept in part: forgetting takes it away.
    saved.keep_only(masked_of(TEXTS[1]), 1)
    assert not saved.path(1).exists()


def test_a_snapshot_of_another_model_or_store_or_of_nobody_is_not_used(
    saved: MeaningSnapshots, real_encoder: Encoder, tmp_path: Path
) -> None:
    assert len(saved.load(Other(), 1).sayings) == 0
    assert len(saved.load(real_encoder, 2).sayings) == 0
    other = MeaningSnapshots(tmp_path / "derived", "store-two")
    assert len(other.load(real_encoder, 1).sayings) == 0
    other.keep_only(masked_of(TEXTS[0]), 7)
    assert len(saved.load(real_encoder, 1).sayings) == 3


def test_files_forget_without_a_model(saved: MeaningSnapshots, real_encoder: Encoder) -> None:
    alone = MeaningMemory(real_encoder).said(notes_of(TEXTS[1]))
    assert any(_stands(saved.path(1), vector) for vector in alone.vectors)
    saved.keep_only(masked_of(TEXTS[0], TEXTS[2]), 1)
    assert not any(_stands(saved.path(1), vector) for vector in alone.vectors)
    opened = saved.load(real_encoder, 1)
    assert opened.missing(masked_of(*TEXTS)).tolist() == [False, True, False]


def _stands(folder: Path, vector: np.ndarray) -> bool:
    """Say whether a vector stands in a file of the folder, as it is or packed by numpy."""
    for path in folder.iterdir():
        if path.suffix == ".npz":
            with np.load(path) as held:
                if any(vector.tobytes() in held[name].tobytes() for name in held.files):
                    return True
        elif vector.tobytes() in path.read_bytes():
            return True
    return False


@pytest.fixture
def store(tmp_path: Path):
    with Ledger.open(str(tmp_path / "store.db")) as ledger:
        yield Store(ledger, meaning=MeaningSnapshots(tmp_path / "derived", ledger.store_id))


def record(store: Store, *texts: str) -> None:
    messages = [
        Message(f"m{hash(text)}", text, to=(Recipient(address=f"p{k}-{len(text)}@x.example"),))
        for k, text in enumerate(texts)
    ]
    with store.writing() as writer:
        writer.ledger.record(messages)


def test_a_store_is_read_on_as_it_grows(store: Store, real_encoder: Encoder) -> None:
    said = StoreMeaning(store, real_encoder)
    record(store, *TEXTS)
    assert said.unread(store.remembered()) == 3
    assert said.upto(store.remembered()).complete
    record(store, SECRET)
    late = said.upto(store.remembered(), deadline=time.monotonic() - 1)
    assert not late.complete
    assert said.unread(store.remembered()) == 1
    found = said.upto(store.remembered())
    assert found.complete
    assert len(found.memory.sayings) == 4


def test_threads_read_a_store_together_and_each_text_once(
    store: Store, real_encoder: Encoder
) -> None:
    said = StoreMeaning(store, real_encoder)
    record(
        store,
        *TEXTS,
        *(f"{text} Number {k} of the series is here." for k in range(12) for text in TEXTS),
    )
    known = store.remembered()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: said.upto(known), range(8)))
    assert all(each.complete for each in found)
    assert {id(each.memory) for each in found} == {id(said.memory)}
    assert len(said.memory.sayings) == len(known.variants)
    keys = np.unique(said.memory.sayings.sentences["key"])
    assert len(said.memory.vectors) == len(keys)


def test_what_another_process_forgot_is_not_saved_again(
    store: Store, real_encoder: Encoder, tmp_path: Path
) -> None:
    folder = MeaningSnapshots(tmp_path / "derived", store.ledger.store_id)
    record(store, *TEXTS, SECRET)
    said = StoreMeaning(store, real_encoder, folder)
    said.upto(store.remembered())
    said.save()
    record(store, "The kettle whistles at four o'clock, and the tea is ready by five past.")
    said.upto(store.remembered())
    secret = MeaningMemory(real_encoder).said(notes_of(SECRET)).vectors[0]
    place = folder.path(store.tenant)
    assert _stands(place, secret)
    # Somebody else forgets, with no model at hand; this process has not heard of it yet.
    with Ledger.open(str(tmp_path / "store.db")) as ledger:
        other = Store(ledger, meaning=MeaningSnapshots(tmp_path / "derived", ledger.store_id))
        with other.writing() as writer:
            writer.ledger.forget([f"address:p3-{len(SECRET)}@x.example"])
        other.remembered()
    assert not _stands(place, secret)
    said.save()
    assert not _stands(place, secret)
    said.upto(store.remembered())
    said.save()
    assert not _stands(place, secret)
    assert said.memory.missing(masked_of(SECRET)).all()
