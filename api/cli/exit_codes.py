"""Exit codes of the contract, the same for every command."""

from __future__ import annotations

from typing import Final

FOUND: Final = 1
WRONG_USE: Final = 2
COULD_NOT_JUDGE: Final = 3

INTERRUPTED: Final = 130
"""Stopped with Ctrl-C, as shells count it: 128 and the number of the signal."""
