"""The personal share's tables, and its curve against the length of a personal line, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean, median

from benchmarks.quality.chart import COLOURS, text_at
from benchmarks.quality.shares import (
    FILLER,
    HONEST,
    LINE,
    NAME_SWAP,
    NEAR_COPY,
    PART,
    ROWS,
    WORDS,
    Reading,
)
from benchmarks.quality.table import markdown_table

Figure = Callable[[Sequence[float]], float]

EVERY = "all"
PLAIN = "share of words"
_WIDTH, _HEIGHT = 760, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 170, 56, 70
_TITLE = "Personal share of a merge's rows by the length of their personal line"


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which the part (0 to 1) of the values lies, to the nearest of them."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def _largest(values: Sequence[float]) -> float:
    return max(values)


# Each table: the case, its title, what its amounts are, the figure it shows.
_TABLES: tuple[tuple[str, str, str, Figure], ...] = (
    (
        NAME_SWAP,
        f"A {WORDS}-word note copied with only the name changed: largest share",
        "others who got it",
        _largest,
    ),
    (
        NEAR_COPY,
        "The same, each copy with one sentence of its own: median share",
        "others who got it",
        median,
    ),
    (
        PART,
        "A part of a note that one other got, the rest new: median share",
        "per cent copied",
        median,
    ),
    (
        LINE,
        f"A merge of {ROWS} rows, the same {WORDS} words and a personal line each: median share",
        "words of the line",
        median,
    ),
    (
        FILLER,
        "The same with a language's most frequent words for a line: median share",
        "words of filler",
        median,
    ),
)


def share_report(readings: Sequence[Reading], heading: str) -> str:
    """Every table of the personal share, in Markdown."""
    parts = [heading]
    for case, title, amount, figure in _TABLES:
        chosen = [r for r in readings if r.case == case]
        if chosen:
            parts.append(f"### {title}\n\n{_table(chosen, amount, figure)}")
    honest = [r for r in readings if r.case == HONEST]
    if honest:
        title = f"### Honest notes among {honest[0].amount:,} unrelated ones"
        parts.append(f"{title}\n\n{_honest(honest)}")
    return "\n\n".join(parts)


def _table(readings: Sequence[Reading], amount: str, figure: Figure) -> str:
    """Languages down, amounts across; below, all languages, and the mean share of own words."""
    amounts = list(dict.fromkeys(r.amount for r in readings))
    names = [*dict.fromkeys(r.language for r in readings), EVERY]
    rows = [
        [name, *(_cell(shares_of(readings, n, name), figure) for n in amounts)] for name in names
    ]
    rows.append([PLAIN, *(f"{plain_of(readings, n):.2f}" for n in amounts)])
    return markdown_table([amount, *map(str, amounts)], rows)


def shares_of(readings: Sequence[Reading], amount: int, language: str) -> list[float]:
    """The shares of one amount in a language, or in EVERY one."""
    return [
        share
        for r in readings
        if r.amount == amount and language in (EVERY, r.language)
        for share in r.shares
    ]


def plain_of(readings: Sequence[Reading], amount: int) -> float:
    """The mean share of words that are the notes' own, all languages."""
    return fmean(r.plain for r in readings if r.amount == amount)


def _cell(shares: Sequence[float], figure: Figure) -> str:
    return f"{figure(shares):.2f}" if shares else "–"


def _honest(readings: Sequence[Reading]) -> str:
    rows = []
    for name in (*(r.language for r in readings), EVERY):
        chosen = [r for r in readings if name in (EVERY, r.language)]
        shares = [share for r in chosen for share in r.shares]
        figures: tuple[Figure, ...] = (median, lambda s: quantile(s, 0.05), min)
        rows.append(
            [
                name,
                *(_cell(shares, figure) for figure in figures),
                str(len(shares)),
                str(sum(r.uncounted for r in chosen)),
            ]
        )
    head = ["", "median", "5 % quantile", "least", "notes", "no word counts"]
    return markdown_table(head, rows)


def share_chart(readings: Sequence[Reading], caption: str) -> str:
    """An SVG document: the median share against the words of a personal line, by language."""
    lines = [r for r in readings if r.case == LINE]
    amounts = list(dict.fromkeys(r.amount for r in lines))
    widest = max(amounts, default=1)
    curves = {
        name: [median(shares_of(lines, n, name)) for n in amounts]
        for name in (*dict.fromkeys(r.language for r in lines), EVERY)
    }
    curves[PLAIN] = [plain_of(lines, n) for n in amounts]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" font-family="sans-serif" font-size="13" role="img">',
        f"<title>{_TITLE}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        text_at(_LEFT, 22, _TITLE, size=16, weight="bold"),
        text_at(_LEFT, 40, caption, colour="#555555", size=11),
        *_axes(amounts, widest),
    ]
    for number, (name, values) in enumerate(curves.items()):
        points = [(_x(n, widest), _y(v)) for n, v in zip(amounts, values, strict=True)]
        parts += _curve(name, points, number)
    return "\n".join([*parts, "</svg>", ""])


def _curve(name: str, points: Sequence[tuple[float, float]], number: int) -> list[str]:
    """One line with its entry in the legend; all languages thick, the share of words dashed."""
    colour = "#000000" if name in (EVERY, PLAIN) else COLOURS[1 + number % (len(COLOURS) - 1)]
    dash = ' stroke-dasharray="6 4"' if name == PLAIN else ""
    # Colours come round again after six languages: those are dotted.
    dash = dash or (
        ' stroke-dasharray="2 3"' if number >= len(COLOURS) - 1 and name != EVERY else ""
    )
    width = 3 if name == EVERY else 1.5
    style = f'fill="none" stroke="{colour}" stroke-width="{width}"{dash}'
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = _WIDTH - _RIGHT + 24, _TOP + 14 + number * 22
    return [
        f'<polyline {style} points="{path}"><title>{name}</title></polyline>',
        f'<line {style} x1="{x}" y1="{y - 4}" x2="{x + 26}" y2="{y - 4}"/>',
        text_at(x + 34, y, name),
    ]


def _axes(amounts: Sequence[int], widest: int) -> list[str]:
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    parts = []
    for tick in amounts:
        x = _x(tick, widest)
        parts.append(f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{bottom}" stroke="#ddd"/>')
        parts.append(text_at(x, bottom + 18, str(tick), anchor="middle"))
    for tenth in range(0, 11, 2):
        y = _y(tenth / 10)
        parts.append(f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(text_at(_LEFT - 8, y + 4, f"{tenth / 10:.1f}", anchor="end"))
    parts.append(text_at((_LEFT + right) / 2, bottom + 40, "words of the line", anchor="middle"))
    return parts


def _x(words: float, widest: int) -> float:
    return _LEFT + words / max(widest, 1) * (_WIDTH - _RIGHT - _LEFT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _BOTTOM - _TOP)
