"""Set aside: text that stands in unrelated notes is taken out; a template never is."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from api import check
from api.verdict import Verdict
from dedupe import Relation, spread_over_masks
from dedupe.set_aside_kernel import COMMON_FAMILIES, WITNESS_UNITS
from tests.inventing import LANGUAGES, note, sentences, to_each

FOOTER = " ".join(sentences(90, 5))  # 60 words
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def below_footer(count: int, language: str = "en", words: int = 20) -> list[str]:
    footer = " ".join(sentences(90, 5, language))
    texts = (sentences(100 + k, 4, language, words) for k in range(count))
    return [f"{' '.join(letter)}\n\n{footer}" for letter in texts]


def aside(verdict: Verdict) -> list[str]:
    return [verdict.text[s.span[0] : s.span[1]] for s in verdict.set_aside]


@LANGUAGE
def test_different_notes_above_one_footer_are_no_finding(language: str) -> None:
    verdicts = check(to_each(below_footer(8, language)))
    for verdict in verdicts:
        assert verdict.relation == "none"
        assert verdict.decision == "send"
        assert verdict.personal_share == 1.0
        assert verdict.reach == 0
        assert verdict.rewrite == ()
        (left_out,) = verdict.set_aside
        assert (left_out.why, left_out.reach) == ("common", 8)
        assert aside(verdict)[0].split()[:4] == verdict.text.split("\n\n")[-1].split()[:4]


@pytest.mark.parametrize("count", [COMMON_FAMILIES - 1, COMMON_FAMILIES])
def test_a_footer_is_common_from_five_unrelated_notes_on(count: int) -> None:
    verdicts = check(to_each(below_footer(count)))
    assert all(bool(v.set_aside) == (count >= COMMON_FAMILIES) for v in verdicts)
    if count < COMMON_FAMILIES:
        assert all(v.relation != "none" for v in verdicts[1:])


def test_a_footer_longer_than_the_notes_above_it_is_common_too() -> None:
    texts = (sentences(100 + k, 1, "en", 16)[0] for k in range(12))
    verdicts = check(to_each(f"{text}\n\nKind regards,\nNora\n\n{FOOTER}" for text in texts))
    assert [v.relation for v in verdicts] == ["none"] * 12
    assert all(v.set_aside for v in verdicts)


def test_the_limits_are_those_of_the_design() -> None:
    assert (COMMON_FAMILIES, WITNESS_UNITS) == (5, 18)


@pytest.mark.parametrize(("own", "is_common"), [(4, False), (16, True)])
def test_a_note_of_a_few_words_bears_no_witness(own: int, is_common: bool) -> None:
    texts = (sentences(100 + k, 1, "en", own)[0] for k in range(8))
    verdicts = check(to_each(f"{text}\n\nKind regards,\nNora\n\n{FOOTER}" for text in texts))
    assert {bool(v.set_aside) for v in verdicts} == {is_common}


@pytest.mark.parametrize("copies", [6, 60, 400])
def test_a_template_is_never_set_aside_however_many_got_it(copies: int) -> None:
    body = " ".join(sentences(3, 5))
    names = (
        f"Q{'abcdefghij'[k // 100]}{'klmnopqrst'[k // 10 % 10]}{'uvwxyzabcd'[k % 10]}"
        for k in range(copies)
    )
    verdicts = check(to_each(f"Dear {name},\n\n{body}" for name in names))
    assert not any(v.set_aside for v in verdicts)
    assert [v.relation for v in verdicts[1:]] == ["template"] * (copies - 1)
    assert {v.decision for v in verdicts} == {"stop"}


def test_a_merge_with_a_short_own_phrase_is_no_common_text() -> None:
    body = " ".join(sentences(3, 5))
    verdicts = check(to_each(f"{body} {line}" for line in sentences(4, 12, words=4)))
    assert not any(v.set_aside for v in verdicts)
    assert all(v.relation in ("template", "near") for v in verdicts[1:])


@LANGUAGE
def test_a_reply_of_known_paragraphs_is_judged_on_its_sentence(language: str) -> None:
    paragraphs = [" ".join(sentences(200 + k, 3, language)) for k in range(8)]
    pairs = list(combinations(range(8), 2))
    own = sentences(300, len(pairs), language, 16)
    texts = [
        f"{line}\n\n{paragraphs[a]}\n\n{paragraphs[b]}"
        for line, (a, b) in zip(own, pairs, strict=True)
    ]
    *replies, copy = check(to_each([*texts, f"{own[0]}\n\n{paragraphs[5]}\n\n{paragraphs[6]}"]))
    assert [v.relation for v in replies] == ["none"] * len(pairs)
    assert [v.personal_share for v in replies] == [0.0] + [1.0] * (len(pairs) - 1)
    for verdict in (*replies, copy):
        assert len("".join(aside(verdict))) > 0.7 * len(verdict.text)
        assert verdict.text.split("\n\n")[0].strip(". 。") not in "".join(aside(verdict))
    assert copy.relation == "verbatim", "what is left is the same sentence"
    assert [m.id for m in copy.matches] == ["0"]


def test_a_note_of_nothing_but_known_text_has_nothing_left_to_judge() -> None:
    verdicts = check([*to_each(below_footer(8)), note(FOOTER, "last@gmail.com", id="last")])
    last = verdicts[-1]
    assert aside(last)
    assert last.personal_share in (None, 0.0)


@pytest.mark.parametrize("words", [20, 30])
def test_a_long_personal_line_in_a_merge_counts_as_own(words: int) -> None:
    body = " ".join(sentences(3, 5))
    lines = sentences(4, 10, words=words)
    verdicts = check(to_each(f"{body} {line}" for line in lines))
    assert not any(v.set_aside for v in verdicts)
    for verdict in verdicts[1:]:
        assert verdict.relation == "near"
        assert verdict.personal_share == pytest.approx(words / (60 + words), abs=0.02)


def merged(line: str, shared: list[str], place: str) -> str:
    """A row of a merge, its personal line in its place."""
    head, tail = " ".join(shared[:3]), " ".join(shared[3:])
    return {
        "at the end": f"{head} {tail} {line}",
        "in the middle": f"{head} {line} {tail}",
        "first, signed": f"{line} {head} {tail}\n\nKind regards,\nNora",
        "last, signed": f"{head} {tail} {line}\n\nKind regards,\nNora",
    }[place]


@LANGUAGE
@pytest.mark.parametrize("place", ["at the end", "in the middle", "first, signed", "last, signed"])
def test_a_template_with_a_longer_personal_line_is_told_by_its_place(
    place: str, language: str
) -> None:
    shared = sentences(3, 5, language)
    lines = sentences(4, 12, language, words=70)
    verdicts = check(to_each(merged(line, shared, place) for line in lines))
    for verdict in verdicts:
        assert aside(verdict) == []
        assert verdict.personal_share == pytest.approx(70 / 130, abs=0.02)
        assert verdict.reach == 11


def test_the_same_text_below_a_longer_line_that_nobody_signs_is_a_footer() -> None:
    """Nothing tells it from one: what the notes share stands at their end."""
    shared = " ".join(sentences(3, 5))
    lines = sentences(4, 12, words=70)
    verdicts = check(to_each(f"{line} {shared}" for line in lines))
    assert {v.personal_share for v in verdicts} == {1.0}
    assert all(aside(v) for v in verdicts)


@pytest.mark.parametrize(("words", "is_common"), [(14, True), (30, False)])
def test_a_short_shared_opening_is_a_stock_phrase_a_long_one_a_template(
    words: int, is_common: bool
) -> None:
    opening = sentences(3, 1, words=words)[0]
    verdicts = check(to_each(f"{opening} {line}" for line in sentences(4, 12, words=40)))
    assert {bool(aside(v)) for v in verdicts} == {is_common}


@LANGUAGE
def test_signed_replies_of_known_paragraphs_are_judged_on_their_sentence(language: str) -> None:
    paragraphs = [" ".join(sentences(200 + k, 3, language)) for k in range(8)]
    pairs = list(combinations(range(8), 2))
    own = sentences(300, len(pairs), language, 16)
    texts = [
        f"{line}\n\n{paragraphs[a]}\n\n{paragraphs[b]}\n\nKind regards,\nNora"
        for line, (a, b) in zip(own, pairs, strict=True)
    ]
    verdicts = check(to_each(texts))
    assert [v.relation for v in verdicts] == ["none"] * len(pairs)


def closed_by(phrase: str, count: int, end: str = "") -> list[str]:
    letters = (" ".join(sentences(400 + k, 1, "en", 8)) for k in range(count))
    return [f"{letter} {phrase}{end}" for letter in letters]


PHRASE = sentences(91, 1, "en", 6)[0]


@pytest.mark.parametrize("end", ["", "\n\nKind regards,\nNora"])
@pytest.mark.parametrize("count", [COMMON_FAMILIES - 1, COMMON_FAMILIES])
def test_a_closing_phrase_is_common_from_five_unrelated_notes_on(count: int, end: str) -> None:
    verdicts = check(to_each(closed_by(PHRASE, count, end)))
    for verdict in verdicts:
        found = any(PHRASE.strip(".") in text for text in aside(verdict))
        assert found == (count >= COMMON_FAMILIES)


def test_a_known_closing_phrase_is_set_aside_above_a_name_too() -> None:
    *_, last = check(to_each([*closed_by(PHRASE, 6), f"{sentences(500, 1)[0]} {PHRASE} Qorvid"]))
    assert aside(last) == [PHRASE.strip(".")]


def test_the_same_phrase_elsewhere_in_a_note_stays() -> None:
    opening = f"{PHRASE} {' '.join(sentences(500, 3))}"
    *_, last = check(to_each([*closed_by(PHRASE, 6), opening]))
    assert aside(last) == []


def test_versions_of_one_text_make_its_ending_no_closing_phrase() -> None:
    body = " ".join(sentences(3, 4))
    verdicts = check(to_each(f"{line} {body} {PHRASE}" for line in sentences(4, 8, words=10)))
    assert not any(aside(v) for v in verdicts)


def flags(text: str) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([int(c) for c in text], np.uint8)


@pytest.mark.parametrize(
    ("masks", "unmasked", "expected"),
    [
        ("000", "110", "110"),
        ("010", "11", "111"),
        ("010", "10", "100"),
        ("100", "11", "111"),
        ("001", "01", "011"),
        ("0120", "11", "1111"),
        ("11", "", "00"),
        ("", "", ""),
    ],
)
def test_a_mask_goes_with_the_words_around_it(masks: str, unmasked: str, expected: str) -> None:
    found = spread_over_masks(flags(masks), flags(unmasked).astype(np.bool_))
    assert found.tolist() == flags(expected).astype(np.bool_).tolist()


def test_common_means_unrelated() -> None:
    """Five versions of one text share a footer too, but are one family and no witness."""
    body = " ".join(sentences(3, 6))
    texts = [f"{body} {line}\n\n{FOOTER}" for line in sentences(4, 8, words=20)]
    verdicts = check(to_each(texts))
    assert not any(v.set_aside for v in verdicts)
    assert all(Relation[v.relation.upper()] >= Relation.NEAR for v in verdicts[1:])


def test_notes_above_a_longer_footer_are_no_finding() -> None:
    footer = " ".join(sentences(90, 5))
    verdicts = check(to_each(f"{' '.join(sentences(100 + k, 4))}\n\n{footer}" for k in range(8)))
    assert {v.relation for v in verdicts} == {"none"}
    assert {v.reach for v in verdicts} == {0}
