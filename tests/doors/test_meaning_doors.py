"""Meaning at every door: what a person reads, what a program gets, and what is forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

Run = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("with_meaning")

CARD = (
    "Dear Anna,\n\nThank you for trusting us with your wedding dress. The stain on the hem is "
    "gone, and we have mended the lace at the sleeve. You can pick it up any day until seven in "
    "the evening. We wish you a wonderful wedding."
)
REWRITTEN = (
    "Dear Ruth,\n\nMany thanks for leaving your bridal dress in our care. We got the stain out of "
    "the hem, and the lace on the sleeve has been repaired. Collect it whenever you like, each day "
    "up to 7 pm. Have a marvellous wedding day."
)
ARABIC = (
    "شكرًا لأنك ائتمنتنا على فستان زفافك. اختفت البقعة من طرف الفستان، ورمّمنا الدانتيل عند "
    "الكمّ. يمكنك استلامه في أي يوم حتى السابعة مساءً. نتمنى لك زفافًا رائعًا."
)
SECRET = "The brass key to the orangery hangs behind the portrait of your great-aunt Sophronia."


def letter(name: str, text: str) -> dict[str, Any]:
    return {
        "id": name, "text": text, "to": [{"address": f"{name}@{name}.example"}],
        "sent_at": "2026-03-01T10:00:00Z", "sender": "me@shop.example",
    }  # fmt: skip


def test_the_readable_verdict_shows_sentences_side_by_side(
    check: Run, settings: Path, write: Callable[..., Path]
) -> None:
    history = write("history.jsonl", letter("anna", CARD), letter("layla", ARABIC))
    note = write("note.jsonl", letter("ruth", REWRITTEN))
    said = check(note, "--against", history).out
    lines = said.splitlines()
    assert lines[0].startswith("LOOK  Look again before you send it.")
    assert "got the same in other words." in " ".join(lines[:2])
    assert "layla@layla.example, 1 Mar 2026" in said or "anna@anna.example, 1 Mar 2026" in said
    (head,) = [line for line in lines if "You wrote" in line]
    column = head.index("They got")
    assert any(
        line[2:column].strip().startswith("Many thanks for leaving your") and line[column:].strip()
        for line in lines
    )
    assert "<Many thanks for leaving your bridal dress in our care.>" in said
    assert "<others got it in other words>" in lines[-2]
    assert lines[-1] == "Compared with 2 earlier notes."
    if "in Arabic" in said:
        assert "شكرًا لأنك ائتمنتنا" in said
    # Narrow, and in an encoding of nothing but letters: below each other, nothing lost.
    narrow = check(note, "--against", history, width=50).out
    assert max(map(len, narrow.splitlines())) <= 50
    assert "They got" in narrow


def test_of_two_notes_of_one_call_each_shows_the_other(
    check: Run, settings: Path, write: Callable[..., Path]
) -> None:
    notes = write("notes.jsonl", letter("anna", CARD), letter("ruth", REWRITTEN))
    said = check(notes).out
    lines = said.splitlines()
    assert lines[0] == "2 notes are 1 distinct note; 2 to look at"
    first, second = said.split("LOOK  ")[1:]
    assert "to ruth@ruth.example, later in this call" in " ".join(first.split())
    assert "They get" in first
    assert "<Thank you for trusting us with your wedding dress.>" in " ".join(first.split())
    assert "They got" in second
    assert said.count("say something else here, for this reader alone") == 2


def test_the_audit_lists_pairs_to_different_people_only(
    samenote: Run, tmp_path: Path, write: Callable[..., Path]
) -> None:
    again = letter("anna", REWRITTEN) | {"id": "anna-2"}
    archive = write(
        "sent.jsonl", letter("anna", CARD), again, letter("layla", ARABIC), letter("bo", SECRET)
    )
    place, page = tmp_path / "audit.json", tmp_path / "audit.html"
    ran = samenote("audit", archive, "--json", place, "--html", page)
    found = json.loads(place.read_text())
    # Anna got two of them: each is beside Layla's, and they are not beside each other.
    assert 0 < found["reworded_total"] == len(found["reworded"]) <= 2
    for pair in found["reworded"]:
        people = {pair["here"]["recipient"], pair["there"]["recipient"]}
        assert people == {"anna@anna.example", "layla@layla.example"}
        assert pair["translated"]
        assert {pair["here"]["language"], pair["there"]["language"]} == {"en", "ar"}
        assert len(pair["sentences"]) >= 3
        assert all(said["here"] and said["there"] for said in pair["sentences"])
    assert "The same in other words, most alike first" in ran.out
    assert "in Arabic" in ran.out
    shown = page.read_text("utf-8")
    section = shown[shown.index('id="reworded"') : shown.index('id="notes"')]
    assert 'dir="auto"' in section
    # Names are behind a label until a reader asks.
    assert section.count('class="hid"') >= 4
    assert "anna@anna.example" not in section.replace(
        '<bdi class="prv" lang="">anna@anna.example</bdi>', ""
    )


def test_without_a_model_the_audit_and_the_check_say_so_quietly(
    samenote: Run, check: Run, monkeypatch: pytest.MonkeyPatch, write: Callable[..., Path]
) -> None:
    import index

    monkeypatch.setattr(index, "meaning_is_installed", lambda: False)
    history = write("history.jsonl", letter("anna", CARD), letter("bo", SECRET))
    note = write("note.jsonl", letter("ruth", REWRITTEN))
    said = "Compared by their words only; to compare by meaning too: pip install"
    assert said in " ".join(check(note, "--against", history).out.split())
    assert said not in check(note, "--against", history, "--no-meaning").out
    assert said in " ".join(samenote("audit", history).out.split())


def test_the_variable_that_switches_meaning_off_is_said_once_and_the_option_is_not(
    samenote: Run, check: Run, monkeypatch: pytest.MonkeyPatch, write: Callable[..., Path],
    settings: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("SAMENOTE_NO_MEANING", "1")
    history = write("history.jsonl", letter("anna", CARD), letter("bo", SECRET))
    note = write("note.jsonl", letter("ruth", REWRITTEN))
    said = "samenote: SAMENOTE_NO_MEANING is set: compared by words alone\n"
    assert check(note, "--against", history).err.count(said) == 1
    assert samenote("audit", history).err.count(said) == 1
    assert said not in samenote("learn", history, "--store", settings / "s.sqlite").err
    assert said not in check(note, "--against", history, "--no-meaning").err
    assert said not in samenote("audit", history, "--no-meaning").err


def test_an_audit_of_reworded_notes_does_not_say_that_they_carry_a_text(
    samenote: Run, write: Callable[..., Path]
) -> None:
    archive = write(
        "sent.jsonl", letter("anna", CARD), letter("ruth", REWRITTEN), letter("bo", SECRET)
    )
    first = samenote("audit", archive).out.splitlines()[0]
    assert first == "2 of 3 notes say what somebody else was told, in other words."


def files_hold(folder: Path, vector: np.ndarray) -> bool:
    for path in folder.rglob("*"):
        if path.suffix == ".npz":
            with np.load(path) as held:
                if any(vector.tobytes() in held[name].tobytes() for name in held.files):
                    return True
        elif path.is_file() and vector.tobytes() in path.read_bytes():
            return True
    return False


def test_forget_takes_vectors_out_of_every_file_also_without_a_model(
    samenote: Run, settings: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch,
    real_encoder: Any,
) -> None:  # fmt: skip
    store = settings / "store.sqlite"
    history = write("history.jsonl", letter("zeb", SECRET), letter("anna", CARD))
    assert samenote("learn", history, "--store", store).code == 0
    derived = settings / "samenote" / "derived"
    secret, kept = real_encoder.encode([SECRET, "We wish you a wonderful wedding."])
    assert files_hold(derived, secret)
    assert files_hold(derived, kept)
    monkeypatch.setenv("SAMENOTE_NO_MEANING", "1")
    monkeypatch.setenv("SAMENOTE_CACHE", str(settings / "no models here"))
    assert samenote("forget", "zeb@zeb.example", "--store", store, "--yes").code == 0
    assert not files_hold(derived, secret)
    assert files_hold(derived, kept)
    assert not (settings / "no models here").exists()


@pytest.fixture
def served(new_service: Run) -> Run:
    from api.meaning_opening import MeaningChoice

    def start(seconds: float) -> Any:
        client = new_service(meaning=MeaningChoice(device="cpu"), meaning_seconds=seconds)
        body = {"messages": [letter("anna", CARD), letter("layla", ARABIC)]}
        assert client.post("/v1/messages", body).status_code == 200
        return client

    return start


def test_a_served_check_compares_by_meaning_once_the_model_is_there(served: Run) -> None:
    client = served(60.0)
    assert client.get("/v1/ready").get_json()["meaning"] == "loading"
    note = {"messages": [letter("ruth", REWRITTEN)]}
    (early,) = client.post("/v1/check", note).get_json()["verdicts"]
    assert (early["relation"], early["degraded"]) == ("none", True)
    shown = client.form("/check", text=REWRITTEN).get_data(as_text=True)
    assert "the model that compares by meaning is being loaded" in shown
    while client.service.read_meaning():
        pass
    assert client.get("/v1/ready").get_json()["meaning"] == "ready"
    (late,) = client.post("/v1/check", note).get_json()["verdicts"]
    assert (late["relation"], late["degraded"], late["decision"]) == ("reworded", False, "look")
    by_who = {match["recipient"]: match for match in late["matches"]}
    assert by_who["layla@layla.example"]["translated"] is True
    assert by_who["anna@anna.example"]["translated"] is False
    for match in late["matches"]:
        assert match["sentences"]
        assert set(match["sentences"][0]) == {"here", "there", "cosine"}
    shown = client.form("/check", text=REWRITTEN).get_data(as_text=True)
    assert "others got it in other words" in shown
    assert "in Arabic" in shown
    assert '<td dir="auto">Thank you for trusting us with your wedding dress.</td>' in shown
    assert "only" not in shown.split("</h1>")[1].split("</p>")[0]


def test_a_call_that_has_no_time_is_judged_by_words_and_says_so(served: Run) -> None:
    client = served(1e-6)
    while client.service.read_meaning():
        pass
    (verdict,) = client.post("/v1/check", {"messages": [letter("ruth", REWRITTEN)]}).get_json()[
        "verdicts"
    ]
    assert (verdict["relation"], verdict["degraded"]) == ("none", True)
    shown = client.form("/check", text=REWRITTEN + " And more.").get_data(as_text=True)
    assert "there was no time for that" in shown


def test_a_service_without_a_model_says_why(new_service: Run) -> None:
    client = new_service()
    shown = client.form("/check", text=REWRITTEN).get_data(as_text=True)
    assert "This service compares words only, not meaning." in shown
