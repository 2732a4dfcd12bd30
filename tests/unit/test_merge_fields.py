"""Placeholders in templates: which marks are fields, which are prose, and what is refused."""

from __future__ import annotations

import pytest

from api.merge_fields import Columns
from api.merge_template import Template, filled_by, template_text
from dedupe import CannotJudgeError

HEADINGS = ("first name", "E-Mail", "имя", "姓名", "garment", "end date")
VALUES = {
    "first name": "Ann", "E-Mail": "a@x.example", "имя": "Анна", "姓名": "陈", "garment": "coat",
    "end date": "Monday",
}  # fmt: skip


def template(text: str, *, html: bool | None = None) -> Template:
    return filled_by(template_text(text, "t.txt", html=html), Columns(HEADINGS))


def filled(text: str, **values: str) -> str:
    made = template(text)
    return made.body.fill(VALUES | values, escape=made.markup)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear {{first name}},", "Dear Ann,"),
        ("Dear {{ First_Name }},", "Dear Ann,"),
        ("Dear {{FIRSTNAME}},", "Dear Ann,"),
        ("Dear {{\n  first-name\n}},", "Dear Ann,"),
        ("Dear {{{first.name}}},", "Dear Ann,"),
        ("Dear {first name},", "Dear Ann,"),
        ("Dear %(first_name)s,", "Dear Ann,"),
        ("Dear %(first_name)s, 100%% wool", "Dear Ann, 100% wool"),
        ("Dear [First Name],", "Dear Ann,"),
        ("Dear *|FIRST NAME|*,", "Dear Ann,"),
        ("Dear <<First Name>>,", "Dear Ann,"),
        ("Dear «First Name»,", "Dear Ann,"),
        ("Здравствуйте, {имя}!", "Здравствуйте, Анна!"),
        ("Здравствуйте, {{ ИМЯ }}!", "Здравствуйте, Анна!"),
        ("{{姓名}}女士：", "陈女士："),
        ("{姓名}女士：", "陈女士："),
        ("{{first name}}{{first name}}", "AnnAnn"),
        ("{{ first name | upper }}", "ANN"),
        ("{{ first name|trim|lower }}", "ann"),
        ("{{first name}}{# a remark #} and {{! another }}you", "Ann and you"),
        ("until {{ end date }}", "until Monday"),
    ],
)
def test_a_column_is_filled_in_however_it_is_marked(text: str, expected: str) -> None:
    assert filled(text) == expected


@pytest.mark.parametrize(
    "default",
    ['default:"friend"', "default: 'friend'", 'default("friend")', "default('friend', true)",
     "default:“friend”"],
)  # fmt: skip
def test_a_default_stands_in_for_what_is_empty(default: str) -> None:
    text = f"Dear {{{{ first name | {default} }}}},"
    assert filled(text) == "Dear Ann,"
    assert filled(text, **{"first name": " "}) == "Dear friend,"
    assert template(text).needed == frozenset()


@pytest.mark.parametrize(
    "prose",
    [
        "as he wrote [sic] to us", "an empty { } pair", "{}", "a set {1, 2, 3}", "[1]",
        "see [the page](https://x.example/first)", "p { color: red }", "p {color:red}",
        "{ margin: 0;\n padding: 0 }", "100 % (almost)", "100%", "5 << 6 >> 2", "[laughs]",
        "le « petit » manteau", "повесть «Капитанская дочка»", "f(x) = {x | x > 0}", "[]", "{{}}",
        "[as he said]", "a {\n b }",
    ],
)  # fmt: skip
def test_prose_is_left_as_it_stands(prose: str) -> None:
    made = template(f"Dear {{{{first name}}}}, {prose}")
    assert made.body.fill(VALUES) == f"Dear Ann, {prose}"
    assert made.warnings == ()


@pytest.mark.parametrize(
    ("text", "line", "mark"),
    [
        ("Dear {{first name}},\n\nyour {{garmnet}}", 3, "{{garmnet}}"),
        ("Dear {frist name},", 1, "{frist name}"),
        ("Dear {first name},\nyour {garmnet}", 2, "{garmnet}"),
        ("Dear [Firstname],\nyour [Garmnet]", 2, "[Garmnet]"),
        ("\nDear %(frist_name)s", 2, "%(frist_name)s"),
        ("Dear *|FNAME|*", 1, "*|FNAME|*"),
        ("To: {{e-mail}}\nSubject: hi {{nobody}}\n\nDear {{first name}}", 2, "{{nobody}}"),
        ("To: {{e-mail}}\nSubject: hi\n\nDear {{nobody}}", 4, "{{nobody}}"),
        ("{{first name}}\r\n\r\n{{nobody}}", 3, "{{nobody}}"),
    ],
)
def test_a_name_that_is_no_column_is_named_with_its_line_and_the_columns(
    text: str, line: int, mark: str
) -> None:
    with pytest.raises(CannotJudgeError) as fault:
        template(text)
    said = str(fault.value)
    assert said.startswith(f"t.txt:{line}: there is no column for {mark}")
    assert "The columns are: first name, E-Mail, имя, 姓名, garment, end date." in said


def test_the_nearest_column_is_offered_and_every_unknown_name_is_told_at_once() -> None:
    with pytest.raises(CannotJudgeError) as fault:
        template("{{garmnet}}\n{{zzz}} {{zzz}}")
    assert "Did you mean 'garment'?" in str(fault.value)
    assert "nor for {{zzz}} (line 2)" in str(fault.value)
    assert str(fault.value).count("zzz") == 1


@pytest.mark.parametrize("text", ["{{first name}}, from [Your Company]", "{{first name}} {yes}"])
def test_brackets_beside_certain_fields_are_warned_of_and_left(text: str) -> None:
    made = template(text)
    assert made.body.fill(VALUES) == text.replace("{{first name}}", "Ann")
    (warning,) = made.warnings
    assert warning.startswith("t.txt:1: ")
    assert "looks like a field but is no column" in warning


@pytest.mark.parametrize(
    "logic",
    [
        "{% if first name %}x{% endif %}", "{{#if garment}}x{{/if}}", "{{#garment}}x{{/garment}}",
        "{{^garment}}x{{/garment}}", "{{> footer}}", "{{else}}", "{{ end }}", "<% if x %>",
        "*|IF:GARMENT|*x*|END:IF|*", "{%- for x in y -%}", "{{ if .Name }}",
    ],
)  # fmt: skip
def test_logic_is_refused_with_its_line(logic: str) -> None:
    with pytest.raises(CannotJudgeError, match=r"t\.txt:2: conditionals, loops"):
        template(f"Dear {{{{first name}}}}\n{logic}")


def test_an_unknown_filter_is_refused_with_its_line_and_the_nearest() -> None:
    with pytest.raises(CannotJudgeError, match=r"t\.txt:2: .*'uper'.*mean 'upper'"):
        template("\n{{ first name | uper }}")


def test_a_template_without_a_field_says_so() -> None:
    assert template("Dear friend,").warnings == (
        "t.txt: the template has no field: every row gets the same text",
    )


def test_values_are_escaped_in_html_only_and_not_where_it_says_so() -> None:
    made = template("<p>{{garment}} {{{garment}}} {{garment|safe}}</p>")
    assert made.markup
    values = {"garment": "<b>&"}
    assert made.body.fill(values, escape=True) == "<p>&lt;b&gt;&amp; <b>& <b>&</p>"
    assert filled("{{garment}}", garment="<b>&") == "<b>&"


def test_a_default_in_html_may_be_written_with_entities() -> None:
    made = template("<p>{{ first name | default:&quot;friend&quot; }}</p>")
    assert made.body.fill({}, escape=True) == "<p>friend</p>"


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    assert filled("{{garment}}", garment="{{first name}}") == "{{first name}}"


@pytest.mark.parametrize(
    ("text", "markup", "body"),
    [
        ("To: {{e-mail}}\nSubject: hi\n\nDear", False, "Dear"),
        ("TO: {{e-mail}}\nCONTENT-TYPE: text/html\n\n<html>Dear", True, "<html>Dear"),
        ("Subject: long\n one\n\nDear", False, "Dear"),
        ("Note: bring the ticket\n\nDear", False, "Note: bring the ticket\n\nDear"),
        ("Dear,\nTo: you\n\nx", False, "Dear,\nTo: you\n\nx"),
        ("To: you\nDear,\n\nx", False, "To: you\nDear,\n\nx"),
        ("Subject: x\nContent-Type: text/plain\n\n<p>not markup", False, "<p>not markup"),
    ],
)
def test_a_mail_header_on_top_is_understood(text: str, markup: bool, body: str) -> None:
    read = template_text(text)
    assert (read.markup, read.body) == (markup, body)
