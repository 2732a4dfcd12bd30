"""The headline numbers and the order of things."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from types import ModuleType

import pytest

from api.reports.summary import (
    by_recipients,
    headline,
    moment,
    skipped_by_reason,
    verdict_sentence,
    worth_a_look,
)
from api.reports.wording import count, day_range, generic_words, listed, percent


def test_the_headline_counts_what_is_there(reports_sample: ModuleType) -> None:
    found = reports_sample.lifelike()
    top = headline(found)
    sizes = [len(family.members) for family in found.families]
    assert top.repeated == sum(sizes)
    assert top.people == sum(sizes)  # every member of the sample has a recipient of its own
    assert (top.families, top.short_families) == (6, 1)
    assert top.stop + top.look + top.send == top.audited == len(found.notes)
    assert sum(top.shares) + top.uncounted == len(found.notes)
    assert top.uncounted == 1
    assert sum(top.relations.values()) == sum(sizes)


@pytest.mark.parametrize(
    ("sample", "sentence"),
    [("nothing", "There was no note to judge."),
     ("honest_only", "No note repeats a text that somebody else got."),
     ("single", "2 of 42 notes carry a text that somebody else got too.")],
)  # fmt: skip
def test_the_first_sentence(reports_sample: ModuleType, sample: str, sentence: str) -> None:
    assert verdict_sentence(headline(getattr(reports_sample, sample)())) == sentence


def test_stops_come_before_looks_and_sends_not_at_all(reports_sample: ModuleType) -> None:
    worth = worth_a_look(reports_sample.lifelike().notes)
    decisions = [note.decision for note in worth]
    assert decisions == sorted(decisions, reverse=True)
    assert set(decisions) == {"stop", "look"}
    stops = [note.reach for note in worth if note.decision == "stop"]
    assert stops == sorted(stops, reverse=True)


def test_families_of_equal_reach_keep_one_order(reports_sample: ModuleType) -> None:
    cards = reports_sample.cards()
    tied = tuple(replace(cards, id=name) for name in "cab")
    assert [family.id for family in by_recipients(tied)] == ["a", "b", "c"]


def test_times_with_and_without_zone_sort_together() -> None:
    naive = datetime(2025, 1, 1, 12)
    east = datetime(2025, 1, 1, 13, tzinfo=timezone(timedelta(hours=2)))
    assert sorted([naive, east], key=moment) == [east, naive]
    assert moment(naive).tzinfo is UTC


def test_reasons_are_counted_most_frequent_first(reports_sample: ModuleType) -> None:
    (first, places), second = skipped_by_reason(reports_sample.lifelike())
    assert first == "the message has no text"
    assert len(places) == 2
    assert len(second[1]) == 1


def test_wording(reports_sample: ModuleType) -> None:
    assert count(1, "person", "people") == "1 person"
    assert count(1200, "note") == "1,200 notes"
    assert percent(None) == "not counted"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert day_range(None, None) == "no date"
    _, fallback, date = reports_sample.sequence().skeleton.slots
    assert generic_words(fallback) == "slot 2 “your company” for 14 people: a fallback"
    assert "your company" not in generic_words(fallback, show=False)
    assert generic_words(date) == ""


@pytest.mark.parametrize(
    ("notes", "sentence"),
    [(1, "The one note carries a text that somebody else got too."),
     (2, "Both notes carry a text that somebody else got too."),
     (3, "All 3 notes carry a text that somebody else got too.")],
)  # fmt: skip
def test_the_first_sentence_of_a_few_notes(
    reports_sample: ModuleType, notes: int, sentence: str
) -> None:
    family = reports_sample.cards()
    found = reports_sample.audit((family,), reports_sample.notes_of((family,), 0)[:notes])
    assert verdict_sentence(headline(found)) == sentence


@pytest.mark.parametrize(
    ("relations", "sentence"),
    [("r", "The one note says what somebody else was told, in other words."),
     ("rr", "Both notes say what somebody else was told, in other words."),
     ("rrr", "All 3 notes say what somebody else was told, in other words."),
     ("rn", "1 of 2 notes says what somebody else was told, in other words."),
     ("vvrn", "2 of 4 notes carry a text that somebody else got too; 1 more says what somebody "
              "else was told, in other words."),
     ("vrr", "1 of 3 notes carries a text that somebody else got too; 2 more say what somebody "
             "else was told, in other words.")],
)  # fmt: skip
def test_the_first_sentence_tells_texts_from_other_words(
    reports_sample: ModuleType, relations: str, sentence: str
) -> None:
    named = {"r": ("reworded", 1), "v": ("verbatim", 1), "n": ("none", 0)}
    base = reports_sample.notes_of((reports_sample.cards(),), 0)
    notes = tuple(
        replace(note, relation=named[letter][0], reach=named[letter][1])
        for note, letter in zip(base, relations, strict=False)
    )
    top = headline(reports_sample.audit((), notes))
    assert (top.repeated, top.reworded) == (relations.count("v"), relations.count("r"))
    assert verdict_sentence(top) == sentence
