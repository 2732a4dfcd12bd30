"""The encoder: sentence-transformers behind the protocol that dedupe asks for."""

from index.encoder.opening import open_encoder
from index.encoder.sentence_encoder import Encoded, SentenceEncoder

__all__ = ["Encoded", "SentenceEncoder", "open_encoder"]
