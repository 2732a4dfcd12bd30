"""The encoder: sentence-transformers behind the protocol that dedupe asks for."""

from index.encoder.hardware import multiply_alone, processors
from index.encoder.model_scale import scale_of
from index.encoder.opening import meaning_is_installed, open_encoder
from index.encoder.sentence_encoder import Encoded, SentenceEncoder

__all__ = [
    "Encoded",
    "SentenceEncoder",
    "meaning_is_installed",
    "multiply_alone",
    "open_encoder",
    "processors",
    "scale_of",
]
