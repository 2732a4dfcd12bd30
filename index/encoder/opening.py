"""Open an encoder: one call for every door, which says at once whether meaning can be had."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from dedupe import MeaningUnavailable
from index.encoder.sentence_encoder import SentenceEncoder
from index.model import cache_folder, choose_model
from index.model.e5_folder import Progress

_NEEDED = ("torch", "sentence_transformers", "faiss")


def meaning_is_installed() -> bool:
    """Say whether the extra is installed; imports none of it."""
    return all(find_spec(name) is not None for name in _NEEDED)


def require_meaning() -> None:
    """Raise MeaningUnavailable unless the extra is installed; imports none of it."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise MeaningUnavailable(
            f"notes cannot be compared by meaning: {' and '.join(missing)} not installed",
            do="Install them: pip install 'samenote[meaning]'",
        )


def open_encoder(
    model: str | None = None,
    *,
    device: str = "auto",
    threads: int | None = None,
    cache: Path | None = None,
    download: bool = True,
    progress: Progress = lambda share, stage: None,
) -> SentenceEncoder:
    """Choose the model, prepare it if need be, and return its encoder, not loaded yet.

    ``model``: a known name, ``owner/name[@revision]`` of the hub, or a folder; None for the
    default. ``device``: auto, cpu or cuda. ``threads``: of this process; None: as many processors
    as it may use. ``cache``: where prepared models lie, SAMENOTE_CACHE or the user's own place
    unless given. ``download``: whether a hub name may be fetched; nothing else ever is.

    The model itself is loaded by the first text that is encoded, in the process that asks. Raises
    MeaningUnavailable, after which a caller compares words only and says `degraded`; UsageError
    for a model name or device that cannot be one.
    """
    require_meaning()
    place = cache_folder() if cache is None else cache
    chosen = choose_model(model, place, progress, download=download)
    return SentenceEncoder(chosen, device=device, threads=threads)
