"""Introductions of quoted replies as people and programs write them: a weekday, a name, a verb."""

from __future__ import annotations

import pytest

from dedupe.own_words import own_words

INTRODUCTIONS = {
    "en": ("On Monday, Ann wrote:", "On Tuesday Ann Hill writes:", "Ann wrote:"),
    "de": ("Am Montag schrieb Anna:", "Anna Berg hat am Dienstag geschrieben:"),
    "fr": ("Le lundi, Anne a écrit :", "Mardi, Anne Petit écrit :"),
    "es": ("El lunes, Ana escribió:", "El martes Ana Ruiz escribió:"),
    "it": ("Lunedì Anna ha scritto:", "Il giorno martedì Anna Riva ha scritto:"),
    "pt": ("Na segunda-feira, Ana escreveu:", "Na terça, a Ana Lopes escreveu:"),
    "nl": ("Op maandag schreef Anna:", "Anna de Vries schreef op dinsdag:"),
    "pl": ("W poniedziałek Anna napisała:", "We wtorek Anna Nowak pisze:", "Anna napisał(a):"),
    "cs": ("V pondělí Anna napsala:", "V úterý Anna Nová píše:", "Anna napsal(a):"),
    "bg": ("В понеделник Анна написа:", "Във вторник Анна Петрова пише:"),
    "uk": ("У понеділок Ганна пише:", "У вівторок Ганна Коваль написала:"),
    "ru": ("В понедельник Анна пишет:", "Во вторник Анна Попова написала:", "Анна писал(а):"),
    "ar": ("يوم الاثنين كتب سامي:", "كتبت منى يوم الثلاثاء:"),
    "he": ("ביום שני, דנה כתבה:", "ביום שלישי כתב דוד:", "דנה כתב/ה:"),
    "zh": ("王芳 于星期一写道：", "星期二，李明写道:", "在星期三，王芳 寫道："),
    "ja": ("月曜日に田中さんは書きました：", "火曜日、佐藤さんのメール:"),
    "sv": ("I måndags skrev Anna:", "På tisdagen skrev Anna Berg:"),
    "da": ("I mandags skrev Anne:", "Tirsdag skrev Anne Holm:"),
    "no": ("På mandag skrev Anne:", "Tirsdag skrev Anne Moen:"),
    "fi": ("Maanantaina Anna kirjoitti:", "Anna Laine kirjoitti tiistaina:"),
    "tr": ("Pazartesi günü Ayşe şunu yazdı:", "Salı günü Ayşe Kaya yazdı:"),
    "ko": ("월요일에 김민수님이 작성:", "화요일에 이영희님이 썼습니다:"),
    "th": ("เมื่อวันจันทร์ มาลี เขียนว่า:", "คุณวิชัยเขียนเมื่อวันอังคารว่า:", "มาลีเขียน:"),
    "hi": ("सोमवार को अनीता ने लिखा:", "मंगलवार को राजेश शर्मा ने लिखा था:", "राजेश लिखते हैं:"),
    "vi": ("Thứ Hai, Lan đã viết:", "Vào thứ Ba, anh Hùng viết:", "Hôm thứ Tư Mai đã viết:"),
    "el": ("Τη Δευτέρα η Άννα έγραψε:",),
    "ro": ("Luni, Ana a scris:",),
    "hu": ("Hétfőn Anna írta:",),
}
CASES = [(language, line) for language, lines in INTRODUCTIONS.items() for line in lines]


@pytest.mark.parametrize(("language", "line"), CASES)
def test_an_introduction_comes_off_with_its_quote(language: str, line: str) -> None:
    text = f"abc def.\n\n{line}\n> ghi\n> jkl\n\nmno"
    found = own_words(text)
    assert [text[a:b] for a, b in found.spans] == ["abc def.", "mno"]


@pytest.mark.parametrize(("language", "line"), CASES)
def test_the_same_line_over_unmarked_text_stays(language: str, line: str) -> None:
    text = f"abc def.\n\n{line}\nghi jkl"
    assert own_words(text).removed == ()
