"""Make dedupe/filler/e5_centres.txt: by language the mean vector of its sentences.

    python scripts/make_centres.py DATA_FOLDER

DATA_FOLDER holds tatoeba/tatoeba.XXX-eng.XXX (sentences aligned with English, CC BY 2.0 FR). Only
means are written. The model is multilingual-e5-small; takes about 10 minutes on two cores.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dedupe.centres import write_centres
from index import open_encoder

LANGUAGES = {
    "ar": "ara", "bg": "bul", "cs": "ces", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "fr": "fra", "he": "heb", "hi": "hin", "it": "ita", "ja": "jpn", "ko": "kor", "nl": "nld",
    "pl": "pol", "pt": "por", "ru": "rus", "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie",
    "zh": "cmn",
}  # fmt: skip
SENTENCES = 1_000


def sentences(folder: Path, code: str) -> Iterator[str]:
    """Yield sentences of a language; of English those beside five languages, mixed."""
    if code != "eng":
        yield from (folder / f"tatoeba.{code}-eng.{code}").read_text("utf-8").splitlines()
        return
    beside = ("ara", "bul", "cmn", "deu", "pol", "ukr")
    files = [(folder / f"tatoeba.{c}-eng.eng").read_text("utf-8").splitlines() for c in beside]
    for row in zip(*files, strict=False):
        yield from row


def main() -> None:
    folder = Path(sys.argv[1]) / "tatoeba"
    encoder = open_encoder(None)
    means = {}
    for name, code in LANGUAGES.items():
        taken = list(dict.fromkeys(sentences(folder, code)))[:SENTENCES]
        means[name] = np.mean(encoder.encode(taken), axis=0)
        print(name, len(taken), file=sys.stderr, flush=True)
    Path("dedupe/filler/e5_centres.txt").write_text(write_centres(means), encoding="utf-8")


if __name__ == "__main__":
    main()
