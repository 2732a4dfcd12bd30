"""How long a check takes beside a text that went to very many.

    python benchmarks/audience.py                   # a mailing to 1,000, 10,000 and 100,000
    python benchmarks/audience.py --people 1000000  # minutes to build

Beside 5,000 other notes a memory holds one mailing to so many people, names only, and as large a
merge with a line of its own in each row (benchmarks/archive_text.py). Asked are the mailing once
more, two edits away, half of it with other sentences above, a further row of the merge, and a new
note; every verdict says how many people got what, and who of them could compare notes. Times are of
one process, as in benchmarks/check.py.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.archive_text import Language
from benchmarks.check import FIRST, letters, timed

if TYPE_CHECKING:
    from dedupe import Message

OTHERS = 5_000


def history_of(people: int, language: Language, mailing: str, merge: str) -> Iterator[Message]:
    """Yield the messages: other notes, the mailing, and the merge with a line in each row."""
    from dedupe import Message, Recipient

    def to(number: int) -> tuple[Recipient]:
        return (Recipient(address=f"p{number}@firm{number % 997}.example"),)

    rng = random.Random(people)
    for k, text in enumerate(islice(letters(random.Random(8), OTHERS), OTHERS)):
        yield Message(f"o{k}", text, to=to(people + k))
    for k in range(people):
        yield Message(f"a{k}", f"Dear {rng.choice(FIRST)},\n\n{mailing}", to=to(k))
    for k in range(people):
        line = language.sentence()
        yield Message(f"b{k}", f"Dear {rng.choice(FIRST)},\n\n{merge} {line}", to=to(k))


def measure(people: int, times: int) -> list[tuple[str, float, float]]:
    """Return what was asked, and the median and 99th percentile in milliseconds."""
    from api.checking import judge_call, prepare_call
    from dedupe import Message, Policy, Recipient
    from index import Filing, Remembered, filed

    language = Language(random.Random(3))
    mailing, merge = language.paragraph(5), language.paragraph(4)
    history = list(history_of(people, language, mailing, merge))
    filings = [Filing(k, message) for k, message in enumerate(history)]
    known = filed(Remembered.nothing(), filings, threads=2)
    me = (Recipient(address="me@firm5.example"),)

    def ask(text: str) -> object:
        return judge_call(
            known, prepare_call([Message("q", f"Dear Zed,\n\n{text}", to=me)]),
            lambda places: {p: history[p] for p in places}, separately=False, policy=Policy(),
        )  # fmt: skip

    asked = {
        "the mailing": lambda: mailing,
        "two edits away": lambda: f"{mailing.replace('the ', 'our ', 1)} Bye.",
        "half of it": lambda: f"{language.paragraph(3)} {mailing[: len(mailing) // 2]}",
        "a row of the merge": lambda: f"{merge} {language.sentence()}",
        "a new note": lambda: language.paragraph(5),
    }
    for text in asked.values():
        ask(text())
    return [
        (what, *timed(lambda text=text: ask(text()), times)[:2]) for what, text in asked.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, action="append", help="of a mailing; repeatable")
    parser.add_argument("--times", type=int, default=100, help="how often each thing is asked")
    given = parser.parse_args()
    print("| people | asked | p50, ms | p99, ms |\n|--:|---|--:|--:|")
    for people in given.people or [1_000, 10_000, 100_000]:
        for what, p50, p99 in measure(people, given.times):
            print(f"| {people:,} | {what} | {p50:,.1f} | {p99:,.1f} |", flush=True)


if __name__ == "__main__":
    from api.compiled_cache import use_own_cache

    use_own_cache()
    main()
