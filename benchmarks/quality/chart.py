"""The chart: every judge at every setting, share found against false alarms, as plain SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from benchmarks.quality.trial import Result, best_of_each

_WIDTH, _HEIGHT = 860, 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 230, 50, 70
# Okabe and Ito's colours, told apart by people with any colour vision.
COLOURS = ("#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
_TICKS = (0, 1, 10, 100, 1000)


def chart(results: Sequence[Result], caption: str) -> str:
    """An SVG document; `caption` stands under the title."""
    families = list(dict.fromkeys(r.family for r in best_of_each(results)))
    colours = {f: COLOURS[i % len(COLOURS)] for i, f in enumerate(families)}
    best = {r.judge for r in best_of_each(results)}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" font-family="sans-serif" font-size="13" role="img">',
        "<title>Copies found against false alarms</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        text_at(_LEFT, 22, "Copies found against false alarms", size=16, weight="bold"),
        text_at(_LEFT, 40, caption, colour="#555555", size=11),
        *_axes(),
    ]
    parts += [_point(r, colours[r.family], r.judge in best) for r in results]
    for number, family in enumerate(families):
        y = _TOP + 14 + number * 22
        x = _WIDTH - _RIGHT + 24
        parts.append(f'<circle cx="{x}" cy="{y - 4}" r="6" fill="{colours[family]}"/>')
        parts.append(text_at(x + 14, y, family))
    return "\n".join([*parts, "</svg>", ""])


def _point(result: Result, colour: str, filled: bool) -> str:
    x, y = _x(result.false_alarms.value * 1000), _y(result.recall.value)
    fill = colour if filled else "#ffffff"
    says = (
        f"{result.judge}: {result.recall.value * 100:.1f} % found, "
        f"{result.false_alarms.value * 1000:.1f} false alarms per 1,000"
    )
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{fill}" stroke="{colour}" '
        f'stroke-width="2"><title>{escape(says)}</title></circle>'
    )


def _axes() -> list[str]:
    left, right = _LEFT, _WIDTH - _RIGHT
    bottom = _HEIGHT - _BOTTOM
    parts = []
    for tick in _TICKS:
        x = _x(tick)
        parts.append(f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{bottom}" stroke="#ddd"/>')
        parts.append(text_at(x, bottom + 18, f"{tick:,}", anchor="middle"))
    for tenth in range(0, 11, 2):
        y = _y(tenth / 10)
        parts.append(f'<line x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(text_at(left - 8, y + 4, f"{tenth * 10} %", anchor="end"))
    middle = (left + right) / 2
    parts.append(
        text_at(middle, bottom + 40, "false alarms per 1,000 honest notes", anchor="middle")
    )
    parts.append(text_at(left, _TOP - 2, "found", anchor="end", size=11))
    return parts


def _x(alarms: float) -> float:
    """Logarithmic beyond 1 per 1,000, so that 0 has its place."""
    share = math.log10(1 + alarms) / math.log10(1 + _TICKS[-1])
    return _LEFT + share * (_WIDTH - _RIGHT - _LEFT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _BOTTOM - _TOP)


def text_at(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    size: int = 13,
    weight: str = "normal",
    colour: str = "#222222",
) -> str:
    """An SVG text element."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}" fill="{colour}">{escape(text)}</text>'
    )
