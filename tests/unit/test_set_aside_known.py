"""What is known to repeat besides common text: approved text, and text a reader has already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.store_checking import StoreAnswer, check_in_store
from api.verdict import Verdict
from dedupe import Message, Policy, Recipient
from index import Approval, Ledger, Store
from tests.inventing import sentences

NOW = datetime(2026, 3, 1, tzinfo=UTC)
STOCK = [" ".join(sentences(20 + k, 2)) for k in range(3)]
CAMPAIGN = " ".join(sentences(1, 5))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Ledger.open(str(tmp_path / "store.sqlite"), clock=lambda: NOW) as ledger:
        yield Store(ledger)


def note(text: str, to: str, **rest: object) -> Message:
    return Message(to, text, to=(Recipient(address=to),), **rest)  # type: ignore[arg-type]


def record(store: Store, *messages: Message) -> None:
    with store.writing() as writer:
        writer.ledger.record(messages)


def approve(store: Store, text: str, **rest: object) -> str:
    with store.writing() as writer:
        approval = Approval(text, owner="Nora", reason="house style", **rest)  # type: ignore[arg-type]
        return writer.ledger.approve(approval).id


def only(store: Store, message: Message) -> Verdict:
    answer: StoreAnswer = check_in_store(store, [message], policy=Policy(), now=NOW)
    return answer.verdicts[0]


def with_own_sentence(seed: int) -> str:
    return "\n\n".join([STOCK[0], *sentences(seed, 1), STOCK[1], STOCK[2]])


class TestApproved:
    """Three approved paragraphs and one sentence of the writer's."""

    def test_the_note_is_judged_by_what_is_left(self, store: Store) -> None:
        record(store, *(note(with_own_sentence(100 + k), f"p{k}@x.example") for k in range(4)))
        asked = note(with_own_sentence(900), "me@gmail.com")
        assert only(store, asked).decision == "stop"
        for paragraph in STOCK:
            approve(store, paragraph)
        verdict = only(store, asked)
        assert (verdict.decision, verdict.relation, verdict.reach) == ("send", "none", 0)
        assert verdict.personal_share == 1.0
        said = [verdict.text[a.span[0] : a.span[1]] for a in verdict.set_aside]
        assert [a.why for a in verdict.set_aside] == ["approved"] * 2
        assert said == [STOCK[0].rstrip("."), f"{STOCK[1]}\n\n{STOCK[2]}".rstrip(".")]
        assert [a.reach for a in verdict.set_aside] == [5] * 2

    def test_only_approved_text_is_nothing_to_judge(self, store: Store) -> None:
        approve(store, CAMPAIGN)
        record(store, note(CAMPAIGN, "a@x.example"))
        verdict = only(store, note(CAMPAIGN, "b@x.example"))
        assert (verdict.decision, verdict.personal_share) == ("send", None)
        assert [r["code"] for r in verdict.reasons] == ["nothing_left"]

    def test_slots_of_an_approved_text_may_be_filled_in(self, store: Store) -> None:
        words = STOCK[0].split()
        record(store, *(note(with_own_sentence(100 + k), f"p{k}@x.example") for k in range(4)))
        for paragraph in STOCK:
            approve(store, paragraph)
        changed = " ".join([*words[:8], "zwyczajnie", *words[9:]])
        verdict = only(store, note(f"{changed}\n\n{' '.join(sentences(77, 1))}", "me@gmail.com"))
        assert verdict.relation == "none"

    @pytest.mark.parametrize(
        ("rest", "about", "holds"),
        [
            ({"sender": "nora@x.example"}, {"sender": "Nora@x.example"}, True),
            ({"sender": "nora@x.example"}, {"sender": "otto@x.example"}, False),
            ({"channel": "card"}, {"channel": "Card"}, True),
            ({"channel": "card"}, {}, False),
            ({"campaign": "spring"}, {"campaign": "spring"}, True),
            ({"campaign": "spring"}, {"campaign": "autumn"}, False),
            ({"expires_at": NOW + timedelta(days=1)}, {}, True),
            ({"expires_at": NOW - timedelta(days=1)}, {}, False),
            ({"most_reach": 3}, {}, True),
            ({"most_reach": 2}, {}, False),
        ],
    )
    def test_an_approval_reaches_as_far_as_it_says(
        self, store: Store, rest: dict[str, object], about: dict[str, object], holds: bool
    ) -> None:
        record(store, *(note(CAMPAIGN, f"p{k}@x.example") for k in range(2)))
        approve(store, CAMPAIGN, **rest)
        text = f"{CAMPAIGN}\n\n{' '.join(sentences(5, 2))}"
        verdict = only(store, note(text, "me@gmail.com", **about))
        assert (verdict.reach == 0) == holds
        assert bool(verdict.set_aside) == holds

    def test_what_was_withdrawn_is_approved_no_longer(self, store: Store) -> None:
        record(store, note(CAMPAIGN, "a@x.example"))
        id_ = approve(store, CAMPAIGN)
        assert only(store, note(CAMPAIGN, "b@x.example")).reach == 0
        with store.writing() as writer:
            writer.ledger.withdraw(id_)
        assert only(store, note(CAMPAIGN, "b@x.example")).reach == 1


class TestQuoted:
    """Text of the note's thread, or that its reader sent or got before, whatever the marks."""

    def test_two_customers_replies_above_one_campaign_are_no_finding(self, store: Store) -> None:
        people = ["a@one.example", "b@two.example"]
        record(store, *(note(CAMPAIGN, to) for to in people))
        texts = [f"{' '.join(sentences(40 + k, 3))}\n\n{CAMPAIGN}" for k in range(2)]
        first, second = (
            Message(f"r{k}", text, to=(Recipient(address=to),))
            for k, (text, to) in enumerate(zip(texts, people, strict=True))
        )
        record(store, first)
        verdict = only(store, second)
        assert (verdict.decision, verdict.relation, verdict.reach) == ("send", "none", 0)
        assert [a.why for a in verdict.set_aside] == ["quoted"]
        assert verdict.text[slice(*verdict.set_aside[0].span)] == CAMPAIGN.rstrip(".")

    def test_somebody_who_did_not_get_it_is_no_reader_of_a_quote(self, store: Store) -> None:
        record(store, *(note(CAMPAIGN, f"p{k}@x{k}.example") for k in range(3)))
        text = f"{' '.join(sentences(40, 3))}\n\n{CAMPAIGN}"
        verdict = only(store, note(text, "new@gmail.com"))
        assert (verdict.reach, verdict.set_aside) == (3, ())

    def test_text_of_the_same_thread_is_quoted(self, store: Store) -> None:
        record(store, note(CAMPAIGN, "a@one.example", thread="t7"))
        text = f"{' '.join(sentences(40, 3))}\n\n{CAMPAIGN}"
        assert only(store, note(text, "b@two.example")).reach == 1
        assert only(store, note(text, "b@two.example", thread="t7")).reach == 0

    def test_what_the_reader_wrote_is_quoted(self, store: Store) -> None:
        theirs = note(CAMPAIGN, "shop@own.example", sender="Reader@one.example")
        record(store, theirs)
        text = f"{' '.join(sentences(40, 3))}\n\n{CAMPAIGN}"
        verdict = only(store, note(text, "reader@one.example"))
        assert [a.why for a in verdict.set_aside] == ["quoted"]

    def test_the_same_note_again_is_a_repeat_and_no_quote(self, store: Store) -> None:
        record(store, *(note(CAMPAIGN, f"p{k}@x{k}.example") for k in range(4)))
        verdict = only(store, Message("again", CAMPAIGN, to=(Recipient(address="p1@x1.example"),)))
        assert len(verdict.same_person) == 1
        assert (verdict.relation, verdict.reach, verdict.decision) == ("verbatim", 3, "stop")
        assert verdict.set_aside == ()
