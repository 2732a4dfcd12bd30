"""The quality benchmark's personal share: what it measures, its tables, its curve, its command."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.quality.command import main
from benchmarks.quality.drafts import read_values
from benchmarks.quality.filler import frequent_words, line_of
from benchmarks.quality.share_tables import EVERY, quantile, share_chart, share_report, shares_of
from benchmarks.quality.shares import (
    COPIES,
    FILLER,
    FILLERS,
    HONEST,
    LINE,
    LINES,
    NAME_SWAP,
    NEAR_COPY,
    PART,
    PARTS,
    ROWS,
    Reading,
    by_samenote,
    measure_shares,
    reading,
)
from benchmarks.quality.sources import Texts
from benchmarks.quality.wording import count_words


def invented(count: int, language: str) -> tuple[str, ...]:
    """Sentences of six to ten invented words; one word in three is one of twelve frequent ones."""
    rng = random.Random(f"{count}{language}")
    letters = "人口手足山川日月木水火土金風雨雪" if language == "zh" else "abcdefgiklmnoprstuvz"
    frequent = ["".join(rng.choices(letters, k=2)) for _ in range(12)]

    def word() -> str:
        if rng.random() < 1 / 3:
            return rng.choice(frequent)
        return "".join(rng.choices(letters, k=rng.randint(3, 8)))

    gap, stop = ("", "。") if language == "zh" else (" ", ".")
    return tuple(gap.join(word() for _ in range(rng.randint(6, 10))) + stop for _ in range(count))


SENTENCES = {language: invented(500, language) for language in ("pl", "zh")}


def words_not_held(notes: Sequence[str], history: Sequence[str]) -> list[float | None]:
    """The share of each note's words that no other note and nothing sent before holds."""
    found: list[float | None] = []
    for number, note in enumerate(notes):
        others = {w for t in (*history, *notes[:number], *notes[number + 1 :]) for w in t.split()}
        words = note.split()
        found.append(sum(w not in others for w in words) / len(words))
    return found


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    texts = Texts("tune", SENTENCES, ())
    said: list[str] = []
    found = measure_shares(
        texts, read_values(), 1, words_not_held, said.append, notes=2, honest=4, history=20
    )
    assert len(said) == 2
    return found


def of(readings: list[Reading], case: str, language: str = "pl") -> list[Reading]:
    return [r for r in readings if (r.case, r.language) == (case, language)]


def test_every_case_is_measured_in_every_language(readings: list[Reading]) -> None:
    for language in SENTENCES:
        amounts = {case: [r.amount for r in of(readings, case, language)] for case in CASES}
        assert amounts == CASES
        assert all(len(r.shares) == 2 * ROWS for r in of(readings, LINE, language))
        assert all(len(r.shares) == 2 for r in of(readings, NEAR_COPY, language))


CASES = {
    NAME_SWAP: list(COPIES),
    NEAR_COPY: list(COPIES),
    PART: list(PARTS),
    LINE: list(LINES),
    FILLER: list(FILLERS),
    HONEST: [20],
}


def test_notes_are_what_their_case_says(readings: list[Reading]) -> None:
    """Words that no other note holds: none but the name in copies, all in honest notes."""
    assert all(max(r.shares) < 0.05 for r in of(readings, NAME_SWAP))
    lines = of(readings, LINE)
    assert [r.plain for r in lines] == sorted(r.plain for r in lines)
    assert lines[0].plain == 0
    assert lines[-1].plain == pytest.approx(80 / 140, abs=0.04)
    for line in lines:
        assert sum(line.shares) / len(line.shares) == pytest.approx(line.plain * 2 / 3, abs=0.1)
    filler = of(readings, FILLER)[-1]
    assert filler.plain == pytest.approx(30 / 90, abs=0.04)
    assert sum(filler.shares) / len(filler.shares) < filler.plain / 2, "others have it too"
    parts = of(readings, PART)
    assert (parts[0].plain, parts[-1].plain) == (1, 0)
    (honest,) = of(readings, HONEST)
    assert min(honest.shares) > 0.4


@pytest.mark.parametrize("language", ["pl", "zh"])
@pytest.mark.parametrize("words", [5, 40])
def test_lines_have_the_length_asked_for(language: str, words: int) -> None:
    line = line_of(words, iter(SENTENCES[language]), language)
    assert count_words(line, language) == pytest.approx(words, abs=0.7)
    assert SENTENCES[language][0].startswith(line[:4])
    filler = frequent_words(SENTENCES[language], language, random.Random(1))(words)
    assert count_words(filler, language) == pytest.approx(words, abs=0.7)


def test_filler_is_of_the_most_frequent_words() -> None:
    corpus = ["aa bb cc", "aa bb"] * 30 + ["rare words once"]
    corpus += [f"also{n} also{n}" for n in range(60)]
    filler = frequent_words(corpus, "en", random.Random(1))(200)
    assert {"aa", "bb", "cc"} < set(filler.split())
    assert "once" not in filler


def test_filler_without_spaces_is_of_frequent_characters_in_a_row() -> None:
    frequent = "".join(chr(0x5000 + n) for n in range(60))
    rare = ["".join(chr(0x7000 + 9 * n + k) for k in range(9)) for n in range(40)]
    filler = frequent_words([*[frequent] * 3, *rare], "zh", random.Random(1))(40)
    assert len(filler) == 60
    assert all(filler[k : k + 6] in frequent for k in range(0, 60, 6))


def test_by_samenote_a_copy_is_0_and_an_honest_note_1() -> None:
    first, second, third = (" ".join(SENTENCES["pl"][k : k + 6]) for k in (0, 6, 12))
    assert by_samenote([first, second], [first, third]) == [0, 1]
    assert by_samenote([first, first], []) == [0, 0]


def test_a_reading_leaves_out_what_has_no_share() -> None:
    found = reading("pl", LINE, 5, [0.5, None, 0.0], 0.1)
    assert (found.shares, found.uncounted) == ((0.5, 0.0), 1)


def test_tables_show_each_language_and_all() -> None:
    found = [
        Reading(language, case, amount, shares, 0.25, 1)
        for language, shares in (("pl", (0.1, 0.2, 0.3)), ("zh", (0.4, 0.5, 0.9)))
        for case, amounts in CASES.items()
        for amount in amounts
    ]
    page = share_report(found, "Heading.")
    assert page.startswith("Heading.\n")
    largest, near, *_ = page.split("### ")[1:]
    assert re.search(r"\| pl (\| 0\.30 ){7}\|", largest)
    assert re.search(r"\| all (\| 0\.90 ){7}\|", largest)
    assert re.search(r"\| zh (\| 0\.50 ){7}\|", near)
    assert re.search(r"\| share of words (\| 0\.25 ){7}\|", near)
    assert "| pl | 0.20 | 0.10 | 0.10 | 3 | 1 |" in page
    assert shares_of(found[:1], 1, EVERY) == [0.1, 0.2, 0.3]


def test_the_curve_has_a_line_for_each_language_all_and_the_plain_share(
    readings: list[Reading],
) -> None:
    picture = ElementTree.fromstring(share_chart(readings, "caption"))
    lines = picture.findall(".//{*}polyline")
    assert [line.findtext("{*}title") for line in lines] == ["pl", "zh", "all", "share of words"]
    assert all(len(line.attrib["points"].split()) == len(LINES) for line in lines)


def test_a_quantile_is_one_of_the_values() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.05) == 1
    assert quantile([float(n) for n in range(100)], 0.05) == 5
    assert quantile([1.0], 1.0) == 1


def test_the_command_measures_only_this(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tatoeba").mkdir()
    lines = "\n".join(invented(900, "pl"))
    (tmp_path / "tatoeba" / "tatoeba.pol-eng.pol").write_text(lines, encoding="utf-8")
    options = ["--only", "shares", "--quick", "--languages", "pl", "--data", str(tmp_path)]
    assert main(options) == 0
    printed = capsys.readouterr()
    assert "Goals" not in printed.out
    assert re.search(r"\| all (\| 0\.00 ){7}\|", printed.out), "a name swap leaves nothing"
    assert "personal share in pl: 3 notes" in printed.err


def test_the_command_says_where_the_texts_are_missing(tmp_path: Path) -> None:
    assert main(["--only", "shares", "--data", str(tmp_path)]) == 3
