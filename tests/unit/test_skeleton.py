"""Skeletons: where members differ is a slot with its fillings; the rest is literal."""

from __future__ import annotations

from collections.abc import Sequence

from dedupe import Mask, MaskKind, MaskSource, MemberText, SkeletonSlot, skeleton_slots
from tests.relating import numbered, unbracketed, words


def slots(*notes: str, people: Sequence[int] = ()) -> tuple[SkeletonSlot, ...]:
    counts = people or [1] * len(notes)
    members = []
    for note, count in zip(notes, counts, strict=True):
        text, stretches = unbracketed(note)
        masks = tuple(Mask(m.start, m.stop, MaskKind.NAME, MaskSource.HEADERS) for m in stretches)
        members.append(MemberText(text, ((0, len(text)),), masks, count))
    return skeleton_slots(members, words(*notes))


def skeleton(*notes: str) -> str:
    text = unbracketed(notes[0])[0]
    out, at = "", 0
    for slot in slots(*notes):
        out += text[at : slot.start] + "{}"
        at = slot.stop
    return out + text[at:]


def fillings(slot: SkeletonSlot) -> list[tuple[str, int]]:
    return [(f.text, f.people) for f in slot.fillings]


BODY = numbered(0, 12)


def test_a_name_is_a_slot_with_everyones_name() -> None:
    notes = [f"Dear [{name}], {BODY}." for name in ("Anna", "Bo Lee", "Carla")]
    assert skeleton(*notes) == f"Dear {{}}, {BODY}."
    (slot,) = slots(*notes)
    assert slot.kind == "name"
    assert fillings(slot) == [("Anna", 1), ("Bo Lee", 1), ("Carla", 1)]


def test_unmasked_differences_are_slots_of_words() -> None:
    notes = [f"{BODY} {colour} {numbered(20, 30)}" for colour in ("blue", "dark green", "red")]
    assert skeleton(*notes) == f"{BODY} {{}} {numbered(20, 30)}"
    (slot,) = slots(*notes)
    assert slot.kind == "words"
    assert sorted(text for text, _ in fillings(slot)) == ["blue", "dark green", "red"]


def test_fillings_count_people_most_first() -> None:
    notes = [f"Dear [{name}], {BODY}." for name in ("Anna", "friend", "friend")]
    (slot,) = slots(*notes, people=[2, 5, 4])
    assert fillings(slot) == [("friend", 9), ("Anna", 2)]
    assert [f.members for f in slot.fillings] == [2, 1]


def test_words_that_some_members_lack_fill_nothing() -> None:
    notes = [f"{BODY} dearly {numbered(20, 30)}"] + [f"{BODY} {numbered(20, 30)}"] * 3
    (slot,) = slots(*notes)
    assert fillings(slot) == [("", 3), ("dearly", 1)]


def test_words_that_some_members_insert_make_an_empty_slot_in_the_leader() -> None:
    notes = [f"{BODY} {numbered(20, 30)}", f"{BODY} so dearly {numbered(20, 30)}"]
    (slot,) = slots(*notes)
    assert slot.start == slot.stop == len(BODY) + 1
    assert fillings(slot) == [("", 1), ("so dearly", 1)]


def test_one_odd_member_in_many_makes_no_slot() -> None:
    notes = [f"{BODY} {numbered(20, 30)}"] * 19 + [f"{BODY} odd {numbered(21, 30)}"]
    assert slots(*notes) == ()


def test_a_value_masked_the_same_for_all_is_literal() -> None:
    notes = [f"Dear [{name}], {BODY} [Nora]" for name in ("Anna", "Bo")]
    assert skeleton(*notes) == f"Dear {{}}, {BODY} Nora"


def test_one_member_alone_has_the_slots_its_masks_make() -> None:
    assert skeleton(f"Dear [Anna], {BODY} [Nora]") == f"Dear {{}}, {BODY} {{}}"


def test_slots_a_word_apart_are_one() -> None:
    notes = [f"{BODY} {a} and {b} {numbered(20, 30)}" for a, b in (("ox", "cat"), ("hen", "dog"))]
    assert skeleton(*notes) == f"{BODY} {{}} {numbered(20, 30)}"
    assert sorted(t for t, _ in fillings(slots(*notes)[0])) == ["hen and dog", "ox and cat"]


def test_line_ends_inside_a_filling_are_blanks() -> None:
    notes = [f"{BODY} {a}\n  {a}x {numbered(20, 30)}" for a in ("ox", "hen")]
    assert sorted(t for t, _ in fillings(slots(*notes)[0])) == ["hen henx", "ox oxx"]


def test_characters_without_spaces() -> None:
    notes = [f"尊敬的[{name}]，感谢您把外套交给我们干洗" for name in ("王芳", "李小明")]
    assert skeleton(*notes) == "尊敬的{}，感谢您把外套交给我们干洗"
    assert fillings(slots(*notes)[0]) == [("李小明", 1), ("王芳", 1)]


def test_no_member_has_words() -> None:
    assert slots("", "") == ()
