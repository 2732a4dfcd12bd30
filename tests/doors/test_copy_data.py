"""samenote copy on real templates and locale files."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from api.copy.check import CopyRequest, check_copy
from api.copy.findings import CopyFinding, CopyReport

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def _check(folder: Path) -> CopyReport:
    if not folder.is_dir():
        pytest.skip(f"{folder.name} is not there")
    request = CopyRequest((folder,), folder, date(2026, 1, 1))
    report = check_copy(request, lambda *_: None).report
    assert not report.skipped
    return report


def _groups(report: CopyReport) -> list[set[str]]:
    """Return the files of each group of findings that name each other."""
    of_text: defaultdict[str, set[str]] = defaultdict(set)
    for finding in report.findings:
        if finding.severity != "note":
            of_text[finding.here.text] |= {p.path for p in (finding.here, *finding.others)}
    return list(of_text.values())


def test_the_layouts_of_one_template_are_one_group() -> None:
    report = _check(DATA / "postmark_templates" / "templates")
    opening = "Thanks for using [Product Name]. This is an invoice for your recent purchase."
    found = [f for f in report.findings if f.here.text == opening]
    layouts = {f"{form}/invoice/content.html" for form in ("basic", "basic-full", "plain")}
    assert layouts <= {f.here.path for f in found}
    assert all(f.relation == "verbatim" for f in found)
    for finding in found:
        assert {place.path.split("/")[1] for place in finding.others} <= {"invoice", "example"}


def test_templates_of_one_theme_share_no_more_than_their_words() -> None:
    report = _check(DATA / "postmark_templates" / "templates")
    unlike = {"invoice", "welcome", "user-invitation", "password-reset", "comment-notification"}
    crossing = set()
    for finding in report.findings:
        names = {p.path.split("/")[1] for p in (finding.here, *finding.others)} & unlike
        if len(names) > 1:
            crossing.add(finding.here.text)
    assert crossing, "they share the lines below: on help, and under the button"
    assert all(
        text.startswith(("If you have any questions", "If you’re having")) for text in crossing
    )


def test_the_same_mail_in_several_themes_is_found() -> None:
    report = _check(DATA / "sendwithus_templates" / "templates")
    shipped = [f for f in report.findings if f.here.text.startswith("Your order has shipped!")]
    themes = {p.path.split("/")[0] for f in shipped for p in (f.here, *f.others)}
    assert len(themes) >= 3


def test_footers_are_told_once_as_notes() -> None:
    report = _check(DATA / "sendwithus_templates" / "templates")
    notes = [f for f in report.findings if f.severity == "note"]
    assert any("Get in touch" in f.here.text for f in notes)
    assert len({f.here.text for f in notes}) == len(notes)


def test_inlined_templates_are_their_sources_again() -> None:
    report = _check(DATA / "mailgun_templates" / "templates")
    assert report.findings
    for finding in report.findings:
        others = {place.path for place in finding.others}
        assert {re.sub("^inlined/", "", p) for p in others} == {
            re.sub("^inlined/", "", finding.here.path)
        }


def test_no_translation_is_called_a_duplicate_and_english_is_found() -> None:
    report = _check(DATA / "locale_mailers")
    assert report.files == 72

    def of(rule: str) -> list[CopyFinding]:
        return [finding for finding in report.findings if finding.rule == rule]

    assert {p.path for f in of("duplicate-copy") for p in (f.here, *f.others)} == {
        "rails/locales/en.yml"
    }
    left = {(f.here.path.rpartition("/")[2], f.here.text) for f in of("untranslated")}
    assert left == {
        ("mk.yml", "Current sign in at"),
        ("mk.yml", "Current sign in IP"),
        ("mk.yml", "Failed attempts"),
        ("vi.yml", "we need your current password to confirm your changes"),
    }
    assert all(f.others[0].path == "rails/locales/en.yml" for f in of("untranslated"))
