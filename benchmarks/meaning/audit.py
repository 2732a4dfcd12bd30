"""What an audit with meaning costs, stage by stage, and how much of it the model takes.

    python -m benchmarks.meaning.audit                     # a made archive of 10,000 mails
    python -m benchmarks.meaning.audit --archive Sent.mbox

Each distinct sentence is encoded once; in the made archive (benchmarks/archive.py) no sentence
that somebody wrote himself stands twice, so it has as many as there can be. Seconds of the
processor (all threads, user and system) stand beside those of the clock, since machines are shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time

from api.archives import open_archives
from api.audit import AuditRequest, audit
from benchmarks.audit import archive_of, archive_options
from dedupe import EncodedSoFar, Encoder, Vectors
from index import open_encoder


@dataclass(slots=True)
class Spent:
    """Seconds of the clock and of the processor."""

    wall: float = 0.0
    cpu: float = 0.0


@dataclass(slots=True)
class TimedEncoder:
    """An encoder that counts what it encodes, and what that takes."""

    inner: Encoder
    texts: int = 0
    spent: Spent = field(default_factory=Spent)

    @property
    def model(self) -> str:
        return self.inner.model

    @property
    def dimension(self) -> int:
        return self.inner.dimension

    @property
    def digest(self) -> str:
        return self.inner.digest

    def encode(self, texts: Sequence[str], update: EncodedSoFar = lambda done, of: None) -> Vectors:
        wall, cpu = perf_counter(), process_time()
        made = self.inner.encode(texts, update)
        self.spent.wall += perf_counter() - wall
        self.spent.cpu += process_time() - cpu
        self.texts += len(texts)
        return made


class Stages:
    """Hears the audit's progress; adds up what each stage took."""

    def __init__(self) -> None:
        self.spent: dict[str, Spent] = {}
        self._name, self._wall, self._cpu = "reading", perf_counter(), process_time()

    def __call__(self, done_bytes: int, messages: int, stage: str) -> None:
        if stage != self._name:
            self.finish(stage)

    def finish(self, following: str = "") -> None:
        wall, cpu = perf_counter(), process_time()
        spent = self.spent.setdefault(self._name, Spent())
        spent.wall += wall - self._wall
        spent.cpu += cpu - self._cpu
        self._name, self._wall, self._cpu = following, wall, cpu


def measure(path: Path, sender: str, encoder: TimedEncoder) -> tuple[Stages, str]:
    """Audit an archive; return what its stages took, and what was found in a line."""
    encoder.encode(["Thank you."])  # loads the model: once a process, told by `samenote model`
    encoder.texts, encoder.spent = 0, Spent()
    stages = Stages()
    request = AuditRequest((str(path),), senders=(sender,) if sender else ())
    with open_archives([str(path)]) as opened:
        found = audit(request, opened.archives, opened.skipped, stages, encoder)
    stages.finish()
    reworded = sum(note.relation == "reworded" for note in found.notes)
    said = f"{found.messages:,} messages, {found.audited:,} judged, {reworded:,} reworded"
    return stages, said


def table(stages: Stages, encoder: TimedEncoder) -> str:
    """Return the stages as a Markdown table, the model's part of the reading told apart."""
    lines = ["| stage | seconds | processor seconds |", "|---|--:|--:|"]
    rows = [*stages.spent.items(), ("of which: the model", encoder.spent)]
    rows.append(
        (
            "whole audit",
            Spent(
                sum(spent.wall for spent in stages.spent.values()),
                sum(spent.cpu for spent in stages.spent.values()),
            ),
        )
    )
    lines += [f"| {name} | {spent.wall:,.1f} | {spent.cpu:,.1f} |" for name, spent in rows]
    return "\n".join(lines)


def main() -> None:
    given = archive_options(__doc__).parse_args()
    encoder = TimedEncoder(open_encoder())
    with archive_of(given) as (path, sender):
        warm_up(encoder)
        stages, said = measure(path, sender, encoder)
    rate = encoder.texts / max(encoder.spent.wall, 1e-9)
    print(f"{said}; {encoder.texts:,} distinct sentences, {rate:,.0f}/s\n")
    print(table(stages, encoder))


def warm_up(encoder: TimedEncoder) -> None:
    """Compile what is not compiled yet, so that no stage pays for it."""
    example = Path(__file__).resolve().parents[2] / "examples" / "sent.mbox"
    if example.exists():
        measure(example, "", encoder)


if __name__ == "__main__":
    main()
