"""The rivals, each as its users run it, at a small grid of settings around its documented one.

They get the text as sent (HTML extracted), lower-cased where the tool's own example does so, and
nothing else is done for them: no masking, no stripping of quotes, no folding.
"""

from __future__ import annotations

from benchmarks.quality.judges import Judge
from benchmarks.quality.rivals.datasketch_lsh import datasketch_judges
from benchmarks.quality.rivals.gaoya_index import gaoya_judges
from benchmarks.quality.rivals.rapidfuzz_ratio import rapidfuzz_judges
from benchmarks.quality.rivals.rensa_lsh import rensa_judges
from benchmarks.quality.rivals.text_dedup_minhash import text_dedup_judges

__all__ = ["every_rival"]


def every_rival() -> list[Judge]:
    """Every rival at every setting, in the order of the table; those by meaning stand apart."""
    return [
        *datasketch_judges(),
        *rensa_judges(),
        *gaoya_judges(),
        *text_dedup_judges(),
        *rapidfuzz_judges(),
    ]
