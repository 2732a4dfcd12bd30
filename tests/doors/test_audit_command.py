"""samenote audit as a person calls it: exit codes, reports, and the same bytes every time."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import cli, main
from tests.inventing import line_of, note, sentences, to_each

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
BODY = " ".join(sentences(1, 4))

AUDIT_KEYS = [
    "messages", "excluded", "assumed", "skipped", "families", "notes", "settings", "version",
    "seconds",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the samenote command in this process, from its entry point."""

    def go(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["samenote", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        code = left.value.code
        said = capsys.readouterr()
        return Ran(code if isinstance(code, int) else int(bool(code)), said.out, said.err)

    return go


def samenote(*arguments: object, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run the samenote command in a process of its own."""
    return subprocess.run(
        [*before, sys.executable, "-c", "from api.cli import main; main()", *map(str, arguments)],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


@pytest.fixture
def merge(tmp_path: Path) -> Path:
    """Return an archive of one letter to nine people."""
    path = tmp_path / "merge.jsonl"
    path.write_text("".join(line_of(m) + "\n" for m in to_each([BODY] * 9)), encoding="utf-8")
    return path


@pytest.fixture
def honest(tmp_path: Path) -> Path:
    """Return an archive of nine letters that share nothing."""
    path = tmp_path / "honest.jsonl"
    letters = to_each(" ".join(sentences(k, 4)) for k in range(9))
    path.write_text("".join(line_of(m) + "\n" for m in letters), encoding="utf-8")
    return path


def test_what_was_found_fails_only_where_asked(run: Run, merge: Path, honest: Path) -> None:
    assert run("audit", merge).code == 0
    assert run("audit", merge, "--fail-on", "stop").code == 1
    assert run("audit", merge, "--fail-on", "look").code == 1
    assert run("audit", honest, "--fail-on", "look").code == 0


def test_a_look_is_no_stop(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text("".join(line_of(m) + "\n" for m in to_each([BODY] * 2)), encoding="utf-8")
    assert run("audit", path, "--fail-on", "look").code == 1
    assert run("audit", path, "--fail-on", "stop").code == 0


def test_a_process_of_its_own_says_the_same(merge: Path, tmp_path: Path) -> None:
    found = samenote("audit", merge, "--fail-on", "stop", "--json", tmp_path / "out.json")
    # The tests switch meaning off by the variable, and that is said.
    words_only = "samenote: SAMENOTE_NO_MEANING is set: compared by words alone\n"
    assert (found.returncode, found.stderr) == (1, words_only)
    assert "All 9 notes carry a text" in found.stdout
    assert json.loads((tmp_path / "out.json").read_text())["families"][0]["recipients"] == 9
    assert samenote("audit", tmp_path / "missing").returncode == 2


def test_click_knows_the_command() -> None:
    told = CliRunner().invoke(cli, ["audit", "--help"])
    assert told.exit_code == 0
    for option in ("--html", "--json", "--csv", "--since", "--until", "--sender", "--fail-on"):
        assert option in told.output
    assert CliRunner().invoke(cli, ["audit"]).exit_code == 2
    assert CliRunner().invoke(cli, ["audits"]).exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--since", "yesterday"],
        ["--until", "2025-13-01"],
        ["--fail-on", "send"],
        ["--workers", "0"],
        ["--column", "text"],
        ["--column", "=x"],
        ["--unknown"],
    ],
)
def test_wrong_use_is_2(run: Run, merge: Path, arguments: list[str]) -> None:
    ran = run("audit", merge, *arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert arguments[0] in ran.err


def test_a_bad_date_says_how_to_write_it(run: Run, merge: Path) -> None:
    ran = run("audit", merge, "--since", "1.2.2025")
    assert ran.err == ("samenote: --since: '1.2.2025' is not a date. Write it like 2025-12-31.\n")


@pytest.mark.parametrize("option", ["--html", "--json", "--csv"])
def test_an_unwritable_report_is_2_before_anything_is_read(
    run: Run, merge: Path, tmp_path: Path, option: str
) -> None:
    for target in (tmp_path / "no" / "such" / "folder.out", tmp_path):
        ran = run("audit", merge, option, target)
        assert (ran.code, ran.out) == (2, "")
        assert str(target) in ran.err


def test_a_missing_path_is_2(run: Run, tmp_path: Path) -> None:
    ran = run("audit", tmp_path / "missing.mbox")
    assert ran.code == 2
    assert "missing.mbox: there is no such file or folder" in ran.err


JPEG = bytes.fromhex("ffd8ffe000104a46494600010101004800480000ffdb0043") + bytes(range(256)) * 20


@pytest.fixture
def unreadable(tmp_path: Path) -> dict[str, Path]:
    """Return inputs in which there is no mail."""
    folder = tmp_path / "unreadable"
    (folder / "folder").mkdir(parents=True)
    (folder / "folder" / "notes.txt").write_text("no mail here")
    (folder / "empty.mbox").write_bytes(b"")
    (folder / "photo.jpg").write_bytes(JPEG)
    whole = gzip.compress((EXAMPLES / "sent.mbox").read_bytes()[:200])
    (folder / "cut.mbox.gz").write_bytes(whole[: len(whole) // 2])
    (folder / "nothing.mbox.gz").write_bytes(b"\x1f\x8b")
    (folder / "broken.jsonl").write_text("{\n[]\n")
    return {path.name: path for path in folder.iterdir()}


@pytest.mark.parametrize(
    "name", ["empty.mbox", "folder", "photo.jpg", "cut.mbox.gz", "nothing.mbox.gz", "broken.jsonl"]
)
def test_what_holds_no_mail_cannot_be_judged(
    run: Run, unreadable: dict[str, Path], name: str
) -> None:
    ran = run("audit", unreadable[name])
    assert ran.code == 3
    assert ran.out == ""
    assert ran.err.startswith("samenote: ")
    assert name in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err) < 600


def test_a_cut_gzip_is_judged_as_far_as_it_reads_and_that_is_said(run: Run, tmp_path: Path) -> None:
    whole = gzip.compress((EXAMPLES / "sent.mbox").read_bytes())
    cut = tmp_path / "cut.mbox.gz"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    out = tmp_path / "out.json"
    ran = run("audit", cut, "--json", out)
    findings = json.loads(out.read_text(encoding="utf-8"))
    assert ran.code == 0
    assert findings["messages"] > 50
    assert any("cut.mbox.gz" in entry["origin"] for entry in findings["skipped"])


def test_a_file_without_read_permission(merge: Path, tmp_path: Path) -> None:
    merge.chmod(0)
    before: tuple[str, ...] = ()
    if os.geteuid() == 0:
        # root reads everything, so the capability to do so is dropped for the child.
        setpriv = shutil.which("setpriv")
        dropped = "-dac_override,-dac_read_search"
        before = (str(setpriv), f"--bounding-set={dropped}", f"--inh-caps={dropped}")
        if not setpriv or subprocess.run([*before, "true"], check=False).returncode:
            pytest.skip("root reads everything, and setpriv cannot take that right away here")
    ran = samenote("audit", merge, before=before)
    assert ran.returncode == 3, ran.stderr
    assert "Permission denied" in ran.stderr
    assert str(merge) in ran.stderr


def test_an_archive_with_only_lists(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.mbox"
    path.write_text(
        "From a@x.example Mon Jan  6 10:00:00 2025\nFrom: a@x.example\nTo: l@x.example\n"
        f"List-Id: <l.x.example>\nMessage-ID: <1@x.example>\n\n{BODY}\n\n",
        encoding="utf-8",
    )
    ran = run("audit", path)
    assert (ran.code, ran.out) == (3, "")
    assert "1 list" in ran.err
    assert "--include-lists" in ran.err
    assert run("audit", path, "--include-lists").code == 0


def test_no_mail_of_the_named_sender(run: Run) -> None:
    ran = run("audit", EXAMPLES / "sent.mbox", "--sender", "nobody@else.example")
    assert ran.code == 3
    assert "other_sender" in ran.err


def test_days_are_inclusive(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    options = ["--json", out, "--since", "2025-03-03", "--until", "2025-03-03"]
    assert run("audit", EXAMPLES / "sent.mbox", *options).code == 0
    findings = json.loads(out.read_text(encoding="utf-8"))
    assert findings["notes"]
    days = {m["sent_at"][:10] for f in findings["families"] for m in f["members"]}
    assert days <= {"2025-03-03"}
    assert findings["excluded"]["before_since"] > 0
    assert findings["excluded"]["after_until"] > 0


def test_the_json_is_the_contract(run: Run, merge: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    run("audit", merge, "--json", out, "--no-meaning")
    findings = json.loads(out.read_text(encoding="utf-8"))
    assert [key for key in AUDIT_KEYS if key not in findings] == []
    (family,) = findings["families"]
    assert set(family) >= {
        *("id", "size", "recipients", "senders", "relation", "weakest", "short", "first_sent"),
        *("last_sent", "skeleton", "slots", "members"),
    }
    assert set(family["members"][0]) >= {
        *("origin", "message_id", "recipient", "sent_at", "relation", "score"),
    }
    assert set(findings["notes"][0]) >= {
        *("origin", "message_id", "relation", "score", "personal_share", "reach", "family"),
    }
    assert family["recipients"] == 9
    assert {n["reach"] for n in findings["notes"]} == {8}


def test_the_csv_has_one_row_a_message(run: Run, merge: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    run("audit", merge, "--csv", out)
    with out.open(encoding="utf-8-sig", newline="") as written:
        assert len(list(csv.DictReader(written))) == 9


def test_standard_input(merge: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", "audit", "-"],
        cwd=ROOT, input=merge.read_bytes(), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert b"All 9 notes carry a text" in ran.stdout


def timeless(path: Path) -> str:
    """Return a report's text without the time it took."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r'("seconds": )[\d.]+|[\d.]+(\s|&nbsp;| )?(s|seconds)\b', r"\1", text)


def test_the_same_input_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        targets = ["--json", tmp_path / f"{name}.json", "--html", tmp_path / f"{name}.html"]
        csv_ = ["--csv", tmp_path / f"{name}.csv"]
        assert run("audit", EXAMPLES / "sent.mbox", *targets, *csv_).code == 0
    assert timeless(tmp_path / "a.json") == timeless(tmp_path / "b.json")
    assert timeless(tmp_path / "a.html") == timeless(tmp_path / "b.html")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    archive = tmp_path / "sent.mbox"
    script = [sys.executable, str(ROOT / "benchmarks" / "archive.py")]
    made = subprocess.run(
        [*script, "--messages", "2200", "--seed", "3", "--out", str(archive)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert archive.stat().st_size > 12_000_000, made.stdout
    for workers in (1, 2):
        out = tmp_path / f"{workers}.json"
        ran = samenote("audit", archive, "--workers", workers, "--json", out)
        assert ran.returncode == 0, ran.stderr
    assert timeless(tmp_path / "1.json") == timeless(tmp_path / "2.json")
    assert len(json.loads((tmp_path / "1.json").read_text(encoding="utf-8"))["notes"]) > 1000


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """Return what the audit says of each note of the shipped example."""
    out = tmp_path_factory.mktemp("example") / "out.json"
    ran = samenote("audit", EXAMPLES / "sent.mbox", "--json", out)
    assert ran.returncode == 0, ran.stderr
    findings = json.loads(out.read_text(encoding="utf-8"))
    return {n["message_id"]: n for n in findings["notes"]}


def answers() -> dict[str, dict[str, object]]:
    """Return what is true of each note, by its Message-ID without angle brackets."""
    lines = (EXAMPLES / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    return {str(answer["message_id"]).strip("<>"): answer for answer in told}


def test_every_note_of_the_example_has_an_allowed_relation(
    example: dict[str, dict[str, object]],
) -> None:
    truth = answers()
    assert len(example) > 200
    assert set(example) <= set(truth)
    wrong = [
        (truth[key]["group"], truth[key].get("part"), note["relation"])
        for key, note in example.items()
        if str(note["relation"]) not in list(truth[key]["allowed"])  # type: ignore[call-overload]
    ]
    assert wrong == []


def test_no_honest_letter_of_the_example_has_any_relation(
    example: dict[str, dict[str, object]],
) -> None:
    honest = [key for key, answer in answers().items() if answer["group"] == "honest"]
    assert len(honest) > 60
    assert Counter(example[key]["relation"] for key in honest) == {"none": len(honest)}
    assert {example[key]["reach"] for key in honest} == {0}
    assert min(float(str(example[key]["personal_share"])) for key in honest) > 0.9


HOSTILE = f"\ud800 {BODY} \x00 <script>alert(1)</script>"


def test_lone_surrogates_and_nuls_reach_every_report(run: Run, tmp_path: Path) -> None:
    odd = [note(HOSTILE, f"p{k}@gmail.com", id=f"\udfff{k}") for k in "ab"]
    path = tmp_path / "odd.jsonl"
    path.write_text("".join(line_of(m) + "\n" for m in odd), encoding="utf-8")
    targets = {kind: tmp_path / f"out.{kind}" for kind in ("html", "json", "csv")}
    ran = run("audit", path, *(part for kind in targets for part in (f"--{kind}", targets[kind])))
    assert ran.code == 0, ran.err
    assert "Both notes carry a text" in ran.out
    for kind, target in targets.items():
        written = target.read_bytes().decode("utf-8")
        assert "\x00" not in written, kind
    assert "<script>alert" not in targets["html"].read_text(encoding="utf-8")
