"""Sent columns: who got which text and by what they could meet, for all messages at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.decisions import Exposure
from dedupe.rows import Rows

_KINDS = {kind: number for number, kind in enumerate(Exposure)}

#: The bits of a key's hash that give way to its kind.
_KIND = 7


@dataclass(frozen=True, slots=True)
class Meetings:
    """By what people meet: keys are numbered; those of one person only are left out.

    ``kinds`` (uint8) are the places of their exposures in ``Exposure``; ``of_messages`` the keys of
    each message's recipients, ``people`` those who have each key.
    """

    kinds: npt.NDArray[np.uint8]
    of_messages: Rows
    people: Rows

    @classmethod
    def of(
        cls,
        keys: npt.NDArray[np.uint64],
        messages: npt.NDArray[np.integer],
        people: npt.NDArray[np.integer],
        count: int,
    ) -> Meetings:
        """Lay out who has which key (``meeting_numbers``) as a recipient of which message.

        A key is told from others by 61 bits of its hash: two of a million are taken for one in
        fewer than one audit of a million.
        """
        names, numbers = np.unique(keys, return_inverse=True)
        held = Rows.of_pairs(numbers, people, len(names))
        several = np.diff(held.bounds) > 1
        place = np.cumsum(several) - 1
        key_of, meets = held.numbers, several[numbers]
        kept = several[key_of]
        shared = names[several]
        return cls(
            (shared & np.uint64(_KIND)).astype(np.uint8),
            Rows.of_pairs(messages[meets], place[numbers[meets]], count),
            Rows.of_pairs(place[key_of[kept]], held.values[kept], len(shared)),
        )


def meeting_numbers(
    kinds: Sequence[Exposure], hashes: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    """Return the numbers of keys by which people meet, given 64 bits of the hash of each."""
    numbers = np.array([_KINDS[kind] for kind in kinds], np.uint64)
    return hashes & ~np.uint64(_KIND) | numbers


@dataclass(frozen=True, slots=True)
class SentColumns:
    """All messages of a collection.

    ``variants`` and ``texts`` (int32, one a message) number masked texts and, within each, the
    very words; ``messages`` are those of each variant, ``people`` the recipients of each message,
    ``received`` what each person got. ``audiences`` and ``text_audiences`` are whom each variant
    and each text reached.
    """

    variants: npt.NDArray[np.int32]
    texts: npt.NDArray[np.int32]
    messages: Rows
    people: Rows
    received: Rows
    audiences: Rows
    text_audiences: Rows
    meetings: Meetings

    @classmethod
    def of(
        cls,
        variants: Sequence[int],
        exact: Sequence[int],
        people: Sequence[Sequence[int]],
        meetings: Meetings,
    ) -> SentColumns:
        """Lay out messages, one entry each, as ``Sent`` has them."""
        of_variant = np.array(variants, np.int32)
        count = int(of_variant.max(initial=-1)) + 1
        texts = _texts(of_variant, np.array(exact, np.uint64))
        recipients = people if isinstance(people, Rows) else Rows.of(people)
        message, person = recipients.numbers, recipients.values
        return cls(
            of_variant,
            texts,
            Rows.of_pairs(of_variant, np.arange(len(of_variant)), count),
            recipients,
            recipients.turned(recipients.width),
            Rows.of_pairs(of_variant[message], person, count),
            Rows.of_pairs(texts[message], person, int(texts.max(initial=-1)) + 1),
            meetings,
        )


def _texts(variants: npt.NDArray[np.int32], exact: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
    """Number the pairs of variant and hash."""
    order = np.lexsort((exact, variants))
    new = np.zeros(len(order), np.bool_)
    new[1:] = (np.diff(variants[order]) != 0) | (exact[order][1:] != exact[order][:-1])
    texts = np.empty(len(order), np.int32)
    texts[order] = np.cumsum(new)
    return texts
