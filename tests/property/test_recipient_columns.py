"""People numbered by whole columns of hashes are those that one after the other are numbered."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from api.recipient_columns import GrowingRecipients, RecipientColumns
from dedupe import Exposure, Recipient
from index import People, TemporaryFiles

EXPOSURES = tuple(Exposure)
FEW = st.sampled_from(("", "a", "B", "ł"))
RECIPIENTS = st.builds(
    Recipient,
    id=st.sampled_from(("", "", "", "7")),
    address=st.sampled_from(("", "ann@acme.example", "mailto:Ann@Acme.example", "bo@gmail.com")),
    name=FEW, company=FEW, household=FEW, postcode=FEW,
    groups=st.lists(FEW, max_size=2).map(tuple),
)  # fmt: skip
MESSAGES = st.lists(st.tuples(st.lists(RECIPIENTS, max_size=4), FEW), max_size=8)


@given(MESSAGES, st.data())
def test_numbers_and_meetings_are_those_of_people(
    messages: list[tuple[list[Recipient], str]], data: st.DataObject
) -> None:
    growing = GrowingRecipients(TemporaryFiles())
    for first in range(0, len(messages), 3):
        growing.add(RecipientColumns.of(messages[first : first + 3]))
    chosen = data.draw(st.permutations(range(len(messages))))[: len(messages) // 2 + 1]
    columns = growing.hand_over().chosen(np.array(chosen, np.int64))
    found, meetings = columns.numbered()

    people, had = People(), dict[tuple[Exposure, str], set[int]]()
    expected = [people.of(str(n), messages[n][0]) for n in chosen]
    keys = [people.meetings(str(n), *messages[n]) for n in chosen]
    for kind, key, who in (meeting for each in keys for meeting in each):
        had.setdefault((kind, key), set()).update(who)
    assert list(found) == expected
    shared = {key: who for key, who in had.items() if len(who) > 1}
    met = [
        (EXPOSURES[kind], who) for kind, who in zip(meetings.kinds, meetings.people, strict=True)
    ]
    assert sorted(met) == sorted((key[0], tuple(sorted(who))) for key, who in shared.items())
    for number, each in enumerate(keys):
        mine = [(kind, key) for kind, key, _ in each if (kind, key) in shared]
        told = {met[key] for key in meetings.of_messages[number]}
        assert told == {(kind, tuple(sorted(shared[kind, key]))) for kind, key in mine}
