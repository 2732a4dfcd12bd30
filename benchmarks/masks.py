"""Measure masks: what share of filled-in values is found, by kind and language; what is masked
that should not be; and how long a mail takes.

    python -m benchmarks.masks [--data ../shared/data] [--seed 7] [--archive FILE]

Every value is invented. A filled value counts as found if masks cover all its letters and digits
(a title or a day of the week beside it may be covered too). A wrong mask is one that touches no
filled value; in running text (sentences, declarations) those of kind name, company and code.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mask_samples import CODES, SPOKEN
from dedupe.masks import Mask, MaskKind, find_masks

LANGUAGE_FILES = {
    "ara": "ar", "bul": "bg", "ces": "cs", "cmn": "zh", "deu": "de", "ell": "el", "fra": "fr",
    "heb": "he", "hin": "hi", "ita": "it", "jpn": "ja", "kor": "ko", "nld": "nl", "pol": "pl",
    "por": "pt", "rus": "ru", "spa": "es", "tha": "th", "tur": "tr", "ukr": "uk", "vie": "vi",
}  # fmt: skip
KINDS = {"n": "greeting", "s": "closing", "d": "date", "t": "time", "a": "amount", "c": "code"}
#: A date of five words is two masks, with its joining word between them.
_JOINER = re.compile(r" de (?=\d)")
_SLOT = re.compile(r"\{([nsdtac])\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A note and where its invented values stand: start, stop, what kind they are."""

    text: str
    values: tuple[tuple[int, int, str], ...]
    language: str


def fill(template: str, fillings: dict[str, str], language: str) -> Filled:
    """Fill ``{x}`` slots and note where each value came to stand."""
    text = ""
    values: list[tuple[int, int, str]] = []
    at = 0
    for slot in _SLOT.finditer(template):
        text += template[at : slot.start()]
        value = fillings[slot.group(1)]
        values.append((len(text), len(text) + len(value), KINDS[slot.group(1)]))
        text += value
        at = slot.end()
    return Filled(text + template[at:], tuple(values), language)


def notes(seed: int, many: int, sentences: dict[str, list[str]]) -> list[Filled]:
    """Return ``many`` invented notes a language, with real sentences as filler where given."""
    rng = random.Random(seed)
    made = []
    for language, (greetings, closings, bodies, names, dates, times, amounts) in SPOKEN.items():
        for _ in range(many):
            filler = rng.sample(sentences.get(language, [bodies.split("|")[0]] * 4), 4)
            filler = [re.sub(r"\{\w\}", "", line) for line in filler]
            body = "\n".join([*filler[:2], *bodies.split("|"), *filler[2:]])
            template = f"{pick(rng, greetings)}\n\n{body}\n\n{pick(rng, closings)}\n{{s}}\n"
            given = pick(rng, names)
            values = {
                "n": given, "s": pick(rng, names), "d": pick(rng, dates), "t": pick(rng, times),
                "a": pick(rng, amounts), "c": rng.choice(CODES),
            }  # fmt: skip
            made.append(fill(template, values, language))
    return made


def pick(rng: random.Random, choices: str) -> str:
    return rng.choice(choices.split("|"))


def covered(text: str, start: int, stop: int, masks: tuple[Mask, ...]) -> bool:
    """Say whether masks cover every letter and digit of [start, stop), but a joining word."""
    joined = {i for m in _JOINER.finditer(text, start, stop) for i in range(*m.span())}
    return all(
        not text[i].isalnum() or i in joined or any(m.start <= i < m.stop for m in masks)
        for i in range(start, stop)
    )


def recall(made: list[Filled], show: int) -> None:
    """Print the share of filled values that masks cover, by language and kind, and wrong masks."""
    hit: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    wrong: Counter[str] = Counter()
    words: Counter[str] = Counter()
    misses: list[str] = []
    for note in made:
        masks = find_masks(note.text, [(0, len(note.text))])
        for start, stop, kind in note.values:
            found = covered(note.text, start, stop, masks)
            total[note.language, kind] += 1
            hit[note.language, kind] += found
            if not found:
                line = note.text[: stop + 20].split("\n")[-1] if kind != "closing" else ""
                misses.append(f"{note.language} {kind} {note.text[start:stop]!r} in {line!r}")
        words[note.language] += len(note.text.split())
        for mask in masks:
            if not any(mask.start < b and mask.stop > a for a, b, _ in note.values):
                wrong[note.language] += 1
                value = note.text[mask.start : mask.stop]
                misses.append(f"{note.language} WRONG {mask.kind} {value!r}")
    kinds = list(KINDS.values())
    print("language " + " ".join(f"{kind:>9}" for kind in kinds) + "  other masks/1,000 words")
    for language in sorted({note.language for note in made}):
        shares = [hit[language, k] / total[language, k] for k in kinds if total[language, k]]
        rate = 1000 * wrong[language] / words[language]
        print(f"{language:8} " + " ".join(f"{share:9.3f}" for share in shares) + f"  {rate:.2f}")
    for kind in kinds:
        found_k = sum(n for (_, k), n in hit.items() if k == kind)
        total_k = sum(n for (_, k), n in total.items() if k == kind)
        print(f"all {kind}: {found_k / total_k:.4f}", end="; ")
    print()
    for line, times in Counter(misses).most_common(show):
        print(f"  {times} x {line}")


def wrong_in_sentences(sentences: dict[str, list[str]], show: int) -> None:
    """Print masks per 1,000 words of real sentences, eight to a note, by language and kind."""
    for language, lines in sentences.items():
        kinds: Counter[str] = Counter()
        seen: Counter[str] = Counter()
        words = 0.0
        for at in range(0, len(lines), 8):
            text = "\n".join(lines[at : at + 8])
            words += len(text.split()) if " " in text else len(text) / 1.5
            for mask in find_masks(text, [(0, len(text))]):
                kinds[mask.kind] += 1
                if mask.kind in (MaskKind.NAME, MaskKind.CODE, MaskKind.LINK, MaskKind.ADDRESS):
                    seen[text[mask.start : mask.stop]] += 1
        rates = " ".join(f"{kind} {1000 * n / words:.2f}" for kind, n in sorted(kinds.items()))
        print(f"{language:3} {words:7.0f} words: {rates}")
        if show and seen:
            print("    ", ", ".join(f"{value!r}" for value, _ in seen.most_common(show)))


def letters(path: Path, seed: int, show: int) -> None:
    """Fill the letters' placeholders with names of all languages and print what is found."""
    rng = random.Random(seed)
    every = [name for spoken in SPOKEN.values() for name in spoken[3].split("|")]
    cased = [name for name in every if name[0].isupper() and name not in ("OBrien",)]
    dates = [date for code in ("en", "de", "pl", "fr") for date in SPOKEN[code][4].split("|")]
    amounts = SPOKEN["en"][6].split("|")
    made: list[Filled] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"]
        template = re.sub(r"((?:Dear|Hi|Hello|Hey) )\[[^\]]*[Nn]ame\]", r"\1{n}", text)
        template = re.sub(r"\[Your (?:Full )?Name\]", "{s}", template)
        template = re.sub(r"\[(?:\w+ )?[Dd]ate\]", "{d}", template)
        template = re.sub(r"\$\[[Aa]mount\]|\[(?:\w+ )?[Aa]mount\]", "{a}", template)
        template = re.sub(r"\[(?:\w+ )?(?:[Cc]ode|[Nn]umber|ID)\]", "{c}", template)
        template = re.sub(r"\[[^\]]*\]", "garden chairs", template)
        fillings = {
            "n": rng.choice(cased), "s": rng.choice(cased), "d": rng.choice(dates),
            "a": rng.choice(amounts), "c": rng.choice(CODES), "t": "14:30",
        }  # fmt: skip
        template = re.sub(r"\{(?![nsdac]\})", "(", template)
        made.append(fill(template.replace("{t}", ""), fillings, "letters"))
    made = [note for note in made if note.values]
    hit: Counter[str] = Counter()
    total: Counter[str] = Counter()
    misses: Counter[str] = Counter()
    for note in made:
        masks = find_masks(note.text, [(0, len(note.text))])
        for start, stop, kind in note.values:
            found = covered(note.text, start, stop, masks)
            total[kind] += 1
            hit[kind] += found
            if not found:
                context = note.text[max(0, start - 30) : stop + 15]
                misses[f"{kind} {note.text[start:stop]!r} in {context!r}"] += 1
        for mask in masks:
            if not any(mask.start < b and mask.stop > a for a, b, _ in note.values):
                misses[f"OTHER {mask.kind} {note.text[mask.start : mask.stop]!r}"] += 1
    shares = ", ".join(f"{k} {hit[k]}/{total[k]} = {hit[k] / total[k]:.3f}" for k in total)
    print(f"{len(made)} letters: {shares}")
    for line, times in misses.most_common(show):
        print(f"  {times} x {line}")


def speed(made: list[Filled]) -> None:
    """Print milliseconds of processor time for an ordinary mail of about 3,500 characters."""
    by_language: dict[str, list[str]] = {}
    for note in made:
        by_language.setdefault(note.language, []).append(note.text)
    for language in ("en", "pl", "ru", "ar", "zh"):
        texts = by_language[language]
        lines = [line for text in texts for line in text.split("\n")[2:4]]
        filler = re.sub(r"\d", "", "\n".join(lines))
        head, tail = texts[0].split("\n\n", 1)
        mail = f"{head}\n\n{filler[:3300]}\n\n{tail}"[-3600:]
        best = float("inf")
        for _ in range(5):
            before = time.process_time()
            for _ in range(100):
                find_masks(mail, [(0, len(mail))])
            best = min(best, (time.process_time() - before) * 10)
        print(f"{language}: {len(mail)} characters, {best:.3f} ms")


def archive_speed(path: Path) -> None:
    """Print milliseconds of processor time for an archive's mails, their headers known, and for
    those among them with many numbers."""
    from api.archives import Mail, open_archives
    from dedupe import own_words

    notes = []
    with open_archives([str(path)]) as opened:
        for archive in opened.archives:
            for chunk in archive.chunks():
                for entry in archive.read(chunk):
                    if isinstance(entry, Mail):
                        message = entry.message
                        own = own_words(
                            message.text, quoted=message.quoted, sender_name=message.sender_name
                        )
                        notes.append((message, own.spans))
    spent: list[tuple[float, int]] = []
    for message, spans in notes:
        before = time.process_time()
        find_masks(message.text, spans, recipients=message.to, sender_name=message.sender_name)
        figures = sum(len(re.findall(r"\d+", message.text[a:b])) for a, b in spans)
        spent.append((1000 * (time.process_time() - before), figures))
    dense = [ms for ms, figures in spent if 40 <= figures <= 70]
    print(
        f"{path.name}: {len(spent)} mails, {sum(ms for ms, _ in spent) / len(spent):.3f} ms a mail"
    )
    if dense:
        print(
            f"  with 40 to 70 numbers: {len(dense)} mails, {sum(dense) / len(dense):.3f} ms a mail"
        )


def load_sentences(data: Path) -> dict[str, list[str]]:
    """Return Tatoeba's sentences by language; empty where the data is absent."""
    loaded: dict[str, list[str]] = {}
    for code, language in LANGUAGE_FILES.items():
        path = data / "tatoeba" / f"tatoeba.{code}-eng.{code}"
        if path.exists():
            loaded[language] = path.read_text(encoding="utf-8").splitlines()
    english = data / "tatoeba" / "tatoeba.deu-eng.eng"
    if english.exists():
        loaded["en"] = english.read_text(encoding="utf-8").splitlines()
    return loaded


def load_declarations(data: Path) -> dict[str, list[str]]:
    """Return the declaration of human rights by language, a paragraph a line."""
    loaded: dict[str, list[str]] = {}
    for path in sorted((data / "udhr").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"<(?:script|style).*?</(?:script|style)>", " ", text, flags=re.S)
        plain = html.unescape(re.sub(r"<[^>]+>", "\n", text))
        loaded[path.stem] = [line.strip() for line in plain.splitlines() if line.strip()]
    return loaded


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--archive", type=Path, help="also time the mails of this archive")
    parser.add_argument("--notes", type=int, default=60)
    parser.add_argument("--show", type=int, default=0, help="misses and wrong masks to print")
    args = parser.parse_args()
    sentences = load_sentences(args.data)
    made = notes(args.seed, args.notes, sentences)
    recall(made, args.show)
    print("\nSentences: masks per 1,000 words")
    wrong_in_sentences(sentences, args.show)
    print("\nDeclaration of human rights: masks per 1,000 words")
    wrong_in_sentences(load_declarations(args.data), args.show)
    if (args.data / "letters" / "letters.jsonl").exists():
        letters(args.data / "letters" / "letters.jsonl", args.seed, args.show)
    print("\nProcessor time")
    speed(made)
    if args.archive:
        archive_speed(args.archive)
    return 0


if __name__ == "__main__":
    sys.exit(main())
