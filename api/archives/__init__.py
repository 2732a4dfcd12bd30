"""Archives of sent mail, read one message at a time: mbox, Maildir, .eml, .msg, .pst, CSV, JSONL.

    with open_archives(["Sent.mbox"]) as opened:
        for archive in opened.archives:
            for chunk in archive.chunks():
                for entry in archive.read(chunk):  # a Mail or a Skipped
                    ...

The parsers are imported when the first message needs them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from api.archives.interface import Archive, Chunk, Exclusion, Mail, Origin, Skipped

if TYPE_CHECKING:
    from api.archives.html_text import HtmlText, html_to_text
    from api.archives.opening import OpenedArchives, open_archives
    from api.archives.rfc822 import read_message

__all__ = [
    "Archive",
    "Chunk",
    "Exclusion",
    "HtmlText",
    "Mail",
    "OpenedArchives",
    "Origin",
    "Skipped",
    "html_to_text",
    "open_archives",
    "read_message",
]


def __getattr__(name: str) -> Callable[..., Any]:
    from importlib import import_module

    modules = {
        "HtmlText": "html_text",
        "html_to_text": "html_text",
        "OpenedArchives": "opening",
        "open_archives": "opening",
        "read_message": "rfc822",
    }
    if name not in modules:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: Callable[..., Any] = getattr(import_module(f"api.archives.{modules[name]}"), name)
    return found
