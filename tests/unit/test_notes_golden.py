"""Invented notes with what a reader would say of them, one case a file under tests/golden/notes.

A case lists notes in the order they are checked: ``relation`` (one or several that are right),
``of`` (the closest match), ``masked`` and ``shared`` (texts that must be found so), ``own``
(texts that must be no part of what is shared), ``short``; and the ``families`` of an audit.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from api import check
from tests.inventing import audited, note

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "notes"
CASES = sorted(path.stem for path in FOLDER.glob("*.toml"))


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def messages(case: dict[str, Any]) -> list[Any]:
    return [note(n["text"], f"{n['id']}@gmail.com", id=n["id"]) for n in case["notes"]]


def test_there_are_cases_in_every_language_of_the_design() -> None:
    assert {"en", "pl", "bg", "uk", "ar", "zh"} <= {name.rpartition("_")[2] for name in CASES}


@pytest.mark.parametrize("name", CASES)
def test_relations_are_what_a_reader_would_say(name: str) -> None:
    case = read(name)
    for expected, verdict in zip(case["notes"], check(messages(case)), strict=True):
        allowed = expected["relation"]
        assert verdict.relation in ([allowed] if isinstance(allowed, str) else allowed), verdict.id
        assert verdict.too_short == expected.get("short", False)
        if "of" in expected:
            assert verdict.matches[0].id == expected["of"]
        masked = [verdict.text[slice(*m.span)] for m in verdict.masked]
        assert not set(expected.get("masked", ())) - set(masked)
        shared = [verdict.text[slice(*p.here)] for m in verdict.matches for p in m.passages]
        for text in expected.get("shared", ()):
            assert any(text in run for run in shared), text
        for text in expected.get("own", ()):
            assert text in verdict.text
            assert not any(text in run for run in shared), text


@pytest.mark.parametrize("name", CASES)
def test_families_are_what_a_reader_would_say(name: str, tmp_path: Path) -> None:
    case = read(name)
    found = audited(tmp_path, messages(case)).families
    members = sorted(sorted(m.message_id for m in family.members) for family in found)
    assert members == sorted(sorted(family) for family in case["families"])
    short = {n["id"] for n in case["notes"] if n.get("short")}
    for family in found:
        assert family.short == (family.members[0].message_id in short)
