"""Which part of a message is its text, and what HTML looks like to its reader."""

from __future__ import annotations

import pytest

from api.archives import Mail, Origin, html_to_text, read_message
from api.archives.flowed import unflow

HEAD = b"From: Ann <ann@x.org>\nTo: bob@y.org\nMIME-Version: 1.0\n"


def read(raw: bytes) -> Mail:
    entry = read_message(raw, Origin("test"))
    assert isinstance(entry, Mail), entry
    return entry


def alternative(plain: str, html: str) -> bytes:
    return (
        HEAD
        + b"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain;"
        + b" charset=utf-8\n\n"
        + plain.encode()
        + b"\n--b\nContent-Type: text/html; charset=utf-8\n\n"
        + html.encode()
        + b"\n--b--\n"
    )


def test_plain_text_is_preferred() -> None:
    mail = read(alternative("Thank you, Bob.", "<p>Thank you, <b>Bob</b>.</p>"))
    assert mail.message.text == "Thank you, Bob."


@pytest.mark.parametrize(
    "stub",
    [
        "",
        " \n ",
        "Your e-mail client does not support HTML.",
        "View this email in your browser: https://x.org/1",
        "Ihr Programm unterstützt kein HTML.",
        "https://x.org/tracking",
    ],
)
def test_a_stub_gives_way_to_html(stub: str) -> None:
    html = "<p>Dear Bob, thank you for the coat. We have cleaned it with care and love.</p>" * 3
    assert read(alternative(stub, html)).message.text.startswith("Dear Bob, thank you")


def test_html_alone() -> None:
    mail = read(HEAD + b"Content-Type: text/html; charset=utf-8\n\n<p>Gr\xc3\xbc\xc3\x9fe</p>")
    assert mail.message.text == "Grüße"


def test_html_takes_its_charset_from_meta() -> None:
    page = "<html><head><meta charset=koi8-r></head><body>Спасибо за пальто</body></html>"
    mail = read(HEAD + b"Content-Type: text/html\n\n" + page.encode("koi8-r"))
    assert mail.message.text == "Спасибо за пальто"


def test_html_that_calls_itself_plain() -> None:
    mail = read(HEAD + b"Content-Type: text/plain\n\n<html><body><p>Hello Bob</p></body></html>")
    assert mail.message.text == "Hello Bob"


def test_attachments_are_not_text_but_inline_pieces_are() -> None:
    mail = read(
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nfirst\n"
        + b"--b\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nsecret\n"
        + b"--b\nContent-Type: image/png; name=a.png\n\nxxx\n"
        + b"--b\nContent-Type: text/plain\n\nsecond\n--b--\n"
    )
    assert mail.message.text == "first\nsecond"


def test_an_attached_message_is_a_forward_not_a_text() -> None:
    mail = read(
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
        + b"Subject: inner\n\ninner text\n--b--\n"
    )
    assert mail.message.text == ""
    assert mail.warnings == ("holds no text but an attached message",)


def test_a_container_without_boundary_is_read_as_text() -> None:
    mail = read(HEAD + b"Content-Type: multipart/mixed\n\nThe text is here.\n")
    assert mail.message.text == "The text is here."


def test_broken_base64_is_read_as_far_as_it_goes() -> None:
    mail = read(
        HEAD
        + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        + b"SGVsbG8gQm9iLCB0\naGFuayB5b3U=!!!\n"
    )
    assert mail.message.text.startswith("Hello Bob, thank you")


def test_quoted_printable_with_crlf() -> None:
    mail = read(
        (
            HEAD
            + b"Content-Type: text/plain; charset=utf-8\n"
            + b"Content-Transfer-Encoding: quoted-printable\n\none =C3=A9=\n two\nthree\n"
        ).replace(b"\n", b"\r\n")
    )
    assert mail.message.text == "one é two\nthree"


def test_flowed_lines_are_joined() -> None:
    mail = read(
        HEAD
        + b"Content-Type: text/plain; format=flowed\n\nDear Bob, \nthank you.\n\n> quoted \n> on\n"
    )
    assert mail.message.text == "Dear Bob, thank you.\n\n> quoted on"


def test_flowed_details() -> None:
    assert unflow("日本 \n語", delsp=True) == "日本語"
    assert unflow(" >not quoted") == ">not quoted"
    assert unflow("a \n> b") == "a \n> b"
    assert unflow("text \n-- \nAnn") == "text \n-- \nAnn"


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>HIDDEN</div>",
        "<div style='DISPLAY: NONE; color:red'>HIDDEN</div>",
        "<span hidden>HIDDEN</span>",
        "<div style='font-size:0px;line-height:1px'>HIDDEN</div>",
        "<span style='color:#fff;opacity:0'>HIDDEN</span>",
        "<div style='mso-hide:all'>HIDDEN</div>",
        "<div style='max-height:0;overflow:hidden'>HIDDEN</div>",
        "<div class='preheader'>HIDDEN</div>",
        "<style>p {content: 'HIDDEN'}</style>",
        "<script>HIDDEN</script>",
        "<!-- HIDDEN -->",
        "<!--[if mso]><p>HIDDEN</p><![endif]-->",
        "<title>HIDDEN</title>",
        "<img src='https://x.org/pixel.gif' alt='HIDDEN' width=1 height=1>",
        "<div style='display:none'><div>HIDDEN<p>HIDDEN</div></div>",
    ],
)
def test_hidden_html_is_no_text(hidden: str) -> None:
    found = html_to_text(f"<html><body>{hidden}<p>Dear Bob</p>{hidden}</body></html>")
    assert found.text == "Dear Bob"


def test_large_type_is_not_hidden() -> None:
    assert html_to_text("<p style='font-size:10px;opacity:0.9'>Dear Bob</p>").text == "Dear Bob"


@pytest.mark.parametrize(
    "quoted",
    [
        "<div class='gmail_quote'><div class='gmail_attr'>On Monday Bob wrote:</div>"
        "<blockquote class='gmail_quote'>OLD</blockquote></div>",
        "<div class='gmail_quote'>---------- Forwarded message<br>OLD</div>",
        "<blockquote type='cite'>OLD</blockquote>",
        "<div class='moz-cite-prefix'>Bob wrote:</div><blockquote type=cite>OLD</blockquote>",
        "<div class='yahoo_quoted'>OLD</div>",
        "<hr><div id='divRplyFwdMsg'>From: Bob</div><div>OLD</div>",
    ],
)
def test_quoted_html_is_dropped(quoted: str) -> None:
    found = html_to_text(f"<body><div>Thank you, Bob.</div>{quoted}</body>")
    assert found.text == "Thank you, Bob."
    assert found.quoted == ()


def test_an_answer_between_gmail_quotes_stays() -> None:
    found = html_to_text(
        "<div class=gmail_quote><div class=gmail_attr>Bob wrote:</div>"
        "<blockquote class=gmail_quote>OLD</blockquote><div>My answer</div>"
        "<blockquote class=gmail_quote>OLDER</blockquote></div>"
    )
    assert found.text == "My answer"


def test_a_bare_forward_is_kept_and_marked() -> None:
    found = html_to_text("<div class='gmail_quote'>Forwarded text</div>")
    assert found.text == "Forwarded text"
    assert found.quoted == ((0, len(found.text)),)


def test_words_stay_whole_and_blocks_apart() -> None:
    found = html_to_text("<p>W<span>o</span>rd</p><p>next</p><table><tr><td>a<td>b</table>")
    assert found.text.split() == ["Word", "next", "a", "b"]
