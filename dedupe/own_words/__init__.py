"""The part of a message that its sender wrote for it."""

from dedupe.own_words.extract import own_words
from dedupe.own_words.parts import OwnWords, PartKind, Removed

__all__ = ["OwnWords", "PartKind", "Removed", "own_words"]
