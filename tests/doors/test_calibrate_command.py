"""samenote calibrate with the real model: lines measured, shown, written, and used afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.policy_file import read_policy

pytest.importorskip("sentence_transformers")
pytest.importorskip("faiss")

from index.model.e5_package import TOKENIZER, WEIGHTS
from index.model.packaged import place_of

pytestmark = pytest.mark.skipif(
    not all(place_of(f) for f in (WEIGHTS, TOKENIZER)), reason="the model's packages are missing"
)

REWRITES = Path(__file__).resolve().parents[2] / "benchmarks" / "meaning" / "rewrites.jsonl"
RATE = ("--rate", 50)

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def with_meaning(cache: Path, settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMENOTE_CACHE", str(cache))
    monkeypatch.delenv("SAMENOTE_NO_MEANING")


def notes() -> list[dict[str, Any]]:
    """Ten notes in six languages, each to somebody else, and one of them again in other words."""
    told = [json.loads(line) for line in REWRITES.read_text("utf-8").splitlines()[:60]]
    texts = [(f"{each['lang']}-{each['topic']}", each["a"]) for each in told]
    texts.append(("again", told[0]["b"]))
    return [
        {"id": id_, "text": text, "to": [{"address": f"p{k}@firm{k}.example"}]}
        for k, (id_, text) in enumerate(texts)
    ]


@pytest.fixture
def sent(write: Callable[..., Path]) -> Path:
    return write("sent.jsonl", *notes())


def measured(ran: Any) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_rewritten_note_lies_above_the_line_and_the_store_gives_the_same(
    samenote: Run, sent: Path
) -> None:
    found = measured(samenote("calibrate", sent, *RATE, "--json"))
    assert found["texts"] == found["messages"] == found["honest"] == len(notes())
    line = found["same_language"]["line"]
    assert found["same_language"]["asked"]["looked_at"] <= 0.05 * len(notes())
    shown = found["same_language"]["above"]
    assert {"again", notes()[0]["id"]} in [{p["here"]["id"], p["there"]["id"]} for p in shown]
    assert all(pair["share"] >= line for pair in shown)
    assert all(pair["share"] < line for pair in found["same_language"]["below"])
    assert all(pair["sentences"] for pair in shown)
    # Sixty notes are too few to draw a line between languages.
    assert found["other_language"]["line"] is None
    assert "at least 100 are needed" in found["other_language"]["fault"]

    assert samenote("learn", sent).code == 0
    again = measured(samenote("calibrate", *RATE, "--json"))
    for key in ("texts", "honest", "same_language", "other_language", "model"):
        assert again[key] == found[key], key


def test_the_lines_that_are_written_are_what_a_check_goes_by(
    samenote: Run, sent: Path, write: Callable[..., Path], tmp_path: Path
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("# Ours.\n[memory]\npast_days = 9\n", "utf-8")
    ran = samenote("calibrate", sent, *RATE, "--write", policy)
    assert ran.code == 0, ran.err
    assert f"The lines are written to {policy}" in ran.out
    assert policy.read_text("utf-8").startswith("# Ours.\n[memory]\npast_days = 9\n")
    lines = read_policy(policy).lines
    assert lines.line is not None
    assert f"At {lines.line:.3f}, " in ran.out

    first, again = (write(f"{k}.jsonl", notes()[k]) for k in (0, -1))
    relations = {}
    for name, line, model in (
        ("measured", lines.line, lines.model),
        ("highest", 1.0, lines.model),
        ("another model's", 1.0, "000000000000"),
    ):
        text = f'[meaning]\nline = {line}\nmodel = "{model}"\n'
        policy.write_text(text, "utf-8")
        ran = samenote("check", again, "--against", first, "--policy", policy, "--json")
        relations[name] = ran.verdicts[0]["relation"]
        assert ("are not used with" in ran.err) == (model != lines.model)
    assert relations == {
        "measured": "reworded", "highest": "none", "another model's": "reworded",
    }  # fmt: skip


def test_what_is_refused(samenote: Run, sent: Path, tmp_path: Path) -> None:
    few = samenote("calibrate", sent, "--write", tmp_path / "p.toml")
    assert few.code == 3
    assert "2 in 1,000 can not be told from 61 notes" in few.err
    assert "at least 500 are needed" in few.err
    assert "--rate 17" in few.err
    assert not (tmp_path / "p.toml").exists()

    both = samenote("calibrate", sent, "--store", tmp_path / "store")
    assert (both.code, "either archives or a store" in both.err) == (2, True)
    off = samenote("calibrate", sent, "--no-meaning")
    assert (off.code, "nothing to measure" in off.err) == (2, True)
    no_folder = samenote("calibrate", sent, "--write", tmp_path / "none" / "p.toml")
    assert (no_folder.code, "does not exist" in no_folder.err) == (2, True)
    assert samenote("calibrate").code == 3, "there is no store"
