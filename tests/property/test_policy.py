"""Whatever a policy says: it comes back from its file, and what no policy may change holds."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from api.policy_file import policy_from
from api.policy_toml import policy_toml
from dedupe import (
    LOOKING,
    MOST_REACH,
    STOPPING,
    About,
    Bar,
    Exemption,
    ExemptKind,
    Exposure,
    MeaningLines,
    Memory,
    Policy,
    Relation,
    Rules,
)

EXPOSURES = st.frozensets(st.sampled_from(list(Exposure)))
BARS = st.builds(Bar, st.floats(0, 1), st.integers(1, 9) | st.just(MOST_REACH), EXPOSURES)
RULES = st.builds(
    Rules,
    stop=st.dictionaries(st.sampled_from(STOPPING), BARS),
    look=st.dictionaries(st.sampled_from(LOOKING), BARS),
    same_person=st.booleans(),
    least_words=st.integers(12, 1000),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
EXEMPTIONS = st.builds(
    Exemption, st.sampled_from(ExemptKind), WORDS, WORDS, st.just("") | WORDS, st.just("") | WORDS
)
LINES = st.none() | st.floats(0.05, 1)


def has_lines(lines: MeaningLines) -> bool:
    """Say whether there is a line: a model alone is not written."""
    return lines.line is not None or lines.abroad is not None


DAYS = st.none() | st.integers(1, 36_500)
POLICIES = st.builds(
    Policy,
    RULES,
    st.dictionaries(WORDS, RULES, max_size=2),
    st.lists(EXEMPTIONS, max_size=2).map(tuple),
    st.builds(Memory, DAYS, DAYS),
    st.just(MeaningLines()) | st.builds(MeaningLines, LINES, LINES, WORDS).filter(has_lines),
)
FOUND = {
    "relation": st.sampled_from(list(Relation)),
    "share": st.none() | st.floats(0, 1),
    "reach": st.integers(0, 9),
    "exposure": EXPOSURES,
    "short": st.booleans(),
    "same": st.integers(0, 2),
}


@given(POLICIES)
@settings(deadline=None)
def test_a_policy_comes_back_from_its_file(policy: Policy) -> None:
    written = policy_toml(policy)
    tomllib.loads(written)
    assert policy_from(written) == policy


@given(rules=RULES, **FOUND)
def test_what_no_policy_may_change(
    rules: Rules, relation: Relation, share: float | None, reach: int,
    exposure: frozenset[Exposure], short: bool, same: int,
) -> None:  # fmt: skip
    decision, _ = Policy(rules).decide(
        relation, share, reach, exposure, too_short=short, same_person=same
    )
    if relation in (Relation.REWORDED, Relation.NONE):
        assert decision.value != "stop"
    close = exposure - {Exposure.POSTCODE}
    if short and not (relation == Relation.VERBATIM and close):
        assert decision.value != "stop"


@given(**FOUND)
def test_the_default_is_that_of_the_design(
    relation: Relation, share: float | None, reach: int,
    exposure: frozenset[Exposure], short: bool, same: int,
) -> None:  # fmt: skip
    decision, _ = Policy().decide(
        relation, share, reach, exposure, too_short=short, same_person=same
    )
    close = exposure - {Exposure.POSTCODE}
    copied = relation.word in ("verbatim", "template", "near")
    impersonal = share is None or share < 0.3
    if copied and impersonal and (reach >= 3 or close):
        spared = short and not (relation.word == "verbatim" and close)
        assert decision.value == ("look" if spared else "stop")
    elif relation.word != "none" or same or exposure:
        assert decision.value == "look"
    else:
        assert decision.value == "send"


@given(**FOUND)
def test_an_exemption_only_ever_sends(
    relation: Relation, share: float | None, reach: int,
    exposure: frozenset[Exposure], short: bool, same: int,
) -> None:  # fmt: skip
    exempt = Exemption(ExemptKind.BROADCAST, "why", campaign="spring")
    decision, reasons = Policy(exemptions=(exempt,)).decide(
        relation, share, reach, exposure, too_short=short, same_person=same,
        about=About(campaign="Spring"),
    )  # fmt: skip
    assert decision.value == "send"
    assert reasons[0].code == "exempt"
