"""The audit as JSON, for programs: the "Audit JSON" contract, written piece by piece.

Each family and each note stands on a line of its own, so that two reports can be compared line by
line. Everything but ``seconds`` depends on the findings alone. Text is escaped to ASCII: a lone
surrogate then stays what it was, and the file is valid UTF-8 whatever the mail held.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from api.archives.interface import Skipped
from api.family_members import Member
from api.findings import (
    AuditFindings,
    FamilyFinding,
    RewordedFinding,
    RewordedSide,
    SetAside,
    Slot,
)
from api.note_findings import NoteFinding
from api.reports.summary import by_recipients, in_origin_order

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
_PLACES = 4

# Made once: json.dumps makes one a call.
_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False)


def to_json(findings: AuditFindings) -> Iterator[str]:
    """Yield the report in pieces; joined they are one JSON object that ends in a newline."""
    yield "{\n"
    for key, value in _head(findings).items():
        yield f"{_dump(key)}: {_dump(value)},\n"
    yield from _array("skipped", map(_skipped, findings.skipped))
    yield from _array("families", map(family_as_dict, by_recipients(findings.families)))
    yield from _array("reworded", map(_reworded, findings.reworded))
    yield f'"reworded_total": {_dump(findings.reworded_total)},\n'
    yield from _array("notes", map(_note, in_origin_order(findings.notes)))
    yield from _array("set_aside", map(_set_aside, findings.set_aside))
    settings: dict[str, Json] = {k: _number(v) for k, v in sorted(findings.settings.items())}
    yield f'"settings": {_dump(settings)},\n'
    yield f'"version": {_dump(findings.version)},\n'
    yield f'"seconds": {_dump(_number(findings.seconds))}\n}}\n'


def _head(findings: AuditFindings) -> Mapping[str, Json]:
    return {
        "messages": findings.messages,
        "audited": findings.audited,
        "duplicates": findings.duplicates,
        "paths": list(findings.paths),
        "formats": list(findings.formats),
        "excluded": dict(sorted(findings.excluded.items())),
        "assumed": {
            "senders": list(findings.assumed_senders),
            "given": list(findings.given_senders),
        },
        "warnings": list(findings.warnings),
    }


def _skipped(skipped: Skipped) -> Json:
    return {"origin": str(skipped.origin), "reason": skipped.reason}


def family_as_dict(family: FamilyFinding) -> Json:
    """Return a family as the contract has it."""
    return {
        "id": family.id,
        "size": family.size,
        "variants": family.variants,
        "recipients": family.recipients,
        "senders": list(family.senders),
        "relation": family.relation,
        "weakest": _number(family.weakest),
        "short": family.short,
        "first_sent": _time(family.first_sent),
        "last_sent": _time(family.last_sent),
        "skeleton": family.skeleton.text,
        "parts": [p if isinstance(p, str) else {"slot": p.number} for p in family.skeleton.parts],
        "slots": [_slot(slot) for slot in family.skeleton.slots],
        "members": [_member(member) for member in family.members],
    }


def _slot(slot: Slot) -> Json:
    return {
        "number": slot.number,
        "kind": slot.kind,
        "examples": [{"text": text, "recipients": people} for text, people in slot.examples],
        "distinct": slot.distinct,
        "empty": slot.empty,
        "generic": slot.generic,
        "private": slot.private,
    }


def _member(member: Member) -> Json:
    return {
        "origin": str(member.origin),
        "message_id": member.message_id,
        "recipient": ", ".join(member.recipients),
        "recipients": list(member.recipients),
        "sent_at": _time(member.sent_at),
        "relation": member.relation,
        "score": _number(member.score),
    }


def _note(note: NoteFinding) -> Json:
    share = note.personal_share
    return {
        "origin": str(note.origin),
        "message_id": note.message_id,
        "recipient": ", ".join(note.recipients),
        "recipients": list(note.recipients),
        "sent_at": _time(note.sent_at),
        "decision": note.decision,
        "relation": note.relation,
        "score": _number(note.score),
        "personal_share": None if share is None else _number(share),
        "reach": note.reach,
        "family": note.family,
        "words": note.words,
        "too_short": note.too_short,
        "cut": note.cut,
        "same_person": note.same_person,
        "exposure": list(note.exposure),
        "reasons": list(note.reasons),
    }


def _reworded(pair: RewordedFinding) -> Json:
    return {
        "score": _number(pair.score),
        "cosine": _number(pair.cosine),
        "translated": pair.translated,
        "here": _reworded_side(pair.here),
        "there": _reworded_side(pair.there),
        "sentences": [
            {"here": said.here, "there": said.there, "cosine": _number(said.cosine)}
            for said in pair.sentences
        ],
    }


def _reworded_side(side: RewordedSide) -> Json:
    return {
        "origin": str(side.origin),
        "message_id": side.message_id,
        "recipient": ", ".join(side.recipients),
        "recipients": list(side.recipients),
        "sent_at": _time(side.sent_at),
        "language": side.language,
    }


def _set_aside(item: SetAside) -> Json:
    return {"text": item.text, "why": item.why, "reach": item.reach, "messages": item.messages}


def _time(sent_at: datetime | None) -> str | None:
    return None if sent_at is None else sent_at.isoformat()


def _number(value: str | int | float | bool) -> str | int | float | bool:
    # Adding 0.0 turns -0.0 into 0.0: the same finding never has two spellings.
    return round(value, _PLACES) + 0.0 if isinstance(value, float) else value


def _array(key: str, items: Iterable[Json]) -> Iterator[str]:
    yield f"{_dump(key)}: ["
    separator = "\n"
    for item in items:
        yield f"{separator}{_dump(item)}"
        separator = ",\n"
    yield "\n],\n"


def _dump(value: Json) -> str:
    return _ENCODER.encode(value)
