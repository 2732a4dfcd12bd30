"""A policy read from a TOML file, strictly: whatever is not understood is an error, not skipped.

The file is always named by the caller. None is looked for in the working directory, so that the
same command decides the same in every folder.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from api.toml_table import Table
from dedupe import (
    LOOK_BAR,
    LOOKING,
    MOST_LEAST_WORDS,
    MOST_REACH,
    STOP_BAR,
    STOPPING,
    Bar,
    CannotJudgeError,
    Exemption,
    ExemptKind,
    Exposure,
    MeaningLines,
    Memory,
    Policy,
    Relation,
    Rules,
)

POLICY_BYTES: Final = 1_000_000
"""A longer file is no policy."""
MOST_DAYS: Final = 36_500
LEAST_LINE: Final = 0.05
SHORTEST: Final = Rules().least_words

BAR_KEYS: Final = ("personal_share", "reach", "exposure")
RULE_KEYS: Final = ("least_words", "stop", "look")
TOP_KEYS: Final = (*RULE_KEYS, "memory", "meaning", "channel", "exempt")
MEMORY_KEYS: Final = ("past_days", "retention_days")
MEANING_KEYS: Final = ("line", "line_abroad", "model")
PATTERN_KEYS: Final = ("channel", "campaign", "sender", "subject")
EXEMPT_KEYS: Final = ("kind", "reason", *PATTERN_KEYS)

_KINDS: Final = tuple(kind.value for kind in Exposure)
_DEFAULTS: Final = Rules()


def read_policy(path: str | Path) -> Policy:
    """Read a policy file.

    Raises CannotJudgeError for a file that cannot be read, is no TOML in UTF-8, or says anything
    that is not known, out of range or of the wrong type; the error names the line where it can.
    """
    try:
        with open(path, "rb") as source:
            raw = source.read(POLICY_BYTES + 1)
    except OSError as error:
        raise CannotJudgeError(
            f"the policy could not be read: {error.strerror}", where=str(path)
        ) from error
    if len(raw) > POLICY_BYTES:
        raise CannotJudgeError(f"longer than {POLICY_BYTES:,} bytes: no policy", where=str(path))
    try:
        return policy_from(raw.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CannotJudgeError(
            "not UTF-8 text", where=f"{path}:{line}", do="Save the policy as UTF-8."
        ) from error


def policy_from(source: str, file: str = "policy") -> Policy:
    """Return the policy that a TOML document says; ``file`` is its name in errors.

    Raises CannotJudgeError as ``read_policy`` does.
    """
    try:
        values = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CannotJudgeError(
            f"not TOML: {str(error)[:200]}", where=file, do="See https://toml.io/en/v1.0.0."
        ) from error
    return policy_of(values, file, source)


def policy_of(values: Mapping[str, object], file: str = "policy", source: str = "") -> Policy:
    """Return the policy that a TOML document's values say, or a JSON object of the same shape.

    Raises CannotJudgeError as ``read_policy`` does; lines are named where ``source`` is given.
    """
    top = Table(dict(values), (), file, source)
    top.only(TOP_KEYS)
    channels = top.table("channel")
    return Policy(
        rules=_rules(top, None),
        channels={name: _channel(channels.table(name), top) for name in channels.values},
        exemptions=tuple(_exemption(table) for table in top.tables("exempt")),
        memory=_memory(top.table("memory")),
        lines=_meaning(top.table("meaning")),
    )


def _channel(table: Table, top: Table) -> Rules:
    table.only(RULE_KEYS)
    if not str(table.path[-1]).strip():
        raise table.fault("a channel needs a name", do="Write for example [channel.sms].")
    return _rules(table, top)


def _rules(table: Table, parent: Table | None) -> Rules:
    """Return the rules of a table; what it leaves out is taken from ``parent``."""
    look = table.table("look")
    above = parent.table("look") if parent else None
    same = above.flag("same_person", True) if above else True
    own = table.whole("least_words", SHORTEST, MOST_LEAST_WORDS)
    least = parent.whole("least_words", SHORTEST, MOST_LEAST_WORDS) if parent else None
    return Rules(
        stop=_bars(
            table.table("stop"), parent.table("stop") if parent else None,
            STOPPING, tuple(_DEFAULTS.stop), STOP_BAR, (),
        ),
        look=_bars(look, above, LOOKING, tuple(_DEFAULTS.look), LOOK_BAR, ("same_person",)),
        same_person=look.flag("same_person", same),
        least_words=own or least or SHORTEST,
    )  # fmt: skip


def _bars(
    table: Table,
    parent: Table | None,
    allowed: tuple[Relation, ...],
    usual: tuple[Relation, ...],
    bar: Bar,
    more: tuple[str, ...],
) -> Mapping[Relation, Bar]:
    """Return each relation's bar.

    What is said of one relation goes before what is said of all, and what a channel says before
    what ``parent``, the same table for all channels, does.
    """
    names = {relation.word: relation for relation in allowed}
    _check_bar_keys(table, allowed, more)
    levels = [level for level in (parent, table) if level is not None]
    listed: list[str] | None = None
    for level in levels:
        listed = level.words("relations", list(names)) if "relations" in level.values else listed
        bar = _bar(level, bar)
    relations = usual if listed is None else [r for r in allowed if r.word in listed]
    found = {}
    for relation in relations:
        found[relation] = bar
        for level in levels:
            found[relation] = _bar(level.table(relation.word), found[relation])
    return found


def _check_bar_keys(table: Table, allowed: tuple[Relation, ...], more: tuple[str, ...]) -> None:
    names = [relation.word for relation in allowed]
    if "reworded" in table.values and "reworded" not in names:
        raise table.fault(
            "'reworded' alone never stops a note", "reworded", do="Put it under [look]."
        )
    table.only(("relations", *BAR_KEYS, *more, *names))
    for name in names:
        below = table.table(name)
        below.only(BAR_KEYS)
        _bar(below, STOP_BAR)


def _bar(table: Table, above: Bar) -> Bar:
    kinds = table.words("exposure", _KINDS)
    return Bar(
        table.number("personal_share", above.personal_share, 0, 1),
        table.whole("reach", 1, MOST_REACH) or above.reach,
        above.exposure if kinds is None else frozenset(map(Exposure, kinds)),
    )


def _memory(table: Table) -> Memory:
    table.only(MEMORY_KEYS)
    return Memory(
        table.whole("past_days", 1, MOST_DAYS), table.whole("retention_days", 1, MOST_DAYS)
    )


def _meaning(table: Table) -> MeaningLines:
    table.only(MEANING_KEYS)
    model = table.text("model")
    lines = {key: _line(table, key) for key in MEANING_KEYS[:2] if key in table.values}
    if lines and not model:
        raise table.fault(
            f"{table.name()!r} does not say which model its lines are for", next(iter(lines)),
            do='Add model = "...", or have them measured: samenote calibrate --write POLICY.',
        )  # fmt: skip
    if not lines:
        return MeaningLines()
    return MeaningLines(lines.get("line"), lines.get("line_abroad"), model)


def _line(table: Table, key: str) -> float:
    return table.number(key, 1, LEAST_LINE, 1)


def _exemption(table: Table) -> Exemption:
    table.only(EXEMPT_KEYS)
    kind = table.word_of("kind", table.values.get("kind", ""), [k.value for k in ExemptKind])
    reason = table.text("reason")
    if not reason:
        raise table.fault(
            f"{table.name()!r} has no reason", do='Add reason = "...": why may these notes repeat?'
        )
    patterns = {key: table.text(key) for key in PATTERN_KEYS}
    if not any(patterns.values()):
        raise table.fault(
            f"{table.name()!r} does not say which notes it is for",
            do=f"Add one or more of {', '.join(PATTERN_KEYS)}; * stands for any characters.",
        )
    return Exemption(ExemptKind(kind), reason, **patterns)
