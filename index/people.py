"""People: who got a message, as numbers, and by what they could meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dedupe import Meeting, Recipient, addressed
from index.messages import Messages


class People:
    """Numbers recipients by identity; a message without recipient went to one unknown other.

    People whom a memory knows keep their numbers; the others are numbered after them.
    """

    def __init__(self, known: Messages | None = None, recipients: Iterable[Recipient] = ()) -> None:
        """``recipients`` are those that will be asked about: they are looked up all at once."""
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._first = len(known.people) if known else 0
        if known:
            asked = list({r.identity for r in recipients if r.identity})
            numbers = known.numbers_of(asked).tolist()
            self._numbers = {i: n for i, n in zip(asked, numbers, strict=True) if n >= 0}

    def __len__(self) -> int:
        return self._first + len(self._names)

    def of(self, message: str, recipients: Sequence[Recipient]) -> tuple[int, ...]:
        """Return the numbers of a message's recipients, ascending, each once."""
        numbers = {
            self._number(identity, shown(recipient))
            for recipient in recipients
            if (identity := recipient.identity)
        }
        return tuple(sorted(numbers or {self._number(_unknown(message), "")}))

    def meetings(
        self, message: str, recipients: Sequence[Recipient], thread: str
    ) -> tuple[Meeting, ...]:
        """Return by what the recipients could meet others: kind, key, and which of them."""
        self.of(message, recipients)
        told = addressed(recipients, thread)
        numbers = [self._numbers[identity or _unknown(message)] for identity in told.people]
        return tuple(
            (*key, tuple(sorted(numbers[place] for place in places)))
            for key, places in sorted(told.meetings.items())
        )

    def name(self, number: int) -> str:
        """Return a new person's name as written first: address, else name, else id."""
        return self._names[number - self._first]

    @property
    def count_new(self) -> int:
        """How many people were named that no memory knew."""
        return len(self._names)

    def new(self) -> list[str]:
        """Return the identities that no memory knew, in order of number."""
        return [identity for identity, n in self._numbers.items() if n >= self._first]

    def _number(self, identity: str, name: str) -> int:
        number = self._numbers.get(identity)
        if number is None:
            number = self._numbers[identity] = len(self)
            self._names.append(name)
        return number


def _unknown(message: str) -> str:
    """Return the identity of the one unknown other whom a message went to."""
    return f"unknown:{message}"


def shown(recipient: Recipient) -> str:
    """Return a recipient as a person writes it: address, else name, else id."""
    return recipient.address or recipient.name or recipient.id
