"""The package arrives whole, alone under its names, light to start, and its files stay small."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("dedupe", "index", "api")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))

# Read when they are used, never by ``samenote --help``: each costs from 0.1 to several seconds.
HEAVY = (
    "torch", "faiss", "scipy", "flask", "datasketch", "numba", "sentence_transformers", "pydantic",
    "gunicorn", "prometheus_client", "sqlalchemy",
)  # fmt: skip
LARGEST_MODULE = 300
LARGEST_FUNCTION = 50
# A compiled kernel is one loop over arrays, and state that it shares cannot always be split.
LARGEST_KERNEL = 90
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}

# A folder of somebody's machine, or a package registry by its host, written so that this file
# does not name one itself.
MACHINE = re.compile(
    r"(?<![\w.~])/(?:work|root)/\w|(?<![\w.~])/" + "t" + r"mp/\w"
    r"|(?:pypi|npmjs|pythonhosted|pytorch)\." + r"(?:org|com)\b|download\.pytorch"
)


@pytest.mark.parametrize("room", ROOMS)
def test_the_rooms_are_siblings_and_not_somebody_elses(room: str) -> None:
    # ``dedupe`` is also the name of a published library; with both installed either may win.
    package = importlib.import_module(room)
    assert package.__file__ is not None
    assert Path(package.__file__).resolve() == ROOT / room / "__init__.py"


def test_no_other_distribution_installs_a_room() -> None:
    owners = importlib.metadata.packages_distributions()
    for room in ROOMS:
        assert set(owners.get(room, [])) <= {"samenote"}, f"{room} is also in {owners[room]}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("samenote-*.whl")
    return built


def test_the_wheel_holds_every_file_of_the_rooms_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    inside = {name for name in names if not name.startswith("samenote-")}
    expected = {str(p.relative_to(ROOT)) for room in ROOMS for p in _shipped(ROOT / room)}
    assert inside == expected
    assert {f"{room}/py.typed" for room in ROOMS} <= inside
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)


def test_the_wheel_names_one_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (listed,) = (n for n in archive.namelist() if n.endswith("entry_points.txt"))
        parser = ConfigParser()
        parser.read_string(archive.read(listed).decode())
    assert dict(parser["console_scripts"]) == {"samenote": "api.cli:program"}


def test_the_command_runs_out_of_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import sys; site = sys.argv.pop(); sys.path.insert(0, site); import api.cli;"
        "assert api.cli.__file__.startswith(site); sys.argv.append('--help'); api.cli.program()"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-c", code, str(tmp_path / "site")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "audit" in ran.stdout


def test_help_is_quick_because_it_loads_nothing_heavy() -> None:
    code = (
        "import sys, api.cli\nsys.argv[1:] = ['--help']\n"
        "try:\n    api.cli.main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"print('HEAVY', sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == "HEAVY []"


def test_the_base_install_asks_for_nothing_heavy() -> None:
    required = importlib.metadata.requires("samenote") or []
    plain = {re.split(r"[^\w.-]", r)[0].lower() for r in required if "extra ==" not in r}
    assert "click" in plain, "the metadata could not be read"
    assert not plain & {"torch", "faiss-cpu", "sentence-transformers", "transformers"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_small_and_its_name_says_something(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert path.stem not in NAMES_THAT_SAY_NOTHING
    assert _lines_of_code(source) <= LARGEST_MODULE
    long = [f"{name} ({n} lines)" for name, n, limit in _functions(source) if n > limit]
    assert not long, f"too long: {', '.join(long)}"


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    named = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        if path.is_file() and (found := MACHINE.search(path.read_text("utf-8", "replace"))):
            named.append(f"{name}: {found.group()}")
    assert not named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("see /" + "work/main/x", True),
        ("in /" + "tmp/x", True),
        ("https://py" + "pi.org/simple", True),
        ("docs/work/flow", False),
        ("https://example.com/home/page", False),
        ("~/work", False),
    ],
)
def test_a_machine_is_recognised(text: str, named: bool) -> None:
    assert bool(MACHINE.search(text)) is named


def _shipped(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and "__pycache__" not in path.parts
            and path.suffix not in {".pyc", ".nbi"}
        ):
            yield path


def _lines_of_code(source: str) -> int:
    """Count lines, without those of tables (a name for a literal at the left margin)."""
    tables = (
        (node.end_lineno or node.lineno) - node.lineno
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    )
    return source.count("\n") - sum(tables)


def _functions(source: str) -> list[tuple[str, int, int]]:
    """Return name, lines and most lines allowed of every function."""
    return [
        (
            node.name,
            (node.end_lineno or node.lineno) - node.lineno + 1,
            LARGEST_KERNEL if _is_compiled(node) else LARGEST_FUNCTION,
        )
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _is_compiled(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    named = (ast.unparse(decorator) for decorator in function.decorator_list)
    return any(name in ("kernel", "part") or "jit" in name for name in named)
