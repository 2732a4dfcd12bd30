"""A note in pieces: which words are slots, and which stand in the original just so.

A draft is changed piece by piece and rendered at the end, so that the text a copy truly shares
with its original is known to the character.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.quality.wording import UNSPACED, count_words, unit_spans, units

SLOT_KINDS = ("name", "city", "product", "date", "amount")
_FRAMES = ("{v}", "({v})", ", {v},", "– {v} –")
_UNSPACED_FRAMES = ("{v}", "（{v}）", "「{v}」", "，{v}，")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a note. `shared`: it stands so in the original. `slot`: the kind of value."""

    text: str
    shared: bool = True
    slot: str = ""


Sentence = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A note before rendering: opening and closing lines, sentences, and what stands below."""

    language: str
    sentences: tuple[Sentence, ...]
    opening: Sentence = ()
    closing: Sentence = ()
    below: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """The invented values of one language (values.toml)."""

    language: str
    names: tuple[str, ...]
    cities: tuple[str, ...]
    products: tuple[str, ...]
    months: tuple[str, ...]
    date: str
    amount: str
    greetings: tuple[str, ...]
    closings: tuple[str, ...]
    reply: str
    phrase: str
    footer: str
    legal: str

    def pick(self, kind: str, rng: random.Random, other_than: str = "") -> str:
        """A value of the kind (one of SLOT_KINDS), not `other_than`."""
        while True:
            value = self._any(kind, rng)
            if value != other_than:
                return value

    def _any(self, kind: str, rng: random.Random) -> str:
        if kind == "date":
            return self.date.format(d=rng.randint(1, 28), month=rng.choice(self.months))
        if kind == "amount":
            return self.amount.format(n=rng.randint(11, 989))
        lists = {"name": self.names, "city": self.cities, "product": self.products}
        return rng.choice(lists[kind])


def read_values() -> dict[str, Values]:
    """Read the value tables that stand beside this module."""
    tables = tomllib.loads(Path(__file__).with_name("values.toml").read_text(encoding="utf-8"))
    return {language: _values(language, table) for language, table in tables.items()}


def _values(language: str, table: Mapping[str, Any]) -> Values:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    return Values(language, **fields)


def separator(language: str) -> str:
    """What stands between two sentences."""
    return "" if language in ("zh", "ja") else " "


def render(draft: Draft) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text, and the spans of it that stand in the original: ascending, merged."""
    gap = separator(draft.language)
    flow: list[Piece] = []
    if draft.opening:
        flow += [*draft.opening, Piece("\n\n", shared=draft.opening[-1].shared)]
    for number, sentence in enumerate(draft.sentences):
        if number and gap and sentence:
            flow.append(Piece(gap, shared=flow[-1].shared and sentence[0].shared))
        flow += sentence
    if draft.closing:
        flow += [Piece("\n\n", shared=draft.closing[0].shared), *draft.closing]
    if draft.below:
        flow.append(Piece("\n\n" + draft.below, shared=False))
    return "".join(piece.text for piece in flow), _shared_spans(flow)


def _shared_spans(flow: Sequence[Piece]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in flow:
        stop = at + len(piece.text)
        if piece.shared and piece.text:
            if spans and spans[-1][1] == at:
                spans[-1] = (spans[-1][0], stop)
            else:
                spans.append((at, stop))
        at = stop
    return tuple(spans)


def plain(sentence: str, *, shared: bool = True) -> Sentence:
    """A sentence of one piece."""
    return (Piece(sentence, shared),)


def with_slots(
    sentences: Sequence[str], values: Values, kinds: Sequence[str], rng: random.Random
) -> tuple[Sentence, ...]:
    """Put one value of each kind between words of the sentences, spread as evenly as they go."""
    places = _places(sentences, values.language, len(kinds), rng)
    result: list[Sentence] = []
    for number, sentence in enumerate(sentences):
        here = sorted((at, kinds[i]) for i, (owner, at) in enumerate(places) if owner == number)
        result.append(_insert(sentence, here, values, rng))
    return tuple(result)


def _places(
    sentences: Sequence[str], language: str, count: int, rng: random.Random
) -> list[tuple[int, int]]:
    """Distinct (sentence, offset) at starts of units, first ones of a sentence left out."""
    step = 3 if language in UNSPACED else 2
    free = [
        (number, start)
        for number, sentence in enumerate(sentences)
        for start, _ in list(unit_spans(sentence, language))[step::step]
    ]
    if not free:
        return []
    stride = max(1, len(free) // max(1, count))
    offset = rng.randrange(stride)
    return free[offset::stride][:count]


def _insert(
    sentence: str, here: Sequence[tuple[int, str]], values: Values, rng: random.Random
) -> Sentence:
    frames = _UNSPACED_FRAMES if values.language in UNSPACED else _FRAMES
    space = "" if values.language in UNSPACED else " "
    pieces: list[Piece] = []
    last = 0
    for at, kind in here:
        before, after = rng.choice(frames).split("{v}")
        text = sentence[last:at]
        if before[:1] in (",", "，"):
            text = text.rstrip(" ,，")
        pieces += [
            Piece(text + before),
            Piece(values.pick(kind, rng), slot=kind),
            Piece(after + space),
        ]
        last = at
    return (*pieces, Piece(sentence[last:]))


def slot_words(draft: Draft) -> list[float]:
    """The length in words of every slot's value, in order."""
    return [count_words(p.text, draft.language) for p in every_piece(draft) if p.slot]


def every_piece(draft: Draft) -> list[Piece]:
    """Opening, sentences, closing, in order."""
    body = [piece for sentence in draft.sentences for piece in sentence]
    return [*draft.opening, *body, *draft.closing]


def body_words(draft: Draft) -> float:
    """The length in words of the sentences."""
    text = " ".join("".join(p.text for p in s) for s in draft.sentences)
    return count_words(text, draft.language)


def refill(draft: Draft, fillings: Mapping[int, str]) -> Draft:
    """Give the slots with these numbers (in order of appearance) other values."""
    number = -1

    def change(pieces: Sentence) -> Sentence:
        nonlocal number
        changed = []
        for piece in pieces:
            number += bool(piece.slot)
            new = fillings.get(number) if piece.slot else None
            changed.append(piece if new is None else replace(piece, text=new, shared=False))
        return tuple(changed)

    opening = change(draft.opening)
    sentences = tuple(change(s) for s in draft.sentences)
    return replace(draft, opening=opening, sentences=sentences, closing=change(draft.closing))


def body_units(draft: Draft) -> list[str]:
    """The words (or characters) of the sentences outside slots, in order."""
    return [
        u for s in draft.sentences for p in s if not p.slot for u in units(p.text, draft.language)
    ]


def edit_units(draft: Draft, edits: Mapping[int, str]) -> Draft:
    """Write other text in the place of the units with these numbers (as in `body_units`)."""
    number = 0
    sentences: list[Sentence] = []
    for sentence in draft.sentences:
        pieces: list[Piece] = []
        for piece in sentence:
            if piece.slot:
                pieces.append(piece)
                continue
            last = 0
            for start, stop in unit_spans(piece.text, draft.language):
                if number in edits:
                    pieces.append(replace(piece, text=piece.text[last:start]))
                    pieces.append(Piece(edits[number], shared=False))
                    last = stop
                number += 1
            pieces.append(replace(piece, text=piece.text[last:]))
        sentences.append(tuple(p for p in pieces if p.text))
    return replace(draft, sentences=tuple(sentences))
