"""Which folders, files and labels hold sent mail or drafts, in the languages of mail programs.

Names are those that Gmail, Outlook, Thunderbird, Apple Mail and web providers give by default.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from typing import Final

_SENT: Final = frozenset(
    """
    sent|sent mail|sent items|sent messages|sent-mail|sentmail|sentitems|sentbox
    gesendet|gesendete|gesendete nachrichten|gesendete objekte|gesendete elemente
    envoyé|envoyés|messages envoyés|éléments envoyés|courrier envoyé
    enviado|enviados|elementos enviados|mensajes enviados|correo enviado|enviats|elements enviats
    inviata|inviati|posta inviata|messaggi inviati
    itens enviados|e-mails enviados|mensagens enviadas|correio enviado|enviada|enviadas
    verzonden|verzonden items|verzonden berichten|verstuurd
    wysłane|wysłana|elementy wysłane|wysłane wiadomości|wysłano
    odeslané|odeslaná pošta|odeslané položky|odoslané|odoslaná pošta|odoslané položky
    изпратени|изпратена|изпратени писма|изпратена поща|изпратени съобщения|изпратени елементи
    надіслані|надіслане|відправлені|надіслані листи|надіслані елементи|надіслана пошта
    отправленные|отправленное|отправленные письма|отправленные элементы
    المرسلة|البريد المرسل|الرسائل المرسلة|العناصر المرسلة|مرسل|المرسل
    נשלח|דואר שנשלח|פריטים שנשלחו|הודעות שנשלחו|נשלחו
    已发送|已发送邮件|已发邮件|寄件备份|寄件備份|已发送消息|已傳送|已寄出|已傳送郵件
    送信済み|送信済みメール|送信済みアイテム|送信済みメッセージ
    skickat|skickade|skickade meddelanden|skickade objekt
    sendt|sendte|sendt post|sendte elementer|sendte mails|sendte beskeder|sendte meldinger
    sendt e-post
    lähetetyt|lähetetyt viestit|lähetetyt kohteet|lähetetty
    gönderilmiş|gönderilmiş postalar|gönderilmiş öğeler|gönderilenler|gönderildi
    보낸편지함|보낸 편지함|보낸메일함|보낸 메일함|보낸 항목|전송됨
    trimise|mesaje trimise|elemente trimise|elküldött|elküldött üzenetek|elküldött elemek
    elküldött levelek
    απεσταλμένα|σταλμένα|poslano|poslane poruke|poslane stavke|poslata pošta|послате|poslata
    saadetud|saadetud kirjad|nosūtītie|nosūtīts|išsiųsta|išsiųsti|išsiųsti laiškai
    terkirim|pesan terkirim|đã gửi|thư đã gửi|ส่งแล้ว|จดหมายที่ส่งแล้ว|รายการที่ถูกส่ง|ارسال‌شده|ارسال شده
    भेजे गए|भेजा गया
    """.replace("\n", "|").split("|")
)
_DRAFTS: Final = frozenset(
    """
    draft|drafts|entwurf|entwürfe|brouillon|brouillons|borrador|borradores|bozza|bozze|rascunho
    rascunhos|concept|concepten|wersje robocze|wersja robocza|szkice|koncept|koncepty|rozepsané
    чернова|чернови|чернетка|чернетки|черновик|черновики|المسودات|مسودات|טיוטות|טיוטה
    草稿|草稿箱|下書き|utkast|kladde|kladder|luonnos|luonnokset|taslak|taslaklar|임시보관함|ciorne
    piszkozatok
    πρόχειρα|skice|nacrti
    """.replace("\n", "|").split("|")
)
_NUMBERED: Final = re.compile(r"[\s._-]*\(?\d{1,6}\)?$")
_GMAIL_PREFIX: Final = re.compile(r"^\[?(?:gmail|google mail)\]?[/.]", re.I)
_MUTF7: Final = re.compile(r"&([A-Za-z0-9+,]*)-")
_ENDINGS: Final = (
    ".gz",
    ".mbox",
    ".mbx",
    ".eml",
    ".sbd",
    ".txt",
    ".msf",
    ".imapmbox",
    ".csv",
    ".jsonl",
)


def is_sent(label: str) -> bool:
    """Tell whether one folder, file or label name means sent mail.

    >>> is_sent("Gesendet"), is_sent(".Sent"), is_sent("[Gmail]/Messages envoyés"), is_sent("Inbox")
    (True, True, True, False)
    """
    return bool(_forms(label) & _FOLDED_SENT)


def is_draft(label: str) -> bool:
    """Tell whether one folder or label name means drafts, which nobody was sent."""
    return bool(_forms(label) & _FOLDED_DRAFTS)


def sent_in_path(path: str) -> bool:
    """Tell whether any of the last three parts of a path names a folder of sent mail."""
    return any(is_sent(part) for part in re.split(r"[/\\]", path)[-3:] if part)


def _forms(label: str) -> frozenset[str]:
    name = _without_ending(_decode_imap(label.strip()))
    name = _GMAIL_PREFIX.sub("", name).strip(" .\"'")
    folded = _fold(name)
    # Folder trees write "INBOX.Sent" (Courier, Cyrus) or "Archive/2024/Sent".
    last = re.split(r"[/.\\]", folded)[-1].strip()
    return frozenset((folded, last, _NUMBERED.sub("", folded), _NUMBERED.sub("", last)))


def _without_ending(name: str) -> str:
    for ending in _ENDINGS:
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return name


def _decode_imap(name: str) -> str:
    """Undo IMAP's modified UTF-7 (RFC 3501, 5.1.3), as Maildir folders carry it."""
    if "&" not in name:
        return name

    def decoded(match: re.Match[str]) -> str:
        if not match[1]:
            return "&"
        data = match[1].replace(",", "/")
        try:
            return base64.b64decode(data + "=" * (-len(data) % 4)).decode("utf-16-be")
        except (ValueError, UnicodeError):
            return match[0]

    return _MUTF7.sub(decoded, name)


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("_", " ").split())


_FOLDED_SENT: Final = frozenset(_fold(name) for name in _SENT if name.strip())
_FOLDED_DRAFTS: Final = frozenset(_fold(name) for name in _DRAFTS if name.strip())
