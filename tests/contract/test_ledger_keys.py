"""Keys in the ledger: shown once, kept hashed, told from each other, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dedupe import UsageError
from index import ConflictError, Ledger, NotFoundError

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.fixture
def ledger(store_url: str) -> Iterator[Ledger]:
    with Ledger.open(store_url, clock=lambda: NOW) as opened:
        yield opened


def test_a_key_is_found_by_itself_and_by_nothing_else(ledger: Ledger) -> None:
    assert ledger.has_keys() is False
    made, secret = ledger.create_key("north", ["record", "check"], rate="5/minute", label="crm 😀")
    assert secret.startswith("samenote_")
    assert len(secret) > 50
    assert (made.tenant, made.scopes, made.rate, made.label, made.created_at, made.revoked_at) == (
        "north", ("check", "record"), "5/minute", "crm 😀", NOW, None,
    )  # fmt: skip
    assert ledger.key(secret) == made
    assert ledger.key_by_id(made.id) == made
    assert secret.encode() not in made.hash
    for other in ("", secret[:-1], secret + "x", secret.upper(), made.id, "x" * 10_000, "\ud800"):
        assert ledger.key(other) is None, other
    assert ledger.has_keys() is True


def test_keys_are_listed_by_tenant_and_revoked_once(ledger: Ledger) -> None:
    north, shown = ledger.create_key("north", ["check"])
    south, _ = ledger.create_key("south", ["admin"])
    assert [key.id for key in ledger.all_keys("north")] == [north.id]
    assert {key.id for key in ledger.all_keys()} == {north.id, south.id}
    with pytest.raises(NotFoundError):
        ledger.all_keys("west")
    ledger.revoke_key(north.id)
    found = ledger.key(shown)
    assert found is not None
    assert found.revoked_at == NOW
    with pytest.raises(ConflictError):
        ledger.revoke_key(north.id)
    with pytest.raises(NotFoundError):
        ledger.revoke_key("none")
    assert ledger.has_keys() is True


def test_two_keys_are_never_alike(ledger: Ledger) -> None:
    made = [ledger.create_key("north", ["check"]) for _ in range(5)]
    assert len({key.id for key, _ in made}) == len({secret for _, secret in made}) == 5


@pytest.mark.parametrize("scopes", [[], ["chek"], ["check", "root"]])
def test_a_key_has_scopes_that_exist(ledger: Ledger, scopes: list[str]) -> None:
    with pytest.raises(UsageError):
        ledger.create_key("north", scopes)
    assert ledger.has_keys() is False
