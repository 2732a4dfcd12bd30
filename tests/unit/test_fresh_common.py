"""Text that becomes common with the notes asked: from the fifth unrelated note on."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest

from dedupe import Message, Recipient, Words, loose_words, passages, read_notes, words_of
from index import Filing, Remembered, filed
from index.common_text import CommonText
from index.fresh_common import fresh_common
from tests.inventing import sentences

FOOTER = " ".join(sentences(900, 2))
ENDING = "warmest wishes always, Otto"
ABOVE = 3


def written(number: int, below: str) -> str:
    return f"{' '.join(sentences(10 * number, ABOVE))}\n\n{below}"


def remembering(texts: list[str]) -> Remembered:
    known = Remembered.nothing()
    for k, text in enumerate(texts):
        to = (Recipient(address=f"p{k}@x.example"),)
        known = filed(known, [Filing(k, Message(str(k), text, to=to))])
    return known


def asked(known: Remembered, texts: list[str]) -> CommonText | None:
    words = words_of(read_notes([Message(text[:9], text) for text in texts]))
    loose = loose_words(words)
    runs = passages(loose)
    marked = known.common.marked(words, loose, runs)
    return fresh_common(known, words, loose, runs, marked, np.full(len(texts), -1, np.int32))


@pytest.mark.parametrize("below", [FOOTER, ENDING])
@pytest.mark.parametrize("before", [1, 3, 4])
def test_a_text_becomes_common_with_the_fifth_note(below: str, before: int) -> None:
    known = remembering([written(k, below) for k in range(before)])
    fresh = asked(known, [written(50, below)])
    assert (fresh is not None) == (before == 4)
    assert fresh is None or len(fresh) or len(fresh.endings)


def test_notes_asked_together_count_each() -> None:
    known = remembering([written(k, FOOTER) for k in range(2)])
    assert asked(known, [written(k, FOOTER) for k in range(50, 52)]) is None
    assert asked(known, [written(k, FOOTER) for k in range(50, 53)]) is not None


def test_a_text_that_is_common_already_is_not_fresh() -> None:
    known = remembering([written(k, FOOTER) for k in range(8)])
    assert len(known.common)
    assert asked(known, [written(50, FOOTER)]) is None


@pytest.mark.parametrize("seed", range(3))
def test_notes_that_hold_no_text_of_five_make_no_difference(seed: int) -> None:
    texts = [
        written(100 * seed + k, (FOOTER, ENDING, " ".join(sentences(k, 1)))[k % 3])
        for k in range(14)
    ]
    known = remembering(texts[:12])
    several = [written(400 + k, (FOOTER, ENDING)[k % 2]) for k in range(8)] + texts[12:]
    for question in [[text] for text in several] + [several]:
        fresh = asked(known, question)
        with patch("index.fresh_common._holders", all_of_them):
            whole = asked(known, question)
        assert keys_of(fresh) == keys_of(whole)


def all_of_them(words: Words) -> Words:
    return words


def keys_of(text: CommonText | None) -> tuple[list[int], list[int]]:
    return ([], []) if text is None else (text.keys.tolist(), text.endings.tolist())
