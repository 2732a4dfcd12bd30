"""A sentence is looked up in its own language, and in those that a memory mostly speaks."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

pytest.importorskip("faiss")

from dedupe import Encoder, Message, Note, language_of, note_sentences, read_note, words_of
from index import MeaningMemory
from index.meaning.nearest import nearest

ENGLISH = "Your suit is clean again and you can collect it from us on Thursday morning."
CHINESE = "您的西装已经洗干净了，星期四上午就可以来我们这里取。"
THINGS = ("大衣", "裙子", "衬衫", "夹克", "窗帘", "地毯")
WHAT = (
    "星期四上午还没有洗干净，要在我们这里放到星期五。",
    "已经洗干净了，从昨天晚上起就挂在我们店里等您。",
    "上有一块污渍，我们没能完全洗干净，请您谅解。",
)
#: Eighteen notes on one topic.
STRANGERS = tuple(f"您的{thing}{what}" for thing, what in product(THINGS, WHAT))


def notes(*texts: str) -> list[Note]:
    return [read_note(Message(str(k), text)) for k, text in enumerate(texts)]


@pytest.fixture
def memory(real_encoder: Encoder) -> MeaningMemory:
    """Return a memory of one English note among many Chinese ones on its topic."""
    told = notes(ENGLISH, *STRANGERS)
    memory = MeaningMemory(real_encoder)
    memory.read(words_of(told).masked, told)
    return memory


def test_a_translation_is_near_although_strangers_are_nearer(memory: MeaningMemory) -> None:
    said = memory.said(notes(CHINESE))
    (wanted,) = note_sentences(notes(ENGLISH))[0].keys.tolist()
    (as_it_is,) = memory.vectors.search(said.vectors, 4)
    assert wanted not in as_it_is.ids
    (found,) = nearest(memory, memory.sayings, said, 4)
    assert wanted in found.ids
    assert set(as_it_is.ids.tolist()) <= set(found.ids.tolist())
    assert len(set(found.ids.tolist())) == len(found)
    assert (np.diff(found.cosines) <= 0).all()


def test_the_languages_of_a_memory_are_counted(memory: MeaningMemory) -> None:
    assert memory.sayings.most_spoken() == [language_of(CHINESE), language_of(ENGLISH)]


def test_in_a_memory_of_one_language_nothing_is_asked_twice(real_encoder: Encoder) -> None:
    told = notes(*STRANGERS[:2])
    memory = MeaningMemory(real_encoder)
    memory.read(words_of(told).masked, told)
    said = memory.said(notes(STRANGERS[4]))
    (found,) = nearest(memory, memory.sayings, said, 4)
    (as_it_is,) = memory.vectors.search(said.vectors, 4)
    assert found.ids.tolist() == as_it_is.ids.tolist()


def test_nothing_said_has_nothing_near(memory: MeaningMemory) -> None:
    assert nearest(memory, memory.sayings, memory.said([]), 4) == []
