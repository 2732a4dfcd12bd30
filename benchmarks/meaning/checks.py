"""Whole checks with meaning: who is found, and who is wronged, as a user would see it.

    .venv/bin/python -m benchmarks.meaning.checks           # the held-out half
    .venv/bin/python -m benchmarks.meaning.checks --tune    # the half constants were set on

Every note goes through `api.checking.check` against a history of 1,000 notes (the world of
`benchmarks.quality`) in which one version of it stands. Found: the verdict lists that version as
reworded. Wrong: the closest match is another note; misled: only other notes are listed. Short
notes (under 12 words) are left out, since they are never judged by meaning, and so are translated
ones whose English version is that short. Small stores, of one note or fifteen, tell nothing of what
the sender writes anyway.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.meaning.pairs import DATA, Rewrite, aligned_copy, aligned_sentences, rewrites
from benchmarks.meaning.trial import LANGUAGES
from benchmarks.quality.drafts import read_values
from benchmarks.quality.sources import read_texts
from benchmarks.quality.world import Size, make_world
from dedupe import SHORT_WORDS, Encoder, Message, Recipient, read_note, words_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of ``notes`` judged by meaning, how many were ``found``, ``wrong`` and ``misled``."""

    name: str
    notes: int
    found: int | None
    wrong: int
    misled: int

    def row(self) -> str:
        """Return the line of the table."""
        found = "" if self.found is None else f"{self.found / max(self.notes, 1):.0%}"
        wrong, misled = (f"{n} ({n / max(self.notes, 1):.1%})" for n in (self.wrong, self.misled))
        return f"| {self.name} | {self.notes:,} | {found} | {wrong} | {misled} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tune", action="store_true", help="the half used for tuning")
    parser.add_argument("--model", help="as for samenote model")
    chosen = parser.parse_args()
    from index import open_encoder

    print("| notes | judged | found | wrong | misled |\n|---|---|---|---|---|")
    for outcome in outcomes(open_encoder(chosen.model), not chosen.tune):
        print(outcome.row(), flush=True)


def outcomes(encoder: Encoder, held_out: bool) -> Iterator[Outcome]:
    """Yield the outcome of each set of notes."""
    texts = read_texts(DATA, "heldout" if held_out else "tune", LANGUAGES)
    world = make_world(
        texts, read_values(), Size(history=1_000, honest=1_400, originals=20), seed=1
    )
    history = [note.body or note.text for note in world.history]
    made = list(rewrites(held_out))
    sent = [note.a for note in made]
    honest = [note.body or note.text for note in world.honest]
    yield _outcome("honest notes", encoder, honest, [*sent, *history], None)
    second = [note.c for note in made if note.c]
    yield _outcome("second honest note on one topic", encoder, second, [*sent, *history], None)
    topics = [{k for k, o in enumerate(made) if o.topic == note.topic} for note in made]
    again = [note.b for note in made]
    yield _outcome("rewritten by hand", encoder, again, [*sent, *history], topics)
    yield from _small_stores(encoder, made, history, honest)
    for name in LANGUAGES[1:]:
        yield _aligned(f"tatoeba {name} to en", encoder, *aligned_sentences(name), history)
    for name in LANGUAGES[1:]:
        yield _aligned(f"mailer copy {name} to en", encoder, *aligned_copy(name), history)


def _small_stores(
    encoder: Encoder, made: Sequence[Rewrite], history: Sequence[str], honest: Sequence[str]
) -> Iterator[Outcome]:
    again = [_outcome("", encoder, [note.b], [note.a], [{0}]) for note in made]
    yield _total("rewritten by hand, store of that note", again)
    second = [_outcome("", encoder, [note.c], [note.a], None) for note in made if note.c]
    yield _total("second honest note on one topic, store of one note", second)
    draw = random.Random(3)
    others = [
        _outcome("", encoder, draw.sample(honest, 100), draw.sample(history, 15), None)
        for _ in range(12)
    ]
    yield _total("honest notes, stores of fifteen notes", others)


def _total(name: str, parts: Sequence[Outcome]) -> Outcome:
    found = [part.found for part in parts if part.found is not None]
    notes, wrong = sum(part.notes for part in parts), sum(part.wrong for part in parts)
    misled = sum(part.misled for part in parts)
    return Outcome(name, notes, sum(found) if found else None, wrong, misled)


def _aligned(
    name: str,
    encoder: Encoder,
    foreign: Sequence[str],
    english: Sequence[str],
    history: Sequence[str],
) -> Outcome:
    texts = list(dict.fromkeys(english))
    long = _long_enough(texts)
    pairs = [(here, texts.index(there)) for here, there in zip(foreign, english, strict=True)]
    # What is beside them in the history stays, however short.
    pairs = [(here, there) for here, there in pairs if long[there]]
    notes, right = [here for here, _ in pairs], [{there} for _, there in pairs]
    return _outcome(name, encoder, notes, [*texts, *history], right)


def _long_enough(texts: Sequence[str]) -> list[bool]:
    """Say of each text whether it is judged by meaning at all."""
    words = words_of([read_note(message) for message in _messages("sent", texts)])
    return (words.lengths() >= SHORT_WORDS).tolist()


def _outcome(
    name: str,
    encoder: Encoder,
    notes: Sequence[str],
    history: Sequence[str],
    right: Sequence[set[int]] | None,
) -> Outcome:
    from api.checking import check
    from index import MeaningMemory

    verdicts = check(
        _messages("note", notes),
        history=_messages("sent", history),
        separately=True,
        memory=MeaningMemory(encoder),
    )
    judged = found = wrong = misled = 0
    for number, verdict in enumerate(verdicts):
        if verdict.too_short:
            continue
        judged += 1
        places = [int(m.id.split()[1]) for m in verdict.matches if m.relation == "reworded"]
        wanted = right[number] if right is not None else set()
        found += bool(wanted & set(places))
        wrong += verdict.relation == "reworded" and places[0] not in wanted
        misled += verdict.relation == "reworded" and not wanted & set(places)
    return Outcome(name, judged, None if right is None else found, wrong, misled)


def _messages(name: str, texts: Sequence[str]) -> list[Message]:
    return [
        Message(f"{name} {k}", text, to=(Recipient(address=f"{name}{k}@{name}{k}.example"),))
        for k, text in enumerate(texts)
    ]


if __name__ == "__main__":
    main()
