"""Real texts to make vectors of: sentences people wrote, alone and two or three together.

Read from the project's shared data (tatoeba in 22 languages, letters, Chinese news sentences,
the Declaration of Human Rights); the same seed gives the same texts in the same order.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_SEED = 20_261_122
_POOL = 110_000
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|\n+")


def sentences(data: Path = DATA) -> dict[str, list[str]]:
    """Return distinct sentences by language, at least 3 words or 6 characters each."""
    found: dict[str, dict[str, None]] = {}
    for language, text in _read(data):
        text = " ".join(text.split())
        if len(text) >= 6 and (len(text.split()) >= 3 or len(text) >= 12):
            found.setdefault(language, {})[text] = None
    return {language: list(texts) for language, texts in sorted(found.items())}


def texts(count: int, data: Path = DATA) -> list[str]:
    """Return the first ``count`` of a shuffled pool: every sentence, and combinations of them.

    A combination is two or three sentences of one language. At most 110,000.
    """
    choose = random.Random(_SEED)
    by_language = sentences(data)
    made = dict.fromkeys(text for group in by_language.values() for text in group)
    groups = list(by_language.values())
    weights = [len(group) for group in groups]
    while len(made) < _POOL:
        group = choose.choices(groups, weights)[0]
        parts = choose.sample(group, choose.choice((2, 2, 3)))
        made[" ".join(parts)] = None
    mixed = list(made)
    choose.shuffle(mixed)
    return mixed[:count]


def _read(data: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((data / "tatoeba").glob("tatoeba.*")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.suffix[1:], line
    for line in (data / "letters" / "letters.jsonl").read_text(encoding="utf-8").splitlines():
        for sentence in _SENTENCE.split(json.loads(line)["text"]):
            yield "eng", sentence
    for line in (data / "paws_x_zh" / "dev_2k.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        yield "cmn", line.split("\t")[1]
    for path in sorted((data / "udhr").glob("*.html")):
        plain = re.sub(r"<[^>]+>", "\n", path.read_text(encoding="utf-8"))
        for sentence in _SENTENCE.split(plain):
            yield path.stem, sentence
