"""A policy written as a TOML file that explains itself; ``read_policy`` gives it back the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from dedupe import LOOK_BAR, LOOKING, STOP_BAR, STOPPING, Bar, Exemption, Exposure, Policy, Relation
from dedupe import Rules as RulesOf

_HEAD = """\
# A samenote policy: when a note is stopped or looked at, what is exempt, how long the past matters.
# Use it with: samenote check NOTES --policy THIS-FILE
# `reworded` alone and text in another language never stop a note, and a note under `least_words`
# is stopped only if the same words went to somebody who could compare, whatever stands here.

# A note of fewer words is short. 12 or more.
"""
_STOP = """\
# Stopped is a note with one of these relations to a text that others got, of which less than
# personal_share is its own, and which `reach` others or more got, or somebody who could compare
# by one of `exposure`. A table such as [stop.near] says otherwise of one relation.
"""
_LOOK = """\
# To be looked at: the same, for what is not stopped; at personal_share 1 the share plays no part.
# same_person: also if the same person got the text before.
"""
_CHANNEL = "# Notes of this channel. What is left out is as above.\n"
_MEMORY = """\
# past_days: hold notes against what was sent in so many days. retention_days: forget what is older.
# Without them: for ever.
"""
_MEANING = """\
# From which share of two notes, said alike, one is the other reworded; in two languages. Measured
# on your own mail with the model named (samenote calibrate), and used with no other one.
"""
_EXEMPT = "# Sent whatever is found: every pattern given must fit; * stands for any characters.\n"


def policy_toml(policy: Policy) -> str:
    """Return the policy as a commented TOML document."""
    rules = policy.rules
    parts = [
        f"{_HEAD}least_words = {rules.least_words}\n",
        _STOP + _bars("stop", rules.stop, STOPPING, STOP_BAR, ()),
        _LOOK + _bars("look", rules.look, LOOKING, LOOK_BAR, (), rules.same_person),
        _MEMORY + _memory(policy),
        _MEANING + _meaning(policy),
    ]
    parts += [_channel(name, each, rules) for name, each in policy.channels.items()]
    parts += [_exemption(each) for each in policy.exemptions]
    return "\n".join(parts)


def _channel(name: str, rules: RulesOf, usual: RulesOf) -> str:
    table = f"channel.{quoted(name)}"
    return (
        f"{_CHANNEL}[{table}]\nleast_words = {rules.least_words}\n\n"
        + _bars(f"{table}.stop", rules.stop, STOPPING, STOP_BAR, _special(usual.stop))
        + "\n"
        + _bars(
            f"{table}.look", rules.look, LOOKING, LOOK_BAR, _special(usual.look), rules.same_person
        )
    )


def _bars(
    table: str,
    bars: Mapping[Relation, Bar],
    order: Iterable[Relation],
    default: Bar,
    above: Iterable[Relation],
    same_person: bool | None = None,
) -> str:
    """Write a table of bars: the most frequent bar for all, and a table for each that differs.

    Relations ``above`` may have a table of their own there, so they have one here.
    """
    relations = [relation for relation in order if relation in bars]
    usual = _usual(bars, order) or default
    names = ", ".join(quoted(relation.word) for relation in relations)
    lines = [f"[{table}]", f"relations = [{names}]", *_bar(usual)]
    if same_person is not None:
        lines.append(f"same_person = {str(same_person).lower()}")
    told = frozenset(above)
    for relation in relations:
        if bars[relation] != usual or relation in told:
            lines += ["", f"[{table}.{relation.word}]", *_bar(bars[relation])]
    return "\n".join(lines) + "\n"


def _usual(bars: Mapping[Relation, Bar], order: Iterable[Relation]) -> Bar | None:
    counted = Counter(bars[relation] for relation in order if relation in bars).most_common(1)
    return counted[0][0] if counted else None


def _special(bars: Mapping[Relation, Bar]) -> list[Relation]:
    """Return the relations that have a table of their own."""
    usual = _usual(bars, LOOKING)
    return [relation for relation, bar in bars.items() if bar != usual]


def _bar(bar: Bar) -> list[str]:
    kinds = ", ".join(quoted(kind) for kind in Exposure if kind in bar.exposure)
    return [
        f"personal_share = {float(bar.personal_share)!r}",
        f"reach = {bar.reach}",
        f"exposure = [{kinds}]",
    ]


def _memory(policy: Policy) -> str:
    memory = policy.memory
    lines = ["[memory]"]
    for key, days in (("past_days", memory.past_days), ("retention_days", memory.retention_days)):
        lines.append(f"# {key} = 730" if days is None else f"{key} = {days}")
    return "\n".join(lines) + "\n"


def _meaning(policy: Policy) -> str:
    lines, said = ["[meaning]"], policy.lines
    for key, line in (("line", said.line), ("line_abroad", said.abroad)):
        lines.append(f"# {key} = 0.5" if line is None else f"{key} = {float(line)!r}")
    lines.append(f"model = {quoted(said.model)}" if said.model else '# model = "..."')
    return "\n".join(lines) + "\n"


def _exemption(exemption: Exemption) -> str:
    lines = [_EXEMPT + "[[exempt]]", f"kind = {quoted(exemption.kind)}"]
    patterns = {
        "reason": exemption.reason,
        "channel": exemption.channel,
        "campaign": exemption.campaign,
        "sender": exemption.sender,
        "subject": exemption.subject,
    }
    lines += [f"{key} = {quoted(text)}" for key, text in patterns.items() if text]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    r"""Return a TOML basic string.

    >>> print(quoted('say "hi"\n'))
    "say \"hi\"\n"
    """
    made = []
    for char in text:
        if char in '"\\':
            made.append(f"\\{char}")
        elif char == "\n":
            made.append("\\n")
        elif char < " " or char == "\x7f":
            made.append(f"\\u{ord(char):04x}")
        else:
            made.append("\ufffd" if "\ud800" <= char <= "\udfff" else char)
    return '"' + "".join(made) + '"'
