"""The SARIF log holds to the official schema, and says what code scanning reads in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

import jsonschema
import pytest

from api.copy.findings import CopyReport
from api.copy.formats import render
from api.copy.formats.sarif import FINGERPRINT, RELATED, percent_encoded

SCHEMA = json.loads(
    (Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
)
LEVELS = {"error", "warning", "note"}


def run_of(report: CopyReport) -> dict[str, Any]:
    return json.loads(render(report, "sarif"))["runs"][0]


def by_rule(report: CopyReport, rule: str) -> list[dict[str, Any]]:
    return [result for result in run_of(report)["results"] if result["ruleId"] == rule]


@pytest.mark.parametrize("sample", ["rich", "hostile", "nothing", "huge"])
def test_every_log_holds_to_the_official_schema(copy_sample: ModuleType, sample: str) -> None:
    written = render(getattr(copy_sample, sample)(), "sarif")
    jsonschema.Draft4Validator.check_schema(SCHEMA)
    jsonschema.Draft4Validator(SCHEMA).validate(json.loads(written.encode("ascii")))


def test_the_schema_would_refuse_a_wrong_log(copy_sample: ModuleType) -> None:
    log = json.loads(render(copy_sample.rich(), "sarif"))
    log["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate(log)


def test_rules_have_help_and_levels_and_results_point_at_them(copy_sample: ModuleType) -> None:
    run = run_of(copy_sample.rich())
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) == 6
    for rule in rules:
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in LEVELS
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert {result["level"] for result in run["results"]} == LEVELS
    assert run["columnKind"] == "unicodeCodePoints"


def test_known_is_unchanged_and_ignored_is_suppressed(copy_sample: ModuleType) -> None:
    results = run_of(copy_sample.rich())["results"]
    places = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: r for r in results}
    assert places["emails/welcome.html"]["baselineState"] == "unchanged"
    assert places["emails/spring.html"]["baselineState"] == "new"
    suppressed = [r for r in results if "suppressions" in r]
    assert [r["suppressions"][0]["justification"] for r in suppressed] == [
        "Two genders of one sentence; the law asks for both."
    ]
    assert suppressed[0]["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "pl.mailer.ready.body", "kind": "resource"}
    ]


def test_other_places_are_related_locations_with_their_text(copy_sample: ModuleType) -> None:
    [arabic, *_] = by_rule(copy_sample.rich(), "duplicate-copy")[1:]
    [related] = arabic["relatedLocations"]
    assert related["id"] == 1
    assert arabic["message"]["text"].endswith("[The other place](1)")
    assert related["message"]["text"] == copy_sample.ARABIC_OLD
    region = related["physicalLocation"]["region"]
    assert region["startColumn"] == 5
    assert region["endColumn"] == 5 + len(copy_sample.ARABIC_OLD)


def test_fingerprints_do_not_move_with_lines_and_tell_twins_apart(copy_sample: ModuleType) -> None:
    report = copy_sample.rich()
    moved = replace(
        report,
        findings=tuple(
            replace(f, here=replace(f.here, line=f.here.line + 7, end_line=f.here.end_line + 7))
            for f in report.findings
        ),
    )
    prints = [r["partialFingerprints"][FINGERPRINT] for r in run_of(report)["results"]]
    assert prints == [r["partialFingerprints"][FINGERPRINT] for r in run_of(moved)["results"]]
    twins = copy_sample.report(report.findings[0], report.findings[0])
    first, second = (r["partialFingerprints"][FINGERPRINT] for r in run_of(twins)["results"])
    assert first != second


def test_what_was_not_read_is_a_notification(copy_sample: ModuleType) -> None:
    notes = run_of(copy_sample.rich())["invocations"][0]["toolExecutionNotifications"]
    assert [n["message"]["text"] for n in notes][0].startswith("not valid YAML")
    assert notes[0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 12}
    assert "region" not in notes[1]["locations"][0]["physicalLocation"]


def test_a_text_of_many_places_names_as_many_as_readers_take(copy_sample: ModuleType) -> None:
    here = copy_sample.place("a.md", 1, "text")
    others = [copy_sample.place(f"{at}.md", 1, "text") for at in range(RELATED + 5)]
    [result] = run_of(copy_sample.report(copy_sample.found("duplicate-copy", here, *others)))[
        "results"
    ]
    assert len(result["relatedLocations"]) == RELATED
    assert result["properties"]["places"] == RELATED + 5


def test_no_text_of_copy_becomes_a_link(copy_sample: ModuleType) -> None:
    for result in run_of(copy_sample.hostile())["results"]:
        said = result["message"]["text"].removesuffix("[The other place](1)")
        assert "](" not in said
        assert all("](" not in r["message"]["text"] for r in result["relatedLocations"])


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("emails/a.html", "emails/a.html"),
        ("a b/c#d?e%f.md", "a%20b/c%23d%3Fe%25f.md"),
        ("http:/x", "http%3A/x"),
        ("żółć/你好.md", "%C5%BC%C3%B3%C5%82%C4%87/%E4%BD%A0%E5%A5%BD.md"),
    ],
)
def test_paths_are_percent_encoded(path: str, uri: str) -> None:
    assert percent_encoded(path) == uri
    assert unquote(uri) == path


def test_a_path_that_is_no_utf_8_keeps_its_bytes() -> None:
    path = b"caf\xe9.md".decode("utf-8", "surrogateescape")
    assert unquote_to_bytes(percent_encoded(path)) == b"caf\xe9.md"
    assert percent_encoded("x\ud800") == "x%3F"
