"""The MIME parts of one message, by the fast parser, or by the standard library where that fails.

A part's bytes are decoded from base64 or quoted-printable only when asked for. Both number of
parts and depth are bounded; embedded messages are named, never entered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from api.archives.header_block import HeaderBlock, repaired

if TYPE_CHECKING:
    from email.message import Message as StdlibMessage

    from fast_mail_parser import PyLazyMimePart

PARTS: Final = 1_000
DEPTH: Final = 60
"""At most this many parts, this deep, are looked at; the rest counts as attachments."""
FALLBACK_BYTES: Final = 8_388_608
"""The standard library's parser, slow on hostile nesting, sees no more of a message than this."""
_PARAMETER: Final = re.compile(
    r"""(?i)[;\s](charset|format|delsp|method|name|report-type)\*?\s*=\s*("[^"]{0,200}"|[^\s;]{0,200})"""
)
_NO_PARAMETERS: Final[Mapping[str, str]] = MappingProxyType({})
_REMEMBERED: Final = 256  # Content-Types: nearly all parts of an archive have one of a few


class TooDeepError(Exception):
    """The message nests its parts deeper than any honest one."""


class Part(NamedTuple):
    """A leaf of the MIME tree, or a container with ``children``.

    ``content`` gives the transfer-decoded bytes; for a container or an embedded message, none.
    ``parameters`` are those of Content-Type, names in lower case; a container that holds
    something needs none. A named tuple, because a message has several.
    """

    content_type: str
    disposition: str
    filename: str
    parameters: Mapping[str, str]
    content: Callable[[], bytes]
    children: tuple[Part, ...] = ()

    @property
    def is_multipart(self) -> bool:
        return self.content_type.startswith("multipart/")

    @property
    def is_attachment(self) -> bool:
        return self.disposition == "attachment" or bool(self.filename)

    def leaves(self) -> Iterator[Part]:
        """Yield the leaves below this part, or the part itself, in order."""
        if not self.children:
            yield self
            return
        for child in self.children:
            yield from child.leaves()


def read_parts(raw: bytes, header: HeaderBlock) -> Part:
    """Return the root of a message's MIME tree.

    Raises TooDeepError for nesting beyond what both parsers bear.
    """
    from fast_mail_parser import MimeStructureError, ParseError, parse_email_tree

    # Under a header of three fields instead of thirty the parser needs half the time.
    source = raw if header.clean and not header.told_once else repaired(raw, header)
    try:
        return _from_fast(parse_email_tree(source, mode="lazy"))
    except MimeStructureError as error:
        raise TooDeepError from error
    except ParseError:
        return read_parts_slowly(raw, header)


def read_parts_slowly(raw: bytes, header: HeaderBlock) -> Part:
    """Do as ``read_parts`` with the standard library, which forgives bad base64.

    Raises TooDeepError.
    """
    from email import message_from_bytes

    try:
        root = message_from_bytes(repaired(raw, header)[:FALLBACK_BYTES])
        return _from_stdlib(root, 0, [PARTS])
    except RecursionError as error:
        raise TooDeepError from error


def parameters_of(content_type: str) -> Mapping[str, str]:
    """Return the parameters of a Content-Type that matter here.

    >>> dict(parameters_of('text/plain; charset="utf-8"; format=flowed'))
    {'charset': 'utf-8', 'format': 'flowed'}
    """
    return _parameters(content_type[:4000]) if content_type else _NO_PARAMETERS


@lru_cache(maxsize=_REMEMBERED)
def _parameters(content_type: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, value in _PARAMETER.findall(content_type):
        found.setdefault(name.lower(), value.strip("\"' "))
    return MappingProxyType(found)


def _from_fast(node: PyLazyMimePart) -> Part:
    return _made(node, 0, [PARTS])


def _made(part: PyLazyMimePart, depth: int, budget: list[int]) -> Part:
    kind = part.content_type.lower()
    embedded = part.is_message
    children: tuple[Part, ...] = ()
    if depth < DEPTH and not embedded:
        kept = []
        for child in part.children:
            if budget[0] <= 0:
                break
            budget[0] -= 1
            kept.append(_made(child, depth + 1, budget))
        children = tuple(kept)
    told = kind.startswith("text/") or (not children and kind.startswith("multipart/"))
    declared = _declared(part) if told else ""
    return Part(
        "message/rfc822" if embedded else kind,
        (part.disposition or "").lower(),
        part.filename,
        parameters_of(declared),
        lambda: part.content or b"",
        children,
    )


def _declared(part: PyLazyMimePart) -> str:
    for name, values in part.headers.items():
        if name.lower() == "content-type" and values:
            return values[0]
    return ""


def _from_stdlib(node: StdlibMessage, depth: int, budget: list[int]) -> Part:
    kind = node.get_content_type()
    children: tuple[Part, ...] = ()
    if kind.startswith("multipart/") and node.is_multipart() and depth < DEPTH:
        kept = []
        for child in node.get_payload():
            if budget[0] <= 0:
                break
            budget[0] -= 1
            kept.append(_from_stdlib(child, depth + 1, budget))  # type: ignore[arg-type]
        children = tuple(kept)
    return Part(
        kind,
        (node.get_content_disposition() or "").lower(),
        _filename(node),
        parameters_of(str(node.get("Content-Type", ""))),
        lambda: _payload(node),
        children,
    )


def _filename(node: StdlibMessage) -> str:
    try:
        return node.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""


def _payload(node: StdlibMessage) -> bytes:
    try:
        data = node.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return data if isinstance(data, bytes) else b""
