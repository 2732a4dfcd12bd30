"""Invented text in several scripts, and short ways to check and audit it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from api.archives import open_archives
from api.audit import AuditRequest, audit
from api.findings import AuditFindings
from dedupe import Message, Recipient

LETTERS = {
    "en": "etaoinshrdlucmfwypvbgk",
    "pl": "aioezrnwstyckdpmujlłbgęhąóżśćfńź",
    "bg": "аиоентсрвлкдпмзбгучяъщшжхцфю",
    "uk": "оанивтерсікмлдупзьбгяйчхцїжюєщшфґ",
    "ar": "المينورتبةعدسفهكقحجشصطخذثضغزظ",
}
LANGUAGES = (*LETTERS, "zh")


def invented(rng: random.Random, language: str, count: int) -> list[str]:
    """Return invented words (in Chinese, characters: 1.5 for a word)."""
    if language == "zh":
        return [chr(0x4E00 + rng.randrange(3000)) for _ in range(count * 3 // 2)]
    letters = LETTERS[language]
    return ["".join(rng.choices(letters, k=rng.randint(3, 9))) for _ in range(count)]


def text_of(words: Sequence[str], language: str, sentence: int = 12) -> str:
    """Write words as sentences of ``sentence`` words."""
    gap, stop = ("", "。") if language == "zh" else (" ", ". ")
    parts = [words[k : k + sentence] for k in range(0, len(words), sentence)]
    return stop.join(gap.join(part) for part in parts) + stop.strip()


def sentences(seed: int, count: int, language: str = "en", words: int = 12) -> list[str]:
    """Return invented sentences."""
    rng = random.Random(f"{seed}{language}")
    return [text_of(invented(rng, language, words), language, 99) for _ in range(count)]


def drifting(seed: int, language: str, *, scattered: bool) -> list[str]:
    """Return 12 versions of 100 words, in each a tenth of the words new.

    The new words are scattered, or one stretch, never the same one twice in ten versions.
    """
    rng = random.Random(f"{seed}{language}")
    words = invented(rng, language, 100)
    versions = []
    for version in range(12):
        versions.append(text_of(words, language))
        tenth = len(words) // 10
        at = version * 3 % 10 * tenth
        places = rng.sample(range(len(words)), tenth) if scattered else range(at, at + tenth)
        fresh = iter(invented(rng, language, tenth))
        words = list(words)
        for place in places:
            words[place] = next(fresh)
    return versions


def note(text: str, to: str = "", *, id: str = "", **rest: object) -> Message:
    """Make a message to one address; every message without one goes to somebody unknown."""
    people = tuple(Recipient(address=address) for address in to.split()) if to else ()
    return Message(id=id, text=text, to=people, **rest)  # type: ignore[arg-type]


def to_each(texts: Iterable[str], host: str = "gmail.com") -> list[Message]:
    """Make one message for each text, each to another person."""
    return [note(text, f"p{k}@{host}", id=str(k)) for k, text in enumerate(texts)]


def monthly(texts: Iterable[str]) -> list[Message]:
    """Make one message a month for each text, each to another person."""
    return [
        replace(message, sent_at=datetime(2025, 1 + k % 12, 3, tzinfo=UTC))
        for k, message in enumerate(to_each(texts))
    ]


def line_of(message: Message) -> str:
    """Write a message as the contract's JSONL has it."""
    fields: dict[str, object] = {"id": message.id, "text": message.text}
    if message.sender:
        fields["sender"] = message.sender
    if message.to:
        fields["to"] = [
            {"address": r.address, "name": r.name, "household": r.household} for r in message.to
        ]
    if message.sent_at:
        fields["sent_at"] = message.sent_at.isoformat()
    return json.dumps(fields, ensure_ascii=True)


def audited(
    folder: Path, *files: Sequence[Message], workers: int = 1, **options: object
) -> AuditFindings:
    """Audit messages as JSONL files, in the given order."""
    paths = []
    for number, messages in enumerate(files):
        path = folder / f"{number}.jsonl"
        path.write_text("".join(line_of(m) + "\n" for m in messages), encoding="utf-8")
        paths.append(str(path))
    request = AuditRequest(paths=tuple(paths), workers=workers, **options)  # type: ignore[arg-type]
    with open_archives(request.paths) as opened:
        return audit(request, opened.archives, opened.skipped, lambda *_: None)


def invented_sentences(count: int, language: str = "en") -> list[str]:
    """Sentences of four to nine invented words, no two alike."""
    rng = random.Random(7)
    letters = "人口手足山川日月木水火土金風雨雪" if language == "zh" else "abcdefgiklmnoprstuvz"
    sentences = []
    for _ in range(count):
        words = [
            "".join(rng.choices(letters, k=rng.randint(3, 8))) for _ in range(rng.randint(4, 9))
        ]
        gap, stop = ("", "。") if language == "zh" else (" ", ".")
        sentences.append(gap.join(words).capitalize() + stop)
    return sentences
