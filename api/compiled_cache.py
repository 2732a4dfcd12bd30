"""Where compiled code is kept: a folder of its own for each state of the kernels.

numba keeps a compiled function while the file it stands in is unchanged, even where a constant or
a function that it takes from another file has changed. So the folder is named by a digest of the
kernels and of the files they take constants from. It also serves installations that cannot be
written to. What a wheel brings ready-made (api/ready_made.py) is copied there at the first use.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import click

_VARIABLE = "NUMBA_CACHE_DIR"
_ROOMS = ("dedupe", "index")
_TAKEN = re.compile(r"^from (dedupe|index)\.(\w+) import", re.MULTILINE)

#: What a wheel may bring.
SHIPPED = Path(__file__).resolve().parent / "ready_made_code"

#: Ready-made code is for processors with these instructions: all since about 2015.
PORTABLE_PROCESSOR = "x86-64-v3"
_INSTRUCTIONS = {"avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe", "abm", "xsave"}
_PROCESSOR = {"NUMBA_CPU_NAME": PORTABLE_PROCESSOR, "NUMBA_CPU_FEATURES": ""}


def use_own_cache() -> None:
    """Name the folder to numba, unless the user did; call it before any kernel is imported."""
    if _VARIABLE in os.environ:
        return
    digest = sources_digest()
    ready = ready_made_folder(digest)
    if ready is None:
        os.environ[_VARIABLE] = str(_kept_at() / digest)
        return
    os.environ.update(_PROCESSOR)
    folder = _kept_at() / f"{digest}-{PORTABLE_PROCESSOR}"
    os.environ[_VARIABLE] = str(folder)
    if not folder.exists():
        _copy(ready, folder)


def nothing_is_compiled() -> bool:
    """Say whether a command that judges will have to compile first, which takes a while."""
    folder = Path(os.environ.get(_VARIABLE, ""))
    return not any(folder.glob("*/*.nbi"))


def sources_digest() -> str:
    """Return twelve hexadecimal digits that change with any kernel and what it is made of."""
    digest = hashlib.sha256()
    for path in _kernel_sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def room_folder(room: str) -> Path:
    """Return the folder of a room, as installed."""
    return Path(__file__).resolve().parents[1] / room


def kept_under(folder: Path, room: str) -> Path:
    """Return where numba keeps the compiled code of a room below the folder that it is given."""
    # numba.core.caching.UserProvidedCacheLocator, without the import of numba.
    path = str(room_folder(room))
    return folder / f"{room}_{hashlib.sha1(path.encode(), usedforsecurity=False).hexdigest()}"


def ready_made_name(digest: str) -> str:
    """Return the name of the folder of ready-made code that fits this Python and numba."""
    from importlib import metadata  # takes a third of the time that the help takes

    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    return f"{digest}-{python}-numba{metadata.version('numba')}-{sys.platform}"


def ready_made_folder(digest: str) -> Path | None:
    """Return the code that came with the installation, where it fits this machine."""
    # Looked at in this order: an installation without any pays for nothing more.
    if not SHIPPED.is_dir() or any(name in os.environ for name in _PROCESSOR):
        return None
    folder = SHIPPED / ready_made_name(digest)
    return folder if folder.is_dir() and portable_code_runs() else None


def portable_code_runs() -> bool:
    """Say whether this machine runs ready-made code: Linux on a processor that has it all."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    flags = re.search(r"^flags\s*:(.*)$", told, re.MULTILINE)
    return (
        os.uname().machine == "x86_64"
        and flags is not None
        and {*flags[1].split()} >= _INSTRUCTIONS
    )


def _kernel_sources() -> list[Path]:
    """Return the files of the kernels and all that they import from, sorted."""
    waiting = [path for room in _ROOMS for path in room_folder(room).glob("*_kernel.py")]
    waiting.append(room_folder("dedupe") / "compiling.py")
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            taken = _TAKEN.findall(path.read_text(encoding="utf-8"))
            waiting += (room_folder(room) / f"{name}.py" for room, name in taken)
    return sorted(found)


def _kept_at() -> Path:
    """Return the folder for compiled code: the user's, or a private one where that is read-only."""
    own = Path(click.get_app_dir("samenote")) / "compiled"
    nearest = next(path for path in (own, *own.parents) if path.exists())
    if os.access(nearest, os.W_OK | os.X_OK):
        return own
    user = os.getuid() if hasattr(os, "getuid") else 0
    private = Path(tempfile.gettempdir()) / f"samenote-compiled-{user}"
    try:
        private.mkdir(mode=0o700, exist_ok=True)
        # Compiled code is run: a folder that somebody else can write to is not trusted.
        told = private.lstat()
    except OSError:
        return own
    trusted = private.is_dir() and not private.is_symlink() and told.st_uid == user
    return private if trusted and not told.st_mode & 0o022 else own


def _copy(ready: Path, folder: Path) -> None:
    """Copy ready-made code to its place, whole or not at all; other processes may do the same."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
        for room in _ROOMS:
            shutil.copytree(ready / room, kept_under(unfinished, room))
        try:
            unfinished.rename(folder)
        except OSError:  # Another process was first.
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError:
        return  # Nowhere to write: numba compiles what it needs.
