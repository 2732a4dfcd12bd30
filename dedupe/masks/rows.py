"""What the merge row tells: its values, wherever they stand in the note."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dedupe.masks import dates
from dedupe.masks.kinds import MOST_UNSPACED, MOST_WORDS, Found, MaskKind, MaskSource
from dedupe.masks.letters import is_unspaced, lowered, occurrences

#: What a column holds, told by a word in its name.
_COLUMNS: Mapping[MaskKind, str] = {
    MaskKind.COMPANY: "company|firm|organi[sz]ation|employer|business|entreprise|société"
    "|empresa|azienda"
    "|firma|фирма|компан|公司|会社|회사|شركة|חברה",
    MaskKind.ADDRESS: "mail|address|adres|street|city|town|postcode|zip|phone|mobile|tel"
    "|strasse|straße"
    "|stadt|ulica|miasto|ciudad|ville|адрес|город|място|град|地址|住所|電話|电话",
    MaskKind.DATE: "date|datum|data|fecha|day|birthday|дата|дата|日期|日付|날짜|تاريخ|תאריך",
    MaskKind.TIME: "time|uhrzeit|hour|heure|hora|godzin|час|时间|時間",
    MaskKind.AMOUNT: "amount|price|total|sum|fee|discount|betrag|preis|importe|montant|prix"
    "|kwota|cena"
    "|сума|сумма|цена|ціна|金额|価格|금액",
    MaskKind.CODE: "code|voucher|coupon|sku|order|invoice|tracking|reference|kod|код|订单|注文",
    MaskKind.LINK: "url|link|website|site",
    MaskKind.NUMBER: "number|count|qty|quantity|points|nummer|anzahl|liczba|numer|число|брой|数量",
    MaskKind.NAME: "name|first|last|surname|salutation|title|contact|owner|rep|vorname"
    "|anrede|prénom|nom"
    "|nombre|apellido|nome|cognome|imi[ęe]|nazwisko|jméno|příjmení|име|фамилия|імʼя|ім'я"
    "|прізвище|имя"
    "|اسم|שם|姓名|名字|名前|이름|namn|navn|nimi|isim|soyad|όνομα|nume|név|naam",
}
_COLUMN_KINDS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _COLUMNS.items())
_LINK = re.compile(r"(?:https?://|www\.)", re.IGNORECASE)
_FIGURE = re.compile(r"[\d.,' \u00a0]*\d[\d.,' \u00a0]*")


def row_values(text: str, lower: str, fields: Mapping[str, str]) -> list[Found]:
    """Return where the row's short values stand, in any order; they may overlap.

    A value of more than four words (or twelve characters without spaces) is a personal line and is
    left to be compared. Values of up to three letters must stand in the same letter case and hold
    a capital or a digit, so that "en" or "IT" in a column does not mask every "en" and "it".
    """
    found: list[Found] = []
    for column, given in fields.items():
        value = given.strip()
        if not _is_short(value):
            continue
        kind = kind_of(column, value)
        exact = value.isalpha() and len(value) <= 3 and not is_unspaced(value[0])
        if exact and (len(value) == 1 or value.islower()):
            continue
        for start, stop in occurrences(lower, lowered(value)):
            if not exact or text.startswith(value, start):
                found.append((start, stop, kind, MaskSource.ROW))
    return found


def _is_short(value: str) -> bool:
    if not value or not any(char.isalnum() for char in value):
        return False
    if len(value.split()) > MOST_WORDS or len(value) > 200:
        return False
    return sum(map(is_unspaced, value)) <= MOST_UNSPACED


def kind_of(column: str, value: str) -> MaskKind:
    """Return what a value of the row is: by its own shape, else by its column's name."""
    if _LINK.match(value):
        return MaskKind.LINK
    if "@" in value and " " not in value:
        return MaskKind.ADDRESS
    if dates.FIGURES.fullmatch(value):
        return MaskKind.DATE
    if dates.TIME.fullmatch(value):
        return MaskKind.TIME
    for kind, words in _COLUMN_KINDS:
        if words.search(column):
            return kind
    return MaskKind.NUMBER if _FIGURE.fullmatch(value) else MaskKind.FIELD
