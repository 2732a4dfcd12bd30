"""samenote learn: record what was sent in a store, so that notes can be checked against it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from api.cli.columns import read_columns
from api.cli.dates import read_day
from api.cli.exit_codes import INTERRUPTED
from api.cli.meaning_options import meaning_options
from api.cli.reading_meaning import read_meaning
from api.cli.store_options import (
    Hearing,
    StorePlace,
    say,
    say_rebuilt,
    say_skipped,
    store_options,
    store_place,
)
from dedupe import CannotJudgeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.archives import OpenedArchives
    from api.learning import Learned, Learner, LearnRequest
    from dedupe import Memory
    from index import Store

_EXAMPLES = """\b
Examples:
  samenote learn Sent.mbox
  samenote learn ~/Maildir/.Sent takeout.mbox.gz --since 2025-01-01
  samenote learn sent.csv --column text=Body --column to.address=Email
  samenote learn Sent.mbox --store postgresql://nora@db.example/notes
  samenote learn Sent.mbox --policy policy.toml
  samenote check card.txt
"""


@click.command("learn", epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[ARCHIVE]...")
@store_options
@meaning_options
@click.option(
    "--sender",
    "senders",
    multiple=True,
    metavar="ADDRESS",
    help="Whose mail to learn: an address or a domain; repeatable. Recognised if not given.",
)
@click.option("--since", metavar="DATE", help="Only messages sent on or after this day.")
@click.option("--until", metavar="DATE", help="Only messages sent on or before this day.")
@click.option(
    "--include-lists",
    is_flag=True,
    help="Learn list posts, auto-replies, bounces, calendar mail and declared bulk too.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="For CSV and JSONL: which column holds a field (text, html, subject, sender, to.address, "
    "to.name, sent_at, id, ...); repeatable.",
)
@click.option(
    "--policy",
    "policy_path",
    metavar="FILE",
    help="A policy whose retention_days says how long messages are kept: older ones are neither "
    "learnt nor kept.",
)
@click.option("--json", "json_", is_flag=True, help="Print what was done as one JSON object.")
def command(
    paths: tuple[str, ...],
    senders: tuple[str, ...],
    since: str | None,
    until: str | None,
    include_lists: bool,
    columns: tuple[str, ...],
    policy_path: str | None,
    json_: bool,
) -> None:
    """Record sent mail in a store, so that notes can be checked against it.

    ARCHIVE is anything that audit reads, or - for standard input; what an audit would leave out is
    left out. A message that the store knows (same id, text and recipients) is not recorded again,
    so the same archives can be learnt again and again, also after an interruption. Without ARCHIVE
    an empty store is made, if there is none. The texts are kept in the store, on this machine or in
    the database that you name; nothing is sent anywhere else. Then their meaning is read, which
    takes some milliseconds for each distinct sentence; --no-meaning leaves that out.
    """
    from api.learning import LearnRequest

    request = LearnRequest(
        senders, read_day(since, "--since"), read_day(until, "--until", after=True),
        include_lists, _memory(policy_path),
    )  # fmt: skip
    _learn(paths, read_columns(columns), request, store_place(), json_)


def _memory(path: str | None) -> Memory:
    from dedupe import Memory

    if path is None:
        return Memory()
    from api.policy_file import read_policy

    return read_policy(path).memory


def _learn(
    paths: Sequence[str],
    columns: dict[str, str],
    request: LearnRequest,
    place: StorePlace,
    json_: bool,
) -> None:
    from api.archives import open_archives
    from api.store_opening import open_store

    hearing = Hearing()
    with (
        open_archives(paths, columns=columns) as archives,
        open_store(place.address, tenant=place.tenant, create=True, heard=hearing) as store,
    ):
        learned = _learned(store, archives, request, hearing)
        _show(learned, store, place, json_)
    if paths and not learned.messages:
        raise _nothing_read(paths, learned)


def _learned(
    store: Store, archives: OpenedArchives, request: LearnRequest, hearing: Hearing
) -> Learned:
    """Learn, with progress; where it is stopped, say what stays and how to go on."""
    from api.learning import Learner
    from api.reports.progress import progress

    hearing.whole = sum(archive.size for archive in archives.archives)
    with progress(hearing.whole) as update:
        learner = Learner(store, request, update)
        try:
            learned = learner.learn(archives.archives, archives.skipped)
            hearing.update = update
            _make_known(store)
            hearing.update = None
            read_meaning(store, update, hearing.whole)
        except (KeyboardInterrupt, CannotJudgeError) as stopped:
            _say_stopped(learner)
            if isinstance(stopped, KeyboardInterrupt):
                sys.exit(INTERRUPTED)
            raise
        finally:
            hearing.update = None
    return learned


def _make_known(store: Store) -> None:
    store.remembered()
    store.save()


def _say_stopped(learner: Learner) -> None:
    from api.reports.wording import count

    done = learner.learned.recorded
    say(
        f"stopped after {count(done, 'message')} recorded; "
        f"{'they stay' if done != 1 else 'it stays'}. Run the same command again to go on: what "
        "is there is not recorded twice."
    )


def _nothing_read(paths: Sequence[str], learned: Learned) -> CannotJudgeError:
    reasons = "; ".join(f"{s.origin}: {s.reason}" for s in learned.skipped[:5])
    return CannotJudgeError(
        f"no message could be read ({reasons or 'there is no mail in it'})",
        where=", ".join(paths),
        do="Give an mbox file, a Maildir, a folder of .eml files, CSV or JSONL.",
    )


def _show(learned: Learned, store: Store, place: StorePlace, json_: bool) -> None:
    from rich.console import Console

    from api.reports.learned import learned_as_json, render_learned
    from api.store_families import holdings

    held = holdings(store.remembered(), datetime.now(UTC))
    say_rebuilt(store)
    if json_:
        click.echo(learned_as_json(learned, held, store.ledger.url))
    else:
        render_learned(learned, held, store.ledger.url, Console())
    say_skipped(learned.skipped, "entry", "entries")
