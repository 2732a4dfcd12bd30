"""A sentence in other words is marked as a whole where a script has no spaces between words."""

from __future__ import annotations

import pytest

from api.brief_passages import brief_passages
from api.checking import check
from api.reports.note_marks import marked_note
from api.web.note_view import REWORDED, SHARED, note_view
from dedupe import Message

CHINESE = "您的真丝旗袍洗干净了。衣领的污渍全都没有了。"
SENTENCES = [(0, 11), (11, 22)]
PASSAGES = [(0, 2), (3, 7), (11, 14)]
JAPANESE = "裾についていたしみは落ち、袖のレースの破れも直しました。"
THAI = "คราบที่ชายกระโปรงถูกกำจัดออกหมดแล้ว"


def shown(text: str, shared: list[tuple[int, int]], reworded: list[tuple[int, int]]) -> str:
    message = Message("n", text)
    (verdict,) = check([message])
    return str(marked_note(message, verdict, shared, reworded, colour=False).text)


@pytest.mark.parametrize(
    ("text", "shared", "reworded"),
    [(CHINESE, PASSAGES, SENTENCES),
     (JAPANESE, [(0, 4), (13, 18)], [(0, len(JAPANESE))]),
     (THAI, [(0, 4), (7, 17)], [(0, len(THAI))])],
)  # fmt: skip
def test_brief_passages_give_way_to_the_sentence(
    text: str, shared: list[tuple[int, int]], reworded: list[tuple[int, int]]
) -> None:
    assert shown(text, shared, reworded) == f"<{text}>"
    view = note_view(Message("n", text), None, [(span, 2) for span in shared], reworded)
    assert [(run.text, run.kind) for run in view.runs] == [(text, REWORDED)]


def test_without_a_reworded_sentence_and_where_long_they_stay() -> None:
    assert "[丝旗袍洗]" in shown(CHINESE, PASSAGES, [])
    assert "[您的真丝旗袍洗干净]" in shown(CHINESE, [(0, 9)], SENTENCES)
    view = note_view(Message("n", CHINESE), None, [((0, 9), 2)], SENTENCES)
    assert [run.kind for run in view.runs] == [SHARED, REWORDED]


def test_words_with_spaces_between_them_stay() -> None:
    text = "The stain on the hem is gone."
    assert brief_passages(text, [(4, 12)], [(0, len(text))]) == []
    assert shown(text, [(4, 12)], [(0, len(text))]) == "<The> [stain on] <the hem is gone.>"


def test_of_a_passage_over_two_sentences_only_what_is_in_other_words_gives_way() -> None:
    assert brief_passages(CHINESE, [(8, 14)], SENTENCES[1:]) == [(11, 14)]
    assert brief_passages(CHINESE, [(8, 14)], [*SENTENCES, *SENTENCES]) == [(8, 11), (11, 14)]
