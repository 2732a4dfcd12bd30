"""Build hook: puts ready-made compiled code into the wheel, where a folder with it is named.

python -m api.ready_made out/ready-made                       # once a Python version
SAMENOTE_READY_MADE=out/ready-made python -m hatchling build -t wheel
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReadyMadeCode(BuildHookInterface):
    """Adds the folder that SAMENOTE_READY_MADE names; without it the wheel is as it was."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        folder = os.environ.get("SAMENOTE_READY_MADE")
        if not folder:
            return
        if not any(Path(folder).glob("*/dedupe/*.nbi")):
            raise ValueError(f"{folder} holds no compiled code: python -m api.ready_made {folder}")
        build_data["force_include"][str(Path(folder).resolve())] = "api/ready_made_code"
