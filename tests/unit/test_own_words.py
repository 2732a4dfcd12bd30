"""Own words: what comes off, what stays, and ordinary text that must not be touched."""

from __future__ import annotations

import pytest

from dedupe.own_words import OwnWords, PartKind, Removed, own_words

OWN = "Dear Eva,\n\nthe coat is ready and you may come on Thursday.\n\nBest regards,\nMaria"
JAN = "Jan Kral <jan@example.com>"


def kept(text: str, found: OwnWords) -> str:
    return "\n\n".join(text[a:b] for a, b in found.spans)


def own(text: str, **given: object) -> str:
    return kept(text, own_words(text, **given))  # type: ignore[arg-type]


def kinds(text: str) -> list[str]:
    return [part.kind.value for part in own_words(text).removed]


# --- introductions ------------------------------------------------------------------------------

INTRODUCTIONS = [
    "On 11-Apr-2027, at 6:54 PM, " + JAN + " wrote:",
    "On 04/19/2027 07:10 AM, Jan Kral wrote:",
    "On Wed, 5 May 2027 at 10:12, Jan Kral <\njan@example.com> wrote:",
    "On Wed, 5 May 2027 at 10:12, Jan Kral\n<jan@example.com>\nwrote:",
    "On Nov 21, 2027,\nat 10:18,\nJan Kral <jan@example.com> wrote:",
    "---- On Wed, 24 Feb 2027 14:02:50 +0530 jan@example.com wrote ----",
    "---- Jan Kral wrote ----",
    "Jan Kral <jan@example.com> schrieb am Fr., 28.\nApr. 2027 um 11:53 Uhr:",
    "Op 13-02-2027 3:18 schreef " + JAN + ":",
    "Vào 14:24 8 tháng 6, 2027, " + JAN + " đã viết:",
    "5 мая 2027 г., в 10:12, " + JAN + " написал(а):",
    "Среда, 5 мая 2027, 10:12 +03:00 от " + JAN + ":",
    '05.05.2027, 10:12, "Jan Kral" <jan@example.com>:',
    "2027/05/05 10:12、" + JAN + "のメール:",
    "Am Mittwoch, 5. Mai 2027, 10:12:00 MESZ hat " + JAN + " Folgendes geschrieben:",
    "Il 05/05/2027 10:12, Jan Kral ha scritto:",
    "Dne 05. 05. 27 v 10:12 Jan Kral napsal(a):",
    "Jan Kral/Firm wrote on 05/05/2027 10:12:33 AM:",
    "2027-05-05 10:12 GMT+02:00 Jan Kral",
    "On Wed, 5 May 2027 10:12:33 +0200\nJan Kral <jan@example.com> wrote:",
    "sri, 5. svi 2027. u 10:12 " + JAN + " napisao je:",
    "2027-05-05, tr, 10:12 " + JAN + " rašė:",
    "Στις Τετ 5 Μαΐ 2027 στις 10:12 π.μ., ο χρήστης " + JAN + " έγραψε:",
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
@pytest.mark.parametrize("quote", ["\n\n> When?\n> I need it.\n", "\n\nWhen?\nI need it.\n"])
def test_an_introduced_quote_comes_off(introduction: str, quote: str) -> None:
    found = own_words(f"{OWN}\n\n{introduction}{quote}")
    assert kept(f"{OWN}\n\n{introduction}{quote}", found) == OWN
    assert {part.kind for part in found.removed} == {PartKind.QUOTE}


def test_a_header_block_needs_no_rule_and_may_be_bold() -> None:
    block = "**From:** Jan <jan@example.com>\n**Sent:** Wednesday\n**To:** Eva\n**Subject:** X"
    assert own(f"{OWN}\n\n{block}\n\nWhen is it ready?") == OWN


def test_a_header_block_may_wrap_its_values() -> None:
    block = "From: Jan\n<jan@example.com>\nSent: Wednesday\nTo: Eva\nSubject: a long\nsubject"
    assert own(f"{OWN}\n\n{block}\n\nWhen is it ready?") == OWN


def test_a_header_block_may_lack_subject_and_address() -> None:
    block = "От: Иван\nОтправлено: четверг, 26 июня 2027 г. 15:05\nКому: Ева"
    assert own(f"{OWN}\n\n{block}\n\nКогда будет готово?") == OWN


def test_reply_above_this_line() -> None:
    assert own(f"{OWN}\n\n##- Please type your reply above this line -##\n\nTicket 4711") == OWN


def test_answers_between_quoted_lines_stay() -> None:
    head = f"On Wed, 5 May 2027, {JAN} wrote:\n"
    text = f"{head}> Ready?\n\nYes.\n\n> The stain?\n> It was big.\n\nGone."
    found = own_words(text)
    assert [text[a:b] for a, b in found.spans] == ["Yes.", "Gone."]
    assert not found.kept_whole


def test_named_quote_marks() -> None:
    text = "JK> Is it ready?\nJK> I need it.\n\nYes, it is ready since Monday."
    assert own(text) == "Yes, it is ready since Monday."


def test_forward_and_quote_are_told_apart() -> None:
    forward = "---------- Forwarded message ---------\nFrom: A <a@example.com>\nSubject: X\n\nText."
    assert kinds(f"{OWN}\n\n{forward}") == ["forward"]
    marked = "> Begin forwarded message:\n>\n> From: A <a@example.com>\n> Subject: X\n>\n> Text."
    assert kinds(f"{OWN}\n\n{marked}") == ["forward"]


def test_spans_the_markup_named_come_off_with_their_introduction() -> None:
    head = f"Yes, it is.\n\nOn Wed, 5 May 2027 at 10:12, {JAN} wrote:\n"
    text = head + "Is it ready?\n\nRegards"
    found = own_words(text, quoted=[(len(head), len(head) + 12)])
    assert [text[a:b] for a, b in found.spans] == ["Yes, it is.", "Regards"]


def test_a_marked_line_of_invisible_characters_is_nothing() -> None:
    assert own_words("\x00", quoted=[(0, 1)]) == OwnWords((), (), False, 1)
    assert own_words("Yes.\n\u200b\n", quoted=[(5, 6)]).spans == ((0, 4),)


def test_a_span_inside_a_line_comes_off_alone() -> None:
    text = "before QUOTE after"
    found = own_words(text, quoted=[(7, 12), (8, 10), (90, 99), (5, 5), (-3, 0)])
    assert [text[a:b] for a, b in found.spans] == ["before", "after"]
    assert found.removed == (Removed(7, 12, PartKind.QUOTE),)


# --- signatures and footers -----------------------------------------------------------------------

BLOCKS = [
    "\nSales Manager\nAcme Ltd.\n12 High St, London\nT: +44 20 7946 0000\nmaria@acme.example",
    "\n\nMaria Stone | Acme Ltd | +44 20 7946 0000",
    "\n-- \nMaria Stone\nAcme",
    "\n--\nMaria Stone\nAcme",
    "\n___________________\nMaria Stone\nAcme Ltd\n+44 20 7946 0000",
    "\n\nSent from my mobile. Please excuse brevity.",
    "\nGet Outlook for Android<https://aka.ms/x>",
    "\n\nAcme Ltd\nRegistered in England No. 1234567\nRegistered office: 12 High St, London\n\n"
    "This email is confidential. If you are not the intended recipient please delete it.\n\n"
    "Please consider the environment before printing this email.",
    "\n\nDisclaimer\n\nThe information contained in this message is confidential and intended "
    "solely for the addressee. Any disclosure is prohibited.",
    "\n\nAcme Inc., 12 Main St, Springfield, IL 62701\nUnsubscribe | Manage preferences",
    "\n\n-----\n=====\n",
]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_under_the_name_comes_off(block: str) -> None:
    assert own(OWN + block) == OWN


@pytest.mark.parametrize(
    ("letter", "block"),
    [
        (
            "Hallo,\n\nbis dann.\n\nMit freundlichen Grüßen\nMaria",
            "\nVertrieb\nTel.: +49 30 1234567",
        ),
        (
            "Witam,\n\ndo jutra.\n\nPozdrawiam\nEwa",
            "\nSpecjalista\ntel. 22 123 45 67\nNIP: 123-456-78-90",
        ),
        ("Привет,\n\nдо завтра.\n\nС уважением,\nИрина", "\nменеджер\nтел.: +7 495 123-45-67"),
        ("您好：\n\n明天见。\n\n祝好\n李娜", "\n销售经理\n电话：010-12345678"),
        (
            "山田様\n\n明日伺います。\n\nよろしくお願いいたします。\n佐藤",
            "\n株式会社クリーン\nTEL: 03-1234-5678",
        ),
        ("שלום,\n\nנתראה מחר.\n\nבברכה,\nנועה", "\nמנהלת מכירות\nטל: 03-1234567"),
        ("مرحبا،\n\nإلى الغد.\n\nمع أطيب التحيات،\nسارة", "\nمديرة المبيعات\nهاتف: 01234567890"),
    ],
)
def test_contact_blocks_in_other_languages(letter: str, block: str) -> None:
    assert own(letter + block) == letter


def test_a_postscript_under_the_name_stays() -> None:
    text = OWN + "\n\nP.S. The blue coat is ready too."
    assert own(text) == text


def test_the_senders_name_anchors_a_signature_without_a_closing() -> None:
    text = "Dear Eva,\n\nthe coat is ready.\n\nMaria Stone\nSales Manager\nAcme Ltd"
    assert own(text) == text
    assert own(text, sender_name="Maria Stone") == "Dear Eva,\n\nthe coat is ready.\n\nMaria Stone"


def test_a_notice_above_the_text_comes_off() -> None:
    banner = "CAUTION: This email originated from outside of the organization. Do not click links."
    assert own(f"{banner}\n\n{OWN}") == OWN
    assert own(f"View this email in your browser\n\n{OWN}") == OWN


def test_the_trailer_of_a_patch_is_a_signature_and_its_rule_is_not() -> None:
    patch = "Fix it.\n---\n a.c | 2 +-\n\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n-x\n+y"
    assert own(f"{patch}\n-- \n2.17.1\n") == patch


# --- nearly nothing left --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "> Only a quote\n> and nothing else\n> at all.",
        "-- \nMaria Stone\nAcme",
        "Sent from my iPhone",
        "Hello Tom,\n\nthis email is confidential, for the addressee only; delete it if in error.",
        "-----",
    ],
)
def test_a_message_of_nothing_else_is_kept_whole(text: str) -> None:
    found = own_words(text)
    assert found == OwnWords(((0, len(text)),), (), True, len(text))


def test_text_after_an_opening_is_kept_where_nothing_stands_before_it() -> None:
    text = f"---------- Forwarded message ---------\nFrom: {JAN}\nSubject: X\n\nThe coat is ready."
    found = own_words(text)
    assert kept(text, found) == "The coat is ready."
    assert found.kept_whole
    assert [part.kind for part in found.removed] == [PartKind.FORWARD]


@pytest.mark.parametrize("answer", ["Yes.", "👍", "好", "+1"])
def test_a_short_answer_is_own_words(answer: str) -> None:
    text = f"{answer}\n\nOn Wed, 5 May 2027 at 10:12, {JAN} wrote:\n> Ready?\n> I need it.\n"
    assert own(text) == answer
    assert not own_words(text).kept_whole


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u2028"])
def test_empty_text_has_no_own_words(text: str) -> None:
    assert own_words(text) == OwnWords((), (), False, len(text))


# --- ordinary text --------------------------------------------------------------------------------

ORDINARY = [
    "On Monday he wrote: I will come.\nSo I waited.\n\nBest,\nAnn",
    "In his letter of 5 May 2019 he wrote:\n\nI shall not come.\n\nThat was all.",
    "On 5 May 2019 he wrote:\n\nI shall not come.\n\nThat was all we heard.",
    "On the surface, this is a quote.\nOn average, it works.\n\nOn a separate note: done.",
    "Shopping:\n- milk\n- eggs\n- bread\n\nThanks",
    "I write because of:\n-- first point\n-- second point\n\nI hope you can check it.",
    "News one.\n\n---\n\nNews two, from A to B.\n\n---\n\nNews three is about the market.",
    "Please send it From: Berlin To: Paris by Friday.",
    "Itinerary:\n\nFrom: London\nTo: Paris\nDate: 12 May\n\nSee you there!",
    "Von: mir\nAn: dich\n\nAlles Gute zum Geburtstag!",
    "As Twain said:\n\n> The secret of getting ahead is getting started.\n\nSo let us start.",
    "> This is a quote.\n\nAnd this is some text.",
    "We treat your documents as confidential. This letter is for you alone.\n\nRegards,\nDr Wolf",
    "Please keep this message confidential until Friday; the board will announce it.",
    "Thank you for asking.\n\nI would like to unsubscribe from the wine club mails, please.",
    "The coat is ready.\n\nThe page opens in your browser when you click the link.",
    "Beste Els,\n\nJe kunt je tot vrijdag afmelden voor het feest, een mail is genoeg.",
    "Lieber Max,\n\nbitte bis Freitag per Mail vom Kurs abmelden.",
    "Hello Tom,\n\nour VAT number changed to 123456789, please use it from now on.",
    "Dear Ann,\n\ncall me at +44 20 7946 0000 tomorrow, or write to ann@example.com.\n\nMaria",
    "Thanks,\nBob\n\nAgenda\n- budget\n- people",
    "| a | b |\n| 1 | 2 |\n\nThat is the table.",
    "Opening hours:\nMonday: 9-17\nTuesday: 9-17\nDate: 5 May",
    "Sent from my desk to yours: a card for you.\n\nAnn",
    "I will fix it as soon as I\nget back to my phone",
    "Meeting at 10:30 with jan@example.com:\n\n- budget",
    "On 5 May 2027 at 10:30 please meet jan@example.com:\nhe has the key.",
    "Dates in my text:\n\n2027-01-15 14:30\n15.01.2027 14:30\nJan 15 at 14:30\n\nThat is all.",
    "Regards from Rome! We saw the Forum, ate well, and think of you.",
    "Hi,\n\nMy address is:\n12 High Street\nLondon\n\nSee you there.",
    "Try this:\n\n>>> a = 1\n>>> a + 1\n2\n\nIt says 2.",
    "We met.\n\n>From there we went on.\n>From time to time we rested.\n>From then on we ran.",
    "Output:\n\n| cc -o a a.c\n| a.c: error\n\nAny idea?",
    "Code:\n\n```\nsignature: '--\\nJohn'\n// Sent from my mailer\n```\n\nThat is it.",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_not_touched(text: str) -> None:
    found = own_words(text)
    assert (found.spans, found.removed) == (((0, len(text)),), ())


def test_offsets_point_into_the_text_as_given() -> None:
    text = f"\r\n  {OWN}\r\n\r\nOn Wed, 5 May 2027, {JAN} wrote:\r\n> Ready?\r\n> I need it.\r\n"
    found = own_words(text)
    assert [text[a:b] for a, b in found.spans] == [OWN]
    assert [text[part.start : part.stop] for part in found.removed] == [
        f"On Wed, 5 May 2027, {JAN} wrote:\r\n> Ready?\r\n> I need it."
    ]
