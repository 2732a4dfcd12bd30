"""samenote model: which model compares by meaning, and whether it is ready and whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from api.cli.meaning_options import meaning_options
from api.cli.store_options import opened, store_options, store_place
from dedupe import CannotJudgeError

if TYPE_CHECKING:
    from index import KnownModel

_EXAMPLES = """\b
Examples:
  samenote model
  samenote model show --json
  samenote model prepare
  samenote model list --json
  samenote model verify --model ./my-model
  samenote model read --store notes.sqlite
  samenote model prepare --model sentence-transformers/LaBSE@main
"""

_SAME = (
    "Thank you for your order, it will arrive on Monday.",
    "Dziękujemy za zamówienie, dotrze w poniedziałek.",
)
_OTHER = "The museum is closed for repairs until the spring."

_model = click.option(
    "--model",
    "name",
    metavar="NAME",
    help="A known name, a folder, or owner/name[@revision] of the hub.",
)
_device = click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "cuda"]),
    default="auto",
    show_default=True,
    help="What to compute on.",
)
_json = click.option("--json", "json_", is_flag=True, help="Print JSON.")


@click.group("model", invoke_without_command=True, epilog=_EXAMPLES)
@_model
@_device
@_json
@click.pass_context
def command(context: click.Context, name: str | None, device: str, json_: bool) -> None:
    """Show which model compares notes by meaning, where it lies, and what it computes on.

    Makes and downloads nothing.
    """
    if context.invoked_subcommand is None:
        _show(name, device, json_)


@command.command("show")
@_model
@_device
@_json
def show(name: str | None, device: str, json_: bool) -> None:
    """Show which model it is, where it lies, and what it computes on: samenote model, in full."""
    _show(name, device, json_)


@command.command("prepare")
@_model
def prepare(name: str | None) -> None:
    """Make the default model out of the installed packages; with --model, fetch that one."""
    from index import open_encoder

    with _progress() as told:
        chosen = open_encoder(name, device="cpu", progress=told).chosen
    click.echo(f"{chosen.name} is ready: {chosen.folder}")
    _notice(chosen.notice)


@command.command("list")
@_json
def list_(json_: bool) -> None:
    """List the models that samenote knows, and what is there of each."""
    from index import cache_folder, known_models

    models = known_models(cache_folder())
    if json_:
        click.echo(json.dumps([_as_dict(model) for model in models], indent=1))
        return
    for model in models:
        click.echo(f"{model.name}: {model.state} ({model.languages})")
        for line in (model.where, model.do):
            if line:
                click.echo(f"  {line}")


@command.command("read")
@store_options
@meaning_options
def read() -> None:
    """Read the meaning of all that a store remembers and that was not read yet.

    samenote learn does so at its end, samenote serve on the side. It may be interrupted: what is
    read stays.
    """
    from api.cli.reading_meaning import read_meaning
    from api.reports.progress import progress

    whole = 1_000_000
    with opened(store_place()) as store, progress(whole) as update:
        texts = read_meaning(store, update, whole)
    if texts is None:
        raise CannotJudgeError(
            "there is no model of meaning to read with", do="See what is missing: samenote model"
        )
    click.echo(f"The meaning of {texts:,} distinct texts is read.")


@command.command("verify")
@_model
@_device
def verify(name: str | None, device: str) -> None:
    """Check the model's files, load it, and encode sentences whose likeness is known."""
    from index import open_encoder

    with _progress() as told:
        encoder = open_encoder(name, device=device, progress=told)
    vectors = encoder.encode([_SAME[0], *_SAME, _OTHER])
    again, same, other = (float(vectors[0] @ vectors[k]) for k in (1, 2, 3))
    _notice(encoder.chosen.notice)
    click.echo(f"{encoder.model}: {encoder.chosen.folder}")
    click.echo(f"  weights {encoder.weights}, vectors {encoder.digest}, {encoder.dimension} wide")
    click.echo(f"  the same sentence {again:.3f}, in Polish {same:.3f}, another one {other:.3f}")
    if not (again > 0.999 and again > other):
        raise CannotJudgeError(
            "the model loads, but a sentence and itself are not alike",
            where=str(encoder.chosen.folder),
            do="Delete the folder and run samenote model prepare, or choose another model.",
        )
    if same <= other:
        click.echo("  This model does not see that two languages say the same.")


def _show(name: str | None, device: str, json_: bool) -> None:
    from index import cache_folder, known_models, open_encoder

    default = known_models(cache_folder())[0]
    if name is None and default.state in ("to be prepared", "damaged"):
        told: dict[str, Any] = _as_dict(default)
    else:
        encoder = open_encoder(name, device=device, download=False)
        told = {
            "name": encoder.model, "state": "ready", "where": str(encoder.chosen.folder),
            "weights": encoder.weights, "vectors": encoder.digest, "device": encoder.device,
            "precision": encoder.precision, "prompt": encoder.chosen.prompt,
            "notice": encoder.chosen.notice,
        }  # fmt: skip
    if json_:
        click.echo(json.dumps(told, indent=1))
        return
    for key, value in told.items():
        if value:
            click.echo(f"{key + ':':<11}{value}")


def _as_dict(model: KnownModel) -> dict[str, Any]:
    return {
        "name": model.name, "state": model.state, "languages": model.languages,
        "where": model.where, "do": model.do,
    }  # fmt: skip


def _notice(text: str) -> None:
    if text:
        click.echo(f"samenote: {text}", err=True)


@contextmanager
def _progress() -> Iterator[Callable[[float, str], None]]:
    """Show how far the preparation is, on a terminal only."""
    import sys

    if not sys.stderr.isatty():
        yield lambda share, stage: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Looking for the model", total=1.0)
        yield lambda share, stage: bar.update(
            task, completed=share, description=stage[:1].upper() + stage[1:]
        )
