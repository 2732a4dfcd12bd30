"""How fast a copy check is, stage by stage, on an invented repository.

    python benchmarks/copy_check.py                        # 1,000 files, 10 MB, of every format
    python benchmarks/copy_check.py --only md --files 500  # one format alone
    python benchmarks/copy_check.py --keep FOLDER          # leave the files there to look at

The files are made with a fixed seed: mail templates in HTML with the styles that such files
carry, Markdown pages, text mails, and locale files in three languages; of every twenty paragraphs
one is pasted from elsewhere. Prints seconds a stage, in this process, and then of the command
from start to end, with compiled code kept (warm).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)

from api.compiled_cache import use_own_cache  # noqa: E402

use_own_cache()

from api.copy.check import CopyRequest, check_copy  # noqa: E402

#: Share of the files of each kind.
KINDS = {"html": 0.45, "md": 0.25, "txt": 0.15, "yml": 0.1, "json": 0.05}
LOCALES = ("en", "de", "pl")
STYLE = "td.cell{padding:0 12px;font-family:Helvetica,Arial,sans-serif;color:#333333}\n" * 60


SYLLABLES = ("b br c d f fl g h j k l m n p r s st t v w", "a e ea i o oo u", "x l n nd r s t")


class Language:
    """Draws sentences of invented words, so that no two are alike unless one was pasted."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._words = ["".join(self._syllable() for _ in range(n)) for n in (1, 2, 2, 3) * 1500]

    def _syllable(self) -> str:
        return "".join(self._draw.choice(part.split()) for part in SYLLABLES)

    def sentence(self) -> str:
        # Short words come up more often, as in every language.
        places = (int(len(self._words) * self._draw.random() ** 2) for _ in range(12))
        return " ".join(self._words[place] for place in places).capitalize() + "."

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def title(self) -> str:
        return " ".join(self._draw.choice(self._words) for _ in range(4)).title()


class Tree:
    """Writes an invented repository of marketing copy."""

    def __init__(self, seed: int, size: int) -> None:
        """``size`` is the bytes of one file, roughly."""
        self._random = random.Random(seed)
        self._language = Language(self._random)
        self._size = size
        self._pasted = [self._language.paragraph(3) for _ in range(40)]

    def write(self, folder: Path, counts: dict[str, int]) -> None:
        for kind, count in counts.items():
            for number in range(count):
                text = "".join(self._file(kind, number))
                path = folder / self._name(kind, number)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def _name(self, kind: str, number: int) -> str:
        if kind in ("yml", "json"):
            locale = LOCALES[number % len(LOCALES)]
            return f"locales/{number // len(LOCALES)}/{locale}.{kind}"
        return f"{kind}/{number // 50}/{number}.{kind}"

    def _paragraphs(self, size: int) -> Iterator[str]:
        while size > 0:
            if self._random.random() < 0.05:
                text = self._random.choice(self._pasted)
            else:
                text = self._language.paragraph(self._random.randint(1, 4))
            yield text
            size -= len(text)

    def _file(self, kind: str, number: int) -> Iterator[str]:
        title = self._language.title()
        if kind == "html":
            yield f"<!doctype html><html><head><title>{title}</title><style>{STYLE}</style></head>"
            yield '<body><span class="preheader">' + self._language.sentence() + "</span><table>"
            # Of a mail template a third is text at most; the rest is styles and tables.
            for text in self._paragraphs((self._size - len(STYLE)) // 3):
                yield (
                    '\n<tr><td class="cell" align="left" style="padding:0 12px;line-height:24px">'
                    f'<p style="margin:0 0 16px">Hi {{{{ first_name }}}}, {text}</p>\n'
                    '<a class="button" href="https://example.com/go?a=1&amp;b=2">Read more</a>'
                    "</td></tr>"
                )
            yield "</table></body></html>\n"
        elif kind == "md":
            yield f"---\nlayout: page\n---\n\n# {title}\n\n"
            for text in self._paragraphs(self._size):
                yield f"{text} See [the page](https://example.com) for **more**.\n\n- {title}\n\n"
        elif kind == "txt":
            yield f"Subject: {title}\n\nHello {{{{ name }}}},\n\n"
            for text in self._paragraphs(self._size):
                yield text + "\n\n"
        else:
            yield from self._strings(kind, number)

    def _strings(self, kind: str, number: int) -> Iterator[str]:
        texts = {f"key_{n}": text for n, text in enumerate(self._paragraphs(self._size))}
        if kind == "json":
            yield json.dumps({"page": texts}, indent=2)
            return
        yield f"{LOCALES[number % len(LOCALES)]}:\n  page:\n"
        for key, text in texts.items():
            yield f"    {key}: {json.dumps(text)}\n"


class Stopwatch:
    """Hears the check's progress and notes when each stage began."""

    def __init__(self) -> None:
        self._began, self._name = time.perf_counter(), "finding files"
        self.stages: list[tuple[str, float]] = []

    def __call__(self, done_bytes: int, messages: int, stage: str) -> None:
        if stage != self._name:
            self.finish(stage)

    def finish(self, following: str = "") -> None:
        now = time.perf_counter()
        self.stages.append((self._name, now - self._began))
        self._began, self._name = now, following


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--megabytes", type=float, default=10.0)
    parser.add_argument("--only", choices=sorted(KINDS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.keep or Path(folder)
        shares = {given.only: 1.0} if given.only else KINDS
        counts = {kind: round(given.files * share) for kind, share in shares.items()}
        Tree(7, int(given.megabytes * 1_000_000 / given.files)).write(place, counts)
        _report(place, given.workers)


def _report(place: Path, workers: int) -> None:
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    request = CopyRequest((place,), place, date(2026, 1, 1), workers=workers)
    check_copy(request, lambda *_: None)  # compiles what is not compiled yet
    watch = Stopwatch()
    outcome = check_copy(request, watch)
    watch.finish()
    report = outcome.report
    print(
        f"{report.files:,} files, {size / 1e6:.1f} MB, {report.units:,} units, {report.new:,} new"
    )
    for name, seconds in watch.stages:
        print(f"  {name:<16}{seconds:6.2f} s")
    for format_ in ("text", "json"):
        for workers_, said in ((workers, f"{workers} processes"), (1, "one process")):
            _time_command(place, format_, workers_, said)


def _time_command(place: Path, format_: str, workers: int, said: str) -> None:
    """Time the command from start to end, the best of three: others use the machine, too.

    Processor time is told for one process alone: what readers take is not counted to the command.
    """
    code = "from api.cli import program; program()"
    command = [
        sys.executable, "-c", code, "copy", str(place), f"--format={format_}=/dev/null",
        f"--workers={workers}",
    ]  # fmt: skip
    # As installed: with modules compiled to byte code.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    walls, processors = [], []
    for _ in range(3):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, cwd=ROOT, env=environment, check=False, stdout=subprocess.DEVNULL)
        walls.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processors.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    told = f", {min(processors):.2f} s of processor" if workers == 1 else ""
    print(f"  the command, {format_}, {said}: {min(walls):.2f} s{told}")


if __name__ == "__main__":
    main()
