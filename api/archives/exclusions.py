"""Which mail is not a note that one person wrote to another: by what its headers declare."""

from __future__ import annotations

import re
from typing import Final

from api.archives.encoded_words import decode_words
from api.archives.folder_names import is_draft
from api.archives.header_block import HeaderBlock
from api.archives.interface import Exclusion

_LIST_FIELDS: Final = frozenset(
    (
        b"list-id",
        b"list-post",
        b"mailing-list",
        b"x-mailing-list",
        b"x-list",
        b"x-mailman-version",
        b"x-beenthere",
    )
)
_AUTOREPLY_FIELDS: Final = frozenset(
    (
        b"x-autoreply",
        b"x-autorespond",
        b"x-autoreply-from",
        b"x-mail-autoreply",
        b"x-ms-exchange-inbox-rules-loop",
    )
)
# Subjects that Exchange, Gmail and Lotus put on out-of-office replies. With the colon they are
# enough alone; without it they count beside X-Auto-Response-Suppress.
_ABSENT: Final = re.compile(
    r"^\s*(?:\[[^\]]{0,40}\]\s*)?(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)"
    r"|out of (?:the )?office"
    r"|automatische antwort|abwesenheitsnotiz|abwesend"
    r"|réponse automatique|absence du bureau"
    r"|respuesta automática|fuera de la oficina|risposta automatica|fuori sede"
    r"|resposta automática"
    r"|automatisch antwoord|afwezig|autosvar|automatisk sva?r|frånvarande"
    r"|automaattinen vastaus|poissa"
    r"|odpowiedź automatyczna|automatyczna odpowiedź|automatická odpověď"
    r"|automatická odpoveď"
    r"|автоматический ответ|автоответ|автоматична відповідь|автоматичен отговор|رد تلقائي"
    r"|تشغيل الرد التلقائي|תשובה אוטומטית|מענה אוטומטי|自动回复|自動回覆|自動応答|自動返信"
    r"|otomatik yanıt"
    r"|자동 회신|자동 응답|automatikus válasz|răspuns automat"
    r"|αυτόματη απάντηση)\s*(?P<colon>[:：])?",
    re.I,
)
_DAEMON: Final = re.compile(rb"(?i)\b(?:mailer-daemon|mail-daemon|maildaemon)(?:@|\b)")
_NULL_PATH: Final = re.compile(rb"\s*<\s*>\s*")
_BULK_PRECEDENCE: Final = (b"bulk", b"junk")


def exclusion_of(
    header: HeaderBlock, *, subject: str, calendar: bool, labels: tuple[str, ...] = ()
) -> Exclusion | None:
    """Return why a mail is no personal note, the most telling reason first, or nothing.

    ``calendar`` says that a part of the mail is a meeting request or reply.
    """
    if any(is_draft(label) for label in labels) or _mozilla_draft(header):
        return Exclusion.DRAFT
    if calendar or b"calendarmessage" in header.first(b"content-class").lower():
        return Exclusion.CALENDAR
    if _is_automatic(header, subject):
        return Exclusion.AUTOMATIC
    if _is_bounce(header):
        return Exclusion.BOUNCE
    precedence = header.first(b"precedence").strip().lower()
    if precedence == b"list" or not _LIST_FIELDS.isdisjoint(header.fields):
        return Exclusion.LIST
    if precedence in _BULK_PRECEDENCE or header.has(b"list-unsubscribe"):
        return Exclusion.BULK
    return None


def _is_automatic(header: HeaderBlock, subject: str) -> bool:
    submitted = header.first(b"auto-submitted").strip().lower()
    if submitted and not submitted.startswith(b"no"):
        # A bounce says "auto-replied" too; what it carries says which it is.
        return not _is_report(header)
    if not _AUTOREPLY_FIELDS.isdisjoint(header.fields):
        return True
    if header.first(b"precedence").strip().lower() in (b"auto_reply", b"auto-reply"):
        return True
    match = _ABSENT.match(subject)
    if match is None:
        return False
    return match["colon"] is not None or header.has(b"x-auto-response-suppress")


def _is_bounce(header: HeaderBlock) -> bool:
    if _is_report(header) or header.has(b"x-failed-recipients"):
        return True
    paths = header.fields.get(b"return-path", [])
    if any(_NULL_PATH.fullmatch(path) for path in paths):
        return True
    sender = header.first(b"from")
    return b"daemon" in sender.lower() and bool(_DAEMON.search(sender))


def _is_report(header: HeaderBlock) -> bool:
    return header.first(b"content-type").lower().lstrip().startswith(b"multipart/report")


def _mozilla_draft(header: HeaderBlock) -> bool:
    return header.has(b"x-mozilla-draft-info")


def gmail_labels(header: HeaderBlock) -> tuple[str, ...]:
    """Return the labels of Gmail Takeout, decoded; none for other mail."""
    raw = b",".join(header.fields.get(b"x-gmail-labels", []))
    if not raw:
        return ()
    return tuple(
        label.strip().strip('"') for label in decode_words(raw).split(",") if label.strip()
    )
