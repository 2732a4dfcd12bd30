"""What a verdict says, in sentences for the person who is about to send the note."""

from __future__ import annotations

from collections.abc import Iterator

from api.reports.clean import one_line, shortened
from api.reports.wording import count, day, listed, percent
from api.verdict import Exposed, Verdict

#: People named in a sentence.
MOST_NAMED = 3
_BRIEF = 60  # code points of a name

_ADVICE = {
    "stop": "Do not send it as a personal note.",
    "look": "Look again before you send it.",
    "send": "Good to send.",
}
_FOUND = {
    "verbatim": "{people} got it word for word.",
    "template": "{people} got the same text; only a name or a few words differ.",
    "near": "{people} got nearly the same text.",
    "excerpt": "A good part of it stands in what {people} got.",
    "reworded": "{people} got the same in other words.",
}
_MEETING = {
    "company": "same company",
    "household": "same household",
    "postcode": "same postcode",
    "group": "same group",
    "thread": "same thread of mail",
}


def advice(decision: str) -> str:
    """Return what to do, in a few words."""
    return _ADVICE[decision]


def basis(verdict: Verdict) -> str:
    """Return the relation that the decision rests on; later notes of the call count in it."""
    codes = (reason["code"] for reason in verdict.reasons)
    return next((code for code in codes if code in _FOUND), verdict.relation)


def finding(verdict: Verdict) -> str:
    """Return what was found about a note, in a sentence."""
    relation = basis(verdict)
    if relation in _FOUND:
        people = count(verdict.reach, "other person", "other people")
        return _FOUND[relation].format(people=people)
    if not verdict.words:
        return "It has no words of its own to judge."
    if verdict.personal_share is None and verdict.set_aside:
        return "All of it is text known to repeat; nothing is left to judge."
    if verdict.same_person:
        return "Nobody else got this text, but the same person got it before."
    return "Nobody else got this text."


def how_to_rewrite(verdict: Verdict) -> str:
    """Return what to do with the sentences to rewrite."""
    if basis(verdict) == "reworded":
        return "To make it personal, say something else here, for this reader alone"
    return "To make it personal, say this in words of your own"


def caveats(verdict: Verdict) -> Iterator[str]:
    """Yield what a reader has to know about how far the verdict goes."""
    if verdict.too_short and verdict.words:
        yield "Under 12 words: only the same words are told, no likeness beyond that."
    for reason in verdict.reasons:
        if reason["code"] in ("exempt", "override"):
            yield reason["text"]
        elif reason["code"] == "too_short" and not verdict.too_short:
            yield f"{reason['text']} The policy stops no note so short for this."
    if verdict.cut:
        yield "So many notes are like it that not all were compared: the numbers are the least."


def who_could_compare(verdict: Verdict) -> str:
    """Return who else got the text and could compare, by name; empty where nobody could."""
    named = [_exposed(person) for person in verdict.exposure[:MOST_NAMED]]
    more = verdict.exposure_count - len(named)
    if more > 0:
        named.append(f"{more:,} more")
    return listed(named)


def _exposed(person: Exposed) -> str:
    why = ", ".join(_MEETING.get(kind, kind) for kind in person.why)
    name = shortened(one_line(person.recipient), _BRIEF) or "an unknown recipient"
    return f"{name} ({why})"


def personal(verdict: Verdict) -> str:
    """Return how much of a note is this recipient's alone."""
    return percent(verdict.personal_share)


def repeats(verdict: Verdict) -> str:
    """Return when the same person got the text before; empty where they did not."""
    if not verdict.same_person:
        return ""
    days = [day(match.sent_at) for match in verdict.same_person if match.sent_at]
    times = count(len(verdict.same_person), "time", "times")
    return f"{times} before" + (f": {listed(days[:MOST_NAMED])}" if days else "")
