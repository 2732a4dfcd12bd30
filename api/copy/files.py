"""Finds the files to read: in folders what git does not ignore, of formats that hold copy."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from api.copy.findings import SkippedCopy
from api.copy.git import repository_root
from api.copy.readers.registry import format_of
from dedupe import CannotJudgeError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

#: Folders of tools, whether or not git ignores them; hidden ones are left out as well.
_NEVER: Final = frozenset(("node_modules", "__pycache__", "bower_components", "site-packages"))


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read. ``path`` is relative to the project, with forward slashes; ``told`` says
    that a person or the configuration names it as copy."""

    path: str
    size: int
    told: bool = False


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files to read, in order of path, and what will not be read."""

    root: Path
    folders: tuple[str, ...]
    files: tuple[FoundFile, ...]
    skipped: tuple[SkippedCopy, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """gitignore patterns of the configuration: files to leave out, and files of strings."""

    base: Path
    exclude: Sequence[str] = ()
    strings: Sequence[str] = ()


def project_root(paths: Sequence[Path], start: Path) -> Path:
    """Return the folder that places are told relative to.

    The repository that holds the paths, else the working directory if it holds them, else the
    folder that holds them all. ``paths`` and ``start`` are absolute.
    """
    together = Path(os.path.commonpath(paths)) if paths else start
    folder = together if together.is_dir() else together.parent
    if repository := repository_root(folder):
        return repository
    return start if folder == start or start in folder.parents else folder


class FileFinder:
    """Finds files under a project's root."""

    def __init__(
        self, root: Path, patterns: Patterns, largest: float, outputs: Sequence[Path] = ()
    ) -> None:
        """``largest`` is the size in bytes beyond which a file is not read; ``outputs`` are files
        that the check itself writes: what an earlier one left there is no copy."""
        self._root = root
        self._largest = largest
        self._rules = _Rules(root, patterns)
        self._outputs = frozenset(map(self._relative, outputs))
        self._files: dict[str, FoundFile] = {}
        self._skipped: list[SkippedCopy] = []

    def find(self, paths: Sequence[Path]) -> FoundFiles:
        """Return what there is at the paths. Raises CannotJudgeError where there is nothing."""
        folders = []
        for path in paths:
            if not path.exists() and not path.is_symlink():
                raise CannotJudgeError("there is no such file or folder", where=str(path))
            folders.append(self._relative(path))
            if path.is_dir():
                self._walk(path)
            else:
                self._take(path, named=True)
        files = tuple(self._files[path] for path in sorted(self._files))
        return FoundFiles(self._root, tuple(folders), files, tuple(self._skipped))

    def wanted(self, path: str, size: int) -> bool:
        """Say whether a file that git holds, known by path and size, is to be read."""
        if size > self._largest or path in self._outputs or self._rules.excluded(path):
            return False
        folders = path.split("/")[:-1]
        if any(folder in _NEVER or folder.startswith(".") for folder in folders):
            return False
        return format_of(path, named=self.told(path)) is not None

    def told(self, path: str) -> bool:
        """Say whether the configuration names a file as one of strings."""
        return self._rules.strings(path)

    def _relative(self, path: Path) -> str:
        relative = os.path.relpath(path, self._root).replace(os.sep, "/")
        return "" if relative == "." else relative

    def _walk(self, folder: Path) -> None:
        pending = [folder]
        while pending:
            here = pending.pop()
            try:
                entries = sorted(os.scandir(here), key=lambda entry: entry.name)
            except OSError as error:
                self._skip(here, f"could not be opened: {error.strerror}")
                continue
            for entry in entries:
                path = Path(entry.path)
                if entry.is_symlink():
                    self._link(path)
                elif entry.is_dir():
                    if self._enters(entry.name, path):
                        pending.append(path)
                elif entry.is_file():
                    self._take(path, named=False)

    def _enters(self, name: str, path: Path) -> bool:
        relative = self._relative(path)
        if name in _NEVER or name.startswith("."):
            return False
        return not self._rules.ignored(relative + "/") and not self._rules.excluded(relative + "/")

    def _link(self, path: Path) -> None:
        """Links are not followed: what they lead to is read where it is, or is not ours."""
        try:
            target = path.resolve(strict=True)
            loops = target == path.parent or target in path.parents
        except (OSError, RuntimeError) as error:
            loops = isinstance(error, RuntimeError) or getattr(error, "errno", 0) == errno.ELOOP
            target = path
        if loops:
            self._skip(
                path, "is a symbolic link that leads back to itself; not followed", unread=False
            )
        elif target != path and format_of(self._relative(path)) and not target.is_dir():
            inside = self._root in target.parents
            if not inside:
                self._skip(
                    path, "is a symbolic link out of the project; not followed", unread=False
                )

    def _take(self, path: Path, *, named: bool) -> None:
        relative = self._relative(path)
        told = named or self._rules.strings(relative)
        if relative in self._outputs:
            return
        if not named:
            if format_of(relative, named=told) is None:
                return
            if self._rules.ignored(relative) or self._rules.excluded(relative):
                return
        try:
            size = path.stat().st_size
        except OSError as error:
            self._skip(path, f"could not be read: {error.strerror}")
            return
        if size > self._largest:
            self._skip(path, _too_large(size, self._largest))
        elif relative not in self._files or told:
            self._files[relative] = FoundFile(relative, size, told)

    def _skip(self, path: Path, reason: str, *, unread: bool = True) -> None:
        self._skipped.append(SkippedCopy(self._relative(path), 0, reason, unread))


def _too_large(size: int, largest: float) -> str:
    return (
        f"is too large to be copy ({size / 1e6:,.0f} MB; largest-file is {largest / 1e6:g} MB); "
        "exclude it, or raise largest-file"
    )


class _Rules:
    """gitignore files of the project, and the configuration's patterns."""

    def __init__(self, root: Path, patterns: Patterns) -> None:
        from pathspec import GitIgnoreSpec

        self._root = root
        self._specs: dict[str, GitIgnoreSpec | None] = {}
        self._exclude = GitIgnoreSpec.from_lines(patterns.exclude) if patterns.exclude else None
        self._strings = GitIgnoreSpec.from_lines(patterns.strings) if patterns.strings else None
        base = os.path.relpath(patterns.base, root).replace(os.sep, "/")
        self._base = "" if base == "." else base + "/"

    def excluded(self, path: str) -> bool:
        """Say whether the configuration leaves a path (a folder's with a slash) out."""
        return self._matches(self._exclude, path)

    def strings(self, path: str) -> bool:
        """Say whether the configuration says that a file holds strings."""
        return self._matches(self._strings, path)

    def _matches(self, spec: GitIgnoreSpec | None, path: str) -> bool:
        if spec is None or not path.startswith(self._base):
            return False
        return spec.match_file(path[len(self._base) :])

    def ignored(self, path: str) -> bool:
        """Say whether a .gitignore leaves a path out; the nearest file that speaks decides."""
        if path.startswith(".."):
            return False
        parts = path.rstrip("/").split("/")
        for depth in range(len(parts) - 1, -1, -1):
            folder = "/".join(parts[:depth])
            spec = self._spec(folder)
            if spec is None:
                continue
            said = spec.check_file(path[len(folder) + 1 if folder else 0 :]).include
            if said is not None:
                return bool(said)
        return False

    def _spec(self, folder: str) -> GitIgnoreSpec | None:
        if folder not in self._specs:
            self._specs[folder] = self._read(folder)
        return self._specs[folder]

    def _read(self, folder: str) -> GitIgnoreSpec | None:
        from pathspec import GitIgnoreSpec

        names = [".gitignore"] if folder else [".git/info/exclude", ".gitignore"]
        lines = [line for name in names for line in _lines(self._root / folder / name)]
        return GitIgnoreSpec.from_lines(lines) if lines else None


def _lines(path: Path) -> Iterator[str]:
    try:
        yield from path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
