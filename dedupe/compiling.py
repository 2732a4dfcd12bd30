"""How kernels are compiled: two decorators, so that a first use has as little to do as it can.

numba makes three functions of one: the code itself, a wrapper for callers in Python and one for
callers in C. Nothing here is called from C, and a part of a kernel is not called from Python
either; what is not made costs no time (docs/decisions/0013-compiled-code.md). numba is imported
where a kernel is defined, and kernels are imported where they are called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that Python calls, when it first does: without the GIL, kept in a file."""
    return _compiled(function, no_cpython_wrapper=False)


def part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that only kernels call. To call it from Python ends the process."""
    return _compiled(function, no_cpython_wrapper=True)


def _compiled(function: Callable[..., Any], *, no_cpython_wrapper: bool) -> Callable[..., Any]:
    from numba import njit

    options: dict[str, Any] = {
        "nogil": True, "no_cfunc_wrapper": True, "no_cpython_wrapper": no_cpython_wrapper
    }  # fmt: skip
    compiled: Callable[..., Any]
    try:
        compiled = njit(cache=True, **options)(function)
    except RuntimeError:  # No folder to keep it in can be written to: compiled in every process.
        compiled = njit(**options)(function)
    return compiled
