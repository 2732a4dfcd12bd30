"""Calls over HTTP: what they answer, and what they refuse, each with its status and a message."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.http import check_routes
from api.http.limits import Limits
from dedupe import Message, Recipient

ROOT = Path(__file__).resolve().parents[2]


def card(language: str, number: int = 0) -> dict[str, Any]:
    lines = (ROOT / f"examples/cards/{language}.jsonl").read_text("utf-8").splitlines()
    found: dict[str, Any] = json.loads(lines[number])
    return found


def for_other(note: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    who = {"name": new, "address": "other@elsewhere.example"}
    return {**note, "id": "new", "to": [who], "text": note["text"].replace(old, new)}


STORY = [("en", "Helen", "Joan"), ("pl", "Hanno", "Krystyno"), ("zh", "赵", "王"),
         ("ar", "نادية", "سلمى"), ("zh", "赵女士", "孙女士")]  # fmt: skip


@pytest.mark.parametrize(("language", "old", "new"), STORY)
def test_the_dry_cleaners_card_is_known_again_in_a_fresh_store(client, language, old, new) -> None:
    sent = card(language)
    assert client.post("/v1/messages", {"messages": [sent]}).json == {
        "recorded": 1, "known_already": 0, "forgotten": 0
    }  # fmt: skip
    (verdict,) = client.post("/v1/check", {"messages": [for_other(sent, old, new)]}).json[
        "verdicts"
    ]
    assert verdict["relation"] in ("template", "verbatim")
    assert verdict["reach"] == 1
    assert verdict["decision"] == "look"
    assert verdict["matches"][0]["id"] == sent["id"]
    (own,) = client.post("/v1/check", {"messages": [card(language, 1)]}).json["verdicts"]
    assert (own["decision"], own["relation"], own["reach"]) == ("send", "none", 0)


def test_recording_twice_records_once(client) -> None:
    body = {"messages": [card("en"), card("en", 1)]}
    assert client.post("/v1/messages", body).json["recorded"] == 2
    again = client.post("/v1/messages", body).json
    assert (again["recorded"], again["known_already"]) == (0, 2)


def test_a_reserved_note_counts_until_it_is_cancelled(client) -> None:
    first, second = card("en"), for_other(card("en"), "Helen", "Joan")
    held = client.post("/v1/check", {"messages": [first], "reserve": True}).json["reservation"]
    assert held["state"] == "pending"
    assert held["notes"] == 1
    (verdict,) = client.post("/v1/check", {"messages": [second]}).json["verdicts"]
    assert verdict["reach"] == 1
    assert verdict["matches"][0]["pending"] is True
    ended = client.post(f"/v1/reservations/{held['id']}/cancel", None)
    assert ended.json == {"id": held["id"], "state": "cancelled"}
    (verdict,) = client.post("/v1/check", {"messages": [second]}).json["verdicts"]
    assert verdict["reach"] == 0


def test_a_committed_note_is_sent_and_cannot_be_committed_twice(client) -> None:
    held = client.post("/v1/check", {"messages": [card("en")], "reserve": True}).json
    path = f"/v1/reservations/{held['reservation']['id']}/commit"
    assert client.post(path, None).json["state"] == "committed"
    again = client.post(path, None)
    assert again.status_code == 409
    assert "committed already" in again.json["detail"]
    (found,) = client.get("/v1/messages/card-en-1").json["messages"]
    assert (found["state"], found["text"]) == ("sent", card("en")["text"])


def test_an_expired_reservation_cannot_be_committed(new_service) -> None:
    now = [datetime(2026, 5, 1, tzinfo=UTC)]
    client = new_service(clock=lambda: now[0])
    body = {"messages": [card("en")], "reserve": {"lasts_seconds": 60}}
    held = client.post("/v1/check", body).json["reservation"]
    now[0] += timedelta(seconds=61)
    (verdict,) = client.post(
        "/v1/check", {"messages": [for_other(card("en"), "Helen", "Joan")]}
    ).json["verdicts"]
    assert verdict["reach"] == 0
    late = client.post(f"/v1/reservations/{held['id']}/commit", None)
    assert late.status_code == 409
    assert "expired" in late.json["detail"]
    assert client.service.expire() == 1
    assert client.service.expire() == 0


def test_an_idempotency_key_gives_the_first_answer_and_refuses_another_body(client) -> None:
    body = {"messages": [card("en")], "reserve": {"idempotency_key": "order 7"}}
    first = client.post("/v1/check", body).json
    again = client.post("/v1/check", body).json
    assert again["reservation"]["retried"] is True
    assert again["reservation"]["id"] == first["reservation"]["id"]
    assert again["verdicts"] == first["verdicts"]
    by_header = client.post(
        "/v1/check", {"messages": [card("en")], "reserve": True}, Idempotency_Key="order 7"
    )
    assert by_header.json["reservation"]["retried"] is True
    other = client.post("/v1/check", {**body, "messages": [card("en", 1)]})
    assert other.status_code == 409
    assert "idempotency key" in other.json["detail"]


def test_a_merge_is_filled_in_and_judged_row_by_row(client) -> None:
    rows = [{"who": f"Name{n}", "mail": f"n{n}@x{n}.example"} for n in range(6)]
    body = {
        "template": "Dear {{who}},\n\n" + card("en")["text"].split("\n\n", 1)[1],
        "rows": [*rows, {"who": "without a mail"}],
        "recipient_columns": {"address": "mail", "name": "who"},
    }
    said = client.post("/v1/check", body).json
    assert [v["id"] for v in said["verdicts"][:2]] == ["row 1", "row 2"]
    assert {v["reach"] for v in said["verdicts"]} == {6}
    assert {v["decision"] for v in said["verdicts"]} == {"stop"}
    assert said["distinct"] == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"template": "Dear {{nobody}}", "rows": [{"who": "A"}]}, "/template"),
        ({"template": "Dear {{who}}", "rows": [{"who": "A"}],
          "recipient_columns": {"address": "mail"}}, None),
        ({"template": "{% if x %}", "rows": [{"who": "A"}]}, "/template"),
    ],
)  # fmt: skip
def test_a_merge_that_cannot_be_filled_in_says_why(client, body, pointer) -> None:
    refused = client.post("/v1/check", body)
    assert refused.status_code == 422
    assert refused.json["code"] == "cannot_merge"
    assert refused.json["detail"]
    if pointer:
        assert refused.json["errors"][0]["pointer"] == pointer


def test_a_policy_of_the_call_decides(client) -> None:
    client.post("/v1/messages", {"messages": [card("en")]})
    body = {"messages": [for_other(card("en"), "Helen", "Joan")]}
    strict = client.post("/v1/check", {**body, "policy": {"stop": {"reach": 1}}}).json
    assert strict["verdicts"][0]["decision"] == "stop"
    wrong = client.post("/v1/check", {**body, "policy": {"stop": {"raech": 1}}})
    assert wrong.status_code == 422
    assert wrong.json["errors"][0]["pointer"] == "/policy"
    assert "stop.raech" in wrong.json["detail"]


def test_an_override_is_said_and_kept(client) -> None:
    client.post("/v1/messages", {"messages": [card("en")]})
    note = for_other(card("en"), "Helen", "Joan")
    over = {"id": "new", "decision": "send", "reason": "She asked for it", "by": "Nora"}
    body = {"messages": [note], "overrides": [over], "reserve": True}
    (verdict,) = client.post("/v1/check", body).json["verdicts"]
    assert verdict["decision"] == "send"
    assert verdict["reasons"][0]["code"] == "override"
    wrong = client.post("/v1/check", {**body, "overrides": [{**over, "id": "nobody"}]})
    assert wrong.json["errors"][0]["pointer"] == "/overrides/0/id"


def test_a_person_is_forgotten_and_their_text_with_them(client) -> None:
    client.post("/v1/messages", {"messages": [card("en"), card("en", 1)]})
    gone = client.delete("/v1/recipients/helen.marsh@larkhall-school.example")
    assert gone.json == {"dropped": 1, "changed": 0}
    assert client.get("/v1/messages/card-en-1").status_code == 404
    assert client.delete("/v1/recipients/helen.marsh@larkhall-school.example").status_code == 404
    (verdict,) = client.post("/v1/check", {"messages": [card("en")]}).json["verdicts"]
    assert verdict["reach"] == 0


def test_approvals_are_made_listed_and_taken_back(client) -> None:
    said = {"text": "We are open until seven.", "owner": "Nora", "reason": "opening hours",
            "expires_at": "2030-01-01T00:00:00Z", "most_reach": 500}  # fmt: skip
    made = client.post("/v1/approvals", said)
    assert made.status_code == 201
    id_ = made.json["id"]
    assert made.headers["Location"] == f"/v1/approvals/{id_}"
    assert [a["id"] for a in client.get("/v1/approvals").json["approvals"]] == [id_]
    assert client.delete(f"/v1/approvals/{id_}").status_code == 204
    assert client.delete(f"/v1/approvals/{id_}").status_code == 409
    assert client.get("/v1/approvals").json["approvals"][0]["withdrawn_at"]
    assert client.delete("/v1/approvals/none").status_code == 404
    naive = client.post("/v1/approvals", {**said, "expires_at": "2030-01-01T00:00:00"})
    assert naive.status_code == 422


def test_approved_text_is_set_aside_until_it_is_taken_back(client) -> None:
    client.post("/v1/messages", {"messages": [card("en")]})
    note = for_other(card("en"), "Helen", "Joan")
    shared = card("en")["text"].split("\n\n")[1]
    allowed = {"text": shared, "owner": "Nora", "reason": "how we say thank you"}
    id_ = client.post("/v1/approvals", allowed).json["id"]
    (verdict,) = client.post("/v1/check", {"messages": [note]}).json["verdicts"]
    assert "approved" in {aside["why"] for aside in verdict["set_aside"]}
    assert verdict["too_short"] is True
    client.delete(f"/v1/approvals/{id_}")
    (verdict,) = client.post("/v1/check", {"messages": [note]}).json["verdicts"]
    assert (verdict["too_short"], verdict["set_aside"]) == (False, [])


def test_families_are_listed_with_their_skeletons(client) -> None:
    first, other = card("en"), for_other(card("en"), "Helen", "Joan")
    client.post("/v1/messages", {"messages": [first, other, card("en", 1)]})
    said = client.get("/v1/families").json
    assert (said["total"], said["next"]) == (1, None)
    (family,) = said["families"]
    assert family["recipients"] == 2
    assert family["skeleton"].startswith("Dear {1},")
    one = client.get(f"/v1/families/{family['id']}").json
    assert len(one["members"]) == 2
    assert client.get("/v1/families/ffff").status_code == 404
    assert client.get("/v1/families?limit=0").status_code == 422
    assert client.get("/v1/families?limt=5").status_code == 422


BAD = [
    (b"{", "application/json", 400, "malformed_json"),
    (b"", "application/json", 400, "malformed_json"),
    (b'"{\\"messages\\": []}"', "application/json", 422, "wrong_body"),
    (b"[]", "application/json", 422, "wrong_body"),
    (b'{"messages": []}', "application/json", 422, "wrong_body"),
    (b'{"messages": [{"id": "a", "text": 5}]}', "application/json", 422, "wrong_body"),
    (b'{"messages": [{"id": "a", "text": "x", "txt": "y"}]}', "application/json", 422,
     "wrong_body"),
    (b'{"messages": [{"id": "a"}]}', "application/json", 422, "wrong_body"),
    (b'{"messages": [{"id": "a", "text": "x"}], "rows": [{}]}', "application/json", 422,
     "wrong_body"),
    (b'{"messages": [{"id": "a", "text": "\xff"}]}', "application/json", 400, "malformed_json"),
    (b'{"messages": [{"id": "a", "text": "\\ud83d"}]}', "application/json", 400,
     "malformed_json"),
    (b"[" * 100_000, "application/json", 400, "malformed_json"),
    (b'{"messages": [{"id": "a", "text": "x", "sent_at": "soon"}]}', "application/json", 422,
     "wrong_body"),
    (b'{"messages": [{"id": "a", "text": "x"}]}', "text/plain", 415, "not_json"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "kind", "status", "code"), BAD, ids=[str(n) for n in range(14)])
def test_bad_input_is_refused_with_its_place(client, body, kind, status, code) -> None:
    refused = client.http.post("/v1/check", data=body, content_type=kind)
    assert (refused.status_code, refused.json["code"]) == (status, code)
    assert refused.content_type == "application/problem+json"
    assert refused.json["status"] == status
    assert refused.json["detail"]
    assert refused.json["do"]


def test_a_wrong_field_is_named_by_its_pointer_and_no_text_is_repeated(client) -> None:
    secret = "the moth hole under the left cuff"
    body = {"messages": [{"id": "a", "text": secret, "to": [{"adress": secret}], "subject": 7}]}
    refused = client.post("/v1/check", body)
    pointers = {error["pointer"] for error in refused.json["errors"]}
    assert pointers == {"/messages/0/to/0/adress", "/messages/0/subject"}
    assert "moth" not in refused.get_data(as_text=True)


def test_limits_are_named(new_service) -> None:
    client = new_service(limits=Limits(body_bytes=2000, notes=2, text=100))
    notes = [{"id": str(n), "text": "short"} for n in range(3)]
    many = client.post("/v1/check", {"messages": notes})
    assert (many.status_code, many.json["code"], many.json["limit"]) == (422, "too_many_notes", 2)
    rows = client.post("/v1/check", {"template": "x {{a}}", "rows": [{"a": "1"}] * 3})
    assert (rows.json["code"], rows.json["limit"]) == ("too_many_notes", 2)
    long = client.post("/v1/messages", {"messages": [{"id": "a", "text": "x" * 101}]})
    assert (long.status_code, long.json["limit"]) == (422, 100)
    assert long.json["errors"][0]["pointer"] == "/messages/0/text"
    large = client.post("/v1/check", {"messages": [{"id": "a", "text": "x" * 3000}]})
    assert (large.status_code, large.json["limit"]) == (413, 2000)
    merged = client.post("/v1/check", {"template": "{{a}}" * 30, "rows": [{"a": "long"}]})
    assert (merged.status_code, merged.json["code"]) == (422, "text_too_long")


def test_a_note_without_words_of_its_own_is_said_and_stops_no_other(client) -> None:
    body = {"messages": [{"id": "empty", "html": "<img src=x>"}, card("en")]}
    empty, full = client.post("/v1/check", body).json["verdicts"]
    assert empty["reasons"][0]["code"] == "nothing_to_judge"
    assert full["words"] > 50


def test_halves_of_surrogates_in_what_was_learned_do_not_break_an_answer(client) -> None:
    text = "Dear Ann, the daisies came out well \udfff and the coat hangs by the door for you."
    store = client.service.store("local")
    with store.ledger.writing(store.tenant) as writer:
        writer.record([Message("odd", text, to=(Recipient(name="A \ud83d"),))])
    (found,) = client.get("/v1/messages/odd").json["messages"]
    assert found["text"] == text
    note = {"id": "n", "text": text.replace("\udfff", "")}
    (verdict,) = client.post("/v1/check", {"messages": [note]}).json["verdicts"]
    assert verdict["matches"][0]["recipient"] == "A \ud83d"
    assert client.form("/check", text=note["text"]).status_code == 200


def test_unknown_paths_and_methods_are_problems_too(client) -> None:
    assert client.get("/v1/nothing").json["code"] == "no_such_path"
    refused = client.http.put("/v1/check")
    assert refused.status_code == 405
    assert refused.headers["Allow"] == "POST"
    assert client.post("/v1/reservations/none/commit", None).status_code == 404


def test_ids_with_slashes_and_brackets_are_found(client) -> None:
    id_ = "<a/b c@mail.example>"
    client.post("/v1/messages", {"messages": [{"id": id_, "text": "Dear Ann, hello there."}]})
    (found,) = client.get("/v1/messages/%3Ca%2Fb%20c@mail.example%3E").json["messages"]
    assert found["id"] == "a/b c@mail.example"


def test_measures_count_calls_stages_verdicts_and_what_is_remembered(client) -> None:
    client.post("/v1/messages", {"messages": [card("en"), card("en", 1)]})
    client.post("/v1/check", {"messages": [card("en")]})
    text = client.get("/metrics").get_data(as_text=True)
    assert 'samenote_calls_total{route="/v1/check",status="200"} 1.0' in text
    assert 'samenote_stage_seconds_count{stage="check"} 1.0' in text
    assert "samenote_verdicts_total" in text
    assert "samenote_messages 2.0" in text
    assert "samenote_ledger_lag_events 0.0" in text
    assert "samenote_variants 2.0" in text
    assert "samenote_variants_waiting 2.0" in text
    assert "samenote_judging 0.0" in text
    client.post("/v1/messages", {"messages": [card("pl")]})
    assert "samenote_ledger_lag_events 1.0" in client.get("/metrics").get_data(as_text=True)


def test_ready_waits_for_the_memory(client) -> None:
    ready = client.get("/v1/ready").json
    assert (ready["status"], ready["judging"], ready["meaning"]) == ("ready", False, "off")
    client.service.starting.set()
    waiting = client.get("/v1/ready")
    assert (waiting.status_code, waiting.json["code"]) == (503, "starting")
    assert client.get("/v1/health").status_code == 200


@pytest.mark.parametrize(
    ("notes", "reserve", "together"), [(1, False, 1), (21, False, 4), (1, True, 4)]
)
def test_calls_of_few_notes_are_judged_one_after_the_other(
    client, monkeypatch: pytest.MonkeyPatch, notes: int, reserve: bool, together: int
) -> None:
    """Calls of many notes, and those that wait for the ledger, meet; those of few never do."""
    most, inside, lock = 0, 0, threading.Lock()
    met, judge = threading.Barrier(together), check_routes.check_in_store

    def seen(*arguments: Any, **named: Any) -> Any:
        nonlocal most, inside
        with lock:
            inside += 1
            most = max(most, inside)
        met.wait(30)
        try:
            return judge(*arguments, **named)
        finally:
            with lock:
                inside -= 1

    monkeypatch.setattr(check_routes, "check_in_store", seen)
    body: dict[str, Any] = {"messages": [{"id": str(k), "text": "Soup."} for k in range(notes)]}
    if reserve:
        body["reserve"] = True
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(client.post, "/v1/check", body) for _ in range(4)]
        assert {answer.result().status_code for answer in asked} == {200}
    assert most == together
