"""Scopes, repeats, holders and circles: what a verdict counts, on small hand-made collections."""

from __future__ import annotations

import numpy as np
import pytest

from dedupe import (
    Exposure,
    MessageVerdict,
    NothingBeyond,
    Policy,
    Relation,
    Scope,
    Sent,
    Verdicts,
    judge,
)
from dedupe.passage_holders import PassageHolders
from index import ClosedCollection
from tests.inventing import sentences
from tests.laid_out_meetings import laid_out
from tests.relating import words

BODY = " ".join(sentences(1, 4))
OTHER = " ".join(sentences(2, 4))
LONGER = f"{BODY} {' '.join(sentences(3, 2))}"


def verdicts(
    texts: list[str],
    variants: list[int],
    people: list[tuple[int, ...]],
    *,
    exact: list[int] | None = None,
    scope: Scope | None = None,
    meeting: dict[int, str] | None = None,
) -> Verdicts:
    """Judge messages: message m has text ``texts[variants[m]]`` and went to ``people[m]``."""
    keys = [
        ((Exposure.GROUP, meeting[m], people[m]),) if meeting and m in meeting else ()
        for m in range(len(variants))
    ]
    sent = Sent(variants, exact or variants, people, laid_out(keys), scope or Scope())
    return Verdicts(judge(words(*texts), ClosedCollection()), sent, Policy())


def each(found: Verdicts, count: int) -> list[MessageVerdict]:
    return [found.verdict(message) for message in range(count)]


@pytest.mark.parametrize(
    ("scope", "sees", "counts"),
    [
        (Scope(), {0, 1, 3, 4}, {0, 1, 2, 3, 4}),
        (Scope(1), {0, 1}, {0, 1, 2, 3, 4}),
        (Scope(1, separately=True), {0}, {0}),
        (Scope(0), {0, 1}, {0, 1, 2, 3, 4}),
        (Scope(0, separately=True), set(), set()),
    ],
)
def test_what_a_scope_sees_and_counts(scope: Scope, sees: set[int], counts: set[int]) -> None:
    assert {other for other in range(5) if scope.sees(2, other)} == sees
    assert {m for m in range(5) if scope.counts(m)} == counts


def test_reach_is_the_union_of_other_people() -> None:
    found = verdicts([BODY, LONGER, OTHER], [0, 0, 1, 2], [(1,), (2, 3), (3, 4), (9,)])
    assert [v.reach for v in each(found, 4)] == [3, 2, 2, 0]


def test_reach_counts_what_is_related_and_never_a_familys_size() -> None:
    """Each text of a chain shares a quarter less with each next one; from the fourth on nothing."""
    parts = sentences(5, 24)
    # The middle comes first and leads its neighbours on both sides, who are four steps apart.
    places = [4, 0, 1, 2, 3, 5, 6, 7, 8]
    chain = [" ".join(parts[2 * place : 2 * place + 8]) for place in places]
    numbers = range(len(chain))
    found = verdicts(chain, list(numbers), [(k,) for k in numbers])
    related = [{m.message for m in found.matches(k)} for k in numbers]
    assert related == [{j for j in numbers if 0 < abs(places[j] - places[k]) <= 3} for k in numbers]
    assert [v.reach for v in each(found, len(chain))] == [len(others) for others in related]


def test_all_messages_are_held_against_all_others_in_an_audit() -> None:
    found = each(verdicts([BODY, LONGER], [0, 1], [(1,), (2,)]), 2)
    assert [v.relation for v in found] == [Relation.NEAR] * 2


def test_the_same_variant_is_verbatim_or_template_by_its_own_words() -> None:
    found = verdicts([BODY], [0, 0, 0], [(1,), (2,), (3,)], exact=[7, 8, 7])
    assert [v.relation for v in each(found, 3)] == [
        Relation.VERBATIM, Relation.TEMPLATE, Relation.VERBATIM,
    ]  # fmt: skip
    assert [m.message for m in found.matches(2)] == [0, 1]


def test_matches_come_closest_first_and_never_to_the_same_people() -> None:
    found = verdicts(
        [BODY, LONGER, OTHER],
        [0, 1, 0, 0, 2],
        [(1,), (2,), (3,), (1,), (5,)],
        exact=[1, 2, 1, 4, 5],
    )
    assert [m.message for m in found.matches(0)] == [2, 1]
    assert [m.message for m in found.repeats(0)] == [3]
    assert found.verdict(0).same_person == 1
    assert found.verdict(4).relation == Relation.NONE


def test_a_mail_to_me_and_others_is_a_match_and_a_repeat() -> None:
    found = verdicts([BODY], [0, 0], [(1,), (1, 2)])
    assert [m.message for m in found.matches(0)] == [1]
    assert [m.message for m in found.repeats(0)] == [1]
    assert (found.verdict(0).reach, found.verdict(1).reach) == (1, 0)
    assert found.verdict(1).relation == Relation.NONE, "nobody else got it"


def test_one_mail_to_many_is_nothing_by_itself() -> None:
    found = verdicts([BODY], [0], [(1, 2, 3)], meeting={0: "choir"})
    verdict = found.verdict(0)
    assert (verdict.relation, verdict.reach, verdict.exposure) == (Relation.NONE, 0, frozenset())
    assert not len(found.exposed(0))


def test_exposure_is_of_people_who_got_a_related_text() -> None:
    choir = dict.fromkeys(range(4), "choir")
    found = verdicts([BODY, OTHER], [0, 0, 1, 0], [(1,), (2,), (3,), (1,)], meeting=choir)
    assert found.exposed(0).first(9) == {2: (Exposure.GROUP,)}
    assert found.exposed(2).first(9) == {}
    assert [v.exposure for v in each(found, 4)] == [{Exposure.GROUP}] * 2 + [
        set(),
        {Exposure.GROUP},
    ]


def test_history_and_call() -> None:
    """Two were sent, three are checked: relations look back, reach does not."""
    found = verdicts([BODY, OTHER], [0, 1, 0, 0, 1], [(k,) for k in range(5)], scope=Scope(2))
    assert [[m.message for m in found.matches(m)] for m in range(2, 5)] == [[0], [0, 2], [1]]
    assert [found.verdict(m).reach for m in range(2, 5)] == [2, 2, 1]
    apart = verdicts(
        [BODY, OTHER], [0, 1, 0, 0, 1], [(k,) for k in range(5)], scope=Scope(2, separately=True)
    )
    assert [[m.message for m in apart.matches(m)] for m in range(2, 5)] == [[0], [0], [1]]
    assert [apart.verdict(m).reach for m in range(2, 5)] == [1, 1, 1]


def test_holders_of_a_passage_are_all_who_got_it_but_the_reader() -> None:
    found = verdicts(
        [BODY, LONGER, f"{OTHER} {' '.join(sentences(3, 2))}"],
        [0, 0, 1, 2],
        [(1,), (2,), (3,), (4,)],
    )
    last = len(BODY.split()) - 1
    assert found.holders(0, 0, last) == 2
    assert found.holders(2, 0, last) == 2
    assert found.holders(2, last + 1, last + 24) == 1, "the sentences that the last note has too"
    assert found.holders(0, 0, 1) == 1, "too short to look for elsewhere: its own variant's people"


def test_passages_are_looked_up_inside_a_stretch_only() -> None:
    judgement = judge(words(BODY, LONGER, OTHER), ClosedCollection())
    sent = Sent([0, 1, 2], [0, 1, 2], [(1,), (2,), (3,)], laid_out([(), (), ()]), Scope())
    holders = PassageHolders(judgement, sent, NothingBeyond())
    length = len(BODY.split())
    assert holders.people(1, 0, length - 1).tolist() == [1, 2]
    assert holders.people(1, 0, length // 2).tolist() == [1, 2]
    assert holders.people(1, length, length + 20).tolist() == [2], "nobody else has those words"
    assert holders.people(2, 0, 20).tolist() == [3]


def test_nothing_was_sent() -> None:
    assert each(verdicts([], [], []), 0) == []


def test_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedupe.comparison._SHARE", 16)
    footer, stock = " ".join(sentences(7, 2)), " ".join(sentences(8, 1))
    own = sentences(5, 40)
    template = [f"{BODY} {text} {footer}" for text in own[:20]]
    others = [f"{text} {more} {stock} {footer}" for text, more in zip(own, own[20:], strict=False)]
    found = words(*template, *others, *sentences(6, 40))
    everyone = [(person,) for person in range(len(found))]
    sent = Sent(
        range(len(found)), range(len(found)), everyone, laid_out([()] * len(found)), Scope()
    )
    judged = [judge(found, ClosedCollection(), threads=threads) for threads in (1, 4)]
    told = [
        Verdicts(each, sent, Policy(), threads=n) for each, n in zip(judged, (1, 4), strict=True)
    ]
    one, many = judged
    assert one.set_aside.any()
    assert np.array_equal(one.related.forward, many.related.forward)
    assert np.array_equal(one.families.leaders, many.families.leaders)
    assert np.array_equal(one.set_aside, many.set_aside)
    assert np.array_equal(one.endings, many.endings)
    shares = [[each.verdict(m).personal_share for m in range(len(found))] for each in told]
    assert shares[0] == shares[1]
    assert min(shares[0]) < 0.5 < max(shares[0])
