"""How mail programs quote what is answered: one short function a program and language."""

from __future__ import annotations

import textwrap
from datetime import datetime
from email.utils import parseaddr

OWNER_LINE = "Nora Tidewick <nora@tidewick.example>"

# Monday first and January first, as the programs shorten them.
DAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun",
    "pl": "pon. wt. śr. czw. pt. sob. niedz.",
    "de": "Mo. Di. Mi. Do. Fr. Sa. So.",
    "bg": "пн вт ср чт пт сб нд",
    "uk": "пн вт ср чт пт сб нд",
    "fr": "lun. mar. mer. jeu. ven. sam. dim.",
    "cs": "po út st čt pá so ne",
    "it": "lun mar mer gio ven sab dom",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
}
MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "uk": "січ. лют. бер. квіт. трав. черв. лип. серп. вер. жовт. лист. груд.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
INTROS = {
    "en": "On {day}, {t.day} {month} {t:%Y} at {t:%H:%M}, {who} wrote:",
    "pl": "{day}, {t.day} {month} {t:%Y} o {t:%H:%M} {who} napisał(a):",
    "de": "Am {day}, {t.day}. {month} {t:%Y} um {t:%H:%M} Uhr schrieb {who}:",
    "bg": "На {day}, {t.day}.{t:%m}.{t:%Y} г. в {t:%H:%M} {who} написа:",
    "uk": "{day}, {t.day} {month} {t:%Y} р. о {t:%H:%M} {who} пише:",
    "fr": "Le {day} {t.day} {month} {t:%Y} à {t:%H:%M}, {who} a écrit :",
    "cs": "{day} {t.day}. {t.month}. {t:%Y} v {t:%H:%M} odesílatel {who} napsal:",
    "it": "Il giorno {day} {t.day} {month} {t:%Y} alle ore {t:%H:%M} {who} ha scritto:",
    "ar": "في {day}، {t.day} {month} {t:%Y} في {t:%H:%M}، كتب {who}:",
    "zh": "{who} 于{t:%Y}年{t.month}月{t.day}日 {t:%H:%M}写道：",
}


def quoted(client: str, asked: str, who: str, written_at: datetime, subject: str) -> str:
    """Return the quotation that ``client`` puts below an answer, without a line end after it.

    ``client`` is ``gmail_`` and a language, ``outlook_en``, ``original`` or ``iphone``.
    """
    if client.startswith("gmail"):
        language = client.removeprefix("gmail").removeprefix("_") or "en"
        return _intro(language, who, written_at) + "\n\n" + _marked(asked)
    if client == "iphone":
        intro = f"On {written_at.day} {written_at:%b %Y}, at {written_at:%H:%M}, {who} wrote:"
        return _marked(intro) + "\n>\n" + _marked(asked)
    rule = "-----Original Message-----" if client == "original" else "_" * 32
    head = [
        f"From: {who}",
        f"Sent: {written_at.day} {written_at:%B %Y} {written_at:%H:%M}",
        f"To: {OWNER_LINE}",
        f"Subject: {subject.removeprefix('Re: ')}",
    ]
    return "\n".join([rule, *head, "", asked])


def _intro(language: str, who: str, at: datetime) -> str:
    name, address = parseaddr(who)
    day = DAYS.get(language, DAYS["en"]).split()[at.weekday()]
    month = MONTHS.get(language, MONTHS["en"]).split()[at.month - 1]
    return INTROS[language].format(day=day, month=month, t=at, who=f"{name} <{address}>")


def _marked(text: str) -> str:
    return "\n".join("> " + line for line in textwrap.wrap(text, 72))
