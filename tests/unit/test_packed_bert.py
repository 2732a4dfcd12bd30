"""The packed pass gives what the library gives, or is not used."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra samenote[meaning] is not installed")
pytest.importorskip("sentence_transformers", reason="the extra samenote[meaning] is not installed")

import torch
from sentence_transformers import SentenceTransformer

from index.encoder import SentenceEncoder, computing
from index.encoder.computing import ByLibrary, ByThreads, by_library, computing_of
from index.encoder.loaded import LoadedModel
from index.encoder.tokens import Tokens
from index.model import ChosenModel

TEXTS = [
    "Thank you.",
    "Dziękujemy, że powierzyła nam Pani suknię ślubną, a my się nią zaopiekujemy.",
    "شكراً لأنك أحضرت لنا فستان زفافك يا ليلى.",
    "感谢您把婚纱交给我们清洗。",
    "Thank you.",
    " ".join(f"Point {k} is about the contract." for k in range(60)),
]
PROMPT = "query: "


@pytest.fixture(scope="module")
def chosen(real_encoder: SentenceEncoder) -> ChosenModel:
    return real_encoder.chosen


def library(chosen: ChosenModel, precision: str) -> SentenceTransformer:
    model = SentenceTransformer(
        str(chosen.folder), device="cpu", local_files_only=True,
        model_kwargs={"dtype": getattr(torch, precision)},
    )  # fmt: skip
    model.max_seq_length = 256
    return model


def cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    return np.asarray((left * right).sum(axis=1) / lengths)


@pytest.mark.parametrize(("precision", "least"), [("float32", 0.999999), ("bfloat16", 0.9998)])
def test_it_gives_what_the_library_gives(chosen: ChosenModel, precision: str, least: float) -> None:
    model = library(chosen, precision)
    wanted = by_library(model, TEXTS, PROMPT)
    made = computing_of(model, Tokens(model.tokenizer), PROMPT, 2)
    assert isinstance(made, ByThreads)
    mixed, *alone = made.vectors([TEXTS, *([text] for text in TEXTS)])
    assert cosines(mixed, wanted).min() > least
    assert cosines(np.concatenate(alone), wanted).min() > least


def test_batches_come_back_in_order_however_many(chosen: ChosenModel) -> None:
    model = library(chosen, "float32")
    made = computing_of(model, Tokens(model.tokenizer), PROMPT, 3)
    (wanted,) = made.vectors([TEXTS])
    batches = [[TEXTS[k % 5]] * (k % 3 + 1) for k in range(20)]
    found = list(made.vectors(batches))
    assert [len(vectors) for vectors in found] == [len(batch) for batch in batches]
    for k, vectors in enumerate(found):
        assert np.allclose(vectors, wanted[k % 5], atol=1e-3)


def test_without_onednn_s_own_order_of_weights_it_gives_the_same(
    chosen: ChosenModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = library(chosen, "bfloat16")
    wanted = by_library(model, TEXTS, PROMPT)

    def gone(*args: object) -> None:
        raise AttributeError("no such function")

    monkeypatch.setattr(torch.ops.mkldnn, "_reorder_linear_weight", gone)
    made = computing_of(model, Tokens(model.tokenizer), PROMPT, 1)
    assert isinstance(made, ByThreads)
    (found,) = made.vectors([TEXTS])
    assert cosines(found, wanted).min() > 0.9998


def test_a_library_that_computes_otherwise_computes_itself(
    chosen: ChosenModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def otherwise(model: SentenceTransformer, texts: list[str], prompt: str) -> np.ndarray:
        return by_library(model, texts, prompt)[:, ::-1]

    monkeypatch.setattr(computing, "by_library", otherwise)
    model = library(chosen, "float32")
    made = computing_of(model, Tokens(model.tokenizer), PROMPT, torch.get_num_threads())
    assert isinstance(made, ByLibrary)
    (found,) = made.vectors([TEXTS])
    assert cosines(found, otherwise(model, TEXTS, PROMPT)).min() > 0.999999


def test_where_the_packed_pass_fails_the_library_computes(
    chosen: ChosenModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object) -> None:
        raise RuntimeError("not on this processor")

    monkeypatch.setattr("index.encoder.packed_bert._Linear.of", fails)
    model = library(chosen, "float32")
    made = computing_of(model, Tokens(model.tokenizer), PROMPT, torch.get_num_threads())
    assert isinstance(made, ByLibrary)
    assert next(iter(made.vectors([TEXTS]))).shape == (len(TEXTS), 384)


@pytest.mark.parametrize("change", ["activation", "pooling", "prompt", "module"])
def test_another_kind_of_model_is_computed_by_the_library(chosen: ChosenModel, change: str) -> None:
    model = library(chosen, "float32")
    if change == "activation":
        model[0].auto_model.config.hidden_act = "relu"
    elif change == "pooling":
        model[1].pooling_mode = "cls"
    elif change == "prompt":
        model[1].include_prompt = False
    else:
        model.append(torch.nn.Identity())
    made = computing_of(model, Tokens(model.tokenizer), PROMPT, torch.get_num_threads())
    assert isinstance(made, ByLibrary)


def test_a_text_is_cut_where_the_library_cuts_it(chosen: ChosenModel) -> None:
    model = library(chosen, "float32")
    model.max_seq_length = 12
    wanted = by_library(model, TEXTS, PROMPT)
    (found,) = computing_of(model, Tokens(model.tokenizer), PROMPT, 1).vectors([TEXTS])
    assert cosines(found, wanted).min() > 0.999999


def test_the_default_model_is_computed_packed(chosen: ChosenModel) -> None:
    model = LoadedModel(chosen, "cpu", "float32", 2)
    assert (model.tokens, model.parts) == (ByThreads.tokens, 2)
    assert model.count([]) == []
