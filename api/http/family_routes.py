"""Families of what is remembered: one text with its variations, for people to read."""

from __future__ import annotations

from typing import Any

from api.findings import FamilyFinding, Slot
from api.http.answers import FamiliesAnswer, OneFamilyAnswer
from api.http.bodies import Page
from api.http.problems import Problem
from api.http.routes import Answer, Call, Route
from api.store_families import StoreFamilies

#: Members that one family's answer lists, and fillings that a slot's does.
MOST_MEMBERS = 200
MOST_EXAMPLES = 5


def families(call: Call) -> Answer:
    """Return a part of the list of families."""
    page: Page = call.body
    with call.stages.timed("families"):
        found = StoreFamilies(call.service.store(call.caller.tenant), call.service.clock())
        stop = page.after + page.limit
        listed = [_family(each) for each in found.findings(page.after, stop)]
    following = stop if stop < len(found) else None
    return Answer({"families": listed, "total": len(found), "next": following})


def family(call: Call) -> Answer:
    """Return one family with its members."""
    with call.stages.timed("families"):
        all_ = StoreFamilies(call.service.store(call.caller.tenant), call.service.clock())
        found = [each for each in all_.named(call.path["id"]) if each.id == call.path["id"]]
    if not found:
        raise Problem(404, "not_found", "There is no such family.", "List /v1/families.")
    members = [
        {"id": m.message_id, "recipient": ", ".join(m.recipients), "relation": m.relation,
         "sent_at": m.sent_at.isoformat() if m.sent_at else None, "score": m.score}
        for m in found[0].members[:MOST_MEMBERS]
    ]  # fmt: skip
    return Answer({**_family(found[0]), "members": members})


def _family(found: FamilyFinding) -> dict[str, Any]:
    return {
        "id": found.id, "size": found.size, "recipients": found.recipients,
        "variants": found.variants, "relation": found.relation, "weakest": found.weakest,
        "first_sent": found.first_sent.isoformat() if found.first_sent else None,
        "last_sent": found.last_sent.isoformat() if found.last_sent else None,
        "skeleton": found.skeleton.text, "slots": [_slot(s) for s in found.skeleton.slots],
    }  # fmt: skip


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "number": slot.number, "kind": slot.kind, "distinct": slot.distinct,
        "examples": [text for text, _ in slot.examples[:MOST_EXAMPLES]], "generic": slot.generic,
    }  # fmt: skip


ROUTES = (
    Route(
        "GET", "/v1/families", families, "families", "List families",
        "The texts that at least two people got, most people first.",
        scope="check", query=Page, answer=FamiliesAnswer,
    ),
    Route(
        "GET", "/v1/families/{id}", family, "families", "Read a family",
        "With up to 200 of its members. An id may change when a text is forgotten.",
        scope="check", answer=OneFamilyAnswer, problems=(404,),
    ),
)  # fmt: skip
