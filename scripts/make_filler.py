"""Make dedupe/filler/words.txt: per language, the words that stand in many notes.

    python scripts/make_filler.py DATA_FOLDER

DATA_FOLDER holds tatoeba/tatoeba.XXX-eng.XXX (sentences, CC BY 2.0 FR) and letters/letters.jsonl
(letters, Apache-2.0). A note is taken as eight sentences; a word that stands in a share p of the
sentences then stands in 1 - (1 - p)^8 of the notes. Only folded words (in scripts without spaces
pairs, of kana, Thai and the like threes of characters) and rounded frequencies are written.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from dedupe import fold_text

SENTENCES_A_NOTE = 8
CLASSES = (0.5, 0.2, 0.1, 0.05, 0.02)
#: First names that the sentence collection uses for everybody.
NAMES = frozenset(["tom", "mary", "maria", "john"])


def frequencies(documents: Iterable[str]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    total = 0
    for document in documents:
        total += 1
        counts.update({w for w in units(document) if not w.isdigit()} - NAMES)
    return {w: n / total for w, n in counts.items() if n >= 3}


SYLLABIC = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff]")


def units(document: str) -> Iterable[str]:
    """Yield words; in scripts without spaces pairs, in kana, Thai and the like threes."""
    for run in re.split(r"[^\w\u0300-\u036f\u0e31-\u0e4e]+", document):
        words = fold_text(run).split()
        size = 3 if SYLLABIC.search(run) else 2
        if len(words) < size:
            yield from words
        else:
            yield from ("".join(words[k : k + size]) for k in range(len(words) - size + 1))


def lines(language: str, words: dict[str, float]) -> Iterable[str]:
    left = dict(words)
    for least in CLASSES:
        chosen = sorted(w for w, p in left.items() if p >= least)
        for w in chosen:
            del left[w]
        if chosen:
            yield f"{language} {least} {' '.join(chosen)}"


def main() -> None:
    data = Path(sys.argv[1])
    out: list[str] = []
    for path in sorted((data / "tatoeba").glob("tatoeba.*-eng.*")):
        language = path.suffix[1:]
        if language == "eng":
            continue
        found = frequencies(path.read_text("utf-8").splitlines())
        out += lines(language, {w: 1 - (1 - p) ** SENTENCES_A_NOTE for w, p in found.items()})
    english: set[str] = set()
    for path in sorted((data / "tatoeba").glob("tatoeba.*-eng.eng")):
        english.update(path.read_text("utf-8").splitlines())
    spoken = frequencies(sorted(english))
    written = frequencies(
        re.sub(r"\[[^\]]*\]", " ", json.loads(line)["text"])
        for line in (data / "letters/letters.jsonl").read_text("utf-8").splitlines()
    )
    both = {w: 1 - (1 - p) ** SENTENCES_A_NOTE for w, p in spoken.items()}
    for word, p in written.items():
        both[word] = max(both.get(word, 0), p if p >= 0.1 else 0)
    out += lines("eng", both)
    target = Path(__file__).resolve().parents[1] / "dedupe/filler/words.txt"
    target.write_text("\n".join(out) + "\n", "utf-8")
    print(f"{target.name}: {len(out)} lines, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
