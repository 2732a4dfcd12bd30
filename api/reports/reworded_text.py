"""Notes of an audit that say the same in other words, on the terminal: sentences side by side."""

from __future__ import annotations

from rich.text import Text

from api.findings import AuditFindings, RewordedFinding, RewordedSide
from api.reports.clean import one_line, shortened
from api.reports.language_names import in_language
from api.reports.terminal_page import Page
from api.reports.wording import count, day, likeness

PAIRS_LIMIT = 5
SENTENCES_LIMIT = 2
_LINES = 3
_BRIEF = 60  # code points of a name


def render_reworded(page: Page, findings: AuditFindings) -> None:
    """Print the best pairs; nothing where there is none."""
    if not findings.reworded:
        return
    page.gap()
    page.paragraph("The same in other words, most alike first", style="bold")
    for rank, pair in enumerate(findings.reworded[:PAIRS_LIMIT], 1):
        page.gap()
        _pair(page, rank, pair)
    more = findings.reworded_total - min(PAIRS_LIMIT, len(findings.reworded))
    if more > 0:
        page.gap()
        page.paragraph(f"and {count(more, 'more pair')}, in the report files")


def _pair(page: Page, rank: int, pair: RewordedFinding) -> None:
    line = Text(f"{rank:>2}. ")
    line.append(f"{_who(pair.here)} and {_who(pair.there)}", style="bold")
    line.append(f", likeness {likeness(pair.score)}")
    page.line(line, hanging=4)
    heads = (
        Text(_when(side, translated=pair.translated), "dim") for side in (pair.here, pair.there)
    )
    page.beside(*heads, indent=4, lines=1)
    for said in pair.sentences[:SENTENCES_LIMIT]:
        both = (Text(one_line(text)) for text in (said.here, said.there))
        page.beside(*both, indent=4, lines=_LINES)
    more = len(pair.sentences) - SENTENCES_LIMIT
    if more > 0:
        page.line(Text(f"and {count(more, 'more sentence')}", "dim"), indent=4)


def _who(side: RewordedSide) -> str:
    first = next(iter(side.recipients), "an unknown recipient")
    more = f" and {len(side.recipients) - 1:,} more" if len(side.recipients) > 1 else ""
    return shortened(one_line(first), _BRIEF) + more


def _when(side: RewordedSide, *, translated: bool) -> str:
    language = f", {in_language(side.language)}" if translated and side.language else ""
    return f"{day(side.sent_at)}{language}"
