"""Measured lines of meaning written into a policy file; everything else in it stays as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.policy_file import policy_from, read_policy
from api.policy_toml import policy_toml
from api.reports.files import check_writable, write_atomically
from dedupe import CannotJudgeError, MeaningLines, Policy

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_KEYS = ("line", "line_abroad", "model")


def check_policy(path: Path) -> None:
    """Raise where the lines could not be written into the file later; changes nothing.

    Raises UsageError where it cannot be written to, CannotJudgeError where it is no policy.
    """
    check_writable(path)
    if path.exists():
        read_policy(path)


def write_lines(path: Path, measured: MeaningLines) -> MeaningLines:
    """Write the lines into a policy file, made anew where there is none; return those in it then.

    A line that was not measured (None) stays if it was the same model's, else it goes. Comments,
    other sections and line ends are kept. Raises as `check_policy` does; CannotJudgeError, and
    nothing is written, where the section stands in a form that cannot be changed in place.
    """
    if not path.exists():
        write_atomically(path, [policy_toml(Policy(lines=measured))])
        return measured
    policy = read_policy(path)
    lines = _joined(policy.lines, measured)
    raw = path.read_bytes()
    mark = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else ""
    text = raw.decode("utf-8-sig")
    ends = "\r\n" if "\r\n" in text else "\n"
    changed = _changed(text.replace("\r\n", "\n"), lines)
    if changed is None or policy_from(changed) != replace(policy, lines=lines):
        raise CannotJudgeError(
            "the section [meaning] could not be changed in place", where=str(path),
            do="Take what the file says of meaning out, and run this again.",
        )  # fmt: skip
    write_atomically(path, [mark + changed.replace("\n", ends)])
    return lines


def _joined(before: MeaningLines, measured: MeaningLines) -> MeaningLines:
    if before.unused_with(measured.model):
        return measured
    return MeaningLines(
        before.line if measured.line is None else measured.line,
        before.abroad if measured.abroad is None else measured.abroad,
        measured.model,
    )


def _changed(text: str, lines: MeaningLines) -> str | None:
    """Return the document with the lines in it; None where its form does not allow it."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    values = dict(zip(_KEYS, (lines.line, lines.abroad, lines.model), strict=True))
    try:
        document = tomlkit.parse(text)
        if "meaning" not in document:
            _append(document, values)
            return tomlkit.dumps(document)
        section = document["meaning"]
        for key, value in values.items():
            if value is None:
                section.pop(key, None)
            else:
                section[key] = value
        return tomlkit.dumps(document)
    except (TOMLKitError, AttributeError, TypeError):
        return None


def _append(document: TOMLDocument, values: dict[str, float | str | None]) -> None:
    import tomlkit

    section = tomlkit.table()
    section.add(tomlkit.comment("Measured by samenote calibrate; used with this model only."))
    for key, value in values.items():
        if value is not None:
            section.add(key, value)
    if document.as_string().strip():
        document.add(tomlkit.nl())
    document.add("meaning", section)
