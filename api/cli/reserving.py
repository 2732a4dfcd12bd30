"""The options of check by which notes are reserved, and decisions overridden."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from api.cli.dates import read_span
from api.cli.store_options import kept, value_of
from dedupe import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.archives.interface import Mail
    from api.store_checking import Reserve
    from dedupe import Override

_LASTS = "24h"

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def reserving_options(command: Decorated) -> Decorated:
    """Give a command --reserve and what belongs to it."""
    options = (
        click.option(
            "--reserve", is_flag=True, expose_value=False, callback=kept,
            help="Record what may go out in the same step, so that a note checked meanwhile counts "
            "it: notes to be stopped are left out. Needs a store. Then: samenote reservation "
            "commit ID, or cancel ID.",
        ),
        click.option(
            "--for", "lasts", metavar="TIME", expose_value=False, callback=kept,
            help=f"How long the reservation counts if it is not committed: 30m, 24h, 7d; {_LASTS}.",
        ),
        click.option(
            "--idempotency-key", "key", metavar="KEY", expose_value=False, callback=kept,
            help="A name of your own for this call: called again with it, the first call's answer "
            "and reservation come back. It can be committed by this name.",
        ),
        click.option(
            "--override", metavar="REASON", expose_value=False, callback=kept,
            help="Send every note of this call in spite of the policy, and record why. Needs "
            "--reserve and --by.",
        ),
        click.option(
            "--by", metavar="NAME", expose_value=False, callback=kept,
            help="Who overrides the policy.",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def asked_reserve() -> Reserve | None:
    """Return what --reserve asks for. Raises UsageError where what belongs to it stands alone."""
    from api.store_checking import Reserve

    reserve, lasts, key = value_of("reserve"), value_of("lasts"), value_of("key")
    for option, value in (("--for", lasts), ("--idempotency-key", key)):
        if value is not None and not reserve:
            raise UsageError("nothing is reserved", where=option, do="Add --reserve.")
    if key is not None and not key.strip():
        raise UsageError("the key is empty", where="--idempotency-key", do="Give a name.")
    return Reserve(read_span(lasts or _LASTS, "--for"), key or "") if reserve else None


def asked_overrides(mails: Sequence[Mail]) -> list[Override]:
    """Return the override of each note. Raises UsageError where reason or name is missing."""
    from dedupe import Decision, Override

    reason, by = value_of("override"), value_of("by")
    if reason is None:
        return []
    return [Override(mail.message.id, Decision.SEND, reason, by) for mail in mails]


def refuse_incomplete_override() -> None:
    """Raise UsageError where an override lacks its name, its reason or its reservation."""
    reason, by = value_of("override"), value_of("by")
    if reason is None and by is None:
        return
    if not (reason or "").strip() or not (by or "").strip():
        raise UsageError(
            "an override needs a reason and a name", where="--override",
            do='Write: --override "why" --by "who".',
        )  # fmt: skip
    if not value_of("reserve"):
        raise UsageError(
            "an override is recorded with the reservation of what is sent", where="--override",
            do="Add --reserve.",
        )  # fmt: skip
