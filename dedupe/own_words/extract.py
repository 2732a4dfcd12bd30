"""Take off what the sender did not write for this message, from the message alone.

One pass over the lines finds where somebody else's text begins (``openings``); what is left is cut
into runs, and each run loses its signature and footers from its end (``signatures``, ``footers``).
Every step looks at a bounded number of lines or characters, so the work is linear in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dedupe.own_words.assemble import assemble
from dedupe.own_words.footers import banner_kind, is_postal, sent_from
from dedupe.own_words.header_blocks import separator_kind
from dedupe.own_words.lines import CONTENT, Lines, is_rule, join_spans, read_lines
from dedupe.own_words.openings import find_openings
from dedupe.own_words.paragraph_ends import paragraph_end
from dedupe.own_words.parts import Opening, OwnWords, PartKind
from dedupe.own_words.signatures import sign_off_start, signature_start

Fates = list[PartKind | None]

# A mail-tracking program's near invisible mark, and a dash that parts a footer from the text.
_LONE_MARKS: Final = frozenset(("\u1427", "\u2014", "\u2013", "\u2015"))
_MOBILES: Final = ("iPhone", "iPad", "Android", "Outlook", "BlackBerry", "Samsung", "Sent from")

_DEVICE_LINE: Final = 140
_FOOTER_LINES: Final = 60  # a longer paragraph is no footer


@dataclass(frozen=True, slots=True)
class GivenText:
    """A text to find the own words in.

    ``quoted`` are spans of it, in code points, that the markup named as quoted (a blockquote).
    ``sender_name`` helps to find a signature without a closing phrase.
    """

    text: str
    quoted: Sequence[tuple[int, int]] = ()
    sender_name: str = ""


@dataclass(slots=True)
class _Work:
    """A text on its way: its lines, what becomes of each, and what ``assemble`` asks besides."""

    lines: Lines
    fates: Fates
    marked: list[tuple[int, int]]
    sender: str
    unclear: bool = False
    signed_at: int = 0


def own_words(
    text: str, *, quoted: Sequence[tuple[int, int]] = (), sender_name: str = ""
) -> OwnWords:
    """Return the spans of ``text`` that its sender wrote for it, and what came off.

    ``quoted`` are spans of ``text``, in code points, that the markup named as quoted (a
    blockquote). ``sender_name`` helps to find a signature without a closing phrase. Any string
    may be given, lone surrogates and NUL included; spans outside it are clipped. Raises nothing.
    """
    return own_words_of([GivenText(text, quoted, sender_name)])[0]


def own_words_of(texts: Sequence[GivenText]) -> list[OwnWords]:
    """Do as ``own_words`` for a batch, step by step, which is faster."""
    work = [_begun(of) for of in texts]
    for each in work:
        each.unclear = _take_openings(each.lines, each.fates)
    for each in work:
        _take_banners(each.lines, each.fates)
    for each in work:
        for low, high in _outer(_runs(each.fates)):
            _take_end(each.lines, each.fates, low, high, each.sender)
    for each in work:
        _take_devices(each.lines, each.fates)
        runs = _runs(each.fates)
        each.signed_at = (
            sign_off_start(each.lines, *runs[-1], each.sender) if runs else len(each.lines.text)
        )
    return [assemble(w.lines, w.fates, w.marked, w.unclear, w.signed_at) for w in work]


def _begun(of: GivenText) -> _Work:
    text = of.text
    marked: list[tuple[int, int]] = []
    if of.quoted:
        clipped = [(max(0, a), min(len(text), b)) for a, b in of.quoted]
        marked = join_spans([(a, b) for a, b in clipped if a < b])
    lines = read_lines(text, marked)
    return _Work(lines, [None] * len(lines.bodies), marked, of.sender_name)


# --- what somebody else wrote -------------------------------------------------------------------


def _take_openings(lines: Lines, fates: Fates) -> bool:
    """Mark quoted and forwarded lines. Return whether unmarked text was kept for want of other.

    Text after an opening without quote marks runs to the end of the message. Where nothing was
    written before it, it is all there is: then only the lines of the opening come off.
    """
    openings = find_openings(lines)
    if lines.any_quoted:
        _take_quoted(lines, fates, openings)
    written = unclear = False
    at = 0
    for opening in openings:
        written = written or any(
            fates[i] is None and CONTENT.search(lines.bodies[i]) for i in range(at, opening.first)
        )
        at = opening.last + 1
        stop = len(fates) if written and not opening.marked else at
        fates[opening.first : stop] = [opening.kind] * (stop - opening.first)
        if stop == len(fates):
            break
        unclear = unclear or not opening.marked
    return unclear


def _take_quoted(lines: Lines, fates: Fates, openings: list[Opening]) -> None:
    """Mark the lines that carry a quote mark; a forwarded mail may carry them too."""
    if _is_citation(lines, openings):
        return
    kind: PartKind | None = None
    _mend_wraps(lines)
    for i, (body, quoted) in enumerate(zip(lines.bodies, lines.quoted, strict=True)):
        if quoted:
            kind = kind or separator_kind(body.lstrip("> ")) or PartKind.QUOTE
            fates[i] = kind
        elif body:
            kind = None


def _mend_wraps(lines: Lines) -> None:
    """Mark the unmarked rest of a quoted line that was wrapped after it had been marked.

    It stands directly between marked lines and goes on in lower case or figures, and the line
    before is long and unfinished; or that line ends in the "=" of quoted-printable.
    """
    bodies, quoted = lines.bodies, lines.quoted
    for i in range(1, len(bodies) - 1):
        body = bodies[i]
        if quoted[i] or not quoted[i - 1] or not body or not (above := bodies[i - 1]):
            continue
        if above.endswith("=") and len(above) > 60:
            quoted[i] = True
        elif quoted[i + 1] and len(above) >= 70 and not above.endswith((".", "!", "?", ":", ";")):
            quoted[i] = body[0].islower() or body[0].isdigit()


def _is_citation(lines: Lines, openings: list[Opening]) -> bool:
    """Return whether the only quote is one sentence without an introduction.

    That is how people cite in running text (Markdown), not how mail programs quote a mail.
    """
    rows = [i for i, quoted in enumerate(lines.quoted) if quoted and lines.bodies[i]]
    if not 1 <= len(rows) <= 2 or any(opening.marked for opening in openings):
        return False
    bodies = [lines.bodies[row] for row in rows]
    if not all(body.startswith(">") and body[1:2] != ">" for body in bodies):
        return False
    joined = " ".join(body[1:].strip() for body in bodies)
    return rows[-1] - rows[0] == len(rows) - 1 and "@" not in joined and len(joined) < 300


# --- what programs and firms add ------------------------------------------------------------------


def _take_banners(lines: Lines, fates: Fates) -> None:
    """Mark the notice and the "view in your browser" line above the text."""
    at = 0
    while (first := lines.next_filled(at)) >= 0 and fates[first] is None:
        last = _paragraph_end(lines, fates, first)
        kind = banner_kind("\n".join(lines.bodies[first:last]))
        if kind is None:
            break
        fates[first:last] = [kind] * (last - first)
        at = last


def _paragraph_end(lines: Lines, fates: Fates, first: int) -> int:
    i = first
    while i < len(fates) and fates[i] is None and lines.bodies[i]:
        i += 1
    return i


def _take_devices(lines: Lines, fates: Fates) -> None:
    """Mark "Sent from my phone" where other text follows."""
    bodies = lines.bodies
    rows = [i for i in lines.filled if fates[i] is None and len(bodies[i]) < _DEVICE_LINE]
    joined = "\n".join([bodies[i] for i in rows])
    if not _names_mobile(joined):
        return
    for i in rows:
        if _names_mobile(bodies[i]) and sent_from(bodies[i], alone=False):
            fates[i] = PartKind.SIGNATURE


def _names_mobile(text: str) -> bool:
    return any(map(text.__contains__, _MOBILES))


def _runs(fates: Fates) -> list[tuple[int, int]]:
    """Return the runs [low, high) of lines that nothing has taken."""
    taken = [i for i, fate in enumerate(fates) if fate is not None]
    runs = []
    low = 0
    for i in (*taken, len(fates)):
        if i > low:
            runs.append((low, i))
        low = i + 1
    return runs


def _outer(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the first and the last runs: between answers to quoted lines nobody signs."""
    return runs if len(runs) <= 4 else runs[:2] + runs[-2:]


def _take_end(lines: Lines, fates: Fates, low: int, high: int, sender: str) -> None:
    """Mark footers and the signature at the end of a run, from its last line upwards."""
    bodies = lines.bodies
    above: PartKind | None = None
    while True:
        while high > low and (
            not bodies[high - 1] or is_rule(bodies[high - 1]) or bodies[high - 1] in _LONE_MARKS
        ):
            high -= 1
            fates[high] = PartKind.SIGNATURE if bodies[high] else None
        if high <= low:
            return
        start, kind = _last_footer(lines, low, high, above)
        if kind is None:
            start = signature_start(lines, low, high, sender)
            kind = PartKind.SIGNATURE
        else:
            above = kind
        if start >= high:
            return
        fates[start:high] = [kind] * (high - start)
        high = start


def _last_footer(
    lines: Lines, low: int, high: int, above: PartKind | None
) -> tuple[int, PartKind | None]:
    """Return where the footer in the last paragraph of [low, high) begins, and its kind.

    ``above`` is the kind of the footer that stood under this paragraph, if any.
    """
    bodies = lines.bodies
    if sent_from(bodies[high - 1], alone=high - 2 < low or not bodies[high - 2]):
        return high - 1, PartKind.SIGNATURE
    first = high - 1
    while first > low and bodies[first - 1] and high - first <= _FOOTER_LINES:
        first -= 1
    if high - first > _FOOTER_LINES:
        return high, None
    end = paragraph_end(bodies[first:high])
    if end.kind is None:
        postal = above is not None and high - first <= 4 and is_postal(bodies[first:high])
        return first, above if postal else None
    if end.below > 0 and (start := signature_start(lines, first, high, "")) < high:
        return start, PartKind.SIGNATURE
    return (high, None) if end.begin < 0 else (first + end.begin, end.kind)
