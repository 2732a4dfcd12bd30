"""Distinct notes of a call, and the messages that matches speak of, where ids repeat."""

from __future__ import annotations

from api.checking import check
from api.distinct import distinct_notes
from api.matched import MatchedMessages
from dedupe import Message, Recipient

CARD = (
    "Dear {}, thank you for trusting us with your {}. It was a pleasure to look after it, and I "
    "pressed it myself so that it hangs just as you like it."
)
LINEN = (
    "Dear {}, the table linen came out white again after the third soak; the rust marks at the "
    "hem took longest, so please store it in paper and {} in a drawer."
)


def _message(number: int, text: str) -> Message:
    return Message(str(number), text, to=(Recipient(address=f"p{number}-{len(text)}@x.example"),))


def test_rows_that_count_from_one_in_both_files_are_told_apart() -> None:
    history = [_message(1, LINEN.format("Ann", "never")), _message(2, CARD.format("Bo", "coat"))]
    notes = [_message(1, CARD.format("Cy", "suit")), _message(2, LINEN.format("Di", "not"))]
    verdicts = check(notes, history=history)
    matched = MatchedMessages(len(history), history.__getitem__, notes)
    closest = [verdict.matches[0].number for verdict in verdicts]
    assert closest == [1, 0]
    assert matched[1] is history[1]
    assert distinct_notes(verdicts, len(history)) == [[0], [1]]


def test_a_match_within_the_call_is_not_taken_for_a_row_of_the_history() -> None:
    history = [_message(1, LINEN.format("Ann", "never"))]
    notes = [_message(n, CARD.format(f"Name{n}", "coat")) for n in (1, 2)]
    verdicts = check(notes, history=history)
    assert verdicts[1].matches[0].number == 1
    assert distinct_notes(verdicts, len(history)) == [[0, 1]]


def test_copies_are_one_text_also_where_only_the_history_joins_them() -> None:
    history = [_message(9, CARD.format("Bo", "coat"))]
    notes = [_message(n, CARD.format(f"Name{n}", "coat")) for n in range(3)]
    notes.insert(1, _message(7, LINEN.format("Di", "not")))
    verdicts = check(notes, history=history, separately=True)
    assert distinct_notes(verdicts, len(history)) == [[0, 2, 3], [1]]
    together = check(notes)
    assert distinct_notes(together, 0) == [[0, 2, 3], [1]]
