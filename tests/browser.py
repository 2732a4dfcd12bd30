"""Pages in a real browser: one is opened, and all that it says and asks for is kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

# Every visible text with the colours it is seen in: those under the contrast that WCAG 2.2 asks
# for (4.5, or 3 for large text).
LOW_CONTRAST = """() => {
  const channel = v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = c => {
    const [r, g, b] = parse(c).map(channel);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor, p = parse(c);
      if (p.length === 3 || (p.length === 4 && p[3] === 1)) return c;
    }
    return 'rgb(255, 255, 255)';
  };
  const bad = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest('.vh')) continue;
    if (['TITLE', 'DESC'].includes(e.tagName.toUpperCase())) continue;
    const s = getComputedStyle(e), a = light(e.tagName === 'text' ? s.fill : s.color);
    const b = light(behind(e)), ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const size = parseFloat(s.fontSize);
    const large = size >= 24 || (size >= 18.66 && s.fontWeight >= 700);
    seen += 1;
    if (ratio < (large ? 3 : 4.5))
      bad.push([walker.currentNode.data.trim().slice(0, 40), e.className, ratio.toFixed(2)]);
  }
  return [seen, bad];
}"""


@contextmanager
def browser() -> Iterator[Any]:
    """Give a browser; skip the test where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("SAMENOTE_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no browser: install chromium, or name one in SAMENOTE_CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@dataclass
class Watched:
    """A page and everything it said or asked for."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    got: list[str] = field(default_factory=list)

    def was_quiet(self) -> bool:
        return self.said == [] and len(self.asked) == 1 and self.asked[0].startswith("file://")


def watched_file(context: Any, path: Path) -> Watched:
    """Open a file in a new page of a browser's context."""
    page = context.new_page()
    watched = Watched(page)
    page.on("console", lambda message: watched.said.append(message.text))
    page.on("pageerror", lambda error: watched.said.append(str(error)))
    page.on("dialog", lambda dialog: (watched.said.append("dialog"), dialog.dismiss()))
    page.on("request", lambda request: watched.asked.append(request.url))
    page.on("requestfinished", lambda request: watched.got.append(request.url))
    page.goto(path.as_uri())
    return watched
