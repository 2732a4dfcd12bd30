"""Which unit an inline ignore speaks of: the one it stands in or behind, else the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.copy.units import CopyFile, CopyUnit, Ignore

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlacedIgnore:
    """An ignore, its file, and the numbers of the units in it that it speaks of."""

    path: str
    ignore: Ignore
    units: tuple[int, ...]


def placed_ignores(files: Sequence[CopyFile], units: Sequence[CopyUnit]) -> list[PlacedIgnore]:
    """Return every ignore of the files, whose units these are."""
    numbers: dict[str, list[int]] = {}
    for number, unit in enumerate(units):
        numbers.setdefault(unit.place.path, []).append(number)
    found = []
    for file in files:
        own = numbers.get(file.path, [])
        for ignore in file.ignores:
            aimed = own if ignore.whole_file else _aimed(ignore, own, units)
            found.append(PlacedIgnore(file.path, ignore, tuple(aimed)))
    return found


def _aimed(ignore: Ignore, own: Sequence[int], units: Sequence[CopyUnit]) -> list[int]:
    start, stop = (ignore.line, ignore.column), (ignore.end_line, ignore.end_column)
    around = [n for n in own if _start(units[n]) <= start and stop <= _stop(units[n])]
    before = [n for n in own if units[n].place.end_line == start[0] and _stop(units[n]) <= start]
    after = [n for n in own if _start(units[n]) >= stop]
    target = next(iter(around or before[-1:] or after[:1]), None)
    if target is None:
        return []
    key = units[target].place.key
    return [n for n in own if n == target or (key and units[n].place.key == key)]


def _start(unit: CopyUnit) -> Position:
    return unit.place.line, unit.place.column


def _stop(unit: CopyUnit) -> Position:
    return unit.place.end_line, unit.place.end_column
