"""What one call may ask for at most; every refusal names the limit and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a body, notes of a call, code points of one note's text (or HTML)."""

    body_bytes: int = 64 * 1024 * 1024
    notes: int = 10_000
    text: int = 200_000
