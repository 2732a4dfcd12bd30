"""Where prepared models are kept: a folder that can be deleted at any time and is made again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "SAMENOTE_CACHE"


def cache_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder of prepared models: below SAMENOTE_CACHE, or in the user's own place."""
    variables = os.environ if environment is None else environment
    if chosen := variables.get(VARIABLE):
        return Path(chosen).expanduser() / "models"
    import click

    return Path(click.get_app_dir("samenote")) / "models"
