"""Sent: a variant's messages, those with the very same words first."""

from __future__ import annotations

from dedupe import Scope, Sent
from tests.laid_out_meetings import laid_out


def test_messages_with_the_same_words_come_first_whether_few_or_many() -> None:
    for many in (3, 40):
        exact = [100 + k % 3 for k in range(many)] + [7]
        people = [(k,) for k in range(many + 1)]
        sent = Sent([0] * many + [1], exact, people, laid_out([()] * (many + 1)), Scope())
        for like in range(many + 1):
            alike = [k for k in range(many) if exact[k] == exact[like]]
            others = [k for k in range(many) if exact[k] != exact[like]]
            expected = [(k, True) for k in alike] + [(k, False) for k in others]
            assert list(sent.of(0, like)) == expected
