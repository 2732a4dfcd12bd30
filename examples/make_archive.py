"""Write the example archive, ``sent.mbox``, and the answers to it, ``answers.jsonl``.

Everything in it is invented; the words stand in ``story/``. The same bytes at every run, with
the standard library only: ``python examples/make_archive.py [FOLDER]``.
"""

from __future__ import annotations

import json
import random
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from mail_bytes import Draft, mail_bytes, mbox_entry
from odd_mail import odd_entries
from quoting import quoted

STORY = Path(__file__).resolve().parent / "story"
SEED = 1983  # the year the shop opened
FOOTER = """\
Tidewick Cleaners, 14 Quillet Street, Marlbeck MB4 2QS, telephone 01632 960118
Open Monday to Friday 7.30 to 18.30, Saturday 8.30 to 14.00
This message and anything attached to it is meant only for the person it is addressed to.
If it reached you by mistake, please tell us and delete it; please do not pass it on, copy it
or rely on what it says."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One mail of the archive and what is true of it."""

    draft: Draft
    group: str
    relation: str
    allowed: tuple[str, ...]
    part: str = ""

    def answer(self) -> dict[str, object]:
        said: dict[str, object] = {
            "message_id": self.draft.message_id,
            "group": self.group,
            "relation": self.relation,
            "allowed": list(self.allowed),
        }
        return said | ({"part": self.part} if self.part else {})


class Clock:
    """Gives working hours on working days, from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def at(self, day: date) -> datetime:
        while day.weekday() == 6:  # the shop is shut on Sundays
            day += timedelta(days=1)
        minute = 7 * 60 + 35 + int(self._random.random() * 600)
        summer = date(day.year, 3, 30) <= day <= date(day.year, 10, 25)
        zone = timezone(timedelta(hours=1)) if summer else UTC
        second = int(self._random.random() * 60)
        return datetime(
            day.year, day.month, day.day, minute // 60, minute % 60, second, tzinfo=zone
        )


def main() -> None:
    """Write both files into the folder named, or beside this script."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    entries = sorted(all_entries(), key=lambda entry: entry.draft.sent_at)
    stored = [(e.draft.sent_at, mbox_entry(mail_bytes(e.draft), e.draft.sent_at)) for e in entries]
    twice = next(e for e in entries if e.group == "card-en")
    stored.append((twice.draft.sent_at + timedelta(days=40), stored[entries.index(twice)][1]))
    odd = odd_entries(FOOTER)
    stored += [(o.stored_at, o.entry) for o in odd]
    stored.sort(key=lambda pair: pair[0])
    (folder / "sent.mbox").write_bytes(b"".join(entry for _, entry in stored))
    answers = [e.answer() for e in entries] + [o.answer for o in odd if o.answer]
    lines = (json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    (folder / "answers.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")


def all_entries() -> Iterator[Entry]:
    """Every mail that the owner wrote to somebody, story by story."""
    clock = Clock(SEED)
    yield from honest(clock)
    yield from cards(clock)
    yield from sales(clock)
    yield from support(clock)
    yield from merges(clock)


def honest(clock: Clock) -> Iterator[Entry]:
    for name in ("honest_english", "honest_other"):
        for number, mail in enumerate(_story(name)["mail"]):
            sent_at = clock.at(date.fromisoformat(mail["date"]))
            text = mail["text"].strip("\n") + "\n\n" + mail.get("sign", "Best wishes,\nNora")
            client = {"gmail": "gmail_en", "outlook": "outlook_en"}.get(mail.get("quote", ""), "")
            yield Entry(
                _answer_to(mail, text, client, sent_at, footer=_footer(number)),
                "honest",
                "none",
                ("none",),
            )


def cards(clock: Clock) -> Iterator[Entry]:
    for order, card in enumerate(_story("cards")["card"]):
        day = date(2025, 1, 10) + timedelta(days=3 * order)
        step = 400 // len(card["people"])
        for number, (to, name, garment) in enumerate(card["people"]):
            draft = Draft(
                to=to,
                subject=card["subject"].format(name=name),
                text=card["text"].strip("\n").format(name=name, garment=garment),
                sent_at=clock.at(day + timedelta(days=step * number)),
                footer=_footer(number + order),
                shape="alternative" if number % 4 == 1 else "plain",
                transfer=("8bit", "quoted-printable", "8bit", "base64")[(number + order) % 4],
            )
            yield Entry(draft, f"card-{card['language']}", "template", ("template", "verbatim"))


def sales(clock: Clock) -> Iterator[Entry]:
    story = _story("sales")
    versions = [list(story["sentences"])]
    for sentence, words in story["changes"]:
        versions.append([*versions[-1]])
        versions[-1][sentence] = words
    sent_in = [month for month, *_ in story["people"]]
    year, first = map(int, story["first_month"].split("-"))
    for number, (month, to, name, company) in enumerate(story["people"]):
        v = [s.format(company=company) for s in versions[month]]
        body = f"Dear {name},\n\n{' '.join(v[:4])}\n\n{' '.join(v[4:8])}\n\n{' '.join(v[8:])}"
        first_of_month = date(year + (first - 1 + month) // 12, (first - 1 + month) % 12 + 1, 1)
        draft = Draft(
            to=to,
            subject=story["subject"].format(company=company),
            text=body + "\n\nKind regards,\nNora Tidewick",
            sent_at=clock.at(first_of_month + timedelta(days=1 + number % 3)),
            footer=_footer(0),
            shape="alternative",
            transfer="quoted-printable",
        )
        alone = sent_in.count(month) == 1
        relation, other = ("near", "template") if alone else ("template", "near")
        yield Entry(draft, "sales", relation, (relation, other), part=f"{first_of_month:%Y-%m}")


def support(clock: Clock) -> Iterator[Entry]:
    story = _story("support")
    for number, reply in enumerate(story["reply"]):
        sent_at = clock.at(date.fromisoformat(reply["date"]))
        name = reply["to"].split(" <")[0]
        known = [story["paragraphs"][part] for part in reply["parts"]]
        text = "\n\n".join([f"Dear {name},", known[0], reply["sentence"], known[1]])
        signed = text + "\n\nKind regards,\nNora Tidewick"
        yield Entry(
            _answer_to(reply, signed, reply["client"], sent_at, footer=_footer(number)),
            "support",
            "none",
            ("none", "excerpt", "near"),
            part="+".join(reply["parts"]),
        )


def merges(clock: Clock) -> Iterator[Entry]:
    story = _story("merges")
    yield from _plain_merge(story, "spring", "near", ("near", "template", "excerpt"), clock)
    yield from _plain_merge(story, "linen", "template", ("template", "verbatim"), clock)
    yield from _plain_merge(story, "closing", "verbatim", ("verbatim",), clock)
    yield from _plain_merge(story, "reminder", "none", ("none",), clock)
    notes = story["short"]
    day = date.fromisoformat(notes["start"])
    for number, (to, which, asked) in enumerate(notes["people"]):
        mail = {"to": to, "subject": "Re: your note", "asked": asked}
        sent_at = clock.at(day + timedelta(days=33 * number))
        text = notes["texts"][which] + "\n\nBest wishes,\nNora"
        draft = _answer_to(mail, text, "gmail_en", sent_at, footer=_footer(0))
        yield Entry(draft, f"short-{which + 1}", "short", ("verbatim", "template"))


def _plain_merge(
    story: dict[str, Any], group: str, relation: str, allowed: tuple[str, ...], clock: Clock
) -> Iterator[Entry]:
    merge = story[group]
    day = date.fromisoformat(merge["start"])
    keys = ("name", "line" if group == "spring" else "company")
    for number, (to, *values) in enumerate(merge["people"]):
        fields = dict(zip(keys, values, strict=False))
        days = 4 * number if group == "reminder" else number // 4
        preheader = merge.get("preheader", "")
        draft = Draft(
            to=to,
            subject=merge["subject"].format(**fields),
            text=merge["text"].strip("\n").format(**fields),
            sent_at=clock.at(day + timedelta(days=days)),
            footer=_footer(0),
            shape="html" if preheader else "plain",
            transfer="quoted-printable" if preheader else "8bit",
            preheader=preheader,
        )
        yield Entry(draft, group, relation, allowed)


def _answer_to(
    mail: dict[str, Any], text: str, client: str, sent_at: datetime, footer: str
) -> Draft:
    """Draft a mail; where it answers one, the quotation stands below the footer, as in life."""
    asked_id = ""
    if client:
        asked_at = sent_at - timedelta(hours=17, minutes=17)
        quote = quoted(client, mail["asked"], mail["to"], asked_at, mail["subject"])
        text, footer = f"{text}\n\n{footer}\n\n{quote}", ""
        domain = mail["to"].split("@")[1].strip(">")
        asked_id = f"<{asked_at:%Y%m%d%H%M%S}.{len(mail['asked']):04d}@{domain}>"
    return Draft(
        to=mail["to"],
        subject=mail["subject"] if not client else "Re: " + mail["subject"].removeprefix("Re: "),
        text=text,
        sent_at=sent_at,
        footer=footer,
        charset=mail.get("charset", "utf-8"),
        transfer=mail.get("transfer", "8bit"),
        answers=asked_id,
    )


def _footer(number: int) -> str:
    """The shop's footer: the desktop program sets the signature mark above it, the tablet not."""
    return ("-- \n" if number % 2 == 0 else "") + FOOTER


def _story(name: str) -> dict[str, Any]:
    return tomllib.loads((STORY / f"{name}.toml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
