"""Masks carried over from a variant are those that were found in the message itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import with_carried_masks
from tests.relating import plain_words, unbracketed, words

WORDS = [f"word{letter}" for letter in "qwzxvkj"]
pieces = st.lists(
    st.one_of(st.sampled_from(WORDS), st.integers(1, 3).map(lambda n: f"[{'x' * n} name{n}]")),
    min_size=1, max_size=20,
)  # fmt: skip


def with_values(pieces: list[str], value: str) -> str:
    """Write a note of these pieces, other values in its masks."""
    return " ".join(f"[{value}]" if piece.startswith("[") else piece for piece in pieces)


@settings(deadline=None)
@given(pieces, st.sampled_from(["one", "two values", "three new values"]))
def test_masks_of_any_length_are_carried_over(pieces: list[str], value: str) -> None:
    variant, message = words(" ".join(pieces)), words(with_values(pieces, value))
    text, _ = unbracketed(with_values(pieces, value))
    carried = with_carried_masks(plain_words([text]), variant, np.array([0], np.int32))
    assert (carried.flags > 0).tolist() == (message.flags > 0).tolist()


def test_a_value_that_is_the_next_word_too() -> None:
    variant = words("Dear [Anna Lee], thank you for the coat")
    text = "Dear Thank You, thank you for the coat"
    carried = with_carried_masks(plain_words([text]), variant, np.array([0], np.int32))
    assert carried.flags.tolist() == [0, 1, 2, 0, 0, 0, 0, 0]
