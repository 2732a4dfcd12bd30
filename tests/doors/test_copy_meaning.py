"""samenote copy --meaning: what a person and a program see, and that less is never a pass."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.repository import commit, new_repository

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "api" / "copy" / "formats" / "schema" / "copy.schema.json"
HERE = (
    "The yard behind the mill has room for nine cars. Please leave the two places beside the"
    " loading ramp free, because the flour arrives without much warning."
)
THERE = (
    "Nine vehicles fit into the courtyard at the back of the mill. Keep the pair of spots next to"
    " the loading ramp clear, since deliveries of flour come with little notice."
)

Run = Callable[..., Any]


@pytest.fixture
def pages(tmp_path: Path, settings: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of copy, and the working directory: two pages that say one thing."""
    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / "yard.md").write_text(HERE)
    (folder / "parking.md").write_text(THERE)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def model(model_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the model at hand; SAMENOTE_NO_MEANING stays set, and does not matter here."""
    monkeypatch.setenv("SAMENOTE_CACHE", str(model_cache))


def test_without_the_option_nothing_is_said(samenote: Run, pages: Path) -> None:
    ran = samenote("copy", ".", "--format", "json")
    report = json.loads(ran.out)
    assert (ran.code, report["findings"], report["meaning"]) == (0, [], None)


@pytest.mark.usefixtures("model")
def test_it_is_told_side_by_side_and_in_every_format(samenote: Run, pages: Path) -> None:
    given = ("copy", ".", "--meaning", "--format")
    ran = samenote(*given, "json")
    report = json.loads(ran.out)
    jsonschema.validate(report, json.loads(SCHEMA.read_text()))
    assert (ran.code, [f["rule"] for f in report["findings"]]) == (1, ["reworded", "reworded"])
    assert report["meaning"]
    first, second = report["findings"][1]["sentences"]
    assert HERE[slice(*first["here"])] == "The yard behind the mill has room for nine cars."
    assert THERE[slice(*second["there"])].startswith("Keep the pair of spots")
    text = samenote(*given, "text").out
    assert "| The yard behind the mill has room   | Nine vehicles fit into the" in text or (
        "| Nine vehicles fit into the          | The yard behind the mill has room" in text
    )
    assert "by meaning too" in text
    assert "keep one wording in one place" in text
    for form in ("sarif", "junit", "github", "github-summary", "gitlab", "html", "markdown"):
        assert "Says in other words what stands in another place" in samenote(*given, form).out


@pytest.mark.usefixtures("model")
def test_a_baseline_accepts_it_and_keeps_it_without_the_option(samenote: Run, pages: Path) -> None:
    first = samenote("copy", ".", "--meaning", "--update-baseline")
    assert (first.code, "+1 reworded" in first.err) == (0, True)
    assert samenote("copy", ".", "--meaning").code == 0
    kept = (pages / "samenote-baseline.json").read_text()
    words_only = samenote("copy", ".", "--update-baseline")
    assert (words_only.code, "samenote-baseline.json: 2 accepted" in words_only.err) == (0, True)
    assert (pages / "samenote-baseline.json").read_text() == kept
    (pages / "again.md").write_text("Dogs are welcome here.\n\n" + HERE.replace("nine", "ten"))
    assert samenote("copy", ".", "--meaning").code == 1


@pytest.mark.usefixtures("model")
def test_against_a_revision_only_the_new_rewording_is_told(
    samenote: Run, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pages / "parking.md").unlink()
    new_repository(pages, monkeypatch)
    commit()
    (pages / "parking.md").write_text(THERE)
    commit()
    since = samenote("copy", ".", "--meaning", "--since", "HEAD~1", "--format", "json")
    assert since.code == 1
    assert [f["here"]["path"] for f in json.loads(since.out)["findings"]] == ["parking.md"]
    assert samenote("copy", ".", "--meaning", "--since", "HEAD").code == 0
    assert samenote("copy", ".", "--meaning", "--baseline-from-ref", "HEAD~1").code == 1
    assert samenote("copy", ".", "--meaning", "--baseline-from-ref", "HEAD").code == 0


def test_asked_for_and_not_to_be_had_is_never_a_pass(
    samenote: Run, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.encoder.opening.find_spec", lambda name: None)
    ran = samenote("copy", ".", "--meaning")
    assert (ran.code, ran.out) == (3, "")
    assert "pip install 'samenote[meaning]'" in ran.err
    assert samenote("copy", ".").code == 0


def test_a_model_without_the_option_is_wrong_use(samenote: Run, pages: Path) -> None:
    ran = samenote("copy", ".", "--model", "e5")
    assert (ran.code, "Add --meaning." in ran.err) == (2, True)
