"""The audit as one HTML file that people forward: no script, no outside request, no surprise.

Names and addresses stay out of sight until a reader ticks a box; that is CSS alone, so they are in
the file all the same, unless it is written with ``Names.LEFT_OUT``.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from api.findings import AuditFindings, FamilyFinding
from api.reports.clean import clean
from api.reports.html_family import FamilyRow, family_row, family_view, titles
from api.reports.html_page import files_read, notes_axis, page_view
from api.reports.html_reworded import said_view
from api.reports.privacy import Hidden, Pseudonyms, pseudonyms
from api.reports.summary import by_recipients
from api.reports.wording import count, number, percent

if TYPE_CHECKING:
    from jinja2 import Environment

FAMILIES_IN_FULL = 50
FAMILIES_LISTED = 500
# So that the whole page stays under 3 MB.
FAMILIES_BYTES = 1_700_000
SHORT_FAMILIES_BYTES = 500_000
_TEMPLATES = Path(__file__).parent / "templates"


class Names(Enum):
    """What becomes of names and addresses."""

    ON_REQUEST = "on request"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The families drawn in full, as markup, and the rest as lines of a table."""

    full: tuple[str, ...]
    listed: tuple[FamilyRow, ...]
    index: tuple[FamilyRow, ...]
    unlisted: int

    @property
    def anchors(self) -> dict[str, str]:
        """Return where on the page each family that is drawn in full stands, by its id."""
        return {row.id: row.anchor for row in self.index}


def to_html(findings: AuditFindings, *, names: Names = Names.ON_REQUEST) -> Iterator[str]:
    """Yield the page in pieces; joined they are one complete HTML document."""
    environment = _environment(names)
    labels = pseudonyms(findings)
    files = files_read(findings, labels)
    axis = notes_axis(findings)
    ordered = by_recipients(findings.families)
    template = environment.get_template("family.html.j2")

    def draw(family: FamilyFinding, rank: int, anchor: str) -> str:
        return template.render(family=family_view(family, rank, anchor, axis, labels))

    long = _draw([f for f in ordered if not f.short], "f", FAMILIES_BYTES, draw, labels)
    short = _draw([f for f in ordered if f.short], "s", SHORT_FAMILIES_BYTES, draw, labels)
    css = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    parts = environment.get_template("report.html.j2").generate(
        page=page_view(findings, labels, files, axis),
        said=said_view(findings, labels),
        families=long,
        short=short,
        anchors=long.anchors | short.anchors,
        words_only=clean(findings.words_only),
        css=_ours(css),
        policy=style_policy(css),
    )
    # The last guard: whatever field a surrogate or a control character slipped through.
    yield from map(clean, parts)
    yield "\n"


def _ours(markup: str) -> str:
    """Return text that is ours, or that a template escaped already, marked as safe markup."""
    from markupsafe import Markup

    return Markup(markup)


def _draw(
    families: list[FamilyFinding],
    prefix: str,
    room: int,
    draw: Callable[[FamilyFinding, int, str], str],
    labels: Pseudonyms,
) -> Drawn:
    """Draw families in full until their number or ``room`` bytes are reached; list the rest."""
    most = families[0].recipients if families else 0
    full: list[str] = []
    for rank, family in enumerate(families[:FAMILIES_IN_FULL], 1):
        markup = draw(family, rank, f"{prefix}{rank}")
        room -= len(markup.encode("utf-8", "replace"))
        if room < 0:
            break
        full.append(markup)
    rest = len(families) - len(full)
    told = families[: len(full) + FAMILIES_LISTED]
    rows = [
        family_row(family, title, f"{prefix}{rank}", most)
        for rank, (family, title) in enumerate(zip(told, titles(told, labels), strict=True), 1)
    ]
    return Drawn(
        full=tuple(_ours(markup) for markup in full),
        index=tuple(rows[: len(full)]),
        listed=tuple(rows[len(full) :]),
        unlisted=max(0, rest - FAMILIES_LISTED),
    )


def _environment(names: Names) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({"number": number, "percent": percent})
    environment.globals.update({"count": count, "names_kept": names is Names.ON_REQUEST})
    environment.tests["hidden"] = lambda piece: isinstance(piece, Hidden)
    return environment


def style_policy(css: str) -> str:
    """Return a content security policy that allows this one style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
