"""index remembers: variants, postings, who was sent what. It decides nothing."""

from index.call import CallNotes, CallSendings
from index.candidates import ClosedCollection
from index.collection import Collection
from index.filing import Filing, filed, seconds
from index.messages import State
from index.people import People, shown
from index.recall import Recall, recall
from index.remembered import Remembered

__all__ = [
    "CallNotes",
    "CallSendings",
    "ClosedCollection",
    "Collection",
    "Filing",
    "People",
    "Recall",
    "Remembered",
    "State",
    "filed",
    "recall",
    "seconds",
    "shown",
]
