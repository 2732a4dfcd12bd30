"""Own words against other projects' mails, where the data folder stands beside the checkout."""

from __future__ import annotations

import contextlib
import email
import json
import mailbox
import re
from pathlib import Path

import pytest

from dedupe.own_words import PartKind, own_words

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no data folder beside the checkout")


def kept(text: str) -> list[str]:
    return " ".join(text[a:b] for a, b in own_words(text).spans).split()


def test_most_mails_of_email_reply_trimmer_are_exact() -> None:
    """60 of 64 today. The others: quoted lines it keeps and we take off, and a mail of intros."""
    folder = DATA / "fixtures" / "email_reply_trimmer" / "test"
    names = sorted(path.name for path in (folder / "emails").glob("*.txt"))
    wrong = [
        name
        for name in names
        if kept((folder / "emails" / name).read_bytes().decode())
        != (folder / "trimmed" / name).read_bytes().decode().split()
    ]
    assert len(names) == 64
    assert len(wrong) <= 5, wrong


REPLY_ONLY = (
    *("danish_dash_separator", "en_multiline_2", "finnish", "fr_multiline", "french_2", "german"),
    *("french_dash_separator", "german_2", "german_outlook", "italian", "norwegian_gmail", "msn"),
    *("portuguese", "russian", "original_message", "original_message_2", "outlook_split_line_from"),
    *("10", "11", "12", "13", "14", "16", "17", "18", "22", "23", "24", "25", "26", "9"),
)


@pytest.mark.parametrize("name", REPLY_ONLY)
def test_quotes_of_crisp_reply_come_off(name: str) -> None:
    """Each is five lines of Latin filler, then a quoted reply in some layout."""
    path = DATA / "fixtures" / "crisp_reply" / "test" / "fixtures" / f"email_{name}.txt"
    text = path.read_bytes().decode()
    assert kept(text) == " ".join(text.splitlines()[:5]).split()


def test_letters_keep_their_words() -> None:
    """Letters are ordinary text: at least 99.9 % of the words stay."""
    total = left = 0
    with (DATA / "letters" / "letters.jsonl").open(encoding="utf-8") as rows:
        for row in rows:
            text = json.loads(row)["text"]
            total += len(text.split())
            left += len(kept(text))
    assert total > 90_000
    assert left >= 0.999 * total


def test_sentences_of_many_languages_are_not_touched() -> None:
    touched = []
    for path in sorted((DATA / "tatoeba").glob("tatoeba.*")):
        rows = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        for at in range(0, len(rows) - 5, 5):
            note = "\n".join(rows[at : at + 3]) + "\n\n" + "\n".join(rows[at + 3 : at + 5])
            if own_words(note).removed:
                touched.append((path.name, note))
    assert touched == []


REVIEW = re.compile(
    r"\d+\.\d+-stable review patch\. +If anyone has any objections, please let me know\."
)


def test_patches_of_a_sent_archive_stay_whole_unless_passed_on() -> None:
    """Of a mail with a diff and no quote only the "-- " trailer may come off, unless a long rule
    says that the patch is somebody else's."""
    seen = reviews = 0
    for text in sent_texts():
        if "\n+++ " in text and "\n>" not in text:
            seen += 1
            removed = own_words(text).removed
            lost = [text[p.start : p.stop] for p in removed if p.kind is not PartKind.FORWARD]
            assert all(len(part.split()) <= 2 for part in lost), lost
            passed_on = [text[p.start : p.stop] for p in removed if p.kind is PartKind.FORWARD]
            assert all(part.startswith("-" * 10) for part in passed_on), passed_on[0][:200]
            reviews += bool(passed_on)
    assert seen > 500
    assert reviews > 500


def test_review_mails_of_a_sent_archive_come_down_to_their_one_sentence() -> None:
    """1,133 of 1,145 today; the others are answers, or open with a "From:" line of their own."""
    asked = [text for text in sent_texts() if REVIEW.search(text)]
    left = [text for text in asked if not REVIEW.fullmatch(" ".join(kept(text)))]
    assert len(asked) > 900
    assert len(left) <= 0.02 * len(asked), left[0][:300]


def sent_texts() -> list[str]:
    with contextlib.closing(mailbox.mbox(DATA / "archives" / "sent_form_letters.mbox")) as box:
        return [plain_text(message) for message in box]


def plain_text(message: email.message.Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            return payload.decode(part.get_content_charset() or "utf-8", "replace")
    return ""
