"""The nearest sentences of a memory, in a sentence's own language and in others.

A model puts sentences of one language near each other whatever they say: among many notes in its
own language a translation is too far off to be looked at. So a sentence is looked up as well from
where it would stand if it were said in another language (see `dedupe.centres`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe import languages_differ, moved_to
from index.meaning.memory import MeaningMemory, Said
from index.meaning.sayings import Sayings
from index.vectors import Hits


def nearest(memory: MeaningMemory, sayings: Sayings, said: Said, k: int) -> list[Hits]:
    """Return what is near each distinct sentence: the ``k`` nearest, once for every language.

    A sentence that is near in several ways has its highest cosine.
    """
    if not len(said.keys):
        return []
    places, vectors = _asked(memory, sayings, said)
    found = memory.vectors.search(vectors, k)
    hits = found[: len(said.keys)]
    for place, more in zip(places[len(hits) :].tolist(), found[len(hits) :], strict=True):
        hits[place] = _both(hits[place], more)
    return hits


def _asked(
    memory: MeaningMemory, sayings: Sayings, said: Said
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Return what is looked up, and which sentence each is: all as they are, then as abroad."""
    places, vectors = [np.arange(len(said.keys))], [said.vectors]
    abroad = memory.scale.abroad
    if abroad is not None:
        known = abroad.centres().by_language.keys()
        spoken = np.zeros(len(said.keys), np.int8)
        spoken[said.which] = said.sentences.languages[said.sentences.notes]
        for there in sayings.most_spoken():
            for here in np.unique(spoken).tolist():
                if {here, there} <= known and languages_differ(here, there):
                    at = np.flatnonzero(spoken == here)
                    places.append(at)
                    vectors.append(moved_to(there, said.vectors[at], here, abroad.centres()))
    return np.concatenate(places), np.concatenate(vectors)


def _both(here: Hits, there: Hits) -> Hits:
    ids, cosines = (
        np.concatenate((here.ids, there.ids)),
        np.concatenate((here.cosines, there.cosines)),
    )
    order = np.lexsort((ids, -cosines))
    _, first = np.unique(ids[order], return_index=True)
    kept = order[np.sort(first)]
    return Hits(ids[kept], cosines[kept])
