"""index remembers: variants, postings, who was sent what. It decides nothing."""

from index.candidates import ClosedCollection
from index.collection import Collection
from index.encoder import Encoded, SentenceEncoder, open_encoder
from index.model import ChosenModel, cache_folder, choose_model

__all__ = [
    "ChosenModel",
    "ClosedCollection",
    "Collection",
    "Encoded",
    "SentenceEncoder",
    "cache_folder",
    "choose_model",
    "open_encoder",
]
