"""Documents and templates are cut into copy units, each at its exact place."""

from __future__ import annotations

import pytest

from api.copy.reader import FileReader
from api.copy.units import CopyUnit


def _units(path: str, text: str) -> list[CopyUnit]:
    read = FileReader("en").read(path, text.encode())
    assert read is not None
    assert not read.skipped
    return list(read.units)


def _told(path: str, text: str) -> list[tuple[str, str]]:
    return [(unit.place.kind, unit.place.text) for unit in _units(path, text)]


def _at(path: str, text: str) -> list[str]:
    """Return what stands in the file at each unit's place."""
    found = []
    lines = text.split("\n")
    for unit in _units(path, text):
        place = unit.place
        inside = lines[place.line - 1 : place.end_line]
        inside[-1] = inside[-1][: place.end_column - 1]
        inside[0] = inside[0][place.column - 1 :]
        found.append("\n".join(inside))
    return found


def test_html_is_cut_at_blocks_and_keeps_sentences_whole() -> None:
    page = (
        "<html><head><title>Our shop</title><style>p { color: red }</style></head><body>\n"
        '<span class="preheader">Read me first</span><h1>Good   morning</h1>\n'
        "<p>One <b>bold</b>&nbsp;word &amp; <a href='x'>a link</a>.</p>\n"
        "<ul><li>First</li><li>Second</li></ul><script>var x = 'no copy';</script>\n"
        '<a class="btn btn-big" href="y">Buy now</a><nav><a>Home</a></nav>\n'
        '<img src="z" alt="A loaf &quot;fresh&quot;"><pre>code()</pre></body></html>'
    )
    assert _told("a.html", page) == [
        ("title", "Our shop"),
        ("preheader", "Read me first"),
        ("heading", "Good morning"),
        ("paragraph", "One bold word & a link."),
        ("item", "First"),
        ("item", "Second"),
        ("button", "Buy now"),
        ("alt", 'A loaf "fresh"'),
    ]
    assert _at("a.html", page)[3] == "One <b>bold</b>&nbsp;word &amp; <a href='x'>a link</a>."
    assert _at("a.html", page)[7] == "A loaf &quot;fresh&quot;"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<!-- <p>old</p> --><p>new</p>", ["new"]),
        ("<!--[if mso]><p>Outlook</p><![endif]--><p>All</p>", ["All"]),
        ("<p>a > b and <i>c</i> < d</p>", ["a > b and c < d"]),
        ('<p title="1 > 0">text</p>', ["text"]),
        ("<p>one<br>two</p>", ["one two"]),
        ("<p>one<br/><br>two</p>", ["one", "two"]),
        ("<td>one<td>two", ["one", "two"]),
        ("</p></div>lost<p>and found", ["lost", "and found"]),
        ("<script>if (a < b) '<p>no</p>'</script><p>yes", ["yes"]),
        ("<p>run <code>make</code> now</p>", ["run make now"]),
        ("<div>&nbsp;&zwnj;&nbsp;&zwnj;</div><p>&nbsp;x&nbsp;</p>", ["x"]),
        ('<p>unclosed "quote <b class="x>never', ['unclosed "quote']),
        ("<div role='navigation'>Menu</div><p>x</p>", ["x"]),
        ("plain words, no tag", ["plain words, no tag"]),
        ("<p>" * 3000 + "deep", ["deep"]),
    ],
)
def test_html_as_it_is_found(page: str, said: list[str]) -> None:
    assert [text for _, text in _told("a.html", page)] == said


def test_mjml_has_its_own_names() -> None:
    mail = (
        "<mjml><mj-head><mj-title>T</mj-title><mj-preview>Soon</mj-preview><mj-style>a{}</mj-style>"
        "</mj-head><mj-body><mj-text><p>Hello</p></mj-text><mj-button href='x'>Go</mj-button>"
        "<mj-image src='y' alt='A cat' /><mj-navbar>Menu</mj-navbar></mj-body></mjml>"
    )
    assert _told("a.mjml", mail) == [
        ("title", "T"), ("preheader", "Soon"), ("paragraph", "Hello"), ("button", "Go"),
        ("alt", "A cat"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "template", "said", "masks"),
    [
        ("a.html.j2", "<p>{% if a < b %}Hi{% else %}Dear{% endif %} {{ u.n|d('x') }},</p>",
         "Hi Dear {{ u.n|d('x') }},", ["{{ u.n|d('x') }}"]),
        ("a.liquid", "<p>{% comment %}no{% endcomment %}Hi {{ name }}</p>", "Hi {{ name }}",
         ["{{ name }}"]),
        ("a.hbs", "{{!-- no }} --}}<p>{{#if x}}Hi{{/if}} {{{raw}}} {{> part}}</p>", "Hi {{{raw}}}",
         ["{{{raw}}}"]),
        ("a.html.erb", '<p><% if a > "b" %>Hi <%= link_to "x", y %><% end %><%# no %></p>',
         'Hi <%= link_to "x", y %>', ['<%= link_to "x", y %>']),
        ("a.gohtml", "<p>{{/* no */}}{{ if .A }}Hi {{ .Name }}{{ end }}{{ $x := 1 }}</p>",
         "Hi {{ .Name }}", ["{{ .Name }}"]),
        ("a.html", "<p>Hi *|FNAME|*, %%city%% *|IF:X|*you*|END:IF|*</p>",
         "Hi *|FNAME|*, %%city%% you", ["*|FNAME|*", "%%city%%"]),
        ("a.txt.j2", "{% raw %}{{ no }}{% endraw %}\nHi ${name}", "Hi ${name}", ["${name}"]),
        ("a.md", "Hi {{ a * b * c }}, *you*", "Hi {{ a * b * c }}, you", ["{{ a * b * c }}"]),
    ],
)  # fmt: skip
def test_tags_of_every_template_syntax(
    path: str, template: str, said: str, masks: list[str]
) -> None:
    (unit,) = _units(path, template)
    assert unit.place.text == said
    assert [said[a:b] for a, b in unit.masks] == masks


def test_a_template_without_a_second_ending_is_what_it_looks_like() -> None:
    assert _told("a.liquid", "One\n\nTwo") == [("paragraph", "One"), ("paragraph", "Two")]
    assert _told("a.liquid", "<b>One</b>\n\nTwo") == [("paragraph", "One Two")]


def test_lines_stay_true_behind_tags_of_many_lines() -> None:
    for path in ("a.md", "a.txt", "a.html"):
        template = "{#\n\n\n#}\n<%\n x\n%>\n\nHere it stands\n"
        (unit,) = _units(path, template)
        assert (unit.place.line, unit.place.column) == (9, 1), path


def test_markdown_is_cut_at_blocks() -> None:
    page = (
        "---\ntitle: no copy\nsubject: 'Good news'\n---\n\n# A *heading*\n\nA paragraph with\na "
        "[link](http://x.example/a_b) and `code`.\n\n> Quoted\n\n- one\n- two\n\n  more\n\n"
        "```\nno copy\n```\n\n    neither\n\n![A cat](c.png)\n\n| Col |\n|---|\n| Cell |\n\n"
        "<div>\n<p>Inside HTML</p>\n</div>\n\n<!-- no -->\nEnd<br>of it\n"
    )
    assert _told("a.md", page) == [
        ("subject", "Good news"),
        ("heading", "A heading"),
        ("paragraph", "A paragraph with a link and code."),
        ("paragraph", "Quoted"),
        ("item", "one"),
        ("item", "two"),
        ("item", "more"),
        ("alt", "A cat"),
        ("paragraph", "Col"),
        ("paragraph", "Cell"),
        ("paragraph", "Inside HTML"),
        ("paragraph", "End of it"),
    ]
    places = _at("a.md", page)
    assert places[0] == "Good news"
    assert places[1] == "A *heading*"
    assert places[2] == "A paragraph with\na [link](http://x.example/a_b) and `code`."
    assert places[6] == "more"
    assert places[7] == "A cat"
    assert places[9] == "Cell"


def test_equal_lines_of_a_list_have_their_own_places() -> None:
    assert [u.place.line for u in _units("a.md", "- same\n- same\n- same\n")] == [1, 2, 3]


def test_inline_code_is_shown_and_left_out() -> None:
    (unit,) = _units("a.md", "Run `make all` now")
    assert [unit.place.text[a:b] for a, b in unit.left_out] == ["make all"]


def test_plain_text_has_a_subject_items_headings_and_paragraphs() -> None:
    mail = (
        "Subject: Your order\nPreheader: It is on its way\n\n*****\nHello, {{name}}\n*****\n\n"
        "First line\nsecond line\n\n- one\n- two\n  and more\n\n1. three\n"
    )
    assert _told("a.txt", mail) == [
        ("subject", "Your order"),
        ("preheader", "It is on its way"),
        ("heading", "Hello, {{name}}"),
        ("paragraph", "First line second line"),
        ("item", "one"),
        ("item", "two and more"),
        ("item", "three"),
    ]
    assert _at("a.txt", mail)[3] == "First line\nsecond line"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_in_every_way(ending: str) -> None:
    text = ending.join(["One", "", "Two", ""])
    assert [u.place.line for u in _units("a.txt", text)] == [1, 3]
    assert [u.place.line for u in _units("a.md", text)] == [1, 3]


@pytest.mark.parametrize(
    "path", ["LICENSE.txt", "requirements-dev.txt", "robots.txt", "a.py", "a.css", "package.json"]
)
def test_what_is_no_copy_is_not_read(path: str) -> None:
    assert FileReader("en").read(path, b"Some words in a file") is None


def test_values_known_by_their_shape_are_found() -> None:
    (unit,) = _units("a.txt", "Dear Anna, your bread is ready on 3 March 2026 for 4.50 EUR.")
    said = [unit.place.text[a:b] for a, b in unit.values]
    assert "Anna" in said
    assert any("2026" in value for value in said)
