"""A calibration for people, on a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.text import Text

from api.calibration import Calibration, LineFound, Setting
from api.calibration_pairs import ShownNote, ShownPair
from api.reports.clean import one_line, shortened
from api.reports.terminal_page import Page
from api.reports.wording import count, day, likeness, listed

if TYPE_CHECKING:
    from rich.console import Console

_NAMES = 2
_BRIEF = 60  # code points of a recipient
_TEXT_LINES = 6
_FEWEST_PLACES, _MOST_PLACES = 3, 6
_TITLES = {False: "Notes in one language", True: "Notes in two languages"}
_HEADS = ("line", "looked at, in 1,000", "notes", "at most, in 1,000", "")


def render_calibration(found: Calibration, console: Console) -> None:
    """Print what was measured, a table of lines, the proposal, and the pairs beside it."""
    page = Page(console)
    page.paragraph(
        f"{count(found.messages, 'message')}, {count(found.texts, 'distinct note')}; "
        f"{found.honest:,} of them nobody else got, by their words.",
        style="bold",
    )
    page.field("Model", f"{one_line(found.model)} ({found.digest})")
    for line in (found.same, found.abroad):
        page.gap()
        page.paragraph(_TITLES[line.abroad], style="bold")
        _render_line(page, line, found)


def _render_line(page: Page, line: LineFound, found: Calibration) -> None:
    if line.fault:
        page.paragraph(f"No line is proposed: {line.fault}.", style="yellow")
        if line.asked.line is not None:
            return
    places = _places(line)
    rows = [_HEADS, *(_row(setting, places) for setting in _settings(line))]
    widths = [max(len(row[k]) for row in rows) for k in range(len(_HEADS) - 1)]
    for number, row in enumerate(rows):
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=False)]
        mark = "  proposed" if row[-1] == "asked" and line.proposed is not None else ""
        mark = "  the model's own line" if row[-1] == "now" else mark
        page.line(Text("  ".join(cells) + mark, "dim" if not number else ""), indent=2)
    if line.proposed is not None:
        page.gap()
        page.paragraph(said(line, found))
    _render_pairs(page, "Just reach the line: are they one note?", line.above, places)
    _render_pairs(page, "Just do not reach it:", line.below, places)


def _places(line: LineFound) -> int:
    """Return how many decimal places to show, three where they tell the line from those below."""
    drawn = line.asked.line
    if drawn is None:
        return _FEWEST_PLACES
    shares = [pair.share for pair in line.below]
    for places in range(_FEWEST_PLACES, _MOST_PLACES):
        if all(round(share, places) < round(drawn, places) for share in shares):
            return places
    return _MOST_PLACES


def _settings(line: LineFound) -> list[tuple[Setting, str]]:
    """Return the settings of the table, those for the higher rates first; each line once."""
    rates = {setting.rate: (setting, "") for setting in line.settings if setting.measured}
    rates[line.asked.rate] = line.asked, "asked"
    return [*(rates[rate] for rate in sorted(rates, reverse=True)), (line.now, "now")]


def _row(each: tuple[Setting, str], places: int) -> tuple[str, ...]:
    setting, mark = each
    if setting.line is None:
        return ("none", f"{setting.rate:g}", "–", "–", mark)
    return (
        f"{setting.line:.{places}f}", mark_rate(setting), f"{setting.looked_at:,}",
        f"{setting.upper:.1f}", mark,
    )  # fmt: skip


def mark_rate(setting: Setting) -> str:
    """Return the rate that was asked for, as a limit; nothing for a line that is there anyway."""
    return f"≤ {setting.rate:g}" if setting.rate else ""


def said(line: LineFound, found: Calibration) -> str:
    """Return the proposal in a sentence."""
    asked = line.asked
    real = 1_000 * asked.looked_at / max(found.honest, 1)
    drawn = f"{asked.line:.{_places(line)}f}"
    return (
        f"At {drawn}, {real:.1f} in 1,000 of these notes ({asked.looked_at:,} of "
        f"{found.honest:,}) would have been looked at; with other mail like it, at most "
        f"{asked.upper:.1f} (95 %)."
    )


def _render_pairs(page: Page, title: str, pairs: tuple[ShownPair, ...], places: int) -> None:
    if not pairs:
        return
    page.gap()
    page.paragraph(title)
    for pair in pairs:
        page.gap()
        alike = f"{pair.share:.{places}f} said alike, cosine {likeness(pair.cosine)}"
        page.line(Text(alike), indent=2)
        for here, there, cosine in pair.sentences:
            page.line(Text(f"“{one_line(here)}”"), indent=4, hanging=2)
            page.line(Text(f"= “{one_line(there)}” {likeness(cosine)}"), indent=4, hanging=2)
        for note in (pair.here, pair.there):
            page.line(Text(_label(note), "dim"), indent=4)
            page.clipped(Text(one_line(note.text), "dim"), indent=6, lines=_TEXT_LINES)


def _label(note: ShownNote) -> str:
    names = [shortened(one_line(name), _BRIEF) for name in note.recipients[:_NAMES]]
    if len(note.recipients) > _NAMES:
        names.append(f"{len(note.recipients) - _NAMES:,} more")
    when = f", {day(note.sent_at)}" if note.sent_at else ""
    return (
        f"to {listed(names) or 'somebody unknown'}{when} ({shortened(one_line(note.id), _BRIEF)})"
    )


def calibration_as_json(found: Calibration, written: str) -> str:
    """Return it as one JSON object, in ASCII; ``written`` is the policy file, if there is one."""
    made = {
        "messages": found.messages, "texts": found.texts, "honest": found.honest,
        "needed": found.needed, "model": {"name": found.model, "digest": found.digest},
        "rate": found.rate, "same_language": _as_dict(found.same),
        "other_language": _as_dict(found.abroad), "written": written or None,
    }  # fmt: skip
    return json.dumps(made, allow_nan=False)


def _as_dict(line: LineFound) -> dict[str, Any]:
    return {
        "line": line.proposed, "fault": line.fault or None,
        "settings": [_setting(s) | {"measured": s.measured} for s in line.settings],
        "asked": _setting(line.asked), "now": _setting(line.now),
        "above": list(_pairs(line.above)), "below": list(_pairs(line.below)),
    }  # fmt: skip


def _setting(setting: Setting) -> dict[str, Any]:
    return {
        "rate": setting.rate or None, "line": setting.line, "looked_at": setting.looked_at,
        "at_most": round(setting.upper, 3),
    }  # fmt: skip


def _pairs(pairs: tuple[ShownPair, ...]) -> Iterator[dict[str, Any]]:
    for pair in pairs:
        yield {
            "share": round(pair.share, 4), "cosine": round(pair.cosine, 4),
            "here": _note(pair.here), "there": _note(pair.there),
            "sentences": [
                {"here": here, "there": there, "cosine": round(cosine, 4)}
                for here, there, cosine in pair.sentences
            ],
        }  # fmt: skip


def _note(note: ShownNote) -> dict[str, Any]:
    return {
        "id": note.id, "recipients": list(note.recipients),
        "sent_at": note.sent_at.isoformat() if note.sent_at else None, "text": note.text,
    }  # fmt: skip
