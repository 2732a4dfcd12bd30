"""Own words of invented mails in 25 languages, one case a file under tests/golden/own_words."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedupe.own_words import own_words

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "own_words"
CASES = sorted(path.stem for path in FOLDER.glob("*.txt"))
LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "bg"),
    *("uk", "ru", "ar", "he", "zh", "ja", "sv", "da", "no", "fi"),
    *("tr", "ko", "th", "hi", "vi"),
)
KINDS = ["reply", "reply_unmarked", "outlook", "forward", "mobile", "disclaimer", "unsubscribe"]


def read_case(name: str) -> tuple[str, str, set[str]]:
    """Return the input, the expected own words and the kinds that must come off."""
    text = (FOLDER / f"{name}.txt").read_bytes().decode()
    _, given, expected, removed = (
        text.replace("%% input\n", "\0")
        .replace("%% own words\n", "\0")
        .replace("%% removed\n", "\0")
        .split("\0")
    )
    return given, expected, set(removed.split())


def test_every_language_has_every_kind() -> None:
    assert {f"{language}_{kind}" for language in LANGUAGES for kind in KINDS} <= set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_own_words_are_what_the_sender_wrote(name: str) -> None:
    given, expected, kinds = read_case(name)
    found = own_words(given)
    kept = "\n".join(given[a:b] for a, b in found.spans)
    assert kept.split() == expected.split()
    assert kinds <= {part.kind.value for part in found.removed}
    assert not found.kept_whole


@pytest.mark.parametrize("name", CASES)
def test_line_ends_do_not_matter(name: str) -> None:
    given, expected, _ = read_case(name)
    for end in ("\r\n", "\u2028"):
        text = given.replace("\n", end)
        kept = " ".join(text[a:b] for a, b in own_words(text).spans)
        assert kept.split() == expected.split()


@pytest.mark.parametrize("name", CASES)
def test_the_own_words_alone_are_left_alone(name: str) -> None:
    _, expected, _ = read_case(name)
    found = own_words(expected)
    assert not found.removed
    assert [expected[a:b] for a, b in found.spans] == [expected.strip()]
