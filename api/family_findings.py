"""Families as reports show them: who got them, and what their members' text says."""

from __future__ import annotations

from api.family_texts import FamilyMember, FamilyParts, FamilyTexts, weakest_of
from api.findings import FamilyFinding, Member
from api.records import names_of
from index import seconds

#: Families shown in full.
IN_FULL = 50


def family_finding(parts: FamilyParts, texts: FamilyTexts) -> FamilyFinding:
    """Return the finding of a family, given what was made of its members read again."""
    # Some mail names no zone: all are compared as in UTC.
    dates = sorted((m.record.sent_at for m in parts.members if m.record.sent_at), key=seconds)
    return FamilyFinding(
        parts.id,
        len(parts.members),
        parts.variants,
        len(parts.people),
        tuple(sorted({m.record.sender for m in parts.members} - {""})),
        min(m.relation for m in parts.members).word,
        round(weakest_of(parts.members).score, 4),
        parts.short,
        dates[0] if dates else None,
        dates[-1] if dates else None,
        texts.skeleton,
        tuple(_member(m) for m in parts.members),
        texts.pair,
        texts.weakest_pair,
    )


def _member(member: FamilyMember) -> Member:
    record = member.record
    return Member(
        record.origin, record.message_id, names_of(record), record.sent_at,
        member.relation.word, round(member.score, 4),
    )  # fmt: skip
