"""A BERT encoder's pass over texts laid end to end, for processors.

The library makes every text as long as the longest beside it and orders the weights for the
processor anew at each call, and its softmax in bfloat16 takes five times as long as in float32.
Here linear layers see real tokens only, their weights are ordered once, queries, keys and values
are one product, and attention alone is padded. What comes out is the library's to a cosine above
.9999 (tests/unit/test_packed_bert.py).

The layers are those of Devlin et al. 2019 as transformers' BertModel computes them; a text's vector
is the mean over its tokens (Reimers and Gurevych 2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dedupe import Vectors

#: Rows that weights are ordered for: those of a usual batch. Any others work as well.
_ROWS = 512


class PackedBert:
    """The layers of a loaded model. Threads may share it."""

    def __init__(self, bert: Any) -> None:
        """``bert``: a transformers BertModel on the processor, in float32 or bfloat16."""
        embeddings = bert.embeddings
        self._words: Tensor = embeddings.word_embeddings.weight.detach()
        kind = embeddings.token_type_embeddings.weight.detach()[0]
        self._places: Tensor = embeddings.position_embeddings.weight.detach() + kind
        self._norm = _Norm.of_layer(embeddings.LayerNorm)
        self._heads = int(bert.config.num_attention_heads)
        self._layers = [_Layer.of(layer) for layer in bert.encoder.layer]

    def vectors(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        """Return the mean over each text's tokens, shape (n, d), float32; no text is empty."""
        with torch.inference_mode():
            lengths = np.array([len(text) for text in tokens])
            layout = _Layout.of(lengths, self._heads, self._words.dtype)
            words = np.fromiter((token for text in tokens for token in text), np.int64)
            rows = functional.embedding(torch.from_numpy(words), self._words)
            rows = self._norm.of(rows + functional.embedding(layout.places, self._places))
            for layer in self._layers:
                rows = self._after(layer, rows, layout)
            sums = torch.zeros(len(tokens), rows.shape[1])
            sums.index_add_(0, layout.texts, rows.float())
            made: Vectors = sums.numpy()
        made /= lengths[:, None].astype(np.float32)
        return made

    def _after(self, layer: _Layer, rows: Tensor, layout: _Layout) -> Tensor:
        heard = layout.attended(layer.together.of(rows))
        rows = layer.heard_norm.of(layer.heard.of(heard) + rows)
        wide = functional.gelu(layer.wide.of(rows))
        return layer.norm.of(layer.narrow.of(wide) + rows)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which token stands where. ``texts`` and ``places`` say of each token whose it is, and where
    in that text it stands.

    Attention sees ``size`` texts of ``longest`` places. ``spread`` leads from all these to tokens,
    and ``taken`` from tokens to them; both are None where every text is as long. ``mask``, shape
    (size * heads or 1, 1, longest), is minus infinity where there is no token.
    """

    size: int
    longest: int
    heads: int
    texts: Tensor
    places: Tensor
    mask: Tensor
    spread: Tensor | None
    taken: Tensor | None

    @classmethod
    def of(cls, lengths: np.ndarray[Any, Any], heads: int, dtype: torch.dtype) -> _Layout:
        size, longest = len(lengths), int(lengths.max())
        there = np.arange(longest) < lengths[:, None]
        texts, places = (torch.from_numpy(found) for found in np.nonzero(there))
        if there.all():
            nothing = torch.zeros(1, 1, longest, dtype=dtype)
            return cls(size, longest, heads, texts, places, nothing, None, None)
        mask = torch.zeros(size, 1, longest, dtype=dtype)
        mask.masked_fill_(torch.from_numpy(~there)[:, None], float("-inf"))
        spread = np.where(there, (np.cumsum(there) - 1).reshape(there.shape), 0).ravel()
        return cls(
            size, longest, heads, texts, places, mask.repeat_interleave(heads, 0),
            torch.from_numpy(spread), torch.from_numpy(np.flatnonzero(there)),
        )  # fmt: skip

    def attended(self, rows: Tensor) -> Tensor:
        """Return what each token hears of its text; ``rows``: query, key and value of each."""
        width = rows.shape[1] // 3
        if self.spread is not None:
            rows = rows.index_select(0, self.spread)
        apart = rows.view(self.size, self.longest, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        asked, keys, values = apart.contiguous().flatten(1, 2)
        scale = float(asked.shape[2]) ** -0.5
        scores = torch.baddbmm(self.mask, asked, keys.transpose(1, 2), alpha=scale)
        shares = torch.softmax(scores, -1, dtype=torch.float32).to(values.dtype)
        heard = torch.bmm(shares, values).view(self.size, self.heads, self.longest, -1)
        heard = heard.transpose(1, 2).reshape(-1, width)
        return heard if self.taken is None else heard.index_select(0, self.taken)


@dataclass(frozen=True, slots=True)
class _Linear:
    """One linear layer. ``ordered``: its weight lies as oneDNN wants it."""

    weight: Tensor
    bias: Tensor
    ordered: bool

    @classmethod
    def joined(cls, *layers: Any) -> _Linear:
        """Return layers that have one input as one."""
        weight = torch.cat([layer.weight.detach() for layer in layers])
        bias = torch.cat([layer.bias.detach() for layer in layers])
        if weight.dtype == torch.bfloat16:
            try:
                ordered = torch.ops.mkldnn._reorder_linear_weight(weight, _ROWS)
                return cls(ordered, bias, True)
            except (AttributeError, RuntimeError):  # private: it may go
                pass
        return cls(weight, bias, False)

    def of(self, rows: Tensor) -> Tensor:
        if not self.ordered:
            return functional.linear(rows, self.weight, self.bias)
        made: Tensor = torch.ops.mkldnn._linear_pointwise(
            rows, self.weight, self.bias, "none", [], ""
        )
        return made


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: Tensor
    bias: Tensor
    least: float

    @classmethod
    def of_layer(cls, layer: Any) -> _Norm:
        return cls(layer.weight.detach(), layer.bias.detach(), float(layer.eps))

    def of(self, rows: Tensor) -> Tensor:
        return functional.layer_norm(rows, rows.shape[-1:], self.weight, self.bias, self.least)


@dataclass(frozen=True, slots=True)
class _Layer:
    together: _Linear
    heard: _Linear
    heard_norm: _Norm
    wide: _Linear
    narrow: _Linear
    norm: _Norm

    @classmethod
    def of(cls, layer: Any) -> _Layer:
        asked, heard, made = layer.attention.self, layer.attention.output, layer.output
        return cls(
            _Linear.joined(asked.query, asked.key, asked.value), _Linear.joined(heard.dense),
            _Norm.of_layer(heard.LayerNorm), _Linear.joined(layer.intermediate.dense),
            _Linear.joined(made.dense), _Norm.of_layer(made.LayerNorm),
        )  # fmt: skip
