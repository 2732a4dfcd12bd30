"""Faults that end a command: what is said of each, and the exit code it leaves."""

from __future__ import annotations

import errno

import click

from api.cli.exit_codes import COULD_NOT_JUDGE, WRONG_USE
from api.cli.output import drop_output

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def told(error: Exception) -> int:
    """Say on standard error what ended a command, and return its exit code.

    Python would exit with 1 for a fault of our own, and 1 says that something was found.
    """
    # Imported late: to show the help takes half as long without.
    from dedupe import CannotJudgeError, SamenoteError

    if isinstance(error, SamenoteError):
        click.echo(f"samenote: {error}", err=True)
        return COULD_NOT_JUDGE if isinstance(error, CannotJudgeError) else WRONG_USE
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        where = f" to {error.filename}" if error.filename else ""
        click.echo(
            f"samenote: could not write{where}: {error.strerror}. Make room, or write elsewhere,"
            " and run the same command again.",
            err=True,
        )
        drop_output()
        return COULD_NOT_JUDGE
    import traceback

    traceback.print_exception(error)
    click.echo(
        "samenote: this is a fault of samenote itself: the command did not come to its end. Please"
        " report it with the lines above, once you have taken out what is private in them.",
        err=True,
    )
    return COULD_NOT_JUDGE
