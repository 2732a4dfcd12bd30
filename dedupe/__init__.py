"""dedupe decides: text in, judgement out; no file, socket, clock, environment or database."""

from dedupe.errors import CannotJudgeError, SamenoteError, UsageError
from dedupe.fold import fold_text
from dedupe.message import Message, Recipient, normalised_address

__all__ = [
    "CannotJudgeError",
    "Message",
    "Recipient",
    "SamenoteError",
    "UsageError",
    "fold_text",
    "normalised_address",
]
