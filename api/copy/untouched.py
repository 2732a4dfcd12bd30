"""Which places a revision had already: what came to repeat since is told at the new place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from api.copy.baseline import Baseline, recognise, told
from api.copy.draft import Draft
from api.copy.findings import Rule
from api.copy.writing import Drafts

#: Rules that speak of a pair of places.
_OF_PAIRS: Final[tuple[Rule, ...]] = ("duplicate-copy", "reworded")


def standing(drafts: Drafts) -> Baseline:
    """Return where each text of a revision stood, whether or not it was found to repeat."""
    return Baseline.of(told(rule, *stood) for rule in _OF_PAIRS for stood in drafts.standing)


def accused_for_others(
    drafts: Sequence[Draft], new: Collection[int], stood: Baseline
) -> frozenset[int]:
    """Return those of the ``new`` findings, by number, that a new place's finding tells already.

    They speak of places that the revision had; nothing is left out that no other finding names.
    """
    recognised = recognise([draft.told for draft in drafts], stood)
    old = frozenset(number for number in new if recognised[number].known)
    named = {
        (drafts[number].rule, other)
        for number in new
        if number not in old
        for other in drafts[number].others
    }
    return frozenset(
        number for number in old if (drafts[number].rule, drafts[number].here) in named
    )
