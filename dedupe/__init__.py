"""dedupe decides: text in, judgement out; no file, socket, clock, environment or database."""

from dedupe.errors import CannotJudgeError, SamenoteError, UsageError
from dedupe.message import Message, Recipient, normalised_address

__all__ = [
    "CannotJudgeError",
    "Message",
    "Recipient",
    "SamenoteError",
    "UsageError",
    "normalised_address",
]
