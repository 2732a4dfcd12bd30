"""The centre of each language: what a model's vectors have in common because of their language.

A model puts sentences of one language near each other whatever they say, so that a translation
stands farther off than a stranger in the same language. Measured from the centre of its own
language each, sentences of two languages compare as they should (Libovický, Rosa and Fraser 2020,
"On the Language Neutrality of Pre-trained Multilingual Representations", section 3).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from dedupe.encoder import Vectors
from dedupe.language_words import LANGUAGES


@dataclass(frozen=True, slots=True)
class LanguageCentres:
    """Of one model: by language (see `language_of`) the mean of its sentences' vectors.

    ``general``: the mean of the languages' means, for a language that has none of its own.
    """

    by_language: dict[int, Vectors]
    general: Vectors


def centred(vectors: Vectors, language: int, centres: LanguageCentres) -> Vectors:
    """Return vectors as seen from their language's centre; shape (n, d), rows of length 1.

    A row of zeros stays one.
    """
    moved = vectors - centres.by_language.get(language, centres.general)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    spoken = np.any(vectors, axis=1, keepdims=True) & (lengths > 0)
    made: Vectors = np.where(spoken, moved / np.where(lengths > 0, lengths, 1), 0)
    return made.astype(np.float32, copy=False)


def moved_to(there: int, vectors: Vectors, here: int, centres: LanguageCentres) -> Vectors:
    """Return where sentences of one language (``here``) would stand if said in another one.

    Shape (n, d), rows of length 1. A language that has no centre leaves them as they are.
    """
    if here not in centres.by_language or there not in centres.by_language:
        return vectors
    moved = vectors - centres.by_language[here] + centres.by_language[there]
    made: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return made.astype(np.float32, copy=False)


@cache
def e5_centres() -> LanguageCentres:
    """Return the shipped centres of multilingual-e5-small (scripts/make_centres.py)."""
    return read_centres(resources.files("dedupe").joinpath("filler/e5_centres.txt").read_text())


def read_centres(text: str) -> LanguageCentres:
    """Read lines of a language (ISO 639-1) and its centre: float16, little-endian, in base64."""
    found: dict[int, Vectors] = {}
    for line in text.splitlines():
        name, coded = line.split()
        values = np.frombuffer(base64.b64decode(coded), "<f2").astype(np.float32)
        found[LANGUAGES.index(name) + 1] = values
    return LanguageCentres(found, np.mean(list(found.values()), axis=0))


def write_centres(centres: dict[str, Vectors]) -> str:
    """Write what `read_centres` reads."""
    lines = (
        f"{name} {base64.b64encode(mean.astype('<f2').tobytes()).decode()}\n"
        for name, mean in sorted(centres.items())
    )
    return "".join(lines)
