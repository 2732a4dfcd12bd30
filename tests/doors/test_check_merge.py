"""samenote check --merge TEMPLATE --rows CSV, as a person or a script meets it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import api.cli

ROOT = Path(__file__).resolve().parents[2]
CARD = ROOT / "examples" / "merge" / "card.txt"
CUSTOMERS = ROOT / "examples" / "merge" / "customers.csv"
SENT = str(ROOT / "examples" / "sent.mbox")
TEXT = (
    "Dear {{name}},\n\nthank you for trusting us with your {{garment}}. It was a pleasure to look "
    "after it, and I pressed it myself so that it hangs just as you like it.\n\nWarmly,\nNora\n"
)
ROWS = "email,name,garment\nann@a.example,Ann,coat\nbo@b.example,Bo,suit\ncy@c.example,Cy,hat\n"

Check = Callable[..., Any]


@pytest.fixture
def merge(check: Check, tmp_path: Path) -> Check:
    """Return the command as a function of a template, rows and more arguments."""

    def run(template: str | bytes, rows: str | bytes, *more: str, name: str = "card.txt") -> Any:
        for path, content in ((tmp_path / name, template), (tmp_path / "rows.csv", rows)):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return check("--merge", tmp_path / name, "--rows", tmp_path / "rows.csv", *more)

    return run


def test_each_row_is_a_verdict_judged_by_its_personal_line(check: Check) -> None:
    ran = check("--merge", CARD, "--rows", CUSTOMERS, "--json")
    assert ran.code == 1
    assert [v["id"] for v in ran.verdicts] == [f"row {n}" for n in range(1, 7)]
    assert [v["decision"] for v in ran.verdicts] == ["look"] * 3 + ["stop"] * 3
    assert all(v["personal_share"] > 0.3 for v in ran.verdicts[:3])
    assert all(v["personal_share"] == 0 for v in ran.verdicts[3:])
    assert [v["reach"] for v in ran.verdicts] == [5] * 6
    ida = ran.verdicts[3]
    assert {e["recipient"]: e["why"] for e in ida["exposure"]} == {
        "tom@bassett.example": ["company", "household", "postcode"]
    }
    told = {(ida["text"][slice(*m["span"])], m["source"]) for m in ida["masked"]}
    assert {("Ida", "row"), ("linen skirt", "row")} <= told


def test_a_merge_is_held_against_what_was_sent(check: Check, tmp_path: Path) -> None:
    card = tmp_path / "card.txt"
    card.write_text(
        "Dear {name},\n\nThank you so much for trusting us with your {garment}. It was a real "
        "pleasure to look after it, and I finished the pressing myself so that it hangs just the "
        "way you like it.\n\nWarmly,\nNora\n"
    )
    rows = tmp_path / "rows.csv"
    rows.write_text("name,garment,email\nZoe,red coat,zoe@z.example\n")
    ran = check("--merge", card, "--rows", rows, "--against", SENT, "--json")
    (verdict,) = ran.verdicts
    assert verdict["searched"] > 200
    assert verdict["reach"] >= 20
    assert ran.code == 1


def test_columns_are_mapped_and_the_history_keeps_its_own(merge: Check) -> None:
    rows = ROWS.replace("email", "wohin")
    text = (
        "{{name}}: the parish archive has catalogued nine ledgers from your attic beside one "
        "{{garment}}, and everybody may read them on Fridays."
    )
    ran = merge(text, rows, "--column", "to.address=Wohin", "--against", SENT, "--json")
    assert [v["reach"] for v in ran.verdicts] == [2, 2, 2]
    (shown,) = {m["recipient"] for m in ran.verdicts[1]["matches"][:1]}
    assert shown == "ann@a.example"
    assert "recipients are told by their names alone" in merge(TEXT, rows).err
    nobody = merge(TEXT.replace("name", "gent"), rows.replace("name", "gent")).err
    assert "no column is known to hold the recipient" in nobody


def test_rows_may_come_through_standard_input(check: Check, tmp_path: Path) -> None:
    card = tmp_path / "card.txt"
    card.write_text(TEXT)
    ran = check("--merge", card, "--rows", "-", "--json", stdin=ROWS.encode())
    assert len(ran.verdicts) == 3


def test_a_html_template_is_read_as_a_mail_is(merge: Check) -> None:
    template = f"<html><body><p>{TEXT}</p><p style='display:none'>hidden</p></body></html>"
    ran = merge(template, ROWS.replace("coat", '"<b>& coat"'), "--json", name="card.html")
    first = ran.verdicts[0]["text"]
    assert "your <b>& coat. It" in first
    assert "hidden" not in first


def test_an_old_charset_is_read_and_said(merge: Check) -> None:
    rows = "imię;rzecz;adres e-mail\r\nŁucja;żakiet;l@l.example\r\nŻaneta;płaszcz;z@z.example\r\n"
    text = "Dzień dobry {{imię}},\n\ndziękuję za {{rzecz}}. Było mi miło zająć się tą rzeczą dziś."
    ran = merge(text.encode("cp1250"), rows.encode("cp1250"), "--json")
    assert ran.verdicts[0]["text"].startswith("Dzień dobry Łucja,\n\ndziękuję za żakiet.")
    assert "not UTF-8; read as cp1250" in ran.err


@pytest.mark.parametrize(
    ("template", "rows", "said"),
    [
        ("Dear {{nmae}},", ROWS, "card.txt:1: there is no column for {{nmae}}. Did you mean"),
        ("{% if name %}x{% endif %}", ROWS, "card.txt:1: conditionals, loops"),
        ("{{name|shout}}", ROWS, "card.txt:1: there is no filter 'shout'"),
        ("", ROWS, "card.txt: the template is empty"),
        (b"\x89PNG\r\n\0\0", ROWS, "card.txt: the template is no text file"),
        (TEXT, "", "rows.csv: the file of rows is empty"),
        (TEXT, "name,garment\n", "rows.csv: there is a heading line and no row below it"),
        (TEXT, "name\nAnn\n", "card.txt:3: there is no column for {{garment}}"),
        (TEXT, b"PK\x03\x04\0\0", "rows.csv: an Excel or other Office file"),
        (TEXT, '[{"name": "Ann"}]', "rows.csv: a JSON document, not one object a line"),
        (TEXT, "name,garment\nAnn\n", "no row could be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_merged_is_3_and_says_where_and_why(
    merge: Check, template: str | bytes, rows: str | bytes, said: str
) -> None:
    ran = merge(template, rows)
    assert (ran.code, ran.out) == (3, "")
    assert said in ran.err


def test_missing_files_are_3(check: Check, tmp_path: Path) -> None:
    gone = check("--merge", tmp_path / "gone.txt", "--rows", CUSTOMERS)
    assert (gone.code, "gone.txt: the template could not be read" in gone.err) == (3, True)
    gone = check("--merge", CARD, "--rows", tmp_path / "gone.csv")
    assert (gone.code, "gone.csv: the rows could not be read" in gone.err) == (3, True)
    assert check("--merge", CARD, "--rows", tmp_path).code == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["--merge", str(CARD)],
        ["--rows", str(CUSTOMERS)],
        ["note.txt", "--merge", str(CARD), "--rows", str(CUSTOMERS)],
        ["--merge", str(CARD), "--rows", str(CUSTOMERS), "--column", "text=line"],
        ["--merge", str(CARD), "--rows", str(CUSTOMERS), "--column", "colour=line"],
        ["--merge", str(CARD), "--rows", "-", "--against", "-"],
    ],
)
def test_wrong_use_is_2(check: Check, arguments: list[str]) -> None:
    ran = check(*arguments, stdin=b"x")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_a_mapped_column_that_is_missing_is_3_and_the_nearest_is_named(merge: Check) -> None:
    ran = merge(TEXT, ROWS, "--column", "to.address=Emial")
    assert ran.code == 3
    assert "no column 'Emial' for 'to.address'. Did you mean 'email'?" in ran.err


def test_rows_at_fault_are_3_after_the_others_were_judged(merge: Check) -> None:
    ran = merge(TEXT, ROWS + "di@d.example,Di\ned@e.example,Ed,coat, blue\n", "--json")
    assert [v["id"] for v in ran.verdicts] == ["row 1", "row 2", "row 3"]
    assert ran.code == 3
    assert "rows.csv:4: lacks the column 'garment' that the template needs" in ran.err
    assert "rows.csv:5: has 4 values for 3 columns" in ran.err


def test_empty_fields_and_unused_columns_are_said(merge: Check) -> None:
    rows = ROWS.replace("garment", "garment,shoe").replace("Bo,", ",")
    ran = merge(TEXT, rows, "--json")
    assert "'name' is empty in 1 row of 3, first in" in ran.err
    assert "columns that the template does not use: shoe" in ran.err


def test_one_row_and_no_history_cannot_be_judged(merge: Check) -> None:
    ran = merge(TEXT, "\n".join(ROWS.splitlines()[:2]) + "\n")
    assert ran.code == 3
    assert "--against" in ran.err


def test_a_million_rows_are_refused_early_not_in_the_middle(
    merge: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.merge.MOST_NOTES", 1000)
    rows = "name,garment\n" + "Ann,coat\n" * 1_000_000
    ran = merge(TEXT, rows)
    assert ran.code == 3
    assert "rows.csv: more rows than can be checked at once (1,000 notes" in ran.err
    assert "Split the rows" in ran.err


@pytest.mark.parametrize(
    ("policy", "decisions"),
    [
        ("", ["stop"] * 3),
        ("[stop]\nreach = 3\n", ["look"] * 3),
        ("[stop]\nrelations = []\n[look]\nrelations = []\n", ["send"] * 3),
        ("[channel.letter.stop]\nrelations = []\n", ["stop"] * 3),
        ("[channel.SMS.stop]\nrelations = []\n", ["look"] * 3),
        ("least_words = 100\n", ["look"] * 3),
        ('[[exempt]]\nkind="broadcast"\nreason="News."\nsubject="news *"\n', ["send"] * 3),
        ('[[exempt]]\nkind="broadcast"\nreason="News."\nsubject="other"\n', ["stop"] * 3),
    ],
)
def test_a_policy_decides(merge: Check, tmp_path: Path, policy: str, decisions: list[str]) -> None:
    path = tmp_path / "policy.toml"
    told = policy.startswith(("[stop", "least"))
    path.write_text(policy if told else f"[stop]\nreach = 2\n{policy}")
    rows = "\n".join(
        line + (",channel" if n == 0 else ",sms") for n, line in enumerate(ROWS.splitlines())
    )
    ran = merge(f"Subject: News for {{{{name}}}}\n\n{TEXT}", rows, "--policy", str(path), "--json")
    assert [v["decision"] for v in ran.verdicts] == decisions
    assert [v["reach"] for v in ran.verdicts] == [2, 2, 2], "findings stay, whatever is decided"
    exempt = [[r["text"] for r in v["reasons"] if r["code"] == "exempt"] for v in ran.verdicts]
    if "send" in decisions and "exempt" in policy:
        assert exempt == [["It is declared broadcast and exempt: News."]] * 3
    else:
        assert exempt == [[], [], []]


def test_a_policy_with_a_fault_is_3_and_names_the_line(merge: Check, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("[stop]\nreech = 3\n")
    ran = merge(TEXT, ROWS, "--policy", str(path))
    assert (ran.code, ran.out) == (3, "")
    assert "policy.toml:2: there is no key 'stop.reech'. Did you mean 'reach'?" in ran.err


def test_what_was_sent_too_long_ago_is_left_out_and_said(
    check: Check, write: Callable[..., Path], tmp_path: Path
) -> None:
    def sent(n: int, when: str) -> dict[str, Any]:
        text = TEXT.replace("{{name}}", f"N{n}").replace("{{garment}}", "coat")
        return {"id": f"h{n}", "text": text, "to": f"n{n}@x{n}.example", "sent_at": when}

    old, undated = sent(1, "2001-01-01T10:00:00"), sent(3, "")
    history = write("h.jsonl", old, sent(2, "2999-01-01T10:00:00+00:00"), undated)
    note = write("n.jsonl", {"id": "n", "text": old["text"], "to": "new@y.example"})
    policy = tmp_path / "policy.toml"
    policy.write_text("[memory]\npast_days = 30\n")
    ran = check(note, "--against", history, "--policy", policy, "--json")
    assert ran.verdicts[0]["searched"] == 2
    assert "left out of the history: 1 too old by the policy" in ran.err
    only_old = write("o.jsonl", old)
    ran = check(note, "--against", only_old, "--policy", policy)
    assert ran.code == 3
    assert "nothing of the last 30 days" in ran.err


def test_an_audit_takes_a_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(
        "[stop]\nrelations = []\n[look]\nsame_person = false\n"
        '[[exempt]]\nkind = "broadcast"\nreason = "x"\nsubject = "*"\n'
    )
    out = tmp_path / "a.json"
    call = ["samenote", "audit", SENT, "--json", str(out), "--fail-on", "look"]
    monkeypatch.setattr(sys, "argv", [*call, "--policy", str(policy)])
    _left(0)
    monkeypatch.setattr(sys, "argv", call)
    _left(1)
    assert json.loads(out.read_text())["messages"] > 200


def _left(code: int) -> None:
    with pytest.raises(SystemExit) as left:
        api.cli.main()
    assert int(left.value.code or 0) == code
