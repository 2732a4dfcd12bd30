"""Whether a run looked at all that a baseline may speak of; else nothing of it is called gone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from api.copy.config import CopySettings
from api.copy.findings import SkippedCopy
from api.reports.wording import count


def whole(settings: CopySettings, start: Path, root: Path, baseline: Path) -> tuple[Path, ...]:
    """Return what there is to look at: the paths of the settings, else the project.

    That is the folder of the settings, else ``start``, the working directory; and from there
    upward as far as the folder that the baseline stands in.
    """
    base = settings.file.parent if settings.file else start
    if settings.paths:
        return tuple(Path(os.path.normpath(base / path)) for path in settings.paths)
    if base.is_relative_to(root) and baseline.is_relative_to(root):
        return (Path(os.path.commonpath([base, baseline.parent])),)
    return (root,)


def kept_because(
    paths: Sequence[Path], everything: Sequence[Path], skipped: Iterable[SkippedCopy]
) -> str:
    """Return why what was not met may be there all the same; empty where it cannot be."""
    if any(not any(part.is_relative_to(path) for path in paths) for part in everything):
        return "less was looked at than the paths of the configuration, or the project"
    if unread := sum(fault.unread for fault in skipped):
        return f"{count(unread, 'entry', 'entries')} could not be read"
    return ""
