"""The folder of multilingual-e5-small, made once out of two installed packages.

sentence-transformers loads the folder like any other. It is the same byte for byte on every
machine: the files are written here, not by a library that stamps its version into them. Needs
safetensors, no torch; about 5 s and 500 MB of memory.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dedupe import MeaningUnavailable
from index.model.e5_package import TOKENIZER, WEIGHTS, read_header, read_tensors
from index.model.e5_texts import small_files
from index.model.integrity import faults
from index.model.packaged import Files, installed_files, read_packaged

E5_NAME = "multilingual-e5-small"
#: SHA-256 of model.safetensors: the float16 tensors of the pinned file, and a pooler of zeros.
E5_WEIGHTS = "cda1fc089b4d4936ad8ef8138977332fad4ca4fb2984f8a454cab737b53e7559"
E5_FOLDER = f"{E5_NAME}-{E5_WEIGHTS[:12]}"

_TENSORS = 197
_WEIGHTS_FILE = "model.safetensors"
_MAKING = ".making-"
_A_DAY = 86_400

#: Told how far the work is, from 0 to 1, and what is being done.
Progress = Callable[[float, str], None]


def prepare_e5(
    cache: Path, progress: Progress = lambda share, stage: None, *, files: Files = installed_files
) -> Path:
    """Return the model's folder below ``cache``; make it if it is missing or not whole.

    Two processes may do this at once: each makes its own, and the first to finish puts it in
    place. Raises MeaningUnavailable if a package is missing or the folder cannot be written.
    """
    folder = cache / E5_FOLDER
    if folder.is_dir():
        progress(0.0, "verifying the model")
        if not e5_faults(folder):
            return folder
    weights, tokenizer = read_packaged(WEIGHTS, files), read_packaged(TOKENIZER, files)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        _sweep(cache)
        making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=cache))
        try:
            _write(making, weights, tokenizer, progress)
            _put_in_place(making, folder)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    except OSError as error:
        raise MeaningUnavailable(
            f"the model cannot be written: {error.strerror or error}",
            where=str(cache),
            do="Free 300 MB there, or name another folder in SAMENOTE_CACHE.",
        ) from error
    progress(1.0, "the model is ready")
    return folder


def e5_faults(folder: Path) -> list[str]:
    """Say what is wrong with a prepared folder; nothing if every file has the hash it must."""
    expected = {
        _WEIGHTS_FILE: E5_WEIGHTS,
        "tokenizer.json": TOKENIZER.sha256,
        **{name: hashlib.sha256(text.encode()).hexdigest() for name, text in small_files().items()},
    }
    return faults(folder, expected)


def _write(folder: Path, weights: bytes, tokenizer: bytes, progress: Progress) -> None:
    try:
        import numpy as np
        from safetensors.numpy import save_file
    except ImportError as error:
        raise MeaningUnavailable(
            f"{error.name} is not installed", do="Install it: pip install 'samenote[meaning]'"
        ) from error

    hidden = read_header(weights).hidden
    # Without a pooler of its own the loader fills in a random one, which no vector uses.
    tensors = {
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float16),
        "pooler.dense.bias": np.zeros(hidden, np.float16),
    }
    for number, (name, values) in enumerate(read_tensors(weights), 1):
        tensors[name] = values
        progress(0.6 * number / _TENSORS, "unpacking the weights")
    progress(0.6, "writing the model")
    save_file(tensors, folder / _WEIGHTS_FILE, metadata={"format": "pt"})
    (folder / "tokenizer.json").write_bytes(tokenizer)
    for name, text in small_files().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(text.encode())
    progress(0.8, "verifying the model")
    if wrong := e5_faults(folder):
        raise MeaningUnavailable(
            f"the model came out wrong: {'; '.join(wrong)}",
            where=str(folder),
            do="Try again; if it happens twice, report it with the processor and Python version.",
        )


def _put_in_place(made: Path, folder: Path) -> None:
    """Rename the finished folder to its name, unless another process was first."""
    for path in (made, *made.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    for _ in range(3):
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
            if not e5_faults(folder):
                return
            # Aside first: whoever reads it now keeps a whole set of open files.
            aside = Path(tempfile.mkdtemp(prefix=_MAKING, dir=folder.parent))
            folder.rename(aside / folder.name)
            shutil.rmtree(aside, ignore_errors=True)
        else:
            return
    raise OSError(f"{folder} is being changed by another process")


def _sweep(cache: Path) -> None:
    """Remove what a killed process left behind a day ago or earlier."""
    for path in cache.glob(f"{_MAKING}*"):
        try:
            if time.time() - path.stat().st_mtime > _A_DAY:
                shutil.rmtree(path, ignore_errors=True)
        except FileNotFoundError:
            continue
