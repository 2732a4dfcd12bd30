"""The check: verdicts on notes not yet sent, against history and each other."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api import check
from api.verdict import Verdict
from api.verdict_writing import MOST_EXPOSED, MOST_MATCHES
from dedupe import Bar, Message, Policy, Recipient, Relation, Rules, Settings, fold_text
from tests.inventing import note, sentences, to_each
from tests.relating import letters

BODY = " ".join(sentences(1, 4))
OTHER = " ".join(sentences(2, 4))

KEYS = {
    *("id", "decision", "relation", "score", "personal_share", "reach", "exposure"),
    *("exposure_count", "words", "too_short", "same_person", "matches", "masked", "set_aside"),
    *("rewrite", "reasons", "searched", "cut", "degraded", "settings", "text"),
}
MATCH_KEYS = {
    *("id", "relation", "score", "jaccard", "containment", "cosine", "recipient", "sent_at"),
    *("passages", "sentences", "translated", "pending"),
}


def person(number: int, **rest: object) -> Recipient:
    fields: dict[str, object] = {"address": f"p{number}@gmail.com", "name": f"Q{letters(number)}"}
    return Recipient(**(fields | rest))  # type: ignore[arg-type]


def merge(count: int, body: str = BODY) -> list[Message]:
    """Return a merge with the name of each."""
    people = [person(k) for k in range(count)]
    return [
        Message(str(k), f"Dear {p.name},\n\n{body}\n\nKind regards,\nNora", to=(p,))
        for k, p in enumerate(people)
    ]


def only(text: str, history: list[Message], **rest: object) -> Verdict:
    (verdict,) = check([note(text, "me@gmail.com", **rest)], history=history)  # type: ignore[arg-type]
    return verdict


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    return check(merge(1200))


class TestMerge:
    """1,200 copies of one letter, only the name changed."""

    def test_every_copy_reached_all_others_the_first_included(
        self, verdicts: list[Verdict]
    ) -> None:
        assert {v.reach for v in verdicts} == {1199}
        assert {v.decision for v in verdicts} == {"stop"}
        assert {v.personal_share for v in verdicts} == {0.0}

    def test_the_relation_looks_back(self, verdicts: list[Verdict]) -> None:
        assert verdicts[0].relation == "none"
        assert verdicts[0].score == 0
        assert verdicts[0].matches == ()
        assert verdicts[0].reasons[0]["code"] == "template", (
            "the decision counts whatever the order"
        )
        assert {v.relation for v in verdicts[1:]} == {"template"}
        assert all(int(m.id) < k for k, v in enumerate(verdicts) for m in v.matches)

    def test_lists_are_bounded(self, verdicts: list[Verdict]) -> None:
        assert [len(v.matches) for v in verdicts[:3]] == [0, 1, 2]
        assert max(len(v.matches) for v in verdicts) == MOST_MATCHES == 20
        assert not any(v.cut for v in verdicts)

    def test_they_come_in_input_order(self, verdicts: list[Verdict]) -> None:
        assert [v.id for v in verdicts] == [str(k) for k in range(1200)]

    def test_the_name_is_masked(self, verdicts: list[Verdict]) -> None:
        for verdict in verdicts[::100]:
            shown = {verdict.text[m.span[0] : m.span[1]] for m in verdict.masked}
            assert f"Q{letters(int(verdict.id))}" in shown

    def test_shared_passages_reached_everyone(self, verdicts: list[Verdict]) -> None:
        long = [p for p in verdicts[5].matches[0].passages if p.here[1] - p.here[0] > 50]
        assert [p.reach for p in long] == [1199]

    def test_a_merge_to_one_house_is_exposed_at_most_so_often(self) -> None:
        notes = [replace(m, to=(person(k, household="h1"),)) for k, m in enumerate(merge(80))]
        verdict = check(notes)[7]
        assert verdict.exposure_count == 79
        assert len(verdict.exposure) == MOST_EXPOSED == 50
        assert {e.why for e in verdict.exposure} == {("household",)}


def test_history_is_searched_and_said() -> None:
    verdict = only(BODY, to_each([OTHER, BODY]))
    assert (verdict.relation, verdict.score, verdict.reach) == ("verbatim", 1.0, 1)
    assert verdict.searched == 2
    assert [m.id for m in verdict.matches] == ["1"]
    assert verdict.matches[0].recipient == "p1@gmail.com"
    assert verdict.degraded is True
    assert verdict.settings == Settings().digest


def test_separately_leaves_the_other_notes_of_the_call_out() -> None:
    notes = merge(5)
    apart = check(notes, separately=True)
    assert [(v.relation, v.reach, v.decision) for v in apart] == [("none", 0, "send")] * 5
    assert [v.personal_share for v in apart] == [1.0] * 5
    with_history = check(notes, history=[note(BODY, "old@gmail.com")], separately=True)
    assert {v.reach for v in with_history} == {1}
    assert {v.relation for v in with_history} <= {"template", "near"}


def test_a_verdict_depends_on_what_was_sent_not_on_its_order() -> None:
    history = [*merge(4), *to_each([OTHER])]
    forward = only(f"Dear Zed,\n\n{BODY}", history)
    backward = only(f"Dear Zed,\n\n{BODY}", history[::-1])
    for name in ("decision", "relation", "score", "reach", "personal_share", "exposure_count"):
        assert getattr(forward, name) == getattr(backward, name), name


def test_the_same_text_to_the_same_person_is_its_own_finding() -> None:
    verdict = only(BODY, [note(BODY, "me@gmail.com", id="before")])
    assert [(m.id, m.relation, m.score) for m in verdict.same_person] == [("before", "verbatim", 1)]
    assert (verdict.relation, verdict.score, verdict.reach) == ("none", 0, 0)
    assert verdict.personal_share == 1
    assert verdict.matches == ()
    assert verdict.decision == "look"
    assert [r["code"] for r in verdict.reasons] == ["same_person"]


def test_a_repeat_does_not_hide_a_copy() -> None:
    history = [note(BODY, "me@gmail.com", id="mine"), note(BODY, "you@gmail.com", id="yours")]
    verdict = only(BODY, history)
    assert [m.id for m in verdict.same_person] == ["mine"]
    assert [m.id for m in verdict.matches] == ["yours"]
    assert (verdict.relation, verdict.reach, verdict.personal_share) == ("verbatim", 1, 0)


def test_one_mail_to_many_recipients_is_no_finding() -> None:
    verdict = check([note(BODY, "a@gmail.com b@gmail.com c@gmail.com")])[0]
    assert (verdict.relation, verdict.reach, verdict.decision) == ("none", 0, "send")
    assert verdict.exposure_count == 0
    assert verdict.personal_share == 1


def test_two_mails_to_husband_and_wife_expose() -> None:
    couple = [
        Message("he", f"Dear Adam,\n\n{BODY}", to=(person(1, name="Adam", household="7 Elm St"),)),
        Message("she", f"Dear Eve,\n\n{BODY}", to=(person(2, name="Eve", household="7 elm st "),)),
    ]
    first, second = check(couple)
    assert second.relation == "template"
    for verdict, other in ((first, "p2@gmail.com"), (second, "p1@gmail.com")):
        assert verdict.reach == 1
        assert [(e.recipient, e.why) for e in verdict.exposure] == [(other, ("household",))]
        assert verdict.decision == "stop"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"company": "Acme"}, {"company": "ACME "}, "company"),
        ({"address": "a@acme.example"}, {"address": "b@acme.example"}, "company"),
        ({"postcode": "AB1 2CD"}, {"postcode": "ab12cd"}, "postcode"),
        ({"groups": ("choir",)}, {"groups": ("x", "Choir")}, "group"),
        ({}, {}, ""),
        ({"address": "a@wp.pl"}, {"address": "b@wp.pl"}, ""),
        ({"address": "a@ukr.net"}, {"address": "b@ukr.net"}, ""),
        ({"address": "a@abv.bg"}, {"address": "b@abv.bg"}, ""),
        ({"address": "a@qq.com"}, {"address": "b@qq.com"}, ""),
    ],
)
def test_who_could_compare_notes(
    one: dict[str, object], other: dict[str, object], why: str
) -> None:
    notes = [Message(str(k), BODY, to=(person(k, **f),)) for k, f in enumerate((one, other))]
    for verdict in check(notes):
        assert [e.why for e in verdict.exposure] == ([(why,)] if why else [])
        assert verdict.decision == ("stop" if why in ("company", "group") else "look")


def test_only_those_of_a_mail_who_share_a_key_are_exposed() -> None:
    first = note(BODY, "ann@acme.example bob@gmail.com", id="1")
    found = check([first, note(BODY, "carl@acme.example", id="2")])
    assert [e.recipient for e in found[0].exposure] == ["carl@acme.example"]
    assert [e.recipient for e in found[1].exposure] == ["ann@acme.example"]


def test_one_thread_exposes() -> None:
    notes = [note(BODY, f"p{k}@gmail.com", id=str(k), thread="t1") for k in range(2)]
    assert [e.why for e in check(notes)[1].exposure] == [("thread",)]


def test_notes_without_recipient_are_one_unknown_other_each() -> None:
    verdicts = check([note(BODY, id="a"), note(BODY, id="b"), note(BODY, id="c")])
    assert [v.reach for v in verdicts] == [2, 2, 2]
    assert verdicts[2].same_person == ()
    assert verdicts[2].matches[0].recipient == ""


def test_a_short_note_says_so_and_is_looked_at() -> None:
    verdicts = check(to_each(["Thanks, applied to the branch."] * 9))
    for verdict in verdicts:
        assert verdict.too_short
        assert verdict.words == 5
        assert verdict.decision == "look"
    assert verdicts[8].relation == "verbatim"
    assert check(to_each(["Thanks, applied it.", BODY]))[1].too_short is False


def test_policy_may_be_given() -> None:
    history = to_each([BODY])
    (loose,) = check([note(BODY, "x@gmail.com")], history=history)
    policy = Policy(Rules(stop={Relation.VERBATIM: Bar(0.3, 1, frozenset())}))
    (strict,) = check([note(BODY, "x@gmail.com")], history=history, policy=policy)
    assert (loose.decision, strict.decision) == ("look", "stop")


@pytest.mark.parametrize("threads", [1, 4])
def test_threads_change_nothing(threads: int) -> None:
    notes = [*merge(30), *to_each(" ".join(sentences(k, 3)) for k in range(30))]
    assert check(notes, threads=threads) == check(notes, threads=2)


def test_no_notes() -> None:
    assert check([]) == []
    assert check([], history=merge(2)) == []


TRICKY = [
    f"Dear Ann,\n\n{BODY} {OTHER}\n\nBest,\nNora",
    f"🙏 \u202b{BODY[:120]}\u202c " + " ".join(sentences(9, 3)),
    "\ud800 " + BODY,
    f"𝐁𝐨𝐥𝐝 {BODY.upper()} \x00 {OTHER[:90]}",
    " ".join(sentences(1, 4))[::1].replace(" ", "\u00a0"),
    "谢谢您把外套交给我们干洗。" * 4 + BODY,
    BODY.replace("a", "\u0430").replace("e", "е\u0301"),
    "\n> quoted text here\n" + BODY,
    f"{OTHER}\n\n{BODY}",
]


def test_every_offset_is_inside_the_text_and_says_what_it_claims() -> None:
    history = [*to_each([BODY, OTHER]), *merge(3)]
    notes = [note(text, f"t{k}@gmail.com", id=f"t{k}") for k, text in enumerate(TRICKY)]
    texts = {m.id: m.text for m in (*history, *notes)}
    history[2:] = [replace(m, id=f"m{m.id}") for m in history[2:]]
    texts = {m.id: m.text for m in (*history, *notes)}
    passages = 0
    for verdict in check(notes, history=history):
        assert verdict.text == texts[verdict.id]
        for span in (
            *(m.span for m in verdict.masked),
            *(s.span for s in verdict.set_aside),
            *verdict.rewrite,
        ):
            assert 0 <= span[0] < span[1] <= len(verdict.text)
            assert fold_text(verdict.text[slice(*span)])
        for match in (*verdict.matches, *verdict.same_person):
            there = texts[match.id]
            for p in match.passages:
                passages += 1
                assert 0 <= p.here[0] < p.here[1] <= len(verdict.text)
                assert 0 <= p.there[0] < p.there[1] <= len(there)
                assert fold_text(verdict.text[slice(*p.here)]) == fold_text(there[slice(*p.there)])
                assert p.reach >= 1
            assert [p.here for p in match.passages] == sorted(p.here for p in match.passages)
    assert passages > 15


def test_rewrite_names_the_copied_sentences_until_the_share_is_reached() -> None:
    own = sentences(7, 1, words=10)[0]
    verdict = only(f"{BODY} {own}", to_each([BODY]))
    assert verdict.personal_share is not None
    assert verdict.personal_share < 0.3
    named = [verdict.text[slice(*span)] for span in verdict.rewrite]
    assert named
    assert all(sentence in BODY for sentence in named)
    assert own not in named
    changed = verdict.text
    for k, sentence in enumerate(named):
        changed = changed.replace(sentence, sentences(70 + k, 1)[0])
    share = only(changed, to_each([BODY])).personal_share
    assert share is not None
    assert share >= 0.3
    assert only(OTHER, to_each([BODY])).rewrite == ()


def test_the_dictionary_is_the_contract() -> None:
    history = [
        note(BODY, "you@acme.example", id="h", sent_at=datetime(2025, 3, 1, tzinfo=UTC)),
        note(BODY, "me@acme.example", id="r"),
    ]
    (verdict,) = check([note(f"Dear Ann,\n\n{BODY}", "me@acme.example", id="n")], history=history)
    fields = verdict.as_dict()
    assert set(fields) == KEYS
    assert set(fields["matches"][0]) == MATCH_KEYS
    assert set(fields["same_person"][0]) == MATCH_KEYS
    assert set(fields["matches"][0]["passages"][0]) == {"here", "there", "reach"}
    assert set(fields["masked"][0]) == {"span", "kind", "source"}
    assert set(fields["exposure"][0]) == {"recipient", "why"}
    assert fields["matches"][0]["sent_at"] == "2025-03-01T00:00:00+00:00"
    assert fields["matches"][0]["cosine"] is None
    assert (fields["matches"][0]["sentences"], fields["matches"][0]["translated"]) == ([], False)
    assert set(fields["reasons"][0]) == {"code", "text"}
    written = json.loads(json.dumps(fields))
    assert written["matches"][0]["passages"][0]["here"] == list(verdict.matches[0].passages[0].here)
    (footed,) = check(
        [note(f"{' '.join(sentences(30, 7))}\n\n{OTHER}", "x@gmail.com")],
        history=to_each(f"{' '.join(sentences(40 + k, 7))}\n\n{OTHER}" for k in range(8)),
    )
    assert set(footed.as_dict()["set_aside"][0]) == {"span", "why", "reach"}


def test_keys_are_those_that_the_design_names() -> None:
    """The design page is not shipped: where it is at hand, the contract is read from it."""
    page = Path(__file__).resolve().parents[3] / "shared" / "DESIGN.md"
    if not page.is_file():
        pytest.skip("the design page is not at hand")
    text = page.read_text(encoding="utf-8").split("**One verdict as JSON**: `")[1].split("`.")[0]
    named = set(re.findall(r'"(\w+)"', text))
    assert named >= KEYS - {"text"}
    inner = {"here", "there", "reach", "span", "kind", "source", "why", "code", "text"}
    assert named <= KEYS | MATCH_KEYS | inner
