"""Where a copy check's reports go: formats by name, on standard output or to files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dedupe import CannotJudgeError, UsageError

if TYPE_CHECKING:
    from api.copy.findings import CopyReport


@dataclass(frozen=True, slots=True)
class Target:
    """An output format, and the file it goes to; None for standard output."""

    name: str
    file: Path | None


def asked_targets(given: Sequence[str]) -> list[Target]:
    """Read NAME or NAME=FILE of each. Raises UsageError for a name or folder that is not there."""
    from api.copy.formats import FORMATS

    targets = []
    for each in given or ("text",):
        name, to_file, file = each.partition("=")
        if name not in FORMATS:
            raise UsageError(
                f"there is no output format {name!r}", where="--format",
                do=f"Name one of {', '.join(FORMATS)}.",
            )  # fmt: skip
        if to_file and not file:
            raise UsageError(f"{each!r} names no file", where="--format")
        path = Path(file) if to_file else None
        if path is not None and not path.absolute().parent.is_dir():
            raise UsageError("its folder does not exist", where=f"--format {each}")
        targets.append(Target(name, path))
    if sum(target.file is None for target in targets) > 1:
        raise UsageError(
            "two formats on standard output would run into each other", where="--format",
            do="Send all but one to files: --format sarif=copy.sarif",
        )  # fmt: skip
    return targets


def write_reports(report: CopyReport, targets: Sequence[Target]) -> None:
    """Write the report to each. Raises CannotJudgeError where a file cannot be written."""
    from api.copy.formats import render, write

    for target in targets:
        if target.file is None:
            write(report, target.name, sys.stdout)
            continue
        try:
            target.file.write_text(render(report, target.name), encoding="utf-8", newline="\n")
        except OSError as error:
            raise CannotJudgeError(
                f"could not be written: {error.strerror}", where=str(target.file)
            ) from None
