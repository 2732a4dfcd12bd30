"""dedupe decides: text in, judgement out; no file, socket, clock, environment or database."""

from dedupe.errors import CannotJudgeError, SamenoteError, UsageError
from dedupe.fold import fold_text
from dedupe.known import Known, Neighbourhood
from dedupe.message import Message, Recipient, normalised_address
from dedupe.sketch import Loose, band_keys, loosen, pair_keys, passages, shingles, sketches
from dedupe.words import Words, hash_words

__all__ = [
    "CannotJudgeError",
    "Known",
    "Loose",
    "Neighbourhood",
    "Message",
    "Recipient",
    "SamenoteError",
    "UsageError",
    "Words",
    "band_keys",
    "fold_text",
    "hash_words",
    "loosen",
    "normalised_address",
    "pair_keys",
    "passages",
    "shingles",
    "sketches",
]
