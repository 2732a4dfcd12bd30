"""By what people meet laid out as an audit lays it out, from meetings made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedupe import Meeting, Meetings, meeting_number


def laid_out(messages: Sequence[Sequence[Meeting]]) -> Meetings:
    """Return the meetings of messages, one entry each."""
    rows = [
        (meeting_number(kind, hash(key) % (1 << 64)), message, person)
        for message, meetings in enumerate(messages)
        for kind, key, people in meetings
        for person in people
    ]
    keys, of_messages, people = zip(*rows, strict=True) if rows else ((), (), ())
    return Meetings.of(
        np.array(keys, np.uint64), np.array(of_messages, np.int64), np.array(people, np.int64),
        len(messages),
    )  # fmt: skip
