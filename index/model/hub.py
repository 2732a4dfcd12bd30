"""Models by hub name: from the hub's cache on this machine, else downloaded, if that was asked for.

The network is touched only here, and only for a name that the user gave.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from dedupe import MeaningUnavailable, UsageError

#: Copies of the weights for other runtimes, and pictures; sentence-transformers reads none.
_UNUSED = [
    "onnx/*", "openvino/*", "coreml/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.tflite", "*.png",
    "*.gguf",
]  # fmt: skip
_NAME = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w./-]+))?")


def is_hub_name(asked: str) -> bool:
    """Say whether this reads as ``owner/name`` or ``owner/name@revision``."""
    return _NAME.fullmatch(asked) is not None


def hub_folder(asked: str, *, download: bool) -> tuple[str, Path]:
    """Return (name with the commit, folder of the snapshot) for ``owner/name[@revision]``.

    Raises UsageError for another kind of name, MeaningUnavailable if the model is not on this
    machine and cannot be downloaded, or may not be.
    """
    match = _NAME.fullmatch(asked)
    if match is None:
        raise UsageError("is neither a folder nor a hub name such as owner/name", where=asked)
    repository, revision = match["repository"], match["revision"]
    folder = _snapshot(repository, revision, download=False)
    if folder is None and download and os.environ.get("HF_HUB_OFFLINE", "") not in ("1", "ON"):
        folder = _snapshot(repository, revision, download=True)
    if folder is None:
        raise MeaningUnavailable(
            f"the model {asked} is not on this machine, and could not be downloaded"
            if download
            else f"the model {asked} is not on this machine",
            do="Check the name and the connection, or give a local folder with --model.",
        )
    return f"{repository}@{folder.name[:12]}", folder


def _snapshot(repository: str, revision: str | None, *, download: bool) -> Path | None:
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise MeaningUnavailable(
            f"{error.name} is not installed", do="Install it: pip install 'samenote[meaning]'"
        ) from error
    try:
        return Path(
            snapshot_download(
                repository,
                revision=revision,
                local_files_only=not download,
                ignore_patterns=_UNUSED,
            )
        )
    except (OSError, ValueError, RuntimeError):
        # Whatever the client raises (not cached, no such name, no network), it is not here.
        return None
