"""Whatever the bytes: a mail or a reason, in bounded time and memory, and never an exception.

The bounds are ten times what was measured on a busy two-core machine.
"""

from __future__ import annotations

import base64
import json
import random
import time
import tracemalloc
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.archives import Mail, Origin, Skipped, html_to_text, open_archives, read_message
from api.archives.addresses import read_addresses
from api.archives.charsets import decode
from api.archives.dates import read_date
from api.archives.encoded_words import decode_words
from api.archives.flowed import unflow
from api.archives.recognise import recognise
from api.archives.separators import is_dated

HEAD = b"From: ann@x.org\nTo: bob@y.org\nMIME-Version: 1.0\n"
SECONDS = 10.0


def nested_multiparts(depth: int) -> bytes:
    out = [HEAD]
    out += [
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
        for level in range(depth)
    ]
    return b"".join(out) + b"Content-Type: text/plain\n\ndeep\n"


def nested_messages(depth: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\n\nSubject: x\n" * depth + b"\nend\n"


def many_parts(count: int) -> bytes:
    part = b"--b\nContent-Type: text/plain\n\nx\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + part * count + b"--b--\n"


def html(body: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + body


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nested elements": lambda: html(b"<div>" * 200_000 + b"text"),
    "nested hidden elements": lambda: html(b"<div hidden>" * 200_000 + b"text"),
    "nested quotes": lambda: html(b"<blockquote type=cite>" * 200_000 + b"text"),
    "nested tables": lambda: html(b"<table><tr><td>" * 100_000 + b"text"),
    "flat hidden elements": lambda: html(b"<p style='display:none'>x</p>" * 100_000 + b"text"),
    "reply headers": lambda: html(b"<div id=divRplyFwdMsg></div>" * 100_000),
    "spaces in html": lambda: html(b"&nbsp; " * 500_000 + b"text"),
    "open comments": lambda: html(b"<!--" * 500_000),
    "open attribute": lambda: html(b"<a href='" * 300_000),
    "100 MB body": lambda: HEAD + b"\n" + b"word " * 20_000_000,
    "100 MB line of html": lambda: html(b"<p>word " * 12_000_000),
    "nested multiparts": lambda: nested_multiparts(5_000),
    "multiparts below the cap": lambda: nested_multiparts(200),
    "nested messages": lambda: nested_messages(20_000),
    "many parts": lambda: many_parts(200_000),
    "endless header": lambda: HEAD + b"X-A: b\n" * 3_000_000,
    "endless folded header": lambda: HEAD + b"To: a\n" + b" a@x.org,\n" * 1_000_000 + b"\nbody",
    "endless header line": lambda: HEAD + b"Subject: " + b"a" * 30_000_000,
    "encoded words": lambda: HEAD + b"Subject: " + b"=?utf-8?b?xbs=?= " * 60_000 + b"\n\nbody",
    "open encoded words": lambda: HEAD + b"Subject: " + b"=?utf-8?q?x" * 100_000 + b"\n\nbody",
    "recipients": lambda: HEAD + b"Cc: " + b'"A, B" <a@x.org>, ' * 100_000 + b"\n\nbody",
    "open quotes": lambda: HEAD + b"Cc: " + b'"' * 500_000 + b"\n\nbody",
    "brackets": lambda: HEAD + b"Cc: " + b"<(" * 250_000 + b"\n\nbody",
    "address of one letter": lambda: HEAD + b"Cc: " + b"a" * 500_000 + b"\n\nbody",
    "references": lambda: HEAD + b"References: " + b"<a " * 300_000 + b"\n\nbody",
    "content type": lambda: HEAD + b"Content-Type: text/plain" + b";a=b" * 200_000 + b"\n\nx",
    "nul bytes": lambda: HEAD + b"Subject: a\0b\n\n" + b"a\0" * 500_000,
    "spaces": lambda: HEAD + b"\n" + b" " * 5_000_000 + b"\nx",
    "from lines": lambda: HEAD + b"\n" + b"From a\n" * 700_000,
    "stub words": lambda: HEAD + b"\n" + b"view this email " * 100_000,
    "broken base64": lambda: (
        HEAD
        + b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
        + b"A*" * 4_000_000
    ),
    "meta": lambda: HEAD + b"Content-Type: text/html\n\n" + b"<meta " * 500_000,
    "utf-7": lambda: HEAD + b"Content-Type: text/plain; charset=utf-7\n\n" + b"+2AA-" * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_bounded(name: str) -> None:
    raw = HOSTILE[name]()
    tracemalloc.start()
    began = time.perf_counter()
    entry = read_message(raw, Origin("hostile"))
    took = time.perf_counter() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < SECONDS
    assert peak < 700_000_000
    if isinstance(entry, Mail):
        assert len(entry.message.text) <= 1_000_000
        assert "\0" not in entry.message.text + entry.message.subject
        json.dumps(entry.message.text, ensure_ascii=False).encode("utf-8")
    else:
        assert "nested" in entry.reason


def test_what_was_cut_is_said() -> None:
    entry = read_message(HOSTILE["100 MB body"](), Origin("hostile"))
    assert isinstance(entry, Mail)
    assert entry.warnings == ("the text was cut to 1,000,000 characters",)


def test_hostile_mail_does_not_stop_an_archive(tmp_path: Path) -> None:
    line = b"From ann@x.org Thu Jan  1 00:00:00 1970\n"
    good = HEAD + b"\ngood\n\n"
    path = tmp_path / "box"
    headless = line + b"\n\n\xff\0\xfe\n\n"
    path.write_bytes(line + good + line + nested_multiparts(3_000) + b"\n" + headless + line + good)
    with open_archives([str(path)]) as opened:
        entries = [e for a in opened.archives for c in a.chunks() for e in a.read(c)]
    assert [isinstance(entry, Mail) for entry in entries] == [True, False, False, True]


def sample() -> bytes:
    message = EmailMessage()
    message["From"] = "Żaneta <z@x.org>"
    message["To"] = "Bob <bob@y.org>, undisclosed-recipients:;"
    message["Subject"] = "Płaszcz 外套"
    message["Date"] = "Fri, 01 Mar 2024 09:30:00 +0100"
    message.set_content("Dear Bob,\n\nThank you – dziękuję.\n" * 5)
    message.add_alternative(
        "<p>Dear <b>Bob</b></p><div style='display:none'>x</div>", subtype="html"
    )
    message.add_attachment(b"\0\1\2" * 50, maintype="image", subtype="png", filename="a.png")
    return message.as_bytes()


SAMPLE = sample()


def checked(entry: Mail | Skipped) -> None:
    if isinstance(entry, Skipped):
        assert entry.reason
        return
    message = entry.message
    assert message.id
    assert all(0 <= a < b <= len(message.text) for a, b in message.quoted)
    for text in (message.text, message.subject, message.sender_name, message.id, message.thread):
        text.encode("utf-8")
    assert message.sent_at is None or message.sent_at.tzinfo is not None


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_mutated_mail(seed: int, changes: int) -> None:
    chance = random.Random(seed)
    raw = bytearray(SAMPLE)
    for _ in range(changes):
        at = chance.randrange(len(raw))
        match chance.randrange(4):
            case 0:
                raw[at] = chance.randrange(256)
            case 1:
                del raw[at : at + chance.randrange(60)]
            case 2:
                raw[at:at] = raw[chance.randrange(len(raw)) :][: chance.randrange(80)]
            case _:
                raw[at:at] = bytes(chance.randrange(256) for _ in range(5))
        if not raw:
            return
    checked(read_message(bytes(raw), Origin("mutated")))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    checked(read_message(data, Origin("bytes")))
    checked(read_message(HEAD + b"\n" + data, Origin("bytes")))
    checked(read_message(HEAD + data, Origin("bytes")))
    checked(read_message(html(data), Origin("bytes")))
    recognise(data, "a.csv")
    recognise(data, "a")


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200), st.sampled_from(["", "utf-8", "utf-7", "gb2312", "iso-2022-jp", "hz"])
)
def test_any_header_value(data: bytes, charset: str) -> None:
    decode_words(data, charset).encode("utf-8")
    decode(data, charset).encode("utf-8")
    for box in read_addresses(data, charset):
        (box.name + box.address).encode("utf-8")
    read_date(data.decode("latin-1"))
    is_dated(b"From " + data)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None), max_size=300))
def test_any_html(text: str) -> None:
    found = html_to_text(text)
    found.text.encode("utf-8")
    assert all(0 <= a < b <= len(found.text) for a, b in found.quoted)
    unflow(text)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_text_comes_back_as_it_was_sent(text: str) -> None:
    body = base64.encodebytes(text.encode())
    raw = HEAD + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    entry = read_message(raw + body, Origin("sent"))
    assert isinstance(entry, Mail)
    if not text.lower().lstrip().startswith(("<", "\ufeff")):
        assert entry.message.text == text.strip()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=60), max_size=12), st.sampled_from(["box", "a.csv", "a.jsonl"]))
def test_any_file(tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], name: str) -> None:
    start = {
        "box": b"From ann@x.org Thu Jan  1 00:00:00 1970\n" + HEAD + b"\n",
        "a.csv": b"id,text,to\n",
        "a.jsonl": b'{"id": "1", "text": "x"}\n',
    }[name]
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(start + b"\n".join(pieces))
    with open_archives([str(path)]) as opened:
        for archive in opened.archives:
            for chunk in archive.chunks():
                for entry in archive.read(chunk):
                    if isinstance(entry, Mail) and name == "box":
                        checked(entry)
                    assert opened.read_one(entry.origin) == entry
