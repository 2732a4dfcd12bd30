"""The judged call: notes that are about to be sent, held against a memory and each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from api.call_meaning import CallMeaning
from api.preparation import about_of
from api.quoting import without_quotes
from dedupe import (
    About,
    Judgement,
    MeaningUnavailable,
    Meeting,
    Note,
    Policy,
    Settings,
    Verdicts,
    Words,
    carried_aside,
    judge_recalled,
)
from index import (
    AskedMeaning,
    CallNotes,
    CallSendings,
    OutOfTime,
    People,
    Recall,
    Remembered,
    recall,
    seconds,
)


class JudgedCall:
    """Notes with their verdicts.

    ``notes`` are those with words of their own, ``words`` theirs. A message of the memory has its
    number there; note n of the call is message ``first + n``. ``quoted`` lists the stretches that
    each note quotes: they are no part of its words.
    """

    def __init__(
        self,
        known: Remembered,
        notes: Sequence[Note],
        words: Words,
        policy: Policy,
        *,
        separately: bool,
        now: float,
        since: float | None,
        threads: int,
        meaning: CallMeaning | None = None,
    ) -> None:
        self.known = known
        self.first = len(known.messages)
        self.persons = People(known.messages, (to for n in notes for to in n.message.to))
        self.people = [self.persons.of(f"note {k}", n.message.to) for k, n in enumerate(notes)]
        self.notes, self.words, self.quoted = without_quotes(known, notes, words, self.people)
        order, ranks = self._canonical()
        asked = self.words if len(notes) == 1 else self.words.chosen(order)
        numbers = known.variants.numbers(asked.masked)
        about = [about_of(note.message) for note in notes]
        said = self._said(order, meaning, among=not separately)
        #: Whether the notes were compared by their words alone, or with a part only by meaning.
        self.degraded = said is None or meaning is None or not meaning.complete
        self.settings = Settings(meaning=meaning.memory.encoder.digest if meaning else "").digest
        self.found: Recall = recall(
            known, asked, numbers, together=not separately,
            allowed=self._allowed(about, ranks, len(order), now),
            further=None if said is None else said.numbers,
        )  # fmt: skip
        self.judgement: Judgement = judge_recalled(
            self.found.recalled, threads=threads,
            meaning=None if said is None or meaning is None else said.of(
                self.found,
                policy.lines.scale(meaning.memory.encoder.digest, meaning.memory.scale),
            ),
        )  # fmt: skip
        self.rows = [self.found.asked + rank for rank in ranks]
        self.sendings = CallSendings(
            known, self.found,
            CallNotes(self.rows, self.words.exact.tolist(), self.people, self._meetings(), about),
            separately=separately, now=now, since=since,
        )  # fmt: skip
        self.verdicts = Verdicts(self.judgement, self.sendings, policy, self.sendings.beyond)

    def _said(
        self, order: npt.NDArray[np.int64], meaning: CallMeaning | None, *, among: bool
    ) -> AskedMeaning | None:
        """Return what the distinct notes say; None without a model, or where time ran out."""
        if meaning is None:
            return None
        try:
            return AskedMeaning(
                meaning.memory, self.known, [self.notes[k] for k in order.tolist()],
                among=among, deadline=meaning.deadline,
            )  # fmt: skip
        except (OutOfTime, MeaningUnavailable):
            return None

    def _allowed(
        self, about: Sequence[About], ranks: Sequence[int], rows: int, now: float
    ) -> list[frozenset[int]]:
        """Return which approved texts each asked row may repeat: what all of its notes may."""
        approved = self.known.approved
        if not len(approved):
            return []
        at = datetime.fromtimestamp(now, UTC)
        left = frozenset(range(len(approved))) - self._used_up()
        allowed = [left] * rows
        for note, rank in zip(about, ranks, strict=True):
            allowed[rank] &= approved.fitting(note, at)
        return allowed

    def _used_up(self) -> frozenset[int]:
        """Return the approved texts that reached as many people as they were approved for."""
        approved = self.known.approved
        notes, texts = approved.holding(self.words)
        here: dict[int, set[int]] = {}
        for note, text in zip(notes.tolist(), texts.tolist(), strict=True):
            here.setdefault(text, set()).update(self.people[note])
        return frozenset(
            text
            for text, people in here.items()
            if (most := approved.approvals[text].most_reach) is not None
            and len(self.known.reached(approved, text) | people) > most
        )

    def _meetings(self) -> list[tuple[Meeting, ...]]:
        return [
            self.persons.meetings(f"note {k}", n.message.to, n.message.thread)
            for k, n in enumerate(self.notes)
        ]

    def _canonical(self) -> tuple[npt.NDArray[np.int64], list[int]]:
        """Return one note of each text, in canonical order, and each note's rank among them.

        Most recipients first, then time, then text hash: the order of the notes does not matter.
        """
        masked = self.words.masked.tolist()
        people: dict[int, set[int]] = {}
        first: dict[int, int] = {}
        when: dict[int, float] = {}
        for note, key in enumerate(masked):
            people.setdefault(key, set()).update(self.people[note])
            first.setdefault(key, note)
            sent = seconds(self.notes[note].message.sent_at)
            when[key] = min(when.get(key, float("inf")), sent if sent == sent else float("inf"))
        ordered = sorted(first, key=lambda key: (-len(people[key]), when[key], key))
        ranks = {key: rank for rank, key in enumerate(ordered)}
        return np.array([first[key] for key in ordered], np.int64), [ranks[k] for k in masked]

    @cached_property
    def aside(self) -> npt.NDArray[np.bool_]:
        """Which words of the notes were set aside, one entry a word of ``words``."""
        return self.aside_in(self.words, np.array(self.rows, np.int32))

    def approved(self, note: int) -> npt.NDArray[np.bool_]:
        """Return which unmasked words of a note stand in approved text."""
        words = self.judgement.words
        asked = int(words.bounds[self.found.asked])
        first, stop = (int(words.bounds[self.rows[note] + k]) for k in (0, 1))
        marked = self.found.approved[first - asked : stop - asked]
        result: npt.NDArray[np.bool_] = marked[words.flags[first:stop] == 0]
        return result

    def aside_in(self, words: Words, rows: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Return which words of messages were set aside; message n is one of row ``rows[n]``."""
        return carried_aside(words, self.judgement.words, rows, self.judgement.set_aside)

    def covered_unmasked(self, message: int) -> npt.NDArray[np.bool_]:
        """Return, for each unmasked compared word of a message, whether others got it too."""
        compared = self.judgement.compared
        row = self.sendings.variant(message)
        share = slice(int(compared.bounds[row]), int(compared.bounds[row + 1]))
        result: npt.NDArray[np.bool_] = self.verdicts.covered(message)[compared.flags[share] == 0]
        return result
