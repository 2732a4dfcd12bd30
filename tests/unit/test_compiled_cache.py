"""Compiled code is kept apart for each state of the kernels, and comes ready-made where it fits."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api import compiled_cache

ROOT = Path(__file__).resolve().parents[2]

# Runs every kernel as api.ready_made does, then the doors on the examples; prints what kernels
# were compiled, or loaded, for types that the first did not meet.
_MISSED = """
import io, sys, tempfile, contextlib
from api.compiled_cache import use_own_cache
use_own_cache()
from api.ready_made import use_every_kernel
from api.cli import cli

def met():
    found = set()
    for name, module in list(sys.modules.items()):
        if name.endswith("_kernel") and name.split(".")[0] in ("dedupe", "index"):
            for value in vars(module).values():
                if type(value).__name__ == "CPUDispatcher" and value.__module__ == name:
                    if not value.targetoptions.get("no_cpython_wrapper"):
                        found |= {(name, value.__name__, str(s)) for s in value.signatures}
    return found

def run(*arguments):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        cli(list(arguments), standalone_mode=False)

use_every_kernel()
before = met()
folder = tempfile.mkdtemp()
store = ("--store", folder + "/store.db")
run("audit", "examples/sent.mbox", "--json", folder + "/audit.json", "--html", folder + "/a.html")
run("copy", "examples/copy")
run("learn", "examples/sent.mbox", *store)
for cards in ("en", "zh"):
    run("check", f"examples/cards/{cards}.jsonl", "--no-meaning", *store)
print(len(before), sorted(met() - before))
"""


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the rooms that a test may change."""
    for room in ("dedupe", "index"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(compiled_cache, "room_folder", lambda room: tmp_path / room)
    return tmp_path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has compiled nothing yet."""
    for name in ("NUMBA_CACHE_DIR", "NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES"):
        # Set, then removed: what the code under test writes is taken back at the end.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(compiled_cache.click, "get_app_dir", lambda name: str(tmp_path / name))
    monkeypatch.setattr(compiled_cache.tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def shipped(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that brings ready-made code, on a machine that runs it."""
    digest = compiled_cache.sources_digest()
    ready = home / "shipped" / compiled_cache.ready_made_name(digest)
    for room in ("dedupe", "index"):
        (ready / room).mkdir(parents=True)
        (ready / room / "kernel.nbi").write_text(room)
    monkeypatch.setattr(compiled_cache, "SHIPPED", home / "shipped")
    monkeypatch.setattr(compiled_cache, "portable_code_runs", lambda: True)
    return ready


def test_the_digest_follows_the_kernels_and_what_they_are_made_of(rooms: Path) -> None:
    before = compiled_cache.sources_digest()
    for changed, follows in (
        ("dedupe/word_kernel.py", True),
        ("dedupe/fold.py", True),
        ("dedupe/relation.py", True),
        ("dedupe/compiling.py", True),
        ("dedupe/policy.py", False),
        ("index/store.py", False),
    ):
        path = rooms / changed
        source = path.read_text(encoding="utf-8")
        path.write_text(source + "\n# changed\n", encoding="utf-8")
        assert (compiled_cache.sources_digest() != before) == follows, changed
        path.write_text(source, encoding="utf-8")
    assert compiled_cache.sources_digest() == before


def test_a_kernel_takes_constants_only_where_the_digest_looks() -> None:
    # From the root of another room only the decorators: the digest does not follow a room's root.
    for room in ("dedupe", "index"):
        for path in (ROOT / room).glob("*_kernel.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module in ("dedupe", "index"):
                    names = {alias.name for alias in node.names} - {"kernel", "leaf", "part"}
                    assert all(name.endswith("_kernel") for name in names), path.name
                if isinstance(node, ast.Import):
                    assert {alias.name for alias in node.names} == {"numpy"}, path.name


def test_the_folder_is_where_numba_looks() -> None:
    from numba.core.caching import UserProvidedCacheLocator

    for room in ("dedupe", "index"):
        kernel = str(compiled_cache.room_folder(room) / "word_kernel.py")
        named = UserProvidedCacheLocator.get_suitable_cache_subpath(kernel)
        assert compiled_cache.kept_under(Path("kept"), room) == Path("kept") / named


def test_ready_made_code_is_copied_whole_and_once(home: Path, shipped: Path) -> None:
    compiled_cache.use_own_cache()
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    assert os.environ["NUMBA_CPU_NAME"] == compiled_cache.PORTABLE_PROCESSOR
    for room in ("dedupe", "index"):
        kept = compiled_cache.kept_under(folder, room) / "kernel.nbi"
        assert kept.read_text() == room
        kept.write_text("compiled here")
    assert not compiled_cache.nothing_is_compiled()
    del os.environ["NUMBA_CACHE_DIR"], os.environ["NUMBA_CPU_NAME"]
    del os.environ["NUMBA_CPU_FEATURES"]
    compiled_cache.use_own_cache()
    assert kept.read_text() == "compiled here"
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_ready_made_code_of_another_state_or_machine_is_left_alone(
    home: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(compiled_cache, "portable_code_runs", lambda: False)
        compiled_cache.use_own_cache()
        assert compiled_cache.nothing_is_compiled()
        assert "NUMBA_CPU_NAME" not in os.environ
    del os.environ["NUMBA_CACHE_DIR"]
    shipped.rename(shipped.with_name("another"))
    compiled_cache.use_own_cache()
    assert compiled_cache.nothing_is_compiled()
    assert "NUMBA_CPU_NAME" not in os.environ


def test_what_the_user_says_holds(home: Path, shipped: Path) -> None:
    os.environ["NUMBA_CACHE_DIR"] = str(home / "mine")
    compiled_cache.use_own_cache()
    assert os.environ["NUMBA_CACHE_DIR"] == str(home / "mine")
    assert "NUMBA_CPU_NAME" not in os.environ


def test_a_read_only_home_gets_a_private_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_cache.os, "access", lambda path, mode: False)
    compiled_cache.use_own_cache()
    private = Path(os.environ.pop("NUMBA_CACHE_DIR")).parent
    assert private.parent == home
    assert private.stat().st_mode & 0o077 == 0
    # Compiled code is run, so a folder that others may write to is not taken.
    private.chmod(0o777)
    compiled_cache.use_own_cache()
    assert Path(os.environ["NUMBA_CACHE_DIR"]).parent != private


def test_every_kernel_is_compiled_ahead() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MISSED], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    known, missed = done.stdout.strip().split(" ", 1)
    assert int(known) >= 27
    assert missed == "[]"
