"""What dedupe asks of a model of meaning: a unit vector for each text. Models live elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

#: Shape (n, d), float32, each row of length 1 (a row of zeros: nothing to encode).
Vectors = npt.NDArray[np.float32]

#: Told how many distinct texts of a call are done, and how many there are.
EncodedSoFar = Callable[[int, int], None]


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their cosine; the same text, the same vector.

    A text's vector does not depend on the texts encoded with it. Vectors of encoders with
    different digests must not be compared.
    """

    @property
    def model(self) -> str:
        """The model's name, with its revision where it has one."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits: model, weights, arithmetic and rules of pooling."""
        ...

    def encode(self, texts: Sequence[str], update: EncodedSoFar = lambda done, of: None) -> Vectors:
        """Encode each text; shape (len(texts), dimension). ``update`` hears how far it is.

        Raises MeaningUnavailable where the model cannot be loaded.
        """
        ...
