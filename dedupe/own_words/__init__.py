"""The part of a message that its sender wrote for it."""

from dedupe.own_words.extract import GivenText, own_words, own_words_of
from dedupe.own_words.parts import OwnWords, PartKind, Removed

__all__ = ["GivenText", "OwnWords", "PartKind", "Removed", "own_words", "own_words_of"]
