"""The quality benchmark's figures, tables and command, on invented sentences."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.quality.by_meaning import sampled
from benchmarks.quality.chart import chart
from benchmarks.quality.command import between_marks, main
from benchmarks.quality.drafts import read_values
from benchmarks.quality.figures import (
    area_under_curve,
    false_alarms,
    outcome,
    recall,
    rightly_named,
    upper_bound,
    wilson,
)
from benchmarks.quality.judges import Judge, Judgement, Match, NotRunError, judgement
from benchmarks.quality.notes import (
    LabelledNote,
)
from benchmarks.quality.rivals import every_rival
from benchmarks.quality.rivals.e5_model import _unpacked
from benchmarks.quality.rivals.meaning import SharedEncoder
from benchmarks.quality.sources import Texts, part_of
from benchmarks.quality.table import report
from benchmarks.quality.trial import run_trial
from benchmarks.quality.world import Size, World, make_world
from tests.inventing import invented_sentences

VALUES = read_values()


@pytest.fixture(scope="module")
def world() -> World:
    sentences = {x: tuple(invented_sentences(300, x)) for x in ("en", "zh")}
    return make_world(Texts("tune", sentences, ()), VALUES, Size(60, 80, 3, 1), 1)


def test_a_world_is_the_same_every_time(world: World) -> None:
    sentences = {x: tuple(invented_sentences(300, x)) for x in ("en", "zh")}
    assert make_world(Texts("tune", sentences, ()), VALUES, Size(60, 80, 3, 1), 1) == world


def test_a_worlds_ids_are_its_own_and_its_truths_are_in_history(world: World) -> None:
    ids = [note.id for note in (*world.history, *world.copies, *world.honest)]
    assert len(ids) == len(set(ids))
    remembered = {note.id for note in world.history}
    assert all(set(note.truths) <= remembered and note.truths for note in world.copies)
    assert not any(note.truths for note in world.honest)


def test_a_text_belongs_to_one_part_for_good() -> None:
    parts = [part_of(f"sentence {n}") for n in range(400)]
    assert 120 < parts.count("tune") < 280
    assert parts == [part_of(f"sentence {n}") for n in range(400)]


def test_wilsons_interval_is_the_published_one() -> None:
    # Newcombe 1998, table I: 81 of 263 and 0 of 20.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_the_upper_bound_is_exact() -> None:
    assert upper_bound(0, 3000) == pytest.approx(1 - 0.05 ** (1 / 3000), rel=1e-6)
    assert upper_bound(1, 10) == pytest.approx(0.3942, abs=1e-4)
    assert upper_bound(10, 10) == 1.0


def test_the_area_counts_ties_half() -> None:
    assert area_under_curve([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert area_under_curve([0.5, 0.0], [0.0, 0.0]) == pytest.approx(0.75)
    assert math.isnan(area_under_curve([], [0.1]))


def a_copy() -> LabelledNote:
    return LabelledNote(
        "q", "abcd efgh", "en", 15, "1 slot", "slots", "r", ("t",), (), ("template",), ((0, 4),)
    )


def test_an_outcome_tells_found_named_wrong_and_marked() -> None:
    found = outcome(
        a_copy(), judgement("q", [Match("t", 0.8, "near", ((2, 9),)), Match("x", 0.9, "near")])
    )
    assert (found.found, found.named, found.wrong, found.score) == (True, False, 1, 0.8)
    assert found.marked == pytest.approx(0.5)
    missed = outcome(a_copy(), Judgement("q", (), 0.0))
    assert (missed.found, missed.named, missed.score) == (False, None, 0.0)
    assert recall([found, missed]).value == 0.5
    assert rightly_named([found, missed]).value == 0.0


def test_a_match_on_an_honest_note_is_a_false_alarm() -> None:
    honest = replace(a_copy(), truths=(), relations=("none",))
    alarm = outcome(honest, judgement("q", [Match("x", 0.4)]))
    quiet = outcome(honest, judgement("q", []))
    assert false_alarms([alarm, quiet]).value == 0.5


class SameLetters:
    """A judge that calls notes the same when they share half of their words."""

    family = "samenote"
    name = "half the words"

    def __init__(self) -> None:
        self._history: Sequence[LabelledNote] = ()

    def fit(self, history: Sequence[LabelledNote]) -> None:
        self._history = history

    def judge(self, notes: Sequence[LabelledNote]) -> list[Judgement]:
        return [
            judgement(n.id, [m for h in self._history if (m := self._like(n, h))]) for n in notes
        ]

    def _like(self, note: LabelledNote, other: LabelledNote) -> Match | None:
        ours, theirs = set(note.text.split()), set(other.text.split())
        share = len(ours & theirs) / max(1, len(ours))
        return Match(other.id, share, "near") if share >= 0.5 else None


class Missing:
    """A judge that is not installed."""

    family = name = "missing"

    def fit(self, history: Sequence[LabelledNote]) -> None:
        raise NotRunError("missing is not installed")

    def judge(self, notes: Sequence[LabelledNote]) -> list[Judgement]:
        raise AssertionError("never reached")


def test_a_trial_reports_figures_and_what_was_not_run(world: World) -> None:
    judges: list[Judge] = [SameLetters(), Missing()]
    said: list[str] = []
    results, missing = run_trial(world, judges, said.append)
    text = report(results, missing)
    assert len(said) == 2
    assert results[0].recall.value > 0.5
    assert "- missing: not run: missing is not installed" in text
    assert "three words replaced per 30" in text
    assert "| same legal text |" in text
    ElementTree.fromstring(chart(results, "two judges"))


@pytest.mark.parametrize("family", ["datasketch", "rapidfuzz"])
def test_installed_rivals_find_equal_texts_and_no_others(world: World, family: str) -> None:
    pytest.importorskip(family)
    same = [note for note in world.copies if note.change == "same text"]
    judges = [judge for judge in every_rival() if judge.family == family]
    assert len(judges) >= 6
    for judge in judges:
        judge.fit(world.history)
        answers = judge.judge(same)
        assert all(
            note.truths[0] in {m.id for m in answer.matches}
            for note, answer in zip(same, answers, strict=True)
        ), judge.name
    strictest = judges[-1].judge([n for n in world.honest if n.change == "same sender"])
    assert not any(answer.matches for answer in strictest)


def test_a_sample_is_drawn_by_chance_and_the_same_each_time(world: World) -> None:
    some = sampled(world, 4)
    assert some == sampled(world, 4)
    assert some.history == world.history
    assert set(some.copies) < set(world.copies)
    assert len(some.honest) == pytest.approx(len(world.honest) / 4, rel=0.5)
    assert sampled(world, 1) is world


class Letters:
    """An encoder that counts the letters of what it is given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, inputs: Sequence[str]) -> list[list[float]]:
        self.seen += inputs
        return [[float(len(text)), 1.0] for text in inputs]


def test_vectors_are_kept_in_a_file_and_not_computed_again(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    for number, new in enumerate((["one", "three"], ["four"])):
        model = Letters()
        encoder = SharedEncoder(tmp_path / "vectors.npz", lambda model=model: model)
        found = encoder.encode(["one", "three", "four"][: 2 + number])
        assert found[:, 0].tolist() == [3, 5, 4][: 2 + number]
        assert model.seen == new


def test_four_bit_weights_unpack_to_scaled_halves() -> None:
    numpy = pytest.importorskip("numpy")
    halves = numpy.arange(16, dtype=numpy.uint8) | (15 - numpy.arange(16, dtype=numpy.uint8)) << 4
    raw = numpy.concatenate([numpy.array([0.5], numpy.float16).view(numpy.uint8), halves])
    values = _unpacked(raw, 1, 32)
    assert values[:16].tolist() == [(n - 8) / 2 for n in range(16)]
    assert values[16:].tolist() == [(7 - n) / 2 for n in range(16)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "tatoeba").mkdir()
    lines = "\n".join(invented_sentences(500))
    (tmp_path / "tatoeba" / "tatoeba.pol-eng.pol").write_text(lines, encoding="utf-8")
    return tmp_path


def test_the_command_prints_the_tables(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rapidfuzz")
    options = ["--quick", "--languages", "pl", "--judges", "rapidfuzz", "--history", "60"]
    options += ["--honest", "60", "--part", "tune", "--show", "1", "--data", str(data)]
    assert main(options) == 0
    printed = capsys.readouterr()
    assert "| typos or OCR noise, one word in ten |" in printed.out
    assert "**rapidfuzz" in printed.out
    assert "missed: pl-" in printed.err


def test_the_command_says_where_data_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path / "nowhere")]) == 3
    assert "give --data" in capsys.readouterr().err


def test_only_the_part_between_the_marks_is_rewritten() -> None:
    page = between_marks("# Benchmarks\n\nProse.\n", "first")
    again = between_marks(page + "\nAfter.\n", "second")
    assert again.startswith("# Benchmarks\n\nProse.\n")
    assert again.endswith("After.\n")
    assert "second" in again
    assert "first" not in again
