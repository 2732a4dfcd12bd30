"""A calibration counts honest notes, and what they say alike with other people's."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("faiss")
pytest.importorskip("scipy")

from api.archives import open_archives
from api.calibration import Calibration, calibrate
from api.calibration_sources import mail_of_archives
from api.mail_choice import MailChoice
from dedupe import E5_SCALE, EncodedSoFar, Vectors

ONSETS, ENDS = list("bdfgklmnprstvz"), ["an", "el", "or", "ik", "um", "eth"]


class Synonyms:
    """An encoder to which a word and the same word with "x" before it are one; order is nothing."""

    model, digest, dimension = "synonyms", "5ca1ab1e0000", 512

    def encode(self, texts: Sequence[str], update: EncodedSoFar = lambda done, of: None) -> Vectors:
        made = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(made, texts, strict=True):
            for word in text.lower().replace(".", " ").split():
                row[zlib.crc32(word.removeprefix("x").encode()) % self.dimension] += 1
        return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)


def note(seed: int, *, reworded: bool = False) -> str:
    """Four sentences of eight words that no other seed has; or the same in other words."""
    rng = np.random.default_rng(seed)
    sentences = []
    for _ in range(4):
        words = ["".join(rng.choice(ONSETS) + rng.choice(ENDS) for _ in range(3)) for _ in range(8)]
        words = ["x" + word for word in words] if reworded else words
        sentences.append(" ".join(words).capitalize() + ".")
    return " ".join(sentences)


def measured(
    folder: Path, notes: Sequence[tuple[str, str]], rate: float = 50, pairs: int = 3
) -> Calibration:
    """Calibrate on notes, each with the address it went to."""
    path = folder / "sent.jsonl"
    lines = [
        {"id": f"n{k}", "text": text, "to": [{"address": to}]} for k, (text, to) in enumerate(notes)
    ]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    encoder = Synonyms()
    with open_archives([str(path)]) as opened:
        mail = mail_of_archives(opened.archives, MailChoice(), encoder, lambda *told: None)
        return calibrate(mail, (encoder.model, encoder.digest), rate, pairs=pairs, own=E5_SCALE)


HONEST = [(note(k), f"p{k}@firm{k}.example") for k in range(40)]


def test_honest_notes_ask_for_no_more_than_the_least_line(tmp_path: Path) -> None:
    found = measured(tmp_path, HONEST)
    assert (found.messages, found.texts, found.honest, found.needed) == (40, 40, 40, 20)
    assert found.same.proposed == 0.2
    assert found.same.asked.looked_at == 0
    assert found.same.now.line == E5_SCALE.line


def test_the_same_in_other_words_to_somebody_else_lies_above_the_line(tmp_path: Path) -> None:
    again = (note(7, reworded=True), "somebody@else.example")
    found = measured(tmp_path, [*HONEST, again])
    assert found.honest == 41
    assert found.same.now.looked_at == 2, "both are looked at"
    assert found.same.asked.looked_at == 2
    assert found.same.asked.upper > 1_000 * 2 / 41
    (pair,) = found.same.above
    assert {pair.here.id, pair.there.id} == {"n7", "n40"}
    assert pair.share == pytest.approx(1, abs=1e-3)
    assert len(pair.sentences) == 4
    assert all(b.split()[1].removeprefix("x") == a.split()[1].removeprefix("x")
               for a, b, _ in pair.sentences)  # fmt: skip
    assert measured(tmp_path, [*HONEST, again]) == found, "the same mail gives the same lines"


def test_no_line_keeps_a_rate_that_notes_of_one_meaning_break(tmp_path: Path) -> None:
    again = (note(7, reworded=True), "somebody@else.example")
    found = measured(tmp_path, [*HONEST, again], rate=25)
    # One note of 41 may be looked at, and two say all the same: only a line above 1 would do.
    assert found.same.proposed is None
    assert "more than 25 in 1,000 notes say all" in found.same.fault
    assert len(found.same.above) == 1, "the pair is shown all the same"


def test_the_same_person_is_no_false_alarm(tmp_path: Path) -> None:
    again = (note(7, reworded=True), HONEST[7][1])
    found = measured(tmp_path, [*HONEST, again])
    assert (found.honest, found.same.now.looked_at, found.same.above) == (41, 0, ())


def test_notes_that_others_got_by_their_words_are_not_honest(tmp_path: Path) -> None:
    merge = [(f"Dear Anna,\n\n{note(99)}", f"m{k}@merge{k}.example") for k in range(5)]
    template = [(note(98) + f" {note(200 + k)[:60]}", f"t{k}@tmpl{k}.example") for k in range(3)]
    # What a merge said is said in other words to one more person: that one is honest, and alarms.
    again = (note(99, reworded=True), "somebody@else.example")
    found = measured(tmp_path, [*HONEST, *merge, *template, again])
    assert found.texts == 40 + 1 + 3 + 1
    assert found.honest == 41
    assert found.same.now.looked_at == 1


def test_too_few_notes_and_one_language_are_said(tmp_path: Path) -> None:
    found = measured(tmp_path, HONEST, rate=2)
    assert found.same.proposed is None
    assert "at least 500 are needed" in found.same.fault
    assert not found.same.asked.measured
    assert [s.measured for s in found.same.settings] == [False] * 4
    assert measured(tmp_path, HONEST).abroad.fault
