"""The copy check's page in a real browser: nothing runs, nothing is fetched, all can read it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from api.copy.formats import render
from tests.browser import LOW_CONTRAST, Watched, watched_file


@pytest.fixture
def opened(chromium, copy_sample: ModuleType, tmp_path: Path):
    """Return a call that writes a sample's page and opens it."""
    contexts = []

    def open_(sample: str, *, width: int = 1280, scheme: str = "light") -> Watched:
        path = tmp_path / f"{sample}.html"
        path.write_text(render(getattr(copy_sample, sample)(), "html"), encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        contexts.append(context)
        watched = watched_file(context, path)
        watched.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        return watched

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("sample", ["rich", "hostile", "nothing", "many", "huge"])
def test_nothing_runs_and_nothing_is_fetched(opened, sample: str) -> None:
    watched = opened(sample)
    watched.page.wait_for_timeout(50)
    assert watched.was_quiet(), (watched.said, watched.asked)
    assert watched.page.title().startswith("samenote copy: ")
    assert watched.page.locator("script, img, iframe, object, embed, form").count() == 0
    links = watched.page.evaluate("[...document.links].map(a => a.getAttribute('href'))")
    assert all(link.startswith("#") for link in links)


def test_every_link_leads_somewhere_and_ids_are_unique(opened) -> None:
    page = opened("rich").page
    lost = page.evaluate(
        "[...document.links].map(a => a.hash.slice(1)).filter(id => !document.getElementById(id))"
    )
    assert lost == []
    twice = page.evaluate(
        "(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
        "return ids.length - new Set(ids).size; })()"
    )
    assert twice == 0


def test_both_places_stand_side_by_side_with_the_words_marked(opened) -> None:
    page = opened("rich").page
    sides = page.locator("#f1 .side")
    assert sides.count() == 2
    boxes = [side.bounding_box() for side in sides.all()]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]
    marks = page.locator("#f1 ins.own, #f1 del.own").evaluate_all(
        "all => all.map(e => [e.tagName, e.lastChild.previousSibling.textContent])"
    )
    assert marks == [
        ["INS", "spring jacket"],
        ["INS", "warm evening"],
        ["DEL", "winter coat"],
        ["DEL", "cold morning"],
    ]


def test_a_screen_reader_hears_which_words_differ(opened) -> None:
    tree = opened("rich").page.locator("body").aria_snapshot()
    assert "only here:" in tree
    assert 'region "Here"' in tree
    assert 'heading "7 new findings." [level=1]' in tree


def test_right_to_left_text_begins_at_the_right(opened) -> None:
    page = opened("rich").page
    notes = page.locator("#f3 .note")
    assert notes.evaluate_all("all => all.map(e => getComputedStyle(e).direction)") == ["rtl"] * 2
    assert page.locator("#f1 .note").first.evaluate("e => getComputedStyle(e).direction") == "ltr"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(opened, scheme: str) -> None:
    seen, bad = opened("rich", scheme=scheme).page.evaluate(LOW_CONTRAST)
    assert seen > 100
    assert bad == []


@pytest.mark.parametrize("sample", ["rich", "hostile", "many"])
def test_a_narrow_phone_needs_no_sideways_scroll(opened, sample: str) -> None:
    page = opened(sample, width=320).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_is_read_by_keyboard(opened) -> None:
    page = opened("rich").page
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim()"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
    assert seen[0] == "New"
    assert "which and why" in seen
    assert "Also in 1 more place" in seen


def test_it_prints(opened) -> None:
    page = opened("rich", scheme="dark").page
    page.emulate_media(media="print")
    assert not page.locator(".top nav").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")
