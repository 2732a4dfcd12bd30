"""Makes compiled code ahead of its first use: for a wheel, an image, or this installation.

    python -m api.ready_made             compile what this installation lacks
    python -m api.ready_made FOLDER      compile for a wheel: code for any x86-64-v3 processor

Every kernel is compiled by using it: an invented archive is audited, notes are checked against a
store, copy is checked. numba compiles for the types that it meets, so nothing has to be listed.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from api.compiled_cache import (
    PORTABLE_PROCESSOR,
    kept_under,
    ready_made_name,
    sources_digest,
    use_own_cache,
)

_SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve")


def main(arguments: Sequence[str]) -> int:
    """Compile everything; return the exit code."""
    if not arguments:
        return _for_here()
    folder = Path(arguments[0])
    with tempfile.TemporaryDirectory() as compiled:
        os.environ["NUMBA_CACHE_DIR"] = compiled
        os.environ["NUMBA_CPU_NAME"] = PORTABLE_PROCESSOR
        os.environ["NUMBA_CPU_FEATURES"] = ""
        use_every_kernel()
        target = folder / ready_made_name(sources_digest())
        for room in ("dedupe", "index"):
            shutil.copytree(kept_under(Path(compiled), room), target / room, dirs_exist_ok=True)
    return 0


def _for_here() -> int:
    """Compile what this installation lacks; at once where a run before this one ended well."""
    use_own_cache()
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    done = folder / f"complete-{ready_made_name(sources_digest())}"
    if done.exists():
        return 0
    click.echo("samenote: compiling for this machine, once: about half a minute.", err=True)
    use_every_kernel()
    done.parent.mkdir(parents=True, exist_ok=True)
    done.touch()
    return 0


def use_every_kernel() -> None:
    """Go through every door once with invented mail, so that every kernel is compiled."""
    draw = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        sent = _texts(draw)
        _in_parts(sent)
        _audit(Path(folder), sent, draw)
        _copy(Path(folder), draw)
        # Notes that were sent before, in part, so that earlier messages are read again.
        _store(Path(folder), [*sent[:6], *_texts(draw)])
        _memory(_texts(draw))


def _words(draw: random.Random, count: int) -> str:
    return " ".join("".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))) for _ in range(count))


def _texts(draw: random.Random) -> list[str]:
    """Return mail with everything that a kernel looks for: copies, moved text, footers."""
    footer, signed = _words(draw, 14), f"Kind regards,\nAnna\n{_words(draw, 14)}"
    texts = [f"Dear {_words(draw, 1)},\n{_words(draw, 30)}\n{footer}" for _ in range(12)]
    texts += [f"Dear {_words(draw, 1)},\n{_words(draw, 20)}\n{signed}" for _ in range(6)]
    first, second, third = (_words(draw, 20) for _ in range(3))
    texts += [f"{first}. {second}. {third}.", f"{first}. {third}. {second}.", f"{second}."]
    texts += [f"{first}. {_words(draw, 9)}. {second} {_words(draw, 2)}.", _words(draw, 6)]
    return texts + [f"Dear {_words(draw, 1)},\n{first}. {second}." for _ in range(4)]


def _in_parts(texts: Sequence[str]) -> None:
    """Make passages as it is done where there are very many."""
    from dedupe import Message, loose_words, passage_parts, read_notes, words_of

    words = words_of(read_notes([Message(f"{n}", text) for n, text in enumerate(texts)]))
    loose = loose_words(words)
    passage_parts(loose, at_once=1).make(0)


def _audit(folder: Path, texts: Sequence[str], draw: random.Random) -> None:
    from api.archives import open_archives
    from api.audit import AuditRequest, audit

    path = folder / "sent.mbox"
    day = datetime(2026, 1, 5, 9, tzinfo=UTC)
    with path.open("w", encoding="utf-8") as file:
        for n, text in enumerate(texts):
            when = day + timedelta(days=n)
            file.write(
                f"From me@own.example {when:%a %b %d %H:%M:%S %Y}\n"
                f"From: Me <me@own.example>\nTo: Reader <reader{n}@home{n}.example>\n"
                f"Date: {when:%a, %d %b %Y %H:%M:%S} +0000\nMessage-ID: <{n}@own.example>\n"
                f"Subject: {_words(draw, 3)}\n\n{text}\n\n"
            )
    request = AuditRequest((str(path),), senders=("me@own.example",))
    with open_archives([str(path)]) as opened:
        audit(request, opened.archives, opened.skipped, lambda *_: None)


def _copy(folder: Path, draw: random.Random) -> None:
    from api.copy.check import CopyRequest, check_copy

    place = folder / "copy"
    place.mkdir()
    for n, text in enumerate(_texts(draw)):
        (place / f"{n}.md").write_text(f"# {_words(draw, 4)}\n\n{text}\n", encoding="utf-8")
    check_copy(CopyRequest((place,), place, date(2026, 1, 1)), lambda *_: None)


def _store(folder: Path, texts: Sequence[str]) -> None:
    """Learn the mail, then check against a memory read from the ledger and from a snapshot."""
    from api.archives import open_archives
    from api.learning import Learner, LearnRequest
    from api.store_checking import check_in_store
    from dedupe import Message, Policy, Recipient
    from index import Ledger, Snapshots, Store

    notes = [
        Message(f"{n}", text, to=(Recipient(address=f"b{n}@other{n}.example"),))
        for n, text in enumerate(texts)
    ]
    with Ledger.open(str(folder / "store.db"), create=True) as ledger:
        ledger.tenant("local", create=True)
        store = Store(ledger, snapshots=Snapshots(folder / "derived"))
        with open_archives([str(folder / "sent.mbox")]) as opened:
            learner = Learner(store, LearnRequest(("me@own.example",)), lambda *_: None)
            learner.learn(opened.archives)
        check_in_store(store, notes, policy=Policy())
        store.save()
        again = Store(ledger, snapshots=Snapshots(folder / "derived"))
        check_in_store(again, notes, policy=Policy())


def _memory(texts: Sequence[str]) -> None:
    """File mail bit by bit, before and after all of it is judged together."""
    from dedupe import Message, Recipient
    from index import Filing, Remembered, filed, judged_together

    filings = [
        Filing(n, Message(f"{n}", text, to=(Recipient(address=f"b{n}@other{n}.example"),)))
        for n, text in enumerate(texts)
    ]
    third = len(filings) // 3
    known = filed(filed(Remembered.nothing(), filings[:third]), filings[third : 2 * third])
    filed(judged_together(known), filings[2 * third :])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
