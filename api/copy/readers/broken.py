"""What a reader raises for a file that is not what its name says."""

from __future__ import annotations


class BrokenFileError(Exception):
    """The file cannot be read as its format; ``line`` says from where on, 0 if nowhere in it."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
