"""samenote serve: checks over HTTP, and the page."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from api.cli.meaning_options import meaning_choice, meaning_options
from dedupe import CannotJudgeError, UsageError

if TYPE_CHECKING:
    from api.meaning_opening import MeaningChoice
    from dedupe import Policy

_EXAMPLES = """\b
Examples:
  samenote serve
  samenote serve --store shop.db --policy policy.toml
  samenote keys create --scope check --scope record --label "mail merge"
  samenote serve --store postgresql://samenote@db/samenote --host 0.0.0.0
"""


@click.command("serve", epilog=_EXAMPLES)
@click.option(
    "--store",
    metavar="URL|PATH",
    envvar="SAMENOTE_STORE",
    default="",
    help="The store: a file, or postgresql://USER@HOST/DATABASE; made if it is not there. Without "
    "it the variable SAMENOTE_STORE, else a file among this user's settings.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8400,
    show_default=True,
    type=click.IntRange(1, 65_535),
    help="The port to listen on.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes. Each holds the memory once; rate limits count per process.",
)
@click.option(
    "--threads",
    default=8,
    show_default=True,
    type=click.IntRange(1, 256),
    help="Calls that a process works on at a time.",
)
@click.option(
    "--policy",
    "policy_path",
    metavar="FILE",
    default="",
    help="When to stop, look or send: a TOML file, read again at HUP.",
)
@click.option(
    "--most-notes", default=10_000, show_default=True, type=click.IntRange(1), help="Of one call."
)
@click.option(
    "--most-characters",
    default=200_000,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help="Of one note's text.",
)
@click.option(
    "--most-megabytes",
    default=64,
    show_default=True,
    type=click.IntRange(1, 2000),
    help="Of one call's body.",
)
@meaning_options
@click.option(
    "--meaning-seconds",
    default=2.0,
    show_default=True,
    type=click.FloatRange(0.01, 600),
    help="How long a call may take to encode its notes; a longer one is judged by words, and its "
    "verdicts say degraded.",
)
@click.option("--quiet", is_flag=True, help="Log warnings and errors only.")
def command(
    store: str,
    host: str,
    port: int,
    workers: int,
    threads: int,
    policy_path: str,
    most_notes: int,
    most_characters: int,
    most_megabytes: int,
    meaning_seconds: float,
    quiet: bool,
) -> None:
    """Serve checks over HTTP, and the page.

    On this machine's own address the service is open while no key was ever made; it listens
    elsewhere only once there is one (samenote keys create). TERM stops it when the running calls
    are done, HUP starts it afresh without dropping one. Logs are JSON on standard error, without
    text of notes or addresses.
    """
    from api.http.access import is_loopback
    from api.http.limits import Limits
    from api.http.server import Serving, serve
    from api.http.service import Settings

    local = is_loopback(host)
    policy = _policy(policy_path)
    keys = _look_at_store(store, local)
    _refuse_taken(host, port)
    settings = Settings(
        _address(store), open_=local, policy=policy, threads=1,
        limits=Limits(most_megabytes * 1024 * 1024, most_notes, most_characters),
        meaning=_meaning(workers), meaning_seconds=meaning_seconds,
    )  # fmt: skip
    serving = Serving(host, port, workers, threads, policy_path, "WARNING" if quiet else "INFO")
    _say_where(serving.url, keys)
    serve(settings, serving)


def _meaning(workers: int) -> MeaningChoice | None:
    """Return the model asked for, its threads shared out among the workers."""
    from index import processors

    choice = meaning_choice()
    return choice and replace(choice, threads=max(1, processors() // workers))


def _address(store: str) -> str:
    from api.store_opening import default_store

    return store or default_store()


def _policy(path: str) -> Policy:
    from dedupe import Policy

    if not path:
        return Policy()
    from api.policy_file import read_policy

    return read_policy(path)


def _look_at_store(store: str, local: bool) -> bool:
    """Make the store if it is not there, and tell whether a key was ever made.

    Raises UsageError where strangers could call and nobody has a key.
    """
    from api.store_opening import open_store

    with open_store(store, create=True) as opened:
        keys = opened.ledger.all_keys()
        if not local and not any(key.revoked_at is None for key in keys):
            raise UsageError(
                "this address can be reached by others, and there is no key to tell them by",
                where="--host",
                do="Make one with `samenote keys create`, or leave out --host.",
            )
    return bool(keys)


def _refuse_taken(host: str, port: int) -> None:
    """Say at once that an address cannot be had; gunicorn would try for five seconds."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        if sys.platform != "win32":
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except (OSError, UnicodeError) as error:
            said = getattr(error, "strerror", None) or str(error)
            raise CannotJudgeError(
                f"cannot listen there: {said}", where=f"{host}:{port}",
                do="Stop what listens there, or choose another --port or --host.",
            ) from error  # fmt: skip


def _say_where(url: str, keys: bool) -> None:
    click.echo(f"samenote serves {url} (the page), {url}docs (the HTTP interface)")
    if keys:
        click.echo("Every call needs a key; `samenote keys create` makes more.")
    else:
        click.echo(
            "Open: no key was ever made, so whoever uses this machine may read and check. "
            "`samenote keys create` makes the first key and closes it."
        )
    sys.stdout.flush()
