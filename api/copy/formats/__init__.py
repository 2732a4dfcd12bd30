"""What a copy check found, written for people, CI systems and other programs."""

from api.copy.formats.registry import FORMATS, render, write

__all__ = ["FORMATS", "render", "write"]
