"""Labelled notes: a history, copies of notes in it, and honest notes that share nothing with it.

Everything follows from the part and the seed. Each language's sentences are dealt into four hands
that share no sentence: originals (each sentence in one original only), what copies are padded
with, other history, and honest notes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.quality.changes import Change, Tools, every_change, words_replaced
from benchmarks.quality.drafts import (
    SLOT_KINDS,
    Draft,
    Piece,
    Values,
    plain,
    render,
    with_slots,
)
from benchmarks.quality.typography import LOOKS, as_html
from benchmarks.quality.wording import UNSPACED, count_words, units

LENGTHS = (15, 30, 60, 120, 300)
# The order in which a language's originals are made until its sentences are used up.
_TURNS = (15, 30, 60, 120, 15, 30, 300, 60, 15, 30, 15, 60, 120, 30)
_VERSIONS = 12
# What the four slots of an original come to, so that the whole note has its nominal length.
_SLOT_WORDS = 5


@dataclass(frozen=True, slots=True)
class LabelledNote:
    """One note with the truth about it.

    `words` is the nominal length (of LENGTHS; 0 where none was aimed at). `truths` are ids of
    history notes of which this is a copy (finding any of them counts; the first names the
    relation), none for an honest note. `kin` are ids that are no error to name besides.
    `relations` are the names that are right, `shared` the spans of `text` that stand in the first
    truth (None where not known). `html` is the note as sent where it was HTML; `text` is then the
    plain text it was made from.
    """

    id: str
    text: str
    language: str
    words: int
    change: str
    group: str
    recipient: str = ""
    truths: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    relations: tuple[str, ...] = ("none",)
    shared: tuple[tuple[int, int], ...] | None = None
    html: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Hands:
    """One language's sentences, dealt so that no two hands share one."""

    originals: tuple[str, ...]
    fresh: tuple[str, ...]
    others: tuple[str, ...]
    honest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """A history note that will be copied: its draft, and the note as it stands in history."""

    draft: Draft
    note: LabelledNote


def deal(sentences: Sequence[str], rng: random.Random) -> Hands:
    """Shuffle and deal: two sixths each to originals and other history, one to each other hand."""
    shuffled = list(sentences)
    rng.shuffle(shuffled)
    cuts = [len(shuffled) * k // 6 for k in (2, 3, 5)]
    return Hands(
        tuple(shuffled[: cuts[0]]),
        tuple(shuffled[cuts[0] : cuts[1]]),
        tuple(shuffled[cuts[1] : cuts[2]]),
        tuple(shuffled[cuts[2] :]),
    )


def endlessly(sentences: Sequence[str], rng: random.Random) -> Iterator[str]:
    """The sentences in random order, again and again."""
    order = list(sentences)
    while True:
        rng.shuffle(order)
        yield from order


def once_then_chains(sentences: Sequence[str], language: str, rng: random.Random) -> Iterator[str]:
    """Each sentence once; then invented ones that walk from word to following word, for ever.

    Three steps in ten leap to any word, so that the walks repeat no long run of a sentence: a
    large history needs far more text than there is, and text that stands in many notes would be
    common text, not other notes.
    """
    order = list(sentences)
    rng.shuffle(order)
    yield from order
    lines = [words for s in order if len(words := units(s, language)) > 1]
    followers: dict[str, list[str]] = {}
    for words in lines:
        for word, after in zip(words, words[1:], strict=False):
            followers.setdefault(word, []).append(after)
    every = [word for words in lines for word in words]
    gap, stop = ("", "。") if language in ("zh", "ja") else ("" if language == "th" else " ", ".")
    while every:
        walk = [rng.choice(every)]
        for _ in range(max(3, len(rng.choice(lines))) - 1):
            leap = rng.random() < 0.3 or walk[-1] not in followers
            walk.append(rng.choice(every if leap else followers[walk[-1]]))
        yield gap.join(walk) + stop


def sentences_of(words: float, supply: Iterator[str], language: str) -> list[str] | None:
    """Sentences from the supply until so many words are reached; None where it ends before.

    A sentence that would overshoot by more than a fifth is passed over (and lost), up to 40 times.
    """
    taken: list[str] = []
    total, patience = 0.0, 40
    for sentence in supply:
        length = count_words(sentence, language)
        if total + length > words * 1.2 + 1 and patience:
            patience -= 1
            continue
        taken.append(sentence)
        total += length
        if total >= words * 0.95:
            return taken
    return None


def make_originals(
    language: str, sentences: Sequence[str], values: Values, rng: random.Random, most: int
) -> list[Original]:
    """Notes with four slots each out of sentences of their own; every other one has a greeting."""
    unused = dict.fromkeys(sentences)
    made: list[Original] = []
    while len(made) < most:
        words = _TURNS[len(made) % len(_TURNS)]
        taken = sentences_of(words - _SLOT_WORDS, iter(unused), language)
        if taken is None:
            break
        for sentence in taken:
            del unused[sentence]
        made.append(_original(f"{language}-{len(made)}", words, taken, values, rng))
    return made


def _original(
    note_id: str, words: int, taken: list[str], values: Values, rng: random.Random
) -> Original:
    greeted = rng.random() < 0.5
    kinds = rng.sample(SLOT_KINDS[1:] if greeted else SLOT_KINDS, 3 if greeted else 4)
    draft = Draft(values.language, with_slots(taken, values, kinds, rng))
    if greeted:
        before, after = rng.choice(values.greetings).split("{name}")
        name = Piece(values.pick("name", rng), slot="name")
        closing = Piece(f"{rng.choice(values.closings)}\n{values.names[0]}")
        draft = replace(draft, opening=(Piece(before), name, Piece(after)), closing=(closing,))
    text, _ = render(draft)
    note = LabelledNote(
        note_id, text, values.language, words, "original", "history", f"{note_id}-a"
    )
    return Original(draft, note)


def copies(
    original: Original, tools: Tools, changes: Sequence[Change] | None = None
) -> list[LabelledNote]:
    """Every change and look that applies to an original, each a copy for somebody else."""
    made = [
        note
        for change in (every_change() if changes is None else changes)
        if change.shortest <= original.note.words <= change.longest
        and (note := _copy(original, change, tools)) is not None
    ]
    if changes is None:
        made += _looks(original, tools.rng)
    return made


def _copy(original: Original, change: Change, tools: Tools) -> LabelledNote | None:
    changed = change.apply(original.draft, tools)
    if changed is None:
        return None
    text, shared = render(changed)
    return _labelled(original, text, change.name, change.group, change.relations, shared)


def _labelled(
    original: Original,
    text: str,
    change: str,
    group: str,
    relations: tuple[str, ...],
    shared: tuple[tuple[int, int], ...] | None = None,
) -> LabelledNote:
    note_id = f"{original.note.id}/{change}"
    return replace(
        original.note,
        id=note_id,
        text=text,
        change=change,
        group=group,
        recipient=f"{note_id}-b",
        truths=(original.note.id,),
        relations=relations,
        shared=shared,
    )


def _looks(original: Original, rng: random.Random) -> list[LabelledNote]:
    text = original.note.text
    made = []
    for name, look in LOOKS.items():
        other = look(text, rng)
        if other != text:
            made.append(_labelled(original, other, name, "typography", ("verbatim",)))
    page = _labelled(original, text, "HTML", "typography", ("verbatim",))
    made.append(replace(page, html=as_html(text, rng)))
    return made


def spliced(first: Original, second: Original) -> LabelledNote:
    """The first half of one note and the second half of another: a copy of both."""
    head = first.draft.sentences[: (len(first.draft.sentences) + 1) // 2]
    tail = second.draft.sentences[len(second.draft.sentences) // 2 :]
    foreign = tuple(tuple(replace(p, shared=False) for p in s) for s in tail)
    text, shared = render(Draft(first.draft.language, (*head, *foreign)))
    relations = ("excerpt", "near")
    note = _labelled(first, text, "two notes spliced", "excerpt", relations, shared)
    return replace(note, truths=(first.note.id, second.note.id))


def drifting(original: Original, tools: Tools) -> tuple[list[LabelledNote], LabelledNote]:
    """Twelve versions, a tenth of the words new in each: eleven for history, the last a copy."""
    draft = original.draft
    versions: list[LabelledNote] = []
    for number in range(_VERSIONS):
        text, _ = render(draft)
        note_id = f"{original.note.id}-v{number}"
        versions.append(
            replace(original.note, id=note_id, text=text, recipient=note_id, change="version")
        )
        draft = words_replaced(0.1, draft, tools) or draft
    ids = tuple(v.id for v in versions[:-1])
    last = replace(
        versions[-1],
        change="drifting sequence",
        group="drift",
        truths=(ids[-1],),
        kin=ids,
        relations=("near", "template"),
    )
    return versions[:-1], last


def vocabulary(sentences: Sequence[str], language: str) -> list[str]:
    """Words of at least two letters (characters where words have no spaces), with repetition."""
    shortest = 1 if language in UNSPACED else 2
    return [u for s in sentences for u in units(s, language) if len(u) >= shortest]


def tools_for(
    hands: Hands, values: Mapping[str, Values], language: str, rng: random.Random
) -> Tools:
    """What the changes of one language draw on."""
    foreign = values[rng.choice(sorted(set(values) - {language}))]
    words = vocabulary(hands.fresh, language)
    return Tools(rng, values[language], foreign, words, endlessly(hands.fresh, rng))


def plain_draft(sentences: Sequence[str], language: str) -> Draft:
    """A draft without slots, greeting or closing."""
    return Draft(language, tuple(plain(s) for s in sentences))
