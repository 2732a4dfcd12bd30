"""Note by note against a whole history, as a check does it: who is found, who is wronged.

A history of 1,000 notes of seven languages (the honest world of `benchmarks.quality`) holds one
version of each rewritten note; the other version, honest notes of the same world, and a second
honest note on each topic are held against all of it. The line is the shipped one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.meaning.pairs import DATA, Rewrite, aligned_copy, aligned_sentences, rewrites
from benchmarks.meaning.reading import Reader, before, sample_of
from benchmarks.quality.drafts import read_values
from benchmarks.quality.sources import read_texts
from benchmarks.quality.world import Size, make_world
from dedupe import NoteMeaning, centred, e5_centres, reworded_evidence, reworded_score

LANGUAGES = ("en", "pl", "bg", "uk", "ar", "zh", "de")
#: Notes of the history that each note is compared with, nearest first.
_CANDIDATES = 16
_LEAST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of ``notes``, how many had their partner ``found``, and how many a ``wrong`` one as
    their best."""

    name: str
    notes: int
    found: int | None
    wrong: int


def trials(reader: Reader, held_out: bool, say: Callable[[str], None]) -> Iterator[Outcome]:
    """Yield the outcome of every trial, those of one history first."""
    world = make_world(
        read_texts(DATA, "heldout" if held_out else "tune", LANGUAGES),
        read_values(),
        Size(history=1_000, honest=1_400, originals=20),
        seed=1,
    )
    history = _long([n.body or n.text for n in world.history], reader)
    honest = _long([n.body or n.text for n in world.honest], reader)
    say(f"history of {len(history):,} notes, {len(honest):,} honest ones")
    made = list(rewrites(held_out))
    yield from _one_history(reader, history, honest, made)
    for name in LANGUAGES[1:]:
        foreign, english = aligned_sentences(name)
        yield _aligned(f"tatoeba {name} to en", reader, foreign, english, history)
    for name in LANGUAGES[1:]:
        foreign, english = aligned_copy(name)
        yield _aligned(f"mailer copy {name} to en", reader, foreign, english, history)


def _long(texts: Sequence[str], reader: Reader) -> list[NoteMeaning]:
    return [n for n in reader.read(texts) if n.weights.sum() >= _LEAST_WORDS]


def _one_history(
    reader: Reader,
    history: Sequence[NoteMeaning],
    honest: Sequence[NoteMeaning],
    made: Sequence[Rewrite],
) -> Iterator[Outcome]:
    sent = reader.read([note.a for note in made])
    sample = sample_of([*history, *sent])
    ledger = before([*sent, *history], sample)
    nothing: list[set[int]] = [set() for _ in honest]
    yield _outcome("honest notes", before(honest, sample), ledger, nothing, None)
    second = [note for note in made if note.c]
    others = before(reader.read([note.c for note in second]), sample)
    nothing = [set() for _ in others]
    yield _outcome("second honest note on one topic", others, ledger, nothing, None)
    again = before(reader.read([note.b for note in made]), sample)
    own = [{k for k, o in enumerate(made) if o.topic == n.topic} for n in made]
    same = [{k for k in own[i] if made[k].language == n.language} for i, n in enumerate(made)]
    yield _outcome("rewritten by hand", again, ledger, own, same)
    # In another language: the ledger holds the English versions alone.
    english = [k for k, note in enumerate(made) if note.language == "en"]
    short = before([*(sent[k] for k in english), *history], sample)
    foreign = [k for k, note in enumerate(made) if note.language != "en"]
    for name, version in (("translated", "a"), ("translated and rewritten", "b")):
        notes = before(reader.read([getattr(made[k], version) for k in foreign]), sample)
        right = [
            {i for i, e in enumerate(english) if made[e].topic == made[k].topic} for k in foreign
        ]
        yield _outcome(name, notes, short, right, right)


def _aligned(
    name: str,
    reader: Reader,
    foreign: Sequence[str],
    english: Sequence[str],
    history: Sequence[NoteMeaning],
) -> Outcome:
    """Hold foreign texts against their English ones and the history."""
    texts = list(dict.fromkeys(english))
    right = [{texts.index(text)} for text in english]
    ledger = [*reader.read(texts), *history]
    return _outcome(name, reader.read(foreign), ledger, right, right)


def _outcome(
    name: str,
    notes: Sequence[NoteMeaning],
    ledger: Sequence[NoteMeaning],
    right: Sequence[set[int]],
    wanted: Sequence[set[int]] | None,
) -> Outcome:
    """Count notes with a partner of ``wanted`` above the line, and those whose best is not
    ``right``.
    """
    found = wrong = 0
    for k, near in enumerate(_candidates(notes, ledger)):
        evidence = [reworded_evidence(notes[k], ledger[j]) for j in near]
        above = {j: e.score for j, e in zip(near, evidence, strict=True) if reworded_score(e) > 0}
        found += bool(wanted is not None and above.keys() & wanted[k])
        wrong += bool(above) and max(above, key=lambda j: above[j]) not in right[k]
    return Outcome(name, len(notes), None if wanted is None else found, wrong)


def _candidates(notes: Sequence[NoteMeaning], ledger: Sequence[NoteMeaning]) -> Iterator[list[int]]:
    """Yield the nearest of the ledger to each note, by cosine as it is and from the centres."""
    rows: list[set[int]] = [set() for _ in notes]
    for here, there in zip(_means(notes), _means(ledger), strict=True):
        nearest = np.argsort(-(here @ there.T), axis=1)[:, :_CANDIDATES]
        for row, near in zip(rows, nearest.tolist(), strict=True):
            row.update(near)
    yield from (sorted(row) for row in rows)


def _means(notes: Sequence[NoteMeaning]) -> Iterator[np.ndarray]:
    centres = e5_centres()
    for moved in (False, True):
        vectors = (centred(n.vectors, n.language, centres) if moved else n.vectors for n in notes)
        means = np.stack([n.weights @ v for n, v in zip(notes, vectors, strict=True)])
        yield means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
