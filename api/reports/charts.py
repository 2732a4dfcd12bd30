"""Charts as plain geometry: rectangles and labels that a template writes out as SVG.

Widths are per cent of the drawing, heights pixels: bars stretch with the page while text keeps
its size, and the same findings give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.reports.timeline import Axis
from api.reports.wording import count

_TOP = 8.0  # room for half of the number on the highest line
_GAP = 0.22  # share of a bar's place that stays empty
_TICKS = 3  # a fourth does not fit beside three days ("13 Jan 2025") on a phone
_LABEL_EDGE = 8.0  # per cent: nearer to the edge than this a label would be cut if centred


@dataclass(frozen=True, slots=True)
class Part:
    """One rectangle of a bar, in pixels from the top; ``kind`` names its colour."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar's place in per cent of the width, its parts, and what it says in words."""

    x: float
    width: float
    parts: tuple[Part, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label; ``at`` is per cent from the left, or pixels from the top on the upright axis."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything a template needs to draw one chart and to say it in words.

    ``rows`` are the table that stands for the chart: a label and a number for each column.
    """

    name: str
    title: str
    description: str
    height: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    lines: tuple[Tick, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """The numbers of one bar by kind, lowest part first."""

    label: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def bar_chart(
    name: str,
    title: str,
    description: str,
    stacks: Sequence[Stack],
    *,
    kinds: Sequence[str],
    ticks: Sequence[Tick],
    height: float = 150.0,
) -> Chart:
    """Lay out one bar a stack, its parts in the order of ``kinds``."""
    top = _nice(max((stack.total for stack in stacks), default=0))
    plot = height - _TOP
    place = 100.0 / max(1, len(stacks))
    return Chart(
        name=name,
        title=title,
        description=description,
        height=height,
        bars=tuple(
            Bar(
                x=_rounded((i + _GAP / 2) * place),
                width=_rounded((1 - _GAP) * place),
                parts=_parts(stack, kinds, plot / top, height),
                says=f"{stack.label}: {_said(stack, kinds)}",
            )
            for i, stack in enumerate(stacks)
            if stack.total
        ),
        ticks=tuple(ticks),
        lines=(Tick(_TOP, f"{top:,}"), Tick(_rounded(_TOP + plot / 2), f"{top // 2:,}")),
        columns=tuple(kinds),
        rows=tuple(
            (stack.label, tuple(stack.counts.get(kind, 0) for kind in kinds))
            for stack in stacks
            if stack.total
        ),
    )


def over_time(axis: Axis, moments: Iterable[tuple[date, str]]) -> tuple[Stack, ...]:
    """Count (day, kind) by bucket of the axis; days outside it are left out."""
    counts: list[Counter[str]] = [Counter() for _ in range(axis.count)]
    for when, kind in moments:
        at = axis.place(when)
        if at is not None:
            counts[at][kind] += 1
    return tuple(Stack(axis.label(i), counted) for i, counted in enumerate(counts))


def time_ticks(axis: Axis) -> tuple[Tick, ...]:
    """Return at most three labels, evenly spread over the axis."""
    places = sorted({round(k * (axis.count - 1) / (_TICKS - 1)) for k in range(_TICKS)})
    return tuple(edge_tick((i + 0.5) * 100 / axis.count, axis.label(i)) for i in places)


def edge_tick(at: float, label: str) -> Tick:
    """Return a label that is not cut at the drawing's edges."""
    if at < _LABEL_EDGE:
        return Tick(0.0, label, "start")
    if at > 100 - _LABEL_EDGE:
        return Tick(100.0, label, "end")
    return Tick(_rounded(at), label)


def _parts(stack: Stack, kinds: Sequence[str], scale: float, height: float) -> tuple[Part, ...]:
    parts: list[Part] = []
    bottom = height
    for kind in kinds:
        tall = stack.counts.get(kind, 0) * scale
        if tall:
            # One note among thousands must still be seen.
            shown = max(tall, 1.5)
            parts.append(Part(kind, _rounded(bottom - shown), _rounded(shown)))
            bottom -= shown
    return tuple(parts)


def _said(stack: Stack, kinds: Sequence[str]) -> str:
    if len(kinds) == 1:
        return count(stack.total, "note")
    return ", ".join(f"{stack.counts[kind]:,} {kind}" for kind in kinds if stack.counts.get(kind))


def _nice(highest: int) -> int:
    """Return the least of 2, 4, 6, 8, 10, 20, 40, ... that is not under the number."""
    scale = 1
    while True:
        for step in (2, 4, 6, 8, 10):
            if step * scale >= highest:
                return step * scale
        scale *= 10


def _rounded(value: float) -> float:
    return round(value, 2)
