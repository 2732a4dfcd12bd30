"""Keys: who may call, what, how often, and whose notes they see."""

from __future__ import annotations

import json
import sqlite3
import sys

import pytest

import api.cli
from api.http.access import is_loopback
from api.http.rates import Buckets, Rate, read_rate
from dedupe import UsageError

NOTE = {"messages": [{"id": "a", "text": "Dear Ann, the daisies on your coat came out well."}]}


@pytest.fixture
def keyed(new_service):
    """Return a service with keys, and a function that makes one."""
    client = new_service(open_=True)

    def new(*scopes: str, tenant: str = "local", rate: str = "") -> str:
        return client.service.ledger.create_key(tenant, scopes or ("check",), rate=rate)[1]

    return client, new


def test_without_any_key_the_service_is_open_on_its_own_name_only(client) -> None:
    assert client.post("/v1/check", NOTE).status_code == 200
    for host in ("127.0.0.1:8400", "localhost", "[::1]:8400", "127.0.0.2"):
        assert client.post("/v1/check", NOTE, Host=host).status_code == 200, host
    for host in ("evil.example", "127.evil.example", "127.0.0.1.evil.example", "10.0.0.1", ""):
        assert client.post("/v1/check", NOTE, Host=host or "x").status_code == 403, host


def test_the_first_key_closes_the_service(keyed) -> None:
    client, new = keyed
    assert client.post("/v1/check", NOTE).status_code == 200
    key = new("check")
    refused = client.post("/v1/check", NOTE)
    assert (refused.status_code, refused.json["code"]) == (401, "no_key")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert client.post("/v1/check", NOTE, key).status_code == 200
    assert client.get("/v1/health").status_code == 200


def test_a_service_for_others_is_never_open(new_service) -> None:
    client = new_service(open_=False)
    assert client.post("/v1/check", NOTE).status_code == 401


def test_unknown_revoked_and_badly_shown_keys_are_told_apart(keyed) -> None:
    client, new = keyed
    key = new("check")
    (known,) = client.service.ledger.all_keys()
    wrong = key[:-1] + ("A" if key[-1] != "A" else "B")
    assert client.post("/v1/check", NOTE, wrong).json["code"] == "unknown_key"
    assert client.post("/v1/check", NOTE, "x" * 5000).json["code"] == "unknown_key"
    basic = client.post("/v1/check", NOTE, Authorization=f"Basic {key}")
    assert (basic.status_code, basic.json["code"]) == (401, "wrong_scheme")
    client.service.ledger.revoke_key(known.id)
    assert client.post("/v1/check", NOTE, key).json["code"] == "revoked_key"
    # Once a key was made the service stays closed, whatever became of it.
    assert client.post("/v1/check", NOTE).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("post", "/v1/check", "check"), ("get", "/v1/families", "check"),
        ("get", "/v1/approvals", "check"), ("post", "/v1/messages", "record"),
        ("post", "/v1/reservations/x/commit", "record"),
        ("post", "/v1/reservations/x/cancel", "record"), ("get", "/v1/messages/x", "record"),
        ("delete", "/v1/recipients/x", "admin"), ("post", "/v1/approvals", "admin"),
        ("delete", "/v1/approvals/x", "admin"), ("get", "/metrics", "admin"),
    ],
)  # fmt: skip
def test_every_call_asks_for_its_scope(keyed, method, path, scope) -> None:
    client, new = keyed
    others = [s for s in ("check", "record", "admin") if s != scope]
    call = getattr(client.http, method)
    refused = call(path, headers={"Authorization": f"Bearer {new(*others)}"})
    assert (refused.status_code, refused.json["code"]) == (403, "missing_scope")
    assert scope in refused.json["detail"]
    allowed = call(path, headers={"Authorization": f"Bearer {new(scope)}"})
    assert allowed.status_code not in (401, 403)


def test_reserving_needs_the_scope_to_record(keyed) -> None:
    client, new = keyed
    body = {**NOTE, "reserve": True}
    assert client.post("/v1/check", body, new("check")).json["code"] == "missing_scope"
    assert client.post("/v1/check", body, new("check", "record")).status_code == 200


def test_tenants_see_nothing_of_each_other(keyed) -> None:
    client, new = keyed
    north = new("check", "record", "admin", tenant="north")
    south = new("check", "record", "admin", tenant="south")
    client.post("/v1/messages", NOTE, north)
    held = client.post("/v1/check", {**NOTE, "reserve": True}, north).json["reservation"]["id"]
    allowed = {"text": "We are open.", "owner": "N", "reason": "hours"}
    approval = client.post("/v1/approvals", allowed, north).json["id"]
    (verdict,) = client.post(
        "/v1/check", {"messages": [{**NOTE["messages"][0], "id": "b"}]}, south
    ).json["verdicts"]
    assert (verdict["reach"], verdict["searched"]) == (0, 0)
    assert client.get("/v1/messages/a", south).status_code == 404
    assert client.post(f"/v1/reservations/{held}/commit", None, south).status_code == 404
    assert client.delete(f"/v1/approvals/{approval}", south).status_code == 404
    assert client.get("/v1/approvals", south).json == {"approvals": []}
    assert client.get("/v1/messages/a", north).status_code == 200
    assert client.post(f"/v1/reservations/{held}/commit", None, north).status_code == 200


def test_a_key_calls_no_more_often_than_it_may(keyed) -> None:
    client, new = keyed
    key = new("check", rate="3/hour")
    codes = [client.get("/v1/approvals", key).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    refused = client.get("/v1/approvals", key)
    assert 1 <= int(refused.headers["Retry-After"]) <= 1200
    assert refused.json["limit"] == 3
    assert client.get("/v1/approvals", new("check")).status_code == 200


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    buckets = Buckets(lambda: now[0])
    rate = Rate(2, 60)
    assert [buckets.wait("k", rate) for _ in range(3)] == [0, 0, 30]
    now[0] = 30.0
    assert buckets.wait("k", rate) == 0
    assert buckets.wait("k", rate) == 30
    assert buckets.wait("other", rate) == 0


@pytest.mark.parametrize("said", ["5", "0/minute", "5/fortnight", "-1/minute", "5/minute/x"])
def test_a_rate_that_is_none_is_refused(said) -> None:
    with pytest.raises(UsageError):
        read_rate(said)


def test_the_store_holds_a_hash_and_never_the_key(keyed, tmp_path) -> None:
    client, new = keyed
    key = new("check")
    client.service.close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert key.encode() not in path.read_bytes(), path
    (stored,) = sqlite3.connect(tmp_path / "store-0.db").execute("SELECT hash FROM keys")
    assert len(stored[0]) == 32


@pytest.mark.parametrize(
    ("host", "local"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("::", False),
     ("127.example.com", False), ("192.168.1.5", False), ("", False)],
)  # fmt: skip
def test_loopback_is_known(host, local) -> None:
    assert is_loopback(host) is local


def run(monkeypatch, capsys, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["samenote", *arguments])
    monkeypatch.setenv("COLUMNS", "100")
    with pytest.raises(SystemExit) as left:
        api.cli.main()
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def test_keys_are_made_listed_and_revoked_on_the_command_line(
    monkeypatch, capsys, tmp_path, new_service
) -> None:
    store = str(tmp_path / "keys.db")
    code, out, _ = run(
        monkeypatch, capsys, "keys", "create", "--store", store, "--tenant", "north", "--rate",
        "60/minute", "--label", "the [red] one",
    )  # fmt: skip
    key = out.strip()
    assert code == 0
    assert key.startswith("samenote_")
    client = new_service(store)
    assert client.post("/v1/check", NOTE, key).status_code == 200
    _, listed, _ = run(monkeypatch, capsys, "keys", "list", "--store", store)
    assert "the [red] one" in listed
    assert "check record" in listed
    assert key not in listed
    _, line, _ = run(monkeypatch, capsys, "keys", "list", "--store", store, "--json")
    id_ = json.loads(line)["id"]
    code, out, _ = run(monkeypatch, capsys, "keys", "revoke", "--store", store, id_)
    assert (code, out) == (0, "Revoked. 0 left in force.\n")
    assert client.post("/v1/check", NOTE, key).json["code"] == "revoked_key"
    assert run(monkeypatch, capsys, "keys", "revoke", "--store", store, id_)[0] == 2
    assert run(monkeypatch, capsys, "keys", "revoke", "--store", store, "none")[0] == 2
    code, _, err = run(monkeypatch, capsys, "keys", "create", "--store", store, "--rate", "often")
    assert code == 2
    assert "600/minute" in err


def test_nobody_listens_elsewhere_without_a_key(monkeypatch, capsys, tmp_path) -> None:
    store = str(tmp_path / "none.db")
    code, _, err = run(monkeypatch, capsys, "serve", "--store", store, "--host", "0.0.0.0")
    assert code == 2
    assert "samenote keys create" in err
