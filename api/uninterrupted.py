"""Leaves Ctrl-C, which goes to every process of a command, to the one that began this one.

Imported for that alone, first, by the process that others are forked off (api.processes): they
would each print where they stood.
"""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
