"""From what was judged to what is told: every finding of a check, before the baseline is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import numpy.typing as npt

from api.copy.baseline import told
from api.copy.common_text import common_units
from api.copy.config import CopySettings
from api.copy.differing import differing_spans
from api.copy.draft import Draft, unused_approval, unused_ignore
from api.copy.duplicates import Duplicate, Duplicates
from api.copy.findings import CopyPlace, Rule, Severity
from api.copy.inline import PlacedIgnore, placed_ignores
from api.copy.judging import JudgedUnits
from api.copy.pairs import Pairs, without_echoes
from api.copy.sent_notes import SentBefore, SentNotes, sent_before
from api.copy.unit_meaning import UnitMeaning, sentence_pairs
from api.copy.unit_words import UnitWords, unit_words
from api.copy.units import CopyFile, CopyUnit
from api.copy.unsaid import unsaid
from api.copy.untranslated import Untranslated, untranslated
from dedupe import Meaning, Words


@dataclass(frozen=True, slots=True)
class Configured:
    """Where the settings stand, as places name it, and whether all that they name was read."""

    path: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Drafts:
    """The findings of a set of files, by place; of every unit that was judged text and path."""

    findings: tuple[Draft, ...]
    standing: tuple[tuple[str, str], ...]


def draft_findings(
    files: Sequence[CopyFile],
    settings: CopySettings,
    today: date,
    threads: int,
    sent: SentNotes | None = None,
    meaning: UnitMeaning | None = None,
    configured: Configured | None = None,
) -> Drafts:
    """Judge the units of the files, which stand in order of path, and say what was found.

    ``sent`` is what was sent as personal notes, if that is asked. Without ``meaning`` words alone
    are compared; with it MeaningUnavailable is raised where its model cannot be loaded. Without
    ``configured`` nothing is said of the configuration's approvals.
    """
    units = without_echoes([unit for file in files for unit in file.units])
    approved = [each for each in settings.approved if each.holds(today)]
    words = unit_words(units, [each.text for each in approved])
    with ThreadPoolExecutor(1) as pool:  # Common text is looked for while units are compared.
        common = pool.submit(_common, units, words, settings)
        drafter = _Drafter(units, words, settings, common)
        drafter.ignore(placed_ignores(files, units))
        found = [
            *drafter.repeats(threads, meaning), *drafter.sent(sent, threads),
            *drafter.untranslated(), *drafter.unused(unasked_rules(sent, meaning)),
            *drafter.approvals(configured, words.stands, today),
        ]  # fmt: skip
    standing = (
        (f"{masked:016x}", unit.place.path)
        for masked, unit in zip(words.words.masked.tolist(), units, strict=True)
    )
    return Drafts(tuple(sorted(found, key=_by_place)), tuple(standing))


def _common(
    units: Sequence[CopyUnit], words: UnitWords, settings: CopySettings
) -> npt.NDArray[np.bool_]:
    if not settings.common:
        return np.zeros(len(units), np.bool_)
    return common_units(units, words.words)


def unasked_rules(sent: SentNotes | None, meaning: object) -> tuple[Rule, ...]:
    """Return the rules of which a run without a store, or without meaning, can say nothing."""
    rules: tuple[tuple[Rule, object], ...] = (("sent-as-personal", sent), ("reworded", meaning))
    return tuple(rule for rule, by in rules if by is None)


def _by_place(draft: Draft) -> tuple[str, int, int, str]:
    return draft.here.path, draft.here.line, draft.here.column, draft.rule


class _Drafter:
    """Writes the findings of each rule."""

    def __init__(
        self,
        units: Sequence[CopyUnit],
        words: UnitWords,
        settings: CopySettings,
        common: Future[npt.NDArray[np.bool_]],
    ) -> None:
        self._units, self._words, self._settings = units, words, settings
        self._common = common
        self._ignores: Sequence[PlacedIgnore] = ()
        self._ignored: dict[tuple[int, str], int] = {}
        self._used: set[int] = set()

    def ignore(self, ignores: Sequence[PlacedIgnore]) -> None:
        """Take the inline ignores; one without a reason lets nothing pass."""
        self._ignores = ignores
        for number, placed in enumerate(ignores):
            if placed.ignore.reason:
                rule = placed.ignore.rule
                self._ignored.update(((unit, rule), number) for unit in placed.units)

    def repeats(self, threads: int, meaning: UnitMeaning | None) -> Iterator[Draft]:
        """Yield duplicate copy, common text once, and copy that says the same in other words."""
        by_words = self._settings.level("duplicate-copy", "error") != "off"
        if self._settings.level("reworded", "warning") == "off":
            meaning = None
        if not by_words and meaning is None:
            return
        units, words = self._units, self._words
        exact = [
            (key, tuple(unit.place.text[a:b] for a, b in unit.masks))
            for key, unit in zip(words.words.exact.tolist(), units, strict=True)
        ]
        of = partial(self._meaning, meaning) if meaning else None
        judged = JudgedUnits(words, exact, self._settings.least_words, threads, of)
        pairs = Pairs(units, self._settings.source_language)
        duplicates = Duplicates(judged, pairs, words.lengths, self._common.result(), self._settings)
        for found in duplicates if by_words else ():
            yield self._duplicate(found, f"{judged.masked[found.unit]:016x}")
        for found in duplicates.reworded():
            yield self._reworded(found, judged)

    def _meaning(self, meaning: UnitMeaning, numbers: Sequence[int], words: Words) -> Meaning:
        return meaning.of([self._units[number] for number in numbers], words)

    def _duplicate(self, found: Duplicate, text: str) -> Draft:
        here = self._units[found.unit].place
        others = tuple(self._units[other].place for other in found.others)
        severity = found.severity
        if not found.common:
            severity = self._level("duplicate-copy", severity)
        message = f"{found.said()}: {_where(others)}."
        return Draft(
            "duplicate-copy", severity, found.relation.word, round(found.score, 4), here, others,
            message, "" if found.common else self._reason(found.unit, "duplicate-copy"),
            differing_spans(here.text, others[0].text), told("duplicate-copy", text, here.path),
            counted=found.counted,
        )  # fmt: skip

    def _reworded(self, found: Duplicate, judged: JudgedUnits) -> Draft:
        here = self._units[found.unit].place
        others = tuple(self._units[other].place for other in found.others)
        said = judged.said(found.unit, found.others[0])
        pairs = (
            sentence_pairs(said, self._units, self._words.words, found.unit, found.others[0])
            if said
            else ()
        )
        own = unsaid(here.text, [pair.here for pair in pairs])
        text = f"{judged.masked[found.unit]:016x}"
        return Draft(
            "reworded", self._level("reworded", found.severity), found.relation.word,
            round(found.score, 4), here, others, f"{found.said()}: {_where(others)}.",
            self._reason(found.unit, "reworded"), own, told("reworded", text, here.path),
            sentences=pairs, counted=found.counted,
        )  # fmt: skip

    def sent(self, sent: SentNotes | None, threads: int) -> Iterator[Draft]:
        """Yield what was sent as personal notes before, where that is asked."""
        if sent is None or self._settings.level("sent-as-personal", "error") == "off":
            return
        least = self._settings.least_words_verbatim, self._settings.least_words
        for found in sent_before(self._units, self._words, sent, least=least, threads=threads):
            if found.score >= self._settings.least_score and not self._common.result()[found.unit]:
                yield self._sent(found)

    def _sent(self, found: SentBefore) -> Draft:
        here = self._units[found.unit].place
        text = f"{self._words.words.masked[found.unit]:016x}"
        return Draft(
            "sent-as-personal", self._level("sent-as-personal", found.severity),
            found.relation.word, found.score, here, (), found.said(),
            self._reason(found.unit, "sent-as-personal"), found.own,
            told("sent-as-personal", text, here.path), found.reach,
            found.on.isoformat() if found.on else "",
        )  # fmt: skip

    def untranslated(self) -> Iterator[Draft]:
        """Yield strings that were left in the source language."""
        if self._settings.level("untranslated", "warning") == "off":
            return
        for found in untranslated(self._units, self._settings.source_language):
            yield self._untranslated(found)

    def _untranslated(self, found: Untranslated) -> Draft:
        unit = self._units[found.unit]
        others = (found.source.place,) if found.source else ()
        said = f" at {_where(others)}" if others else ""
        message = (
            f"The {unit.locale} string {unit.place.key!r} is the same as in the source language"
            f" ({self._settings.source_language}){said}."
        )
        text = f"{unit.locale}\0{self._words.words.masked[found.unit]:016x}"
        return Draft(
            "untranslated", self._level("untranslated", "warning"), "verbatim", 1.0, unit.place,
            others, message, self._reason(found.unit, "untranslated"), (),
            told("untranslated", text, unit.place.path),
        )  # fmt: skip

    def unused(self, unasked: Sequence[Rule]) -> Iterator[Draft]:
        """Yield ignores that suppress nothing, or give no reason; ask when all else is told.

        Of ``unasked`` rules nobody knows what their ignores suppress.
        """
        level = self._settings.level("unused-ignore", "warning")
        if level == "off":
            return
        for number, placed in enumerate(self._ignores):
            asked = placed.ignore.rule not in unasked
            if number not in self._used and (asked or not placed.ignore.reason):
                yield unused_ignore(placed, level)

    def approvals(
        self, configured: Configured | None, stands: Sequence[bool], today: date
    ) -> Iterator[Draft]:
        """Yield approvals whose day is over, and those whose text stands nowhere.

        ``stands`` says the latter of those that hold.
        """
        level = self._settings.level("unused-ignore", "warning")
        if configured is None or level == "off":
            return
        held = iter(stands)
        for approved in self._settings.approved:
            if not approved.holds(today):
                said = (
                    f"This approval ended on {approved.until}: its text is told again where it"
                    " repeats. Give it a later date, or remove it."
                )
            elif next(held) or not configured.whole:
                continue
            else:
                said = (
                    "This approval lets nothing pass: its text stands nowhere in the copy that was"
                    " read. Correct its text, or remove it."
                )
            yield unused_approval(configured.path, approved, said, level)

    def _level(self, rule: Rule, usual: Severity) -> Severity:
        level = self._settings.level(rule, usual)
        return usual if level == "off" else level

    def _reason(self, unit: int, rule: Rule) -> str:
        """Return why a unit's finding is let pass; empty where it is not."""
        number = self._ignored.get((unit, rule), self._ignored.get((unit, "")))
        if number is None:
            return ""
        self._used.add(number)
        return self._ignores[number].ignore.reason


def _where(places: Sequence[CopyPlace]) -> str:
    """Name the first places: path, line and, for strings, key."""
    named = [f"{p.path}:{p.line}" + (f" ({p.key})" if p.key else "") for p in places[:2]]
    more = len(places) - len(named)
    return " and ".join(named) if not more else f"{', '.join(named)} and more"
