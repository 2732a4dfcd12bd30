"""api talks: the command line, archives, reports. It holds no rule about sameness."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.checking import check as check

__all__ = ["check"]


def __getattr__(name: str) -> object:
    """Import the check on first use, since it brings compiled code with it."""
    if name == "check":
        from api.compiled_cache import use_own_cache

        use_own_cache()
        from api.checking import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
