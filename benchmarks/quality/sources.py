"""Real text for the notes, cleaned and split into a tuning and a held-out part.

Sentences: tatoeba and the Universal Declaration. English also: letters with placeholders, e-mail
templates' text, and one maintainer's own sentences. Nothing here is copied into the project; the
folder with the data is given.

Cleaning: of sentences that say nearly the same (half or more of their word pairs stand in one
already kept), only the first is kept, so that two notes without a common sentence really differ.
The split follows a hash of the sentence, or of the page of a letter, so no sentence, letter or page
stands in both parts.
"""

from __future__ import annotations

import hashlib
import json
import mailbox
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import regex

from benchmarks.quality.wording import UNSPACED, count_words, folded_units, runs

Part = Literal["tune", "heldout"]

# tatoeba's and udhr's file codes by language.
TATOEBA = {
    "pl": "pol", "bg": "bul", "uk": "ukr", "ar": "ara", "zh": "cmn", "de": "deu", "fr": "fra",
    "es": "spa", "it": "ita", "pt": "por", "nl": "nld", "cs": "ces", "ru": "rus", "he": "heb",
    "th": "tha", "ja": "jpn", "tr": "tur", "hi": "hin", "el": "ell", "ko": "kor", "vi": "vie",
}  # fmt: skip
DECLARATION = {
    "en": "eng", "pl": "pol", "bg": "bul", "uk": "ukr", "ar": "arb", "zh": "cmn_hans",
    "de": "deu_1996", "fr": "fra", "es": "spa", "cs": "ces", "ru": "rus", "he": "heb", "th": "tha",
    "ja": "jpn", "tr": "tur", "hi": "hin", "el": "ell_monotonic", "ko": "kor", "vi": "vie",
}  # fmt: skip
LANGUAGES = ("en", *TATOEBA)

_SENTENCE_END = regex.compile(r"(?<=[.!?。！？।؟])(?:\s+|(?<=[。！？]))")
_TAG = regex.compile(r"<[^>]+>")
_PARAGRAPH = regex.compile(r"<p[^>]*>(.*?)</p>", regex.S)
_PROSE_LINE = regex.compile(r"^[A-Z][\p{L}\p{N} ,;:'’()\-]+[.!?]$")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter with [placeholders]: letters of one page serve one purpose."""

    page: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The cleaned text of one part: sentences by language, and English letters."""

    part: Part
    sentences: dict[str, tuple[str, ...]]
    letters: tuple[Letter, ...]


def read_texts(data: Path, part: Part, languages: Iterable[str] = LANGUAGES) -> Texts:
    """Read and clean everything under `data` that belongs to the part.

    Raises FileNotFoundError, naming the folder, where the data is missing.
    """
    if not (data / "tatoeba").is_dir():
        raise FileNotFoundError(f"{data} holds no folder 'tatoeba'; give --data")
    sentences = {}
    for language in languages:
        kept = distinct_sentences(_sentences(data, language), language)
        sentences[language] = tuple(s for s in kept if part_of(s) == part)
    letters = tuple(x for x in _letters(data) if part_of(x.page) == part)
    return Texts(part, sentences, letters)


def part_of(key: str) -> Part:
    """The part a text belongs to, by its hash: the same on every machine and in every run."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=2).digest()
    return "heldout" if digest[0] & 1 else "tune"


def distinct_sentences(sentences: Iterable[str], language: str) -> list[str]:
    """Keep the first of sentences half of whose unit pairs (or more) stand in a kept one."""
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    width = 3 if language in UNSPACED else 2
    kept: list[str] = []
    for sentence in sentences:
        folded = folded_units(sentence, language)
        pairs = set(runs(folded, width)) or {folded}
        if not folded:
            continue
        common = Counter(number for pair in pairs for number in holders.get(pair, ()))
        if common and max(common.values()) * 2 >= len(pairs):
            continue
        for pair in pairs:
            holders[pair].append(len(kept))
        kept.append(sentence)
    return kept


def split_sentences(text: str) -> list[str]:
    """Cut prose at sentence ends; rough, for known text."""
    return [s for s in (p.strip() for p in _SENTENCE_END.split(" ".join(text.split()))) if s]


def _sentences(data: Path, language: str) -> Iterator[str]:
    if language == "en":
        yield from _english(data)
    else:
        code = TATOEBA[language]
        yield from _lines(data / "tatoeba" / f"tatoeba.{code}-eng.{code}")
    if language in DECLARATION:
        yield from _declaration(data / "udhr" / f"{DECLARATION[language]}.html", language)


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield line.strip()


def _english(data: Path) -> Iterator[str]:
    for path in sorted((data / "tatoeba").glob("*.eng")):
        yield from _lines(path)
    for path in sorted((data / "postmark_templates" / "templates").rglob("content.txt")):
        yield from _prose_lines(path.read_text(encoding="utf-8", errors="replace"))
    yield from _maintainer(data / "archives" / "sent_form_letters.mbox")


def _maintainer(path: Path) -> Iterator[str]:
    """One person's own prose from a real sent archive: no quotes, no code, whole sentences."""
    if not path.is_file():
        return
    for mail in mailbox.mbox(str(path)):
        body = mail.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        own = body.decode("utf-8", "replace").split("\n---\n")[0].splitlines()
        prose = [x for x in own if x and x[0] not in "> \t+-@" and ":" not in x]
        yield from _prose_lines("\n".join(split_sentences(" ".join(prose))))


def _prose_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if _PROSE_LINE.match(line) and 4 <= len(line.split()) <= 40:
            yield line


def _declaration(path: Path, language: str) -> Iterator[str]:
    """Sentences of the declaration, but for the very long."""
    if not path.is_file():
        return
    for paragraph in _PARAGRAPH.findall(path.read_text(encoding="utf-8")):
        for sentence in split_sentences(_TAG.sub("", paragraph)):
            if count_words(sentence, language) <= 40:
                yield sentence


def _letters(data: Path) -> Iterator[Letter]:
    path = data / "letters" / "letters.jsonl"
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield Letter(entry["page"], entry["heading"], entry["text"])
