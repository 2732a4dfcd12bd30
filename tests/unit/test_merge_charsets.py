"""Short texts in old charsets are told apart by the words they make."""

from __future__ import annotations

import pytest

from api.merge_charsets import likely_charset


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Thank you, Ann.", "ascii"),
        ("Dzień dobry, dziękuję za żakiet. Było mi miło.", "utf-8"),
        ("Liebe Frau Müller, schöne Grüße", "cp1252"),
        ("Ça va très bien, à bientôt. El niño", "cp1252"),
        ("Dzień dobry, dziękuję za żakiet. Było mi miło.", "cp1250"),
        ("Łucja;żakiet", "iso8859-2"),
        ("Здравствуйте, Анна! Ваше пальто готово.", "cp1251"),
        ("Здравствуйте, Анна! Ваше пальто готово.", "koi8-u"),
        ("Шановна пані Олено, Ваше пальто готове.", "cp1251"),
        ("陈女士您好，您的大衣已经好了。", "gb18030"),
        ("山田様、コートができました。", "cp932"),
        ("김민수님, 코트가 준비되었습니다.", "cp949"),
        ("陳女士您好，您的大衣已經好了。", "big5hkscs"),
        ("Αγαπητή Άννα, το παλτό σας είναι έτοιμο.", "cp1253"),
        ("مرحبا ليلى، معطفك جاهز", "cp1256"),
        ("สวัสดีค่ะ เสื้อโค้ทของคุณพร้อมแล้ว", "cp874"),
    ],
)
def test_the_charset_that_makes_words_is_taken(text: str, charset: str) -> None:
    data = text.encode(charset)
    assert data.decode(likely_charset(data)) == text


def test_a_character_cut_at_the_end_does_no_harm() -> None:
    data = ("陈女士您好，您的大衣已经好了。" * 20).encode("gb18030")[:-1]
    assert likely_charset(data) == "gb18030"
