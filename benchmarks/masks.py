"""Measure masks: what share of filled-in values is found, by kind and language; what is masked
that should not be; and how long a mail takes.

    python -m benchmarks.masks [--data ../shared/data] [--seed 7]

Every value is invented. A filled value counts as found if masks cover all its letters and digits
(a title or a day of the week beside it may be covered too). A wrong mask is one that touches no
filled value; in running text (sentences, declarations) those of kind name, company and code.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from dedupe.masks import Mask, MaskKind, find_masks

#: Per language: greetings, closings, sentences with slots, and fillings. ``{n}`` name in the
#: greeting, ``{s}`` signer, ``{d}`` date, ``{t}`` time, ``{a}`` amount, ``{c}`` code.
SPOKEN = {
    "en": (
        "Dear {n},|Hi {n},|Hello {n}!|Good morning {n},|Dear Mr {n},|{n},|Hi {n} -|Thanks {n},",
        "Best regards,|Kind regards|Cheers,|Thanks,|Yours sincerely,|Love,|Thank you for everything,",
        "We will collect your coats on {d} at {t}.|The bill came to {a} and your ticket is {c}.",
        "Maria|Tom|Aisha Khan|Will|Zoë|Anne-Marie|O'Brien|Priya Raman|Jürgen|Oluwaseun Adeyemi",
        "12 May 2024|May 12, 2024|12/05/2024|2024-05-12|Monday, 3 June|June 3rd|03.06.24",
        "2:30 pm|14:30|9am|10:15 a.m.",
        "$1,250.00|£45|45 EUR|USD 300|12%|3 million dollars|€5.50",
    ),
    "de": (
        "Liebe {n},|Lieber {n},|Hallo {n},|Sehr geehrter Herr {n},|Sehr geehrte Frau {n},|Guten Tag {n},",
        "Mit freundlichen Grüßen|Viele Grüße|Herzliche Grüße,|LG|Beste Grüße",
        "Wir holen die Mäntel am {d} um {t} ab.|Die Rechnung beträgt {a}, Ihre Nummer ist {c}.",
        "Müller|Anna|Jens Weber|Katharina|von der Heide|Schäfer|Ayşe Yılmaz",
        "12. Mai 2024|12.05.2024|Montag, 3. Juni|3. März 2025|12.5.24",
        "14:30 Uhr|9 Uhr|14.30 Uhr",
        "1.250,00 €|45 Euro|EUR 300|12 %|5,50 EUR",
    ),
    "fr": (
        "Bonjour {n},|Cher {n},|Chère {n},|Bonjour Mme {n},|Cher Monsieur {n},|Salut {n} !",
        "Cordialement,|Bien à vous|À bientôt,|Amicalement,|Bisous",
        "Nous passerons le {d} à {t} pour vos manteaux.|La facture est de {a}, référence {c}.",
        "Dupont|Élodie|Jean-Pierre|Camille Martin|de la Tour|Zoé",
        "12 mai 2024|12/05/2024|lundi 3 juin|1er mars 2025|3 août",
        "14h30|14 h|14:30",
        "1 250,00 €|45 euros|300 EUR|12 %",
    ),
    "es": (
        "Hola {n}:|Hola, {n}:|Estimada {n}:|Estimado Sr. {n}:|Querido {n},|Buenos días, {n}:",
        "Un saludo,|Saludos cordiales,|Atentamente,|Un abrazo,",
        "Pasaremos el {d} a las {t} por los abrigos.|La factura es de {a} y su código {c}.",
        "María|José Luis|Núñez|Lucía Fernández|Ángel|Begoña",
        "12 de mayo de 2024|12/05/2024|lunes, 3 de junio|3 de enero",
        "14:30|9:15",
        "1.250,00 €|45 euros|300 MXN|12 %",
    ),
    "it": (
        "Ciao {n},|Gentile {n},|Cara {n},|Buongiorno {n},|Gentile Dott. {n},|Egregio Sig. {n},",
        "Cordiali saluti,|Distinti saluti|A presto,|Un caro saluto,",
        "Passeremo il {d} alle {t} per i cappotti.|La fattura è di {a}, codice {c}.",
        "Giulia|Rossi|Matteo Ricci|D'Angelo|Chiara Di Marco",
        "12 maggio 2024|12/05/2024|lunedì 3 giugno|1 marzo",
        "14:30|9.15",
        "1.250,00 €|45 euro|EUR 300|12%",
    ),
    "pt": (
        "Olá {n},|Oi {n}!|Prezada {n},|Caro Sr. {n},|Bom dia, {n},|Cara {n},",
        "Atenciosamente,|Abraços,|Com os melhores cumprimentos,|Um abraço,",
        "Passaremos no dia {d} às {t} para buscar os casacos.|A fatura é de {a}, código {c}.",
        "João|Conceição|Ana Sousa|da Silva|Tiago",
        "12 de maio de 2024|12/05/2024|segunda-feira, 3 de junho|3 de março",
        "14:30|14h30",
        "R$ 1.250,00|45 euros|12%|R$45",
    ),
    "nl": (
        "Beste {n},|Hallo {n},|Lieve {n},|Geachte heer {n},|Geachte mevrouw {n},|Dag {n},",
        "Met vriendelijke groet,|Groetjes,|Hartelijke groeten|Liefs,",
        "Wij komen op {d} om {t} de jassen halen.|De rekening is {a}, uw code is {c}.",
        "Sanne|Jan de Vries|van den Berg|Fatima|Joost",
        "12 mei 2024|12-05-2024|maandag 3 juni|3 maart",
        "14:30 uur|14.30 uur",
        "€ 1.250,00|45 euro|12%",
    ),
    "pl": (
        "Szanowna Pani {n},|Cześć {n},|Droga {n},|Dzień dobry, {n},|Witaj {n}!|Szanowny Panie {n},",
        "Pozdrawiam,|Z poważaniem|Pozdrawiam serdecznie,|Do zobaczenia,",
        "Odbierzemy płaszcze {d} o godzinie {t}.|Rachunek wynosi {a}, numer zlecenia {c}.",
        "Anno|Marku|Katarzyna Wójcik|Żaneta|Łukaszu|Kowalski",
        "12 maja 2024|12.05.2024|poniedziałek, 3 czerwca|3 stycznia 2025 r.",
        "14:30|9.15",
        "1 250,00 zł|45 złotych|300 PLN|12%",
    ),
    "cs": (
        "Vážená paní {n},|Milá {n},|Ahoj {n},|Dobrý den, {n},|Vážený pane {n},",
        "S pozdravem|Hezký den,|S úctou,|Děkuji,",
        "Kabáty vyzvedneme {d} v {t}.|Účet činí {a}, číslo zakázky {c}.",
        "Nováková|Petře|Šárko|Jiří|Dvořáku",
        "12. května 2024|12. 5. 2024|pondělí 3. června|3. ledna",
        "14:30|9:15",
        "1 250,00 Kč|45 korun|300 CZK|12 %",
    ),
    "bg": (
        "Здравейте, {n},|Здравей {n}!|Уважаема госпожо {n},|Драги {n},|Скъпа {n},|Добър ден, {n},",
        "С уважение,|Поздрави,|С най-добри пожелания|Благодаря,",
        "Ще вземем палтата на {d} в {t}.|Сметката е {a}, номер на поръчката {c}.",
        "Иване|Петрова|Мария Димитрова|Георги|Цветелина",
        "12 май 2024 г.|12.05.2024|понеделник, 3 юни|3 март",
        "14:30|9:15",
        "1 250,00 лв.|45 лева|300 BGN|12%",
    ),
    "uk": (
        "Шановна пані {n}!|Привіт, {n}!|Дорогий {n},|Добрий день, {n}!|Вітаю, {n},",
        "З повагою,|Щиро ваша,|Дякую,|Гарного дня!",
        "Заберемо пальта {d} о {t}.|Рахунок становить {a}, номер замовлення {c}.",
        "Олено|Тарасе|Оксана Шевченко|Юрій|Наталіє",
        "12 травня 2024 року|12.05.2024|понеділок, 3 червня|3 січня",
        "14:30|9:15",
        "1 250,00 грн|45 гривень|300 UAH|12%",
    ),
    "ru": (
        "Уважаемая {n}!|Здравствуйте, {n}!|Привет, {n}!|Дорогой {n},|Добрый день, {n},",
        "С уважением,|Всего доброго,|Спасибо!|С наилучшими пожеланиями,",
        "Заберём пальто {d} в {t}.|Счёт составил {a}, номер заказа {c}.",
        "Ольга Петровна|Дмитрий|Анна Иванова|Юля|Сергей Николаевич",
        "12 мая 2024 г.|12.05.2024|понедельник, 3 июня|3 января",
        "14:30|9:15",
        "1 250,00 ₽|45 рублей|300 руб.|12 %",
    ),
    "ar": (
        "عزيزي {n}،|عزيزتي {n}،|مرحبا {n}،|السلام عليكم {n}،|السيد {n}،",
        "مع تحياتي،|مع أطيب التحيات|شكرا جزيلا،|مع خالص التحية",
        "سنأخذ المعاطف يوم {d} في الساعة {t}.|الفاتورة {a} ورقم الطلب {c}.",
        "أحمد|فاطمة|محمد العلي|ليلى|خالد منصور",
        "12 مايو 2024|٢٠٢٤/٥/١٢|12/05/2024|٣ يونيو",
        "14:30|٩:١٥",
        "1,250 درهم|٤٥ ريال|300 AED|12%",
    ),
    "he": (
        "שלום {n},|היי {n},|בוקר טוב {n},|שלום רב {n},|{n} היקרה,",
        "בברכה,|תודה רבה,|בכבוד רב|להתראות,",
        "נאסוף את המעילים ב-{d} בשעה {t}.|החשבון הוא {a} ומספר ההזמנה {c}.",
        "דני|רותי|מיכל כהן|יוסף|תמר",
        "12 במאי 2024|12.05.2024|12/05/2024",
        "14:30|9:15",
        "₪1,250|45 ש\"ח|300 שקלים|12%",
    ),
    "zh": (
        "亲爱的{n}：|尊敬的{n}女士：|{n}先生：|您好，{n}：|{n}老师，您好！",
        "此致\n敬礼|祝好|谢谢，",
        "我们将于{d}{t}来取大衣。|账单为{a}，订单号 {c}。",
        "王芳|李明|欧阳娜|张伟|陈",
        "2024年5月12日|5月12日|2024-05-12|2024/5/12",
        "下午3点|14:30|上午9点半",
        "500元|¥1,250|300人民币|12%",
    ),
    "ja": (
        "{n}様|{n}さん、|{n}先生|{n} 様",
        "敬具|よろしくお願いいたします。|ありがとうございました。",
        "{d}の{t}にコートを引き取りに伺います。|請求額は{a}、注文番号は {c} です。",
        "田中|山田太郎|佐藤|鈴木花子|スミス",
        "2024年5月12日|5月12日|2024/05/12",
        "午後3時|14:30|14時30分",
        "5,000円|¥1,250|300ドル|12%",
    ),
    "ko": (
        "{n} 님께,|안녕하세요 {n}님,|{n}님,|친애하는 {n} 씨,",
        "감사합니다|고맙습니다,|안녕히 계세요",
        "{d} {t}에 코트를 가지러 가겠습니다.|청구 금액은 {a}, 주문 번호는 {c} 입니다.",
        "김민수|박지영|이서준|최유리",
        "2024년 5월 12일|5월 12일|2024-05-12",
        "오후 3시|14:30|오전 9시 30분",
        "5,000원|300달러|12%",
    ),
    "sv": (
        "Hej {n},|Hej {n}!|Kära {n},|Bästa {n},|God morgon {n},",
        "Med vänliga hälsningar|Vänliga hälsningar,|Kram,|Mvh",
        "Vi hämtar rockarna {d} kl. {t}.|Notan är {a}, ordernummer {c}.",
        "Åsa|Björn|Karin Lindqvist|Sven",
        "12 maj 2024|2024-05-12|måndag 3 juni|3 mars",
        "14:30|14.30",
        "1 250,00 kr|45 kronor|300 SEK|12 %",
    ),
    "da": (
        "Hej {n},|Kære {n},|Kære {n}|Goddag {n},",
        "Med venlig hilsen|Venlig hilsen,|Kærlig hilsen,|Mvh",
        "Vi henter frakkerne {d} kl. {t}.|Regningen er {a}, ordrenummer {c}.",
        "Søren|Mette|Lars Østergaard|Ida",
        "12. maj 2024|12.05.2024|mandag den 3. juni|3. marts",
        "14:30|14.30",
        "1.250,00 kr.|45 kroner|300 DKK|12 %",
    ),
    "no": (
        "Hei {n},|Hei {n}!|Kjære {n},|God dag {n},",
        "Med vennlig hilsen|Vennlig hilsen,|Hilsen,|Klem,",
        "Vi henter frakkene {d} kl. {t}.|Regningen er {a}, ordrenummer {c}.",
        "Kjell|Ingrid|Øyvind Hansen|Åse",
        "12. mai 2024|12.05.2024|mandag 3. juni|3. mars",
        "14:30|14.30",
        "1 250,00 kr|45 kroner|300 NOK|12 %",
    ),
    "fi": (
        "Hei {n},|Hei {n}!|Hyvä {n},|Rakas {n},|Moi {n},",
        "Ystävällisin terveisin|Terveisin,|Parhain terveisin,|Kiitos,",
        "Haemme takit {d} kello {t}.|Lasku on {a}, tilausnumero {c}.",
        "Päivi|Jukka|Äänislä|Matti Virtanen",
        "12. toukokuuta 2024|12.5.2024|maanantaina 3. kesäkuuta",
        "14:30|14.30",
        "1 250,00 €|45 euroa|300 EUR|12 %",
    ),
    "tr": (
        "Sayın {n},|Merhaba {n},|Sevgili {n},|Sayın {n} Bey,|Merhaba {n} Hanım,",
        "Saygılarımla,|İyi günler,|Sevgiler,|Teşekkürler,",
        "Paltoları {d} saat {t} alacağız.|Hesap {a}, sipariş numarası {c}.",
        "Ayşe|Mehmet|İbrahim|Zeynep Çelik|Şule",
        "12 Mayıs 2024|12.05.2024|3 Haziran",
        "14:30|14.30",
        "1.250,00 TL|₺45|300 lira|%12",
    ),
    "el": (
        "Αγαπητέ {n},|Γεια σου {n},|Καλημέρα {n},|Αγαπητή κυρία {n},|Γεια σας, {n},",
        "Με εκτίμηση,|Φιλικά,|Ευχαριστώ,|Με φιλικούς χαιρετισμούς",
        "Θα πάρουμε τα παλτά στις {d} στις {t}.|Ο λογαριασμός είναι {a}, κωδικός {c}.",
        "Γιώργο|Ελένη|Παπαδοπούλου|Νίκος Ιωάννου",
        "12 Μαΐου 2024|12/05/2024|3 Ιουνίου",
        "14:30|9:15",
        "1.250,00 €|45 ευρώ|12%",
    ),
    "ro": (
        "Dragă {n},|Bună {n},|Bună ziua, {n},|Stimate domnule {n},|Stimată doamnă {n},",
        "Cu stimă,|Cu drag,|O zi bună,|Mulțumesc,",
        "Vom ridica paltoanele pe {d} la ora {t}.|Factura este de {a}, codul {c}.",
        "Ioana|Andrei|Ștefan Popescu|Țurcanu",
        "12 mai 2024|12.05.2024|3 iunie",
        "14:30|9:15",
        "1.250,00 lei|45 RON|300 euro|12%",
    ),
    "hu": (
        "Kedves {n}!|Tisztelt {n}!|Szia {n},|Jó napot, {n}!|Drága {n},",
        "Üdvözlettel,|Tisztelettel,|Szép napot,|Köszönettel,",
        "A kabátokat {d} {t}-kor visszük el.|A számla {a}, a rendelés száma {c}.",
        "Ágnes|Zoltán|Kovács Péter|Őzike",
        "2024. május 12.|2024.05.12.|június 3.",
        "14:30|9:15",
        "1 250 Ft|45 euró|300 HUF|12%",
    ),
}  # fmt: skip
#: Codes are the same everywhere.
CODES = "INV-2024-0042|#10442|SAVE20|AB12CD34|7f3c9a1b|1Z999AA10123456784|ORD/2024/118".split("|")
LANGUAGE_FILES = {
    "ara": "ar", "bul": "bg", "ces": "cs", "cmn": "zh", "deu": "de", "ell": "el", "fra": "fr",
    "heb": "he", "hin": "hi", "ita": "it", "jpn": "ja", "kor": "ko", "nld": "nl", "pol": "pl",
    "por": "pt", "rus": "ru", "spa": "es", "tha": "th", "tur": "tr", "ukr": "uk", "vie": "vi",
}  # fmt: skip
FILLER = {
    "de": "Es war uns eine Freude, Sie bei uns zu sehen, und wir hoffen, dass alles gefallen hat.",
}
KINDS = {"n": "greeting", "s": "closing", "d": "date", "t": "time", "a": "amount", "c": "code"}
#: A date of five words is two masks, with its joining word between them.
_JOINER = re.compile(r" de (?=\d)")
_SLOT = re.compile(r"\{([nsdtac])\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A note and where its invented values stand: start, stop, what kind they are."""

    text: str
    values: tuple[tuple[int, int, str], ...]
    language: str


def fill(template: str, fillings: dict[str, str], language: str) -> Filled:
    """Fill ``{x}`` slots and note where each value came to stand."""
    text = ""
    values: list[tuple[int, int, str]] = []
    at = 0
    for slot in _SLOT.finditer(template):
        text += template[at : slot.start()]
        value = fillings[slot.group(1)]
        values.append((len(text), len(text) + len(value), KINDS[slot.group(1)]))
        text += value
        at = slot.end()
    return Filled(text + template[at:], tuple(values), language)


def notes(seed: int, many: int, sentences: dict[str, list[str]]) -> list[Filled]:
    """Return ``many`` invented notes a language, with real sentences as filler where given."""
    rng = random.Random(seed)
    made = []
    for language, (greetings, closings, bodies, names, dates, times, amounts) in SPOKEN.items():
        for _ in range(many):
            filler = rng.sample(sentences.get(language, [bodies.split("|")[0]] * 4), 4)
            filler = [re.sub(r"\{\w\}", "", line) for line in filler]
            body = "\n".join([*filler[:2], *bodies.split("|"), *filler[2:]])
            template = f"{pick(rng, greetings)}\n\n{body}\n\n{pick(rng, closings)}\n{{s}}\n"
            given = pick(rng, names)
            values = {
                "n": given, "s": pick(rng, names), "d": pick(rng, dates), "t": pick(rng, times),
                "a": pick(rng, amounts), "c": rng.choice(CODES),
            }  # fmt: skip
            made.append(fill(template, values, language))
    return made


def pick(rng: random.Random, choices: str) -> str:
    return rng.choice(choices.split("|"))


def covered(text: str, start: int, stop: int, masks: tuple[Mask, ...]) -> bool:
    """Say whether masks cover every letter and digit of [start, stop), but a joining word."""
    joined = {i for m in _JOINER.finditer(text, start, stop) for i in range(*m.span())}
    return all(
        not text[i].isalnum() or i in joined or any(m.start <= i < m.stop for m in masks)
        for i in range(start, stop)
    )


def recall(made: list[Filled], show: int) -> None:
    """Print the share of filled values that masks cover, by language and kind, and wrong masks."""
    hit: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    wrong: Counter[str] = Counter()
    words: Counter[str] = Counter()
    misses: list[str] = []
    for note in made:
        masks = find_masks(note.text, [(0, len(note.text))])
        for start, stop, kind in note.values:
            found = covered(note.text, start, stop, masks)
            total[note.language, kind] += 1
            hit[note.language, kind] += found
            if not found:
                line = note.text[: stop + 20].split("\n")[-1] if kind != "closing" else ""
                misses.append(f"{note.language} {kind} {note.text[start:stop]!r} in {line!r}")
        words[note.language] += len(note.text.split())
        for mask in masks:
            if not any(mask.start < b and mask.stop > a for a, b, _ in note.values):
                wrong[note.language] += 1
                misses.append(f"{note.language} WRONG {mask.kind} {note.text[mask.start:mask.stop]!r}")
    kinds = list(KINDS.values())
    print("language " + " ".join(f"{kind:>9}" for kind in kinds) + "  other masks/1,000 words")
    for language in sorted({note.language for note in made}):
        shares = [hit[language, k] / total[language, k] for k in kinds if total[language, k]]
        rate = 1000 * wrong[language] / words[language]
        print(f"{language:8} " + " ".join(f"{share:9.3f}" for share in shares) + f"  {rate:.2f}")
    for kind in kinds:
        total_k = sum(n for (_, k), n in total.items() if k == kind)
        print(f"all {kind}: {sum(n for (_, k), n in hit.items() if k == kind) / total_k:.4f}", end="; ")
    print()
    for line, times in Counter(misses).most_common(show):
        print(f"  {times} x {line}")


def wrong_in_sentences(sentences: dict[str, list[str]], show: int) -> None:
    """Print masks per 1,000 words of real sentences, eight to a note, by language and kind."""
    for language, lines in sentences.items():
        kinds: Counter[str] = Counter()
        seen: Counter[str] = Counter()
        words = 0.0
        for at in range(0, len(lines), 8):
            text = "\n".join(lines[at : at + 8])
            words += len(text.split()) if " " in text else len(text) / 1.5
            for mask in find_masks(text, [(0, len(text))]):
                kinds[mask.kind] += 1
                if mask.kind in (MaskKind.NAME, MaskKind.CODE, MaskKind.LINK, MaskKind.ADDRESS):
                    seen[text[mask.start : mask.stop]] += 1
        rates = " ".join(f"{kind} {1000 * n / words:.2f}" for kind, n in sorted(kinds.items()))
        print(f"{language:3} {words:7.0f} words: {rates}")
        if show and seen:
            print("    ", ", ".join(f"{value!r}" for value, _ in seen.most_common(show)))


def letters(path: Path, seed: int, show: int) -> None:
    """Fill the letters' placeholders with names of all languages and print what is found."""
    rng = random.Random(seed)
    every = [name for spoken in SPOKEN.values() for name in spoken[3].split("|")]
    cased = [name for name in every if name[0].isupper() and name not in ("OBrien",)]
    values = {
        "greeting": cased, "date": [d for s in ("en", "de", "pl", "fr") for d in SPOKEN[s][4].split("|")],
        "amount": SPOKEN["en"][6].split("|"), "code": CODES,
    }  # fmt: skip
    made: list[Filled] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"]
        template = re.sub(r"((?:Dear|Hi|Hello|Hey) )\[[^\]]*[Nn]ame\]", r"\1{n}", text)
        template = re.sub(r"\[Your (?:Full )?Name\]", "{s}", template)
        template = re.sub(r"\[(?:\w+ )?[Dd]ate\]", "{d}", template)
        template = re.sub(r"\$\[[Aa]mount\]|\[(?:\w+ )?[Aa]mount\]", "{a}", template)
        template = re.sub(r"\[(?:\w+ )?(?:[Cc]ode|[Nn]umber|ID)\]", "{c}", template)
        template = re.sub(r"\[[^\]]*\]", "garden chairs", template)
        fillings = {
            "n": rng.choice(cased), "s": rng.choice(cased), "d": rng.choice(values["date"]),
            "a": rng.choice(values["amount"]), "c": rng.choice(CODES), "t": "14:30",
        }  # fmt: skip
        template = re.sub(r"\{(?![nsdac]\})", "(", template)
        made.append(fill(template.replace("{t}", ""), fillings, "letters"))
    made = [note for note in made if note.values]
    hit: Counter[str] = Counter()
    total: Counter[str] = Counter()
    misses: Counter[str] = Counter()
    for note in made:
        masks = find_masks(note.text, [(0, len(note.text))])
        for start, stop, kind in note.values:
            found = covered(note.text, start, stop, masks)
            total[kind] += 1
            hit[kind] += found
            if not found:
                context = note.text[max(0, start - 30) : stop + 15]
                misses[f"{kind} {note.text[start:stop]!r} in {context!r}"] += 1
        for mask in masks:
            if not any(mask.start < b and mask.stop > a for a, b, _ in note.values):
                misses[f"OTHER {mask.kind} {note.text[mask.start : mask.stop]!r}"] += 1
    print(f"{len(made)} letters:", {k: f"{hit[k]}/{total[k]} = {hit[k] / total[k]:.3f}" for k in total})
    for line, times in misses.most_common(show):
        print(f"  {times} x {line}")


def speed(made: list[Filled]) -> None:
    """Print milliseconds of processor time for an ordinary mail of about 3,500 characters."""
    by_language: dict[str, list[str]] = {}
    for note in made:
        by_language.setdefault(note.language, []).append(note.text)
    for language in ("en", "pl", "ru", "ar", "zh"):
        texts = by_language[language]
        filler = "\n".join(re.sub(r"\d", "", line) for text in texts for line in text.split("\n")[2:4])
        head, tail = texts[0].split("\n\n", 1)
        mail = f"{head}\n\n{filler[:3300]}\n\n{tail}"[-3600:]
        best = float("inf")
        for _ in range(5):
            before = time.process_time()
            for _ in range(100):
                find_masks(mail, [(0, len(mail))])
            best = min(best, (time.process_time() - before) * 10)
        print(f"{language}: {len(mail)} characters, {best:.3f} ms")


def load_sentences(data: Path) -> dict[str, list[str]]:
    """Return Tatoeba's sentences by language; empty where the data is absent."""
    loaded: dict[str, list[str]] = {}
    for code, language in LANGUAGE_FILES.items():
        path = data / "tatoeba" / f"tatoeba.{code}-eng.{code}"
        if path.exists():
            loaded[language] = path.read_text(encoding="utf-8").splitlines()
    english = data / "tatoeba" / "tatoeba.deu-eng.eng"
    if english.exists():
        loaded["en"] = english.read_text(encoding="utf-8").splitlines()
    return loaded


def load_declarations(data: Path) -> dict[str, list[str]]:
    """Return the declaration of human rights by language, a paragraph a line."""
    loaded: dict[str, list[str]] = {}
    for path in sorted((data / "udhr").glob("*.html")):
        text = re.sub(r"<(?:script|style).*?</(?:script|style)>", " ", path.read_text("utf-8"), flags=re.S)
        plain = html.unescape(re.sub(r"<[^>]+>", "\n", text))
        loaded[path.stem] = [line.strip() for line in plain.splitlines() if line.strip()]
    return loaded


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--notes", type=int, default=60)
    parser.add_argument("--show", type=int, default=0, help="misses and wrong masks to print")
    args = parser.parse_args()
    sentences = load_sentences(args.data)
    made = notes(args.seed, args.notes, sentences)
    recall(made, args.show)
    print("\nSentences: masks per 1,000 words")
    wrong_in_sentences(sentences, args.show)
    print("\nDeclaration of human rights: masks per 1,000 words")
    wrong_in_sentences(load_declarations(args.data), args.show)
    if (args.data / "letters" / "letters.jsonl").exists():
        letters(args.data / "letters" / "letters.jsonl", args.seed, args.show)
    print("\nProcessor time")
    speed(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
