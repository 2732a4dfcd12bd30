"""samenote copy --store: copy that was sent as personal notes before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "api" / "copy" / "formats" / "schema" / "copy.schema.json"
FORTY = ROOT / "examples" / "forty_cards" / "sent.jsonl"
CARD = (
    "Thank you so much for bringing us your {{ garment }}. It was a real pleasure to look after"
    " it, and I pressed it myself so that it hangs just as you like it. A small shop like ours"
    " lives from people like you, and every time the door opens and I see a face I know, it makes"
    " my whole week. If anything at all is not perfect, bring it back and I will put it right."
)
PART = "It was a real pleasure to look after it, and I pressed it myself so that it hangs just as"
OTHER = (
    "The yard behind the mill has room for nine cars. Please leave the two places beside the"
    " loading ramp free, because the flour arrives without much warning."
)

Run = Callable[..., Any]


@pytest.fixture
def pages(tmp_path: Path, settings: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of copy, and the working directory: one mail, one page of other words."""
    folder = tmp_path / "copy"
    (folder / "mail").mkdir(parents=True)
    (folder / "mail" / "card.html").write_text(f"<p>Dear {{{{ name }}}},</p>\n<p>{CARD}</p>\n")
    (folder / "parking.md").write_text(f"# Where to park\n\n{OTHER}\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def store(samenote: Run, tmp_path: Path, settings: Path) -> str:
    """Return the address of a SQLite store that knows the forty cards."""
    address = str(tmp_path / "sent.db")
    assert samenote("learn", FORTY, "--store", address).code == 0
    return address


def _found(ran: Any) -> list[dict[str, Any]]:
    report = json.loads(ran.out)
    jsonschema.validate(report, json.loads(SCHEMA.read_text()))
    return [f for f in report["findings"] if f["rule"] == "sent-as-personal"]


def test_what_was_sent_is_found_in_either_database(
    samenote: Run, pages: Path, store_url: str
) -> None:
    assert samenote("learn", FORTY, "--store", store_url).code == 0
    ran = samenote("copy", ".", "--store", store_url, "--format", "json")
    (found,) = _found(ran)
    assert (ran.code, json.loads(ran.out)["searched"]) == (1, 40)
    assert (found["here"]["path"], found["here"]["line"]) == ("mail/card.html", 2)
    assert (found["relation"], found["reach"], found["severity"]) == ("template", 40, "error")
    assert found["sent_on"] == "2025-01-03"
    assert "sent to 40 people as a personal note, for example on 2025-01-03" in found["message"]


def test_without_a_store_nothing_of_it_is_said(
    samenote: Run, pages: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMENOTE_STORE", store)
    ran = samenote("copy", ".", "--format", "json")
    assert (ran.code, json.loads(ran.out)["searched"], _found(ran)) == (0, None, [])


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "gitlab", "html"])
def test_no_format_names_who_got_it(samenote: Run, pages: Path, store: str, form: str) -> None:
    out = samenote("copy", ".", "--store", store, "--format", form, width=200).out
    assert "sent to 40 people" in out
    for line in FORTY.read_text().splitlines():
        note = json.loads(line)
        for secret in (note["to"][0]["name"], note["to"][0]["address"], note["id"], "nora@"):
            assert secret not in out


def test_a_part_of_a_note_is_found_and_own_words_are_marked(
    samenote: Run, pages: Path, store: str
) -> None:
    (pages / "mail" / "card.html").write_text(
        f"<p>{PART}.</p>\n<p>{OTHER}</p><p>{PART}, says the sailor who mends our sails.</p>"
    )
    part, more = _found(samenote("copy", ".", "--store", store, "--format", "json"))
    assert "as part of personal notes" in part["message"]
    assert part["differing"] == []
    text = more["here"]["text"]
    own = " ".join(text[start:stop] for start, stop in more["differing"])
    assert {"sailor", "mends", "sails"} <= set(own.split())
    assert "pleasure" not in own
    out = samenote("copy", ".", "--store", store, width=200).out
    assert "says the sailor who mends our sails+}" in out


def test_a_translation_and_a_short_line_are_not_found(
    samenote: Run, pages: Path, store: str
) -> None:
    (pages / "mail" / "card.html").write_text("<p>Thank you so much, dear Ada.</p>")
    assert _found(samenote("copy", ".", "--store", store, "--format", "json")) == []


def test_a_missing_store_or_one_of_something_else_is_no_pass(samenote: Run, pages: Path) -> None:
    ran = samenote("copy", "parking.md", "--store", "none.db")
    assert ran.code == 3
    assert "none.db" in ran.err
    assert not Path("none.db").exists()
    ran = samenote("copy", "parking.md", "--store", "mail/card.html")
    assert ran.code == 3
    assert "card.html" in ran.err


def test_the_baseline_keeps_what_only_a_store_can_tell(
    samenote: Run, pages: Path, store: str
) -> None:
    first = samenote("copy", ".", "--store", store, "--update-baseline")
    assert first.code == 0
    assert "+1 sent-as-personal" in first.err
    kept = Path("samenote-baseline.json").read_text()
    assert samenote("copy", ".", "--store", store).code == 0
    # A run that asks no store neither calls the entry stale nor takes it out.
    ran = samenote("copy", ".", "--format", "json")
    assert (ran.code, json.loads(ran.out)["pruned"]) == (0, [])
    assert samenote("copy", ".", "--update-baseline").code == 0
    assert Path("samenote-baseline.json").read_text() == kept
    # One more copy is new, and what is gone is said, where a store is asked.
    (pages / "again.txt").write_text(CARD)
    assert samenote("copy", ".", "--store", store).code == 1
    (pages / "again.txt").unlink()
    (pages / "mail" / "card.html").unlink()
    ran = samenote("copy", ".", "--store", store, "--format", "json")
    assert len(json.loads(ran.out)["pruned"]) == 1


def test_a_ref_as_baseline_accepts_what_it_held(samenote: Run, pages: Path, store: str) -> None:
    for command in (
        ("init", "-q", "-b", "main"), ("add", "-A"),
        ("-c", "user.email=d@example.com", "-c", "user.name=D", "commit", "-q", "-m", "Copy"),
    ):  # fmt: skip
        subprocess.run(["git", *command], check=True, capture_output=True)
    arguments = ("copy", ".", "--store", store, "--baseline-from-ref", "main", "--format", "json")
    assert samenote(*arguments).code == 0
    (pages / "again.txt").write_text(CARD)
    ran = samenote(*arguments)
    assert ran.code == 1
    new = [f for f in _found(ran) if f["status"] == "new"]
    assert [f["here"]["path"] for f in new] == ["again.txt"]


def test_an_ignore_for_sent_notes_is_unused_only_where_a_store_says_so(
    samenote: Run, pages: Path, store: str
) -> None:
    mail = pages / "mail" / "card.html"
    comment = "<!-- samenote: ignore(sent-as-personal) the card's own template -->"
    mail.write_text(f"{comment}\n{mail.read_text()}")
    # It stands before the greeting, which nobody is told of: so it is unused, and the card found.
    ran = samenote("copy", ".", "--store", store, "--format", "json")
    assert {f["rule"] for f in json.loads(ran.out)["findings"]} == {
        "unused-ignore",
        "sent-as-personal",
    }
    mail.write_text(f"{comment}\n<p>{CARD}</p>\n")
    (found,) = _found(samenote("copy", ".", "--store", store, "--format", "json"))
    assert (found["status"], found["suppressed"]) == ("suppressed", "the card's own template")
    assert samenote("copy", ".", "--store", store).code == 0
    assert samenote("copy", ".").code == 0, "without a store nobody knows whether it is unused"
    (pages / "again.txt").write_text(CARD)
    ran = samenote("copy", ".", "--format", "json")
    assert ran.code == 1, "what it says of sent notes hides no other finding"


def test_approved_text_and_the_level_off_are_kept_to(
    samenote: Run, pages: Path, store: str, tmp_path: Path
) -> None:
    (pages / "samenote.toml").write_text('[copy]\nrules = {sent-as-personal = "off"}\n')
    assert samenote("copy", ".", "--store", store).code == 0
    (pages / "samenote.toml").write_text('[copy]\nrules = {sent-as-personal = "note"}\n')
    ran = samenote("copy", ".", "--store", store, "--format", "json")
    assert (ran.code, [f["severity"] for f in _found(ran)]) == (0, ["note"])
    (pages / "samenote.toml").unlink()
    text = tmp_path / "card.txt"
    text.write_text(CARD.replace("{{ garment }}", "coat"))
    given = ("approve", text, "--store", store, "--owner", "nora", "--reason", "the card")
    assert samenote(*given, "--most-reach", "10").code == 0
    assert _found(samenote("copy", ".", "--store", store, "--format", "json")), "40 people got it"
    approved = samenote(*given)
    assert approved.code == 0, approved.err
    assert _found(samenote("copy", ".", "--store", store, "--format", "json")) == []


def test_the_command_itself_in_a_process_of_its_own(pages: Path, store: str) -> None:
    program = [sys.executable, "-c", "from api.cli import main; main()"]
    ran = subprocess.run(
        [*program, "copy", str(pages), "--store", store, "--format", "github"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert ran.returncode == 1
    assert ran.stdout.startswith("::error file=")
    assert "and at 40 sent notes" in ran.stdout
