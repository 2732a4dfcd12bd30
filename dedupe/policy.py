"""Policy: from what was found to what to do.

A policy is the user's: rules, other rules for a channel, exemptions, and how long the past matters.
The default is the design's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dedupe.decisions import Decision, Exposure, Reason, found_reasons
from dedupe.errors import UsageError
from dedupe.exemptions import About, Exemption
from dedupe.meaning_lines import MeaningLines
from dedupe.relation import Relation
from dedupe.rules import Rules

__all__ = ["NOTHING_KNOWN", "Decision", "Exposure", "Memory", "Override", "Policy", "Reason"]

NOTHING_KNOWN = About()


@dataclass(frozen=True, slots=True)
class Memory:
    """How long what was sent matters, in days; None is for ever.

    Notes are held against what was sent in the last ``past_days``; what is older than
    ``retention_days`` is to be forgotten.
    """

    past_days: int | None = None
    retention_days: int | None = None

    def __post_init__(self) -> None:
        for days in (self.past_days, self.retention_days):
            if days is not None and days < 1:
                raise UsageError(f"{days} days are too few", do="Give 1 or more.")


@dataclass(frozen=True, slots=True)
class Override:
    """A person's decision on one note in place of the policy's: who, what, and why.

    Raises UsageError where the name or the reason is missing.
    """

    message_id: str
    decision: Decision
    reason: str
    by: str

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.by.strip():
            raise UsageError(
                "an override needs a reason and a name", do="Say who decides so, and why."
            )

    def apply(
        self, decision: Decision, reasons: tuple[Reason, ...]
    ) -> tuple[Decision, tuple[Reason, ...]]:
        """Return this decision with the reasons for the policy's, ``override`` first."""
        said = f"{self.by} decided {self.decision} in place of {decision}: {self.reason}"
        return self.decision, (Reason("override", said), *reasons)


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules for all notes and for those of a channel, exemptions, memory, lines of meaning.

    ``channels`` are whole rules by the channel's name; letter case does not matter. The first of
    ``exemptions`` that covers a note counts.
    """

    rules: Rules = field(default_factory=Rules)
    channels: Mapping[str, Rules] = field(default_factory=dict)
    exemptions: tuple[Exemption, ...] = ()
    memory: Memory = field(default_factory=Memory)
    lines: MeaningLines = field(default_factory=MeaningLines)

    def rules_for(self, channel: str) -> Rules:
        """Return the rules for notes of a channel."""
        if self.channels and channel:
            wanted = channel_key(channel)
            for name, rules in self.channels.items():
                if channel_key(name) == wanted:
                    return rules
        return self.rules

    def exemption(self, about: About) -> Exemption | None:
        """Return by what a note is exempt, if it is."""
        return next((each for each in self.exemptions if each.covers(about)), None)

    @property
    def least_words(self) -> int:
        """The number of words from which on a note is short for no rules."""
        return max(rules.least_words for rules in (self.rules, *self.channels.values()))

    @property
    def asks_about(self) -> bool:
        """Whether a decision needs more of a note than what was found: channel, subject ..."""
        return bool(self.channels or self.exemptions)

    def decide(
        self,
        relation: Relation,
        personal_share: float | None,
        reach: int,
        exposure: frozenset[Exposure],
        *,
        too_short: bool,
        same_person: int,
        words: int | None = None,
        about: About = NOTHING_KNOWN,
    ) -> tuple[Decision, tuple[Reason, ...]]:
        """Return the decision and the reasons for it, weightiest first.

        ``too_short``: under 12 words are left to judge. ``words`` is how many, where known, for
        rules that ask for more; ``about`` tells the channel and what exemptions go by.
        """
        rules = self.rules_for(about.channel)
        short = too_short or (words is not None and words < rules.least_words)
        reasons = found_reasons(relation, personal_share, reach, exposure, same_person)
        decision, spared = rules.decide(
            relation, personal_share, reach, exposure, short=short, same_person=same_person
        )
        if spared:
            said = f"The note is under {rules.least_words} words."
            reasons = (*reasons, Reason("too_short", said))
        exempt = self.exemption(about)
        if exempt is None:
            return decision, reasons
        said = f"It is declared {exempt.kind} and exempt: {exempt.reason}"
        return Decision.SEND, (Reason("exempt", said), *reasons)


def channel_key(channel: str) -> str:
    """Return a channel's name as compared."""
    return " ".join(channel.casefold().split())
