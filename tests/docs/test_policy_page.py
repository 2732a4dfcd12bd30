"""The page on policies names every key, with the default that the code has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from api.policy_file import (
    BAR_KEYS,
    EXEMPT_KEYS,
    MEANING_KEYS,
    MEMORY_KEYS,
    TOP_KEYS,
    policy_from,
    read_policy,
)
from api.policy_toml import policy_toml
from dedupe import MeaningLines, Memory, Policy

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([a-z_.]+)` \| ([^|]+?) \|", PAGE, re.MULTILINE))


def test_every_default_on_the_page_is_that_of_the_code() -> None:
    written = tomllib.loads(policy_toml(Policy()))
    real = {"least_words": written["least_words"]}
    for table in ("stop", "look"):
        real |= {f"{table}.{key}": value for key, value in written[table].items()}
    told = {
        key: tomllib.loads(f"x = {d.strip('`')}")["x"] for key, d in ROWS.items() if d != "none"
    }
    assert told == real
    none = {f"memory.{k}" for k in MEMORY_KEYS} | {f"meaning.{k}" for k in MEANING_KEYS}
    assert {key for key, d in ROWS.items() if d == "none"} == none
    assert Policy().memory == Memory(None, None)
    assert Policy().lines == MeaningLines(None, None, "")


def test_every_key_is_on_the_page() -> None:
    for key in (*TOP_KEYS, *BAR_KEYS, *MEMORY_KEYS, *MEANING_KEYS, *EXEMPT_KEYS):
        assert re.search(rf"[`.\[]{key}\b", PAGE), key


def test_the_examples_are_policies() -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert (
        policy_from(example).exemptions == read_policy(ROOT / "examples/policy.toml").exemptions[:1]
    )
