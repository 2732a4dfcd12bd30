"""Another model's cosines are worth what the default one's are, seen from unrelated sentences."""

from __future__ import annotations

import pytest

from dedupe import E5_SCALE
from index.encoder.model_scale import _E5_MEAN, _UNRELATED, moved


def test_a_model_that_stands_where_the_default_one_stands_gets_its_scale() -> None:
    scale = moved(_E5_MEAN)
    assert scale.unrelated == pytest.approx(E5_SCALE.unrelated)
    assert scale.same == pytest.approx(E5_SCALE.same)
    assert scale.least == pytest.approx(E5_SCALE.least)
    assert scale.abroad is None


def test_a_model_that_spreads_sentences_out_has_lower_steps() -> None:
    scale = moved(0.05)
    assert 0.05 < scale.least < scale.unrelated < 0.4
    assert 0.7 < scale.same < 0.9


def test_the_sentences_are_few_and_distinct() -> None:
    assert 10 <= len(_UNRELATED) == len(set(_UNRELATED))
