"""Dates, times, amounts, numbers, links, addresses, codes and unfilled fields; and what is none."""

from __future__ import annotations

import pytest

from dedupe.masks import MaskKind, MaskSource, find_masks

WORDS = "one two three four five six seven eight nine ten eleven twelve"


def values(text: str) -> list[tuple[str, str]]:
    before, after = f"{WORDS} ", f" {WORDS} {WORDS}"
    whole = f"{before}{text}{after}"
    return [(whole[m.start : m.stop], m.kind.value) for m in find_masks(whole, [(0, len(whole))])]


@pytest.mark.parametrize(
    "date",
    [
        "2024-05-12",
        "2024-05-12T14:30:00Z",
        "12.05.2024",
        "12/05/2024",
        "5/12/24",
        "12-05-2024",
        "12. 5. 2024",
        "2024/5/12",
        "2024.05.12",
        "٢٠٢٤/٥/١٢",
        "2024年5月12日",
        "5月12日",
        "２０２４年５月１２日",
        "2024년 5월 12일",
        "12 May 2024",
        "12 May",
        "May 12, 2024",
        "May 12th",
        "5th of May",
        "May 2024",
        "Monday, 12 May 2024",
        "Mon 12.05.2024",
        "Monday",
        "12. Mai 2024",
        "Montag, 12. Mai",
        "12 mai 2024",
        "1er mars",
        "lunedì 12 maggio",
        "12 de mayo",
        "3 de março",
        "12 mei 2024",
        "12 maja",
        "12 maja 2024 r",
        "poniedziałek",
        "п'ятниці",
        "неділі",
        "пятницы",
        "السبت",
        "pátku",
        "12. května 2024",
        "5 май 2024 г",
        "12 травня 2024 року",
        "12 мая",
        "12 مايو 2024",
        "12 במאי 2024",
        "12 maj 2024",
        "mandag den 3. juni",
        "12. desember",
        "12. toukokuuta 2024",
        "12 Mayıs 2024",
        "12 Μαΐου 2024",
        "3 iunie 2024",
        "2024. május 12",
        "星期三",
        "水曜日",
        "월요일",
        "segunda-feira",
        "17 มิถุนายน 2567",
        "5 พ.ค. 2027",
        "วันอังคาร",
        "12 मई 2024",
        "सोमवार, 3 जून",
        "17 tháng 6",
        "17 tháng 6, 2024",
        "Chủ nhật",
        "Thứ Hai",
    ],
)
def test_a_date_is_one_mask(date: str) -> None:
    assert values(date) == [(date, "date")]


def test_a_vietnamese_day_that_is_an_ordinal_is_none() -> None:
    assert values("lần thứ hai") == []
    assert values("vào thứ hai") == [("thứ hai", "date")]


def test_a_date_of_five_words_is_two_masks() -> None:
    assert values("12 de mayo de 2024") == [("12 de mayo", "date"), ("2024", "date")]


@pytest.mark.parametrize(
    "time",
    ["14:30", "2 pm", "2:30 PM", "9am", "10:15 a.m.", "14h30", "14 h", "9 Uhr", "14.30 Uhr"]
    + ["下午3点", "午後3時", "14時30分", "오후 3시", "9시 30분", "14:30:05", "٩:١٥"]
    + ["14:30 น.", "14.30 น.", "5 बजे", "10:15 बजे", "9 giờ", "9 giờ 30"],
)
def test_a_time_is_one_mask(time: str) -> None:
    assert values(time) == [(time, "time")]


@pytest.mark.parametrize(
    "amount",
    [
        "$1,250.00",
        "US$ 300",
        "£45",
        "€ 5.50",
        "5,50 €",
        "1.250,00 €",
        "1 250,00 zł",
        "1'250 CHF",
        "EUR 300",
        "300 EUR",
        "45 złotych",
        "50 лв.",
        "500 грн",
        "300 руб",
        "12%",
        "12 %",
        "500元",
        "5,000円",
        "¥1,250",
        "5,000원",
        "1,250 درهم",
        "₪1,250",
        "R$ 1.250,00",
        "$5 million",
        "2 mln zł",
        "1 250 Ft",
        "100 lei",
        "500kr",
        "300USD",
        "$5k",
        "739 บาท",
        "2 ล้านบาท",
        "฿500",
        "₹154",
        "500 रुपये",
        "3 लाख रुपये",
        "764 đồng",
        "2 triệu đồng",
        "50.000₫",
    ],
)
def test_an_amount_is_one_mask(amount: str) -> None:
    found = values(amount)
    assert len(found) == 1
    assert found[0][1] == "amount"
    assert found[0][0].rstrip(".") == amount.rstrip(".")


@pytest.mark.parametrize(
    "number", ["7", "1,250", "3.14", "10 000", "٤٢", "４２", "10kg", "2nd", "1/2"]
)
def test_a_number_is_one_mask(number: str) -> None:
    assert values(number) == [(number, "number")]


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/a?b=c#d",
        "http://user@example.com:8080/",
        "ftp://example.org/x_(y)",
        "www.example.pl/żółć",
        "example.com",
        "shop.example.co.uk/basket?id=3",
        "sklep.example.pl",
        "https://example.com/2024-05-12/Monday",
    ],
)
def test_a_link_is_one_mask(link: str) -> None:
    assert values(link) == [(link, "link")]


def test_a_link_ends_before_the_sentence_does() -> None:
    assert values("(see https://example.com/a).") == [("https://example.com/a", "link")]
    assert values("请访问https://example.com/a查看") == [("https://example.com/a", "link")]


@pytest.mark.parametrize(
    "address",
    [
        "maria@example.com",
        "mailto:maria.lopez+x@mail.example.co.uk",
        "иван@пример.бг",
        "+48 123 456 789",
        "+44 (0)20 7946 0018",
        "555-123-4567",
        "(555) 123-4567",
        "0888 123 456",
        "01 23 45 67 89",
        "12 High Street",
        "ul. Długa 5",
        "Hauptstraße 12",
        "Calle Mayor 5",
        "бул. Витоша 12",
        "SW1A 1AA",
        "00-001 Warszawa,",
        "IL 62704",
    ],
)
def test_an_address_is_one_mask(address: str) -> None:
    assert values(address) == [(address.rstrip(","), "address")]


@pytest.mark.parametrize(
    "code",
    [
        "#10442",
        "INV-2024-0042",
        "SAVE20",
        "AB12CD34",
        "7f3c9a1b",
        "106eccb4d20f35ebc58ff2286c170d9e79c5ff68",
        "123e4567-e89b-12d3-a456-426614174000",
        "1Z999AA10123456784",
        "ORD/2024/118",
        "2024-118",
        "arch/mips/kernel/i8253.c",
        "/usr/lib/python3",
        "C:\\Users\\42\\notes.txt",
    ],
)
def test_a_code_is_one_mask(code: str) -> None:
    assert values(code) == [(code, "code")]


@pytest.mark.parametrize(
    "field",
    ["{{name}}", "{{ first_name | default }}", "{name}", "%(name)s", "[Name]", "[First Name]"]
    + ["*|FNAME|*", "<<Company>>", "${name}", "[imię]", "«Name»", "[Your Company]"],
)
def test_an_unfilled_field_is_one_mask(field: str) -> None:
    assert values(field) == [(field, "field")]


@pytest.mark.parametrize(
    "text",
    [
        "May I ask you",
        "you may come in march",
        "march on, sun and sat",
        "tomorrow, next week, yesterday",
        "a few, twenty, hundreds",
        "B2B and MP3, COVID-19, A4, 24/7, 5G, UTF-8",
        "and/or, he/she/they, input/output",
        "e.g. this, i.e. that, etc.",
        "it was today.It is, and so.In time",
        "README.md and node.js",
        "@home and user @ place",
        "[sic] [as he said] [PATCH]",
        "segunda vez, la semana, un mar azul",
        "на этой неделе, окружающую среду",
        "une grande pièce, le marché",
        "一二三 第一 星期",
        "{ } {} [] %",
    ],
)
def test_common_words_are_never_masked(text: str) -> None:
    assert values(text) == []


def test_a_number_beside_a_word_leaves_the_word() -> None:
    assert values("24-hour") == [("24", "number")]
    assert values("4.9-stable") == [("4.9", "number")]
    assert values("mid-2024") == [("2024", "number")]


def test_a_version_or_table_cell_is_no_date() -> None:
    assert values("99/99/99") == [("99/99/99", "number")]
    assert values("192.168.1.1") == [("192.168.1.1", "number")]


def test_a_placeholder_of_five_words_is_text() -> None:
    assert values("[Name Of The Last Person]") == []


def test_surrogates_and_nul_pass_through() -> None:
    assert values("\ud800 12:30 \x00 \udfff Monday") == [("12:30", "time"), ("Monday", "date")]


def test_recognised_values_say_so() -> None:
    text = f"{WORDS} 12 May {WORDS}"
    (mask,) = find_masks(text, [(0, len(text))])
    assert (mask.kind, mask.source) == (MaskKind.DATE, MaskSource.RECOGNISED)
