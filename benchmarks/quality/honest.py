"""Honest notes and the rest of the history: same sender, same dress, other content.

A flavour says what an honest note has in common with history notes of the same flavour: nothing
but the sender, the greeting and footer, the legal text, the short phrase, the values, a quoted
mail, the purpose (letters of one heading), or being very short.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from benchmarks.quality.drafts import Values, render, with_slots
from benchmarks.quality.notes import LENGTHS, LabelledNote, plain_draft, sentences_of
from benchmarks.quality.sources import Letter
from benchmarks.quality.wording import folded_units, run_length, runs

FLAVOURS = (
    "same sender",
    "same greeting and footer",
    "same legal text",
    "same short phrase",
    "same values",
    "same quoted mail",
    "very short",
)
# In history a third of the notes carry the sender's footer and a third the legal text, as sent mail
# does: what stands in fewer than five notes is not known to repeat.
_IN_HISTORY = tuple(
    flavour
    for other in FLAVOURS
    if other not in FLAVOURS[1:3]
    for flavour in (*FLAVOURS[1:3], other)
)
_LENGTH_SHARES = (15, 15, 30, 30, 30, 60, 60, 120, 120, 300)
# Shorter in history, so that its notes too share no sentence as long as the sentences last.
_SHORTER = (15, 15, 30, 15, 30, 60)
_PLACEHOLDER = regex.compile(r"\[[^\]\n]{1,60}\]")
_DRESS = regex.compile(
    r"(?i)^(subject:.*|dear .*|hi .*|hello .*|.{0,40}(regards|sincerely|wishes|thanks|gratitude)"
    r".{0,12},?|thank you[,!.]?)$"
)
# An honest note may share no run of so many words with any history note, nor this share of its
# runs of four words: more is a copy, whatever it was meant to be.
LONGEST_SHARED_RUN = 8
LARGEST_SHARED_PART = 0.2


def other_notes(
    language: str,
    kind: str,
    supply: Iterator[str],
    values: Values,
    rng: random.Random,
    count: int,
) -> list[LabelledNote]:
    """`count` notes of the flavours in turn; `kind` ("other" or "honest") begins their ids."""
    made = []
    quoted = f"{values.reply.format(name=values.names[1])}\n> {values.legal}\n> {values.footer}"
    flavours, lengths = (FLAVOURS, _LENGTH_SHARES) if kind == "honest" else (_IN_HISTORY, _SHORTER)
    for number in range(count):
        flavour = flavours[number % len(flavours)]
        words = 8 if flavour == "very short" else rng.choice(lengths)
        taken = sentences_of(words, supply, language) or []
        text, body = _in_flavour(flavour, taken, values, quoted, rng)
        note_id = f"{kind}-{language}-{number}"
        made.append(
            LabelledNote(
                note_id,
                text,
                language,
                words if words in LENGTHS else 0,
                flavour,
                "honest" if kind == "honest" else "history",
                note_id,
                body=body,
            )
        )
    return made


def _in_flavour(
    flavour: str, taken: Sequence[str], values: Values, quoted: str, rng: random.Random
) -> tuple[str, str]:
    """The whole text, and the part of it that is declared to differ from every other note."""
    body, _ = render(plain_draft(taken, values.language))
    greeting = values.greetings[0].format(name=rng.choice(values.names))
    sign_off = f"{values.closings[0]}\n{values.names[0]}"
    if flavour == "same greeting and footer":
        return f"{greeting}\n\n{body}\n\n{sign_off}\n\n{values.footer}", body
    if flavour == "same legal text":
        return f"{greeting}\n\n{body}\n\n{sign_off}\n\n{values.legal}", body
    if flavour == "same short phrase":
        return f"{body} {values.phrase}", body
    if flavour == "same values":
        kinds = ("city", "date", "amount")
        slotted = replace(
            plain_draft((), values.language),
            sentences=with_slots(taken, values, kinds, random.Random(0)),
        )
        return render(slotted)[0], body
    if flavour == "same quoted mail":
        return f"{body}\n\n{quoted}", body
    return body, body


def letter_notes(
    letters: Sequence[Letter], values: Values, rng: random.Random
) -> tuple[list[LabelledNote], list[LabelledNote]]:
    """Letters by page: every other one for history, its neighbours of the page as honest notes."""
    history: list[LabelledNote] = []
    honest: list[LabelledNote] = []
    for number, letter in enumerate(letters):
        hand, kind = (history, "other") if number % 2 else (honest, "honest")
        text = filled(letter.text, values, rng)
        note_id = f"{kind}-letter-{number}"
        group = "history" if kind == "other" else "honest"
        hand.append(
            LabelledNote(
                note_id, text, "en", 0, "same purpose", group, note_id, body=_undressed(text)
            )
        )
    return history, honest


def filled(text: str, values: Values, rng: random.Random) -> str:
    """The letter with a value in the place of every [placeholder], equal ones alike."""
    fillings: dict[str, str] = {}

    def fill(match: regex.Match[str]) -> str:
        label = match[0].casefold()
        if label not in fillings:
            fillings[label] = values.pick(_kind_of(label, rng), rng)
        return fillings[label]

    return _PLACEHOLDER.sub(fill, text)


def _kind_of(label: str, rng: random.Random) -> str:
    for word, kind in (
        ("date", "date"), ("day", "date"), ("time", "date"), ("amount", "amount"),
        ("number", "amount"), ("percent", "amount"), ("name", "name"), ("title", "product"),
        ("city", "city"), ("location", "city"), ("company", "city"),
    ):  # fmt: skip
        if word in label:
            return kind
    return rng.choice(("product", "city"))


def _undressed(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not _DRESS.match(line.strip()))


def really_honest(
    honest: Sequence[LabelledNote], history: Sequence[LabelledNote]
) -> tuple[list[LabelledNote], int]:
    """Keep the honest notes that truly share no text with history; say how many were dropped.

    By brute force over every run of words: the bodies (declared greetings, footers, phrases and
    quoted mail left out) of an honest note and any one history note may share no run of
    LONGEST_SHARED_RUN words and at most LARGEST_SHARED_PART of the honest note's runs of four.
    """
    long_runs: set[tuple[str, ...]] = set()
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, note in enumerate(history):
        folded = folded_units(note.body or note.text, note.language)
        long_runs.update(runs(folded, run_length(LONGEST_SHARED_RUN, note.language)))
        for run in set(runs(folded, run_length(4, note.language))):
            holders[run].append(number)
    kept = [note for note in honest if not _repeats(note, long_runs, holders)]
    return kept, len(honest) - len(kept)


def _repeats(
    note: LabelledNote,
    long_runs: set[tuple[str, ...]],
    holders: defaultdict[tuple[str, ...], list[int]],
) -> bool:
    folded = folded_units(note.body or note.text, note.language)
    if any(run in long_runs for run in runs(folded, run_length(LONGEST_SHARED_RUN, note.language))):
        return True
    short = set(runs(folded, run_length(4, note.language)))
    shared = Counter(number for run in short for number in holders.get(run, ()))
    return bool(shared) and max(shared.values()) > LARGEST_SHARED_PART * len(short)
