"""Whole notes, one a file, with the masks a reader would mark."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dedupe import Recipient
from dedupe.masks import find_masks

CASES = sorted((Path(__file__).resolve().parents[1] / "golden" / "masks").glob("*.json"))


def test_there_are_cases() -> None:
    assert len(CASES) >= 20


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_note_is_masked_as_a_reader_would(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    text = "\n".join(case["text"])
    masks = find_masks(
        text,
        [(0, len(text))],
        recipients=[Recipient(**given) for given in case.get("recipients", [])],
        sender_name=case.get("sender_name", ""),
        fields=case.get("fields", {}),
    )
    found = [[text[m.start : m.stop], m.kind.value, m.source.value] for m in masks]
    assert found == case["masks"]
