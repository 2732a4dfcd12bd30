"""Sent columns: who got which text and by what they could meet, for all messages at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.decisions import Exposure
from dedupe.rows import Rows
from dedupe.sendings import Meeting

_EXPOSURES = tuple(Exposure)


@dataclass(frozen=True, slots=True)
class Meetings:
    """By what people meet. Keys are numbered; those of one person only are left out.

    ``names`` are the keys, ``kinds`` (uint8) the places of their exposures in ``Exposure``;
    ``of_messages`` the keys of each message's recipients, ``people`` those who have each key.
    """

    names: tuple[tuple[Exposure, str], ...]
    kinds: npt.NDArray[np.uint8]
    of_messages: Rows
    people: Rows

    @classmethod
    def of(cls, messages: Iterable[Sequence[Meeting]]) -> Meetings:
        """Number the keys of every message."""
        numbers: dict[tuple[Exposure, str], int] = {}
        held, holders, keys, people = (array("i") for _ in range(4))
        count = 0
        for count, meetings in enumerate(messages, start=1):
            for kind, key, who in meetings:
                number = numbers.setdefault((kind, key), len(numbers))
                held.append(number)
                holders.append(count - 1)
                for person in who:
                    keys.append(number)
                    people.append(person)
        everyone = Rows.of_pairs(np.array(keys), np.array(people), len(numbers))
        several = np.diff(everyone.bounds) > 1
        place = np.cumsum(several) - 1
        names = tuple(name for name, kept in zip(numbers, several.tolist(), strict=True) if kept)
        key_of, key_held = everyone.numbers, np.array(held)
        meet, kept = several[key_of], several[key_held]
        return cls(
            names,
            np.array([_EXPOSURES.index(kind) for kind, _ in names], np.uint8),
            Rows.of_pairs(np.array(holders)[kept], place[key_held[kept]], count),
            Rows.of_pairs(place[key_of[meet]], everyone.values[meet], len(names)),
        )


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
        meetings: Iterable[Sequence[Meeting]],
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
            Meetings.of(meetings),
        )


def _texts(variants: npt.NDArray[np.int32], exact: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
    """Number the pairs of variant and hash."""
    order = np.lexsort((exact, variants))
    new = np.zeros(len(order), np.bool_)
    new[1:] = (np.diff(variants[order]) != 0) | (exact[order][1:] != exact[order][:-1])
    texts = np.empty(len(order), np.int32)
    texts[order] = np.cumsum(new)
    return texts
