"""One loaded sentence-transformers model: tokens counted, batches encoded, one at a time.

torch and its tokenizer are neither safe under fork nor quick when several threads press at once,
so a loaded model serves one batch at a time, and refuses to work in a child process.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dedupe import MeaningUnavailable, Vectors
from index.encoder.hardware import processors
from index.model import ChosenModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

#: Tokens of one text that a batch may hold: measured, docs/model.md. The model may hold fewer.
WINDOW_TOKENS = 256


class LoadedModel:
    """The model in memory, in the process that loaded it."""

    def __init__(
        self, chosen: ChosenModel, device: str, precision: str, threads: int | None
    ) -> None:
        self._chosen = chosen
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._model = _load(chosen, device, precision)
        _set_threads(threads)
        own = self._model.max_seq_length
        self._model.max_seq_length = min(WINDOW_TOKENS, int(own)) if own else WINDOW_TOKENS
        self.dimension: int = int(self._model.get_embedding_dimension() or 0)
        # Begin and end marks besides the prompt, and one more for a seam between sentences.
        self.limit = self._model.max_seq_length - self._tokens([self._chosen.prompt])[0] - 3

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, without prompt and marks."""
        with self._alone():
            return self._tokens(texts)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode one batch; rows of length 1."""
        with self._alone():
            found = self._model.encode(
                list(texts),
                prompt=self._chosen.prompt,
                batch_size=max(1, len(texts)),
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        made: Vectors = np.array(found, dtype=np.float32)
        # In bfloat16 the model's own lengths are off by .4 %.
        made /= np.maximum(np.linalg.norm(made, axis=1, keepdims=True), np.float32(1e-12))
        return made

    def _tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        tokenizer: Any = self._model.tokenizer
        if hasattr(tokenizer, "encode_batch"):  # a bare tokenizers.Tokenizer: static embeddings
            return [len(one.ids) for one in tokenizer.encode_batch(list(texts))]
        told = tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in told["input_ids"]]

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        if os.getpid() != self._process:
            raise MeaningUnavailable(
                "the model was loaded before this process was forked, and cannot be used in it",
                do="Encode nothing before the fork; with gunicorn, leave out --preload.",
            )
        with self._lock:
            yield


def _load(chosen: ChosenModel, device: str, precision: str) -> SentenceTransformer:
    # Before tokenizers is imported; its own threads gain nothing beside torch's and warn at forks.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from sentence_transformers import SentenceTransformer

    try:
        with _quiet():
            return SentenceTransformer(
                str(chosen.folder),
                device=device,
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"dtype": getattr(torch, precision)},
            )
    except (OSError, ValueError, KeyError, RuntimeError, TypeError, ImportError) as error:
        raise MeaningUnavailable(
            f"the model {chosen.name} cannot be loaded: {error}",
            where=str(chosen.folder),
            do="See what is wrong with it: samenote model verify",
        ) from error


def _set_threads(threads: int | None) -> None:
    """Give torch the threads asked for; else what the process may use, unless the user said."""
    import torch

    if threads is not None:
        torch.set_num_threads(max(1, threads))
    elif "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(min(torch.get_num_threads(), processors()))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' bars and notices off the terminal while a model is loaded."""
    from transformers.utils import logging as bars

    names = ("sentence_transformers", "transformers")
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    shown = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()  # type: ignore[no-untyped-call]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        if shown:
            bars.enable_progress_bar()  # type: ignore[no-untyped-call]
