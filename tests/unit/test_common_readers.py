"""The kept number of readers of common text against a count of everybody who got it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from dedupe import Message, Recipient
from index import Filing, Remembered, State, filed
from index.common_readers import readers_at, without_readers
from index.judging import judged_together
from tests.counting import people_of_common_texts
from tests.inventing import sentences

FOOTERS = [" ".join(sentences(500 + k, 3)) for k in range(2)]


class Mail:
    """Letters above footers, some of them sent twice, to people of whom many get several."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._texts: list[str] = []
        self._position = 0

    def batch(self, count: int, state: State = State.SENT, reservation: str = "") -> list[Filing]:
        return [self._filing(state, reservation) for _ in range(count)]

    def _filing(self, state: State, reservation: str) -> Filing:
        rng, self._position = self._random, self._position + 1
        if self._texts and rng.random() < 0.3:
            text = rng.choice(self._texts)
        else:
            below = rng.choice(FOOTERS) if rng.random() < 0.7 else ""
            text = f"{' '.join(sentences(rng.randrange(10**6), 3))}\n\n{below}"
            self._texts.append(text)
        people = rng.sample(range(25), rng.choice((1, 1, 2)))
        to = tuple(Recipient(address=f"p{p}@x.example") for p in people)
        return Filing(
            self._position, Message(str(self._position), text, to=to), state, 1e12, reservation
        )


def grown(known: Remembered, batches: Sequence[Sequence[Filing]]) -> Remembered:
    """File batch after batch; after each the numbers are those of a whole count."""
    for batch in batches:
        known = filed(known, batch)
        assert known.common.readers.tolist() == people_of_common_texts(known)
    return known


@pytest.mark.parametrize("seed", range(4))
def test_the_number_follows_messages_as_they_come(seed: int) -> None:
    mail = Mail(seed)
    known = judged_together(filed(Remembered.nothing(), mail.batch(40)))
    assert len(known.common)
    assert max(known.common.readers) > 5
    assert known.common.readers.tolist() == people_of_common_texts(known)
    before = known.common.readers.tolist()
    known = grown(known, [mail.batch(size) for size in (1, 2, 7, 20)])
    assert known.common.readers.tolist() != before
    assert judged_together(known).common.readers.tolist() == people_of_common_texts(
        judged_together(known)
    )


@pytest.mark.parametrize("seed", range(4))
def test_what_becomes_common_later_is_counted_in_full(seed: int) -> None:
    mail = Mail(seed)
    known = grown(Remembered.nothing(), [mail.batch(1) for _ in range(40)])
    assert len(known.common)
    assert max(known.common.readers) > 5


@pytest.mark.parametrize("seed", range(4))
def test_who_got_a_text_by_a_cancelled_message_alone_counts_no_longer(seed: int) -> None:
    mail = Mail(seed)
    known = judged_together(filed(Remembered.nothing(), mail.batch(40)))
    known = grown(known, [mail.batch(12, State.PENDING, "held"), mail.batch(3)])
    held = known.common.readers.tolist()
    assert len(known.messages.held) == 12
    messages, rows = known.messages.settled("held", State.GONE)
    assert len(rows) == 12
    assert not len(messages.held)
    known = without_readers(replace(known, messages=messages), rows)
    assert known.common.readers.tolist() == people_of_common_texts(known)
    assert known.common.readers.tolist() != held
    grown(known, [mail.batch(9)])


@pytest.mark.parametrize("seed", range(4))
def test_who_got_a_text_by_an_overdue_reservation_alone_is_taken_off(seed: int) -> None:
    mail = Mail(seed)
    known = judged_together(filed(Remembered.nothing(), mail.batch(20)))
    known = grown(known, [mail.batch(14, State.PENDING, "held"), mail.batch(9)])
    common = known.common
    ended = known.messages.overdue(1e12)
    assert len(ended) == 14
    assert not len(known.messages.overdue(1e12 - 1))
    at = readers_at(known, common.keys, ended).tolist()
    messages, _ = known.messages.settled("held", State.GONE)
    assert at == people_of_common_texts(replace(known, messages=messages))
    assert at != common.readers.tolist()
    assert readers_at(known, common.keys, ended[:0]).tolist() == common.readers.tolist()
