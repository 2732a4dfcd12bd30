"""The quality benchmark's notes, on invented sentences: what their labels say is true."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from benchmarks.quality.changes import Change, Tools, every_change
from benchmarks.quality.drafts import Values, body_units, every_piece, read_values
from benchmarks.quality.honest import other_notes, really_honest
from benchmarks.quality.notes import (
    Hands,
    LabelledNote,
    Original,
    copies,
    deal,
    drifting,
    endlessly,
    make_originals,
    once_then_chains,
    spliced,
    tools_for,
)
from benchmarks.quality.sources import distinct_sentences
from benchmarks.quality.typography import LOOKS
from benchmarks.quality.wording import count_words, units
from tests.inventing import invented_sentences

VALUES = read_values()


@pytest.fixture(scope="module")
def hands() -> Hands:
    return deal(invented_sentences(900), random.Random(1))


@pytest.fixture(scope="module")
def originals(hands: Hands) -> list[Original]:
    return make_originals("en", hands.originals, VALUES["en"], random.Random(2), 8)


def tools(hands: Hands, language: str = "en") -> Tools:
    return tools_for(hands, VALUES, language, random.Random(3))


def named(name: str) -> Change:
    return next(change for change in every_change() if change.name == name)


def only_copy(original: Original, hands: Hands, name: str) -> LabelledNote:
    return copies(original, tools(hands), [named(name)])[0]


def test_every_language_has_all_values() -> None:
    assert len(VALUES) >= 12
    for values in VALUES.values():
        assert len(set(values.names)) >= 8, values.language
        assert "{n}" in values.amount
        assert "{d}" in values.date
        assert all("{name}" in greeting for greeting in values.greetings)
        assert "{name}" in values.reply
        assert count_words(values.legal, values.language) > 20


def test_a_value_is_never_the_one_it_replaces() -> None:
    values, rng = VALUES["pl"], random.Random(0)
    for kind in ("name", "city", "product", "date", "amount"):
        value = values.pick(kind, rng)
        assert all(values.pick(kind, rng, value) != value for _ in range(50))


def test_characters_count_two_thirds_of_a_word_in_chinese() -> None:
    assert units("我们见面。", "zh") == ["我", "们", "见", "面"]
    assert count_words("我们见面了吗", "zh") == pytest.approx(4)
    assert count_words("Don't meet us", "en") == 3


def test_sentences_that_repeat_one_another_are_kept_once() -> None:
    kept = distinct_sentences(
        ["We met in the old park.", "We met in the old PARK!", "We met in the old town.", "Hello."],
        "en",
    )
    assert kept == ["We met in the old park.", "Hello."]


def test_no_sentence_is_in_two_hands(hands: Hands) -> None:
    dealt = [*hands.originals, *hands.fresh, *hands.others, *hands.honest]
    assert len(dealt) == len(set(dealt)) == 900


def test_no_sentence_is_in_two_originals(originals: list[Original]) -> None:
    words = [set(body_units(o.draft)) - {"at"} for o in originals]
    for number, these in enumerate(words):
        for those in words[number + 1 :]:
            assert len(these & those) <= 0.1 * len(these)


def test_originals_have_four_slots_and_about_their_length(originals: list[Original]) -> None:
    assert {o.note.words for o in originals} >= {15, 30, 60, 120, 300}
    for original in originals:
        assert sum(bool(p.slot) for p in every_piece(original.draft)) == 4
        body = " ".join("".join(p.text for p in s) for s in original.draft.sentences)
        assert 0.7 <= count_words(body, "en") / original.note.words <= 1.5


def test_shared_spans_of_every_change_stand_in_the_original(
    originals: list[Original], hands: Hands
) -> None:
    checked = set()
    reordered = ("sentence moved", "sentence dropped")
    for original in originals:
        for copy in copies(original, tools(hands)):
            for start, stop in copy.shared or ():
                shared = copy.text[start:stop]
                assert shared in original.note.text or copy.change in reordered
                checked.add(copy.change)
    assert {"2 slots", "words replaced", "embedded", "quoted reply"} <= checked


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_so_many_slots_change_and_nothing_else(
    originals: list[Original], hands: Hands, number: int
) -> None:
    name = f"{number} slot{'s' * (number > 1)}"
    copy = only_copy(originals[3], hands, name)
    spans = copy.shared or ()
    gaps = len(spans) - 1 + (spans[0][0] > 0) + (spans[-1][1] < len(copy.text))
    assert gaps == number
    assert copy.relations == ("template",)
    assert copy.truths == (originals[3].note.id,)
    assert copy.recipient != originals[3].note.recipient


def test_slots_over_a_third_of_the_words_make_no_copy(hands: Hands) -> None:
    tiny = make_originals("en", hands.originals, VALUES["en"], random.Random(5), 1)[0]
    short = replace(tiny, draft=replace(tiny.draft, sentences=tiny.draft.sentences[:1]))
    assert copies(short, tools(hands), [named("4 slots")]) == []


def test_three_words_of_thirty_are_replaced(originals: list[Original], hands: Hands) -> None:
    original = next(o for o in originals if o.note.words == 300)
    before = original.note.text.split()
    after = only_copy(original, hands, "words replaced").text.split()
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    assert changed == pytest.approx(len(body_units(original.draft)) / 10, abs=2)


@pytest.mark.parametrize("name", ["typos", "OCR noise"])
def test_noise_hits_one_word_in_ten(originals: list[Original], hands: Hands, name: str) -> None:
    original = next(o for o in originals if o.note.words == 300)
    before = original.note.text.split()
    after = only_copy(original, hands, name).text.split()
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    assert changed == pytest.approx(len(body_units(original.draft)) / 10, abs=3)


def test_an_excerpt_is_a_third_of_the_note(originals: list[Original], hands: Hands) -> None:
    original = next(o for o in originals if o.note.words == 120)
    copy = only_copy(original, hands, "excerpt")
    shared = sum(count_words(copy.text[a:b], "en") for a, b in copy.shared or ())
    assert 0.25 <= shared / count_words(copy.text, "en") <= 0.45


def test_a_large_history_repeats_no_sentence(hands: Hands) -> None:
    supply = once_then_chains(hands.others, "en", random.Random(1))
    made = [next(supply) for _ in range(3 * len(hands.others))]
    assert set(made[: len(hands.others)]) == set(hands.others)
    assert len(set(made)) > 0.99 * len(made)


def test_a_spliced_note_is_a_copy_of_both(originals: list[Original]) -> None:
    first, second = originals[0], originals[3]
    note = spliced(first, second)
    assert note.truths == (first.note.id, second.note.id)
    assert note.text.startswith("".join(p.text for p in first.draft.sentences[0]))


def test_a_drifting_sequence_names_all_its_versions(
    originals: list[Original], hands: Hands
) -> None:
    history, last = drifting(originals[3], tools(hands))
    assert len(history) == 11
    assert last.truths == (history[-1].id,)
    assert set(last.kin) == {note.id for note in history}
    assert len({note.text for note in [*history, last]}) == 12


@pytest.mark.parametrize("language", ["en", "bg", "zh", "ar", "th"])
@pytest.mark.parametrize("look", sorted(LOOKS))
def test_looks_leave_the_words_alone(language: str, look: str) -> None:
    import unicodedata

    text = VALUES[language].legal
    other = LOOKS[look](text, random.Random(4))
    invisible = "\u200b\u200c\u200d\u2060\u00ad\u0640\ufe0f"

    def letters(t: str) -> str:
        folded = unicodedata.normalize("NFKC", t).casefold()
        return "".join(c for c in folded if c.isalnum() and c not in invisible)

    if look == "look-alikes":
        assert len(letters(other)) == len(letters(text))
    else:
        assert letters(other) == letters(text)


def test_an_honest_note_that_repeats_history_is_dropped() -> None:
    history = [
        LabelledNote("h", "one two three four five six seven eight nine ten", "en", 0, "", "")
    ]
    copied = LabelledNote("a", "so one two three four five six seven eight end", "en", 0, "", "")
    footer = LabelledNote(
        "b", f"all my own words here {history[0].text}", "en", 0, "", "", body="all my own words"
    )
    kept, dropped = really_honest([copied, footer], history)
    assert [note.id for note in kept] == ["b"]
    assert dropped == 1


def test_honest_notes_come_in_every_flavour(hands: Hands) -> None:
    supply = endlessly(hands.honest, random.Random(1))
    made = other_notes("en", "honest", supply, VALUES["en"], random.Random(1), 70)
    by_flavour = {note.change: note for note in made}
    assert by_flavour["same legal text"].text.endswith(VALUES["en"].legal)
    assert by_flavour["same short phrase"].text.endswith(VALUES["en"].phrase)
    assert VALUES["en"].footer in by_flavour["same greeting and footer"].text
    assert all(note.body and not note.truths for note in made)


def test_values_are_one_language_each() -> None:
    assert isinstance(VALUES["zh"], Values)
    assert VALUES["zh"].language == "zh"
