"""Labelled pairs of notes: rewrites, translations, letters on one topic, swapped words.

``benchmarks/meaning/rewrites.jsonl`` was written for samenote (Apache-2.0, as the project): ten
notes in six languages, each said twice in other words. The rest is the shared data.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
_REWRITES = Path(__file__).parent / "rewrites.jsonl"
_SEED = 11
_SENTENCES = 4
_MOST_WORDS = 90
_MOST_SENTENCES = 400
#: Topics whose pairs the constants were tuned on; the others are held out.
TUNED_ON = frozenset({"dress", "demo", "late", "donation", "school"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two notes, and whether they are one note. ``kind`` names the set and which part of it."""

    here: str
    there: str
    same: bool
    kind: str


def rewrites(held_out: bool) -> Iterator[Pair]:
    """Yield rewrites as positives, notes on other topics in the same language as negatives."""
    notes = _rewrites(held_out)
    for a in notes:
        yield Pair(a["a"], a["b"], True, "rewritten")
    for a, b in combinations(notes, 2):
        if a["lang"] == b["lang"]:
            for x, y in (("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")):
                yield Pair(a[x], b[y], False, "rewritten")


def translations(held_out: bool) -> Iterator[Pair]:
    """Yield notes in another language: the same topic, or another one."""
    for a, b in combinations(_rewrites(held_out), 2):
        if a["lang"] != b["lang"]:
            yield Pair(a["a"], b["a"], a["topic"] == b["topic"], "translated")
            yield Pair(a["a"], b["b"], a["topic"] == b["topic"], "rewritten and translated")


def tatoeba(held_out: bool) -> Iterator[Pair]:
    """Yield notes of four sentences and English ones: translated, or with one in common."""
    choose = random.Random(_SEED)
    languages = ("ara", "bul", "cmn", "deu", "pol", "ukr")
    for name in languages[3:] if held_out else languages[:3]:
        foreign, english = (
            (DATA / "tatoeba" / f"tatoeba.{name}-eng.{side}").read_text("utf-8").splitlines()
            for side in (name, "eng")
        )
        order = choose.sample(range(len(foreign)), min(len(foreign), _MOST_SENTENCES))
        order = order[: len(order) // _SENTENCES * _SENTENCES]
        notes = [order[k : k + _SENTENCES] for k in range(0, len(order), _SENTENCES)]
        for k, note in enumerate(notes):
            here = " ".join(foreign[i] for i in note)
            yield Pair(here, " ".join(english[i] for i in note), True, "tatoeba")
            for step in range(1, 9):
                other = notes[(k + step) % len(notes)]
                mixed = [note[0], *other[1:]] if step < 3 else other
                yield Pair(here, " ".join(english[i] for i in mixed), False, "tatoeba")


def letters(held_out: bool) -> Iterator[Pair]:
    """Yield short letters that share few words: negatives, told apart by whether one page of
    samples, so one topic, holds both.
    """
    lines = (DATA / "letters" / "letters.jsonl").read_text(encoding="utf-8").splitlines()
    pages = sorted({json.loads(line)["page"] for line in lines})
    chosen = set(pages[1::2] if held_out else pages[::2])
    found: dict[str, str] = {}
    for line in lines:
        letter = json.loads(line)
        if letter["page"] in chosen and len(letter["text"].split()) <= _MOST_WORDS:
            found[letter["text"]] = letter["page"]
    for (a, page), (b, other) in combinations(found.items(), 2):
        if word_overlap(a, b) < 0.25:
            yield Pair(a, b, False, "letters on one topic" if page == other else "other letters")


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


def _rewrites(held_out: bool) -> list[dict[str, str]]:
    notes = [json.loads(line) for line in _REWRITES.read_text(encoding="utf-8").splitlines()]
    return [note for note in notes if (note["topic"] not in TUNED_ON) == held_out]
