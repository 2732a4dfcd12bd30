"""Origins: a text written anew sentence by sentence is one family; a footer still is none."""

from __future__ import annotations

import random

import pytest

from api import check
from tests.inventing import sentences, to_each


def written_anew(count: int, long: int, kept: int) -> list[str]:
    """Return an origin, and notes that keep some of its sentences in place."""
    origin = sentences(1, long, words=14)
    draw = random.Random(5)
    notes = [origin]
    for k in range(count):
        own = sentences(100 + k, long, words=14)
        places = set(draw.sample(range(long), kept))
        notes.append([origin[p] if p in places else own[p] for p in range(long)])
    return [" ".join(note) for note in notes]


@pytest.mark.parametrize(("long", "kept"), [(12, 6), (24, 13)])
def test_what_rewritten_notes_keep_of_their_origin_is_not_common(long: int, kept: int) -> None:
    verdicts = check(to_each(written_anew(12, long, kept)))
    assert not any(v.set_aside for v in verdicts)
    assert all(v.relation in ("near", "excerpt") for v in verdicts[1:])
    assert verdicts[0].reach == 12


def test_a_footer_is_common_where_some_notes_have_it_with_a_line_more() -> None:
    footer = sentences(90, 6)
    longer = [*footer[:3], *sentences(91, 3), *footer[3:]]
    texts = [
        f"{' '.join(sentences(100 + k, 6))}\n\n{' '.join(longer if k % 2 else footer)}"
        for k in range(16)
    ]
    verdicts = check(to_each(texts))
    assert all(v.set_aside for v in verdicts)


def test_a_footer_with_each_senders_values_is_common() -> None:
    footer = sentences(90, 6, words=14)
    texts = []
    for k in range(24):
        own = [f"{line[:-1]} Q{'abcd'[k % 4]}{n} {line[-1]}" for n, line in enumerate(footer)]
        texts.append(f"{' '.join(sentences(100 + k, 6))}\n\n{' '.join(own)}")
    verdicts = check(to_each(texts))
    assert {v.relation for v in verdicts} == {"none"}


def test_stock_paragraphs_between_own_text_are_common() -> None:
    stock = [" ".join(sentences(80 + k, 2)) for k in range(3)]
    texts = []
    for k in range(12):
        own = sentences(100 + k, 4)
        chosen = stock if k % 2 else [stock[0], "", stock[2]]
        texts.append("\n\n".join(p for pair in zip(own, [*chosen, ""], strict=True) for p in pair))
    verdicts = check(to_each(texts))
    assert {v.relation for v in verdicts} == {"none"}
