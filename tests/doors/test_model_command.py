"""samenote model: what a person sees of the model, ready, missing and damaged."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import cli
from dedupe import SamenoteError

pytest.importorskip("sentence_transformers")

from index.model.e5_folder import E5_FOLDER
from index.model.e5_package import TOKENIZER, WEIGHTS
from index.model.packaged import place_of

pytestmark = pytest.mark.skipif(
    not all(place_of(f) for f in (WEIGHTS, TOKENIZER)), reason="the model's packages are missing"
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def run(cache: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["model", *words], env={"SAMENOTE_CACHE": str(cache)})


def test_it_is_to_be_prepared_then_ready_and_verified(cache: Path) -> None:
    before = json.loads(run(cache, "--json").stdout)
    assert (before["state"], before["do"]) == ("to be prepared", "samenote model prepare")
    assert not any(cache.rglob("*.safetensors"))

    prepared = run(cache, "prepare")
    assert prepared.exit_code == 0
    folder = cache / "models" / E5_FOLDER
    assert prepared.stdout == f"multilingual-e5-small is ready: {folder}\n"

    told = json.loads(run(cache, "--json", "--device", "cpu").stdout)
    assert (told["name"], told["state"], told["where"]) == (
        "multilingual-e5-small", "ready", str(folder),
    )  # fmt: skip
    assert json.loads(run(cache, "show", "--json", "--device", "cpu").stdout) == told
    assert run(cache, "show").stdout == run(cache).stdout
    assert told["precision"] in ("bfloat16", "float32")
    assert f"where:     {folder}" in run(cache).stdout.splitlines()

    verified = run(cache, "verify", "--device", "cpu")
    assert verified.exit_code == 0
    assert "the same sentence 1.000, in Polish 0.9" in verified.stdout


def test_list_names_the_models_and_what_to_do(cache: Path, tmp_path: Path) -> None:
    models = json.loads(run(tmp_path, "list", "--json").stdout)
    assert [m["name"] for m in models] == ["multilingual-e5-small", "all-MiniLM-L6-v2"]
    assert models[0]["state"] == "to be prepared"
    assert "samenote model prepare" in run(tmp_path, "list").stdout


def test_a_damaged_model_is_said_and_made_again(tmp_path: Path) -> None:
    run(tmp_path, "prepare")
    (tmp_path / "models" / E5_FOLDER / "config.json").write_text("{}")
    shown = run(tmp_path)
    assert "config.json was changed or is damaged" in shown.stdout
    assert run(tmp_path, "prepare").exit_code == 0
    assert json.loads(run(tmp_path, "list", "--json").stdout)[0]["state"] == "ready"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--model", "nosuch"), 2, "owner/name[@revision]"),
        (("--model", "./nosuch"), 3, "modules.json"),
        (("--device", "tpu"), 2, "Invalid value"),
    ],
)
def test_what_cannot_be_is_said_with_the_exit_code_of_the_contract(
    tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", "model", *words],
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_has_words_of_its_own(tmp_path: Path) -> None:
    error = run(tmp_path, "verify", "--model", str(tmp_path)).exception
    assert isinstance(error, SamenoteError)
    assert error.do


def test_help_needs_no_heavy_library() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom api.cli import cli\n"
        "assert 'verify' in CliRunner().invoke(cli, ['model', '--help']).stdout\n"
        "heavy = {'torch', 'faiss', 'scipy', 'transformers', 'sentence_transformers'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=Path(__file__).resolve().parents[2]
    )
