"""The page without a browser: what it shows, what it refuses, and that no text of a note acts."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CARD = json.loads((ROOT / "examples/cards/en.jsonl").read_text("utf-8").splitlines()[0])
ATTACKS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</mark></div><form action=//evil.example><input name=key>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "<style>@import '//evil.example'</style>",
    "&lt;script&gt; \x00\x1b[31m \u202e ",
]  # fmt: skip
OURS = frozenset(
    """
    html head meta title link body a header div nav form input button main h1 h2 h3 p section label
    textarea fieldset legend span code footer mark article dl dt dd ul li details summary meter
    table thead tbody tr th td pre b bdi br
    """.split()  # noqa: SIM905
)


class Tags(HTMLParser):
    """Collects the elements and attributes of a page, as a browser would see them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def harmless(self) -> bool:
        events = [name for name, _ in self.attributes if name.startswith("on")]
        links = [v for name, v in self.attributes if name in ("href", "src", "action")]
        foreign = [v for v in links if not v.startswith(("/", "#")) or v.startswith("//")]
        return self.names <= OURS and not events and not foreign


def shown(response) -> str:
    markup: str = response.get_data(as_text=True)
    tags = Tags(markup)
    assert tags.harmless(), sorted(tags.names - OURS)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    return markup


def test_a_pasted_note_is_shown_with_what_others_got_and_what_is_its_own(client) -> None:
    client.post("/v1/messages", {"messages": [CARD]})
    own = "P.S. Give the twins my love, and tell them the goat badge is sewn back on."
    text = CARD["text"].replace("Helen", "Joan") + own
    page = shown(client.form("/check", text=text, address="joan@larkhall-school.example"))
    assert "STOP" in page
    assert "1 other person got nearly the same text." in page
    assert "helen.marsh@larkhall-school.example (same company)" in page
    marked = re.findall(r'<mark class="shared h(\d)"[^>]*>(.*?)</mark>', page, re.S)
    assert any("Thank you so much for trusting us" in text for _, text in marked)
    assert f'<span class="own">{own}</span>' in page
    assert "Earlier note 1" in page


def test_a_fresh_store_says_so(client) -> None:
    assert "Nothing is remembered yet" in shown(client.get("/"))
    assert "Nothing is remembered yet" in shown(client.form("/check", text=CARD["text"]))


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_never_runs_wherever_it_comes_from(client, attack) -> None:
    body = f"{CARD['text']} {attack} and so on, my dear."
    who = {"name": attack, "address": f"{attack}@x.example", "company": attack}
    note = {"id": f"a{attack}", "subject": attack, "text": body, "to": [who], "campaign": attack}
    other = {**note, "id": "b", "to": [{"name": "Other", "address": "o@y.example"}]}
    assert client.post("/v1/messages", {"messages": [note, other]}).status_code == 200
    page = shown(client.form("/check", text=body, subject=attack, **who))
    assert "<script>alert" not in page
    assert "49" not in re.sub(r"[0-9a-f]{16,}", "", page) or "{{ 7" not in attack
    families = shown(client.get("/families"))
    (family,) = set(re.findall(r'href="/families/(\w+)"', families))
    shown(client.get(f"/families/{family}"))
    done = client.form("/approvals", text=body, owner=attack or "x", reason=attack)
    assert done.status_code in (303, 422)
    shown(client.get("/approvals"))
    upload = (io.BytesIO(json.dumps(note).encode()), f"{attack}.jsonl")
    shown(client.form("/check", notes=upload))
    rows = io.BytesIO(f"who,{attack.replace(',', ' ')}\n{attack.replace(',', ' ')},x\n".encode())
    shown(client.form("/check", kind="merge", template="Dear {{who}}, " + body, rows=(rows, "r")))


def test_a_merge_is_uploaded_and_each_text_shown_once(client) -> None:
    template = (ROOT / "examples/merge/card.txt").read_bytes()
    rows = (ROOT / "examples/merge/customers.csv").read_bytes()
    page = shown(
        client.form(
            "/check", kind="merge", template_file=(io.BytesIO(template), "card.txt"),
            rows=(io.BytesIO(rows), "customers.csv"),
        )
    )  # fmt: skip
    assert "6 notes are 1 distinct note; 3 to stop and 3 to look at" in page
    assert "customers.csv:4" in page
    listed = re.findall(r'<li><span class="decision (\w+)">\w+</span> <bdi>(\S+),', page)
    assert [place for _, place in listed] == [f"customers.csv:{n}" for n in range(1, 7)]
    assert sorted(decision for decision, _ in listed) == ["look"] * 3 + ["stop"] * 3
    assert "samenote-" not in re.sub(r'class="[^"]*"', "", page)


def test_a_file_of_notes_is_uploaded(client) -> None:
    notes = (ROOT / "examples/cards/pl.jsonl").read_bytes()
    page = shown(client.form("/check", notes=(io.BytesIO(notes), "../../cards.jsonl")))
    assert "2 notes: 2 to send" in page


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"text": "  "}, 422, "There is no note yet."),
        ({"kind": "merge", "template": "x"}, 422, "The merge has no rows."),
        ({"kind": "merge", "rows": (io.BytesIO(b"a\n1\n"), "r.csv")}, 422, "no template"),
    ],
)
def test_an_incomplete_form_says_what_is_missing(client, fields, status, said) -> None:
    refused = client.form("/check", **fields)
    assert refused.status_code == status
    assert said in shown(refused)


def test_a_file_that_cannot_be_read_is_named_as_given(client) -> None:
    refused = client.form("/check", notes=(io.BytesIO(b"%PDF-1.4\n\0\0"), "notes.pdf"))
    assert refused.status_code == 422
    page = shown(refused)
    assert "notes.pdf" in page
    assert "/tmp" not in page


def test_reserved_notes_are_committed_or_cancelled_from_the_page(client) -> None:
    page = shown(client.form("/check", text=CARD["text"], name="Helen Marsh", reserve="1"))
    assert "1 note is reserved" in page
    path = re.search(r'action="(/reservations/\w+)/commit"', page)[1]
    assert "Remembered as sent" in shown(client.form(f"{path}/commit"))
    refused = client.form(f"{path}/commit")
    assert refused.status_code == 409
    page = shown(client.form("/check", text=CARD["text"], name="Ada Byron"))
    assert "1 other person got it word for word" in page or "only a name" in page


def test_text_is_approved_and_taken_back_on_the_page(client) -> None:
    done = client.form(
        "/approvals", text="We are open until seven.", owner="Nora", reason="hours",
        expires="2031-05-01", most_reach="500",
    )  # fmt: skip
    assert done.status_code == 303
    page = shown(client.get("/approvals"))
    assert "We are open until seven." in page
    assert "until 1 May 2031" in page
    id_ = re.search(r'action="/approvals/(\w+)/withdraw"', page)[1]
    assert client.form(f"/approvals/{id_}/withdraw").status_code == 303
    assert "No text is approved" in shown(client.get("/approvals"))
    assert client.form("/approvals", text="x", owner="", reason="r").status_code == 422
    assert (
        client.form("/approvals", text="x", owner="o", reason="r", expires="soon").status_code
        == 422
    )


def test_a_form_that_is_not_the_pages_own_is_refused(client) -> None:
    client.get("/")
    assert client.http.post("/check", data={"text": "x"}).status_code == 403
    assert client.http.post("/check", data={"text": "x", "token": "0" * 64}).status_code == 403
    page = client.get("/").get_data(as_text=True)
    token = re.search(r'name="token" value="(\w+)"', page)[1]
    data = {"text": CARD["text"], "token": token}
    for headers in (
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert client.http.post("/check", data=data, headers=headers).status_code == 403
    fine = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.http.post("/check", data=data, headers=fine).status_code == 200
    assert client.http.get("/", headers={"Host": "evil.example"}).status_code == 403


def test_elsewhere_the_page_asks_for_a_key_once(new_service) -> None:
    client = new_service(open_=False)
    asked = client.get("/families")
    assert asked.status_code == 401
    assert "Your key, please" in shown(asked)
    key = client.service.ledger.create_key("north", ["check"])[1]
    wrong = client.form("/key", key="samenote_wrong")
    assert wrong.status_code == 401
    assert "There is no such key." in shown(wrong)
    given = client.form("/key", key=key)
    assert given.status_code == 303
    cookie = given.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert key not in cookie
    assert "Did somebody else get this note?" in shown(client.get("/"))
    # The key lets nobody approve or reserve, so the page offers neither.
    page = shown(client.form("/check", text=CARD["text"]))
    assert "reserve" not in page
    assert "Allow it to repeat" not in shown(client.get("/approvals"))
    assert client.form("/approvals", text="x", owner="o", reason="r").status_code == 403
    assert client.form("/leave").status_code == 303
    assert client.get("/").status_code == 401


def test_behind_tls_the_cookie_is_for_tls_only(new_service) -> None:
    client = new_service(open_=False)
    shown_ = client.http.get("/", base_url="https://notes.example")
    assert "Secure" in shown_.headers["Set-Cookie"]
    assert shown_.headers["Strict-Transport-Security"]


def test_a_session_ends_with_its_key_and_cannot_be_made_up(new_service) -> None:
    client = new_service(open_=False)
    made, key = client.service.ledger.create_key("local", ["check"])
    client.form("/key", key=key)
    assert client.get("/").status_code == 200
    good = client.http.get_cookie("samenote_session").value
    id_, end, signature = good.split(".")
    other = signature[:-1] + ("1" if signature.endswith("0") else "0")
    for bad in (
        f"{id_}.{int(end) + 1}.{signature}", f"{id_}.{end}.{other}", f"{id_}.{end}.",
        "..", "x", f"{id_}.9999999999999.{signature}", f"{id_}.{end}.{'é' * 64}",
    ):  # fmt: skip
        client.http.set_cookie("samenote_session", bad)
        assert client.get("/").status_code == 401, bad
    client.http.set_cookie("samenote_session", good)
    assert client.get("/").status_code == 200
    client.service.ledger.revoke_key(made.id)
    assert client.get("/").status_code == 401


def test_the_interface_is_described_without_a_key_and_without_outside_requests(new_service) -> None:
    client = new_service(open_=False)
    page = shown(client.get("/docs"))
    for path in ("/v1/check", "/v1/reservations/{id}/commit", "/metrics"):
        assert path in page
    assert client.get("/page.css").content_type.startswith("text/css")
    assert b"script" not in client.get("/icon.svg").data


def test_pages_of_families_and_unknown_ones(client) -> None:
    assert client.get("/families/none").status_code == 404
    assert "No text went to two people yet" in shown(client.get("/families"))
    assert client.get("/families?after=x").status_code == 200
