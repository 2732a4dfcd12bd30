"""Relations at their borders, as the design defines them; limits are read, not repeated."""

from __future__ import annotations

import pytest

from dedupe import Relation
from dedupe.comparison_kernel import MASK_UNITS, SLOT_UNITS
from dedupe.relation import (
    EXCERPT_SHARE,
    EXCERPT_UNITS,
    MOST_CHANGED,
    MOST_SLOTS,
    NEAR_SHARE,
    SHORT_WORDS,
)
from tests.relating import numbered, related, relation

SLOT = SLOT_UNITS // 3
MASK = MASK_UNITS // 3
SHORT = SHORT_WORDS


def slotted(slots: int, words: int, stem: str, *, each: int = 10) -> str:
    """Return a text of ``slots`` slots of ``words`` words, ``each`` words before each slot."""
    parts = []
    for slot in range(slots):
        parts += [
            numbered(each * slot, each * (slot + 1)),
            numbered(0, words, f"{stem}{'a' * slot}"),
        ]
    return " ".join([*parts, numbered(500, 500 + each)])


def test_the_limits_are_those_of_the_design() -> None:
    assert (SLOT, MASK, SHORT, MOST_SLOTS) == (3, 4, 12, 4)
    assert pytest.approx(1 / 3) == MOST_CHANGED


@pytest.mark.parametrize(
    "text", ["Thanks", "谢谢", numbered(0, 300), "", "Dear [Anna], so [Tuesday]"]
)
def test_the_same_words_are_verbatim(text: str) -> None:
    found = related(text, text)
    assert found.forward[0] == found.backward[0] == Relation.VERBATIM
    assert found.score[0] == found.likeness[0] == 1.0


def test_a_mask_with_another_value_is_no_verbatim() -> None:
    text = numbered(0, 20)
    assert relation(f"Dear [Anna] {text}", f"Dear [Bo] {text}") == Relation.TEMPLATE


def test_masked_slots_are_free_however_many() -> None:
    one = " ".join(f"{numbered(8 * k, 8 * k + 8)} [{numbered(k, k + 1, 'name')}]" for k in range(9))
    other = one.replace("name", "other")
    assert relation(one, other) == Relation.TEMPLATE


@pytest.mark.parametrize(
    ("slots", "is_template"), [(1, True), (MOST_SLOTS, True), (MOST_SLOTS + 1, False)]
)
def test_a_template_has_at_most_so_many_slots(slots: int, is_template: bool) -> None:
    found = relation(slotted(slots, SLOT, "a"), slotted(slots, SLOT, "b"))
    assert (found == Relation.TEMPLATE) == is_template
    assert found >= Relation.NEAR


@pytest.mark.parametrize(("words", "is_template"), [(1, True), (SLOT, True), (SLOT + 1, False)])
@pytest.mark.parametrize("other", [0, 1, SLOT])
def test_a_slot_has_at_most_so_many_words_on_either_side(
    words: int, other: int, is_template: bool
) -> None:
    one, two = slotted(2, words, "a"), slotted(2, other, "b")
    assert (relation(one, two) == Relation.TEMPLATE) == is_template
    assert (relation(two, one) == Relation.TEMPLATE) == is_template


@pytest.mark.parametrize("place", ["first", "last"])
def test_a_slot_may_stand_at_the_edge(place: str) -> None:
    body = numbered(0, 20)
    new = numbered(0, SLOT, "new")
    longer = f"{new} {body}" if place == "first" else f"{body} {new}"
    assert relation(body, longer) == relation(longer, body) == Relation.TEMPLATE


def test_at_most_a_third_of_the_words_may_change() -> None:
    kept = 18
    changed = round(kept * MOST_CHANGED / (1 - MOST_CHANGED))
    assert relation(*thirds(kept, changed)) == Relation.TEMPLATE
    assert relation(*thirds(kept, changed + 1)) != Relation.TEMPLATE


def thirds(kept: int, changed: int) -> tuple[str, str]:
    """Return two texts of ``kept`` equal words with ``changed`` words spread over four slots."""
    texts = []
    for stem in ("a", "b"):
        parts = []
        for slot in range(MOST_SLOTS):
            share = changed * (slot + 1) // MOST_SLOTS - changed * slot // MOST_SLOTS
            parts.append(numbered(slot * kept // 5, (slot + 1) * kept // 5))
            parts.append(numbered(0, share, f"{stem}{'x' * slot}"))
        texts.append(" ".join([*parts, numbered(4 * kept // 5, kept)]))
    return texts[0], texts[1]


@pytest.mark.parametrize(("words", "is_free"), [(1, True), (MASK, True), (MASK + SLOT + 1, False)])
def test_a_mask_on_one_side_matches_so_many_words_on_the_other(words: int, is_free: bool) -> None:
    before, after = numbered(0, 12), numbered(20, 32)
    masked = f"{before} [Anna] {after}"
    plain = f"{before} {numbered(0, words, 'free')} {after}"
    for one, other in ((masked, plain), (plain, masked)):
        assert (relation(one, other) == Relation.TEMPLATE) == is_free


def test_a_longer_run_on_the_other_side_is_a_slot_for_what_the_mask_leaves() -> None:
    """Six slots of four words would be too many and too long, but one mask explains each."""
    one, other = [], []
    for k in range(6):
        one.append(f"{numbered(10 * k, 10 * k + 10)} [Anna]")
        other.append(f"{numbered(10 * k, 10 * k + 10)} {numbered(0, MASK, 'free' + 'x' * k)}")
    assert relation(" ".join(one), " ".join(other)) == Relation.TEMPLATE


def test_an_empty_mask_is_a_free_slot_too() -> None:
    assert relation(f"Dear [Anna] {numbered(0, 9)}", f"Dear {numbered(0, 9)}") == Relation.TEMPLATE


def test_masks_alone_make_no_template() -> None:
    assert relation("[Anna] [Maria]", "[Bo] [Tom]") == Relation.NONE
    assert relation("Hi [Anna]", "Hi [Bo]") == Relation.NONE


def test_a_moved_sentence_is_near() -> None:
    one = f"{numbered(0, 10)} {numbered(10, 20)} {numbered(20, 34)}"
    other = f"{numbered(10, 20)} {numbered(20, 34)} {numbered(0, 10)}"
    assert relation(one, other) == Relation.NEAR


def test_an_added_and_a_dropped_sentence_are_near() -> None:
    body = numbered(0, 40)
    longer = f"{body} {numbered(0, 12, 'new')}"
    assert relation(body, longer) == relation(longer, body) == Relation.NEAR


@pytest.mark.parametrize("length", [30, 60, 120])
def test_near_needs_its_share_of_both_notes_together(length: int) -> None:
    # Two notes of one length, of which the first ``shared`` words are the same.
    for shared, is_near in ((int(length * (NEAR_SHARE + 0.1)), True), (int(length * 0.3), False)):
        one = f"{numbered(0, shared)} {numbered(0, length - shared, 'here')}"
        other = f"{numbered(0, shared)} {numbered(0, length - shared, 'there')}"
        assert (relation(one, other) == Relation.NEAR) == is_near


def test_an_excerpt_stands_in_the_other_note() -> None:
    long, part = numbered(0, 200), numbered(50, 80)
    found = related(f"{part} {numbered(0, 20, 'own')}", long)
    assert found.forward[0] == Relation.EXCERPT
    assert found.backward[0] == Relation.NONE, "a seventh of the long note"
    assert 0 < found.score[0] < related(part, long).score[0]


@pytest.mark.parametrize(("off", "is_excerpt"), [(2, True), (-4, False)])
def test_an_excerpt_needs_its_share_of_the_note(off: int, is_excerpt: bool) -> None:
    length = 100
    shared = int(length * EXCERPT_SHARE) + off
    note = f"{numbered(0, shared)} {numbered(0, length - shared, 'own')}"
    assert (relation(note, numbered(0, 400)) == Relation.EXCERPT) == is_excerpt


def test_an_excerpt_needs_words_enough() -> None:
    assert EXCERPT_SHARE * 3 * SHORT_WORDS < EXCERPT_UNITS, "the length rules for short notes"
    least = EXCERPT_UNITS // 3
    for words, is_excerpt in ((least, True), (least - 2, False)):
        note = f"{numbered(0, words)} {numbered(0, 14 - words, 'own')}"
        assert (relation(note, numbered(0, 300)) == Relation.EXCERPT) == is_excerpt


def test_stock_phrases_make_no_excerpt() -> None:
    stock = "please let me know if you have any questions and thank you for your time"
    one = f"{stock} {numbered(0, 40, 'here')}"
    other = f"{stock} {numbered(0, 40, 'there')}"
    rare = f"{numbered(0, 15)} "
    assert relation(one, other) == Relation.NONE
    assert relation(one.replace(stock, rare), other.replace(stock, rare)) == Relation.EXCERPT


def test_notes_that_share_nothing_have_no_relation() -> None:
    found = related(numbered(0, 60), numbered(0, 60, "other"))
    assert found.forward[0] == found.backward[0] == Relation.NONE
    assert found.score[0] == found.back_score[0] == found.likeness[0] == 0


@pytest.mark.parametrize(("words", "is_near"), [(SHORT, True), (SHORT - 1, False)])
def test_short_notes_are_never_near(words: int, is_near: bool) -> None:
    one = numbered(0, words)
    parts = one.split()
    moved = " ".join(parts[words // 2 :] + parts[: words // 2])
    assert (relation(one, moved) == Relation.NEAR) == is_near
    assert (relation(one, moved) == Relation.NONE) == (not is_near)


def test_a_short_note_inside_a_long_one_is_no_excerpt() -> None:
    assert relation(numbered(5, 5 + SHORT - 1), numbered(0, 60)) == Relation.NONE
    assert relation(numbered(5, 5 + SHORT), numbered(0, 60)) == Relation.EXCERPT


def test_short_notes_may_be_templates() -> None:
    assert relation("Thanks [Anna], applied it today", "Thanks [Bo], applied it today") == 4


def test_characters_count_two_thirds_of_a_word() -> None:
    characters = "".join(chr(0x4E00 + 7 * k) for k in range(120))
    eleven, twelve = characters[:17], characters[:18]
    for note, is_excerpt in ((eleven, False), (twelve, True)):
        assert (relation(note, characters) == Relation.EXCERPT) == is_excerpt
    for count, expected in ((5, Relation.TEMPLATE), (6, Relation.NEAR)):
        new = "".join(chr(0x7E00 + k) for k in range(count))
        changed = characters[:10] + new + characters[10 + count :]
        assert relation(characters, changed) == expected, "three words are 4.5 characters"


def test_scores_rise_with_likeness_within_a_relation() -> None:
    body = numbered(0, 60)
    scores = [
        float(related(body, f"{body} {numbered(0, added, 'new')}").score[0])
        for added in (10, 20, 30, 40)
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_relations_are_in_order_of_closeness() -> None:
    assert [relation.word for relation in Relation] == [
        "none", "reworded", "excerpt", "near", "template", "verbatim",
    ]  # fmt: skip
