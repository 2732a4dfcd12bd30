"""Settings: one digest for everything that derived data depends on, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from dedupe import Policy, Rules, Settings
from dedupe.sketch import GUARANTEED_WORDS, PERMUTATIONS

CHANGED = {"rules": 2, "unicode": "1.0", "sketch_scheme": "legacy", "meaning": True}


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_changes_the_digest(name: str) -> None:
    value = getattr(Settings(), name)
    other = CHANGED[name] if name in CHANGED else value + 1
    assert other != value
    assert replace(Settings(), **{name: other}).digest != Settings().digest


def test_the_digest_is_stable_and_in_every_result() -> None:
    settings = Settings()
    assert settings.digest == Settings().digest
    assert settings.as_dict()["digest"] == settings.digest
    assert len(settings.digest) == 12
    assert int(settings.digest, 16) >= 0


def test_settings_say_what_the_sketch_is_and_no_policy() -> None:
    told = Settings().as_dict()
    assert told["permutations"] == PERMUTATIONS
    assert told["guaranteed_words"] == GUARANTEED_WORDS
    assert "rules" in {field.name for field in fields(Policy)}
    policy = {f.name for f in fields(Rules)} | {f.name for f in fields(Policy)} - {"rules"}
    assert not policy & set(told)
