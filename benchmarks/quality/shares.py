"""Personal share on real text: copies, merges with a personal line, filler, honest notes.

Each case makes notes of which the truth is known, lets samenote check them, and keeps the
personal shares with the plain share of words that really are the note's own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.quality.drafts import Draft, Piece, Values, plain, refill, render, with_slots
from benchmarks.quality.filler import frequent_words, line_of
from benchmarks.quality.honest import other_notes, really_honest
from benchmarks.quality.notes import Hands, deal, endlessly, once_then_chains, sentences_of
from benchmarks.quality.sources import Texts
from benchmarks.quality.wording import count_words

LANGUAGES = ("en", "pl", "bg", "uk", "ar", "zh", "th", "ja")
WORDS = 60
COPIES = (1, 2, 3, 5, 10, 30, 100)
PARTS = (0, 20, 40, 60, 80, 100)
ROWS = 12
LINES = (0, 5, 10, 20, 40, 80)
FILLERS = (5, 10, 20, 30)
HISTORY = 1_000

NAME_SWAP = "name changed"
NEAR_COPY = "a sentence of its own"
PART = "part copied"
LINE = "personal line"
FILLER = "filler"
HONEST = "honest"

#: One check: notes and what was sent before, as texts; the personal share of each note.
Measure = Callable[[Sequence[str], Sequence[str]], "list[float | None]"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The personal shares of the notes of one case in one language.

    ``amount`` is how many others got the note, the part copied in per cent, or the words of the
    line, filler or history. ``plain`` (0 to 1) is the mean share of words that are the note's own;
    ``uncounted`` notes had no word that counts.
    """

    language: str
    case: str
    amount: int
    shares: tuple[float, ...]
    plain: float
    uncounted: int = 0


@dataclass(frozen=True, slots=True)
class _Base:
    """A note of WORDS words with slots for the recipient's name, and its sentences."""

    draft: Draft
    sentences: tuple[str, ...]

    def to(self, name: str, *, added: str = "", at: int = 0) -> str:
        """The note to somebody, with a sentence of its own before the sentence ``at``."""
        draft = refill(self.draft, {0: name, 1: name})
        body = draft.sentences
        own = (plain(added),) if added else ()
        sentences = (*body[:at], *own, *body[at:])
        return render(Draft(draft.language, sentences, draft.opening, draft.closing))[0]

    @property
    def words(self) -> float:
        return sum(count_words(s, self.draft.language) for s in self.sentences)


def measure_shares(
    texts: Texts,
    values: dict[str, Values],
    seed: int,
    measure: Measure,
    say: Callable[[str], None],
    *,
    notes: int = 10,
    honest: int = 200,
    history: int = HISTORY,
) -> list[Reading]:
    """Measure every case in every language of LANGUAGES that ``texts`` hold.

    ``notes`` is how many notes are copied and merged, ``honest`` how many honest notes stand
    against ``history`` unrelated ones; ``say`` gets a line a language.
    """
    readings: list[Reading] = []
    for language in (x for x in LANGUAGES if x in texts.sentences):
        rng = random.Random(f"{texts.part} {seed} {language} shares")
        sentences = texts.sentences[language]
        hands = deal(sentences, rng)
        bases = _bases(hands, values[language], rng, notes)
        lines = [*hands.fresh, *hands.others, *hands.honest]
        trial = _Trial(values[language], bases, lines, measure, rng)
        readings += [*trial.name_swaps(), *trial.near_copies(), *trial.parts(), *trial.lines()]
        readings += trial.fillers(sentences)
        readings.append(_honest(hands, values[language], rng, measure, honest, history))
        say(f"personal share in {language}: {len(bases)} notes")
    return readings


class _Trial:
    """The cases of one language that start from a note of 60 words."""

    def __init__(
        self,
        values: Values,
        bases: Sequence[_Base],
        sentences: Sequence[str],
        measure: Measure,
        rng: random.Random,
    ) -> None:
        self._values = values
        self._language = values.language
        self._bases = bases
        self._sentences = sentences
        self._measure = measure
        self._rng = rng

    def name_swaps(self) -> Iterator[Reading]:
        """The same note to 1 to 100 others with only the name changed: 0 is right."""
        for number in COPIES:
            found = []
            for base in self._bases:
                sent = [base.to(self._name()) for _ in range(number)]
                found += self._measure([base.to(self._name())], sent)
            yield self._reading(NAME_SWAP, number, found, [0.0])

    def near_copies(self) -> Iterator[Reading]:
        """The same note to 1 to 100 others, each with one sentence of its own."""
        for number in COPIES:
            found, own = [], []
            for base in self._bases:
                added = self._rng.sample(self._sentences, number + 1)
                places = [self._rng.randint(0, len(base.sentences)) for _ in added]
                made = [
                    base.to(self._name(), added=x, at=at)
                    for x, at in zip(added, places, strict=True)
                ]
                found += self._measure(made[:1], made[1:])
                own.append(self._plain(base, added[0]))
            yield self._reading(NEAR_COPY, number, found, own)

    def parts(self) -> Iterator[Reading]:
        """A part of one other note, the rest new."""
        for part in PARTS:
            found, own = [], []
            for base in self._bases:
                count = len(base.sentences)
                kept = base.sentences[: round(count * part / 100)]
                new = self._rng.sample(self._sentences, count - len(kept))
                note = Draft(self._language, tuple(plain(s) for s in (*kept, *new)))
                found += self._measure([render(note)[0]], [base.to(self._name())])
                fresh = sum(count_words(s, self._language) for s in new)
                kept_words = sum(count_words(s, self._language) for s in kept)
                own.append(fresh / (fresh + kept_words))
            yield self._reading(PART, part, found, own)

    def lines(self) -> Iterator[Reading]:
        """Twelve rows of a merge, each with a personal line of so many words."""
        for words in LINES:
            yield self._merge(LINE, words, lambda n, supply: line_of(n, supply, self._language))

    def fillers(self, corpus: Sequence[str]) -> Iterator[Reading]:
        """Twelve rows of a merge, each with so many of the language's most frequent words."""
        filler = frequent_words(corpus, self._language, self._rng)
        for words in FILLERS:
            yield self._merge(FILLER, words, lambda n, _: filler(n))

    def _merge(self, case: str, words: int, line: Callable[[int, Iterator[str]], str]) -> Reading:
        found, own = [], []
        for base in self._bases:
            supply = iter(self._rng.sample(self._sentences, len(self._sentences)))
            at = self._rng.choice((0, len(base.sentences) // 2, len(base.sentences)))
            added = [line(words, supply) if words else "" for _ in range(ROWS)]
            found += self._measure([base.to(self._name(), added=x, at=at) for x in added], [])
            own += [self._plain(base, x) for x in added]
        return self._reading(case, words, found, own)

    def _plain(self, base: _Base, added: str) -> float:
        own = count_words(added, self._language)
        return own / (own + base.words)

    def _name(self) -> str:
        return self._rng.choice(self._values.names)

    def _reading(
        self, case: str, amount: int, found: Sequence[float | None], own: Sequence[float]
    ) -> Reading:
        return reading(self._language, case, amount, found, fmean(own))


def reading(
    language: str, case: str, amount: int, found: Sequence[float | None], own: float
) -> Reading:
    """A reading out of shares, None where no word counts."""
    counted = tuple(s for s in found if s is not None)
    return Reading(language, case, amount, counted, own, len(found) - len(counted))


def _bases(hands: Hands, values: Values, rng: random.Random, most: int) -> list[_Base]:
    """Notes out of sentences of their own: a greeting by name, the name once more inside.

    Every other one is signed.
    """
    unused = dict.fromkeys(hands.originals)
    made: list[_Base] = []
    while len(made) < most:
        taken = sentences_of(WORDS, iter(unused), values.language)
        if taken is None:
            break
        for sentence in taken:
            del unused[sentence]
        before, after = rng.choice(values.greetings).split("{name}")
        opening = (Piece(before), Piece(values.pick("name", rng), slot="name"), Piece(after))
        kinds = ("name",) if rng.random() < 0.5 else ()
        signed = (Piece(f"{values.closings[len(made) % len(values.closings)]}\n{values.names[0]}"),)
        closing = signed if len(made) % 2 else ()
        draft = Draft(values.language, with_slots(taken, values, kinds, rng), opening, closing)
        made.append(_Base(draft, tuple(taken)))
    return made


def _honest(
    hands: Hands, values: Values, rng: random.Random, measure: Measure, count: int, history: int
) -> Reading:
    """Honest notes among unrelated notes of the same sender."""
    language = values.language
    past = other_notes(
        language, "other", once_then_chains(hands.others, language, rng), values, rng, history
    )
    made = other_notes(language, "honest", endlessly(hands.honest, rng), values, rng, count)
    kept, _ = really_honest(made, past)
    found = measure([note.text for note in kept], [note.text for note in past])
    return reading(language, HONEST, history, found, 1.0)


def by_samenote(notes: Sequence[str], history: Sequence[str]) -> list[float | None]:
    """The personal shares that samenote gives; every text goes to somebody else.

    Honest notes repeat sentences among each other, so notes with a history are held against that
    alone; without one they are the rows of a merge.
    """
    from api import check
    from dedupe import Message, Recipient

    def message(number: int, text: str) -> Message:
        to = Recipient(address=f"person{number}@people.example")
        return Message(f"m{number}", text, sender="sender@studio.example", to=(to,))

    every = [message(number, text) for number, text in enumerate((*history, *notes))]
    cut = len(history)
    verdicts = check(every[cut:], history=every[:cut], separately=bool(history))
    return [verdict.personal_share for verdict in verdicts]
