"""Where the time of an audit goes, step by step, beside what the machine could do at most.

    python benchmarks/stages.py                          # 10,000 made mails
    python benchmarks/stages.py --archive Sent.mbox

Every step is run by itself, in one process and (numpy's and numba's own apart) one thread, on what
the step before made, and takes CPU time; the least of two rounds counts. The limit is one pass over
the bytes of the archive in memory, eight at a time, by numpy. Steps that an audit takes twice
(first roughly, to learn which text is common, then on what is left) are both in their row.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from api.archives import Archive, Mail, open_archives
from api.audit import AuditRequest, audit
from api.reports.json_report import to_json
from benchmarks.audit import MEGABYTE, Stopwatch, archive_of, archive_options, warm_up
from dedupe import Loose, Message, Neighbourhood, Note, judge, words_of
from dedupe.masks import OwnText, find_masks_of
from dedupe.own_words import GivenText, own_words_of
from index import ClosedCollection, Collection, collector_paused
from index.candidates import LookUp

ROUNDS = 2
#: Bytes of a pass over memory that lies in no cache.
PASS_BYTES = 1 << 28

T = TypeVar("T")


class Spent:
    """CPU seconds of each step."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def on(self, step: str, run: Callable[[], T]) -> T:
        """Run a step and note what it took."""
        began = time.process_time()
        found = run()
        self.seconds[step] += time.process_time() - began
        return found


class TimedCollection(ClosedCollection):
    """Finds candidates as an audit does, and notes what keys and candidates took."""

    def __init__(self, spent: Spent) -> None:
        super().__init__()
        self._spent = spent

    def neighbourhood(
        self, loose: Loose, most: npt.NDArray[np.int32], remembered: int
    ) -> Neighbourhood:
        keys = Spent()
        keys.on("keys", lambda: LookUp.of(loose))
        found = self._spent.on(
            "candidates", lambda: ClosedCollection.neighbourhood(self, loose, most, remembered)
        )
        taken = keys.seconds["keys"]
        self._spent.seconds["sketches and look-up keys"] += taken
        left = self._spent.seconds["candidates"] - taken
        self._spent.seconds["candidates"] = max(0.0, left)  # of few notes it is all noise
        self._spent.seconds["twice"] += taken
        return found


def reading(archive: Archive, spent: Spent) -> Collection:
    """Take an archive's mails step by step to words."""
    collection = Collection()
    for chunk in archive.chunks():
        mails = spent.on("parsed", lambda chunk=chunk: list(archive.read(chunk)))
        messages = [mail.message for mail in mails if isinstance(mail, Mail)]
        notes = _notes(messages, spent)
        words = spent.on("words hashed", lambda notes=notes: words_of(notes))
        spent.on("variants collected", lambda words=words: collection.add(words))
    return collection


def _notes(messages: Sequence[Message], spent: Spent) -> list[Note]:
    given = [GivenText(m.text, m.quoted, m.sender_name) for m in messages]
    found = spent.on("own words", lambda: own_words_of(given))
    texts = [
        OwnText(message.text, own.spans, message.to, message.sender_name, message.fields)
        for message, own in zip(messages, found, strict=True)
    ]
    masks = spent.on("masks", lambda: find_masks_of(texts))
    return [
        Note(message, own.spans, known, own.kept_whole, own.signed_at)
        for message, own, known in zip(messages, found, masks, strict=True)
    ]


def judging(collection: Collection, spent: Spent) -> None:
    """Judge all variants: keys, candidates, and the rest, which is comparing them."""
    words = collection.hand_over(np.arange(len(collection)))
    whole = Spent()
    found = whole.on("judge", lambda: judge(words, TimedCollection(spent), threads=1))
    steps = ("sketches and look-up keys", "candidates", "twice")
    spent.seconds["common text, comparison, families"] = whole.seconds["judge"] - sum(
        spent.seconds[step] for step in steps
    )
    del spent.seconds["twice"], found


def reporting(path: Path, sender: str, spent: Spent) -> None:
    """Audit the whole archive in one process; note what verdicts, findings and JSON take."""
    watch = Stopwatch()
    request = AuditRequest((str(path),), senders=(sender,) if sender else (), workers=1)
    with open_archives([str(path)]) as opened:
        findings = audit(request, opened.archives, opened.skipped, watch)
    watch.finish()
    spent.seconds["verdicts, findings, examples read again"] = watch.stages[-1].cpu
    spent.on("JSON written", lambda: sum(map(len, to_json(findings))))


def limits(path: Path, spent: Spent) -> float:
    """Read the file, and pass over as many bytes in memory; return their megabytes."""
    size = 0

    def read() -> None:
        nonlocal size
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                size += len(block)

    spent.on("bytes read from the file", read)
    memory = np.ones(PASS_BYTES // 8, np.uint64)
    spent.on("pass", lambda: int(memory.sum()))
    spent.seconds["one pass over memory (the limit)"] = (
        spent.seconds.pop("pass") * size / PASS_BYTES
    )
    return size / MEGABYTE


def measured(path: Path, sender: str) -> tuple[dict[str, float], float]:
    """Return the CPU seconds of every step, the least of some rounds, and the megabytes."""
    least: dict[str, float] = {}
    size = 0.0
    for _ in range(ROUNDS):
        spent = Spent()
        with collector_paused():
            size = limits(path, spent)
            with open_archives([str(path)]) as opened:
                judging(reading(opened.archives[0], spent), spent)
            reporting(path, sender, spent)
        for step, seconds in spent.seconds.items():
            least[step] = min(seconds, least.get(step, seconds))
    return least, size


def table(steps: dict[str, float], size: float) -> str:
    """Return the steps as a Markdown table, in the order in which they are taken."""
    limit = steps["one pass over memory (the limit)"]
    lines = ["| step | CPU s | MB/s | times the limit's seconds |", "|---|--:|--:|--:|"]
    first = ("one pass over memory (the limit)", "bytes read from the file")
    order = (*first, *(step for step in steps if step not in first))
    lines += [
        f"| {step} | {steps[step]:.3f} | {size / max(steps[step], 1e-9):,.0f} "
        f"| {steps[step] / limit:,.0f} |"
        for step in order
    ]
    whole = sum(steps.values()) - limit
    lines.append(f"| all | {whole:.3f} | {size / whole:,.1f} | {whole / limit:,.0f} |")
    return "\n".join(lines)


def main() -> None:
    given = archive_options(__doc__).parse_args()
    with archive_of(given) as (path, sender):
        warm_up(path, sender)
        steps, size = measured(path, sender)
    print(f"{size:,.0f} MB\n\n{table(steps, size)}")


if __name__ == "__main__":
    main()
