"""What a memory keeps counted, counted from its messages one by one."""

from __future__ import annotations

from index import Remembered, State


def people_of_common_texts(known: Remembered) -> list[int]:
    """Count for each common text the people of the messages, not gone, that hold it."""
    rows, found = known.messages.rows, []
    held = known.keys.find(known.common.keys)
    for text in range(len(held)):
        variants = set(held.of(text).tolist())
        people: set[int] = set()
        for message in range(len(known.messages)):
            if rows["state"][message] != State.GONE and int(rows["variant"][message]) in variants:
                people.update(known.messages.recipients_of(message).tolist())
        found.append(len(people))
    return found
