"""What a baseline accepts, and what a run that saw only a part of the copy may say of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.copy.baseline import Baseline, told
from api.copy.findings import CopyFinding, CopyPlace
from api.copy.formats.order import groups
from tests.repository import commit, git, new_repository

LOAF = (
    "Every Thursday before seven we put one warm loaf aside for you, and it waits behind the"
    " counter until we close."
)
YARD = (
    "The yard behind the mill has room for nine cars. Please leave the two places beside the"
    " loading ramp free, because the flour arrives without much warning."
)
KEPT = Path("samenote-baseline.json")

Run = Callable[..., Any]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with a repeat in mail/, one in pages/, and both accepted."""
    new_repository(tmp_path, monkeypatch)
    for folder, text in (("mail", LOAF), ("pages", YARD)):
        _write(f"{folder}/one.md", text)
        _write(f"{folder}/two.md", text)
    return tmp_path


def _write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def _json(samenote: Run, *arguments: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(samenote("copy", *arguments, "--format", "json").out)
    return report


def _accepted() -> int:
    return int(json.loads(KEPT.read_text(encoding="utf-8"))["findings"])


def test_a_part_of_the_tree_loses_nothing_of_the_baseline(project: Path, samenote: Run) -> None:
    samenote("copy", ".", "--update-baseline")
    assert _accepted() == 4
    report = _json(samenote, "mail")
    assert (report["known"], report["pruned"]) == (2, [])
    assert [f["rule"] for f in report["findings"]] == ["duplicate-copy"] * 2
    assert "1 entry" in report["kept"]
    assert "though not met: 1 entry" in " ".join(samenote("copy", "mail").out.split())
    _write("mail/three.md", LOAF)
    assert samenote("copy", "mail", "--update-baseline").code == 0
    assert _accepted() == 5
    assert _json(samenote, ".")["known"] == 5


def test_all_that_the_settings_name_is_all(project: Path, samenote: Run) -> None:
    _write("samenote.toml", '[copy]\npaths = ["mail", "pages"]\n')
    samenote("copy", "--update-baseline")
    Path("mail/two.md").unlink()
    assert _json(samenote, "pages")["pruned"] == []
    for whole in ((), (".",), ("pages", "mail")):
        report = _json(samenote, *whole)
        assert (len(report["pruned"]), report["kept"]) == (1, "")
    samenote("copy", "--update-baseline")
    assert _accepted() == 2


def test_a_folder_with_the_baseline_of_the_one_above_is_a_part(
    project: Path, samenote: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    samenote("copy", ".", "--update-baseline")
    monkeypatch.chdir("mail")
    samenote("copy", ".", "--baseline", f"../{KEPT}", "--update-baseline")
    monkeypatch.chdir(project)
    assert _accepted() == 4


def test_what_could_not_be_read_loses_nothing_of_the_baseline(project: Path, samenote: Run) -> None:
    strings = f'en:\n  a: "{LOAF}"\n'
    _write("locales/en.yml", strings)
    samenote("copy", ".", "--update-baseline")
    assert _accepted() == 5
    _write("locales/en.yml", "en:\n  a: [unclosed\n")
    report = _json(samenote, ".")
    assert report["pruned"] == []
    assert "1 entry could not be read" in report["kept"]
    assert samenote("copy", ".", "--update-baseline").code == 3
    assert _accepted() == 5
    _write("locales/en.yml", strings)
    assert samenote("copy", ".").code == 0


def test_an_update_tells_what_it_accepted_and_where(project: Path, samenote: Run) -> None:
    ran = samenote("copy", ".", "--update-baseline")
    assert ran.out.startswith("4 new findings accepted into the baseline.\n")
    assert "--update-baseline" not in ran.out
    assert ran.out.endswith("- Commit the baseline.\n")
    assert re.search(r"\+2 duplicate-copy [0-9a-f]{16}: mail/one.md:1 and mail/two.md:1\n", ran.err)
    again = _json(samenote, ".", "--update-baseline")
    assert (again["new"], again["known"], again["accepted"]) == (0, 4, 0)
    assert _json(samenote, ".")["accepted"] is None


def test_what_is_gone_is_told_in_good_english(project: Path, samenote: Run) -> None:
    samenote("copy", ".", "--update-baseline")
    Path("mail/two.md").unlink()
    said = samenote("copy", ".").out
    assert "- Take 1 entry that no longer occurs out of the baseline: --update-baseline." in said
    said = samenote("copy", ".", "--update-baseline").out
    assert "No longer there, so taken out of the baseline: 1" in said
    assert "--update-baseline" not in said


def test_many_places_of_an_entry_are_counted(project: Path, samenote: Run) -> None:
    for number in range(5):
        _write(f"mail/more{number}.md", LOAF)
    ran = samenote("copy", "mail", "--update-baseline")
    assert "mail/more0.md:1, mail/more1.md:1, mail/more2.md:1 and 4 more\n" in ran.err


@pytest.fixture
def branch(project: Path) -> Path:
    """Return the project on a branch off main, where no text of mail/one.md repeats."""
    Path("mail/two.md").unlink()
    commit()
    git("switch", "-q", "-c", "feature")
    return project


def test_of_a_new_pair_the_place_that_came_is_told(branch: Path, samenote: Run) -> None:
    _write("pages/zoo.md", f"# The zoo\n\n{LOAF}\n")
    (found,) = _json(samenote, ".", "--baseline-from-ref", "main")["findings"][-1:]
    assert (found["here"]["path"], found["others"][0]["path"]) == ("pages/zoo.md", "mail/one.md")
    report = _json(samenote, ".", "--baseline-from-ref", "main")
    assert (report["new"], report["known"]) == (1, 2)
    assert len(_json(samenote, ".")["findings"]) == 4, "without a revision both are told"


def test_two_new_places_are_both_told_and_a_moved_one_is_not(branch: Path, samenote: Run) -> None:
    _write("a.md", LOAF)
    _write("z.md", LOAF)
    Path("mail/one.md").rename("mail/moved.md")
    new = [
        f for f in _json(samenote, ".", "--baseline-from-ref", "main")["findings"] if not f["known"]
    ]
    assert len(new) == 2
    _write("mail/one.md", LOAF)
    Path("mail/moved.md").unlink()
    new = [
        f for f in _json(samenote, ".", "--baseline-from-ref", "main")["findings"] if not f["known"]
    ]
    assert [f["here"]["path"] for f in new] == ["a.md", "z.md"]


def test_a_revision_is_no_baseline_to_prune(branch: Path, samenote: Run) -> None:
    Path("pages/two.md").unlink()
    ran = samenote("copy", ".", "--baseline-from-ref", "main")
    assert ran.code == 0
    assert "--update-baseline" not in ran.out
    assert _json(samenote, ".", "--baseline-from-ref", "main")["pruned"] == []


def test_the_number_of_places_adds_up_in_every_format(project: Path, samenote: Run) -> None:
    for number in range(28):
        _write(f"many/{number:02}.md", LOAF)
    _write("samenote.toml", "[copy]\ncommon = false\n")
    found = next(f for f in _json(samenote, ".")["findings"] if f["here"]["path"] == "many/00.md")
    assert (found["places"], len(found["others"])) == (29, 10)
    said = " ".join(samenote("copy", ".").out.split())
    assert "in 29 other places" in said
    also = re.search(r"also (\S+(?:, \S+)*) and (\d+) more", said)
    assert also
    assert 1 + len(also[1].split(", ")) + int(also[2]) == 29
    page = samenote("copy", ".", "--format", "html").out
    assert "Also in 28 more places" in page
    assert "and 24 more" in samenote("copy", ".", "--format", "github").out
    assert "and 26 more" in samenote("copy", ".", "--format", "gitlab").out
    assert "and 19 more places" in samenote("copy", ".", "--format", "junit").out


def test_places_that_only_others_name_are_counted_in_words() -> None:
    one, two, three = (CopyPlace(f"{n}.md", 1, 1, 1, 9, "paragraph", "Text.") for n in "abc")
    near = partial(CopyFinding, "duplicate-copy", "error", "near", 0.9)
    rest = (0, "Nearly the same text stands in another place.", "", False, "", ())
    (group,) = groups([near(one, (two,), *rest), near(two, (one, three), *rest)])
    assert (group.worst.here, group.places, group.more) == (two, 2, 1)
    assert "Counting" not in group.told(99)
    found = [near(one, (two,), *rest), near(two, (one,), *rest), near(three, (two,), *rest)]
    (group,) = groups(found)
    assert (group.worst.here, group.places, group.also) == (one, 2, (three,))
    assert group.told(99).endswith("place. Counting what is like those too: 2 other places.")


def test_baselines_joined_keep_the_files_of_both() -> None:
    both = [told("duplicate-copy", "a", path) for path in ("x", "y", "y")]
    one, other = Baseline.of([both[0], both[1]]), Baseline.of(both[1:])
    assert one.joined(other) == other.joined(one) == Baseline.of(both)
