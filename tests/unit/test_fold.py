"""Folding: what only looks different is the same; what is different stays different."""

from __future__ import annotations

import unicodedata

import pytest

from dedupe import fold_text
from tests.relating import plain_words


def hashes(text: str) -> list[int]:
    found: list[int] = plain_words([text]).hashes.tolist()
    return found


SAME = {
    "case": ("Thank YOU", "thank you"),
    "sharp s": ("Straße GROẞ", "STRASSE gross"),
    "accents": ("café Dvořák żółć", "cafe Dvorak zolc"),
    "composed or not": ("Ångström é ё й", "A\u030angstro\u0308m e\u0301 е\u0308 и\u0306"),
    "full width": ("Ｔｈａｎｋ ｙｏｕ １２", "Thank you 12"),
    "ligature": ("ﬁrst oﬀer", "first offer"),
    "Arabic points": ("شُكْرًا جَزِيلًا", "شكرا جزيلا"),
    "Arabic tatweel": ("شكـــراً", "شكراً"),
    "Arabic alef": ("أحمد إلى آخر", "احمد الى اخر"),
    "Arabic final letters": ("مدرسة على", "مدرسه علي"),
    "Arabic presentation forms": ("ﺷﻜﺮﺍ", "شكرا"),
    "Persian letters": ("کتاب یک", "كتاب يك"),
    "Hebrew points": ("שָׁלוֹם רַב", "שלום רב"),
    "zero-width": ("tha\u200bnk y\u200co\u200du\ufeff", "thank you"),
    "soft hyphen": ("thank\u00adful", "thankful"),
    "grapheme joiner": ("tha\u034fnk", "thank"),
    "direction marks": ("\u202athank\u202c \u200fyou", "thank you"),
    "Cyrillic in a Latin word": ("соре", "cope"),
    "Cyrillic capitals in a Latin word": ("РАТМОВ", "PATMOB"),
    "Greek in a Latin word": ("Οnline ρaper", "Online paper"),
    "Latin in a Cyrillic word": ("Дякyємо", "Дякуємо"),
    "Greek capitals": ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    "Arabic digits": ("٢٠٢٥", "2025"),
    "Persian digits": ("۲۰۲۵", "2025"),
    "Devanagari digits": ("२०२५", "2025"),
    "mathematical digits": ("𝟐𝟎𝟐𝟓", "2025"),
    "mathematical letters": ("𝐭𝐡𝐚𝐧𝐤", "thank"),
    "Hangul": ("감사합니다 값", unicodedata.normalize("NFD", "감사합니다 값")),
    "quotes": ("“thank” ‘you’ «so» „much“", "\"thank\" 'you' 'so' 'much'"),
    "dashes": ("so — thank–you", "so - thank-you"),
    "emoji": ("thank you 🙏🏽👩‍👩‍👧 ❤️", "thank you"),
    "no-break space": ("thank\u00a0you\u202fall\u3000now", "thank you all now"),
    "Polish stroke": ("ŁÓDŹ", "lodz"),
    "Turkish": ("İSTANBUL", "istanbul"),
    "kana voicing apart": ("か\u3099く", "がく"),
    "half width kana": ("ｱｲ", "アイ"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_what_only_looks_different_is_the_same(name: str) -> None:
    one, other = SAME[name]
    assert one != other
    assert hashes(one) == hashes(other)
    assert len(hashes(one)) > 0


DIFFERENT = {
    "another word": ("thank you", "thank her"),
    "order": ("you thank", "thank you"),
    "digits": ("2025", "2026"),
    "Arabic letters": ("شكر", "سكر"),
    "Hebrew letters": ("שלום", "שלוש"),
    "Ukrainian і and ї": ("їх", "юх"),
    "characters": ("谢谢你", "谢谢他"),
    "Hangul last consonant": ("감", "갑"),
    "a word parted": ("to day", "today"),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_is_different_stays_different(name: str) -> None:
    one, other = DIFFERENT[name]
    assert hashes(one) != hashes(other)


def test_folded_text_is_for_people_and_tables() -> None:
    assert fold_text("  Thank—YOU,\u00a0Zoë!  ") == "thank you zoe"
    assert fold_text("谢谢 you") == "谢 谢 you"
    assert fold_text("🙏 … !") == ""


def test_folding_twice_changes_nothing() -> None:
    for one, _ in SAME.values():
        assert fold_text(fold_text(one)) == fold_text(one)
