"""Settings: everything a stored or published result depends on, as one digest.

Policy and thresholds are not part of it: they may change while derived data stays good.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass
from functools import cache

from dedupe import sketch

#: Raised by hand when folding, own words, masks or the rule for words change what they give.
RULES = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """How texts are read: carried by every result and every derived thing.

    ``meaning`` is the digest of the encoder, empty where words alone are compared.
    """

    rules: int = RULES
    unicode: str = unicodedata.unidata_version
    sketch_scheme: str = "affine32"
    permutations: int = sketch.PERMUTATIONS
    seed: int = sketch.SEED
    shingle_units: int = sketch.SHINGLE_UNITS
    band_rows: int = sketch.BAND_ROWS
    gram_units: int = sketch.GRAM_UNITS
    window: int = sketch.WINDOW
    guaranteed_words: int = sketch.GUARANTEED_WORDS
    meaning: str = ""

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits of the SHA-256 of all settings."""
        return _digest(self)

    def as_dict(self) -> dict[str, str | int | float | bool]:
        return {**asdict(self), "digest": self.digest}


@cache
def _digest(settings: Settings) -> str:
    text = json.dumps(asdict(settings), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
