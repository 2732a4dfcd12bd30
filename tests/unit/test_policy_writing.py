"""Measured lines go into a policy file, and nothing else in it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.policy_file import read_policy
from api.policy_writing import write_lines
from dedupe import CannotJudgeError, MeaningLines

MEASURED = MeaningLines(0.52, 0.61, "2e537d4e8d23")
WRITTEN = "\n[meaning]\n# Measured by samenote calibrate; used with this model only.\nline = 0.52\n"


def policy(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_bytes(text.encode())
    return path


def test_a_new_file_is_a_whole_policy_with_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    assert write_lines(path, MEASURED) == MEASURED
    assert read_policy(path).lines == MEASURED
    assert "[stop]" in path.read_text("utf-8")


def test_comments_and_other_sections_stay_and_the_section_is_added(tmp_path: Path) -> None:
    before = "# Ours.\nleast_words = 15  # short\n\n[stop] # strict\nreach   = 2\n"
    path = policy(tmp_path, before)
    write_lines(path, MeaningLines(0.52, None, MEASURED.model))
    after = path.read_text("utf-8")
    assert after == before + WRITTEN + 'model = "2e537d4e8d23"\n'
    assert read_policy(path).rules.least_words == 15


def test_a_section_that_is_there_is_changed_in_place(tmp_path: Path) -> None:
    before = (
        '[meaning]  # in March\nline = 0.4 # low\nmodel = "2e537d4e8d23"\n\n'
        "[memory]\npast_days = 9\n"
    )
    path = policy(tmp_path, before)
    write_lines(path, MEASURED)
    after = path.read_text("utf-8")
    assert after.startswith('[meaning]  # in March\nline = 0.52 # low\nmodel = "2e537d4e8d23"\n')
    assert after.endswith("[memory]\npast_days = 9\n")
    assert read_policy(path).lines == MEASURED


def test_a_line_that_was_not_measured_stays_for_the_same_model_only(tmp_path: Path) -> None:
    text = '[meaning]\nline = 0.4\nline_abroad = 0.7\nmodel = "{}"\n'
    half = MeaningLines(0.52, None, "2e537d4e8d23")
    same = policy(tmp_path, text.format("2e537d4e8d23"))
    assert write_lines(same, half) == read_policy(same).lines
    assert read_policy(same).lines == MeaningLines(0.52, 0.7, "2e537d4e8d23")
    other = policy(tmp_path, text.format("another"))
    write_lines(other, half)
    assert read_policy(other).lines == half


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    path = policy(tmp_path, "\ufeffleast_words = 15\r\n\r\n[stop]\r\nreach = 2\r\n")
    write_lines(path, MEASURED)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfleast_words = 15\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") > 6
    assert read_policy(path).lines == MEASURED


@pytest.mark.parametrize(
    "before",
    [
        '[[exempt]]\nkind = "broadcast"\nreason = "News"\nsubject = "News*"\n',
        'meaning = { line = 0.4, model = "x" }\n[stop]\nreach = 2\n',
        'meaning.line = 0.4\nmeaning.model = "x"\n',
        "[channel.sms.stop]\nreach = 50",
        "",
    ],
)
def test_every_form_of_a_policy_keeps_what_it_says(tmp_path: Path, before: str) -> None:
    path = policy(tmp_path, before)
    said = read_policy(path)
    write_lines(path, MEASURED)
    after = read_policy(path)
    assert after.lines == MEASURED
    assert (after.rules, after.channels, after.exemptions) == (
        said.rules, said.channels, said.exemptions,
    )  # fmt: skip


def test_what_is_no_policy_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = policy(tmp_path, "[stop]\nreech = 2\n")
    with pytest.raises(CannotJudgeError, match="reech"):
        write_lines(path, MEASURED)
    assert path.read_text("utf-8") == "[stop]\nreech = 2\n"
