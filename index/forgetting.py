"""Forgetting: take messages and people out of what was derived from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from dedupe import Families, Message, rarity_keys
from index.common_readers import counted_anew
from index.filing import is_due
from index.judging import judged_together
from index.ledger import Forgot
from index.messages import Messages
from index.people import People
from index.remembered import Remembered


def forgotten(
    known: Remembered,
    event: Forgot,
    texts: Callable[[Sequence[int]], dict[int, Message]],
    *,
    threads: int,
    beside: bool = False,
) -> Remembered:
    """Return the memory without the dropped messages and without the people who went with them.

    A text that only they got is gone with its words and keys; what is left is judged together
    again, elsewhere where that happens ``beside`` the memory and would take long. A message that
    others got too keeps its place, with an anonymous person.
    """
    rows = known.messages.rows
    kept = ~np.isin(rows["position"], np.array(event.dropped, np.int64))
    changed = np.flatnonzero(np.isin(rows["position"], np.array(event.changed, np.int64)))
    now = texts(rows["position"][changed].tolist())
    messages = _anonymous(known.messages, changed, now)
    held = np.unique(messages.rows["variant"][kept])
    held = held[held >= 0]
    numbers = np.full(len(known.variants), -1, np.int32)
    numbers[held] = np.arange(len(held), dtype=np.int32)
    left = replace(
        known,
        judged=0,
        variants=known.variants.kept(held.astype(np.int32)),
        messages=messages.kept(kept, numbers),
        position=event.position,
    )
    if beside and is_due(left):
        return _until_judged(known, left, held.astype(np.int32), numbers)
    return judged_together(left, threads=threads)


def _until_judged(
    known: Remembered,
    left: Remembered,
    held: npt.NDArray[np.int32],
    numbers: npt.NDArray[np.int32],
) -> Remembered:
    """Return what is left with what was said of it, until it is judged again.

    ``held`` are the variants that are left, ``numbers`` gives each variant its new number or -1.
    """
    notes = known.variants.notes
    leader = _led_anew(notes["leader"], held, numbers)
    same = leader == numbers[notes["leader"][held]]
    own = leader == np.arange(len(held))
    relation, score = (np.where(own, 0, notes[name][held]) for name in ("relation", "score"))
    families = Families(
        leader, relation.astype(np.int8), score.astype(np.float32),
        own | (notes["core"][held] & same),
    )  # fmt: skip
    written = known.variants.written(held)
    rough = _led_anew(notes["rough"], held, numbers)
    gone = np.flatnonzero(numbers < 0).astype(np.int32)
    words = known.variants.of(gone)
    keys = known.keys.renumbered(numbers).in_one_part()
    lighter = replace(
        left,
        variants=left.variants.judged_again(written, notes["sizes"][held], families, rough),
        keys=keys,
        common=known.common.held_in(keys, len(held)),
        frequencies=known.frequencies.without(
            rarity_keys(words), words.bounds, known.variants.written(gone)
        ),
    )
    return counted_anew(lighter)


def _led_anew(
    leaders: npt.NDArray[np.int32], held: npt.NDArray[np.int32], numbers: npt.NDArray[np.int32]
) -> npt.NDArray[np.int32]:
    """Return the leaders of what is left; the first that one led who is gone takes its place."""
    then = leaders[held]
    _, first, which = np.unique(then, return_index=True, return_inverse=True)
    result: npt.NDArray[np.int32] = np.where(numbers[then] < 0, first[which], numbers[then])
    return result.astype(np.int32)


def _anonymous(
    messages: Messages, changed: npt.NDArray[np.int64], now: dict[int, Message]
) -> Messages:
    """Return the messages with the recipients of the changed ones as they stand now."""
    people = People(messages, (to for message in now.values() for to in message.to))
    person = messages.recipients["person"].copy()
    stops = messages.rows["stop"]
    first_named: list[int] = []
    for number in changed.tolist():
        position = int(messages.rows["position"][number])
        if position not in now:
            continue
        got = people.of(str(position), now[position].to)
        first_named += [number] * (people.count_new - len(first_named))
        start, stop = (int(stops[number - 1]) if number else 0), int(stops[number])
        # One person under two names may have become one: the count of places stays.
        person[start:stop] = np.resize(np.array(got, np.int32), stop - start)
    named = messages.named(people.new(), first_named)
    return replace(named, recipients=named.recipients.replaced({"person": person}))
