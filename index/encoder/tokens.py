"""A model's tokenizer, one call at a time: it keeps settings that a call may change."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any


class Tokens:
    """Counts tokens, and gives them. Threads may share it."""

    def __init__(self, tokenizer: Any) -> None:
        """``tokenizer``: of transformers; or a bare one of tokenizers, which can only count."""
        self._tokenizer = tokenizer
        self._lock = threading.Lock()

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, without marks."""
        if not texts:
            return []
        with self._lock:
            if hasattr(self._tokenizer, "encode_batch"):  # of a model of static embeddings
                return [len(one.ids) for one in self._tokenizer.encode_batch(list(texts))]
            told = self._tokenizer(
                list(texts), add_special_tokens=False, truncation=False, verbose=False
            )
        return [len(ids) for ids in told["input_ids"]]

    def of(self, texts: Sequence[str], most: int) -> list[list[int]]:
        """Return each text's tokens with begin and end mark, ``most`` of them at most."""
        with self._lock:
            told = self._tokenizer(list(texts), truncation=False, verbose=False)
        return [
            ids if len(ids) <= most else [*ids[: most - 1], ids[-1]] for ids in told["input_ids"]
        ]
