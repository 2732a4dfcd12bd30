"""The small compiled sort sorts."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe.sort_kernel import sort_keys


@settings(deadline=None)
@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=60), st.integers(0, 60))
def test_the_first_keys_are_sorted_and_the_rest_left_alone(keys: list[int], count: int) -> None:
    count = min(count, len(keys))
    found = np.array(keys, np.int64)
    sort_keys(found, count)
    assert found.tolist() == sorted(keys[:count]) + keys[count:]
