"""samenote check against a store: the notes judged, reserved if asked, and what to do next."""

from __future__ import annotations

import os
import shlex
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from api.cli.meaning_options import opened_encoder
from api.cli.reserving import asked_overrides, asked_reserve
from api.cli.store_options import StorePlace, opened, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.call_meaning import MeaningReader
    from api.checked import Checked
    from api.notes import Notes
    from api.store_checking import StoreAnswer
    from dedupe import Message, Policy
    from index import Reservation, Store

#: Seconds that a check takes at most to read what the store's messages say; what is read is kept.
CATCHING_UP_SECONDS = 20

_WHOLE = 1_000_000


def uses_store(place: StorePlace, no_store: bool) -> bool:
    """Say whether notes are held against a store: one that is named, else the default if there."""
    from api.store_opening import default_store

    return not no_store and (place.named or os.path.exists(default_store()))


def check_with_store(
    read: Notes, place: StorePlace, *, separately: bool, policy: Policy
) -> tuple[Checked, StoreAnswer]:
    """Judge the notes against the store, and reserve them if asked."""
    from api.call_meaning import unused_lines
    from api.checked import Checked
    from api.matched import MatchedMessages
    from api.store_checking import check_in_store

    messages = [mail.message for mail in read.mails]
    with opened(place) as store, _reader(store) as meaning:
        answer = check_in_store(
            store, messages, policy=policy, separately=separately, reserve=asked_reserve(),
            overrides=asked_overrides(read.mails), meaning=meaning,
        )  # fmt: skip
        if meaning is not None:
            _say_unread(store, meaning, place)
            if unused := unused_lines(policy, meaning.said.memory.encoder):
                say(unused)
        earlier = _kept_texts(store, answer)
        matched = MatchedMessages(answer.remembered, earlier, messages)
        return Checked(read.mails, answer.verdicts, matched, store.ledger.url), answer


@contextmanager
def _reader(store: Store) -> Iterator[MeaningReader | None]:
    """Give what reads the meaning of a store, and keep what was read for the next time."""
    from api.call_meaning import MeaningReader
    from api.meaning_opening import meaning_of_store
    from api.reports.progress import progress

    with progress(_WHOLE) as update:
        encoder = opened_encoder(update, _WHOLE)
        if encoder is None:
            yield None
            return
        said = meaning_of_store(store, encoder)

        def told(done: int, total: int) -> None:
            update(_WHOLE * done // max(total, 1), done, "reading what was said")

        yield MeaningReader(said, catching_up=CATCHING_UP_SECONDS, update=told)
        said.save()


def _say_unread(store: Store, meaning: MeaningReader, place: StorePlace) -> None:
    left = meaning.said.unread(store.remembered())
    if left:
        option = place.option(store.ledger.url)
        say(
            f"{left:,} remembered texts were not compared by meaning: to read them takes more "
            f"than {CATCHING_UP_SECONDS} s. Once: samenote model read{option}"
        )


def _kept_texts(store: Store, answer: StoreAnswer) -> Callable[[int], Message]:
    """Return what gives a remembered message; those that matches name are read while it is open."""
    numbers = {
        match.number
        for verdict in answer.verdicts
        for match in (*verdict.matches[:1], *verdict.same_person[:1])
        if match.number < answer.remembered
    }
    rows = store.remembered().messages.rows["position"]
    places = {number: int(rows[number]) for number in numbers if number < len(rows)}
    texts = store.texts(list(places.values()))
    found = {number: texts[place] for number, place in places.items() if place in texts}
    return found.__getitem__


def say_stored(checked: Checked, answer: StoreAnswer, place: StorePlace, *, json_: bool) -> None:
    """Say how many notes they really are, what is reserved, until when, and how to go on.

    Beside JSON all of it goes to standard error; a report for people says the first by itself.
    """
    from api.reports.wording import count

    notes = len(checked.mails)
    if json_ and answer.distinct < notes:
        say(f"{count(notes, 'note')} are {count(answer.distinct, 'distinct note')}")
    if json_ and not place.named:
        say(f"compared with {count(checked.searched, 'note')} of the store {checked.store}")
    if answer.reservation is None:
        return
    if not json_:
        click.echo()
    for line in _reserved(answer.reservation, notes, place.option(checked.store)):
        say(line) if json_ else click.echo(line)


def _reserved(held: Reservation, notes: int, option: str) -> Iterator[str]:
    until = held.expires_at.strftime("%Y-%m-%d %H:%M UTC")
    if held.retried:
        yield f"This call was made before: its reservation {held.id} is {held.state}."
    elif held.positions:
        yield f"Reserved {len(held.positions):,} of {notes:,} notes until {until}, as {held.id}"
    else:
        yield f"Nothing is reserved: every note is to be stopped (reservation {held.id})."
    if held.state == "pending" and held.positions:
        name = shlex.quote(held.idempotency_key or held.id)
        yield f"Once sent:   samenote reservation commit {name}{option}"
        yield f"If not sent: samenote reservation cancel {name}{option}"
