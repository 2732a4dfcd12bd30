"""One loaded sentence-transformers model: tokens counted, batches encoded, safe under threads.

torch is not safe under fork, so a loaded model refuses to work in a child process.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from dedupe import MeaningUnavailable, Vectors
from index.encoder.computing import computing_of
from index.encoder.hardware import processors
from index.encoder.tokens import Tokens
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
        self._process = os.getpid()
        model = _load(chosen, device, precision)
        self._tokens = Tokens(model.tokenizer)
        own = model.max_seq_length
        model.max_seq_length = min(WINDOW_TOKENS, int(own)) if own else WINDOW_TOKENS
        self.dimension: int = int(model.get_embedding_dimension() or 0)
        # Begin and end marks besides the prompt, and one more for a seam between sentences.
        self.limit = model.max_seq_length - self.count([chosen.prompt])[0] - 3
        self._computing = computing_of(model, self._tokens, chosen.prompt, _threads(threads))

    @property
    def tokens(self) -> int:
        """How many tokens a batch best has, at most; padding, prompt and marks not counted."""
        return self._computing.tokens

    @property
    def parts(self) -> int:
        """How many batches are computed at once."""
        return self._computing.parts

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, without prompt and marks."""
        self._refuse_after_fork()
        return self._tokens.count(texts)

    def encode(self, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        """Yield the vectors of each batch, in order; rows of length 1."""
        self._refuse_after_fork()
        for found in self._computing.vectors(batches):
            # In bfloat16 the model's own lengths are off by .4 %.
            yield found / np.maximum(
                np.linalg.norm(found, axis=1, keepdims=True), np.float32(1e-12)
            )

    def _refuse_after_fork(self) -> None:
        if os.getpid() != self._process:
            raise MeaningUnavailable(
                "the model was loaded before this process was forked, and cannot be used in it",
                do="Encode nothing before the fork; with gunicorn, leave out --preload.",
            )


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


def _threads(asked: int | None) -> int:
    """Return the threads asked for; else what the process may use, unless the user said."""
    import torch

    if asked is not None:
        return max(1, asked)
    own = torch.get_num_threads()
    return own if "OMP_NUM_THREADS" in os.environ else min(own, processors())


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
