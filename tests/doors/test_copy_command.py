"""samenote copy as a team meets it: a git repository in, findings and exit code out."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import api.cli
from tests.repository import commit, git, new_repository

WELCOME = (
    "Thank you for joining our little bakery club. Every Thursday before seven we put one warm"
    " loaf aside for you, and it waits behind the counter until we close."
)
PARKING = (
    "The yard behind the mill has room for nine cars. Please leave the two places beside the"
    " loading ramp free, because the flour arrives without much warning."
)
ALLERGY = (
    "Our kitchen works with nuts, sesame and rye every single day. If you live with an allergy,"
    " ask whoever stands at the oven and we will show you the recipe book."
)


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.out)
        return report

    @property
    def new(self) -> list[dict[str, Any]]:
        found = self.report["findings"]
        return [f for f in found if not f["known"] and not f["suppressed"]]


Copy = Callable[..., Ran]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a git repository with two templates that share nothing, committed on main."""
    new_repository(tmp_path, monkeypatch)
    _write("mail/welcome.html", f"<html><body>\n<p>{WELCOME}</p>\n</body></html>\n")
    _write("mail/parking.md", f"# Where to park\n\n{PARKING}\n")
    commit()
    return tmp_path


@pytest.fixture
def copy(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Copy:
    """Return the command as a function of its arguments; the report is JSON unless asked else."""

    def run(*arguments: str, form: str = "json") -> Ran:
        given = [*arguments, *(["--format", form] if form else [])]
        monkeypatch.setattr(sys, "argv", ["samenote", "copy", *given])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            api.cli.main()
        said = capsys.readouterr()
        return Ran(int(left.value.code or 0), said.out, said.err)

    return run


def _write(path: str, text: str | bytes) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def _places(finding: dict[str, Any]) -> set[str]:
    return {f"{p['path']}:{p['line']}" for p in (finding["here"], *finding["others"])}


def test_different_copy_passes(project: Path, copy: Copy) -> None:
    ran = copy(".")
    assert (ran.code, ran.report["findings"]) == (0, [])
    assert (ran.report["files"], ran.report["units"]) == (2, 3)


def test_a_pasted_paragraph_fails_and_points_at_both_places(project: Path, copy: Copy) -> None:
    _write("pages/club.md", f"# The club\n\nSome words of our own.\n\n{WELCOME}\n")
    ran = copy(".")
    assert ran.code == 1
    assert [_places(f) for f in ran.new] == [{"mail/welcome.html:2", "pages/club.md:5"}] * 2
    assert {f["relation"] for f in ran.new} == {"verbatim"}


def test_after_update_baseline_the_same_run_passes(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    assert copy(".", "--update-baseline").code == 0
    kept = Path("samenote-baseline.json").read_text(encoding="utf-8")
    assert "loaf" not in kept
    assert "welcome" not in kept
    ran = copy(".")
    assert (ran.code, ran.report["new"], ran.report["known"]) == (0, 0, 2)
    assert copy(".", "--update-baseline").err.count("\n") == 1, "nothing changes"
    assert Path("samenote-baseline.json").read_text(encoding="utf-8") == kept


def test_update_baseline_says_what_changes(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    said = copy(".", "--update-baseline").err
    assert re.search(r"\+2 duplicate-copy [0-9a-f]{16}", said)
    Path("pages/club.md").unlink()
    said = copy(".", "--update-baseline").err
    assert re.search(r"-2 duplicate-copy [0-9a-f]{16}", said)


def test_moved_files_and_moved_lines_pass(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    copy(".", "--update-baseline")
    Path("pages/club.md").rename("pages/bread.md")
    Path("mail").rename("letters")
    moved = Path("letters/welcome.html")
    moved.write_text("<!-- a remark -->\n\n\n" + moved.read_text())
    ran = copy(".")
    assert (ran.code, ran.report["new"], ran.report["known"]) == (0, 0, 2)


def test_a_third_copy_of_a_known_pair_fails_and_is_the_one_named(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    copy(".", "--update-baseline")
    _write("a/first-by-name.txt", WELCOME)
    ran = copy(".")
    assert ran.code == 1
    assert [f["here"]["path"] for f in ran.new] == ["a/first-by-name.txt"]


def test_an_edited_copy_of_a_known_text_is_new(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    copy(".", "--update-baseline")
    _write("pages/club.md", WELCOME.replace("warm loaf", "cold loaf"))
    ran = copy(".")
    assert ran.code == 1
    assert {f["here"]["path"] for f in ran.new} >= {"pages/club.md"}


def test_entries_that_no_longer_occur_are_said_and_pruned(project: Path, copy: Copy) -> None:
    club = _write("pages/club.md", WELCOME)
    copy(".", "--update-baseline")
    club.unlink()
    ran = copy(".")
    assert ran.code == 0
    assert len(ran.report["pruned"]) == 1
    assert [f["rule"] for f in ran.report["findings"]] == ["stale-baseline"]
    copy(".", "--update-baseline")
    assert copy(".").report["pruned"] == []


def test_a_missing_baseline_is_not_a_pass(project: Path, copy: Copy) -> None:
    ran = copy(".", "--baseline", "none.json")
    assert ran.code == 3
    assert "--update-baseline" in ran.err


@pytest.mark.parametrize(
    "content", ["", "[]", '{"format": 1}', '{"entries": []}', "<<<<<<< HEAD\n{}", "[" * 99999]
)
def test_a_foreign_file_is_no_baseline_and_is_never_overwritten(
    project: Path, copy: Copy, content: str
) -> None:
    path = _write("package.json", content)
    assert copy(".", "--baseline", "package.json").code == 3
    assert copy(".", "--baseline", "package.json", "--update-baseline").code == 3
    assert path.read_text() == content


def test_a_baseline_of_other_settings_is_foreign_and_can_be_made_anew(
    project: Path, copy: Copy
) -> None:
    _write("pages/club.md", WELCOME)
    copy(".", "--update-baseline")
    path = Path("samenote-baseline.json")
    path.write_text(re.sub(r'"settings": "\w+"', '"settings": "0123456789ab"', path.read_text()))
    ran = copy(".")
    assert ran.code == 3
    assert "other settings" in ran.err
    assert copy(".", "--update-baseline").code == 0
    assert copy(".").code == 0


def test_a_baseline_from_a_ref_needs_no_file(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    commit()
    git("switch", "-q", "-c", "feature")
    assert copy(".").code == 1
    assert copy(".", "--baseline-from-ref", "main").code == 0
    Path("pages/club.md").rename("moved.md")
    assert copy(".", "--baseline-from-ref", "main").code == 0
    _write("pages/again.md", WELCOME)
    commit()
    ran = copy(".", "--baseline-from-ref", "main")
    assert ran.code == 1
    assert len(ran.new) == 1


def test_an_unknown_ref_says_how_to_fetch_it(project: Path, copy: Copy) -> None:
    ran = copy(".", "--baseline-from-ref", "nowhere")
    assert ran.code == 3
    assert "git fetch" in ran.err
    assert copy(".", "--since=--output=x").code == 3


def test_since_tells_only_of_what_changed(project: Path, copy: Copy) -> None:
    _write("pages/old.md", f"Something short.\n\n{WELCOME}\n\n{ALLERGY}\n")
    commit()
    assert copy(".").code == 1
    assert copy(".", "--since", "HEAD").code == 0
    _write("pages/new.md", PARKING)
    ran = copy(".", "--since", "HEAD")
    assert ran.code == 1
    assert [f["here"]["path"] for f in ran.new] == ["pages/new.md"]
    assert ran.new[0]["others"][0]["path"] == "mail/parking.md"
    _write("pages/old.md", f"Something short.\n\n{WELCOME}\n\n{ALLERGY} {ALLERGY}\n")
    assert {f["here"]["path"] for f in copy(".", "--since", "HEAD").new} == {"pages/new.md"}


def test_what_cannot_be_read_is_said_and_hides_nothing(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    _write("locales/en.yml", "en:\n  a: [unclosed\n  b: x\n")
    _write("pages/picture.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with Path("pages/huge.txt").open("wb") as huge:
        huge.truncate(50_000_000)
    Path("pages/loop").symlink_to(".", target_is_directory=True)
    Path("pages/self.md").symlink_to("self.md")
    _write(
        "pages/latin.md", "Gr\u00fc\u00dfe aus K\u00f6ln, sch\u00f6n war es.\n".encode("latin-1")
    )
    ran = copy(".")
    assert ran.code == 1, "a finding counts more than what was not read"
    assert len(ran.new) == 2
    said = {entry["path"]: entry["reason"] for entry in ran.report["skipped"]}
    assert "YAML" in said["locales/en.yml"]
    assert "binary" in said["pages/picture.html"]
    assert "too large" in said["pages/huge.txt"]
    assert "leads back" in said["pages/loop"]
    assert "leads back" in said["pages/self.md"]
    assert "UTF-8" in said["pages/latin.md"]
    assert next(e["line"] for e in ran.report["skipped"] if e["path"] == "locales/en.yml") >= 2


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("locales/en.yml", b"en: [", 3),
        ("deploy.yml", b"a: [", 3),
        ("chart.yml", b"a: {{ .Values.x }\n{{ if .b }}\n", 0),
        ("x.html", b"\0\0", 3),
        ("latin.txt", "Fin de la journ\u00e9e, merci \u00e0 tous.".encode("latin-1"), 0),
    ],
)
def test_an_unread_file_alone_exits_with_3(
    project: Path, copy: Copy, path: str, content: bytes, code: int
) -> None:
    _write(path, content)
    assert copy(".").code == code


def test_what_git_ignores_is_left_out_unless_it_is_named(project: Path, copy: Copy) -> None:
    _write("build/welcome.html", f"<p>{WELCOME}</p>")
    _write("mail/.gitignore", "*.bak.md\n!keep.bak.md\n")
    _write("mail/a.bak.md", WELCOME)
    _write(".gitignore", "/build/\n")
    _write("node_modules/x/readme.md", WELCOME)
    assert copy(".").code == 0
    assert copy(".", "build/welcome.html").code == 1
    _write("mail/keep.bak.md", WELCOME)
    assert copy(".").code == 1


def test_the_configuration_is_found_upward_and_obeyed(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    _write("pages/other.md", PARKING)
    _write(
        "pyproject.toml",
        '[tool.samenote.copy]\npaths = ["mail", "pages"]\nexclude = ["pages/club.md"]\n',
    )
    os.chdir("mail")
    ran = copy()
    assert ran.code == 1
    assert {p for f in ran.new for p in _places(f)} == {"mail/parking.md:3", "pages/other.md:1"}


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("least-word = 3", "'least-words'"),
        ("least-words = 0", "least-words = 0"),
        ('paths = "mail"', "a list of paths"),
        ('rules = {duplicate = "off"}', "'duplicate-copy'"),
        ('rules = {duplicate-copy = "of"}', "error, warning, note, off"),
        ('approved = [{text = "x"}]', "reason is missing"),
        ('approved = [{text = "x", reason = "y", untill = 1}]', "'until'"),
        ('source-language = "english"', "source-language"),
        ("paths = [", "TOML"),
    ],
)
def test_a_wrong_configuration_names_file_key_and_what_is_meant(
    project: Path, copy: Copy, config: str, said: str
) -> None:
    _write("samenote.toml", f"[copy]\n{config}\n")
    ran = copy(".")
    assert ran.code == 2
    assert "samenote.toml" in ran.err
    assert said in ran.err


def test_rules_can_be_turned_down_and_off(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    _write("samenote.toml", '[copy.rules]\nduplicate-copy = "note"\n')
    ran = copy(".")
    assert (ran.code, ran.report["new"], len(ran.report["findings"])) == (0, 0, 2)
    _write("samenote.toml", '[copy.rules]\nduplicate-copy = "off"\n')
    assert copy(".").report["findings"] == []


def test_approved_text_may_repeat_until_its_day(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    entry = f'[[copy.approved]]\ntext = "{WELCOME}"\nreason = "our promise"\n'
    _write("samenote.toml", entry)
    assert copy(".").code == 0
    _write("samenote.toml", entry + "until = 2001-01-01\n")
    assert copy(".").code == 1


def _told_of_approvals(ran: Ran) -> list[tuple[str, int, str]]:
    unused = [f for f in ran.new if f["rule"] == "unused-ignore"]
    return [(f["here"]["path"], f["here"]["line"], f["message"]) for f in unused]


def test_an_approval_that_ended_is_told_with_its_day(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    entry = f'[[copy.approved]]\ntext = "{WELCOME}"\nreason = "our promise"\nuntil = 2001-01-31\n'
    _write("samenote.toml", f"# ours\n{entry}")
    ran = copy("mail")  # a part of the tree
    ((path, line, message),) = _told_of_approvals(ran)
    assert (path, line) == ("samenote.toml", 2)
    assert "2001-01-31" in message
    assert "told again" in message
    _write("samenote.toml", f"[copy.rules]\nunused-ignore = 'off'\n{entry}")
    assert _told_of_approvals(copy("mail")) == []


def test_an_approval_of_text_that_stands_nowhere_is_told(project: Path, copy: Copy) -> None:
    entry = '[[tool.samenote.copy.approved]]\ntext = "{}"\nreason = "our promise"\n'
    _write("pyproject.toml", entry.format(WELCOME) + entry.format(ALLERGY))
    ran = copy(".")
    ((path, line, message),) = _told_of_approvals(ran)
    assert ran.code == 1
    assert (path, line) == ("pyproject.toml", 4)
    assert "stands nowhere" in message
    assert ALLERGY[:40] in copy(".", form="text").out.replace("\n    | ", " ")
    # Of a part of the tree nobody can say so.
    assert copy("mail/parking.md").new == []


def test_the_paths_of_the_configuration_are_the_whole(project: Path, copy: Copy) -> None:
    entry = f'[[copy.approved]]\ntext = "{ALLERGY}"\nreason = "our promise"\n'
    _write("samenote.toml", f'[copy]\npaths = ["mail"]\n{entry}')
    assert len(_told_of_approvals(copy())) == 1
    assert len(_told_of_approvals(copy("mail"))) == 1
    assert copy("mail/parking.md").new == []


def test_two_configurations_in_one_folder_are_told(project: Path, copy: Copy) -> None:
    _write("samenote.toml", '[copy]\npaths = ["mail"]\n')
    _write("pyproject.toml", "[tool.other]\n")
    assert "pyproject.toml" not in copy().err
    _write("pyproject.toml", '[tool.samenote.copy]\npaths = ["nowhere"]\n')
    ran = copy()
    assert ran.code == 0
    assert "pyproject.toml: [tool.samenote.copy] is not read" in ran.err
    assert "samenote.toml" in ran.err
    _write("pyproject.toml", "broken = [\n")
    assert copy().code == 0


def test_an_ignore_with_a_reason_lets_one_place_pass(project: Path, copy: Copy) -> None:
    _write("pages/club.md", f"<!-- samenote: ignore our promise -->\n\n{WELCOME}\n")
    ran = copy(".")
    assert [f["here"]["path"] for f in ran.new] == ["mail/welcome.html"]
    assert "our promise" in [f["suppressed"] for f in ran.report["findings"]]


@pytest.mark.parametrize("comment", ["samenote: ignore", "samenote: ignore   "])
def test_an_ignore_without_a_reason_lets_nothing_pass(
    project: Path, copy: Copy, comment: str
) -> None:
    _write("pages/club.md", f"<!-- {comment} -->\n\n{WELCOME}\n")
    ran = copy(".")
    assert ran.code == 1
    assert {f["rule"] for f in ran.new} == {"duplicate-copy", "unused-ignore"}


def test_an_ignore_that_matches_nothing_is_reported(project: Path, copy: Copy) -> None:
    _write("pages/club.md", f"<!-- samenote: ignore once true -->\n\n{ALLERGY}\n")
    ran = copy(".")
    assert ran.code == 1
    assert [(f["rule"], f["here"]["line"]) for f in ran.new] == [("unused-ignore", 1)]


def test_several_formats_at_once(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    ran = copy(".", "--format", "sarif=a.sarif", "--format", "junit=b.xml", form="text")
    assert ran.code == 1
    assert json.loads(Path("a.sarif").read_text())["version"] == "2.1.0"
    assert "<testsuite" in Path("b.xml").read_text()
    assert "pages/club.md" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "pdf"),
        ("--format", "sarif="),
        ("--format", "sarif=no/such/folder.sarif"),
        ("--format", "json", "--format", "text"),
        ("--baseline-from-ref", "main", "--update-baseline"),
        ("--since", "main", "--update-baseline"),
    ],
)
def test_wrong_use_exits_with_2(project: Path, copy: Copy, arguments: tuple[str, ...]) -> None:
    ran = copy(".", *arguments, form="")
    assert ran.code == 2
    assert ran.err.startswith("samenote: ")
    assert not Path("samenote-baseline.json").exists()


def test_no_path_and_none_configured_is_wrong_use(project: Path, copy: Copy) -> None:
    assert copy().code == 2


def test_a_path_without_copy_or_that_is_not_there_cannot_be_judged(
    project: Path, copy: Copy
) -> None:
    _write("src/a.py", "x = 1\n")
    assert copy("src").code == 3
    assert copy("nowhere").code == 3


def test_fail_on_new_counts(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    assert copy(".", "--fail-on-new", "2").code == 1
    assert copy(".", "--fail-on-new", "3").code == 0


def test_two_runs_say_the_same_byte_for_byte(project: Path, copy: Copy) -> None:
    for number in range(5):
        _write(f"pages/{number}.md", f"{WELCOME}\n\n{ALLERGY.replace('nuts', f'nut {number}')}\n")
    one, other = copy(".", form="sarif"), copy(".", "--workers", "1", form="sarif")
    assert one.out == other.out


def test_forms_of_one_mail_are_equal_on_purpose(project: Path, copy: Copy) -> None:
    _write("mail/welcome.txt", WELCOME)
    _write("mail/welcome.mjml", f"<mjml><mj-body><mj-text>{WELCOME}</mj-text></mj-body></mjml>")
    assert copy(".").code == 0


def test_a_footer_in_every_template_is_one_note_and_fails_nothing(
    project: Path, copy: Copy
) -> None:
    footer = (
        "You get this letter because you bought bread from us. Write to the mill if you would"
        " rather have no more of them."
    )
    bodies = [
        "The harvest festival begins when the bell rings, and lanterns line the river walk.",
        "Invoices now leave the office on Mondays; unpaid ones are chased by Wilma herself.",
        "Rye prices rose again, which is why the dark loaf costs forty cents more from May.",
        "Our apprentice Jonas passed his exam and baked a braid as long as the counter.",
        "Please bring back the wooden crates: only eleven of sixty found their way home.",
        "Children under ten may feed the goats, provided that somebody holds the gate shut.",
    ]
    for number, body in enumerate(bodies):
        _write(f"news/{number}.html", f"<p>{body}</p><p>{footer}</p>")
    ran = copy("news")
    assert ran.code == 0
    (note,) = ran.report["findings"]
    assert note["severity"] == "note"
    assert len(note["others"]) == 5


def test_a_report_that_an_earlier_run_left_is_no_copy(project: Path, copy: Copy) -> None:
    _write("pages/club.md", WELCOME)
    arguments = (".", "--format", "html=report.html", "--format", "markdown=pages/report.md")
    first = copy(*arguments)
    assert Path("report.html").is_file()
    again = copy(*arguments)
    assert (
        (again.report["files"], again.report["new"])
        == (3, 2)
        == (
            first.report["files"],
            first.report["new"],
        )
    )


def test_stopped_with_ctrl_c_is_no_finding(
    project: Path, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("api.copy.check.read_files", interrupted)
    ran = copy(".", "--update-baseline")
    assert (ran.code, ran.out, ran.err) == (130, "", "\nsamenote: stopped\n")
    assert not Path("samenote-baseline.json").exists()
