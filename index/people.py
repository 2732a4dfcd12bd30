"""People: who got a message, as numbers, and by what they could meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dedupe import Exposure, Meeting, Recipient, meeting_keys
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
        numbers = {number for number in self._each(recipients) if number >= 0}
        if not numbers:
            numbers = {self._number(f"unknown:{message}", None)}
        return tuple(sorted(numbers))

    def _each(self, recipients: Sequence[Recipient]) -> list[int]:
        """Return the number of each recipient, -1 where nothing is known of one."""
        return [
            self._number(identity, recipient) if (identity := recipient.identity) else -1
            for recipient in recipients
        ]

    def meetings(
        self, message: str, recipients: Sequence[Recipient], thread: str
    ) -> tuple[Meeting, ...]:
        """Return by what the recipients could meet others: kind, key, and which of them."""
        each = self._each(recipients)
        everyone = {number for number in each if number >= 0}
        alone = not everyone
        if alone:
            everyone = set(self.of(message, recipients))
        found: dict[tuple[Exposure, str], set[int]] = {}
        if thread:
            found[Exposure.THREAD, thread] = everyone.copy()
        for recipient, number in zip(recipients, each, strict=True):
            if number >= 0 or alone:
                for key in meeting_keys(recipient):
                    found.setdefault(key, set()).update(everyone if alone else (number,))
        return tuple([(*key, tuple(sorted(people))) for key, people in sorted(found.items())])

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

    def _number(self, identity: str, recipient: Recipient | None) -> int:
        number = self._numbers.get(identity)
        if number is None:
            number = self._numbers[identity] = len(self)
            self._names.append(shown(recipient) if recipient else "")
        return number


def shown(recipient: Recipient) -> str:
    """Return a recipient as a person writes it: address, else name, else id."""
    return recipient.address or recipient.name or recipient.id
