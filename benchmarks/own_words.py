"""Score own words on mails with expected own words beside them, and time them.

    python benchmarks/own_words.py [DATA] [--show NAME ...] [--archive FILE]

DATA is the folder that holds ``fixtures/`` (default: ``../shared/data`` beside the checkout).
Without it only the timing runs, on an invented mail. A mail counts as right when the kept spans,
joined by a line end, equal the expected text after every run of white space is made one space.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dedupe.own_words import OwnWords, own_words

MAIL = (
    "Hi Maria,\n\nthank you for the coats you brought in last week. The lining of the blue was\n"
    "torn at the pocket: so we have sewn it: please look whether the colour of the thread suits\n"
    "you, we have two others. The stain on the collar came out at the second try.\n\n"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One mail, its expected own words, and the own words found."""

    name: str
    text: str
    expected: str
    found: OwnWords

    @property
    def kept(self) -> str:
        return "\n".join(self.text[a:b] for a, b in self.found.spans)

    @property
    def right(self) -> bool:
        return self.kept.split() == self.expected.split()


def trimmer_cases(data: Path) -> list[Case]:
    """Return the mails of discourse/email_reply_trimmer with their expected own words."""
    folder = data / "fixtures" / "email_reply_trimmer" / "test"
    cases = []
    for path in sorted((folder / "emails").glob("*.txt")):
        text = path.read_bytes().decode()
        expected = (folder / "trimmed" / path.name).read_bytes().decode()
        cases.append(Case(path.stem, text, expected, own_words(text)))
    return cases


def f1(case: Case) -> float:
    """Return the F1 of the words kept, as a bag of words."""
    kept, expected = case.kept.split(), case.expected.split()
    if not kept or not expected:
        return float(kept == expected)
    shared = sum(min(kept.count(w), expected.count(w)) for w in set(kept))
    return 2 * shared / (len(kept) + len(expected))


def print_score(cases: list[Case], show: Iterable[str]) -> None:
    right = [case for case in cases if case.right]
    near = [case for case in cases if f1(case) >= 0.9]
    print(f"email_reply_trimmer: {len(right)} of {len(cases)} exact, {len(near)} within F1 .9")
    for case in cases:
        if not case.right:
            print(f"  differs: {case.name} (F1 {f1(case):.2f})")
        if case.name in show:
            print(f"--- {case.name} kept:\n{case.kept}\n--- expected:\n{case.expected}\n---")


def milliseconds(text: str) -> float:
    """Return the median time of one call over at least 30 calls."""
    times = []
    for _ in range(30):
        began = time.perf_counter()
        own_words(text)
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def print_times(cases: list[Case]) -> None:
    plain = (MAIL * 14)[:3500]
    reply = plain[:1700] + "\n\nOn Mon, 3 May 2027 at 10:12, Ann <ann@example.com> wrote:\n"
    reply += "".join(f"> {line}\n" for line in plain[:1600].splitlines())
    signed = plain[:3200] + "\n\nBest regards,\nMaria Stone\nManager\n+44 20 7946 0000\n"
    for name, text in (("plain", plain), ("reply", reply), ("signed", signed)):
        print(f"{name}: {len(text)} characters, {milliseconds(text):.3f} ms")
    if cases:
        times = [milliseconds(case.text) for case in cases]
        lengths = statistics.median(len(case.text) for case in cases)
        print(f"fixture mails: median {lengths:.0f} characters, {statistics.median(times):.3f} ms")


def print_archive_times(path: Path) -> None:
    """Print the time of each of an archive's mails, read with the project's own readers."""
    from api.archives import Mail, open_archives

    texts = []
    with open_archives([str(path)]) as opened:
        for archive in opened.archives:
            for chunk in archive.chunks():
                mails = (entry for entry in archive.read(chunk) if isinstance(entry, Mail))
                texts += [(m.message.text, m.message.quoted, m.message.sender_name) for m in mails]
    began = time.process_time()
    for text, quoted, name in texts:
        own_words(text, quoted=quoted, sender_name=name)
    spent = 1000 * (time.process_time() - began) / max(1, len(texts))
    print(f"{path.name}: {len(texts)} mails, {spent:.3f} ms of processor time a mail")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    default = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    parser.add_argument("data", nargs="?", type=Path, default=default)
    parser.add_argument("--show", nargs="*", default=[])
    parser.add_argument("--archive", type=Path, help="also time the mails of this archive")
    options = parser.parse_args(arguments)
    cases = trimmer_cases(options.data)
    if cases:
        print_score(cases, options.show)
    else:
        print(f"no fixture mails under {options.data}: timing only")
    print_times(cases)
    if options.archive:
        print_archive_times(options.archive)


if __name__ == "__main__":
    main(sys.argv[1:])
