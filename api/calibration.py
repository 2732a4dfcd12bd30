"""Calibration: which line of meaning the user's own mail asks for, and which pairs lie beside it.

Taken as honest are the notes that nobody else got by their words. Of each, what it says alike with
another person's note, at most, is what a line has to pass to let it go: so a line has a rate at
which such notes would have been looked at. Who looks at the pairs beside the line sees whether
they are false alarms or finds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from api.archives.interface import Skipped
from api.calibration_pairs import ShownPair, shown_pair
from dedupe import (
    LEAST_LINE,
    Judgement,
    MeaningScale,
    Note,
    language_name,
    line_at,
    notes_needed,
    upper_rate,
)

#: Rates of a thousand notes for which a line is shown besides the one asked for.
RATES = (10.0, 5.0, 2.0, 1.0)

#: So many notes outside the main language tell a line for pairs in two languages.
LEAST_FOREIGN = 100


@dataclass(frozen=True, slots=True)
class JudgedMail:
    """Distinct notes, judged by words and, down to `LEAST_LINE`, by meaning.

    One entry a distinct note: ``people`` who got it, ``repeated`` (bool: it went to several of
    them, in several messages), ``languages`` (int8). ``note`` reads one again; None where it can
    no longer be read. ``messages`` is how many there are in all; ``skipped`` could not be read.
    """

    judgement: Judgement
    people: Sequence[frozenset[int]]
    repeated: npt.NDArray[np.bool_]
    languages: npt.NDArray[np.int8]
    messages: int
    note: Callable[[int], Note | None]
    skipped: Sequence[Skipped] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A line (0 to 1; None: none keeps the rate) and how many notes reach it.

    ``rate`` is what was asked for, in 1,000; ``upper`` the upper 95 % bound of the real one. A
    setting is ``measured`` where there are notes enough for one to be that rate.
    """

    rate: float
    line: float | None
    looked_at: int
    upper: float
    measured: bool


@dataclass(frozen=True, slots=True)
class LineFound:
    """The lines for pairs in one language, or in two (``abroad``).

    ``asked`` is the setting for the rate that was asked for, ``settings`` those of the table,
    ``now`` the line that the model has. ``above`` are the pairs that just reach the asked line,
    the nearest first, ``below`` those that just do not. ``fault`` says why no line is proposed.
    """

    abroad: bool
    asked: Setting
    settings: tuple[Setting, ...]
    now: Setting
    above: tuple[ShownPair, ...]
    below: tuple[ShownPair, ...]
    fault: str = ""

    @property
    def proposed(self) -> float | None:
        return None if self.fault else self.asked.line


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was measured on ``honest`` of ``texts`` distinct notes, with one model."""

    messages: int
    texts: int
    honest: int
    model: str
    digest: str
    rate: float
    same: LineFound
    abroad: LineFound

    @property
    def needed(self) -> int:
        """How many honest notes the rate asked for needs."""
        return notes_needed(self.rate)


def measuring_scale(own: MeaningScale) -> MeaningScale:
    """Return the model's scale with its lines so low that every pair that matters is measured."""
    return own.with_lines(LEAST_LINE, LEAST_LINE)


def calibrate(
    mail: JudgedMail, model: tuple[str, str], rate: float, *, pairs: int, own: MeaningScale
) -> Calibration:
    """Propose lines at which ``rate`` in 1,000 honest notes would have been looked at.

    ``model``: the encoder's name and digest; ``own`` is its scale. ``pairs`` are shown on either
    side of each line.
    """
    honest = ~_copied(mail)
    nearest = _Nearest.of(mail, honest)
    notes = int(honest.sum())
    lines = []
    for abroad, now in ((False, own.line), (True, own.line_abroad)):
        found = _line(nearest.chosen(abroad), notes, rate, now, abroad=abroad)
        fault = _too_few(notes, rate) or (_one_language(mail, honest) if abroad else "")
        lines.append(_with_pairs(found, nearest.chosen(abroad), mail, pairs, fault))
    return Calibration(
        mail.messages, len(honest), notes, *model, rate, same=lines[0], abroad=lines[1]
    )


def _copied(mail: JudgedMail) -> npt.NDArray[np.bool_]:
    """Say of each note whether another person got it too, by its words."""
    copied = mail.repeated.copy()
    near, related = mail.judgement.near, mail.judgement.related
    told = related.one_text
    for a, b in zip(near.left[told].tolist(), near.right[told].tolist(), strict=True):
        copied[a] |= bool(mail.people[b] - mail.people[a])
        copied[b] |= bool(mail.people[a] - mail.people[b])
    families: dict[int, set[int]] = {}
    leaders = mail.judgement.families.leaders.tolist()
    for note, leader in enumerate(leaders):
        families.setdefault(leader, set()).update(mail.people[note])
    for note, leader in enumerate(leaders):
        copied[note] |= bool(families[leader] - mail.people[note])
    return copied


@dataclass(frozen=True, slots=True)
class _Nearest:
    """Of honest notes the pair that says most alike with another person's note.

    One entry a note that has one: ``notes``, its ``pairs`` (places in what was judged reworded),
    how large a share is said alike (``shares``), and whether in two languages (``abroad``).
    """

    notes: npt.NDArray[np.int64]
    pairs: npt.NDArray[np.int64]
    shares: npt.NDArray[np.float64]
    abroad: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, mail: JudgedMail, honest: npt.NDArray[np.bool_]) -> _Nearest:
        found = mail.judgement.reworded
        best: dict[tuple[int, bool], tuple[float, int]] = {}
        for place, said in enumerate(found.said):
            sides = int(found.left[place]), int(found.right[place])
            for note, other in (sides, sides[::-1]):
                if not honest[note] or not mail.people[other] - mail.people[note]:
                    continue
                key = note, said.abroad
                # The first of equal pairs, so that the order of notes alone decides.
                if key not in best or said.share > best[key][0]:
                    best[key] = said.share, place
        keys = sorted(best)
        return cls(
            np.array([note for note, _ in keys], np.int64),
            np.array([best[key][1] for key in keys], np.int64),
            np.array([best[key][0] for key in keys], np.float64),
            np.array([abroad for _, abroad in keys], np.bool_),
        )

    def chosen(self, abroad: bool) -> _Nearest:
        """Return those in two languages, or in one."""
        of = self.abroad == abroad
        return _Nearest(self.notes[of], self.pairs[of], self.shares[of], self.abroad[of])


def _line(nearest: _Nearest, notes: int, rate: float, now: float, *, abroad: bool) -> LineFound:
    def setting(asked: float, line: float | None) -> Setting:
        reached = int(np.count_nonzero(nearest.shares >= line)) if line is not None else 0
        upper = upper_rate(reached, notes) if notes else 1_000.0
        return Setting(asked, line, reached, upper, not asked or notes >= notes_needed(asked))

    def at(asked: float) -> Setting:
        return setting(asked, line_at(nearest.shares, notes, asked))

    return LineFound(
        abroad, at(rate), tuple(at(r) for r in RATES), setting(0.0, now), (), ()
    )  # fmt: skip


def _with_pairs(
    found: LineFound, nearest: _Nearest, mail: JudgedMail, pairs: int, fault: str
) -> LineFound:
    line = found.asked.line
    if line is None:
        fault = fault or (
            f"more than {found.asked.rate:g} in 1,000 notes say all that another person's says; "
            "look at the pairs, or allow a higher rate"
        )
    reached = nearest.shares >= (1.0 if line is None else line)
    return replace(
        found,
        above=_beside(mail, nearest, np.flatnonzero(reached), 1, pairs),
        below=_beside(mail, nearest, np.flatnonzero(~reached), -1, pairs),
        fault=fault,
    )


def _beside(
    mail: JudgedMail, nearest: _Nearest, places: npt.NDArray[np.int64], way: int, most: int
) -> tuple[ShownPair, ...]:
    """Return the pairs nearest to the line on one side; no note is shown twice."""
    found = mail.judgement.reworded
    order = places[np.lexsort((nearest.pairs[places], way * nearest.shares[places]))]
    shown: list[ShownPair] = []
    seen: set[int] = set()
    for pair in nearest.pairs[order].tolist():
        sides = int(found.left[pair]), int(found.right[pair])
        if len(shown) == most:
            break
        if seen.isdisjoint(sides):
            seen.update(sides)
            read = [mail.note(side) for side in sides]
            if read[0] is not None and read[1] is not None:
                shown.append(shown_pair(found.said[pair], read[0], read[1]))
    return tuple(shown)


def _too_few(notes: int, rate: float) -> str:
    needed = notes_needed(rate)
    if notes >= needed:
        return ""
    return (
        f"{rate:g} in 1,000 can not be told from {notes:,} notes that nobody else got: at least "
        f"{needed:,} are needed"
    )


def _one_language(mail: JudgedMail, honest: npt.NDArray[np.bool_]) -> str:
    languages, counts = np.unique(mail.languages[honest], return_counts=True)
    known = languages != 0
    if not known.any():
        return "the language of the notes could not be told"
    foreign = int(counts[known].sum() - counts[known].max())
    if foreign >= LEAST_FOREIGN:
        return ""
    main = language_name(int(languages[known][np.argmax(counts[known])]))
    return (
        f"{foreign:,} notes are in another language than most ({main}): at least "
        f"{LEAST_FOREIGN} are needed"
    )
