"""The shipped example is what its script writes, and the start script finds what it should."""

from __future__ import annotations

import collections
import contextlib
import json
import mailbox
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


def _answers() -> list[dict[str, object]]:
    lines = (EXAMPLES / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _mails() -> list[mailbox.mboxMessage]:
    with contextlib.closing(mailbox.mbox(EXAMPLES / "sent.mbox", create=False)) as stored:
        return list(stored)


def test_the_script_writes_the_shipped_bytes(tmp_path: Path) -> None:
    # -S -I: nothing but the standard library, whatever is installed around it.
    code = "import sys, runpy; sys.path.insert(0, sys.argv[1]); sys.argv[:] = sys.argv[1:];"
    code += "runpy.run_path(sys.argv.pop(0) + '/make_archive.py', run_name='__main__')"
    arguments = ["-S", "-I", "-B", "-c", code, str(EXAMPLES), "make_archive", str(tmp_path)]
    subprocess.run([sys.executable, *arguments], check=True, timeout=60)
    for name in ("sent.mbox", "answers.jsonl"):
        assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes(), name


def test_every_mail_has_an_answer_and_every_answer_a_mail() -> None:
    stored = collections.Counter(m["Message-ID"] for m in _mails())
    assert stored.pop(None) == 1, "one entry cannot be read"
    assert [count for count in stored.values() if count > 1] == [2], "one mail is stored twice"
    answers = [str(answer["message_id"]) for answer in _answers()]
    assert sorted(answers) == sorted(stored)


def test_the_archive_is_small_and_names_only_reserved_domains() -> None:
    raw = (EXAMPLES / "sent.mbox").read_bytes()
    assert len(raw) < 600_000
    whole_lines = raw.replace(b"=\n", b"")  # quoted-printable cuts an address in two
    domains = set(re.findall(rb"\w@([\w-]+(?:\.[\w-]+)+)", whole_lines))
    # RFC 2606 keeps these for examples: nobody can own them.
    reserved = (b".example", b"example.com", b"example.org")
    assert domains
    assert not {d for d in domains if not d.endswith(reserved)}


def test_the_readme_counts_what_is_there() -> None:
    told = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[2].strip() for line in told.splitlines() if line.startswith("| ")]
    counted = sum(int(cell) for cell in rows if cell.isdigit())
    entries = len(_mails())
    assert counted == entries
    assert f"{entries} entries" in told


def test_no_sentence_of_the_honest_letters_stands_twice() -> None:
    honest = {a["message_id"] for a in _answers() if a["group"] == "honest"}
    seen: collections.Counter[str] = collections.Counter()
    for mail in _mails():
        if mail["Message-ID"] in honest:
            payload = mail.get_payload(decode=True)
            assert isinstance(payload, bytes)
            text = payload.decode(mail.get_content_charset("utf-8"))
            own = re.split(r"\n(?:-- \n)?Tidewick Cleaners, 14", text)[0]
            letter = own.rsplit("\n\n", 1)[0]
            sentences = re.split(r"(?<=[.?!。？！؟])\s*|\n", letter)
            seen.update(s.strip() for s in sentences if len(s.strip()) > 25)
    assert len(seen) > 300
    assert not [sentence for sentence, count in seen.items() if count > 1]


@pytest.mark.parametrize("arguments", [["--help"], ["--wrong"]])
def test_the_start_script_says_how_it_is_used(arguments: list[str]) -> None:
    ran = _script("start", *arguments)
    assert ran.returncode == (2 if arguments == ["--wrong"] else 0)
    assert "usage: scripts/start [--once]" in ran.stdout + ran.stderr


def test_without_a_suitable_python_the_start_script_says_what_to_do(tmp_path: Path) -> None:
    ran = _copied_start(tmp_path, python="exit 1")
    assert ran.returncode == 3
    assert "Python 3.11, 3.12 or 3.13" in ran.stderr


def test_without_venv_the_start_script_says_what_to_do(tmp_path: Path) -> None:
    ran = _copied_start(tmp_path, python='case "$2" in *ensurepip*) exit 1;; esac')
    assert ran.returncode == 3
    assert "python3-venv" in ran.stderr


def test_the_start_script_finds_the_cards_from_any_directory(tmp_path: Path) -> None:
    if not list((ROOT / ".venv").glob(".samenote-*")):
        pytest.skip("the environment was not made by scripts/start or scripts/test")
    ran = _script("start", "--once", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    report = ROOT / "out" / "example-report.html"
    assert str(report) in ran.stdout
    assert "<html" in report.read_text(encoding="utf-8")[:2000]
    findings = json.loads((ROOT / "out" / "example-report.json").read_text(encoding="utf-8"))
    cards = [a["message_id"].strip("<>") for a in _answers() if a["group"] == "card-en"]
    (family,) = (
        f for f in findings["families"] if cards[0] in {m["message_id"] for m in f["members"]}
    )
    assert {m["message_id"] for m in family["members"]} == set(cards)


def _script(name: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(ROOT / "scripts" / name), *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def _copied_start(folder: Path, *, python: str) -> subprocess.CompletedProcess[str]:
    """Run a copy of the script where the only Python is a shell script."""
    for name in ("start", "environment.sh"):
        (folder / "scripts").mkdir(exist_ok=True)
        shutil.copy(ROOT / "scripts" / name, folder / "scripts" / name)
    tools = folder / "tools"
    tools.mkdir()
    for tool in ("bash", "dirname", "cat", "grep"):
        found = shutil.which(tool)
        assert found
        (tools / tool).symlink_to(found)
    (tools / "python3").write_text(f"#!{tools}/bash\n{python}\n", encoding="utf-8")
    (tools / "python3").chmod(0o755)
    return subprocess.run(
        [str(tools / "bash"), str(folder / "scripts" / "start"), "--once"],
        env={"PATH": str(tools), "HOME": os.environ.get("HOME", "/")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_benchmark_archive_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    written = []
    for name, seed in (("one", "7"), ("two", "7"), ("other", "8")):
        script = str(ROOT / "benchmarks" / "archive.py")
        out, labels = tmp_path / f"{name}.mbox", tmp_path / f"{name}.tsv"
        options = ["--messages", "400", "--seed", seed, "--out", str(out), "--labels", str(labels)]
        subprocess.run(
            [sys.executable, script, *options], check=True, capture_output=True, timeout=60
        )
        written.append((out.read_bytes(), labels.read_text(encoding="utf-8")))
    assert written[0] == written[1]
    assert written[0] != written[2]
    raw, labels_text = written[0]
    assert len(re.findall(rb"^From \S+@\S+ \w{3} \w{3} \d\d ", raw, re.MULTILINE)) == 400
    families = collections.Counter(line.split("\t")[1] for line in labels_text.splitlines())
    assert families.pop("") == 240
    assert all(size <= 160 for size in families.values())
