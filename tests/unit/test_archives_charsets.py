"""Bytes to text, with the labels that real mail carries."""

from __future__ import annotations

import pytest

from api.archives.charsets import codec_name, decode

POLISH = "Zażółć gęślą jaźń, dziękujemy za płaszcz i zapraszamy ponownie."
RUSSIAN = "Спасибо за пальто, мы будем рады видеть вас снова в нашей химчистке."
CHINESE = "谢谢您的外套，欢迎您再次光临我们的干洗店。"
JAPANESE = "コートをお預かりしました。またのご来店をお待ちしております。"
KOREAN = "코트를 맡겨 주셔서 감사합니다. 다시 뵙겠습니다."


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (POLISH, "iso8859-2", "iso-8859-2"),
        (POLISH, "cp1250", "windows-1250"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (RUSSIAN, "mac_cyrillic", "x-mac-cyrillic"),
        (CHINESE, "gb18030", "gb2312"),
        ("朱镕基", "gbk", "GB2312"),
        (CHINESE, "hz", "hz-gb-2312"),
        ("歡迎您再次光臨", "big5", "Big5"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (JAPANESE, "cp932", "Shift_JIS"),
        (KOREAN, "cp949", "ks_c_5601-1987"),
        ("“smart” – quotes…", "cp1252", "iso-8859-1"),
        ("Grüße €", "utf-7", "utf-7"),
        (RUSSIAN, "utf-16", "utf-16"),
    ],
)
def test_declared_charsets(text: str, codec: str, label: str) -> None:
    assert decode(text.encode(codec), label) == text


@pytest.mark.parametrize("label", ["us-ascii", "iso-8859-1", "windows-1251", "nonsense", ""])
def test_utf8_under_a_wrong_label_is_utf8(label: str) -> None:
    assert decode(RUSSIAN.encode(), label) == RUSSIAN


@pytest.mark.parametrize("label", ["", "unknown-8bit", "x-unknown", "us-ascii", "iso-8859-1"])
def test_cyrillic_without_a_usable_label_is_guessed(label: str) -> None:
    assert decode((RUSSIAN * 4).encode("cp1251"), label) == RUSSIAN * 4


def test_undeclared_latin_is_not_taken_for_chinese() -> None:
    assert decode("Jörg Grüße".encode("latin-1")) == "Jörg Grüße"


def test_ascii_that_calls_itself_utf_16_is_ascii() -> None:
    assert decode(b"Dear Bob, thank you.", "utf-16") == "Dear Bob, thank you."


def test_undeclared_iso_2022_jp() -> None:
    assert decode(JAPANESE.encode("iso2022_jp")) == JAPANESE


def test_a_few_damaged_bytes_do_not_spoil_the_rest() -> None:
    data = bytearray((RUSSIAN * 3).encode("utf-8"))
    data[4] = 0xFF
    text = decode(bytes(data), "utf-8")
    assert "\ufffd" in text
    assert text.endswith(RUSSIAN * 2)


@pytest.mark.parametrize("label", ["rot13", "hex", "unicode_escape", "idna", "../etc", "\0", "é"])
def test_labels_that_are_no_charsets(label: str) -> None:
    assert codec_name(label) == ""


def test_no_lone_surrogate_comes_out() -> None:
    assert "\ud800" not in decode(b"+2AA-", "utf-7")
    decode(b"+2AA-", "utf-7").encode("utf-8")
