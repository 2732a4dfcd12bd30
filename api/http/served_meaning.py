"""The meaning that a service judges with: one model a process, opened on the side and once."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Literal

from api.call_meaning import MeaningReader
from api.http.logs import LOGGER
from api.meaning_opening import MeaningChoice, meaning_of_store, open_meaning
from dedupe import MeaningUnavailable

if TYPE_CHECKING:
    from dedupe import Encoder
    from index import Store, StoreMeaning

#: Seconds that the tending thread reads at a time, and that a call may spend on what just came.
READ_SECONDS = 0.5
CATCHING_UP_SECONDS = 0.25

MeaningState = Literal["loading", "ready", "off"]

_LOG = logging.getLogger(LOGGER)


class ServedMeaning:
    """The model, once it is there, and what each tenant's messages say.

    ``choice`` is None where words alone are compared; a call has ``seconds`` to encode its notes.
    """

    def __init__(self, choice: MeaningChoice | None, seconds: float) -> None:
        self._choice = choice
        self._seconds = seconds
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self._tried = False
        self._failed = False
        self._said: dict[int, StoreMeaning] = {}

    def open(self) -> None:
        """Load the model, where there is to be one and it was not tried yet."""
        if self._tried or self._choice is None:
            return
        self._tried = True
        from index import multiply_alone

        try:
            encoder = open_meaning(self._choice)
            encoder.encode(["Thank you."])
            multiply_alone()
        except MeaningUnavailable as error:
            self._failed = True
            _LOG.warning("no_meaning", extra={"detail": str(error)})
        else:
            self._encoder = encoder
            _LOG.info("meaning", extra={"model": encoder.model})

    def of(self, store: Store) -> MeaningReader | None:
        """Return what reads the meaning of a store for a call; None without a model."""
        said = self._of(store)
        return None if said is None else MeaningReader(said, self._seconds, CATCHING_UP_SECONDS)

    def state(self) -> MeaningState:
        """Return whether the model is there; off is also where none could be loaded."""
        if self._encoder is not None:
            return "ready"
        return "off" if self._choice is None or self._failed else "loading"

    def words_only(self) -> str:
        """Return why a call was judged by words alone, or by meaning in part only."""
        if self._choice is None:
            return "This service compares words only, not meaning."
        if self._encoder is not None:
            return "Not all of it was compared by meaning too: there was no time for that."
        if self._failed:
            return "It was compared by words only: no model could be loaded to compare by meaning."
        return "It was compared by words only: the model that compares by meaning is being loaded."

    def read(self, store: Store) -> bool:
        """Read for a moment what a store remembers; say whether there is more."""
        said = self._of(store)
        if said is None:
            return False
        reader = MeaningReader(said, catching_up=READ_SECONDS)
        complete = reader.for_call(store.remembered()).complete
        said.maintain()
        return not complete

    def save(self) -> None:
        """Write snapshots for the next process."""
        with self._lock:
            for said in self._said.values():
                said.save()

    def _of(self, store: Store) -> StoreMeaning | None:
        encoder = self._encoder
        if encoder is None:
            return None
        with self._lock:
            if store.tenant not in self._said:
                self._said[store.tenant] = meaning_of_store(store, encoder)
            return self._said[store.tenant]
