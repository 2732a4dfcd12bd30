"""The default policy of the design, row by row, at its borders."""

from __future__ import annotations

import pytest

from dedupe import Bar, Decision, Exposure, Policy, Relation, Rules

NOBODY: frozenset[Exposure] = frozenset()
CLOSE = (Exposure.HOUSEHOLD, Exposure.COMPANY, Exposure.THREAD, Exposure.GROUP)
STOPPING = (Relation.VERBATIM, Relation.TEMPLATE, Relation.NEAR)


def decide(
    relation: Relation,
    share: float | None = 0.0,
    reach: int = 0,
    exposure: frozenset[Exposure] = NOBODY,
    *,
    too_short: bool = False,
    same_person: int = 0,
    policy: Policy | None = None,
) -> str:
    decision, _ = (policy or Policy()).decide(
        relation, share, reach, exposure, too_short=too_short, same_person=same_person
    )
    return decision.value


@pytest.mark.parametrize("relation", STOPPING)
def test_stop_for_a_copy_that_reached_three_others(relation: Relation) -> None:
    assert decide(relation, 0.29, 3) == "stop"
    assert decide(relation, 0.0, 1199) == "stop"
    assert decide(relation, 0.29, 2) == "look"
    assert decide(relation, 0.3, 3) == "look"
    assert decide(relation, 1.0, 1199) == "look"
    assert decide(relation, None, 3) == "stop", "nothing counts as personal"


@pytest.mark.parametrize("relation", STOPPING)
@pytest.mark.parametrize("kind", CLOSE)
def test_stop_for_a_copy_whose_readers_meet(relation: Relation, kind: Exposure) -> None:
    assert decide(relation, 0.29, 1, frozenset({kind})) == "stop"
    assert decide(relation, 0.29, 1, frozenset({kind, Exposure.POSTCODE})) == "stop"
    assert decide(relation, 0.3, 1, frozenset({kind})) == "look"


@pytest.mark.parametrize("relation", STOPPING)
def test_a_postcode_alone_never_stops(relation: Relation) -> None:
    assert decide(relation, 0.0, 1, frozenset({Exposure.POSTCODE})) == "look"
    assert decide(relation, 0.0, 3, frozenset({Exposure.POSTCODE})) == "stop", "by reach"


@pytest.mark.parametrize("relation", [Relation.EXCERPT, Relation.REWORDED])
def test_other_relations_are_never_above_look(relation: Relation) -> None:
    assert decide(relation, 0.0, 1199, frozenset(Exposure)) == "look"
    assert decide(relation, 1.0, 1) == "look"


def test_look_for_a_repeat_to_the_same_person() -> None:
    assert decide(Relation.NONE, 1.0, 0, same_person=1) == "look"


def test_send_where_nothing_is_found() -> None:
    assert decide(Relation.NONE, 0.0, 0) == "send"
    assert decide(Relation.NONE, None, 0) == "send"
    assert decide(Relation.NONE, 1.0, 0, too_short=True) == "send"


@pytest.mark.parametrize("relation", STOPPING)
def test_short_notes_are_at_most_looked_at(relation: Relation) -> None:
    assert decide(relation, 0.0, 1199, too_short=True) == "look"


@pytest.mark.parametrize("kind", CLOSE)
def test_a_short_verbatim_copy_whose_readers_meet_is_stopped(kind: Exposure) -> None:
    assert decide(Relation.VERBATIM, 0.0, 1, frozenset({kind}), too_short=True) == "stop"
    assert decide(Relation.TEMPLATE, 0.0, 1, frozenset({kind}), too_short=True) == "look"


def test_a_postcode_does_not_stop_a_short_verbatim_copy() -> None:
    postcode = frozenset({Exposure.POSTCODE})
    assert decide(Relation.VERBATIM, 0.0, 9, postcode, too_short=True) == "look"


def test_limits_may_be_given() -> None:
    strict = Policy(Rules(stop={Relation.NEAR: Bar(0.9, 1, frozenset())}))
    assert decide(Relation.NEAR, 0.8, 1, policy=strict) == "stop"
    assert decide(Relation.NEAR, 0.8, 1) == "look"


def test_reasons_say_what_the_decision_rests_on() -> None:
    decision, reasons = Policy().decide(
        Relation.TEMPLATE, 0.125, 1199, frozenset({Exposure.COMPANY, Exposure.POSTCODE}),
        too_short=False, same_person=2,
    )  # fmt: skip
    assert decision is Decision.STOP
    assert [reason.code for reason in reasons] == [
        "template", "personal_share", "exposure", "same_person",
    ]  # fmt: skip
    assert "1,199 other people" in reasons[0].text
    assert "12%" in reasons[1].text
    assert "company, postcode" in reasons[2].text


def test_one_other_person_is_said_in_the_singular() -> None:
    _, reasons = Policy().decide(Relation.VERBATIM, None, 1, NOBODY, too_short=True, same_person=0)
    assert reasons[0].text == "The same words went to 1 other person."
    assert [reason.code for reason in reasons] == ["verbatim"]


def test_a_short_note_says_that_it_is_too_short() -> None:
    _, reasons = Policy().decide(Relation.TEMPLATE, 0.0, 9, NOBODY, too_short=True, same_person=0)
    assert reasons[-1].code == "too_short"
