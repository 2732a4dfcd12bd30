"""What remembered notes say: their sentences as vectors, and who says what in other words."""

from index.meaning.asked import AskedMeaning
from index.meaning.catching_up import catch_up, unread
from index.meaning.memory import MeaningMemory, OutOfTime, Said
from index.meaning.rows import meaning_of_rows
from index.meaning.sayings import Sayings
from index.meaning.search import Alike, notes_alike, variants_alike
from index.meaning.snapshot import MeaningSnapshots
from index.meaning.store_meaning import StoreMeaning, StoreSaid
from index.meaning.whole import meaning_of_all

__all__ = [
    "Alike",
    "AskedMeaning",
    "MeaningMemory",
    "MeaningSnapshots",
    "OutOfTime",
    "Said",
    "Sayings",
    "StoreMeaning",
    "StoreSaid",
    "catch_up",
    "meaning_of_all",
    "meaning_of_rows",
    "notes_alike",
    "unread",
    "variants_alike",
]
