"""Make a sent-mail archive of any size, the same for the same seed: what an audit is timed on.

``python benchmarks/archive.py --messages 84000 --out sent.mbox`` writes about 600 MB. The mixture
is that of a company: 40 % merges, in families of 10 to 5,000; 60 % single mails, most of them
answers with what they answer quoted below. All in English and invented; languages and hostile
input are other benchmarks' business. ``--labels`` also writes each Message-ID's family.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # run as a script or by import

from archive_mail import Post, Writer
from archive_text import Language

MERGED = 0.4
OWN_LINE = 0.2  # of the merges: one sentence in each mail is written for its reader
SMALLEST_FAMILY, LARGEST_FAMILY = 10, 5000
START = datetime(2024, 1, 1, 6, tzinfo=UTC).timestamp()
SPAN = 2 * 365 * 86400.0


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge: what everybody gets, with places for what is put in."""

    number: int
    subject: str
    paragraphs: tuple[str, ...]
    sender: int
    with_own_line: bool


def archive(messages: int, seed: int, senders: int) -> Iterator[tuple[bytes, str, str]]:
    """Yield mbox entry, Message-ID and family ("" for a single mail), in the order of time."""
    rng = random.Random(seed)
    language = Language(rng)
    writer = Writer(rng, language, senders)
    merges: dict[int, Merge] = {}
    for sent_at, family in _plan(messages, rng):
        if family < 0:
            post = _single(writer, language, rng, sent_at)
            label = ""
        else:
            if family not in merges:
                merges[family] = _new_merge(family, language, rng, senders)
            post = _merged(merges[family], language, rng, sent_at)
            label = f"merge-{family}"
        entry, message_id = writer.entry(post)
        yield entry, message_id, label


def _plan(messages: int, rng: random.Random) -> list[tuple[float, int]]:
    """Return (time, family) of every mail; a family goes out within two days, -1 is a single."""
    plan: list[tuple[float, int]] = []
    wanted = round(messages * MERGED)
    low, high = math.log(SMALLEST_FAMILY), math.log(LARGEST_FAMILY)
    family = 0
    while len(plan) < wanted:
        size = min(round(math.exp(low + rng.random() * (high - low))), wanted - len(plan))
        begun = START + rng.random() * SPAN
        plan += [(begun + rng.random() * 2 * 86400, family) for _ in range(size)]
        family += 1
    plan += [(START + rng.random() * SPAN, -1) for _ in range(messages - len(plan))]
    plan.sort()
    return plan


def _new_merge(number: int, language: Language, rng: random.Random, senders: int) -> Merge:
    paragraphs = [language.paragraph(2 + int(rng.random() * 4)) for _ in range(4)]
    # From none to four values a mail besides the greeting: a company, a date, an amount, a number.
    slots = [" This concerns {firm}.", " Our offer stands until {day}.", " That makes {amount}."]
    for slot in slots[: int(rng.random() * 4)]:
        paragraphs[int(rng.random() * 4)] += slot
    subject = language.title() + (" for {firm}" if rng.random() < 0.5 else "")
    sender = int(rng.random() * senders)
    return Merge(number, subject, tuple(paragraphs), sender, rng.random() < OWN_LINE)


def _merged(merge: Merge, language: Language, rng: random.Random, sent_at: float) -> Post:
    person = language.person()
    values = {
        "firm": person.firm,
        "day": f"{1 + int(rng.random() * 28)} {language.month()}",
        "amount": language.amount(),
    }
    body = [paragraph.format(**values) for paragraph in merge.paragraphs]
    if merge.with_own_line:
        body.insert(0, language.sentence())
    return Post(
        to=person,
        sender=merge.sender,
        sent_at=sent_at,
        subject=merge.subject.format(**values),
        paragraphs=(f"Dear {person.first},", *body),
        quoted="",
        shape="marketing",
    )


def _single(writer: Writer, language: Language, rng: random.Random, sent_at: float) -> Post:
    person = language.person()
    sender = int(rng.random() * len(writer.owners))
    length = 1 + int(rng.random() ** 2 * 8)  # many short mails, few long ones
    body = tuple(language.paragraph(1 + int(rng.random() * 5)) for _ in range(length))
    quoted = ""
    if rng.random() < 0.7:
        depth = 1 + int(rng.random() * 4)
        quoted = language.thread(person, writer.owners[sender], sent_at, depth)
    return Post(
        to=person,
        sender=sender,
        sent_at=sent_at,
        subject=("Re: " if quoted else "") + language.title(),
        paragraphs=(f"{'Hi' if rng.random() < 0.5 else 'Dear'} {person.first},", *body),
        quoted=quoted,
        shape="office" if rng.random() < 0.55 else "plain",
    )


def main() -> None:
    """Write the archive and say how large it is and how long that took."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--messages", type=int, default=84_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--senders", type=int, default=12, help="people who send, one domain")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--labels", type=Path, help="also write Message-ID, tab, family")
    options = parser.parse_args()
    begun = time.perf_counter()
    size = 0
    labels = options.labels.open("w", encoding="utf-8") if options.labels else nullcontext()
    with options.out.open("wb", buffering=1 << 20) as out, labels as label_file:
        for entry, message_id, family in archive(options.messages, options.seed, options.senders):
            size += out.write(entry)
            if label_file:
                label_file.write(f"{message_id}\t{family}\n")
    seconds = time.perf_counter() - begun
    print(f"{options.messages} messages, {size / 1e6:.0f} MB, {seconds:.1f} s: {options.out}")


if __name__ == "__main__":
    main()
