"""The page in a real browser: quiet, readable in both colour schemes, and by itself."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from api.http.app import create_app
from api.http.service import Service, Settings
from tests.browser import LOW_CONTRAST

ROOT = Path(__file__).resolve().parents[2]
OTHERS = {"en": ("Helen", "Joan"), "pl": ("Hanno", "Krystyno"), "zh": ("赵", "王"),
          "ar": ("نادية", "سلمى")}  # fmt: skip
OWN = {
    "en": "P.S. Give the twins my love, and tell them the goat badge is sewn back on.",
    "pl": "PS Proszę pozdrowić bliźniaki i powiedzieć im, że naszywka z kozą wróciła.",
    "zh": "另外，请替我问候双胞胎，告诉他们山羊徽章已经缝好了。",
    "ar": "ملاحظة: بلّغي سلامي للتوأم وأخبريهما أن شارة الماعز قد خيطت من جديد.",
}
UNNAMED = """() => [...document.querySelectorAll('input:not([type=hidden]), textarea, button, a')]
  .filter(e => !(e.labels?.length || e.innerText.trim() || e.getAttribute('aria-label')))
  .map(e => e.outerHTML)"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    given = Settings(str(tmp_path_factory.mktemp("page") / "store.db"), open_=True, threads=1)
    service = Service(given)
    app = create_app(given, service=service)
    for language in OTHERS:
        lines = (ROOT / f"examples/cards/{language}.jsonl").read_text("utf-8").splitlines()
        body = {"messages": [json.loads(line) for line in lines]}
        assert app.test_client().post("/v1/messages", json=body).status_code == 200
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    service.close()


@pytest.fixture
def open_page(chromium, served: str) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a page; whatever it says or asks elsewhere fails the test."""
    contexts, said = [], []

    def open_(path: str = "/", *, width: int = 1280, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append("dialog"), dialog.dismiss()))
        page.on("request", lambda r: r.url.startswith(served) or said.append(r.url))
        page.goto(served + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []


def check_card(page: Any, language: str) -> None:
    first = (ROOT / f"examples/cards/{language}.jsonl").read_text("utf-8").splitlines()[0]
    old, new = OTHERS[language]
    text = json.loads(first)["text"].replace(old, new).rstrip() + "\n\n" + OWN[language]
    page.get_by_label("The note").fill(text)
    with page.expect_navigation():
        page.get_by_role("button", name="Check the note").click()


@pytest.mark.parametrize("language", list(OTHERS))
def test_the_card_is_shown_with_its_copy_beside_it(open_page, language) -> None:
    page = open_page()
    check_card(page, language)
    assert "1 other person got" in page.locator("h1").inner_text()
    assert page.locator(".decision").first.inner_text() == "LOOK"
    assert page.locator(".mine mark.shared.h1").count() >= 1
    assert OWN[language] in page.locator(".alone-words").inner_text()
    note = page.locator(".mine .note")
    starts = note.evaluate("e => getComputedStyle(e).direction")
    assert starts == ("rtl" if language == "ar" else "ltr")
    mine, other = page.locator(".mine").bounding_box(), page.locator(".others").bounding_box()
    assert mine["x"] < other["x"]
    assert abs(mine["y"] - other["y"]) < 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_and_every_control_has_a_name(open_page, scheme) -> None:
    for path in ("/", "/families", "/approvals", "/docs"):
        page = open_page(path, color_scheme=scheme)
        seen, bad = page.evaluate(LOW_CONTRAST)
        assert seen > 7
        assert bad == [], (path, bad)
        assert page.evaluate(UNNAMED) == [], path
    page = open_page(color_scheme=scheme)
    check_card(page, "en")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    seen, bad = page.evaluate(LOW_CONTRAST)
    assert seen > 20
    assert bad == []
    assert page.evaluate(UNNAMED) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen(open_page, width) -> None:
    for path in ("/", "/families", "/approvals", "/docs"):
        page = open_page(path, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page = open_page("/", width=width)
    check_card(page, "pl")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_works_without_javascript_and_by_keyboard(open_page) -> None:
    page = open_page(java_script_enabled=False)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    note = page.get_by_label("The note")
    note.focus()
    page.keyboard.type("Thank you so much for trusting us with your red tweed coat, dear Ada.")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Ada")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".decision").count() == 1


def test_markup_in_a_note_stays_text(open_page) -> None:
    page = open_page()
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    page.get_by_label("The note").fill(f"Dear Ann, {attack} thank you for the lovely evening.")
    with page.expect_navigation():
        page.get_by_role("button", name="Check the note").click()
    assert attack in page.locator(".mine .note").inner_text()
    assert page.locator("img, script").count() == 0


def test_a_merge_is_checked_from_its_files(open_page) -> None:
    page = open_page()
    folder = ROOT / "examples/merge"
    page.get_by_label("Or its file").set_input_files(folder / "card.txt")
    page.get_by_label("The rows, as CSV or JSONL").set_input_files(folder / "customers.csv")
    with page.expect_navigation():
        page.get_by_role("button", name="Check the merge").click()
    assert "6 notes are 1 distinct note" in page.locator("h1").inner_text()
    assert page.locator(".others .side").count() >= 1


def test_a_text_is_approved_where_it_was_found(open_page) -> None:
    page = open_page()
    check_card(page, "en")
    page.get_by_text("May any of it repeat?").click()
    page.get_by_text("Allow this to repeat").first.click()
    form = page.locator(".approve form").first
    form.get_by_label("Who answers for it").fill("Nora")
    form.get_by_label("Why it may repeat").fill("It is how we say thank you")
    form.get_by_role("button", name="Allow it to repeat").click()
    page.wait_for_url("**/approvals")
    assert "Thank you so much for trusting us" in page.locator(".family .note").inner_text()
    with page.expect_navigation():
        page.get_by_role("button", name="Take it back").click()
    assert page.locator("h1").inner_text() == "No text is approved"
