"""A patch passed on under a long rule is not the sender's; a patch of his own is."""

from __future__ import annotations

import pytest

from dedupe.own_words import PartKind, own_words

DIFF = "diff --git a/soap.c b/soap.c\n--- a/soap.c\n+++ b/soap.c\n@@ -1 +1 @@\n-wash\n+rinse\n"
PLAIN = "--- a/soap.c\n+++ b/soap.c\n@@ -1 +1 @@\n-wash\n+rinse\n"
RULE = "------------------"
SAID = "Review of the soap patch. Please object by Friday."


@pytest.mark.parametrize("diff", [DIFF, PLAIN])
def test_what_stands_under_the_rule_is_passed_on(diff: str) -> None:
    text = f"{SAID}\n\n{RULE}\n\n[ Upstream commit 1ca1c87f ]\n\nRinse, don't wash.\n\n{diff}"
    found = own_words(text)
    assert [text[a:b] for a, b in found.spans] == [SAID]
    assert [part.kind for part in found.removed] == [PartKind.FORWARD]


@pytest.mark.parametrize(
    "text",
    [
        f"{SAID}\n\n{DIFF}",  # no rule
        f"{SAID}\n\n---\n\nMore.\n\n{DIFF}",  # what "git format-patch" writes
        f"{RULE}\n\nRinse, don't wash.\n\n{DIFF}",  # nothing above the rule
        f"{SAID}\n\nChanges\n{RULE}\n\nRinse.\n\n{DIFF}",  # a heading
        f"{SAID}\n\n{DIFF}\n{RULE}\n\nSo much for soap.",  # the rule below the patch
        f"{SAID}\n\n{RULE}\n\nNo patch here, only more of my text, which goes on for a while.",
        f"{SAID}\n\n{RULE}\n\nThe line --- a/soap.c stands alone.\n\n--- a/soap.c\nand no more.",
    ],
    ids=["no rule", "short rule", "nothing above", "heading", "rule below", "no patch", "half"],
)
def test_any_other_patch_stays(text: str) -> None:
    found = own_words(text)
    assert not [part for part in found.removed if part.kind is PartKind.FORWARD]
    assert "Rinse" not in text or any("Rinse" in text[a:b] for a, b in found.spans)


def test_a_rule_in_a_quote_begins_nothing() -> None:
    text = f"{SAID}\n\n> {RULE}\n\nMine.\n\n{DIFF}"
    assert PartKind.FORWARD not in [part.kind for part in own_words(text).removed]
