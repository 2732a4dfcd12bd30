"""How kernels are compiled: three decorators, so that a first use has as little to do as it can.

numba makes three functions of one: the code itself, a wrapper for callers in Python and one for
callers in C. Nothing here is called from C, and a part of a kernel is not called from Python
either; what is not made costs no time (docs/decisions/0013-compiled-code.md). And it counts who
refers to an array at every call and slice, which took much of the time of a comparison; a
part that makes no array can do without (docs/decisions/0018-room-that-is-lent.md). numba is
imported where a kernel is defined, and kernels are imported where they are called.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that Python calls, when it first does: without the GIL, kept in a file."""
    return _compiled(function, no_cpython_wrapper=False)


def part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that only kernels call. To call it from Python ends the process."""
    return _compiled(function, no_cpython_wrapper=True)


def leaf(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a part that makes no array: without counting who refers to the arrays it is given."""
    return _compiled(function, no_cpython_wrapper=True, _nrt=False)


def _compiled(
    function: Callable[..., Any], *, no_cpython_wrapper: bool, **more: bool
) -> Callable[..., Any]:
    from numba import njit

    _load_array_functions()
    options: dict[str, Any] = {
        "nogil": True, "no_cfunc_wrapper": True, "no_cpython_wrapper": no_cpython_wrapper, **more
    }  # fmt: skip
    compiled: Callable[..., Any]
    try:
        compiled = njit(cache=True, **options)(function)
    except RuntimeError:  # No folder to keep it in can be written to: compiled in every process.
        compiled = njit(**options)(function)
    return compiled


@cache
def _load_array_functions() -> None:
    """Load numba's array functions without scipy's BLAS, a fifth of a second that no kernel needs.

    numba asks once, as it loads them, whether BLAS is there, for its correlation of arrays alone;
    products of matrices ask again when they are compiled.
    """
    linalg: Any = import_module("numba.np.linalg")
    asked = getattr(linalg, "ensure_blas", None)
    if asked is None:  # another version of numba
        return
    linalg.ensure_blas = _no_blas
    try:
        arraymath: Any = import_module("numba.np.arraymath")
    finally:
        linalg.ensure_blas = asked
    arraymath.ensure_blas = asked


def _no_blas() -> None:
    raise ImportError("BLAS is not looked for here")
