"""Personal share: how much of a note is this recipient's alone.

Weight of the words inside no passage, slot or reworded sentence that other recipients got,
divided by the weight of all counted words. Plain counts where no word weighs anything.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.audiences import NOBODY, SEVERAL, Audiences
from dedupe.comparison import cover
from dedupe.judgement import Judgement
from dedupe.known import Beyond
from dedupe.persons import Persons
from dedupe.ragged import sizes_of
from dedupe.rarity import blended_frequencies, rarity_keys, weights
from dedupe.room import Room, in_memory
from dedupe.sendings import Sendings
from dedupe.threads import in_threads


def covered_words(
    judgement: Judgement, sendings: Sendings, beyond: Beyond, *, threads: int = 1
) -> npt.NDArray[np.bool_]:
    """Return which compared words other recipients got too, one entry a compared word."""
    return _covered(judgement, sendings.audiences, sendings, beyond, threads)


def _covered(
    judgement: Judgement, audiences: Audiences, sendings: Sendings, beyond: Beyond, threads: int
) -> npt.NDArray[np.bool_]:
    near, related, compared = judgement.near, judgement.related, judgement.compared
    tell = related.one_text
    left, right = near.left[tell], near.right[tell]
    covered = cover(
        compared, judgement.weights, left, right,
        audiences.got_by_others(left, right), audiences.got_by_others(right, left),
        threads=threads,
    )  # fmt: skip
    shared = _passages_of_others(judgement, audiences, sendings, beyond)
    judgement.loose.mark(shared, covered)
    if len(judgement.reworded):
        covered |= _said_by_others(judgement, audiences)
    several = np.repeat(audiences.own == SEVERAL, sizes_of(compared.bounds))
    result: npt.NDArray[np.bool_] = covered | several
    return result


def _anything_alike(judgement: Judgement) -> bool:
    """Say whether any two notes have anything in common: else it is all one who got what."""
    near, related = judgement.near, judgement.related
    return bool(len(near.holders) or len(judgement.reworded) or related.one_text.any())


def _said_by_others(judgement: Judgement, audiences: Audiences) -> npt.NDArray[np.bool_]:
    """Return which compared words stand in sentences that somebody else got in other words."""
    said = judgement.reworded
    marked = said.covered(
        judgement.words,
        audiences.got_by_others(said.left, said.right),
        audiences.got_by_others(said.right, said.left),
    )
    result: npt.NDArray[np.bool_] = marked[~judgement.set_aside]
    return result


def _passages_of_others(
    judgement: Judgement, audiences: Audiences, sendings: Sendings, beyond: Beyond
) -> npt.NDArray[np.bool_]:
    """Mark the loose words of passages that somebody else got."""
    from dedupe import loose_kernel

    near, loose = judgement.near, judgement.loose
    marked = np.zeros(len(loose.hashes), np.bool_)
    if len(near.holders):
        shared = audiences.passages_of_others(near.holders, near.bounds)
        groups = np.repeat(np.arange(len(near.outside)), sizes_of(near.bounds))
        readers: dict[int, Persons] = {}
        for entry in np.flatnonzero(near.outside[groups] & ~shared).tolist():
            holder = int(near.holders[entry])
            if holder not in readers:
                readers[holder] = sendings.readers(holder)
            shared[entry] = beyond.held_beside(int(groups[entry]), readers[holder])
        loose_kernel.mark_runs(
            loose.bounds, near.holders[shared], near.starts[shared], near.stops[shared], 0, marked
        )
    return marked


def personal_shares(
    judgement: Judgement,
    covered: npt.NDArray[np.bool_],
    sendings: Sendings,
    beyond: Beyond,
    *,
    threads: int = 1,
    room: Room = in_memory,
) -> npt.NDArray[np.float64]:
    """Return the personal share of each note, NaN where no word counts or nobody asks.

    ``beyond`` tells how many notes that are not part of the judgement wrote each word. ``room`` is
    for arrays of all words.
    """
    from dedupe import rarity_kernel

    words = judgement.compared
    # What a note not yet sent copies was written once all the same: it makes no word common.
    audiences, copied = sendings.audiences, covered
    if not audiences.all_sent and _anything_alike(judgement):
        copied = _covered(judgement, audiences.as_sent(), sendings, beyond, threads)
    written = ~(copied | beyond.copied(len(covered)))
    keys, asked = rarity_keys(words, room), beyond.asked
    first_word = int(words.bounds[asked])
    frequencies = blended_frequencies(
        words, keys, written, audiences.sent != NOBODY, beyond.wrote(keys[first_word:]),
        beyond.notes, asked, room,
    )  # fmt: skip
    del keys, written
    rest, shares = words.since(asked), np.full(len(words), np.nan)
    weight = weights(rest, frequencies, room)
    hidden, told = covered[first_word:], shares[asked:]

    def share(first: int, stop: int) -> None:
        rarity_kernel.own_shares(
            rest.bounds[first : stop + 1], rest.flags, rest.units, weight, hidden, told[first:stop]
        )

    in_threads(share, len(rest), threads)
    return shares
