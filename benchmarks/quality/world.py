"""A whole trial: one history, the copies of notes in it, and the honest notes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from benchmarks.quality.drafts import Values
from benchmarks.quality.honest import (
    filled,
    letter_notes,
    other_notes,
    really_honest,
)
from benchmarks.quality.notes import (
    Hands,
    LabelledNote,
    Original,
    copies,
    deal,
    drifting,
    endlessly,
    make_originals,
    once_then_chains,
    spliced,
    tools_for,
)
from benchmarks.quality.sources import Letter, Texts


@dataclass(frozen=True, slots=True)
class Size:
    """How much to make.

    `history` is the least a history has; notes that are never copied are always at least half of
    that, however many originals there are. `originals` is the most a language may have (English
    four times that), `sequences` how many of them are drifting sequences.
    """

    history: int = 1_000
    honest: int = 10_000
    originals: int = 20
    sequences: int = 2


@dataclass(frozen=True, slots=True)
class World:
    """One trial. `dropped` counts notes meant to be honest that shared text with the history."""

    history: tuple[LabelledNote, ...]
    copies: tuple[LabelledNote, ...]
    honest: tuple[LabelledNote, ...]
    dropped: int


def make_world(texts: Texts, values: dict[str, Values], size: Size, seed: int) -> World:
    """Make one trial; the same arguments give the same notes on every machine."""
    history: list[LabelledNote] = []
    copied: list[LabelledNote] = []
    hands: dict[str, Hands] = {}
    for language, sentences in texts.sentences.items():
        rng = random.Random(f"{texts.part} {seed} {language}")
        hands[language] = deal(sentences, rng)
        past, queries = _language(language, hands[language], values, size, rng)
        history += past
        copied += queries
    honest: list[LabelledNote] = []
    if "en" in texts.sentences and texts.letters:
        past, queries, others = _letters(texts.letters, values, seed)
        history += past
        copied += queries
        honest += others
    rng = random.Random(f"{texts.part} {seed} others")
    unrelated = max(size.history - len(history), size.history // 2)
    history += _others("other", hands, values, rng, unrelated)
    honest += _others("honest", hands, values, rng, size.honest - len(honest))
    kept, dropped = really_honest(honest, history)
    return World(tuple(history), tuple(copied), tuple(kept), dropped)


def _language(
    language: str, hands: Hands, values: dict[str, Values], size: Size, rng: random.Random
) -> tuple[list[LabelledNote], list[LabelledNote]]:
    tools = tools_for(hands, values, language, rng)
    most = size.originals * (4 if language == "en" else 1)
    originals = make_originals(language, hands.originals, values[language], rng, most)
    history: list[LabelledNote] = []
    made: list[LabelledNote] = []
    drifted = [o for o in originals if o.note.words == 60][: size.sequences]
    for original in originals:
        if original in drifted:
            versions, last = drifting(original, tools)
            history += versions
            made.append(last)
        else:
            history.append(original.note)
            made += copies(original, tools)
    made += _splices([o for o in originals if o not in drifted])
    return history, made


def _splices(originals: Sequence[Original]) -> list[LabelledNote]:
    """Neighbours of one length, in pairs."""
    made = []
    for words in (30, 60, 120, 300):
        alike = [o for o in originals if o.note.words == words]
        made += [spliced(a, b) for a, b in zip(alike[::2], alike[1::2], strict=False)]
    return made


def _letters(
    letters: Sequence[Letter], values: dict[str, Values], seed: int
) -> tuple[list[LabelledNote], list[LabelledNote], list[LabelledNote]]:
    """Letters in history, each once more with other values as a copy, and honest neighbours."""
    rng = random.Random(f"letters {seed}")
    distinct = _distinct_letters(letters)
    past, honest = letter_notes(distinct, values["en"], rng)
    chosen = distinct[1::2]
    made = [
        replace(
            note,
            id=f"{note.id}/letter",
            text=filled(letter.text, values["en"], rng),
            change="letter, every placeholder filled anew",
            group="letters",
            recipient=f"{note.id}-b",
            truths=(note.id,),
            relations=("template", "near"),
            body="",
        )
        for note, letter in zip(past, chosen, strict=True)
    ]
    changed = [n for n, o in zip(made, past, strict=True) if n.text != o.text]
    return past, changed, honest


def _distinct_letters(letters: Sequence[Letter]) -> list[Letter]:
    """Drop letters that share a run of eight words with one before them on any page."""
    kept: list[Letter] = []
    notes: list[LabelledNote] = []
    for letter in letters:
        note = LabelledNote("", letter.text, "en", 0, "", "")
        if really_honest([note], notes[-40:])[0]:
            kept.append(letter)
            notes.append(note)
    return kept


def _others(
    kind: str,
    hands: dict[str, Hands],
    values: dict[str, Values],
    rng: random.Random,
    count: int,
) -> Iterable[LabelledNote]:
    """Notes of every flavour, the languages in equal parts."""
    made: list[LabelledNote] = []
    for number, (language, hand) in enumerate(hands.items()):
        share = max(0, count) // len(hands) + (number < max(0, count) % len(hands))
        supply = (
            endlessly(hand.honest, rng)
            if kind == "honest"
            else once_then_chains(hand.others, language, rng)
        )
        made += other_notes(language, kind, supply, values[language], rng, share)
    return made
