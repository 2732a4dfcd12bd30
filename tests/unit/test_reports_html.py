"""The page as a file: one document, nothing from outside, every name behind a label."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from types import ModuleType

import pytest

from api.findings import AuditFindings
from api.reports.html import FAMILIES_IN_FULL, Names, to_html
from api.reports.html_page import NOTES_PER_FAMILY

SAMPLES = ["lifelike", "hostile", "nothing", "honest_only", "undated", "single", "many"]
VOID = {"meta", "input", "br", "img", "link", "hr"}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "input", "div", "p", "nav", "a", "label",
    "span", "main", "header", "h1", "h2", "h3", "h4", "dl", "dt", "dd", "svg", "rect", "ul", "ol",
    "li", "b", "section", "figure", "figcaption", "desc", "line", "text", "g", "details",
    "summary", "table", "thead", "tbody", "tr", "th", "td", "article", "bdi", "mark", "footer",
}  # fmt: skip


class Outline(HTMLParser):
    """Collects tags, and fails on any that is not closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.visible: list[str] = []
        self.private: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.tags.append((tag, given))
        if tag not in VOID:
            hidden = "prv" in given.get("class", "").split()
            self._open.append((tag, hidden or any(above for _, above in self._open)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(tag == "style" for tag, _ in self._open):
            return
        hidden = any(hidden for _, hidden in self._open)
        (self.private if hidden else self.visible).append(data)


def page_of(found: AuditFindings, names: Names = Names.ON_REQUEST) -> str:
    return "".join(to_html(found, names=names))


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_is_well_formed_and_asks_for_nothing(
    reports_sample: ModuleType, sample: str
) -> None:
    page = page_of(getattr(reports_sample, sample)())
    page.encode("utf-8")
    outline = Outline(page)
    assert {tag for tag, _ in outline.tags} <= ALLOWED
    for tag, given in outline.tags:
        assert not {"src", "srcset", "style", "action", "data"} & given.keys(), tag
        assert not any(key.startswith("on") for key in given)
        assert given.get("href", "#").startswith("#")
    ids = [given["id"] for _, given in outline.tags if "id" in given]
    assert len(ids) == len(set(ids))
    for _, given in outline.tags:
        for key in ("aria-labelledby", "aria-describedby", "for"):
            assert set(given.get(key, "").split()) <= set(ids)
        assert given.get("href", "#").removeprefix("#") in {"", *ids}


@pytest.mark.parametrize("sample", SAMPLES)
def test_headings_step_down_one_by_one(reports_sample: ModuleType, sample: str) -> None:
    outline = Outline(page_of(getattr(reports_sample, sample)()))
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_the_policy_allows_the_one_style_sheet_and_nothing_else(
    reports_sample: ModuleType,
) -> None:
    page = page_of(reports_sample.lifelike())
    (css,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = next(
        given["content"]
        for tag, given in Outline(page).tags
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in css
    assert "@import" not in css


def test_no_name_or_address_is_seen_before_it_is_asked_for(reports_sample: ModuleType) -> None:
    outline = Outline(page_of(reports_sample.lifelike()))
    seen = " ".join(outline.visible)
    behind = " ".join(outline.private)
    for name in (
        "anna@example.com", "Anna", "Joanna", "Whitcombe", "Zofia", "王小明", "ليلى", "sven",
        "marta@laundry.example", "office@laundry.example", "karen.smith", "/home/marta",
        "Zielińska",
    ):  # fmt: skip
        assert name not in seen
        assert name in behind
    assert "@" not in re.sub(r"@\d+", "", seen)
    assert "Recipient 1" in seen


def test_names_can_be_left_out_for_good(reports_sample: ModuleType) -> None:
    page = page_of(reports_sample.lifelike(), Names.LEFT_OUT)
    for name in ("anna@example", "Anna", "王小明", "marta@laundry", "/home/marta", "Zielińska"):
        assert name not in page
    assert "were left out of this file" in page
    assert not any(tag == "input" for tag, _ in Outline(page).tags)


def test_hostile_text_is_text(reports_sample: ModuleType) -> None:
    page = page_of(reports_sample.hostile())
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "{{7*7}}" in page  # not computed
    assert "\x00" not in page
    assert "\x1b" not in page


def test_the_numbers_are_there(reports_sample: ModuleType) -> None:
    seen = " ".join(" ".join(Outline(page_of(reports_sample.lifelike())).visible).split())
    for said in (
        "131 of 171 notes carry a text that somebody else got too.",
        "48 people got this text",
        "slot 2 “your company” for 14 people: a fallback",
        "3 automatic replies, 9 posts to mailing lists",
        "The two least alike, likeness 0.83",
        "exposed: household",
        "and 45 more notes of this family",
    ):
        assert said in seen


def test_the_notes_listed_are_a_few_of_each_family(reports_sample: ModuleType) -> None:
    page = page_of(reports_sample.lifelike())
    listed = page.count('href="#f1">family 1</a>')
    assert listed == NOTES_PER_FAMILY
    assert "at most 3 of each family" in page


def test_a_large_audit_is_cut_and_says_so(reports_sample: ModuleType) -> None:
    page = page_of(reports_sample.many())
    assert len(page.encode()) < 3_000_000
    drawn = page.count('<article class="family"')
    short = 30
    assert FAMILIES_IN_FULL < drawn <= FAMILIES_IN_FULL + short
    assert "220 more families, not drawn in full" in page


def test_very_long_texts_keep_the_page_small(reports_sample: ModuleType) -> None:
    page = page_of(reports_sample.huge_texts())
    assert len(page.encode()) < 3_000_000
    outline = " ".join(Outline(page).visible)
    drawn = page.count('<article class="family"')
    assert 5 < drawn < 60
    assert f"{60 - drawn} more families, not drawn in full" in outline
    assert "more characters not shown" in outline
    assert "more messages not listed here" in outline
    assert "more slots not listed here" in outline


def test_thousands_of_families_are_listed_up_to_a_limit(reports_sample: ModuleType) -> None:
    one = reports_sample.single().families[0]
    found = reports_sample.audit([replace(one, id=str(i)) for i in range(1500)], ())
    page = page_of(found)
    assert "1,450 more families, not drawn in full" in page
    assert "950 further families not listed here" in page
    assert len(page.encode()) < 3_000_000


def test_the_same_findings_give_the_same_bytes(reports_sample: ModuleType) -> None:
    found = reports_sample.lifelike()
    turned = replace(found, families=found.families[::-1], settings=dict(
        reversed(found.settings.items())))  # fmt: skip
    assert page_of(found) == page_of(turned)
    assert page_of(found) == page_of(found)


def test_text_that_no_span_names_is_still_shown(reports_sample: ModuleType) -> None:
    pair = tuple(replace(side, spans=side.spans[1:3]) for side in reports_sample.cards().pair)
    found = reports_sample.audit((replace(reports_sample.cards(), pair=pair),))
    assert page_of(found).count("Warmly,\nMarta") >= 3


def test_white_space_of_a_note_is_kept(reports_sample: ModuleType) -> None:
    side = reports_sample.marked("a@example.com", [("shared", "one\r\n\r\ntwo   three")])
    cards = replace(reports_sample.cards(), pair=(side, side))
    page = page_of(reports_sample.audit((cards,)))
    assert 'class="shared">one\n\ntwo   three</span></div>' in page


def test_families_that_begin_alike_are_told_apart_in_the_list(reports_sample: ModuleType) -> None:
    members = reports_sample.cards().members
    start = "A long beginning that every one of these letters shares, " * 3
    found = reports_sample.audit(
        [reports_sample.family(str(i), [f"{start} then {end}"], members)
         for i, end in enumerate(("apples are ripe", "pears are not"))], ()
    )  # fmt: skip
    page = page_of(found)
    assert '">… apples are ripe</a>' in page
    assert '">… pears are not</a>' in page


def test_white_space_that_is_not_the_senders_own_needs_no_fold(
    reports_sample: ModuleType,
) -> None:
    side = reports_sample.marked("a@example.com", [("shared", "Hello"), ("not_own_words", "\n\n ")])
    cards = replace(reports_sample.cards(), pair=(side, side), weakest_pair=None)
    assert "Quoted text or signature" not in page_of(reports_sample.audit((cards,), ()))


def test_each_of_several_recipients_is_hidden_by_itself(reports_sample: ModuleType) -> None:
    side = reports_sample.marked("a@x.example, b@x.example, c@x.example, d@x.example, e@x.example",
                                 [("shared", "Hello")])  # fmt: skip
    cards = replace(reports_sample.cards(), pair=(side, side), weakest_pair=None)
    outline = Outline(page_of(reports_sample.audit((cards,), ())))
    seen = "".join(outline.visible)
    assert "Recipient 1, Recipient 2, Recipient 3, 2 more" in seen


def test_a_median_of_nothing_is_said_in_words(reports_sample: ModuleType) -> None:
    notes = tuple(replace(n, personal_share=0.0) for n in reports_sample.notes_of((), 5))
    assert "Half of the notes have nothing of their own." in page_of(
        reports_sample.audit((), notes)
    )
