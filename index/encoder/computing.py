"""Two ways to compute batches: by the library's own pass, or packed, one batch a thread.

Threads that share one product wait for the slowest of them at each of some hundred products a
batch; where something else runs too, that costs more than it brings. So where the packed pass can
be had, every thread computes a batch of its own.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from dedupe import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.encoder.packed_bert import PackedBert
    from index.encoder.tokens import Tokens

#: A tenth of a second of one processor, so that a short note never waits long behind an archive;
#: half as much is 2 % slower. The library takes more at once.
_PACKED_TOKENS = 768
_LIBRARY_TOKENS = 2_048

#: Least cosine of a packed vector to the library's of the same text: rounding leaves .9999.
_SAME = 0.999

#: Of unlike lengths, so that padding is tried too.
_TRIED = ("Thank you.", "The parcel came on Monday, and it was the wrong one.")


class Computing(Protocol):
    """Computes batches; each is best of at most ``tokens`` tokens, and ``parts`` go at once."""

    @property
    def tokens(self) -> int: ...

    @property
    def parts(self) -> int: ...

    def vectors(self, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        """Yield the vectors of each batch, in order, of any length."""
        ...


class ByLibrary:
    """The library's own pass, one batch after the other; torch divides each among its threads."""

    tokens, parts = _LIBRARY_TOKENS, 1

    def __init__(self, model: SentenceTransformer, prompt: str, threads: int) -> None:
        import torch

        self._model, self._prompt = model, prompt
        self._lock = threading.Lock()
        torch.set_num_threads(threads)

    def vectors(self, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        for texts in batches:
            with self._lock:
                found = by_library(self._model, texts, self._prompt)
            yield found


class ByThreads:
    """The packed pass, ``parts`` batches at once."""

    tokens = _PACKED_TOKENS

    def __init__(
        self, bert: PackedBert, tokens: Tokens, most: int, prompt: str, threads: int
    ) -> None:
        """``most``: tokens of a text that are read."""
        self.parts = threads
        self._bert, self._tokens, self._most, self._prompt = bert, tokens, most, prompt
        self._pool = ThreadPoolExecutor(threads, "samenote-model", _compute_alone)

    def vectors(self, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        # No more are handed over than keep the threads busy: other callers want their turn.
        waiting: deque[Future[Vectors]] = deque()
        for texts in batches:
            waiting.append(self._pool.submit(self._of, texts))
            if len(waiting) > self.parts:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _of(self, texts: Sequence[str]) -> Vectors:
        prompted = [self._prompt + text for text in texts]
        return self._bert.vectors(self._tokens.of(prompted, self._most))


def computing_of(
    model: SentenceTransformer, tokens: Tokens, prompt: str, threads: int
) -> Computing:
    """Return how a model's batches are computed: packed if that gives what the library gives."""
    if model.device.type == "cpu" and _is_plain_bert(model):
        try:
            packed = _packed(model, tokens, prompt, threads)
            (found,) = packed.vectors([_TRIED])
        except (AttributeError, IndexError, RuntimeError, TypeError, ValueError):
            # Another version's layers, another processor.
            return ByLibrary(model, prompt, threads)
        if _agree(by_library(model, _TRIED, prompt), found):
            return packed
    return ByLibrary(model, prompt, threads)


def _packed(model: SentenceTransformer, tokens: Tokens, prompt: str, threads: int) -> ByThreads:
    from index.encoder.packed_bert import PackedBert

    bert: Any = model[0].auto_model
    return ByThreads(PackedBert(bert), tokens, int(model.max_seq_length or 0), prompt, threads)


def by_library(model: SentenceTransformer, texts: Sequence[str], prompt: str) -> Vectors:
    """Return what the library makes of a batch."""
    return np.asarray(
        model.encode(
            list(texts), prompt=prompt, batch_size=max(1, len(texts)), show_progress_bar=False,
            convert_to_numpy=True,
        ),
        dtype=np.float32,
    )  # fmt: skip


def _is_plain_bert(model: SentenceTransformer) -> bool:
    """Say whether it is a BERT encoder and a mean over all tokens, and nothing else."""
    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling", "Normalize"], ["Transformer", "Pooling"]):
        return False
    first, pooling = model[0], model[1]
    bert: Any = getattr(first, "auto_model", None)
    return (
        type(bert).__name__ == "BertModel"
        and bert.config.hidden_act == "gelu"
        and getattr(bert.config, "position_embedding_type", "absolute") == "absolute"
        and not bert.config.is_decoder
        and not getattr(first, "do_lower_case", False)
        and getattr(pooling, "pooling_mode", "") == "mean"
        and getattr(pooling, "include_prompt", False)
    )


def _agree(wanted: Vectors, found: Vectors) -> bool:
    """Say whether both are the same; a version of the library may come that computes otherwise."""
    lengths = np.linalg.norm(wanted, axis=1) * np.linalg.norm(found, axis=1)
    return bool(((wanted * found).sum(axis=1) > _SAME * lengths).all())


def _compute_alone() -> None:
    """Have this thread compute without helpers of its own."""
    import torch

    torch.set_num_threads(1)
