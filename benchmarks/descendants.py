"""What the processes that this one began use, theirs included: CPU time and memory (Linux).

Processes that are forked off a server of their own are no children that this one waits for, so
``resource`` tells nothing of them; /proc does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds() -> float:
    """Return the CPU seconds of all descendants, those that have ended and were waited for too."""
    ended = os.times()
    return ended.children_user + ended.children_system + sum(map(_cpu_of, _below(os.getpid())))


def peak_megabytes() -> float:
    """Return the highest peak of resident memory of the descendants that live; 0 without any."""
    return max(map(peak_of, _below(os.getpid())), default=0.0)


def _below(process: int) -> Iterator[int]:
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, _read(listed).split()):
            yield child
            yield from _below(child)


def _cpu_of(process: int) -> float:
    fields = _read(Path(f"/proc/{process}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def peak_of(process: int) -> float:
    """Return the peak of resident memory of one process that lives, in megabytes; else 0.

    What ``resource`` tells of children that have ended counts what was forked, so at least what the
    one that forked them held.
    """
    for line in _read(Path(f"/proc/{process}/status")).splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1000
    return 0.0


def _read(path: Path) -> str:
    """Return a file of /proc; nothing where its process has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""
