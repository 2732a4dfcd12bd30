"""The encoder: a text's vector is its own, whatever is encoded with it, however long it is."""

from __future__ import annotations

import json
import multiprocessing
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from dedupe import Encoder, MeaningUnavailable, UsageError

pytest.importorskip("sentence_transformers")

from index import open_encoder
from index.encoder.hardware import choose_precision, multiply_alone, processors
from index.encoder.opening import require_meaning
from index.encoder.sentence_encoder import SentenceEncoder, batches
from index.encoder.windows import MOST_WINDOWS, windows_of
from index.model.e5_package import TOKENIZER, WEIGHTS
from index.model.packaged import place_of

pytestmark = pytest.mark.skipif(
    not all(place_of(f) for f in (WEIGHTS, TOKENIZER)), reason="the model's packages are missing"
)
LETTERS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "letters"

NOTES = [
    "Thank you for bringing us your wedding dress, Anna.",
    "Dziękujemy, że powierzyła nam Pani suknię ślubną.",
    "شكراً لأنك أحضرت لنا فستان زفافك يا ليلى.",
    "感谢您把婚纱交给我们清洗。",
    "Дякуємо, що довірили нам весільну сукню. " * 12,
    "x",
    " ".join(["A longer note.", *(f"Point {k} is about the contract." for k in range(60))]),
]  # fmt: skip


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> SentenceEncoder:
    return open_encoder(cache=tmp_path_factory.mktemp("cache"), device="cpu")


@pytest.fixture(scope="module", params=["float32", "bfloat16"])
def either(request: pytest.FixtureRequest, encoder: SentenceEncoder) -> SentenceEncoder:
    return SentenceEncoder(encoder.chosen, device="cpu", precision=request.param)


def test_it_is_an_encoder_of_unit_vectors(encoder: SentenceEncoder) -> None:
    asked: Encoder = encoder
    vectors = asked.encode(NOTES)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(NOTES), asked.dimension) == (len(NOTES), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert asked.model == "multilingual-e5-small"


def test_a_vector_does_not_depend_on_its_batch(either: SentenceEncoder) -> None:
    alone = np.concatenate([either.encode([note]) for note in NOTES])
    for seed in range(3):
        mixed = [*NOTES, *(" ".join(NOTES[k % 4].split()[: k + 1]) for k in range(8))]
        order = random.Random(seed).sample(range(len(mixed)), len(mixed))
        vectors = either.encode([mixed[k] for k in order])
        for place, k in enumerate(order):
            if k < len(NOTES):
                assert float(vectors[place] @ alone[k]) > 0.999


def test_precisions_agree_and_are_told_apart_by_the_digest(encoder: SentenceEncoder) -> None:
    one, other = (
        SentenceEncoder(encoder.chosen, device="cpu", precision=p) for p in ("float32", "bfloat16")
    )
    assert one.digest != other.digest
    assert one.weights == other.weights
    assert ((one.encode(NOTES) * other.encode(NOTES)).sum(axis=1) > 0.999).all()


def test_translations_are_nearer_than_other_notes(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode([*NOTES[:4], "The museum is closed for repairs until the spring."])
    likeness = vectors @ vectors[0]
    assert min(likeness[1:4]) > likeness[4] + 0.03


def test_each_distinct_text_is_computed_once(
    encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    loaded = encoder._model()
    encode = loaded.encode

    def counted(batches: Iterable[list[str]]) -> Iterator[np.ndarray]:
        told = list(batches)
        seen.extend(text for batch in told for text in batch)
        return encode(told)

    monkeypatch.setattr(loaded, "encode", counted)
    vectors = encoder.encode(["one note", "another note", "one note"] * 50)
    assert sorted(seen) == ["another note", "one note"]
    assert (vectors[0] == vectors[147]).all()


def test_blank_and_broken_texts_are_no_mistake(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(["", " \n\t", "lone \ud83d surrogate", "fine"])
    assert not vectors[:2].any()
    assert np.allclose(np.linalg.norm(vectors[2:], axis=1), 1, atol=1e-5)
    assert encoder.encode([]).shape == (0, 384)


def test_the_end_of_a_long_note_counts_and_what_was_not_read_is_said(
    encoder: SentenceEncoder,
) -> None:
    start = " ".join(f"The first part, sentence {k}, is about the delivery." for k in range(40))
    one, other = f"{start} {NOTES[0] * 30}", f"{start} {'The stock market fell again. ' * 60}"
    told = encoder.encode_measured([one, other, "word " * 60_000])
    assert float(told.vectors[0] @ told.vectors[1]) < 0.97
    assert told.shares[:2].tolist() == [1, 1]
    assert 0 < told.shares[2] < 0.2


def test_windows_hold_every_word_once_in_order() -> None:
    text = "\n\n".join(f"Sentence {k} of the note. " * (k % 5 + 1) for k in range(40)) + "y" * 500
    (windows,) = windows_of([text], 60, lambda texts: [len(t) // 3 for t in texts])
    assert len(windows.texts) > 3
    assert all(tokens <= 60 for tokens in windows.tokens)
    joined = "".join("".join(windows.texts).split())
    if windows.share == 1.0:
        assert joined == "".join(text.split())
    else:
        assert "".join(text.split()).startswith(joined)
    assert len(windows.texts) <= MOST_WINDOWS


@pytest.mark.parametrize("parts", [1, 2, 8])
def test_batches_hold_every_text_once_and_are_bounded(parts: int) -> None:
    tokens = [3, 250, 17, 9, 250, 4, 0, 100] * 40
    made = list(batches(tokens, 768, parts))
    assert sorted(k for batch in made for k in batch) == list(range(len(tokens)))
    assert all(len(b) * max(tokens[k] for k in b) <= 2 * 768 for b in made)
    assert max(sum(tokens[k] for k in b) for b in made) <= 768 + 250
    # Few are much smaller than they could be.
    assert len(made) <= 1.5 * sum(tokens) / 768
    assert list(batches([], 768, parts)) == []


def test_a_short_note_is_divided_among_the_threads() -> None:
    assert list(batches([20, 29, 24, 28, 21], 768, 2)) == [[1, 3], [2, 4, 0]]
    assert list(batches([20, 29, 24, 28, 21], 768, 1)) == [[1, 3, 2, 4, 0]]
    assert list(batches([5, 4, 6], 768, 2)) == [[2, 0, 1]]
    assert list(batches([200], 768, 2)) == [[0]]


def test_threads_may_encode_at_once(encoder: SentenceEncoder) -> None:
    alone = encoder.encode(NOTES[:4])
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda k: encoder.encode([NOTES[k % 4]])[0], range(24)))
    for k, vector in enumerate(found):
        assert float(vector @ alone[k % 4]) > 0.999


def _in_child(encoder: SentenceEncoder, queue: multiprocessing.Queue[str]) -> None:
    try:
        encoder.encode(["after the fork"])
        queue.put("encoded")
    except MeaningUnavailable as error:
        queue.put(str(error))


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork.*:DeprecationWarning")
def test_a_model_loaded_before_a_fork_is_refused_not_hung(encoder: SentenceEncoder) -> None:
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("no fork here")
    encoder.encode(["before the fork"])
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[str] = context.Queue()
    child = context.Process(target=_in_child, args=(encoder, queue))
    child.start()
    assert "before this process was forked" in queue.get(timeout=60)
    child.join()


def test_nothing_is_asked_of_the_network(
    encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refused)
    monkeypatch.setattr("socket.getaddrinfo", refused)
    assert SentenceEncoder(encoder.chosen).encode(["no network"]).shape == (1, 384)


def test_a_folder_that_holds_no_weights_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(MeaningUnavailable, match="samenote model verify"):
        open_encoder(str(tmp_path)).encode(["text"])


def test_without_the_extra_it_is_unavailable_and_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.encoder.opening.find_spec", lambda name: None)
    with pytest.raises(MeaningUnavailable, match=r"pip install 'samenote\[meaning\]'"):
        require_meaning()


def test_an_unknown_device_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="auto, cpu or cuda"):
        open_encoder(device="tpu")


def test_hardware_is_what_this_machine_has() -> None:
    assert processors() >= 1
    assert choose_precision("cpu") in ("bfloat16", "float32")


def test_a_service_multiplies_in_the_thread_that_asks() -> None:
    from threadpoolctl import threadpool_info, threadpool_limits

    def threads() -> set[int]:
        return {told["num_threads"] for told in threadpool_info() if told["user_api"] == "blas"}

    if not threads():
        pytest.skip("numpy's matrix products are of another library")
    with threadpool_limits(2, user_api="blas"):
        multiply_alone()
        assert threads() == {1}
