"""Which of a message's parts is its text, and that text as its reader saw it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from api.archives.charsets import codec_name, decode
from api.archives.flowed import unflow
from api.archives.html_text import html_to_text
from api.archives.parts import Part

TEXT_CHARACTERS: Final = 1_000_000
"""A message's text is cut here: a novel; no note is longer."""
_TEXT_BYTES: Final = 4 * TEXT_CHARACTERS
_HTML_BYTES: Final = 8 * TEXT_CHARACTERS
_SHORT_WORDS: Final = 40
"""A plain part below this many words may be a stub: then the HTML part is looked at as well."""
_STUB: Final = re.compile(
    r"\b(?:does|do|can) ?n[o']t (?:support|display|show|read)\b.{0,60}\b(?:html|rich)"
    r"|\b(?:html|mime)[- ](?:capable|compatible|enabled|compliant|format|version|e-?mail|message)\b"
    r"|view (?:this|the) (?:e-?mail|message|newsletter)[^.\n]{0,40}(?:browser|online)"
    r"|(?:unterstützt|kann) (?:kein|nicht)[^.\n]{0,40}html"
    r"|html[- ](?:nachricht|ansicht|format|mail)|ne (?:supporte|prend)[^.\n]{0,40}html"
    r"|no (?:admite|soporta|puede)[^.\n]{0,40}html|non (?:supporta|visualizza)[^.\n]{0,40}html"
    r"|nie obsługuje[^.\n]{0,40}html|не поддержива\w+[^.\n]{0,40}html"
)
_META_CHARSET: Final = re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})""")
_HTML_START: Final = re.compile(
    r"(?i)\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html|head|body)\b"
)
_ALTERNATIVE: Final = ("multipart/alternative",)
_FIRST_ONLY: Final = (
    "multipart/related",
    "multipart/signed",
    "multipart/report",
    "multipart/encrypted",
)


class Body(NamedTuple):
    """A message's text. ``quoted`` are code-point spans of it that its markup called quoted."""

    text: str
    quoted: tuple[tuple[int, int], ...] = ()
    charset: str = ""
    warnings: tuple[str, ...] = ()


class _Text(NamedTuple):
    text: str
    quoted: tuple[tuple[int, int], ...]
    cut: bool


def read_body(root: Part) -> Body:
    """Choose and decode the text of a message: plain text unless the HTML part says more.

    Raises what decoding a part raises (fast_mail_parser.ParseError).
    """
    plain, html = _candidates(root)
    if not plain and not html:
        plain, html = _candidates(root, named=True)
    charset = next((p.parameters.get("charset", "") for p in (*plain, *html)), "")
    chosen = _joined([_plain(part) for part in plain])
    if html and _may_be_stub(chosen.text):
        rich = _joined([_html(part) for part in html])
        if _says_more(rich.text, chosen.text):
            chosen = rich
    warnings = []
    if chosen.cut or len(chosen.text) > TEXT_CHARACTERS:
        warnings.append(f"the text was cut to {TEXT_CHARACTERS:,} characters")
    if not chosen.text and any(p.content_type == "message/rfc822" for p in root.leaves()):
        warnings.append("holds no text but an attached message")
    text = chosen.text[:TEXT_CHARACTERS]
    quoted = chosen.quoted
    if quoted:
        quoted = tuple([(a, min(b, len(text))) for a, b in quoted if a < len(text)])
    return Body(text, quoted, charset, tuple(warnings))


def has_calendar(root: Part) -> bool:
    """Tell whether the message is a meeting request, reply or cancellation."""
    return any(
        leaf.content_type == "text/calendar"
        and ("method" in leaf.parameters or not leaf.is_attachment)
        for leaf in root.leaves()
    )


def _candidates(part: Part, named: bool = False) -> tuple[list[Part], list[Part]]:
    """Return the plain and the HTML parts that together are the text, either may be empty.

    ``named`` lets in parts that carry a file name but do not call themselves attachments.
    """
    if not part.is_multipart:
        if part.disposition == "attachment" or (part.filename and not named):
            return [], []
        if part.content_type.startswith("text/html"):
            return [], [part]
        if part.content_type.startswith("text/plain") or "/" not in part.content_type:
            return [part], []
        return [], []
    children = part.children
    if part.content_type in _FIRST_ONLY:
        children = _root_of(part, named)
    plain: list[Part] = []
    html: list[Part] = []
    for child in children:
        child_plain, child_html = _candidates(child, named)
        if part.content_type in _ALTERNATIVE:
            plain = plain or child_plain
            html = child_html or html
        else:
            # In a sequence each piece counts once: in plain text where it has that, else in HTML.
            plain += child_plain
            html += child_html
    return plain, html


def _root_of(part: Part, named: bool) -> tuple[Part, ...]:
    """The first part with text in it, of those containers whose other parts only serve it."""
    for child in part.children:
        if any(_candidates(child, named)):
            return (child,)
    return ()


def _joined(texts: list[_Text]) -> _Text:
    if len(texts) == 1:
        return texts[0]
    out: list[str] = []
    quoted: list[tuple[int, int]] = []
    length = 0
    for piece in texts:
        if not piece.text.strip() or length > TEXT_CHARACTERS:
            continue
        if out:
            out.append("\n")
            length += 1
        quoted += [(a + length, b + length) for a, b in piece.quoted]
        out.append(piece.text)
        length += len(piece.text)
    return _Text("".join(out), tuple(quoted), any(piece.cut for piece in texts))


def _plain(part: Part) -> _Text:
    data = part.content()
    text = _lines(decode(data[:_TEXT_BYTES], part.parameters.get("charset", "")))
    cut = len(data) > _TEXT_BYTES
    if _HTML_START.match(text):
        return _converted(text, cut)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=part.parameters.get("delsp", "").lower() == "yes")
    # Containers differ in the blank lines they leave behind a body; the text does not.
    return _Text(text.strip(), (), cut)


def _html(part: Part) -> _Text:
    data = part.content()
    declared = part.parameters.get("charset", "")
    if not codec_name(declared) and (meta := _META_CHARSET.search(data[:4096])):
        declared = meta[1].decode("ascii", "replace")
    return _converted(_lines(decode(data[:_HTML_BYTES], declared)), len(data) > _HTML_BYTES)


def _converted(html: str, cut: bool) -> _Text:
    found = html_to_text(html)
    return _Text(found.text, found.quoted, found.cut or cut)


def _lines(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "")


def _may_be_stub(text: str) -> bool:
    if len(text) > 20_000:
        return False
    return len(text.split(None, _SHORT_WORDS)) < _SHORT_WORDS or _is_stub(text)


def _is_stub(text: str) -> bool:
    head = text[:2000]
    # Every stub holds one of these; to look for them is 20 times faster than the pattern, and
    # bytes are in lower case far sooner than text.
    low = head.encode("utf-8", "surrogatepass").lower()
    named = b"html" in low or b"mime" in low
    if not named and b"rich" in low:
        named = b"n't " in low or b"not " in low
    if not named and b"ew th" in low:
        named = b"browser" in low or b"online" in low
    return named and bool(_STUB.search(head.lower()))


def _says_more(rich: str, plain: str) -> bool:
    if not rich.strip():
        return False
    if not plain.strip() or _is_stub(plain):
        return True
    # Counted in characters, so that it holds for scripts without spaces as well. A plain part
    # that also quotes is longer than its HTML twin, whose quotes are dropped: plain then stays.
    here, there = (len("".join(text.split())) for text in (plain, rich))
    return there > 2 * here + 40
