"""The version of the installed distribution."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """Return the version of samenote as installed."""
    return metadata.version("samenote")
