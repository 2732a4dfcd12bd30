"""The command line: one module a command, each imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from api.cli.exit_codes import INTERRUPTED
from api.cli.leaving import leave_at_once
from api.cli.output import flush_output
from api.compiled_cache import nothing_is_compiled, use_own_cache

_COMMANDS = {
    "approve": "Approve text that may repeat; list and withdraw approvals.",
    "audit": "Audit sent-mail archives: which notes were the same note, and who got them.",
    "calibrate": "Measure on your own mail from when on notes say the same in other words.",
    "check": "Check notes before they are sent: did somebody else get this text?",
    "copy": "Check marketing copy in a repository: does new copy repeat what is there?",
    "doctor": "Look through a store: is it sound? Repair what is derived; back it up.",
    "families": "List a store's families: texts that several people got, most people first.",
    "forget": "Forget a recipient, or everything before a day, in every file of a store.",
    "keys": "Make, list and revoke the keys that the HTTP service asks for.",
    "learn": "Record sent mail in a store, so that notes can be checked against it.",
    "model": "The model of meaning: show it, prepare it, list what there is, verify it.",
    "reservation": "Commit, cancel or show a reservation that check --reserve made.",
    "serve": "Serve checks over HTTP, and the page.",
}


# Commands that run compiled code, and so compile it where nobody did before.
_JUDGING = frozenset({"audit", "calibrate", "check", "copy", "learn", "serve"})

# Commands that end with very many objects in memory.
_HOLDING = frozenset({"audit", "check", "copy"})


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"api.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # click would exit with 1, which says that something was found
            click.echo("\nsamenote: stopped", err=True)
            ctx.exit(INTERRUPTED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: samenote audit sent.mbox --html report.html",
)
@click.version_option(package_name="samenote", message="%(prog)s %(version)s")
def cli() -> None:
    """Tell whether a "personal" note is really personal.

    Has somebody else been sent this text, word for word, with only the name changed, or slightly
    changed? How many people got it, and which words are this recipient's alone?

    Exit codes: 0 done and nothing to stop, 1 found, 2 wrong use, 3 could not judge.
    """


def program() -> None:
    """Be the samenote command: the command line, left at once where it held much."""
    if _HOLDING.isdisjoint(sys.argv[1:2]):
        main()
    else:
        leave_at_once(main)


def main() -> None:
    """Run the command line; ends with SystemExit."""
    use_own_cache()
    _announce_compiling(sys.argv[1:])
    try:
        try:
            cli(prog_name="samenote")
        except SystemExit:
            flush_output()
            raise
    except Exception as error:
        # Imported late, and what it imports: to show the help takes half as long without.
        from api.cli.faults import told

        sys.exit(told(error))


def _announce_compiling(arguments: Sequence[str]) -> None:
    """Say why the first command ever takes longer; on a terminal only, as all progress."""
    helps = not {"-h", "--help"}.isdisjoint(arguments)
    judges = not _JUDGING.isdisjoint(arguments[:1]) and not helps
    if judges and sys.stderr.isatty() and nothing_is_compiled():
        click.echo("Compiling for this machine, once: about 20 seconds.", err=True)
