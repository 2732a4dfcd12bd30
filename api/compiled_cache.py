"""Where compiled code is kept: a folder of its own for each state of the sources.

numba keeps a compiled function while the file it stands in is unchanged, even where a constant or
a function that it takes from another file has changed. So the folder is named by a digest of all
the files that are compiled and of their constants. It also serves installations that cannot be
written to.
"""

from __future__ import annotations

import hashlib
import os
from importlib.resources import files

import click

_VARIABLE = "NUMBA_CACHE_DIR"


def use_own_cache() -> None:
    """Name the folder to numba, unless the user did; call it before any kernel is imported."""
    if _VARIABLE not in os.environ:
        folder = os.path.join(click.get_app_dir("samenote"), "compiled", sources_digest())
        os.environ[_VARIABLE] = folder


def sources_digest() -> str:
    """Return twelve hexadecimal digits that change with any module beside the kernels."""
    digest = hashlib.sha256()
    for room in ("dedupe", "index"):
        folder = files(room)
        for name in sorted(entry.name for entry in folder.iterdir()):
            if name.endswith(".py"):
                digest.update(folder.joinpath(name).read_bytes())
    return digest.hexdigest()[:12]
