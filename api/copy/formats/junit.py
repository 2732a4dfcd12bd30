"""The copy check as JUnit XML, for CI systems that show test results.

One test case a finding: a failure if it fails the check, skipped if it is known or ignored. What
could not be read is an error. The first case says that the check ran, as several CI systems take
a file without any case for a mistake.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

from api.copy.findings import CopyFinding, CopyReport, SkippedCopy
from api.copy.formats.closing import looked_at
from api.copy.formats.order import Status, by_place, fails, status
from api.copy.formats.rules import RULE_TEXTS, told, why
from api.reports.clean import clean, one_line, shortened

_TEXT: Final = 2_000  # code points of a quoted text
_BRIEF: Final = 300
_PLACES: Final = 20
# The two code points beside the controls and surrogates that XML 1.0 has no place for.
_NOT_XML: Final = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})


def to_junit(report: CopyReport) -> str:
    """Return the report as one XML document in UTF-8; cases by place."""
    cases = [_ran(report)]
    cases += [_finding(finding) for finding in by_place(report)]
    cases += [_skipped(skipped) for skipped in report.skipped]
    counts = {
        "name": "samenote copy",
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(sum(case.find("error") is not None for case in cases)),
        "skipped": str(sum(case.find("skipped") is not None for case in cases)),
    }
    root = ET.Element("testsuites", counts)
    suite = ET.SubElement(root, "testsuite", counts)
    suite.extend(cases)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _ran(report: CopyReport) -> ET.Element:
    case = ET.Element("testcase", {"classname": "samenote.copy", "name": "the check ran"})
    ET.SubElement(case, "system-out").text = looked_at(report)
    return case


def _finding(finding: CopyFinding) -> ET.Element:
    here = finding.here
    name = f"{finding.rule} at line {here.line}, column {here.column}"
    case = _case(here.path, here.line, f"{name}: {_line(here.key)}" if here.key else name)
    match status(finding):
        case Status.SUPPRESSED:
            ET.SubElement(case, "skipped", {"message": f"ignored: {_line(finding.suppressed)}"})
        case Status.KNOWN:
            ET.SubElement(case, "skipped", {"message": "known from the baseline"})
        case Status.NEW:
            # A note does not fail; what it says stands in the output of a case that passes.
            tag = "failure" if fails(finding) else "system-out"
            result = ET.SubElement(case, tag)
            result.text = _in_full(finding)
            if fails(finding):
                result.attrib.update({"message": _message(finding), "type": finding.rule})
    return case


def _in_full(finding: CopyFinding) -> str:
    here = finding.here
    lines = [
        f"{finding.severity}: {_message(finding)}",
        f"{_line(here.path)}:{here.line}:{here.column}",
        *_quoted(here.text),
    ]
    for at, other in enumerate(finding.others[:_PLACES]):
        lines.append(f"also {_line(other.path)}:{other.line}:{other.column}")
        lines += _quoted(other.text) if at == 0 else []
    more = finding.places - len(finding.others[:_PLACES])
    lines += [f"and {more:,} more places"] if more > 0 else []
    return "\n".join([*lines, RULE_TEXTS[finding.rule].do.replace("`", '"')])


def _quoted(text: str) -> list[str]:
    cut = shortened(clean(text[: _TEXT + 1]), _TEXT).translate(_NOT_XML)
    return [f"  {line}" for line in re.split(r"\n+", cut.strip())] if cut.strip() else []


def _skipped(skipped: SkippedCopy) -> ET.Element:
    reason = why(skipped, _BRIEF).translate(_NOT_XML)
    name = "could not be read" if skipped.unread else "was read, with a remark"
    case = _case(skipped.path, skipped.line, name)
    if skipped.unread:
        ET.SubElement(case, "error", {"message": reason, "type": "not-read"})
    else:
        ET.SubElement(case, "system-out").text = reason
    return case


def _case(path: str, line: int, name: str) -> ET.Element:
    where = _line(path, 4_096)
    case = ET.Element("testcase", {"classname": where, "name": name, "file": where})
    if line > 0:
        case.set("line", str(line))
    return case


def _message(finding: CopyFinding) -> str:
    return told(finding, _BRIEF).translate(_NOT_XML)


def _line(text: str, limit: int = _BRIEF) -> str:
    return shortened(one_line(text), limit).translate(_NOT_XML)
