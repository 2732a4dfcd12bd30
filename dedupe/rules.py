"""Rules: from where on a note is stopped or looked at.

The thresholds are the user's. Three things are not: ``reworded`` alone and text in another language
never stop a note, and a short note is stopped only if the very same words went to somebody who
could compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dedupe.decisions import CLOSE, Decision, Exposure
from dedupe.errors import UsageError
from dedupe.relation import SHORT_WORDS, Relation

#: Relations that may stop a note, and those that may make somebody look at it.
STOPPING = (Relation.VERBATIM, Relation.TEMPLATE, Relation.NEAR, Relation.EXCERPT)
LOOKING = (*STOPPING, Relation.REWORDED)

# Bound once: to look a member up in its class takes longer than to hold a note against a bar.
_NONE, _VERBATIM = Relation.NONE, Relation.VERBATIM
_SEND, _LOOK, _STOP = Decision.SEND, Decision.LOOK, Decision.STOP

#: Bounds of what a policy may say.
MOST_REACH = 1_000_000_000
MOST_LEAST_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class Bar:
    """From where on one relation counts.

    It does where less than ``personal_share`` (0 to 1) of the note is its own, and ``reach`` other
    people or more got the text or one of them could compare by one of ``exposure``. At
    ``personal_share`` 1 the share plays no part.
    """

    personal_share: float
    reach: int
    exposure: frozenset[Exposure]

    def __post_init__(self) -> None:
        if not 0 <= self.personal_share <= 1:
            raise UsageError(f"a personal share is from 0 to 1, not {self.personal_share}")
        if not 1 <= self.reach <= MOST_REACH:
            raise UsageError(f"a reach is from 1 to {MOST_REACH:,}, not {self.reach}")

    def met(self, personal_share: float | None, reach: int, exposure: frozenset[Exposure]) -> bool:
        """Say whether a note comes up to the bar. A share of None counts as 0."""
        impersonal = self.personal_share >= 1 or (personal_share or 0.0) < self.personal_share
        return impersonal and (reach >= self.reach or bool(exposure & self.exposure))


STOP_BAR = Bar(0.3, 3, CLOSE)
LOOK_BAR = Bar(1.0, 1, frozenset(Exposure))


def _stops() -> Mapping[Relation, Bar]:
    return dict.fromkeys((Relation.VERBATIM, Relation.TEMPLATE, Relation.NEAR), STOP_BAR)


def _looks() -> Mapping[Relation, Bar]:
    return dict.fromkeys(LOOKING, LOOK_BAR)


@dataclass(frozen=True, slots=True)
class Rules:
    """The bars of each relation; a relation without one is let pass.

    ``same_person`` says whether a repeat to the same person is to be looked at. A note of fewer
    than ``least_words`` (12 or more) is short.
    """

    stop: Mapping[Relation, Bar] = field(default_factory=_stops)
    look: Mapping[Relation, Bar] = field(default_factory=_looks)
    same_person: bool = True
    least_words: int = SHORT_WORDS

    def __post_init__(self) -> None:
        for name, bars, allowed in (("stop", self.stop, STOPPING), ("look", self.look, LOOKING)):
            for relation in bars:
                if relation not in allowed:
                    raise UsageError(f"{relation.word!r} alone can not make a note a {name!r}")
        if not SHORT_WORDS <= self.least_words <= MOST_LEAST_WORDS:
            raise UsageError(
                f"least words are from {SHORT_WORDS} to {MOST_LEAST_WORDS:,}, "
                f"not {self.least_words}"
            )

    @property
    def personal_line(self) -> float:
        """The personal share from which on no relation stops a note."""
        return max((bar.personal_share for bar in self.stop.values()), default=0.0)

    def decide(
        self,
        relation: Relation,
        personal_share: float | None,
        reach: int,
        exposure: frozenset[Exposure],
        *,
        short: bool,
        same_person: int,
    ) -> tuple[Decision, bool]:
        """Return the decision, and whether it would be ``stop`` were the note not so short."""
        stop = self.stop.get(relation)
        if stop is not None and stop.met(personal_share, reach, exposure):
            spared = short and not (relation == _VERBATIM and exposure & CLOSE)
            return (_LOOK, True) if spared else (_STOP, False)
        look = self.look.get(relation)
        # Whoever the relation is to did get the text.
        related = look is not None and look.met(personal_share, max(reach, 1), exposure)
        met = relation == _NONE and exposure and self._meets(exposure)
        repeated = self.same_person and same_person
        return (_LOOK if related or met or repeated else _SEND), False

    def _meets(self, exposure: frozenset[Exposure]) -> bool:
        """Say whether people meet so that a note is to be looked at, whatever its relation."""
        return any(not exposure.isdisjoint(bar.exposure) for bar in self.look.values())
