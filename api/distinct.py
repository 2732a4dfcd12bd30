"""Distinct notes: which notes of one call are one text, so that a person reads each text once.

They are counted as a reader takes them: the same in other words is one note, where notes are
compared by meaning. A translation is a note of its own, since somebody has to read each language.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from api.verdict import Match, Verdict

#: Relations by which two notes are plainly one text by their words.
ONE_TEXT = frozenset({"verbatim", "template", "near"})

#: Such matches looked at for each note: copies share their closest matches.
CLOSEST = 3


def distinct_notes(verdicts: Sequence[Verdict], history: int) -> list[list[int]]:
    """Group the notes of one call into distinct texts; numbers of notes, each group ascending.

    Two notes are one text where one is a match of the other, or both match one of the ``history``
    messages remembered.
    """
    groups: dict[int, int] = {}

    def root(number: int) -> int:
        while (above := groups.setdefault(number, number)) != number:
            groups[number] = number = groups.setdefault(above, above)
        return number

    for number, verdict in enumerate(verdicts, history):
        for match in islice(filter(_is_one_text, verdict.matches), CLOSEST):
            one, other = root(number), root(match.number)
            groups[max(one, other)] = min(one, other)
    found: dict[int, list[int]] = {}
    for number in range(len(verdicts)):
        found.setdefault(root(history + number), []).append(number)
    return list(found.values())


def _is_one_text(match: Match) -> bool:
    return match.relation in ONE_TEXT or (match.relation == "reworded" and not match.translated)
