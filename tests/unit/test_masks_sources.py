"""What the row and the headers tell, the guard, and the list of public mail domains."""

from __future__ import annotations

import pytest

from dedupe import Recipient
from dedupe.masks import MaskKind, MaskSource, find_masks, is_public_domain
from dedupe.masks.public_domains import PUBLIC_DOMAINS, VERSION

BODY = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"


def told(
    text: str,
    *,
    recipients: tuple[Recipient, ...] = (),
    sender_name: str = "",
    fields: dict[str, str] | None = None,
) -> list[tuple[str, str, str]]:
    whole = f"{BODY}\n{BODY}\n{BODY}\n{text}\n{BODY}"
    masks = find_masks(
        whole,
        [(0, len(whole))],
        recipients=recipients,
        sender_name=sender_name,
        fields=fields or {},
    )
    return [(whole[m.start : m.stop], m.kind.value, m.source.value) for m in masks]


def test_every_short_value_of_the_row_is_masked_in_any_letter_case() -> None:
    fields = {"first_name": "Maria", "product": "Blue Garden Chair"}
    assert told("about MARIA and her blue garden\nchair, mariana", fields=fields) == [
        ("MARIA", "name", "row"),
        ("blue garden\nchair", "field", "row"),
    ]


def test_a_row_value_of_five_words_is_a_personal_line_and_no_mask() -> None:
    line = "your lovely green silk coat"
    assert told(f"we saw {line} again", fields={"line": line}) == []
    assert told(f"we saw {line[5:]} again", fields={"line": line[5:]}) == [
        (line[5:], "field", "row")
    ]


def test_an_unspaced_row_value_is_short_up_to_twelve_characters() -> None:
    assert told("见绿色丝绸大衣了", fields={"x": "绿色丝绸大衣"}) == [
        ("绿色丝绸大衣", "field", "row")
    ]
    long = "一二三四五六七八九十一二三"
    assert told(f"见{long}了", fields={"x": long}) == []


def test_short_codes_in_the_row_do_not_mask_common_words() -> None:
    fields = {"lang": "en", "dept": "IT", "flag": "a", "empty": " ", "mark": "-"}
    assert told("a note en passant about it and IT - done", fields=fields) == [
        ("IT", "field", "row")
    ]


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("company", "Acme", "company"),
        ("Vorname", "Jens", "name"),
        ("homepage", "https://example.com/x", "link"),
        ("mail", "jens@example.com", "address"),
        ("due_date", "soon", "date"),
        ("kwota", "dwieście", "amount"),
        ("order", "green", "code"),
        ("beds", "17", "number"),
        ("until", "2026-03-01", "date"),
        ("from", "9:30", "time"),
        ("colour", "green", "field"),
    ],
)
def test_a_row_value_has_the_kind_of_its_column_or_shape(
    column: str, value: str, kind: str
) -> None:
    assert told(f"about {value} now", fields={column: value}) == [(value, kind, "row")]


def test_the_row_wins_over_what_is_recognised() -> None:
    assert told("pay 300 EUR on 12 May", fields={"amount": "300 EUR"}) == [
        ("300 EUR", "amount", "row"),
        ("12 May", "date", "recognised"),
    ]


def test_headers_tell_the_recipients_name_in_any_order_and_in_parts() -> None:
    recipients = (Recipient(name="Nowak, Anna"),)
    assert told("so Anna Nowak, or Anna, or Mrs Nowak, annals", recipients=recipients) == [
        ("Anna Nowak", "name", "headers"),
        ("Anna", "name", "headers"),
        ("Nowak", "name", "headers"),
    ]


def test_a_known_name_takes_its_title_in_the_greeting_along() -> None:
    whole = f"Sehr geehrte Frau Schulz,\n\n{BODY}"
    masks = find_masks(whole, [(0, len(whole))], recipients=[Recipient(name="Eva Schulz")])
    assert [(whole[m.start : m.stop], m.source) for m in masks] == [
        ("Frau Schulz", MaskSource.HEADERS)
    ]


def test_a_known_name_counts_in_small_letters_in_a_short_line_only() -> None:
    recipients = (Recipient(name="Nora Fern"),)
    assert told("hi nora", recipients=recipients) == [("nora", "name", "headers")]
    assert told(f"{BODY} the nora and fern {BODY}", recipients=recipients) == []


def test_names_that_are_words_stay_words() -> None:
    recipients = (Recipient(name="Will May"),)
    assert told("so will may. Will it may? May it, will it?", recipients=recipients) == [
        ("will may", "name", "headers")
    ]


def test_inflected_names_are_found_in_slavic_text() -> None:
    recipients = (Recipient(name="Marek Wójcik"), Recipient(name="Іван Шевченко"))
    found = told("więc Markowi, Marka, Wójcika; тож Івана, Шевченку", recipients=recipients)
    assert [value for value, _, _ in found] == ["Markowi", "Marka", "Wójcika", "Івана", "Шевченку"]


def test_headers_tell_the_company_without_its_legal_form() -> None:
    recipients = (Recipient(company="Acme Tools Sp. z o.o."),)
    assert told("at Acme Tools we met", recipients=recipients) == [
        ("Acme Tools", "company", "headers")
    ]


def test_the_addresss_domain_tells_the_company_unless_anybody_may_use_it() -> None:
    recipients = (Recipient(address="anna.nowak@blue-sky.co.uk"),)
    assert told("how is Blue Sky doing, dear Anna? blue it is", recipients=recipients) == [
        ("Blue Sky", "company", "headers"),
        ("Anna", "name", "headers"),
    ]
    assert told("how is Gmail doing", recipients=(Recipient(address="x@gmail.com"),)) == []


def test_a_role_mailbox_or_list_names_nobody() -> None:
    recipients = (
        Recipient(address="sales.team@shop.example", name="Sales Team"),
        Recipient(address="linux-mips@lists.example", name="open list:MIPS"),
    )
    assert told("the Sales Team at MIPS, the Linux list", recipients=recipients) == []


def test_the_senders_own_name_is_masked() -> None:
    assert told("said Tom Baker, and Tom too", sender_name="Tom Baker") == [
        ("Tom Baker", "name", "headers"),
        ("Tom", "name", "headers"),
    ]


def test_masks_never_cross_spans_nor_read_outside_them() -> None:
    text = "Dear Maria,\n12 May\n> 2024 and Tom 300\n EUR due for the coat and the green dress"
    first, quoted = text.index("> "), text.index(" EUR")
    masks = find_masks(text, [(0, first), (quoted, len(text))])
    assert [text[m.start : m.stop] for m in masks] == ["Maria", "12 May"]


def test_a_note_that_is_mostly_figures_keeps_its_figures() -> None:
    table = "Monday 9:00 Tuesday 10:00\nWednesday 11:30 Thursday 12:15\nopen Friday 8:45"
    assert find_masks(table, [(0, len(table))]) == ()
    calm = f"{BODY}\n{table}\n{BODY}"
    assert len(find_masks(calm, [(0, len(calm))])) == 10


def test_names_go_where_they_would_still_be_most_of_the_note() -> None:
    text = "Hi Maria Lopez,\n\nthanks!\n\nTom Baker"
    assert find_masks(text, [(0, len(text))]) == ()


def test_told_values_links_and_codes_stay_in_a_short_note() -> None:
    text = "Maria: https://example.com/a INV-2024-0042 at 9:30"
    masks = find_masks(text, [(0, len(text))], fields={"name": "Maria"})
    assert [m.kind for m in masks] == [MaskKind.NAME, MaskKind.LINK, MaskKind.CODE]


@pytest.mark.parametrize(
    "text", ["https://example.com/a", "#10442", "{{note}}", "maria@example.com!"]
)
def test_a_note_of_nothing_but_masks_has_none(text: str) -> None:
    assert find_masks(text, [(0, len(text))]) == ()


def test_notes_that_differ_in_figures_alone_stay_different() -> None:
    def masked(text: str) -> str:
        out = text
        for mask in reversed(find_masks(text, [(0, len(text))])):
            out = out[: mask.start] + "#" + out[mask.stop :]
        return out

    assert masked("Room 12, 9:30, $40") != masked("Room 14, 8:15, $55")


PUBLIC = """
gmail.com Outlook.com wp.pl onet.pl o2.pl abv.bg mail.bg ukr.net i.ua meta.ua qq.com 163.com
seznam.cz web.de gmx.net gmx.de orange.fr libero.it uol.com.br mail.ru yandex.ru naver.com
yahoo.co.jp docomo.ne.jp walla.co.il maktoob.com telia.com online.no luukku.com mynet.com otenet.gr
yahoo.ro freemail.hu terra.es ziggo.nl mail.dk sapo.pt poczta.wp.pl WP.PL.
"""


@pytest.mark.parametrize("domain", PUBLIC.split())
def test_public_domains_of_every_language_are_known(domain: str) -> None:
    assert is_public_domain(domain)


@pytest.mark.parametrize("domain", ["acme.com", "notgmail.com", "com", "", ".", "co.uk", "pl"])
def test_other_domains_are_not_public(domain: str) -> None:
    assert not is_public_domain(domain)


def test_the_list_of_public_domains_is_versioned_and_well_formed() -> None:
    assert VERSION >= 1
    assert len(PUBLIC_DOMAINS) >= 150
    assert all(
        domain == domain.casefold().strip(".") and "." in domain for domain in PUBLIC_DOMAINS
    )


@pytest.mark.parametrize("local", ["_", "._.", "+", "--", "", "...+x"])
def test_an_address_without_a_name_in_it_names_nobody(local: str) -> None:
    text = "Dear reader, thank you for the coat."
    found = find_masks(text, [(0, len(text))], recipients=[Recipient(address=f"{local}@x.example")])
    assert [m for m in found if m.source is MaskSource.HEADERS] == []
