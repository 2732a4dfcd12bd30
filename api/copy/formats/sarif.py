"""The copy check as SARIF 2.1.0, for code scanning on GitHub, Azure DevOps and in editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Columns count code points, the
end is exclusive, as in the findings. ``primaryLocationLineHash`` is left for GitHub's uploader to
fill in: it works it out from the source lines and complains about any other value.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from api.copy.findings import CopyFinding, CopyPlace, CopyReport, SkippedCopy
from api.copy.formats.json_report import Json, dump
from api.copy.formats.order import Status, by_place, occurrences, status
from api.copy.formats.rules import RULE_TEXTS, RuleText, told, why
from api.reports.clean import clean, shortened

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT: Final = "samenoteIdentity/v1"
RELATED: Final = 100
"""Other places that a result names: GitHub refuses a file with over 1,000 for one result."""

_SNIPPET: Final = 1_000  # code points
_MESSAGE: Final = 2_000
_ROOT: Final = "%SRCROOT%"
_NOT_READ: Final = "not-read"
_REMARK: Final = "reading-remark"
_PROBLEM: Final = {"error": "error", "warning": "warning", "note": "recommendation"}
_INDEX: Final = {rule: index for index, rule in enumerate(RULE_TEXTS)}


def to_sarif(report: CopyReport) -> str:
    """Return the report as one SARIF log with one run; results by place."""
    findings = by_place(report)
    numbers = occurrences(findings)
    run: dict[str, Json] = {
        "tool": {"driver": _driver(report)},
        "automationDetails": {"id": "samenote/copy/"},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the checkout."}}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_notification(s) for s in report.skipped],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(*pair) for pair in zip(findings, numbers, strict=True)],
        "properties": {
            "settings": clean(report.settings),
            "files": report.files,
            "units": report.units,
            "pruned": [clean(entry) for entry in report.pruned],
        },
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def percent_encoded(path: str) -> str:
    """Return a relative path as a URI reference, byte for byte as the file system has it."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a surrogate pair that stands for no byte
        raw = path.encode("utf-8", "replace")
    # A colon in the first segment would read as a scheme; quote() encodes it.
    return quote(raw, safe="/")


def _driver(report: CopyReport) -> Json:
    return {
        "name": "samenote",
        "version": clean(report.version),
        "shortDescription": {"text": "Finds copy that repeats other copy."},
        "rules": [_rule(text) for text in RULE_TEXTS.values()],
        "notifications": [
            {"id": _NOT_READ, "shortDescription": {"text": "A file could not be read."}},
            {"id": _REMARK, "shortDescription": {"text": "A remark on how a file was read."}},
        ],
    }


def _rule(text: RuleText) -> Json:
    plain = text.do.replace("`", '"')
    return {
        "id": text.id,
        "name": text.name,
        "shortDescription": {"text": text.title},
        "fullDescription": {"text": text.why},
        "help": {
            "text": f"{text.why}\n\n{plain}",
            "markdown": f"{text.why}\n\n**What to do.** {text.do}",
        },
        "defaultConfiguration": {"level": text.level},
        "properties": {"tags": ["copy"], "problem.severity": _PROBLEM[text.level]},
    }


def _result(finding: CopyFinding, number: int) -> Json:
    related = finding.others[:RELATED]
    result: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": _INDEX[finding.rule],
        "level": finding.severity,
        "message": {"text": _message(finding)},
        "locations": [_location(finding.here)],
        "relatedLocations": [_related(place, at) for at, place in enumerate(related, 1)],
        "partialFingerprints": {FINGERPRINT: f"{clean(finding.identity)}:{number}"},
        "baselineState": "unchanged" if finding.known else "new",
        "properties": {
            "relation": clean(finding.relation),
            "score": round(finding.score, 4) + 0.0,
            "reach": finding.reach,
            **({"sentOn": clean(finding.sent_on)} if finding.sent_on else {}),
            "places": finding.places,
        },
    }
    if status(finding) is Status.SUPPRESSED:
        reason = shortened(_plain(finding.suppressed), _MESSAGE)
        # Without a status, which two editions of the schema spell differently, it is accepted.
        result["suppressions"] = [{"kind": "inSource", "justification": reason}]
    return result


def _message(finding: CopyFinding) -> str:
    said = _plain(told(finding, _MESSAGE))
    if not finding.others:
        return said
    # A link of SARIF's own to the related location of that number, not one of Markdown.
    return f"{said} [The other place](1)"


def _plain(text: str) -> str:
    """Return text in which no reader finds one of SARIF's embedded links."""
    return clean(text).replace("](", "] (").strip()


def _location(place: CopyPlace) -> dict[str, Json]:
    location: dict[str, Json] = {"physicalLocation": _physical(place)}
    if place.key:
        name = shortened(clean(place.key), _SNIPPET)
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "resource"}]
    return location


def _physical(place: CopyPlace) -> Json:
    line, column = max(1, place.line), max(1, place.column)
    last = max(line, place.end_line)
    end = max(1, place.end_column) if last > line else max(column, place.end_column)
    return {
        "artifactLocation": {"uri": percent_encoded(place.path), "uriBaseId": _ROOT},
        "region": {
            "startLine": line,
            "startColumn": column,
            "endLine": last,
            "endColumn": end,
        },
    }


def _related(place: CopyPlace, number: int) -> Json:
    text = shortened(_plain(place.text[: 2 * _SNIPPET]), _SNIPPET)
    return {"id": number, "message": {"text": text or place.kind}, **_location(place)}


def _notification(skipped: SkippedCopy) -> Json:
    where: dict[str, Json] = {
        "artifactLocation": {"uri": percent_encoded(skipped.path), "uriBaseId": _ROOT}
    }
    if skipped.line > 0:
        where["region"] = {"startLine": skipped.line}
    return {
        "descriptor": {"id": _NOT_READ if skipped.unread else _REMARK},
        "level": "warning" if skipped.unread else "note",
        "message": {"text": _plain(why(skipped, _MESSAGE))},
        "locations": [{"physicalLocation": where}],
    }
