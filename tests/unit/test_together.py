"""Together: all messages looked at in one pass say what each says when it is looked at alone."""

from __future__ import annotations

import random

import pytest

from dedupe import (
    About,
    Exemption,
    ExemptKind,
    Exposure,
    Judgement,
    Meeting,
    Policy,
    Rules,
    Scope,
    Sent,
    Verdicts,
    judge,
    verdicts_together,
)
from index import ClosedCollection
from tests.inventing import sentences
from tests.laid_out_meetings import laid_out
from tests.relating import words

PEOPLE = 12


@pytest.fixture(scope="module")
def judgement() -> Judgement:
    """Forty texts: some of one template, some that share a few sentences, some alone."""
    stock, chance = sentences(11, 30), random.Random(5)
    template = " ".join(sentences(12, 4))
    texts = [f"{template} {stock[k]}" for k in range(10)]
    texts += [" ".join(chance.sample(stock, 6)) for _ in range(20)]
    texts += [" ".join(sentences(100 + k, 3)) for k in range(9)]
    return judge(words(*texts, "Thank you."), ClosedCollection())


#: One that asks about channel and subject, and under which most notes here are short.
ASKING = Policy(
    rules=Rules(least_words=30),
    channels={"sms": Rules(least_words=60)},
    exemptions=(Exemption(ExemptKind.TRANSACTIONAL, "an order", subject="order*"),),
)


@pytest.mark.parametrize("policy", [Policy(), ASKING], ids=["default", "asking"])
@pytest.mark.parametrize("seed", range(12))
def test_one_pass_says_what_looking_at_each_says(
    judgement: Judgement, seed: int, policy: Policy
) -> None:
    chance = random.Random(seed)
    count = len(judgement.words)
    variants = [*range(count), *(chance.randrange(count) for _ in range(60))]
    chance.shuffle(variants)
    # With few people most of the others are one's own, with many hardly anybody.
    several = 2 if seed % 2 else PEOPLE
    people = [tuple(sorted(chance.sample(range(several), chance.randint(1, 2)))) for _ in variants]
    about = [
        About(chance.choice(("", "sms")), subject=chance.choice(("", "Order 7"))) for _ in people
    ]
    sent = Sent(
        variants, [chance.randrange(2) for _ in variants], people,
        laid_out([_meetings(chance, who) for who in people]), Scope(),
        about if policy.asks_about else (),
    )  # fmt: skip
    alone = Verdicts(judgement, sent, policy)
    together = verdicts_together(judgement, sent, policy)
    said = [alone.verdict(message) for message in range(len(sent))]
    assert list(together) == said
    assert list(together[5:20:3]) == said[5:20:3]
    assert together.decisions == [verdict.decision for verdict in said]
    assert len({verdict.relation for verdict in said}) > 2
    assert any(verdict.exposure for verdict in said)
    assert any(verdict.same_person for verdict in said)


def _meetings(chance: random.Random, people: tuple[int, ...]) -> tuple[Meeting, ...]:
    """Let some of a message's recipients share a thread, a company or a street with others."""
    kinds = (Exposure.THREAD, Exposure.COMPANY, Exposure.POSTCODE)
    return tuple(
        (kind, f"{kind}-{chance.randrange(6)}", (person,))
        for kind in kinds
        for person in people
        if chance.random() < 0.4
    )
