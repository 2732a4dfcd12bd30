"""Beside: all variants are judged together while the memory in use goes on answering and filing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

from index.filing import is_due
from index.judging_process import JudgingFailedError, judged_in_a_process
from index.remembered import Remembered

#: Takes the state with all its variants judged together.
Judged = Callable[[Remembered], None]


class JudgingBeside:
    """Judges a memory's states, one at a time, in a process that a thread of its own waits for.

    ``turn`` is held while one is judged: memories that share it are judged one after the other.
    """

    def __init__(self, folder: Path | None, turn: threading.Lock, *, threads: int = 1) -> None:
        self._folder = folder
        self._turn = turn
        self._threads = threads
        self._changing = threading.Lock()
        self._run: _Run | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._failed_at = 0
        self._fault = ""

    @property
    def under_way(self) -> bool:
        """Whether a state is being judged, or waits for its turn."""
        return self._run is not None

    @property
    def fault(self) -> str:
        """Why the last judging ended without a judgement; empty where it did not."""
        return self._fault

    def see_to(self, known: Remembered, judged: Judged) -> None:
        """Begin to judge a state if it is time, and none is being judged; ``judged`` takes it.

        After a judging that failed, as for want of memory, it is time again a quarter later.
        """
        if not is_due(known) or 4 * len(known.variants) < 5 * self._failed_at:
            return
        with self._changing:
            if self._closed or self._run is not None:
                return
            self._run = run = _Run(known, judged)
            self._thread = threading.Thread(
                target=self._work, args=(run,), daemon=True, name="judging"
            )
            self._thread.start()

    def drop(self) -> None:
        """Give up the judging under way: what it is about is no longer so."""
        with self._changing:
            if self._run is not None:
                self._run.drop()
                self._run = None

    def close(self) -> None:
        """Give up what is under way, wait until it has ended, and begin nothing any more."""
        with self._changing:
            self._closed = True
        self.drop()
        if self._thread is not None:
            self._thread.join()

    def _work(self, run: _Run) -> None:
        try:
            with self._turn:
                if not run.dropped:
                    run.judged(
                        judged_in_a_process(
                            run.known, self._folder, threads=self._threads, begun=run.begun
                        )
                    )
            self._fault, self._failed_at = "", 0
        except Exception as failed:
            if not run.dropped:
                self._fault, self._failed_at = str(failed), len(run.known.variants)
            if not isinstance(failed, JudgingFailedError):
                raise
        finally:
            with self._changing:
                if self._run is run:
                    self._run = None


class _Run:
    """One state on its way through a judging."""

    def __init__(self, known: Remembered, judged: Judged) -> None:
        self.known = known
        self.dropped = False
        self._take = judged
        self._changing = threading.Lock()
        self._process: BaseProcess | None = None

    def begun(self, process: BaseProcess) -> None:
        with self._changing:
            self._process = process
            if self.dropped:
                process.terminate()

    def judged(self, judged: Remembered) -> None:
        with self._changing:
            self._process = None
        if not self.dropped:
            self._take(judged)

    def drop(self) -> None:
        with self._changing:
            self.dropped = True
            if self._process is not None:
                self._process.terminate()
