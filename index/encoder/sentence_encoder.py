"""The encoder of own words: sentence-transformers, loaded on first use, safe under threads.

Each distinct text is computed once a call. Batches hold texts of like length, so that little is
padding; a text's vector does not depend on them beyond the rounding of the arithmetic (bfloat16:
cosine above .9999, docs/model.md). Long texts are read in windows.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import EncodedSoFar, Vectors
from index.encoder.hardware import choose_device, choose_precision
from index.encoder.loaded import WINDOW_TOKENS, LoadedModel
from index.encoder.windows import MOST_WINDOWS, Windows, windows_of
from index.model import ChosenModel

#: Raised by hand when windows, pooling or prompts change what a text's vector is.
_RULES = 2

#: Fewer tokens are not divided among threads.
_LEAST_TOKENS = 24

#: Texts whose tokens are counted and whose windows are held at a time.
_TEXTS_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class Encoded:
    """``vectors``: shape (n, d); ``shares``: shape (n,), how much of each text was read, 0 to 1."""

    vectors: Vectors
    shares: npt.NDArray[np.float32]


class SentenceEncoder:
    """An `Encoder` over one model. Cheap to make: the model is loaded by the first text."""

    def __init__(
        self,
        chosen: ChosenModel,
        *,
        device: str = "auto",
        precision: str | None = None,
        threads: int | None = None,
    ) -> None:
        self.chosen = chosen
        self.device = choose_device(device)
        self.precision = precision or choose_precision(self.device)
        self._threads = threads
        self._loaded: LoadedModel | None = None
        self._loading = threading.Lock()

    @property
    def model(self) -> str:
        return self.chosen.name

    @property
    def weights(self) -> str:
        """The SHA-256 over the model's files, for the settings; the same on every machine."""
        return self.chosen.weights

    @property
    def dimension(self) -> int:
        return self._model().dimension

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits of everything that changes a vector, arithmetic included."""
        parts = (
            self.chosen.weights, self.chosen.prompt, self.precision, str(_RULES),
            str(WINDOW_TOKENS), str(MOST_WINDOWS),
        )  # fmt: skip
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]

    def encode(self, texts: Sequence[str], update: EncodedSoFar = lambda done, of: None) -> Vectors:
        """Encode texts; shape (n, dimension), float32, rows of length 1, blank texts zeros.

        Raises MeaningUnavailable where the model cannot be loaded.
        """
        return self.encode_measured(texts, update).vectors

    def encode_measured(
        self, texts: Sequence[str], update: EncodedSoFar = lambda done, of: None
    ) -> Encoded:
        """Encode texts, and say which share of each was read: less than 1 for very long ones."""
        distinct: dict[str, int] = {}
        places = [distinct.setdefault(_sound(text), len(distinct)) for text in texts]
        model = self._model()
        vectors = np.zeros((len(distinct), model.dimension), np.float32)
        shares = np.ones(len(distinct), np.float32)
        todo = list(distinct)
        for start in range(0, len(todo), _TEXTS_AT_ONCE):
            part = todo[start : start + _TEXTS_AT_ONCE]
            windows = windows_of(part, model.limit, model.count)
            rows = slice(start, start + len(part))
            shares[rows] = [w.share for w in windows]
            vectors[rows] = self._pooled(
                windows,
                model,
                lambda done, s=start: update(s + done, len(todo)),  # type: ignore[misc]
            )
            update(start + len(part), len(todo))
        order = np.array(places, np.int64)
        return Encoded(vectors[order], shares[order])

    def _pooled(
        self, windows: Sequence[Windows], model: LoadedModel, update: Callable[[int], None]
    ) -> Vectors:
        """Encode all windows of some texts, each distinct one once, and pool them by text."""
        owners = [n for n, w in enumerate(windows) for text in w.texts if text.strip()]
        texts = [text for w in windows for text in w.texts if text.strip()]
        tokens = [k for w in windows for k, t in zip(w.tokens, w.texts, strict=True) if t.strip()]
        sums = np.zeros((len(windows), model.dimension), np.float32)
        done = 0
        made = list(batches(tokens, model.tokens, model.parts))
        encoded = model.encode([texts[k] for k in batch] for batch in made)
        for batch, found in zip(made, encoded, strict=True):
            for k, vector in zip(batch, found, strict=True):
                sums[owners[k]] += vector * np.float32(max(tokens[k], 1))
            done += len(batch)
            update(done * len(windows) // len(texts))
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        sums /= np.where(lengths > 0, lengths, np.float32(1))
        return sums

    def _model(self) -> LoadedModel:
        with self._loading:
            if self._loaded is None:
                self._loaded = LoadedModel(self.chosen, self.device, self.precision, self._threads)
            return self._loaded


def batches(tokens: Sequence[int], most: int, parts: int) -> Iterator[list[int]]:
    """Yield places of texts, the longest first, in batches of about ``most`` tokens.

    A batch is smaller where there would be fewer than ``parts``, and never has more than twice
    as many tokens once its texts are made as long as its longest one.
    """
    sizes = [max(count, 1) for count in tokens]
    order = sorted(range(len(sizes)), key=lambda k: (-sizes[k], k))
    share = min(most, max(sum(sizes) / parts, _LEAST_TOKENS))
    batch: list[int] = []
    before, number = 0, 0
    for k in order:
        # The batch in which the greater part of it comes to stand.
        own = int((before + sizes[k] / 2) / share)
        if batch and (own > number or (len(batch) + 1) * sizes[batch[0]] > 2 * most):
            yield batch
            batch = []
        batch.append(k)
        before, number = before + sizes[k], own
    if batch:
        yield batch


def _sound(text: str) -> str:
    """Return the text with lone surrogates replaced, which no tokenizer takes."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
