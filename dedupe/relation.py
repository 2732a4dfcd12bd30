"""Relations: what one note can be to another, and the numbers that part them.

dedupe.relation_kernel applies these numbers to the evidence of an exact comparison; nothing else
in samenote names a relation.
"""

from __future__ import annotations

from enum import IntEnum


class Relation(IntEnum):
    """The six relations, closest last, so that the closest of several is the greatest."""

    NONE = 0
    REWORDED = 1
    EXCERPT = 2
    NEAR = 3
    TEMPLATE = 4
    VERBATIM = 5

    @property
    def word(self) -> str:
        return _WORDS[self]


# Made once: a report tells one for each of its messages.
_WORDS = tuple(relation.name.lower() for relation in Relation)

#: A note under 12 words is too short to judge beyond verbatim and template.
SHORT_WORDS = 12

#: A template has at most four slots that no mask explains, on at most a third of the words.
MOST_SLOTS = 4
MOST_CHANGED = 1 / 3

#: Plainly one text: this share of both notes' words stands in solid shared runs, in at least
#: NEAR_UNITS (benchmarks/README.md: embedded; false alarms, same short phrase).
NEAR_SHARE = 0.4
NEAR_UNITS = 24

#: A real share of the note: this part of it stands in the other, in at least EXCERPT_UNITS, and
#: the shared words weigh at least EXCERPT_WEIGHT (dedupe.rarity), so that stock phrases do not.
#: Where no run of EXCERPT_RUN units is among them, they must weigh EXCERPT_SCATTERED
#: (benchmarks/README.md: an excerpt; false alarms under the same phrase, of the same purpose).
EXCERPT_SHARE = 0.25

#: Where the other note stands nearly whole in this one, a smaller part of this one is enough
#: (benchmarks/README.md: embedded).
WHOLE_SHARE = 0.75
AROUND_SHARE = 0.15
EXCERPT_UNITS = 24
EXCERPT_WEIGHT = 3.0
EXCERPT_RUN = 18
EXCERPT_SCATTERED = 9.0


#: Scores: of pairs scored s, about s are copies among one copy to ten honest notes (measured by
#: benchmarks/quality.py, "Calibration"). A score rises with likeness, and from relation to
#: relation: an excerpt from .80 on, a near note from .92, a template from .97, verbatim 1.
TEMPLATE_SCORE = 0.97
NEAR_SCORE = 0.90
EXCERPT_SCORE = 0.80
SCORE_RISE = 0.025
