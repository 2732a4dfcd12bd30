"""Loads what reads archives, compiled code included, by reading one mail.

Imported by the process that readers of archives are forked off (api.processes), for that alone: so
it is loaded once for all of them, and while the process that judges loads its own part.
"""

from __future__ import annotations

import gc

from api.archives import Mail, Origin, read_message
from dedupe import read_notes, words_of

#: What a reader keeps of a chunk until it is sent is some 10,000 objects, none of them in a cycle;
#: at Python's own 700 the collector would walk over them after every chunk.
_NEW_OBJECTS = 100_000

# As HTML alone, so that its reader is loaded, too.
_MAIL = b"""\
From: Ann <ann@example.org>
To: Bob <bob@example.com>
Date: Mon, 1 Jan 2024 10:00:00 +0000
Content-Type: text/html; charset=utf-8

<html><body><p>Dear Bob,</p><p>see you on 2 May.</p><p>Best,<br>Ann</p></body></html>
"""


def load() -> None:
    """Read a mail as far as its words."""
    mail = read_message(_MAIL, Origin("", 0, len(_MAIL)))
    assert isinstance(mail, Mail)
    words_of(read_notes([mail.message]))
    # What lies here is here to stay: no process forked off copies it by looking for cycles.
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


load()
