"""Policy files: what they say, what a channel inherits, and what is refused on which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.policy_file import policy_from, read_policy
from api.policy_toml import policy_toml
from dedupe import (
    AbroadScale,
    CannotJudgeError,
    ExemptKind,
    Exposure,
    MeaningLines,
    MeaningScale,
    Memory,
    Policy,
    Relation,
    UsageError,
    e5_centres,
)

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "policy.toml"


def refused(source: str) -> str:
    with pytest.raises(CannotJudgeError) as fault:
        policy_from(source, "p.toml")
    return str(fault.value)


def test_an_empty_file_and_a_written_default_are_the_default() -> None:
    assert policy_from("") == Policy()
    assert policy_from(policy_toml(Policy())) == Policy()


def test_what_is_said_of_a_relation_goes_before_what_is_said_of_all() -> None:
    policy = policy_from("[stop]\npersonal_share = 0.5\n[stop.near]\nreach = 9\n")
    assert policy.rules.stop[Relation.VERBATIM].personal_share == 0.5
    assert policy.rules.stop[Relation.NEAR].personal_share == 0.5
    assert policy.rules.stop[Relation.NEAR].reach == 9
    assert policy.rules.stop[Relation.TEMPLATE].reach == 3


def test_a_channel_takes_what_it_leaves_out_from_the_rules_for_all() -> None:
    policy = policy_from(
        "least_words = 20\n[stop]\nreach = 5\n[stop.near]\npersonal_share = 0.1\n"
        "[look]\nsame_person = false\n"
        '[channel."Post Office".stop]\nreach = 7\nexposure = ["household"]\n'
        "[channel.sms]\nleast_words = 30\n"
        '[channel.sms.stop]\nrelations = ["near"]\n[channel.sms.stop.near]\nreach = 2\n'
    )
    post, sms = policy.rules_for("post office"), policy.rules_for("sms")
    assert (post.least_words, sms.least_words) == (20, 30)
    assert post.same_person is sms.same_person is False
    assert post.stop[Relation.VERBATIM].reach == 7
    assert post.stop[Relation.VERBATIM].exposure == {Exposure.HOUSEHOLD}
    assert post.stop[Relation.NEAR].personal_share == 0.1
    assert set(sms.stop) == {Relation.NEAR}
    assert (sms.stop[Relation.NEAR].reach, sms.stop[Relation.NEAR].personal_share) == (2, 0.1)
    assert policy.rules_for("letter") == policy.rules


def test_memory_and_exemptions() -> None:
    policy = policy_from(
        "[memory]\npast_days = 30\nretention_days = 60\n"
        '[[exempt]]\nkind = "broadcast"\nreason = "News"\ncampaign = "news*"\n'
    )
    assert policy.memory == Memory(30, 60)
    (exempt,) = policy.exemptions
    assert (exempt.kind, exempt.reason, exempt.campaign) == (ExemptKind.BROADCAST, "News", "news*")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("least_word = 12", "p.toml:1: there is no key 'least_word'. Did you mean 'least_words'?"),
        ("\n[stop]\nreech = 3", "p.toml:3: there is no key 'stop.reech'. Did you mean 'reach'?"),
        ("[channels.sms]", "p.toml:1: there is no key 'channels'. Did you mean 'channel'?"),
        ("[channel.sms]\nreach = 1", "p.toml:2: there is no key 'channel.sms.reach'"),
        ("[channel.sms.stop.near]\nshare = 1", "p.toml:2: there is no key"),
        ("[stop]\nreach = 'x'", "p.toml:2: 'stop.reach' must be a whole number from 1 to"),
        ("[stop]\nreach = true", "not true"),
        ("[stop]\nreach = 2.0", "whole number"),
        ("[stop]\nreach = 0", "p.toml:2: 'stop.reach' must be from 1 to 1,000,000,000, not 0"),
        ("stop.reach = 0", "p.toml:1: 'stop.reach'"),
        ("[stop]\npersonal_share = 30", "'stop.personal_share' must be from 0 to 1, not 30"),
        ("[stop]\npersonal_share = nan", "'stop.personal_share' must be from 0 to 1, not nan"),
        ("least_words = 11", "'least_words' must be from 12 to 1,000, not 11"),
        ("[stop]\nexposure = ['house']", "can not hold 'house'. Did you mean 'household'?"),
        ("[stop]\nexposure = 'household'", "must be a list such as"),
        ("[stop]\nrelations = ['reworded']", "Allowed: verbatim, template, near, excerpt."),
        ("[stop.reworded]\nreach = 2", "p.toml:1: 'reworded' alone never stops a note"),
        ("[stop.excerpt]\nreach = 0", "p.toml:2: 'stop.excerpt.reach' must be from 1"),
        ("stop = 3", "p.toml:1: 'stop' is a table, not 3. Write [stop]"),
        ("[look]\nsame_person = 1", "p.toml:2: 'look.same_person' must be true or false, not 1"),
        ("[stop]\nsame_person = true", "there is no key 'stop.same_person'"),
        ("[memory]\npast_days = 0", "'memory.past_days' must be from 1 to 36,500, not 0"),
        ("exempt = 1", "'exempt' is a list of tables. Write [[exempt]]"),
        ("[exempt]\nkind = 'broadcast'", "'exempt' is a list of tables"),
        ("[[exempt]]\nkind = 'brodcast'", "'exempt 1: kind' can not hold 'brodcast'. Did you mean"),
        ("[[exempt]]\nreason = 'x'", "p.toml:1: 'exempt 1: kind' can not hold ''"),
        ("[[exempt]]\nkind = 'broadcast'", "p.toml:1: 'exempt 1' has no reason"),
        ("[[exempt]]\nkind = 'broadcast'\nreason = 'x'", "does not say which notes it is for"),
        (
            "[[exempt]]\nkind='broadcast'\nreason='x'\nsubject='*'\n[[exempt]]\nsubjct = 'x'",
            "p.toml:6: there is no key 'exempt 2: subjct'. Did you mean 'subject'?",
        ),
        ("[stop]\nreach = 3\nreach = 4", "p.toml: not TOML: "),
        ("[stop", "not TOML: "),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_its_line(source: str, said: str) -> None:
    assert said in refused(source)


def test_an_error_above_a_channel_is_told_where_it_stands() -> None:
    assert refused("[stop]\nreach = 0\n[channel.sms]\nleast_words = 30").startswith("p.toml:2:")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe[\0", "p.toml:1: not UTF-8 text"), (b"#" * 1_000_001, "no policy")],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(content)
    with pytest.raises(CannotJudgeError, match=said):
        read_policy(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotJudgeError, match="the policy could not be read: No such file"):
        read_policy(tmp_path / "gone.toml")


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(b"\xef\xbb\xbf[stop]\r\nreach = 5\r\n")
    assert read_policy(path).rules.stop[Relation.NEAR].reach == 5


def test_the_example_is_a_policy() -> None:
    policy = read_policy(EXAMPLE)
    assert policy.channels
    assert policy.exemptions
    assert policy != Policy()


def test_lines_of_meaning_are_read_and_written() -> None:
    source = '[meaning]\nline = 0.52\nline_abroad = 0.61\nmodel = "2e537d4e8d23"\n'
    policy = policy_from(source)
    assert policy.lines == MeaningLines(0.52, 0.61, "2e537d4e8d23")
    assert policy_from(policy_toml(policy)) == policy
    one = policy_from('[meaning]\nline = 1\nmodel = "m"\n').lines
    assert one == MeaningLines(1.0, None, "m")


def test_lines_of_meaning_are_used_with_their_model_alone() -> None:
    lines = MeaningLines(0.52, 0.61, "one")
    far = AbroadScale(MeaningScale(0.78, 0.9, line=0.3), e5_centres)
    own = MeaningScale(0.8, 0.96, line=0.4, abroad=far)
    mine = lines.scale("one", own)
    assert (mine.line, mine.line_abroad) == (0.52, 0.61)
    assert mine == own.with_lines(0.52, 0.61)
    assert lines.scale("another", own) == own
    assert lines.unused_with("another")
    assert not lines.unused_with("one")
    assert MeaningLines().scale("one", own) == own
    assert not MeaningLines().unused_with("one")
    # A model without a scale for two languages judges them by its one scale and line.
    assert lines.scale("one", MeaningScale(0.8, 0.96)).line_abroad == 0.52


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("[meaning]\nline = 0.5", "p.toml:2: 'meaning' does not say which model its lines are for"),
        ("[meaning]\nline = 0.01\nmodel = 'x'", "'meaning.line' must be from 0.05 to 1, not 0.01"),
        ("[meaning]\nline_abrod = 1", "p.toml:2: there is no key 'meaning.line_abrod'. Did you"),
        ("[meaning]\nline = true\nmodel = 'x'", "'meaning.line' must be a number"),
    ],
)
def test_lines_of_meaning_that_are_refused(source: str, said: str) -> None:
    assert said in refused(source)


@pytest.mark.parametrize(
    "lines", [{"line": 0.0}, {"line": 1.5}, {"abroad": float("nan")}, {"line": 0.5, "model": ""}]
)
def test_lines_that_are_none_are_refused(lines: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        MeaningLines(**{"model": "m", **lines})  # type: ignore[arg-type]
