"""Rules that differ from the default: bars of a relation, channels, exemptions, overrides."""

from __future__ import annotations

import pytest

from dedupe import (
    LOOK_BAR,
    STOP_BAR,
    About,
    Bar,
    Decision,
    Exemption,
    ExemptKind,
    Exposure,
    Memory,
    Override,
    Policy,
    Reason,
    Relation,
    Rules,
    UsageError,
)

NOBODY: frozenset[Exposure] = frozenset()
HOME = frozenset({Exposure.HOUSEHOLD})


def decide(
    policy: Policy,
    relation: Relation,
    share: float | None = 0.0,
    reach: int = 3,
    exposure: frozenset[Exposure] = NOBODY,
    *,
    too_short: bool = False,
    same_person: int = 0,
    words: int = 60,
    about: About | None = None,
) -> tuple[str, list[str]]:
    decision, reasons = policy.decide(
        relation, share, reach, exposure, too_short=too_short, same_person=same_person,
        words=words, about=about or About(),
    )  # fmt: skip
    return decision.value, [reason.code for reason in reasons]


def test_a_bar_of_one_relation_leaves_the_others_alone() -> None:
    stop = {Relation.VERBATIM: Bar(1.0, 1, NOBODY), Relation.NEAR: Bar(0.3, 10, HOME)}
    policy = Policy(Rules(stop=stop))
    assert decide(policy, Relation.VERBATIM, 1.0, 1)[0] == "stop"
    assert decide(policy, Relation.TEMPLATE, 0.0, 99)[0] == "look"
    assert decide(policy, Relation.NEAR, 0.0, 9)[0] == "look"
    assert decide(policy, Relation.NEAR, 0.0, 10)[0] == "stop"
    assert decide(policy, Relation.NEAR, 0.0, 1, HOME)[0] == "stop"
    assert decide(policy, Relation.NEAR, 0.0, 1, frozenset({Exposure.COMPANY}))[0] == "look"


def test_a_relation_without_a_bar_is_let_pass() -> None:
    policy = Policy(Rules(look={Relation.REWORDED: LOOK_BAR}))
    assert decide(policy, Relation.EXCERPT)[0] == "send"
    assert decide(policy, Relation.REWORDED)[0] == "look"
    assert decide(policy, Relation.NEAR)[0] == "stop", "stop does not ask look"


def test_look_can_ask_for_reach_share_and_exposure() -> None:
    policy = Policy(Rules(look={Relation.EXCERPT: Bar(0.5, 4, HOME)}))
    assert decide(policy, Relation.EXCERPT, 0.49, 4)[0] == "look"
    assert decide(policy, Relation.EXCERPT, 0.5, 4)[0] == "send"
    assert decide(policy, Relation.EXCERPT, 0.49, 3)[0] == "send"
    assert decide(policy, Relation.EXCERPT, 0.49, 3, HOME)[0] == "look"


def test_a_repeat_to_the_same_person_can_be_let_pass() -> None:
    assert decide(Policy(), Relation.NONE, same_person=1)[0] == "look"
    policy = Policy(Rules(same_person=False))
    assert decide(policy, Relation.NONE, same_person=1) == ("send", ["same_person"])


def test_more_words_can_be_asked_for() -> None:
    policy = Policy(Rules(least_words=20))
    assert decide(policy, Relation.NEAR, words=20)[0] == "stop"
    decision, codes = decide(policy, Relation.NEAR, words=19)
    assert (decision, codes[-1]) == ("look", "too_short")
    assert decide(policy, Relation.VERBATIM, words=19, exposure=HOME)[0] == "stop"


def test_a_channel_has_its_own_rules_in_any_letter_case() -> None:
    policy = Policy(channels={"SMS": Rules(stop={})})
    assert decide(policy, Relation.VERBATIM, about=About(channel=" sms "))[0] == "look"
    assert decide(policy, Relation.VERBATIM, about=About(channel="letter"))[0] == "stop"
    assert policy.asks_about
    assert not Policy().asks_about


@pytest.mark.parametrize(
    ("exemption", "about", "covers"),
    [
        ({"subject": "Your order *"}, About(subject="your ORDER 77"), True),
        ({"subject": "Your order *"}, About(subject="Re: your order 77"), False),
        ({"subject": "*order*ready*"}, About(subject="the order is ready"), True),
        ({"subject": "*order*ready*"}, About(subject="ready, the order"), False),
        ({"subject": "a*a"}, About(subject="a"), False),
        ({"subject": "[news] *"}, About(subject="[News] May"), True),
        ({"subject": "x.y"}, About(subject="xzy"), False),
        ({"sender": "*@orders.example"}, About(sender="no-reply@orders.example"), True),
        ({"channel": "post", "campaign": "spring*"}, About("post", "spring 25"), True),
        ({"channel": "post", "campaign": "spring*"}, About("sms", "spring 25"), False),
        ({"campaign": "spring"}, About(), False),
        ({"subject": "*a" * 40 + "b"}, About(subject="a" * 20_000), False),
    ],
)
def test_an_exemption_covers_what_all_its_patterns_fit(
    exemption: dict[str, str], about: About, covers: bool
) -> None:
    assert Exemption(ExemptKind.BROADCAST, "why", **exemption).covers(about) is covers


def test_an_exempt_note_is_sent_and_its_findings_stay() -> None:
    exempt = Exemption(ExemptKind.TRANSACTIONAL, "Receipts repeat.", subject="Receipt*")
    policy = Policy(exemptions=(exempt,))
    decision, reasons = policy.decide(
        Relation.VERBATIM, 0.0, 99, HOME, too_short=False, same_person=0,
        about=About(subject="Receipt 5"),
    )  # fmt: skip
    assert decision is Decision.SEND
    assert reasons[0] == Reason(
        "exempt", "It is declared transactional and exempt: Receipts repeat."
    )
    assert [reason.code for reason in reasons[1:]] == ["verbatim", "personal_share", "exposure"]
    assert decide(policy, Relation.VERBATIM, about=About(subject="Hello"))[0] == "stop"


def test_an_override_decides_and_says_who_and_why() -> None:
    override = Override("m1", Decision.SEND, "The family asked for it.", "Nora")
    decision, reasons = override.apply(Decision.STOP, (Reason("verbatim", "x"),))
    assert decision is Decision.SEND
    assert reasons[0].code == "override"
    assert reasons[0].text == "Nora decided send in place of stop: The family asked for it."
    assert reasons[1].code == "verbatim"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Bar(1.1, 3, NOBODY),
        lambda: Bar(-0.1, 3, NOBODY),
        lambda: Bar(0.3, 0, NOBODY),
        lambda: Rules(stop={Relation.REWORDED: STOP_BAR}),
        lambda: Rules(stop={Relation.NONE: STOP_BAR}),
        lambda: Rules(look={Relation.NONE: LOOK_BAR}),
        lambda: Rules(least_words=11),
        lambda: Memory(past_days=0),
        lambda: Exemption(ExemptKind.BROADCAST, " ", subject="x"),
        lambda: Exemption(ExemptKind.BROADCAST, "why"),
        lambda: Override("m", Decision.SEND, "", "Nora"),
        lambda: Override("m", Decision.SEND, "why", " "),
    ],
)
def test_what_a_policy_may_not_say_is_refused(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(UsageError):
        wrong()


def test_the_personal_line_is_the_highest_bar() -> None:
    assert Rules().personal_line == 0.3
    assert Rules(stop={}).personal_line == 0
    bars = {Relation.NEAR: Bar(0.2, 3, NOBODY), Relation.VERBATIM: Bar(0.6, 3, NOBODY)}
    assert Rules(stop=bars).personal_line == 0.6
