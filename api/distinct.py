"""Distinct notes: which notes of one call are one text, so that a person reads each text once."""

from __future__ import annotations

from collections.abc import Sequence

from api.matched import MatchedMessages
from api.verdict import Verdict

#: Relations by which two notes are plainly one text.
ONE_TEXT = frozenset({"verbatim", "template", "near"})

#: Matches looked at for each note: copies share their closest matches.
CLOSEST = 3


def distinct_notes(verdicts: Sequence[Verdict], matched: MatchedMessages) -> list[list[int]]:
    """Group the notes of one call into distinct texts; numbers of notes, each group ascending.

    Two notes are one text where one is a match of the other, or both match one earlier message.
    """
    groups = list(range(matched.history + len(verdicts)))

    def root(number: int) -> int:
        while groups[number] != number:
            groups[number] = groups[groups[number]]
            number = groups[number]
        return number

    for number, verdict in enumerate(verdicts, matched.history):
        for match in verdict.matches[:CLOSEST]:
            if match.relation in ONE_TEXT:
                other = matched.number(verdict, match)
                if other is not None:
                    groups[max(root(number), root(other))] = min(root(number), root(other))
    found: dict[int, list[int]] = {}
    for number in range(len(verdicts)):
        found.setdefault(root(matched.history + number), []).append(number)
    return list(found.values())
