"""index remembers: variants, postings, who was sent what. It decides nothing."""

from index.candidates import ClosedCollection
from index.collection import Collection

__all__ = ["ClosedCollection", "Collection"]
