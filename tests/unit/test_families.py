"""Families: leaders, not chains; whatever the order of messages and files."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api import check
from api.findings import AuditFindings
from api.reports.summary import headline
from dedupe import Message, Relation
from tests.inventing import LANGUAGES, audited, drifting, line_of, monthly, sentences, to_each
from tests.relating import numbered

SCATTERED = pytest.mark.parametrize("scattered", [True, False], ids=["scattered", "stretch"])
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@LANGUAGE
@SCATTERED
def test_each_version_of_a_drifting_text_is_near_its_neighbours(
    language: str, scattered: bool
) -> None:
    verdicts = check(monthly(drifting(1, language, scattered=scattered)))
    assert verdicts[0].relation == "none"
    for number, verdict in enumerate(verdicts[1:], start=1):
        found = {match.id: match.relation for match in verdict.matches}
        assert found.get(str(number - 1)) in ("near", "template"), number
        assert verdict.relation in ("near", "template")


@LANGUAGE
@SCATTERED
def test_a_drifting_text_is_no_one_family(language: str, scattered: bool, tmp_path: Path) -> None:
    findings = audited(tmp_path, monthly(drifting(2, language, scattered=scattered)))
    assert findings.families, "nor is it missed"
    assert max(family.size for family in findings.families) < 12
    for family in findings.families:
        assert all(Relation[m.relation.upper()] >= Relation.NEAR for m in family.members)
        assert family.weakest == min(m.score for m in family.members) > 0


def mixture(seed: int) -> list[Message]:
    """Return a template, a verbatim letter, a drifting text, an own line each, and strangers."""
    rng = random.Random(seed)
    body = " ".join(sentences(seed, 4))
    texts = [f"Dear {name},\n\n{body}" for name in ("Anna", "Bert", "Carla", "Dora")]
    texts += [" ".join(sentences(seed + 1, 3))] * 3
    texts += drifting(seed + 2, "en", scattered=True)
    texts += [f"{body} {line}" for line in sentences(seed + 3, 6, words=20)]
    texts += [" ".join(sentences(seed + 10 + k, 4)) for k in range(20)]
    texts += ["Thanks, applied.", "Thanks, applied.", "Thanks, applied now."]
    messages = to_each(texts, "shop.example")
    return [replace(m, sent_at=None if k % 5 == 0 else _day(rng)) for k, m in enumerate(messages)]


def _day(rng: random.Random) -> datetime:
    return datetime(2025, rng.randint(1, 12), rng.randint(1, 28), tzinfo=UTC)


def told(findings: AuditFindings) -> object:
    """Return everything that must not depend on the order of messages and files."""
    families = [
        (
            f.id, f.size, f.variants, f.recipients, f.relation, f.weakest, f.short,
            sorted((m.message_id, m.relation, m.score) for m in f.members),
        )
        for f in findings.families
    ]  # fmt: skip
    notes = sorted(
        (n.message_id, n.decision, n.relation, n.score, n.personal_share, n.reach, n.family)
        for n in findings.notes
    )
    return families, notes


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_messages_and_files_does_not_matter(seed: int, tmp_path: Path) -> None:
    messages = mixture(7)
    if seed % 2:  # no dates: the text alone says who leads
        messages = [replace(m, sent_at=None) for m in messages]
    straight = audited(tmp_path, messages)
    shuffled = random.Random(seed).sample(messages, len(messages))
    cut = random.Random(seed).randrange(len(messages))
    for files in ((shuffled,), (shuffled[:cut], shuffled[cut:]), (shuffled[cut:], shuffled[:cut])):
        assert told(audited(tmp_path, *files)) == told(straight)
    assert len(straight.families) >= 4


def test_members_are_compared_with_the_leader_and_never_joined_through_a_third(
    tmp_path: Path,
) -> None:
    """Each of a chain shares most with its neighbours, the ends share nothing."""
    parts = sentences(5, 24)
    chain = [" ".join(parts[k : k + 8]) for k in range(0, 17, 2)]
    findings = audited(tmp_path, to_each(chain))
    ends = {"0", str(len(chain) - 1)}
    assert findings.families
    for family in findings.families:
        assert not ends <= {m.message_id for m in family.members}
        leader = family.members[0]
        assert leader.score == 1.0
        assert (
            family.relation
            == min(
                (Relation[m.relation.upper()] for m in family.members), default=Relation.NONE
            ).word
        )


def test_short_notes_never_join_longer_families(tmp_path: Path) -> None:
    short = "Thank you, applied to the branch now."
    long = f"{short} {' '.join(sentences(6, 2))}"
    findings = audited(tmp_path, to_each([short] * 4 + [long] * 4 + [short + " Cheers"] * 2))
    assert {family.short for family in findings.families} == {True, False}
    for family in findings.families:
        lengths = {m.message_id in ("4", "5", "6", "7") for m in family.members}
        assert len(lengths) == 1
        assert family.short != lengths.pop()


def test_a_short_template_of_a_longer_note_is_no_member_of_its_family(tmp_path: Path) -> None:
    longer = numbered(0, 14)
    eleven = numbered(3, 14)
    assert check(to_each([longer, eleven]))[1].relation == "template"
    findings = audited(tmp_path, to_each([longer, longer, eleven, eleven]))
    assert sorted((f.size, f.short) for f in findings.families) == [(2, False), (2, True)]


def test_a_family_is_of_two_messages_for_two_people(tmp_path: Path) -> None:
    text = " ".join(sentences(8, 3))
    once = audited(tmp_path, [replace(m, to=m.to) for m in to_each([text])])
    assert once.families == ()
    same = [replace(m, to=to_each([text])[0].to) for m in to_each([text, text])]
    assert audited(tmp_path, same).families == ()
    (family,) = audited(tmp_path, to_each([text, text])).families
    assert (family.size, family.recipients, family.variants, family.relation) == (
        2,
        2,
        1,
        "verbatim",
    )


def test_families_stand_by_recipients_largest_first(tmp_path: Path) -> None:
    texts = [
        text for k, count in enumerate((2, 5, 3)) for text in [" ".join(sentences(k, 3))] * count
    ]
    findings = audited(tmp_path, to_each(texts))
    assert [f.recipients for f in findings.families] == [5, 3, 2]


def test_a_line_of_jsonl_reads_back(tmp_path: Path) -> None:
    (message,) = to_each(["Lone \ud800 half and \x00 nul"])
    assert '"p0@gmail.com"' in line_of(message)
    findings = audited(tmp_path, [message])
    assert findings.audited == 1


def test_one_person_in_two_families_is_one_person_and_an_unknown_one_one_a_message(
    tmp_path: Path,
) -> None:
    letters = [" ".join(sentences(60 + k, 4)) for k in range(2)]
    messages = [
        replace(message, id=f"{k}-{message.id}")
        for k, letter in enumerate(letters)
        for message in to_each([letter] * 3)
    ]
    findings = audited(tmp_path, messages)
    assert [family.recipients for family in findings.families] == [3, 3]
    assert findings.people == headline(findings).people == 3
    nameless = [replace(message, to=()) for message in messages[:2]]
    assert audited(tmp_path, [*nameless, *messages[2:]]).people == 3 + 2


def test_members_alike_in_text_and_time_stand_by_their_id_whatever_the_files(
    tmp_path: Path,
) -> None:
    messages = [replace(m, sent_at=None) for m in to_each([" ".join(sentences(70, 4))] * 12)]
    wanted = sorted(message.id for message in messages)
    for seed in range(3):
        shuffled = random.Random(seed).sample(messages, len(messages))
        (family,) = audited(tmp_path, shuffled[:5], shuffled[5:]).families
        assert [member.message_id for member in family.members] == wanted
        assert [m.message_id for m in family.members[2:4]] == wanted[2:4]
