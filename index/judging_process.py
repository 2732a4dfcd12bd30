"""Judging in a process of its own: the one that answers shares no lock and no interpreter with it.

A thread would take turns with those who ask at every step that is not compiled. What is judged goes
over in a file, and what was said comes back in one; both hold hashes and numbers, as a snapshot
does. The process can be ended at any moment: nothing is lost but its work.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dedupe import Families, Loose, Neighbourhood
from index.allocator import give_back_large_arrays
from index.array_file import mapped_arrays, read_header, write_arrays
from index.candidates import ClosedCollection
from index.common_text import CommonText
from index.few_pages import FewPages
from index.frequencies import Frequencies
from index.judging import judged_together
from index.messages import Messages
from index.remembered import Remembered
from index.segments import Segments
from index.snapshot import UNFINISHED, arrays_of, remembered_of
from index.temporary_files import TemporaryFiles
from index.word_marks import written_of

_MAGIC = b"samenote judging\n"

#: What is said of variants; the rest of a variant stays as it is.
_SAID = ("leader", "core", "relation", "score", "sizes", "rough")

#: How far the process stands back behind those that answer.
_NICE = 10


class JudgingFailedError(Exception):
    """The process ended without a judgement."""


def judged_in_a_process(
    known: Remembered, folder: Path | None, *, threads: int, begun: Callable[[BaseProcess], None]
) -> Remembered:
    """Return the memory with all variants judged together, in a process that ``begun`` hears of.

    Its files stand in ``folder``, a temporary one if None, and only their owner can read them.
    Raises JudgingFailedError where the process cannot be started, or ends otherwise.
    """
    files: list[Path] = []
    try:
        files += [_file_in(folder)]
        files += [_file_in(folder)]
        given, said = files
        with open(given, "wb") as out:
            write_arrays(out, _MAGIC, {"judged": known.judged}, dict(arrays_of(_bare(known))))
        process = get_context("spawn").Process(
            target=_judge, args=(str(given), str(said), threads), daemon=True, name="judging"
        )
        process.start()
        begun(process)
        process.join()
        if process.exitcode:
            raise JudgingFailedError(f"the judging process ended with {process.exitcode}")
        return _with_judgement(known, said)
    except (OSError, ValueError, RuntimeError, AssertionError) as error:
        # The last two: a process that may not start others.
        raise JudgingFailedError(str(error)) from error
    finally:
        for path in files:
            # Where a mapped file cannot be removed, `doctor --repair` does it later.
            with suppress(OSError):
                path.unlink()


def _file_in(folder: Path | None) -> Path:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix="judging-", suffix=UNFINISHED)
    os.close(handle)
    return Path(name)


def _bare(known: Remembered) -> Remembered:
    """Return what judging needs of a memory: words, and who got them when."""
    messages = replace(
        Messages.none(), rows=known.messages.rows, recipients=known.messages.recipients,
        people=known.messages.people,
    )  # fmt: skip
    variants = replace(known.variants, masked=Segments(), followers=Segments())
    return replace(
        known, variants=variants, messages=messages, keys=Segments(),
        common=CommonText.nothing(), frequencies=Frequencies(),
    )  # fmt: skip


def _judge(given: str, said: str, threads: int) -> None:
    """Judge a memory in a file and write what was said of it to another: what the process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked for it hears it, and ends it
    if hasattr(os, "nice"):
        os.nice(_NICE)
    give_back_large_arrays()
    header = read_header(Path(given), _MAGIC)
    bare = remembered_of(mapped_arrays(Path(given), header), 0, header["judged"])
    files = TemporaryFiles()
    with FewPages(files):
        judged = judged_together(bare, threads=threads, look_up=_WhileWanted(files))
    kept = {"variants.words.marks", *(f"variants.notes.{name}" for name in _SAID)}
    arrays = {
        name: values
        for name, values in arrays_of(judged)
        if name in kept or name.startswith(("keys.", "common.", "frequencies."))
    }
    with open(said, "wb") as out:
        write_arrays(out, _MAGIC, {"judged": judged.judged}, arrays)


class _WhileWanted(ClosedCollection):
    """Looks notes up while the process that asked for it is there; then it ends this one."""

    def neighbourhood(
        self, loose: Loose, most: npt.NDArray[np.int32], remembered: int
    ) -> Neighbourhood:
        asking = parent_process()
        if asking is not None and not asking.is_alive():
            raise SystemExit(1)
        return super().neighbourhood(loose, most, remembered)


def _with_judgement(known: Remembered, path: Path) -> Remembered:
    """Return the memory with what a file says of its variants."""
    header = read_header(path, _MAGIC)
    arrays = mapped_arrays(path, header)
    leader, core, relation, score, sizes, rough = (arrays[f"variants.notes.{n}"] for n in _SAID)
    rest = {name: values for name, values in arrays.items() if not name.startswith("variants.")}
    said = remembered_of({**dict(arrays_of(Remembered.nothing())), **rest}, 0, header["judged"])
    return replace(
        known,
        judged=header["judged"],
        variants=known.variants.judged_again(
            written_of(arrays["variants.words.marks"]),
            sizes,
            Families(leader, relation, score, core),
            rough,
        ),
        keys=said.keys,
        common=said.common,
        frequencies=said.frequencies,
    )
