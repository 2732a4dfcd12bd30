"""Labelled pairs of notes: rewrites, translations, letters on one topic, swapped words.

``benchmarks/meaning/rewrites.jsonl`` was written for samenote (Apache-2.0, as the project):
fourteen notes in six or seven languages, each said twice in other words, for 38 of the 88 with a
second honest note on its topic. The rest is the shared data.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from benchmarks.quality.sources import TATOEBA

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
_REWRITES = Path(__file__).parent / "rewrites.jsonl"
_SEED = 11
_SENTENCES = 4
_MOST_WORDS = 90
_MOST_SENTENCES = 400
#: Topics whose pairs the constants were tuned on; the others are held out.
TUNED_ON = frozenset({"dress", "demo", "late", "donation", "school", "refund", "bicycle"})
#: Lines of copy shorter than this, in English words, are buttons and labels.
_LEAST_COPY = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """Two notes, and whether they are one note. ``kind`` names the set and which part of it."""

    here: str
    there: str
    same: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A note said twice (``a``, ``b``), and an honest one on its topic (``c``, "" for none)."""

    topic: str
    language: str
    a: str
    b: str
    c: str


def rewrites(held_out: bool) -> Iterator[Rewrite]:
    """Yield the notes of one half of the topics."""
    for line in _REWRITES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if (row["topic"] not in TUNED_ON) == held_out:
            yield Rewrite(row["topic"], row["lang"], row["a"], row["b"], row.get("c", ""))


def rewritten(held_out: bool) -> Iterator[Pair]:
    """Yield rewrites as positives; other notes of the language, same topic included, as not."""
    notes = list(rewrites(held_out))
    for a in notes:
        yield Pair(a.a, a.b, True, "rewritten")
        if a.c:
            yield Pair(a.a, a.c, False, "one topic")
            yield Pair(a.b, a.c, False, "one topic")
    for a, b in combinations(notes, 2):
        if a.language == b.language:
            for x, y in ((a.a, b.a), (a.a, b.b), (a.b, b.a), (a.b, b.b)):
                yield Pair(x, y, False, "other topics")


def translations(held_out: bool) -> Iterator[Pair]:
    """Yield notes in two languages: the same one rewritten, another topic, another content."""
    for a, b in combinations(list(rewrites(held_out)), 2):
        if a.language != b.language:
            yield Pair(a.a, b.b, a.topic == b.topic, "rewritten and translated")
            yield Pair(a.b, b.a, a.topic == b.topic, "rewritten and translated")
            for x, y in ((a.a, b.c), (a.c, b.a)):
                if x and y:
                    yield Pair(x, y, False, "one topic")


def abroad(held_out: bool) -> Iterator[Pair]:
    """Yield honest pairs in two languages: a rewritten note and a letter."""
    letter = list(_short_letters(held_out))
    for note in rewrites(held_out):
        if note.language != "en":
            yield from (Pair(note.a, text, False, "letters") for text in letter)


def tatoeba(held_out: bool) -> Iterator[Pair]:
    """Yield notes of four sentences and English ones: translated, or with one in common."""
    for name in ("pl", "uk", "de") if held_out else ("ar", "bg", "zh"):
        foreign, english = aligned_sentences(name)
        for k, here in enumerate(foreign):
            yield Pair(here, english[k], True, "tatoeba")
            for step in range(1, 9):
                other = english[(k + step) % len(english)]
                yield Pair(here, other, False, "tatoeba")


def aligned_sentences(language: str) -> tuple[list[str], list[str]]:
    """Return notes of four sentences in a language, and the same in English."""
    choose = random.Random(_SEED)
    name = TATOEBA[language]
    foreign, english = (
        (DATA / "tatoeba" / f"tatoeba.{name}-eng.{side}").read_text("utf-8").splitlines()
        for side in (name, "eng")
    )
    order = choose.sample(range(len(foreign)), min(len(foreign), _MOST_SENTENCES))
    notes = [order[k : k + _SENTENCES] for k in range(0, len(order), _SENTENCES)]
    notes = [note for note in notes if len(note) == _SENTENCES]
    return (
        [" ".join(foreign[i] for i in note) for note in notes],
        [" ".join(english[i] for i in note) for note in notes],
    )


def aligned_copy(language: str) -> tuple[list[str], list[str]]:
    """Return copy of a mailer in a language, and the same in English: lines of 8 words or more."""
    folder = DATA / "locale_mailers" / "rails" / "locales"
    english = _copy_lines(folder / "en.yml")
    foreign = _copy_lines(folder / f"{'zh-CN' if language == 'zh' else language}.yml")
    keys = [k for k in english if k in foreign and len(english[k].split()) >= _LEAST_COPY]
    return [foreign[k] for k in keys], [english[k] for k in keys]


def _copy_lines(path: Path) -> dict[str, str]:
    import yaml

    found: dict[str, str] = {}

    def walk(node: object, key: str) -> None:
        if isinstance(node, dict):
            for name, value in node.items():
                walk(value, f"{key}.{name}")
        elif isinstance(node, str):
            found[key] = " ".join(re.sub(r"%\{[^}]*\}|<[^>]+>", "", node).split())

    (whole,) = yaml.safe_load(path.read_text(encoding="utf-8")).values()
    walk(whole, "")
    return found


def letters(held_out: bool) -> Iterator[Pair]:
    """Yield short letters that share few words: negatives, told apart by whether one page of
    samples, so one topic, holds both.
    """
    for (a, page), (b, other) in combinations(_short_letters(held_out).items(), 2):
        if word_overlap(a, b) < 0.25:
            yield Pair(a, b, False, "letters on one topic" if page == other else "other letters")


def _short_letters(held_out: bool) -> dict[str, str]:
    """Return the letters of every other page, and the page of each."""
    lines = (DATA / "letters" / "letters.jsonl").read_text(encoding="utf-8").splitlines()
    pages = sorted({json.loads(line)["page"] for line in lines})
    chosen = set(pages[1::2] if held_out else pages[::2])
    found: dict[str, str] = {}
    for line in lines:
        letter = json.loads(line)
        if letter["page"] in chosen and len(letter["text"].split()) <= _MOST_WORDS:
            found[letter["text"]] = letter["page"]
    return found


def paws(held_out: bool) -> Iterator[Pair]:
    """Yield the trap: Chinese sentences whose words were swapped, same meaning or not."""
    rows = (DATA / "paws_x_zh" / "dev_2k.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for row in rows[1::2] if held_out else rows[::2]:
        _, here, there, label = row.split("\t")
        yield Pair(here, there, label == "1", "paws")


def word_overlap(here: str, there: str) -> float:
    """Jaccard likeness of word sets; characters where a script puts no spaces."""
    a, b = _words(here), _words(there)
    return len(a & b) / max(len(a | b), 1)


def _words(text: str) -> set[str]:
    words = {w.strip(".,;:!?()[]\"'") for w in text.casefold().split()}
    return words | {c for c in text if "一" <= c <= "鿿"}
