"""The check on any notes at all: no crash, offsets inside the text, the same whatever the order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from api import check
from api.verdict import Verdict
from dedupe import Message, fold_text
from tests.inventing import note
from tests.texts import ANY_TEXT

ADDRESSES = st.sampled_from(["a@x.example", "b@x.example", "c@y.example", "", "a@gmail.com"])
NOTES = st.lists(st.tuples(ANY_TEXT, ADDRESSES), max_size=8)


def made(listed: list[tuple[str, str]], prefix: str) -> list[Message]:
    found = [note(text, to, id=f"{prefix}{k}") for k, (text, to) in enumerate(listed)]
    # Two of the notes are copies, so that there is something to find.
    return [*found, *(replace(m, id=m.id + "x") for m in found[:2])]


@settings(max_examples=80, deadline=None)
@given(NOTES, NOTES, st.booleans())
def test_any_notes_get_a_verdict(
    history: list[tuple[str, str]], notes: list[tuple[str, str]], separately: bool
) -> None:
    sent, asked = made(history, "h"), made(notes, "n")
    texts = {m.id: m.text for m in (*sent, *asked)}
    found = check(asked, history=sent, separately=separately)
    assert [v.id for v in found] == [m.id for m in asked]
    for verdict in found:
        sound(verdict, texts)
        if separately:
            assert all(m.id.startswith("h") for m in (*verdict.matches, *verdict.same_person))


def sound(verdict: Verdict, texts: dict[str, str]) -> None:
    """Hold what is true of every verdict."""
    text = texts[verdict.id]
    assert verdict.text == text
    assert (verdict.relation == "none") == (verdict.score == 0) == (not verdict.matches)
    assert verdict.personal_share is None or 0 <= verdict.personal_share <= 1
    assert verdict.exposure_count <= verdict.reach
    assert verdict.decision in ("send", "look", "stop")
    inside = [m.span for m in verdict.masked] + [s.span for s in verdict.set_aside]
    for start, stop in (*inside, *verdict.rewrite):
        assert 0 <= start < stop <= len(text)
    for match in (*verdict.matches, *verdict.same_person):
        assert match.id != verdict.id
        assert 0 < match.score <= 1
        assert 0 <= match.jaccard <= 1
        assert 0 <= match.containment <= 1
        for p in match.passages:
            here, there = text[slice(*p.here)], texts[match.id][slice(*p.there)]
            assert fold_text(here) == fold_text(there)
            assert fold_text(here)


@settings(max_examples=60, deadline=None)
@given(NOTES, st.randoms(use_true_random=False))
def test_the_order_of_a_call_changes_neither_reach_nor_decision(
    notes: list[tuple[str, str]], random: object
) -> None:
    asked = made(notes, "n")
    shuffled = random.sample(asked, len(asked))  # type: ignore[attr-defined]
    straight = {v.id: v for v in check(asked)}
    for verdict in check(shuffled):
        other = straight[verdict.id]
        assert (verdict.reach, verdict.personal_share) == (other.reach, other.personal_share)
        assert verdict.exposure_count == other.exposure_count
        # A repeat to the same person is looked for among the notes before, as its name says.
        if not verdict.same_person and not other.same_person:
            assert verdict.decision == other.decision
