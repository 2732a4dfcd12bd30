"""What happens to a note between two people: every change, with the relation it should get.

A change takes the original draft and gives the copy's, or None where it does not apply (too few
sentences, no slots). The share of a note that a change touches follows the design's definitions:
slots stay at a third of the words or fewer, "words replaced" are three of thirty.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from benchmarks.quality.drafts import (
    Draft,
    Piece,
    Sentence,
    Values,
    body_units,
    body_words,
    edit_units,
    every_piece,
    plain,
    refill,
)
from benchmarks.quality.wording import UNSPACED, count_words, run_length

VERBATIM = ("verbatim",)
TEMPLATE = ("template",)
CHANGED = ("near", "template")
PART = ("excerpt", "near")
DRESSED = ("verbatim", "template", "near")

# Under so many words a note is too short to be judged beyond verbatim and template.
SHORTEST_LEFT = 12


@dataclass(frozen=True, slots=True)
class Tools:
    """What a change may draw on: chance, the language's values and other words, new sentences."""

    rng: random.Random
    values: Values
    foreign: Values
    vocabulary: Sequence[str]
    fresh: Iterator[str]


Apply = Callable[[Draft, Tools], Draft | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `group` is its row in the table; `relations` those that name it rightly."""

    name: str
    group: str
    relations: tuple[str, ...]
    apply: Apply
    shortest: int = 0
    longest: int = 1000


def identical(draft: Draft, tools: Tools) -> Draft | None:
    """The same text to somebody else."""
    return draft


def other_slots(number: int, draft: Draft, tools: Tools) -> Draft | None:
    """Give `number` slots other values, at most a third of the words in all."""
    slots = [p for p in every_piece(draft) if p.slot]
    chosen = tools.rng.sample(range(len(slots)), min(number, len(slots)))
    if len(chosen) < number:
        return None
    new = {i: tools.values.pick(slots[i].slot, tools.rng, slots[i].text) for i in chosen}
    language = draft.language
    changed = sum(
        max(count_words(slots[i].text, language), count_words(v, language)) for i, v in new.items()
    )
    return refill(draft, new) if changed * 3 <= body_words(draft) else None


def sentence_added(draft: Draft, tools: Tools) -> Draft | None:
    """One new sentence somewhere."""
    at = tools.rng.randint(0, len(draft.sentences))
    return _spliced_in(draft, at, at, tools)


def sentence_dropped(draft: Draft, tools: Tools) -> Draft | None:
    """One sentence gone."""
    at = _minor_sentence(draft, tools)
    if at is None:
        return None
    return replace(draft, sentences=draft.sentences[:at] + draft.sentences[at + 1 :])


def sentence_replaced(draft: Draft, tools: Tools) -> Draft | None:
    """One sentence gives way to another."""
    at = _minor_sentence(draft, tools)
    return None if at is None else _spliced_in(draft, at, at + 1, tools)


def _minor_sentence(draft: Draft, tools: Tools) -> int | None:
    """A sentence without which SHORTEST_LEFT words and half of the note are left, or None."""
    whole = body_words(draft)
    fitting = [
        number
        for number, sentence in enumerate(draft.sentences)
        if (left := whole - body_words(replace(draft, sentences=(sentence,)))) >= SHORTEST_LEFT
        and left * 2 >= whole
    ]
    return tools.rng.choice(fitting) if fitting else None


def sentence_moved(draft: Draft, tools: Tools) -> Draft | None:
    """One sentence stands elsewhere."""
    count = len(draft.sentences)
    if count < 3:
        return None
    source, target = tools.rng.sample(range(count), 2)
    rest = [*draft.sentences[:source], *draft.sentences[source + 1 :]]
    rest.insert(target, draft.sentences[source])
    return replace(draft, sentences=tuple(rest))


def _spliced_in(draft: Draft, start: int, stop: int, tools: Tools) -> Draft:
    new = plain(next(tools.fresh), shared=False)
    return replace(draft, sentences=(*draft.sentences[:start], new, *draft.sentences[stop:]))


def excerpt(draft: Draft, tools: Tools) -> Draft | None:
    """A run of sentences, a third of the new note; the rest is new."""
    count = len(draft.sentences)
    taken: list[Sentence] = []
    start = tools.rng.randrange(max(1, count - count // 3))
    part = replace(draft, sentences=())
    for sentence in draft.sentences[start:]:
        taken.append(sentence)
        part = replace(draft, sentences=tuple(taken))
        if body_words(part) * 3 >= body_words(draft):
            break
    return _among_new(part, body_words(part) * 2, tools)


def embedded(draft: Draft, tools: Tools) -> Draft | None:
    """The whole note, a third of a longer one."""
    return _among_new(draft, body_words(draft) * 2, tools)


def _among_new(draft: Draft, new_words: float, tools: Tools) -> Draft:
    """Put new sentences, so many words in all, before and after."""
    around: tuple[list[Sentence], list[Sentence]] = ([], [])
    words = 0.0
    while words < new_words:
        sentence = next(tools.fresh)
        words += count_words(sentence, draft.language)
        tools.rng.choice(around).append(plain(sentence, shared=False))
    return Draft(draft.language, (*around[0], *draft.sentences, *around[1]))


def words_replaced(share: float, draft: Draft, tools: Tools) -> Draft | None:
    """Other words of the same language in the place of a share of the words, spread out."""
    units = body_units(draft)
    width = run_length(1, draft.language)
    count = round(len(units) * share / width)
    if not count:
        return None
    edits: dict[int, str] = {}
    stride = len(units) / count
    for number in range(count):
        at = int(number * stride + tools.rng.random() * max(1, stride - width))
        for inside in range(at, min(at + width, len(units))):
            edits[inside] = _another(units[inside], tools)
    return edit_units(draft, edits)


def _another(unit: str, tools: Tools) -> str:
    while True:
        word = tools.rng.choice(tools.vocabulary)
        if word.casefold() != unit.casefold():
            return word


def typos(draft: Draft, tools: Tools) -> Draft | None:
    """A slip of the finger in one word of ten."""
    return _damaged(draft, tools, _slip)


def ocr(draft: Draft, tools: Tools) -> Draft | None:
    """A misread letter in one word of ten, as scanned cards give."""
    return _damaged(draft, tools, _misread)


def _damaged(draft: Draft, tools: Tools, damage: Callable[[str, Tools], str]) -> Draft | None:
    units = body_units(draft)
    every = run_length(10, draft.language)
    count = max(1, round(len(units) / every))
    long = [i for i, u in enumerate(units) if len(u) > 2 or draft.language in UNSPACED]
    if len(long) < count:
        return None
    return edit_units(draft, {i: damage(units[i], tools) for i in tools.rng.sample(long, count)})


def _slip(word: str, tools: Tools) -> str:
    if len(word) < 2:
        return _another(word, tools)
    at = tools.rng.randrange(len(word) - 1)
    stray = tools.rng.choice(tools.rng.choice(tools.vocabulary))
    ways = [
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[: at + 1] + word[at:],
        word[:at] + stray + word[at + 1 :],
    ]
    different = [w for w in ways if w != word]
    return tools.rng.choice(different) if different else word + stray


_MISREAD = (
    ("rn", "m"), ("m", "rn"), ("l", "1"), ("i", "l"), ("o", "0"), ("e", "c"), ("h", "b"),
    ("u", "ii"), ("n", "ri"), ("a", "o"), ("S", "5"), ("B", "8"), ("d", "cl"), ("t", "f"),
    ("ш", "щ"), ("и", "н"), ("п", "л"), ("е", "с"), ("о", "0"), ("ب", "ت"), ("ي", "ن"),
    ("ر", "ز"), ("ח", "ה"), ("ר", "ד"), ("ו", "ן"), ("ν", "v"), ("ο", "0"),
)  # fmt: skip


def _misread(word: str, tools: Tools) -> str:
    fitting = [(a, b) for a, b in _MISREAD if a in word]
    if not fitting:
        return _slip(word, tools)
    wrong, read = tools.rng.choice(fitting)
    return word.replace(wrong, read, 1)


def dressed(foreign: bool, draft: Draft, tools: Tools) -> Draft | None:
    """Another greeting and another sign-off, in the note's language or a foreign one."""
    values = tools.foreign if foreign else tools.values
    name, sender = tools.rng.sample(values.names, 2)
    opening = Piece(tools.rng.choice(values.greetings).format(name=name), shared=False)
    closing = Piece(f"{tools.rng.choice(values.closings)}\n{sender}", shared=False)
    return replace(draft, opening=(opening,), closing=(closing,))


def quoted_below(draft: Draft, tools: Tools) -> Draft | None:
    """The reply's own text, and somebody's mail quoted below it."""
    quoted = [next(tools.fresh) for _ in range(tools.rng.randint(3, 6))]
    head = tools.values.reply.format(name=tools.rng.choice(tools.values.names))
    return replace(draft, below="\n".join([head, *(f"> {line}" for line in quoted)]))


def personal_line(draft: Draft, tools: Tools) -> Draft | None:
    """A merge row with a long line of its own: an eighth of the words or more, at the front."""
    words, line = 0.0, []
    while words < max(8, body_words(draft) / 8):
        line.append(next(tools.fresh))
        words += count_words(line[-1], draft.language)
    new = tuple(plain(sentence, shared=False) for sentence in line)
    return replace(draft, sentences=(*new, *draft.sentences))


def in_turn(first: Apply, second: Apply, draft: Draft, tools: Tools) -> Draft | None:
    """One change after another."""
    changed = first(draft, tools)
    return second(changed, tools) if changed else None


def every_change() -> tuple[Change, ...]:
    """All changes made on drafts; looks (typography, HTML), splices and drift come beside them."""
    two = partial(other_slots, 2)
    replaced = partial(words_replaced, 0.1)
    return (
        Change("same text", "same text", VERBATIM, identical),
        *(
            Change(f"{n} slot{'s' * (n > 1)}", "slots", TEMPLATE, partial(other_slots, n))
            for n in range(1, 5)
        ),
        Change("sentence added", "sentence", (*PART, "template"), sentence_added),
        Change("sentence dropped", "sentence", (*PART, "template"), sentence_dropped),
        Change("sentence moved", "sentence", (*PART, "template"), sentence_moved),
        Change("sentence replaced", "sentence", (*PART, "template"), sentence_replaced),
        Change(
            "2 slots and a sentence",
            "mixed",
            (*PART, "template"),
            partial(in_turn, two, sentence_added),
        ),
        Change("2 slots and typos", "mixed", CHANGED, partial(in_turn, two, typos)),
        Change("words replaced", "words replaced", CHANGED, replaced),
        Change("typos", "noise", CHANGED, typos),
        Change("OCR noise", "noise", CHANGED, ocr),
        Change("excerpt", "excerpt", PART, excerpt, shortest=60),
        Change("embedded", "excerpt", PART, embedded, longest=120),
        Change("greeting and signature", "dress", DRESSED, partial(dressed, False)),
        Change("foreign greeting", "dress", DRESSED, partial(dressed, True)),
        Change("quoted reply", "dress", VERBATIM, quoted_below),
        Change("long personal line", "personal line", (*PART, "template"), personal_line),
    )
