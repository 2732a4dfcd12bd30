"""Text from mail made safe to write: no lone surrogate, and no control character that acts.

A terminal obeys an escape character and a spreadsheet a leading "="; neither may come from mail.
"""

from __future__ import annotations

import re

# C0 and C1 controls but tab, line feed and carriage return; and halves of surrogate pairs.
_ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Embeddings, overrides and isolates turn the direction of all that follows, our own words too
# (CVE-2021-42574). The plain marks only help the text beside them: kept, but for a terminal.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f]")
_REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """Return the text with ``\\n`` as line end and without anything that acts on what is around it.

    Control characters and surrogates become U+FFFD; characters that turn the direction are dropped.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _TURNING.sub("", _ACTING.sub(_REPLACEMENT, lines))


def one_line(text: str) -> str:
    """Return the text cleaned, without direction marks, every run of white space one space."""
    if not (text.isascii() and text.isprintable()):  # most cells of a report are both
        text = _DIRECTION_MARKS.sub("", clean(text))
    return " ".join(text.split())


def shortened(text: str, limit: int) -> str:
    """Return at most ``limit`` code points, the last of them an ellipsis where text was cut."""
    return text if len(text) <= limit else text[: max(0, limit - 1)].rstrip() + "…"
