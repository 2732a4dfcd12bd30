"""The report in a real browser: nothing runs, nothing is fetched, everyone can read it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from api.reports import ReportFormat, Target, write_reports
from tests.browser import LOW_CONTRAST, Watched, watched_file

SWITCH = "label.switch"


@pytest.fixture
def opened(chromium, reports_sample: ModuleType, tmp_path: Path):
    """Return a call that writes a sample's report and opens it."""
    contexts = []

    def open_(sample: str, *, width: int = 1280, scheme: str = "light") -> Watched:
        path = tmp_path / f"{sample}.html"
        found = getattr(reports_sample, sample)()
        write_reports(found, [Target(ReportFormat.HTML, path)])
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        contexts.append(context)
        return watched_file(context, path)

    yield open_
    for context in contexts:
        context.close()


def open_everything(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


@pytest.mark.parametrize("sample", ["lifelike", "hostile", "nothing", "undated", "many"])
def test_nothing_runs_and_nothing_is_fetched(opened, sample: str) -> None:
    watched = opened(sample)
    open_everything(watched.page)
    watched.page.click(SWITCH)
    watched.page.wait_for_timeout(50)
    assert watched.was_quiet(), (watched.said, watched.asked)
    assert watched.page.title().startswith("samenote: ")
    assert watched.page.locator("script, img, iframe, object, embed, form").count() == 0


def test_a_script_put_into_the_file_would_be_blocked(opened) -> None:
    watched = opened("single")
    watched.page.evaluate(
        """() => {
          const s = document.createElement('script'), i = new Image();
          s.textContent = "document.title='ran'";
          i.src = 'https://example.invalid/x.png';
          document.body.append(s, i);
        }"""
    )
    watched.page.wait_for_timeout(100)
    assert watched.page.title() != "ran"
    assert any("Content Security Policy" in said for said in watched.said)
    assert not any("example.invalid" in url for url in watched.got)


def test_names_appear_by_keyboard_and_go_again(opened) -> None:
    page = opened("lifelike").page
    open_everything(page)
    assert "Joanna" not in page.inner_text("body")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "names"
    label = page.locator(SWITCH)
    assert label.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Space")
    shown = page.inner_text("body")
    assert "Joanna Byrne <joanna@example.com>" in shown
    assert "Recipient 2" not in shown
    page.keyboard.press("Space")
    assert "Joanna" not in page.inner_text("body")
    assert "Recipient 2" in page.inner_text("body")


def test_the_label_can_be_clicked(opened) -> None:
    page = opened("lifelike").page
    page.click(SWITCH)
    assert "marta@laundry.example" in page.inner_text("main")


def test_a_screen_reader_hears_what_is_seen(opened) -> None:
    page = opened("lifelike").page
    tree = page.locator("body").aria_snapshot()
    assert "Joanna" not in tree
    assert "anna@example.com" not in tree
    assert "Recipient 1" in tree
    assert 'checkbox "Show names and addresses"' in tree
    assert 'heading "131 of 171 notes carry a text that somebody else got too." [level=1]' in tree
    assert 'img "Notes by month' in tree
    assert "its own words:" in tree
    page.click(SWITCH)
    assert "Joanna Byrne" in page.locator("body").aria_snapshot()


def test_everything_to_press_has_a_name_and_is_reached_by_tab(opened) -> None:
    page = opened("lifelike").page
    nameless = page.evaluate(
        "() => [...document.querySelectorAll('a, summary')]"
        ".filter(e => !e.textContent.trim()).length"
    )
    assert nameless == 0
    unlabelled = page.evaluate(
        "() => [...document.querySelectorAll('table')].filter(t => !t.querySelector('th')).length"
    )
    assert unlabelled == 0
    page.keyboard.press("Tab")
    seen = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent.trim()"))
    assert "Families" in seen
    assert "The same as a table" in seen


def test_a_fold_opens_by_keyboard(opened) -> None:
    page = opened("lifelike").page
    fold = page.locator("#f1 details.fold").nth(1)
    assert "The two least alike" in fold.inner_text()
    fold.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert "I sewed the button on twice" in fold.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("names", [False, True])
def test_every_text_stands_out_from_what_is_behind_it(opened, scheme: str, names: bool) -> None:
    page = opened("lifelike", scheme=scheme).page
    open_everything(page)
    if names:
        page.click(SWITCH)
    seen, bad = page.evaluate(LOW_CONTRAST)
    assert seen > 300
    assert bad == []


@pytest.mark.parametrize("sample", ["lifelike", "hostile", "many"])
@pytest.mark.parametrize("names", [False, True])
def test_a_narrow_phone_needs_no_sideways_scroll(opened, sample: str, names: bool) -> None:
    page = opened(sample, width=320).page
    open_everything(page)
    if names:
        page.click(SWITCH)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("family", ["#f5", "#f6"])
def test_right_to_left_text_begins_at_the_right(opened, family: str) -> None:
    page = opened("lifelike").page
    open_everything(page)
    for place in (".skeleton", ".note"):
        block = page.locator(f"{family} {place}").first
        assert block.evaluate("e => getComputedStyle(e).direction") == "rtl"
        first, name = block.evaluate(
            """e => {
              const text = document.createTreeWalker(e, NodeFilter.SHOW_TEXT).nextNode();
              const range = document.createRange(); range.selectNodeContents(text);
              const slot = e.querySelector('.slot').getBoundingClientRect();
              return [range.getBoundingClientRect().left, slot.right];
            }"""
        )
        assert first >= name - 1  # the greeting stands right of the name
    left = page.locator("#f1 .skeleton")
    assert left.evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_both_notes_of_a_pair_mark_shared_and_own_words(opened) -> None:
    page = opened("lifelike").page
    sides = page.locator("#f2 .pair").first.locator(".side")
    assert sides.count() == 2
    own = [
        side.locator("mark.own").evaluate("e => [e.textContent, getComputedStyle(e).fontWeight]")
        for side in sides.all()
    ]
    assert own[0][0].endswith("Most teams of your size lose a day a week")
    assert own[1][0].endswith("Firms like yours easily waste a morning")
    assert {weight for _, weight in own} == {"600"}
    boxes = [side.bounding_box() for side in sides.all()]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] < boxes[1]["x"]


def test_it_prints(opened) -> None:
    page = opened("lifelike", scheme="dark").page
    page.emulate_media(media="print")
    assert not page.locator(".top nav").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")
