"""By what people meet laid out as an audit lays it out, from meetings made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedupe import Meeting, Meetings, meeting_numbers
from index import hashed


def laid_out(messages: Sequence[Sequence[Meeting]]) -> Meetings:
    """Return the meetings of messages, one entry each."""
    rows = [
        (kind, key, message, person)
        for message, meetings in enumerate(messages)
        for kind, key, people in meetings
        for person in people
    ]
    kinds, keys, of_messages, people = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Meetings.of(
        meeting_numbers(kinds, hashed(keys)), np.array(of_messages, np.int64),
        np.array(people, np.int64), len(messages),
    )  # fmt: skip
