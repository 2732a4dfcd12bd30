"""How far back the past matters: what is older than the policy says is left out, and counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from api.notes import History
from dedupe import CannotJudgeError, Memory


def in_memory(history: History, memory: Memory, now: datetime) -> History:
    """Leave out what was sent longer ago than ``past_days`` before ``now``.

    A message without a date stays. Raises CannotJudgeError where nothing is left of a history.
    """
    if memory.past_days is None:
        return history
    oldest = now - timedelta(days=memory.past_days)
    kept = tuple(m for m in history.messages if m.sent_at is None or _aware(m.sent_at) >= oldest)
    too_old = len(history.messages) - len(kept)
    if not too_old:
        return history
    if not kept:
        raise CannotJudgeError(
            f"the history holds nothing of the last {memory.past_days:,} days",
            do="Give a newer history, or raise past_days in the policy.",
        )
    return replace(history, messages=kept, left_out={**history.left_out, "too_old": too_old})


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
