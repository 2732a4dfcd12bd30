"""The language of a note: enough to tell two languages apart, and to say when it is not sure."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from dedupe import language_name, language_of, languages_differ
from dedupe.language_words import LANGUAGES, LETTERS, ONLY, SCRIPTS, SHARED, SMALL_WORDS

ROOT = Path(__file__).resolve().parents[2]
MAILERS = ROOT.parent / "shared" / "data" / "locale_mailers" / "rails" / "locales"

NOTES = {
    "en": "Thank you for the lovely cake, it was gone within an hour and everyone asked for more.",
    "pl": "Dziękuję za wspaniały tort, zniknął w godzinę i wszyscy pytali, czy jest jeszcze.",
    "bg": "Благодаря за чудесната торта, изчезна за час и всички питаха дали има още.",
    "uk": "Дякую за чудовий торт, він зник за годину, і всі питали, чи є ще трохи.",
    "ru": "Спасибо за чудесный торт, он исчез за час, и все спрашивали, нет ли ещё.",
    "ar": "شكرا على الكعكة الرائعة، اختفت خلال ساعة وسأل الجميع إن كان هناك المزيد.",
    "zh": "谢谢您美味的蛋糕，一个小时就吃完了，大家都问还有没有。",
    "ja": "素敵なケーキをありがとうございました。すぐになくなりました。",
    "de": "Danke für den herrlichen Kuchen, er war nach einer Stunde weg, und alle wollten mehr.",
    "fr": "Merci pour ce beau gâteau, il a disparu en une heure et tout le monde en voulait.",
    "es": "Gracias por la tarta tan rica, desapareció en una hora y todos preguntaban por más.",
    "it": "Grazie per la splendida torta, è sparita in un'ora e tutti ne chiedevano ancora.",
    "pt": "Obrigado pelo belo bolo, desapareceu numa hora e todos perguntavam se não havia mais.",
    "nl": "Bedankt voor de heerlijke taart, hij was binnen een uur op en iedereen wilde nog meer.",
    "tr": "Harika pasta için teşekkür ederim, bir saat içinde bitti ve herkes daha istedi.",
    "cs": "Děkuji za skvělý dort, zmizel během hodiny a všichni se ptali, jestli je ještě další.",
    "sv": "Tack för den fina tårtan, den var borta på en timme och alla frågade om det fanns mer.",
    "ro": "Vă mulțumim pentru tort, a dispărut într-o oră și toți au întrebat dacă mai este.",
    "fa": "از شما برای این کیک خوشمزه سپاسگزارم، در یک ساعت تمام شد و همه باز هم می خواستند.",
    "el": "Ευχαριστούμε για την υπέροχη τούρτα, εξαφανίστηκε σε μία ώρα.",
    "ko": "맛있는 케이크 정말 감사합니다. 한 시간 만에 다 없어졌어요.",
    "he": "תודה על העוגה הנפלאה, היא נעלמה תוך שעה וכולם ביקשו עוד.",
}


@pytest.mark.parametrize("language", NOTES)
def test_a_note_of_a_dozen_words_is_known(language: str) -> None:
    assert language_name(language_of(NOTES[language])) == language


def test_every_language_differs_from_every_other() -> None:
    found = {name: language_of(text) for name, text in NOTES.items()}
    for a in found:
        for b in found:
            assert languages_differ(found[a], found[b]) == (a != b)


def test_an_unsure_text_names_its_script_and_differs_from_other_scripts_only() -> None:
    unsure = language_of("Kvk Brmf Xyz")
    assert language_name(unsure) == "Latn"
    assert not languages_differ(unsure, language_of(NOTES["pl"]))
    assert not languages_differ(unsure, unsure)
    assert languages_differ(unsure, language_of(NOTES["bg"]))
    assert languages_differ(unsure, language_of(NOTES["zh"]))


def test_a_text_of_no_letters_differs_from_nothing() -> None:
    for text in ("", "  ", "12.03.2024 — 4,20 €", "…"):
        assert language_of(text) == 0
        assert language_name(0) == ""
        assert not languages_differ(language_of(text), language_of(NOTES["de"]))


def test_numbers_fit_a_byte_and_every_code_is_listed() -> None:
    assert len(LANGUAGES) == len(set(LANGUAGES)) < 128
    listed = {name for names in SHARED.values() for name in names} | set(ONLY.values())
    assert listed == set(LANGUAGES)
    assert set(SMALL_WORDS) <= listed
    assert {code for codes in LETTERS.values() for code in codes.split()} <= listed
    for number in (*range(1, len(LANGUAGES) + 1), *range(-len(SCRIPTS), 0)):
        assert language_name(number)
    # Kept in snapshots: what these numbers mean must never change.
    assert LANGUAGES[:8] == ("en", "pl", "bg", "uk", "ru", "ar", "zh", "ja")


def test_a_name_or_a_quoted_word_in_another_script_changes_nothing() -> None:
    assert language_name(language_of(f"{NOTES['uk']} PayPal, Visa, Zoom")) == "uk"
    assert language_name(language_of(f"{NOTES['en']} Київ")) == "en"
    assert language_name(language_of(f"{NOTES['zh']} WeChat")) == "zh"


def test_accents_left_out_and_capitals_do_not_hide_a_language() -> None:
    assert language_name(language_of(NOTES["fr"].upper())) == "fr"
    plain = "Dziekuje za wspanialy tort, zniknal w godzine i wszyscy pytali, czy jest jeszcze."
    assert language_name(language_of(plain)) == "pl"


@pytest.mark.skipif(not MAILERS.is_dir(), reason="the shared data is not here")
@pytest.mark.parametrize("name", ["ar", "bg", "cs", "de", "es", "fr", "it", "pl", "pt", "tr", "uk"])
def test_copy_of_others_is_hardly_ever_taken_for_another_language(name: str) -> None:
    yaml = pytest.importorskip("yaml")
    told = list(_strings(yaml.safe_load((MAILERS / f"{name}.yml").read_text("utf-8"))))
    told = [text for text in told if len(text.split()) >= 4]
    notes = [" ".join(told[k : k + 3]) for k in range(0, len(told) - 2, 3)]
    found = Counter(language_name(language_of(note)) for note in notes)
    assert found[name] >= 0.7 * len(notes) > 5
    known = sum(count for code, count in found.items() if code in LANGUAGES)
    assert known - found[name] <= 0.05 * len(notes)


def _strings(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in _strings(value)]
    return [node] if isinstance(node, str) else []


def test_the_rewrites_of_the_benchmark_are_known() -> None:
    lines = (ROOT / "benchmarks" / "meaning" / "rewrites.jsonl").read_text("utf-8").splitlines()
    wrong = [
        (note["lang"], note[key])
        for note in map(json.loads, lines)
        for key in ("a", "b", "c")
        if key in note and language_name(language_of(note[key])) != note["lang"]
    ]
    assert not wrong
