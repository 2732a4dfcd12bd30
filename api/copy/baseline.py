"""The baseline: findings that a project has accepted, as hashes and counts, without any text.

An entry names a rule and a text, and says how many findings of it are accepted: one more copy is
new, a moved file is not. Hashes of the files' names only help to tell which copy is the new one.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from api.reports.wording import listed
from dedupe import CannotJudgeError, Settings

#: Where the baseline is kept unless the configuration or the command says else.
USUAL_NAME: Final = "samenote-baseline.json"

#: Raised by hand when the reading of files or the rules change what a finding's text is.
RULES: Final = 1
_FORMAT: Final = 1
_PLACES: Final = 3  # named of an entry that an update adds
_WHAT: Final = "Accepted findings of samenote copy; made by samenote copy --update-baseline."


def settings_digest() -> str:
    """Return twelve hexadecimal digits of everything that changes a finding's identity."""
    return hashlib.sha256(f"{Settings().digest} copy {RULES}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Told:
    """What a baseline keeps of one finding: its rule, its text as a hash, its file as a hash."""

    rule: str
    text: str
    place: str


def told(rule: str, text: str, path: str) -> Told:
    """Return what is kept of a finding; ``text`` is any string that is equal for equal texts."""
    return Told(rule, _hash(f"{rule}\0{text}", 16), _hash(path, 8))


def _hash(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Baseline:
    """Accepted findings: hashes of the files in which each (rule, text) was found, sorted."""

    entries: Mapping[Key, tuple[str, ...]]

    @classmethod
    def of(cls, findings: Iterable[Told]) -> Baseline:
        """Return the baseline that accepts these findings and no others."""
        entries: dict[Key, list[str]] = {}
        for finding in findings:
            entries.setdefault((finding.rule, finding.text), []).append(finding.place)
        return cls(MappingProxyType({key: tuple(sorted(entries[key])) for key in sorted(entries)}))

    @classmethod
    def nothing(cls) -> Baseline:
        """Return the baseline that accepts nothing."""
        return cls(MappingProxyType({}))

    def of_rule(self, rule: str) -> Baseline:
        """Return the entries of one rule."""
        return Baseline(MappingProxyType({k: v for k, v in self.entries.items() if k[0] == rule}))

    def without(self, other: Baseline) -> Baseline:
        """Return the entries that another baseline has not."""
        left = {key: places for key, places in self.entries.items() if key not in other.entries}
        return Baseline(MappingProxyType(left))

    def joined(self, other: Baseline) -> Baseline:
        """Return what either has: of each text every file, as often as the one that has it most."""
        mine, theirs = self.entries, other.entries
        both = {
            key: tuple(sorted((Counter(mine.get(key)) | Counter(theirs.get(key))).elements()))
            for key in sorted({*mine, *theirs})
        }
        return Baseline(MappingProxyType(both))

    def __len__(self) -> int:
        return sum(len(places) for places in self.entries.values())


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a baseline says of one finding."""

    identity: str
    known: bool


def recognise(findings: Sequence[Told], baseline: Baseline) -> list[Recognised]:
    """Say of each finding whether the baseline has it, and name it.

    Of more copies than were accepted those in files that had none are the new ones, the last
    first. The identity of the n-th finding of one text is the same wherever it stands.
    """
    of_key: dict[Key, list[int]] = {}
    for number, finding in enumerate(findings):
        of_key.setdefault((finding.rule, finding.text), []).append(number)
    found: dict[int, Recognised] = {}
    for key, numbers in of_key.items():
        accepted = Counter(baseline.entries.get(key, ()))
        held: list[int] = []
        rest: list[int] = []
        for number in numbers:
            place = findings[number].place
            (held if accepted[place] > 0 else rest).append(number)
            accepted[place] -= 1
        allowed = len(baseline.entries.get(key, ()))
        for nth, number in enumerate([*held, *rest]):
            found[number] = Recognised(_hash(f"{key[0]}\0{key[1]}\0{nth}", 24), nth < allowed)
    return [found[number] for number in range(len(findings))]


def gone(baseline: Baseline, findings: Iterable[Told]) -> tuple[str, ...]:
    """Return the entries that no longer occur, or less often, as they stand in the file."""
    now = Baseline.of(findings).entries
    said = []
    for key, places in baseline.entries.items():
        left = len(now.get(key, ()))
        if left < len(places):
            fewer = f" ({len(places)} → {left})" if left else ""
            said.append(f"{key[0]} {key[1]}{fewer}")
    return tuple(said)


def changes(before: Baseline, after: Baseline, accepted: Mapping[Key, Sequence[str]]) -> list[str]:
    """Say what an update changes: a line an entry, marked + or -, in the order of the file.

    ``accepted`` is where the new findings of an entry stand, which the baseline itself forgets.
    """
    said = []
    for rule, text in sorted({*before.entries, *after.entries}):
        old = len(before.entries.get((rule, text), ()))
        new = len(after.entries.get((rule, text), ()))
        if old != new:
            mark, counted = ("+", new - old) if new > old else ("-", old - new)
            places = accepted.get((rule, text), ()) if new > old else ()
            more = [f"{len(places) - _PLACES:,} more"] if len(places) > _PLACES else []
            at = f": {listed([*places[:_PLACES], *more])}" if places else ""
            said.append(f"{mark}{counted} {rule} {text}{at}")
    return said


def rendered(baseline: Baseline) -> str:
    """Return the baseline as it is committed: JSON, sorted, one entry a line."""
    head = {
        "what": _WHAT,
        "format": _FORMAT,
        "settings": settings_digest(),
        "findings": len(baseline),
    }
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    entries = [
        "    "
        + json.dumps({"rule": rule, "text": text, "count": len(places), "places": list(places)})
        for (rule, text), places in baseline.entries.items()
    ]
    body = ['  "entries": [', ",\n".join(entries), "  ]"] if entries else ['  "entries": []']
    return "\n".join(["{", *lines, *body, "}", ""])


def read_baseline(path: Path) -> Baseline:
    """Return a committed baseline.

    Raises CannotJudgeError where there is none, it is none of ours, or other settings made it.
    """
    data = _read(path)
    if data.get("settings") != settings_digest():
        raise CannotJudgeError(
            "the baseline was made with other settings or by another version of samenote",
            where=str(path),
            do="Make it anew with --update-baseline and look at what changes.",
        )
    try:
        entries = {
            (str(entry["rule"]), str(entry["text"])): tuple(str(p) for p in entry["places"])
            for entry in data["entries"]
        }
    except (KeyError, TypeError):
        raise _foreign(path) from None
    return Baseline(MappingProxyType(entries))


def read_for_update(path: Path) -> Baseline:
    """Return what an update changes: nothing where there was no baseline, or other settings.

    Raises CannotJudgeError where the file is something else, so that nothing is overwritten.
    """
    if not path.exists():
        return Baseline.nothing()
    if _read(path).get("settings") != settings_digest():
        return Baseline.nothing()
    return read_baseline(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CannotJudgeError(
            "there is no baseline", where=str(path), do="Make it with --update-baseline."
        ) from None
    except OSError as error:
        raise CannotJudgeError(
            f"the baseline could not be read: {error.strerror}", where=str(path)
        ) from None
    except (ValueError, RecursionError):
        raise _foreign(path) from None
    if not isinstance(data, dict) or data.get("what") != _WHAT or data.get("format") != _FORMAT:
        raise _foreign(path)
    return data


def _foreign(path: Path) -> CannotJudgeError:
    return CannotJudgeError(
        "is no baseline that this version of samenote reads",
        where=str(path),
        do="Name the file that --update-baseline made; if it was a baseline, mend the merge in it.",
    )
