"""The options by which a command says whether and how notes are compared by meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from api.cli.store_options import kept, say, value_of

if TYPE_CHECKING:
    from api.meaning_opening import MeaningChoice
    from api.reports.progress import Update
    from dedupe import Encoder

_UNAVAILABLE = "samenote.meaning.unavailable"
_SAID_OFF = "samenote.meaning.said_off"
_SWITCH = "SAMENOTE_NO_MEANING"

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def meaning_options(command: Decorated) -> Decorated:
    """Give a command --no-meaning, --model and --device."""
    off = click.option(
        "--no-meaning", is_flag=True, expose_value=False, callback=kept,
        envvar=_SWITCH,
        help="Compare words only, not what notes say in other words or another language. Also by "
        "the variable SAMENOTE_NO_MEANING=1.",
    )  # fmt: skip
    return off(model_options(command))


def model_options(command: Decorated) -> Decorated:
    """Give a command --model and --device."""
    model = click.option(
        "--model", metavar="NAME", default=None, expose_value=False, callback=kept,
        help="What compares by meaning: a known name, a folder, or owner/name[@revision] of the "
        "hub (samenote model).",
    )  # fmt: skip
    device = click.option(
        "--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto",
        show_default=True, expose_value=False, callback=kept, help="What the model computes on.",
    )  # fmt: skip
    return model(device(command))


def meaning_choice() -> MeaningChoice | None:
    """Return which model the present command was given; None where it compares words only."""
    from api.meaning_opening import MeaningChoice

    if value_of("no_meaning"):
        return None
    return MeaningChoice(value_of("model"), value_of("device"))


def why_words_only(*, degraded: bool) -> str:
    """Return why notes were not compared by meaning, or not all of them, in a sentence.

    Empty where they were, and where the user asked for words only.
    """
    if value_of("no_meaning") or not degraded:
        return ""
    from index import meaning_is_installed

    if not meaning_is_installed():
        return (
            "Compared by their words only; to compare by meaning too: "
            "pip install 'samenote[meaning]'."
        )
    if click.get_current_context().meta.get(_UNAVAILABLE):
        return "Compared by their words only: there is no model to compare by meaning."
    return "Not all of them were compared by meaning too: the time for it was over."


def opened_encoder(
    update: Update | None = None, whole: int = 1, *, comparing: bool = True
) -> Encoder | None:
    """Return the encoder for the present command; None where words only are compared.

    Without the extra that is nothing to speak of, unless a model was asked for; a model that
    cannot be had is said, and so is a variable that switched meaning off, where the command is
    ``comparing`` notes. ``update`` moves a bar of length ``whole``.
    """
    from dedupe import MeaningUnavailable

    choice = meaning_choice()
    if choice is None:
        if comparing:
            _say_switched_off()
        return None
    from api.meaning_opening import open_meaning
    from index import meaning_is_installed

    def told(share: float, stage: str) -> None:
        if update:
            update(int(whole * share), 0, stage)

    if choice.model is None and not meaning_is_installed():
        return None
    try:
        return open_meaning(choice, told)
    except MeaningUnavailable as error:
        click.get_current_context().meta[_UNAVAILABLE] = True
        say(f"notes are compared by their words only: {error}")
        return None


def _say_switched_off() -> None:
    """Say that a variable switched meaning off: unlike an option, nobody typed it just now."""
    context = click.get_current_context()
    by = context.get_parameter_source("no_meaning")
    if by is click.core.ParameterSource.ENVIRONMENT and not context.meta.get(_SAID_OFF):
        context.meta[_SAID_OFF] = True
        say(f"{_SWITCH} is set: compared by words alone")


def required_encoder(update: Update, whole: int = 1) -> Encoder:
    """Return the encoder for a command that was asked to compare by meaning.

    Raises MeaningUnavailable where there is none to be had: less than was asked is no answer.
    """
    from api.meaning_opening import MeaningChoice, open_meaning

    choice = MeaningChoice(value_of("model"), value_of("device"))
    return open_meaning(choice, lambda share, stage: update(int(whole * share), 0, stage))


def model_is_named() -> bool:
    """Say whether the present command was given --model or --device."""
    return value_of("model") is not None or value_of("device") != "auto"
