"""Generic fillings: a slot that looks personal but is not.

Two faults: a fallback stands where a value was missing ("your company"), or one "personal" line
went to many people.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dedupe.fold import fold_text
from dedupe.skeleton import Filling

#: A filling of at least this many words is a line, and a line that this many people got, in
#: this many messages, is no personal one.
LINE_WORDS = 4
MANY_PEOPLE = 5
MANY_MEMBERS = 3

#: What mail-merge tools and people put where a value is missing, by language.
FALLBACKS: dict[str, tuple[str, ...]] = {
    "en": (
        "there", "friend", "customer", "valued customer", "sir or madam", "sir madam", "you",
        "your company", "your business", "your team", "your organisation", "your organization",
        "your area", "your city", "your industry", "first name", "name", "n a", "null", "none",
        "undefined", "nan", "unknown", "company name", "dear customer", "all", "everyone",
    ),
    "de": ("Kunde", "Kundin", "Damen und Herren", "Ihr Unternehmen", "Ihre Firma", "Vorname"),
    "fr": ("client", "cher client", "Madame Monsieur", "votre entreprise", "votre société"),
    "es": ("cliente", "estimado cliente", "su empresa", "tu empresa", "nombre"),
    "it": ("cliente", "gentile cliente", "la vostra azienda", "la tua azienda"),
    "pt": ("cliente", "prezado cliente", "sua empresa", "a sua empresa"),
    "nl": ("klant", "beste klant", "uw bedrijf", "jouw bedrijf", "heer mevrouw"),
    "pl": ("kliencie", "drogi kliencie", "szanowni państwo", "państwa firma", "twoja firma",
           "państwa firmy", "imię"),
    "cs": ("zákazníku", "vážený zákazníku", "vaše firma", "vaše společnost"),
    "bg": ("клиент", "уважаеми клиенти", "вашата фирма", "вашата компания"),
    "uk": ("клієнте", "шановний клієнте", "ваша компанія", "вашої компанії"),
    "ru": ("клиент", "уважаемый клиент", "ваша компания", "вашей компании"),
    "ar": ("عميل", "عميلنا العزيز", "شركتكم", "شركتك"),
    "he": ("לקוח", "לקוח יקר", "החברה שלך", "החברה שלכם"),
    "zh": ("客户", "尊敬的客户", "贵公司", "您的公司"),
    "ja": ("お客様", "お客さま", "貴社", "御社"),
    "sv": ("kund", "ditt företag", "ert företag"),
    "da": ("kunde", "din virksomhed", "jeres virksomhed"),
    "no": ("kunde", "din bedrift", "bedriften din"),
    "fi": ("asiakas", "hyvä asiakas", "yrityksesi", "yrityksenne"),
}  # fmt: skip


@cache
def folded_fallbacks() -> frozenset[str]:
    """Return every fallback, folded."""
    return frozenset(fold_text(phrase) for phrases in FALLBACKS.values() for phrase in phrases)


def generic_filling(fillings: Sequence[Filling], people: int, fallbacks: frozenset[str]) -> str:
    """Say why a slot is generic: "fallback", "repeated", or "" where it is personal.

    ``people`` is how many got the family at all; a slot that all fill alike is no slot.
    """
    for filling in fillings:
        words = fold_text(filling.text).split()
        if len(fillings) > 1 and " ".join(words) in fallbacks:
            return "fallback"
        many = filling.members >= MANY_MEMBERS and filling.people >= MANY_PEOPLE
        if len(words) >= LINE_WORDS and many and filling.people < people:
            return "repeated"
    return ""
