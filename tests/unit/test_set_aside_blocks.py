"""Blocks of common text: counted some at a time, whatever stands at the edges."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedupe import Message
from tests.inventing import audited, sentences, to_each


def _letters() -> list[Message]:
    """Letters of one line each and no other, under footers of which some stand under most."""
    footers = [" ".join(sentences(90 + k, 2)) for k in range(3)]
    texts = []
    for k in range(24):
        written = " ".join(sentences(200 + k, 4))
        below = [footer for n, footer in enumerate(footers) if k % (n + 1) == 0]
        texts.append("\n\n".join([written, *below]))
    return to_each(texts)


def test_blocks_are_the_same_however_many_are_counted_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = audited(tmp_path, _letters()).set_aside
    assert whole
    assert whole[0].messages == max(block.messages for block in whole) > 5
    for at_once in (1, 5):
        monkeypatch.setattr("api.set_aside_blocks.AT_ONCE", at_once)
        assert audited(tmp_path, _letters()).set_aside == whole


def test_where_nothing_is_common_there_is_no_block(tmp_path: Path) -> None:
    assert audited(tmp_path, _letters()[:3]).set_aside == ()
