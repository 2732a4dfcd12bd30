"""Families as reports show them: who got them, and what their members' text says."""

from __future__ import annotations

from api.family_texts import FamilyParts, FamilyTexts
from api.findings import FamilyFinding
from dedupe import Relation

#: Families shown in full.
IN_FULL = 50


def family_finding(parts: FamilyParts, texts: FamilyTexts) -> FamilyFinding:
    """Return the finding of a family, given what was made of its members read again."""
    members, records = parts.members, parts.members.own_records
    first, last = records.span
    return FamilyFinding(
        parts.id,
        len(members),
        parts.variants,
        parts.people,
        records.senders,
        Relation(int(members.relations.min())).word,
        round(float(members.scores.min()), 4),
        parts.short,
        first,
        last,
        texts.skeleton,
        members,
        texts.pair,
        texts.weakest_pair,
    )
