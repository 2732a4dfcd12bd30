"""Words: where they stand, what they count, what masks do to the hashes of a note."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dedupe import Words, hash_words
from tests.relating import plain_words, words


def cut(found: Words, text: str) -> list[str]:
    return [text[a:b] for a, b in zip(found.starts.tolist(), found.stops.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thank you, Zoë!", ["Thank", "you", "Zoë"]),
        ("", []),
        ("  … 🙏 —", []),
        ("don't e-mail", ["don", "t", "e", "mail"]),
        ("谢谢 Anna", ["谢", "谢", "Anna"]),
        ("我要3个", ["我", "要", "3", "个"]),
        ("ขอบคุณ", ["ข", "อ", "บ", "คุ", "ณ"]),
        ("nul\x00byte", ["nul", "byte"]),
        ("𐐷𐑌 x", ["𐐷𐑌", "x"]),
        ("𠀀𠀁", ["𠀀", "𠀁"]),
        ("lone \ud800 half", ["lone", "half"]),
        ("so\u00adft", ["so\u00adft"]),
        ("a\u0301b", ["a\u0301b"]),
    ],
)
def test_words_point_into_the_text(text: str, expected: list[str]) -> None:
    assert cut(plain_words([text]), text) == expected


def test_three_characters_count_as_two_words() -> None:
    assert plain_words(["谢谢你"]).units.sum() == plain_words(["two words"]).units.sum()
    assert plain_words(["谢谢你 Anna"]).units.tolist() == [2, 2, 2, 3]


def test_only_words_inside_the_spans_are_read() -> None:
    text = "one two three four"
    found = hash_words([text], [[(0, 3), (8, 13)]], [()])
    assert cut(found, text) == ["one", "three"]
    assert hash_words([text], [[(-5, 99)]], [()]).starts.tolist() == [0, 4, 8, 14]


def test_a_span_that_cuts_a_word_keeps_its_part() -> None:
    assert cut(hash_words(["abcdef"], [[(2, 4)]], [()]), "abcdef") == ["cd"]


def test_masks_are_slots_in_the_masked_hash_alone() -> None:
    found = words("Dear [Anna Maria], hello", "Dear [Bo], hello", "Dear [Bo], goodbye")
    assert found.flags.tolist() == [0, 1, 2, 0, 0, 1, 0, 0, 1, 0]
    assert found.masked[0] == found.masked[1] != found.masked[2]
    assert len(set(found.exact.tolist())) == 3


def test_two_masks_side_by_side_are_two_slots() -> None:
    found = words("[Anna] [Maria] hello", "[Anna] hello", "[Anna Maria] hello")
    assert found.flags.tolist() == [1, 1, 0, 1, 0, 1, 2, 0]
    assert found.masked[0] != found.masked[1] == found.masked[2]


def test_a_mask_is_not_the_same_as_no_word() -> None:
    found = words("hello [Anna]", "hello")
    assert found.masked[0] != found.masked[1]


def test_a_batch_is_its_notes_one_by_one() -> None:
    texts = ["one two", "", "谢谢你", "two one"]
    batch = plain_words(texts)
    assert len(batch) == 4
    for k, text in enumerate(texts):
        alone = plain_words([text])
        share = slice(int(batch.bounds[k]), int(batch.bounds[k + 1]))
        assert batch.hashes[share].tolist() == alone.hashes.tolist()
        assert batch.starts[share].tolist() == alone.starts.tolist()
        assert batch.exact[k] == alone.exact[0]
    assert len(plain_words([])) == 0


def test_leaving_words_out_keeps_notes_and_whole_hashes() -> None:
    found = plain_words(["a b c", "d e"])
    kept = found.without(np.array([True, False, True, False, True]))
    assert kept.bounds.tolist() == [0, 1, 2]
    assert kept.hashes.tolist() == [found.hashes[1], found.hashes[3]]
    assert kept.starts.tolist() == [2, 0]
    assert kept.exact.tolist() == found.exact.tolist()


def test_bounds_must_fit_the_notes() -> None:
    found = plain_words(["a", "b"])
    with pytest.raises(ValueError, match="2 bounds do not fit 2 notes"):
        replace(found, bounds=found.bounds[:2])


def test_words_below_the_sign_off_are_told() -> None:
    text = "hello Nora footer line"
    found = hash_words([text, "two"], [[(0, len(text))], [(0, 3)]], [(), ()], [10, 3])
    assert found.below.tolist() == [False, False, True, True, False]
    assert not hash_words([text], [[(0, len(text))]], [()]).below.any()
    assert found.without(found.below).below.tolist() == [False] * 3
