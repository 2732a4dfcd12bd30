"""Opening what compares notes by meaning: the encoder, and a store's memory of what was said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.store_opening import meaning_snapshots
from dedupe import Encoder
from index import Store, StoreMeaning

#: Told how far the making of a model is (0 to 1), and at what.
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class MeaningChoice:
    """Which model compares by meaning (None: the default one), and what it computes on."""

    model: str | None = None
    device: str = "auto"
    threads: int | None = None


def open_meaning(choice: MeaningChoice, progress: Progress = lambda share, stage: None) -> Encoder:
    """Return the encoder that is asked for, not loaded yet. Raises MeaningUnavailable."""
    from index import open_encoder

    return open_encoder(
        choice.model, device=choice.device, threads=choice.threads, progress=progress
    )


def meaning_of_store(store: Store, encoder: Encoder) -> StoreMeaning:
    """Return what a store's messages say, out of its snapshot where there is a good one."""
    return StoreMeaning(store, encoder, meaning_snapshots(store.ledger.store_id))
