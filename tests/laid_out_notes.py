"""Findings of notes laid out as an audit lays them out, from findings made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from api.note_findings import NoteFinding, NoteFindings
from api.records import Record, Records
from dedupe import Decision, Exposure, Reason, Recipient, Relation, VerdictColumns

_RELATIONS = {relation.word: relation for relation in Relation}


def laid_out(notes: Sequence[NoteFinding]) -> NoteFindings:
    """Return findings that read as the given ones."""
    ids = sorted({note.family for note in notes} - {""})
    families = [ids.index(note.family) if note.family else -1 for note in notes]
    return NoteFindings(
        Records.of(map(_record, notes)), _verdicts(notes), np.array(families, np.int32), tuple(ids)
    )


def _record(note: NoteFinding) -> Record:
    people = tuple(Recipient(address=name) for name in note.recipients)
    return Record(
        note.origin, note.message_id, "", "", people, note.sent_at, "", None, False, False
    )


def _verdicts(notes: Sequence[NoteFinding]) -> VerdictColumns:
    decided = [
        (Decision(note.decision), tuple(Reason("", text) for text in note.reasons))
        for note in notes
    ]
    shares = [np.nan if note.personal_share is None else note.personal_share for note in notes]
    exposures = [
        sum(1 << k for k, kind in enumerate(Exposure) if kind in note.exposure) for note in notes
    ]
    return VerdictColumns(
        tuple(decided),
        np.arange(len(notes), dtype=np.int32),
        np.array([_RELATIONS[note.relation] for note in notes], np.uint8),
        np.array([note.score for note in notes], np.float64),
        np.array(shares, np.float64),
        np.array([note.reach for note in notes], np.int32),
        np.array(exposures, np.uint8),
        np.array([note.words for note in notes], np.int32),
        np.array([note.too_short for note in notes], np.bool_),
        np.array([note.same_person for note in notes], np.int32),
        np.array([note.cut for note in notes], np.bool_),
    )
