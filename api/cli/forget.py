"""samenote forget: take a person, or the past, out of a store and all that is derived from it."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from api.cli.dates import read_day
from api.cli.store_options import opened_ledger, say, store_options, store_place
from dedupe import CannotJudgeError, UsageError

if TYPE_CHECKING:
    from index import Forgotten, Store

_EXAMPLES = """\b
Examples:
  samenote forget helen.marsh@larkhall-school.example
  samenote forget id:C-1042 --yes
  samenote forget "name:Helen Marsh" --postcode "MB1 4QT"
  samenote forget --before 2024-01-01
  samenote forget --policy policy.toml --yes
"""

_KINDS = ("id:", "address:", "name:")


@click.command("forget", epilog=_EXAMPLES)
@click.argument("recipient", required=False, metavar="[RECIPIENT]")
@store_options
@click.option("--postcode", default="", metavar="CODE", help="The postcode that goes with name:.")
@click.option("--before", metavar="DATE", help="Forget what was sent before this day.")
@click.option(
    "--policy",
    "policy_path",
    metavar="FILE",
    help="Forget what is older than retention_days in this policy.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "json_", is_flag=True, help="Print what was done as one JSON object.")
def command(
    recipient: str | None,
    postcode: str,
    before: str | None,
    policy_path: str | None,
    yes: bool,
    json_: bool,
) -> None:
    """Forget a recipient, or everything sent before a day. It cannot be undone.

    RECIPIENT is an address; or id:ID, name:NAME, address:ADDRESS. Messages that only this person
    got are deleted. Those that others got too stay, without the person. The store's file is
    written anew, so that nothing of it is left in there, and so is what is derived from it; other
    processes follow when they next read. Copies elsewhere (backups, the archives themselves) are
    yours to see to. Asks first on a terminal; elsewhere --yes is needed.
    """
    moment = _moment(recipient, before, policy_path)
    with opened_ledger(store_place()) as store:
        if moment is None:
            who = identity_of(recipient or "", postcode)
            _ask(_about_person(store, who, recipient or ""), store, yes)
            done = _forget(store, who, None)
        else:
            _ask(f"everything sent before {moment:%Y-%m-%d %H:%M} UTC", store, yes)
            done = _forget(store, "", moment)
        _renew_derived(store)
        _show(done, store.ledger.url, json_)


def _moment(recipient: str | None, before: str | None, policy_path: str | None) -> datetime | None:
    """Return before when all is forgotten; None where a person is."""
    given = [value for value in (recipient, before, policy_path) if value is not None]
    if len(given) != 1:
        raise UsageError(
            "either a recipient or a day", do="Give RECIPIENT, --before DATE or --policy FILE."
        )
    if before is not None:
        return read_day(before, "--before")
    if policy_path is None:
        return None
    from api.policy_file import read_policy

    days = read_policy(policy_path).memory.retention_days
    if days is None:
        raise CannotJudgeError(
            "the policy does not say how long messages are kept", where=policy_path,
            do="Add retention_days under [memory].",
        )  # fmt: skip
    return datetime.now(UTC) - timedelta(days=days)


def identity_of(recipient: str, postcode: str) -> str:
    """Return the identity that a recipient is known by. Raises UsageError for an empty one."""
    from dedupe import Recipient

    kind = next((kind for kind in _KINDS if recipient.casefold().startswith(kind)), "")
    value = recipient[len(kind) :].strip()
    if not value:
        raise UsageError("no recipient is named", do="Give an address, id:ID or name:NAME.")
    if not kind and "@" not in value:
        raise UsageError(
            f"{recipient!r} is no address", do="Write id:ID or name:NAME if it is one of these."
        )
    if postcode and kind != "name:":
        raise UsageError("a postcode goes with name:NAME only", where="--postcode")
    if kind == "id:":
        return Recipient(id=value).identity
    if kind == "name:":
        return Recipient(name=value, postcode=postcode).identity
    return Recipient(address=value).identity


def _about_person(store: Store, who: str, recipient: str) -> str:
    from api.reports.wording import count

    got = len(store.ledger.positions_of(store.tenant, who))
    return f"{recipient}, who got {count(got, 'message')}"


def _ask(what: str, store: Store, yes: bool) -> None:
    from api.reports.clean import one_line

    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("forgetting cannot be undone, and nobody can be asked", do="Add --yes.")
    where = one_line(store.ledger.url)
    question = f"Forget {one_line(what)}, in {where}? It cannot be undone."
    if not click.confirm(question, err=True):
        click.echo("Nothing was forgotten.")
        sys.exit(0)


def _forget(store: Store, who: str, moment: datetime | None) -> Forgotten:
    """Forget and scrub; where the scrubbing fails, what is derived is renewed all the same."""
    done: Forgotten | None = None
    try:
        with store.ledger.writing(store.tenant) as writer:
            writer.expire(datetime.now(UTC))
            done = writer.forget([who]) if moment is None else writer.forget_before(moment)
    except CannotJudgeError:
        if done is not None:
            _renew_derived(store)
        raise
    return done


def _renew_derived(store: Store) -> None:
    """Write the snapshot anew: it must not keep what was forgotten."""
    from api.store_opening import drop_unfinished

    store.remembered()
    store.save()
    drop_unfinished(store.ledger.store_id, time.time())
    if store.rebuilt:
        say(f"{store.rebuilt}; it was made anew from the store")


def _show(done: Forgotten, store: str, json_: bool) -> None:
    from api.reports.wording import count

    if json_:
        said = {"dropped": len(done.dropped), "changed": len(done.changed), "store": store}
        click.echo(json.dumps(said))
        return
    if not done.dropped and not done.changed:
        click.echo("Nothing of it is in the store; nothing was changed.")
        return
    click.echo(f"{count(len(done.dropped), 'message')} deleted.")
    if done.changed:
        stay = "stay, for others got them" if len(done.changed) != 1 else "stays, for others got it"
        click.echo(f"{count(len(done.changed), 'message')} {stay} too: without the person.")
