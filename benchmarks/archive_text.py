"""Invented English prose, people and threads, from a seed: quick, and no two sentences alike.

A frame has five or six places for one of some hundred words each, so that notes which share more
than a few words in a row do so because a merge made them.
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

WORDS = Path(__file__).resolve().parent / "archive_words.toml"
MONTHS = "January February March April May June July August September October November December"
ONSETS = "b br c d dr f fl g gr h j k kl l m n p pr r s st t tr v w z ł š ö"
NUCLEI = "a e i o u ai ea ie oo ou é"
CODAS = "l n r s t ck nd rn sk th ll m ng"
ARTICLES = tuple((f" a {vowel}", f" an {vowel}") for vowel in "aeiou")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to write to; the address is below a reserved domain."""

    first: str
    last: str
    firm: str
    address: str


class Language:
    """Draws sentences, people and quoted threads from one random generator."""

    def __init__(self, rng: random.Random) -> None:
        self._draw = rng.random
        self._syllables = tuple(part.split() for part in (ONSETS, NUCLEI, CODAS))
        self._months = MONTHS.split()
        table = tomllib.loads(WORDS.read_text(encoding="utf-8"))
        lists = {name: _words(value) for name, value in table.items() if name != "frames"}
        lists["Name"] = [
            lists["first"][i % len(lists["first"])] + " " + self._name(2) for i in range(6000)
        ]
        lists["Place"] = [self._name(2) + ("ford", "ton", "by", "")[i % 4] for i in range(2000)]
        lists["Firm"] = [self._name(2) + (" Ltd", " & Sons", " GmbH")[i % 3] for i in range(4000)]
        lists["number"] = [str(n) for n in range(2, 400)]
        lists["amount"] = [f"{n},{n * 37 % 1000:03d}.{n * 7 % 100:02d}" for n in range(1, 900)]
        self._lists = lists
        self._frames = [
            [lists[p[1:-1]] if p.startswith("{") else p for p in re.split(r"(\{\w+\})", frame) if p]
            for frame in table["frames"]
        ]
        self._asked = [self.paragraph(2 + i % 5) for i in range(3000)]

    def sentence(self) -> str:
        draw = self._draw
        frame = self._frames[int(draw() * len(self._frames))]
        said = "".join(p if isinstance(p, str) else p[int(draw() * len(p))] for p in frame)
        for wrong, right in ARTICLES:
            said = said.replace(wrong, right)
        return said[0].upper() + said[1:]

    def paragraph(self, sentences: int) -> str:
        return " ".join([self.sentence() for _ in range(sentences)])

    def title(self) -> str:
        return f"{self._one('adjective')} {self._one('noun')}, {self._one('Place')}".capitalize()

    def month(self) -> str:
        return self._months[int(self._draw() * 12)]

    def amount(self) -> str:
        return self._one("amount")

    def person(self) -> Person:
        """Return somebody; 40 in 100 write from one of twenty public mail providers."""
        first = self._one("first")
        last = self._one("Name").split()[1]
        firm = self._one("Firm")
        domain = (
            f"mail{int(self._draw() * 20)}.example.net"
            if self._draw() < 0.4
            else _ascii(firm).split()[0] + ".example"
        )
        local = f"{_ascii(first)}.{_ascii(last)}{int(self._draw() * 1000)}"
        return Person(first, last, firm, f"{local}@{domain}")

    def thread(self, person: Person, owner: str, sent_at: float, depth: int) -> str:
        """Return the thread that an answer quotes: what was asked, above what that answered."""
        text = ""
        for level in range(depth):
            at = datetime.fromtimestamp(sent_at - (depth - level) * 40_000, UTC)
            asked = self._asked[int(self._draw() * len(self._asked))]
            theirs = (depth - level) % 2 == 1  # the latest is what the answer is to
            who = f"{person.first} {person.last} <{person.address}>" if theirs else owner
            head = f"On {at:%a, %d %b %Y at %H:%M}, {who} wrote:"
            below = "\n>\n" + "\n".join("> " + line for line in text.split("\n")) if text else ""
            text = head + "\n\n" + "\n".join("> " + line for line in _wrapped(asked)) + below
        return text

    def _one(self, name: str) -> str:
        words = self._lists[name]
        return words[int(self._draw() * len(words))]

    def _name(self, syllables: int) -> str:
        parts = self._syllables * syllables
        return "".join(part[int(self._draw() * len(part))] for part in parts).capitalize()


def _words(text: str) -> list[str]:
    parts = text.replace("\n", " ").split("|") if "|" in text else text.split()
    return [part.strip() for part in parts]


def _ascii(text: str) -> str:
    small = text.lower().replace("ł", "l").replace("š", "s")
    return small.replace("ö", "o").replace("é", "e")


def _wrapped(text: str) -> list[str]:
    """Wrap at 72; textwrap takes twenty times as long."""
    lines = []
    while len(text) > 72:
        cut = text.rfind(" ", 0, 73)
        lines.append(text[:cut])
        text = text[cut + 1 :]
    return [*lines, text]
