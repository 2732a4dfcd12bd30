"""The copy check as JSON, for programs; schema/copy.schema.json describes it.

Each finding stands on a line of its own, so that two reports can be compared line by line. Text is
escaped to ASCII: a lone surrogate then stays what it was. Only ``seconds``, last, differs between
two runs on the same files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from api.copy.findings import CopyFinding, CopyPlace, CopyReport, SkippedCopy
from api.copy.formats.order import Status, by_place, of_status, status

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

_PLACES = 4


def to_json(report: CopyReport) -> str:
    """Return the report as one JSON object that ends in a newline; findings by place."""
    return "".join(_pieces(report))


def _pieces(report: CopyReport) -> Iterator[str]:
    counts: dict[str, Json] = {
        "files": report.files,
        "units": report.units,
        "new": report.new,
        "known": report.known,
        "suppressed": len(of_status(report, Status.SUPPRESSED)),
        "searched": report.searched,
        "meaning": report.meaning or None,
    }
    yield "{\n"
    for key, value in counts.items():
        yield f'"{key}": {dump(value)},\n'
    yield from _array("findings", map(_finding, by_place(report)))
    yield from _array("skipped", map(_skipped, report.skipped))
    yield f'"pruned": {dump(list(report.pruned))},\n'
    yield f'"kept": {dump(report.kept)},\n'
    yield f'"accepted": {dump(report.accepted)},\n'
    yield f'"settings": {dump(report.settings)},\n'
    yield f'"version": {dump(report.version)},\n'
    yield f'"seconds": {dump(_number(report.seconds))}\n}}\n'


def dump(value: Json, indent: int | None = None) -> str:
    """Return a value as ASCII JSON; raises ValueError for a number that JSON has not."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, indent=indent)


def _finding(finding: CopyFinding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "status": str(status(finding)),
        "identity": finding.identity,
        "message": finding.message,
        "relation": finding.relation,
        "score": _number(finding.score),
        "reach": finding.reach,
        "sent_on": finding.sent_on,
        "known": finding.known,
        "suppressed": finding.suppressed,
        "here": _place(finding.here),
        "others": [_place(other) for other in finding.others],
        "places": finding.places,
        "differing": [[start, stop] for start, stop in finding.differing],
        "sentences": [
            {"here": list(pair.here), "there": list(pair.there)} for pair in finding.sentences
        ],
    }


def _place(place: CopyPlace) -> Json:
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "kind": place.kind,
        "key": place.key,
        "text": place.text,
    }


def _skipped(skipped: SkippedCopy) -> Json:
    return {
        "path": skipped.path,
        "line": skipped.line,
        "reason": skipped.reason,
        "unread": skipped.unread,
    }


def _number(value: float) -> float:
    return round(value, _PLACES) + 0.0  # -0.0 has no spelling of its own


def _array(key: str, items: Iterable[Json]) -> Iterator[str]:
    lines = ",\n".join(map(dump, items))
    yield f'"{key}": [\n{lines}\n],\n' if lines else f'"{key}": [],\n'
