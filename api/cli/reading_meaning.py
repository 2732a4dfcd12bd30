"""Reading the meaning of all that a store remembers, with progress; what is read is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.meaning_options import opened_encoder

if TYPE_CHECKING:
    from api.reports.progress import Update
    from index import Store


def read_meaning(store: Store, update: Update, whole: int) -> int | None:
    """Read what a store's messages say; return how many texts are read in all.

    None where words only are compared. ``update`` moves a bar of length ``whole``.
    """
    encoder = opened_encoder(update, whole, comparing=False)
    if encoder is None:
        return None
    from api.meaning_opening import meaning_of_store

    said = meaning_of_store(store, encoder)

    def told(done: int, total: int) -> None:
        update(whole * done // max(total, 1), done, "reading what was said")

    try:
        said.upto(store.remembered(), update=told)
    finally:
        said.save()
    return len(said.memory.sayings)
