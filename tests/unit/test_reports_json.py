"""The JSON report keeps its contract, whatever the mail held."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest

import api.reports
from api.reports.json_report import to_json
from tests.laid_out_notes import laid_out

SCHEMA = Path(api.reports.__file__).parent / "schema" / "audit.schema.json"
CONTRACT = {
    "top": {
        "messages", "excluded", "assumed", "skipped", "families", "notes", "settings", "version",
        "seconds",
    },
    "family": {
        "id", "size", "recipients", "senders", "relation", "weakest", "short", "first_sent",
        "last_sent", "skeleton", "slots", "members",
    },
    "member": {"origin", "message_id", "recipient", "sent_at", "relation", "score"},
    "note": {
        "origin", "message_id", "relation", "score", "personal_share", "reach", "family",
    },
}  # fmt: skip
SAMPLES = ["lifelike", "hostile", "nothing", "honest_only", "undated", "single", "many"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_report_holds_to_the_schema(reports_sample: ModuleType, sample: str) -> None:
    written = "".join(to_json(getattr(reports_sample, sample)()))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    if sample == "hostile":  # its words for relation, kind and reason are no words of ours
        schema["$defs"]["relation"] = {"type": "string"}
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(written.encode("utf-8")), schema)


def test_the_keys_of_the_contract_are_there(reports_sample: ModuleType) -> None:
    report = json.loads("".join(to_json(reports_sample.lifelike())))
    assert CONTRACT["top"] <= report.keys()
    assert CONTRACT["family"] <= report["families"][0].keys()
    assert CONTRACT["member"] <= report["families"][0]["members"][0].keys()
    assert CONTRACT["note"] <= report["notes"][0].keys()
    assert report["assumed"]["senders"] == ["marta@laundry.example"]


def test_the_schema_asks_for_every_key_of_the_contract() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert set(schema["required"]) == CONTRACT["top"]
    for name in ("family", "member", "note"):
        assert set(schema["$defs"][name]["required"]) == CONTRACT[name]


def test_families_come_by_recipients_and_notes_by_origin(reports_sample: ModuleType) -> None:
    found = reports_sample.many(40)
    shuffled = replace(found, families=found.families[::-1], notes=found.notes[::-1])
    written = "".join(to_json(shuffled))
    assert written == "".join(to_json(found))
    report = json.loads(written)
    people = [family["recipients"] for family in report["families"]]
    assert people == sorted(people, reverse=True)
    places = [int(note["origin"].rpartition("@")[2]) for note in report["notes"]]
    assert places == sorted(places)


def test_only_the_seconds_differ_between_two_runs(reports_sample: ModuleType) -> None:
    found = reports_sample.lifelike()
    first = "".join(to_json(found)).splitlines()
    second = "".join(to_json(replace(found, seconds=99.9))).splitlines()
    assert [a for a, b in zip(first, second, strict=True) if a != b] == ['"seconds": 1.234']


def test_settings_in_another_order_give_the_same_bytes(reports_sample: ModuleType) -> None:
    found = reports_sample.lifelike()
    turned = replace(
        found,
        settings=dict(reversed(found.settings.items())),
        excluded=dict(reversed(found.excluded.items())),
    )
    assert "".join(to_json(turned)) == "".join(to_json(found))


def test_a_lone_surrogate_survives_in_valid_utf8(reports_sample: ModuleType) -> None:
    found = replace(reports_sample.single(), version="half \ud83d of a pair")
    written = "".join(to_json(found)).encode("utf-8")
    assert json.loads(written)["version"] == "half \ud83d of a pair"


def test_floats_have_four_places_and_no_minus_zero(reports_sample: ModuleType) -> None:
    found = reports_sample.single()
    notes = (
        replace(found.notes[0], score=2 / 3, personal_share=-0.00001),
        replace(found.notes[1], personal_share=None),
    )
    first, second = json.loads("".join(to_json(replace(found, notes=laid_out(notes)))))["notes"]
    assert first["score"] == 0.6667
    assert str(first["personal_share"]) == "0.0"
    assert second["personal_share"] is None


def test_several_recipients_are_one_string_and_a_list(reports_sample: ModuleType) -> None:
    report = json.loads("".join(to_json(reports_sample.hostile())))
    member = report["families"][0]["members"][0]
    assert member["recipient"] == ", ".join(member["recipients"])
    assert len(member["recipients"]) == 2


def test_it_is_written_piece_by_piece(reports_sample: ModuleType) -> None:
    found = reports_sample.many(50)
    pieces = list(to_json(found))
    assert len(pieces) > len(found.notes)
    assert max(map(len, pieces)) < 20_000
