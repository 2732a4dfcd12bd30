"""How many people got a passage: exact, whether few variants hold its parts or very many."""

from __future__ import annotations

from api import check
from dedupe import Message
from index.call_beyond import FEW_HOLDERS, FEW_PEOPLE
from tests.inventing import note, sentences

OPENING, MIDDLE = (" ".join(sentences(seed, 2)) for seed in (1, 2))
OWN = sentences(3, 3 * FEW_HOLDERS)
LAST = " ".join(sentences(4, 2))


def sent() -> list[Message]:
    """A merge with a line for each, and two notes that go on otherwise, to three people."""
    merge = [
        note(f"{OPENING} {line}", f"m{k}@a{k}.example", id=f"m{k}") for k, line in enumerate(OWN)
    ]
    others = [f"{OPENING} {MIDDLE}", f"{OPENING} {MIDDLE} Thank you."]
    to = ["x@x.example", "y@y.example"]
    return [*merge, *(note(t, who, id=who) for t, who in zip(others, to, strict=True))]


def reaches(text: str, history: list[Message]) -> set[tuple[str, int]]:
    """Return the passages of a note beside the closest message, each with how many got it."""
    (verdict,) = check([note(text, "me@me.example", id="asked")], history=history)
    found = verdict.matches[0].passages
    return {(text[slice(*passage.here)], passage.reach) for passage in found}


def test_those_who_got_all_of_it_where_very_many_got_a_part() -> None:
    (passage, reach), *more = reaches(f"{OPENING} {MIDDLE} {LAST}", sent())
    assert OPENING.rstrip(".") in passage
    assert MIDDLE.rstrip(".") in passage
    assert reach == 2
    assert not more


def test_a_person_who_got_it_in_two_notes_counts_once() -> None:
    more = note(f"{OPENING} {MIDDLE} {LAST}", "x@x.example", id="more")
    (_, reach), *_ = reaches(f"{OPENING} {MIDDLE}", [*sent(), more])
    assert reach == 2


def test_a_part_that_very_many_got_in_one_variant() -> None:
    names = ("Ada", "Bea", "Cem", "Dov")
    wide = [
        note(f"Dear {names[k % 4]},\n\n{OPENING} {MIDDLE}", f"w{k}@b{k}.example", id=f"w{k}")
        for k in range(FEW_PEOPLE + 7)
    ]
    (_, reach), *_ = reaches(f"{OPENING} {MIDDLE} {LAST}", [*sent(), *wide])
    assert reach == FEW_PEOPLE + 9
