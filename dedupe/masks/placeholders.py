"""Recognise placeholders that a mail merge left unfilled: {{name}}, [First Name], *|FNAME|*."""

from __future__ import annotations

import re

from dedupe.masks.kinds import MOST_WORDS, Found, MaskKind, MaskSource
from dedupe.masks.letters import word_set

_INSIDE = r"[^\n{}\[\]<>|%*$]"
_CURLY = re.compile(
    rf"\$?\{{\{{\{{?-?(?:{_INSIDE}|\|){{1,60}}\}}?\}}\}}|[$#%]?\{{{_INSIDE}{{1,40}}\}}"
)
_PERCENT = re.compile(r"%\([A-Za-z_][\w.]{0,39}\)[sd]|%%?[A-Z][A-Z_]{2,39}%%?|%\{[\w.]{1,40}\}")
_STARS = re.compile(r"\*\|[\w:./ -]{1,40}\|\*")
_ANGLES = re.compile(rf"<<{_INSIDE}{{1,40}}>>|«{_INSIDE}{{1,40}}»|<%=?{_INSIDE}{{1,40}}%>")
_SQUARE = re.compile(r"\[\[?([^\W\d_][^\n\[\]{}<>|]{0,39})\]\]?(?!\()")

#: Words that stand in square brackets in a template, in any letter case.
_FIELD_WORDS = word_set(
    "name firstname lastname fullname surname company date time title position role product"
    " service amount price link url email address phone number city team department manager"
    " customer client recipient sender your insert project event topic code order vorname"
    " nachname firma datum betrag anrede prénom nom société entreprise montant nombre apellido"
    " empresa fecha importe nome cognome azienda data imię nazwisko firma kwota jméno příjmení"
    " částka име фамилия фирма дата сума ім'я прізвище компанія имя компания сумма الاسم اسم"
    " الشركة التاريخ שם חברה תאריך 姓名 名字 公司 日期 金额 名前 会社名 日付 이름 회사 날짜"
    " namn företag navn firma"
    " nimi yritys ad soyad şirket tarih όνομα εταιρεία ημερομηνία nume companie név cég dátum"
    " naam bedrijf ชื่อ บริษัท วันที่ नाम कंपनी दिनांक राशि tên ngày tiền"
)
#: Words in square brackets that are remarks, not fields.
_REMARKS = word_set(
    "sic patch rfc v2 v3 image cid inline attachment snip cut link1 ot fwd external spam"
    " upstream resend bug info warning error debug note"
)


def placeholders(text: str) -> list[Found]:
    """Return unfilled placeholders of at most four words, in any order."""
    spans: list[tuple[int, int]] = []
    if "{" in text:
        spans += [m.span() for m in _CURLY.finditer(text) if _is_name(m.group().strip("${}#% -"))]
    if "%" in text:
        spans += [m.span() for m in _PERCENT.finditer(text)]
    if "*" in text and "*|" in text:
        spans += [m.span() for m in _STARS.finditer(text)]
    if "«" in text or ("<" in text and ("<<" in text or "<%" in text)):
        spans += [
            m.span() for m in _ANGLES.finditer(text) if names_a_field(m.group().strip("<>«»%= "))
        ]
    if "[" in text:
        spans += [m.span() for m in _SQUARE.finditer(text) if names_a_field(m.group(1))]
    return [(a, b, MaskKind.FIELD, MaskSource.RECOGNISED) for a, b in spans]


def _is_name(inside: str) -> bool:
    """Say whether curly brackets hold a name of a field: word characters, dots, filters."""
    words = re.findall(r"\w+", inside)
    if not 0 < len(words) <= MOST_WORDS or ";" in inside:
        return False
    return inside[:1].isalpha() or inside[:1] == "_"


def names_a_field(inside: str) -> bool:
    """Say whether brackets hold a field's name: Title Case, snake_case, or a word for a field."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", inside)
    if not 0 < len(words) <= MOST_WORDS:
        return False
    low = [word.lower() for word in words]
    if low[0] in _REMARKS:
        return False
    if "_" in inside or any(word in _FIELD_WORDS for word in low):
        return True
    long = [word for word in words if len(word) > 3]
    return bool(long) and all(word.istitle() for word in long)
