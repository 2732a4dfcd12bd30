"""The rooms keep their layers: api -> index -> dedupe, by the front door, and dedupe stays pure."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Which rooms a room may import.
MAY_IMPORT = {"dedupe": set(), "index": {"dedupe"}, "api": {"dedupe", "index"}}

# What reaches a file, socket, clock, environment, process or database. importlib.resources is not
# among them: it reads tables that are part of the package.
IMPURE = frozenset(
    """
    asyncio builtins codecs configparser ctypes dbm fcntl fileinput ftplib getpass glob
    http imaplib io locale logging mailbox mmap multiprocessing netrc os pathlib platform poplib
    selectors shelve shutil signal smtplib socket socketserver sqlalchemy sqlite3 ssl subprocess
    sys tempfile threading time urllib uuid zipfile
    """.split()  # noqa: SIM905
)
IMPURE_CALLS = frozenset({"open", "input", "print", "exec", "eval", "__import__"})
CLOCKS = frozenset({"now", "utcnow", "today"})


def complaints(source: str, room: str) -> list[str]:
    """Say what in a module of ``room`` breaks the layers, with line numbers."""
    tree = ast.parse(source)
    found = [said for line, name, part in _imports(tree) for said in _judge(room, line, name, part)]
    if room == "dedupe":
        found += list(_impure_calls(tree))
    return found


def _imports(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    """Yield line, dotted name and whether it is imported as a whole, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, True) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.lineno, node.module or "", False


def _judge(room: str, line: int, name: str, whole: bool) -> Iterator[str]:
    top, _, rest = name.partition(".")
    if top in MAY_IMPORT and top != room:
        if top not in MAY_IMPORT[room]:
            yield f"line {line}: {room} imports {name}, a room above it"
        elif rest:
            yield f"line {line}: {room} imports {name}; import from the root of {top}"
        elif whole:
            yield f"line {line}: write 'from {top} import ...', so that a foreign {top} fails here"
    if room == "dedupe" and top in IMPURE:
        yield f"line {line}: dedupe imports {name}"


def _impure_calls(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in IMPURE_CALLS:
            yield f"line {node.lineno}: dedupe calls {called.id}"
        elif isinstance(called, ast.Attribute) and called.attr in CLOCKS:
            yield f"line {node.lineno}: dedupe asks the clock ({called.attr})"


def _modules() -> list[tuple[str, Path]]:
    return [(room, path) for room in MAY_IMPORT for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize(
    ("room", "path"), _modules(), ids=lambda v: str(v) if isinstance(v, str) else v.stem
)
def test_a_module_keeps_to_its_layer(room: str, path: Path) -> None:
    said = complaints(path.read_text(encoding="utf-8"), room)
    assert not said, f"{path.relative_to(ROOT)}: " + "; ".join(said)


def test_every_room_has_modules_to_look_at() -> None:
    assert {room for room, _ in _modules()} == set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("dedupe", "from index import Ledger"),
        ("dedupe", "def f():\n    import api"),
        ("index", "from api.cli import main"),
        ("index", "from dedupe.words import Words"),
        ("api", "import dedupe.words"),
        ("api", "import dedupe"),
        ("dedupe", "import os"),
        ("dedupe", "from pathlib import Path"),
        ("dedupe", "import urllib.request"),
        ("dedupe", "def f():\n    from time import monotonic"),
        ("dedupe", "open('table.txt')"),
        ("dedupe", "from datetime import datetime\ndatetime.now()"),
    ],
)
def test_what_breaks_the_layers_is_seen(room: str, source: str) -> None:
    assert complaints(source, room)


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("dedupe", "from dedupe.words import Words\nfrom importlib import resources\nimport numpy"),
        ("index", "from dedupe import Message\nimport sqlite3"),
        ("api", "from dedupe import Message\nfrom index import Ledger\nfrom api.cli import main"),
        ("api", "import os\nopen('x')"),
    ],
)
def test_what_keeps_the_layers_is_left_alone(room: str, source: str) -> None:
    assert not complaints(source, room)
