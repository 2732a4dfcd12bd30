"""Fixtures that tests of several kinds share."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from api.compiled_cache import use_own_cache

# Before any kernel is imported: a stale binary of another file's constant would be tested else.
use_own_cache()


def _invented(name: str) -> ModuleType:
    """Return a module beside this one; importlib mode keeps tests from importing it."""
    path = Path(__file__).parent / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def reports_sample() -> ModuleType:
    """Return the module of invented audit findings."""
    return _invented("reports_sample")


@pytest.fixture(scope="session")
def copy_sample() -> ModuleType:
    """Return the module of invented copy findings."""
    return _invented("copy_sample")
