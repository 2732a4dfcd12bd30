"""What a door tells apart when the ledger refuses a call; both are wrong use (exit code 2).

SamenoteError
└── UsageError
    ├── NotFoundError   there is no such reservation, approval or tenant
    └── ConflictError   it exists, but what is asked of it is no longer possible
"""

from __future__ import annotations

from dedupe import UsageError


class NotFoundError(UsageError):
    """There is nothing under this name or id."""


class ConflictError(UsageError):
    """It is there, but in a state that does not allow what was asked."""
