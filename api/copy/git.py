"""What git knows: the files of a revision, and which lines changed since one."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dedupe import CannotJudgeError

_HUNK: Final = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_REGULAR: Final = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Blob:
    """A file as a revision holds it."""

    path: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines changed since a revision, by path: (first, last) of the lines as they are now.

    A file in ``whole`` is new or changed as a whole.
    """

    lines: Mapping[str, tuple[tuple[int, int], ...]]
    whole: frozenset[str]

    def touch(self, path: str, first: int, last: int) -> bool:
        """Say whether a change touches the lines from ``first`` to ``last`` of a file."""
        if path in self.whole:
            return True
        return any(start <= last and first <= stop for start, stop in self.lines.get(path, ()))


class Repository:
    """A git work tree, asked through the git command."""

    def __init__(self, root: Path) -> None:
        """``root`` is the folder that holds .git."""
        self._root = root

    def commit(self, ref: str) -> str:
        """Return the commit that a name stands for. Raises CannotJudgeError where none does."""
        if ref.startswith("-"):
            raise CannotJudgeError("is no name of a revision", where=ref)
        try:
            said = self._run("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        except _GitError:
            raise CannotJudgeError(
                "git knows no such revision", where=ref,
                do=f"Fetch it first: git fetch origin {ref} (a shallow clone holds one commit only:"
                " set fetch-depth: 0).",
            ) from None  # fmt: skip
        return said.decode().strip()

    def fork(self, commit: str) -> str:
        """Return the commit at which HEAD left the history of ``commit``; else itself."""
        try:
            return self._run("merge-base", commit, "HEAD").decode().strip()
        except _GitError:
            return commit

    def files(self, commit: str, folders: Sequence[str]) -> list[Blob]:
        """Return the regular files of a commit under some folders ("" for all of it)."""
        within = [] if "" in folders else ["--", *folders]
        listed = self._run("ls-tree", "-r", "-l", "-z", "--full-tree", commit, *within)
        return [blob for entry in listed.split(b"\0") if entry for blob in _blobs(entry)]

    def contents(self, blobs: Sequence[Blob]) -> Iterator[bytes]:
        """Yield the bytes of each blob, in order."""
        asked = "".join(f"{blob.name}\n" for blob in blobs).encode()
        said = self._run("cat-file", "--batch", given=asked)
        at = 0
        for _ in blobs:
            end = said.index(b"\n", at)
            size = int(said[at:end].rpartition(b" ")[2])
            yield said[end + 1 : end + 1 + size]
            at = end + 1 + size + 1

    def changes(self, commit: str) -> Changes:
        """Return what changed in the work tree since a commit; a moved file's lines did not."""
        diff = self._run(
            "-c", "core.quotePath=false", "diff", "-U0", "-M", "--no-color", "--no-ext-diff",
            "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", commit, "--",
        )  # fmt: skip
        new = self._run("ls-files", "-z", "--others", "--exclude-standard", "--full-name")
        untracked = frozenset(name.decode("utf-8", "surrogateescape") for name in new.split(b"\0"))
        return Changes(dict(_changed(diff)), untracked - {""})

    def _run(self, *arguments: str, given: bytes = b"") -> bytes:
        try:
            ran = subprocess.run(
                ["git", "-C", str(self._root), *arguments],
                input=given, capture_output=True, check=False,
            )  # fmt: skip
        except FileNotFoundError:
            raise CannotJudgeError(
                "git is not installed", do="Install it, or leave the option out."
            ) from None
        if ran.returncode:
            raise _GitError(ran.stderr.decode("utf-8", "replace").strip(), where="git")
        return ran.stdout


class _GitError(CannotJudgeError):
    """git refused; what it said is the message."""


def repository_root(start: Path) -> Path | None:
    """Return the folder upward from ``start`` that holds .git; None where there is none."""
    return next((f for f in (start, *start.parents) if (f / ".git").exists()), None)


def _blobs(entry: bytes) -> Iterator[Blob]:
    head, _, path = entry.partition(b"\t")
    mode, _, name, size = head.decode().split()
    if mode in _REGULAR:
        yield Blob(path.decode("utf-8", "surrogateescape"), name, int(size))


def _changed(diff: bytes) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    path, lines = "", list[tuple[int, int]]()
    for line in diff.split(b"\n"):
        if line.startswith(b"diff --git "):
            if path:
                yield path, tuple(lines)
            path, lines = "", []
        elif line.startswith(b"+++ ") and not lines:
            path = _unquoted(line[4:])
        elif found := _HUNK.match(line):
            first, count = int(found[1]), int(found[2] or 1)
            # Where lines were only taken out, the text on either side changed.
            lines.append((first, first + max(count, 1) - 1 + (count == 0)))
    if path:
        yield path, tuple(lines)


def _unquoted(name: bytes) -> str:
    name = name.rstrip(b"\t\r")
    if name.startswith(b'"'):
        name = name[1:-1].decode("unicode_escape").encode("latin-1", "replace")
    return (
        "" if name == b"/dev/null" else name.decode("utf-8", "surrogateescape").removeprefix("b/")
    )
