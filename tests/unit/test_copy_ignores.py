"""Inline ignores in every syntax's comment: found, and aimed at the right unit."""

from __future__ import annotations

from datetime import date

import pytest

from api.copy.config import CopySettings
from api.copy.draft import Draft
from api.copy.reader import FileReader
from api.copy.writing import draft_findings

LONG = (
    "Every autumn we press the apples of the whole valley, and whoever brings a crate takes home"
    " eleven bottles of cloudy juice."
)
WORDS = "samenote: ignore the vow, as ever"


def _drafts(path: str, text: str) -> list[Draft]:
    """Return what is told of one file beside another that holds the same words."""
    reader = FileReader("en")
    files = [reader.read(path, text.encode()), reader.read("zz.md", LONG.encode())]
    known = [file for file in files if file is not None]
    found = draft_findings(known, CopySettings(), date(2026, 1, 1), 1).findings
    return [draft for draft in found if draft.here.path == path]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.html", f"<!-- {WORDS} -->\n<p>{LONG}</p>"),
        ("a.html", f"<p>{LONG}</p><!-- {WORDS} -->\n<p>Other words</p>"),
        ("a.html", f"<p><!-- {WORDS} -->{LONG}</p>"),
        ("a.html", f"<p>{LONG[:30]}<!-- {WORDS} -->{LONG[30:]}</p>"),
        ("a.mjml", f"<!--{WORDS}--><mj-text>{LONG}</mj-text>"),
        ("a.md", f"<!-- {WORDS} -->\n\n{LONG}\n"),
        ("a.html.j2", f"{{# {WORDS} #}}<p>{LONG}</p>"),
        ("a.html.j2", f"{{#- {WORDS} -#}}<p>{LONG}</p>"),
        ("a.liquid", f"{{% comment %}} {WORDS} {{% endcomment %}}<p>{LONG}</p>"),
        ("a.hbs", f"{{{{!-- {WORDS} --}}}}<p>{LONG}</p>"),
        ("a.hbs", f"{{{{! {WORDS} }}}}<p>{LONG}</p>"),
        ("a.gohtml", f"{{{{/* {WORDS} */}}}}<p>{LONG}</p>"),
        ("a.html.erb", f"<%# {WORDS} %><p>{LONG}</p>"),
        ("a.mdx", f"{{/* {WORDS} */}}\n\n{LONG}\n"),
        ("a.mdx", f"{{/* {WORDS} */}}\n{LONG}\n"),
        ("a.mdx", f"# A title\n\n{{/*\n  {WORDS}\n\n*/}}\n\n{LONG}\n"),
        ("a.liquid", f"{{% # {WORDS} %}}<p>{LONG}</p>"),
        ("a.liquid", f"{{%- # {WORDS} -%}}\n<p>{LONG}</p>"),
        ("a.html.erb", f"<%# {WORDS} -%><p>{LONG}</p>"),
        ("a.html.erb", f"<%-# {WORDS} -%>\n<p>{LONG}</p>"),
        ("a.html.ejs", f"<%_ # {WORDS} _%>\n<p>{LONG}</p>"),
        ("a.hbs", f"{{{{~!-- {WORDS} --~}}}}<p>{LONG}</p>"),
        ("a.html", f"<!-- Samenote: IGNORE the vow --><p>{LONG}</p>"),
        ("locales/en.yml", f'en:\n  # {WORDS.capitalize()}\n  a: "{LONG}"\n'),
        ("locales/en.json", f'{{"//": "{WORDS.capitalize()}", "a": "{LONG}"}}'),
        ("a.txt.j2", f"{{# {WORDS} #}}\n{LONG}"),
        ("locales/en.yml", f'en:\n  # {WORDS}\n  a: "{LONG}"\n'),
        ("locales/en.yml", f'en:\n  a: "{LONG}" # {WORDS}\n  b: "x y"\n'),
        ("a/en.po", f'#. {WORDS}\nmsgid "a"\nmsgstr "{LONG}"\n'),
        ("en.lproj/a.strings", f'/* {WORDS} */\n"a" = "{LONG}";'),
        ("en.lproj/a.strings", f'// {WORDS}\n"a" = "{LONG}";'),
        ("locales/en.json", f'{{"//": "{WORDS}", "a": "{LONG}"}}'),
        ("strings.csv", f'key,en,note\na,"{LONG}",{WORDS}\n'),
        ("a.xlf", f"<xliff><unit id='a'><!-- {WORDS} --><source>{LONG}</source></unit></xliff>"),
        ("values/strings.xml", f"<r><!-- {WORDS} --><string name='a'>{LONG}</string></r>"),
    ],
)  # fmt: skip
def test_an_ignore_in_every_syntax(path: str, text: str) -> None:
    drafts = _drafts(path, text)
    assert [draft.rule for draft in drafts] == ["duplicate-copy"]
    assert drafts[0].suppressed.startswith("the vow")
    assert not drafts[0].counts


def test_an_ignore_of_the_whole_file() -> None:
    text = f"<!-- samenote: ignore-file a copy of the vow -->\n\nOther words\n\n{LONG}\n"
    assert [draft.suppressed for draft in _drafts("a.md", text)] == ["a copy of the vow"]


def test_an_ignore_does_not_reach_beyond_the_next_unit() -> None:
    text = f"<!-- {WORDS} -->\n\nOther words here\n\n{LONG}\n"
    assert [(d.rule, d.suppressed) for d in _drafts("a.md", text)] == [
        ("unused-ignore", ""), ("duplicate-copy", ""),
    ]  # fmt: skip


def test_an_example_in_a_code_block_is_no_ignore() -> None:
    assert _drafts("a.md", f"```\n<!-- {WORDS} -->\n```\n\nOther words\n") == []
    assert _drafts("a.md", f"Write `<!-- {WORDS} -->` beside it\n") == []


def test_words_about_ignoring_are_no_ignore() -> None:
    assert _drafts("a.html", f"<p>Write {WORDS} in a comment.</p>") == []
    assert _drafts("locales/en.yml", f'en:\n  a: "anchor#{WORDS}"\n') == []


def test_a_comment_of_mdx_is_no_copy() -> None:
    comment = "{/* What we vow in every autumn, word for word as it stands on the jar. */}"
    read = FileReader("en").read("a.mdx", f"{comment}\n\nOther words {comment} here\n".encode())
    assert read is not None
    assert [unit.place.text for unit in read.units] == ["Other words here"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.html", f"<!-- samenote: ignored because we vow --><p>{LONG}</p>"),
        ("a.html", f"<!-- Samenote: skip --><p>{LONG}</p>"),
        ("a.html", f"<!-- samenote: --><p>{LONG}</p>"),
        ("a.html", f"<!-- samenote: ignore-next the vow --><p>{LONG}</p>"),
        ("a.liquid", f"{{% # samenote: skip %}}<p>{LONG}</p>"),
        ("a.mdx", f"{{/* samenote: skip */}}\n\n{LONG}\n"),
        ("locales/en.yml", f'en:\n  # samenote: skip\n  a: "{LONG}"\n'),
        ("en.lproj/a.strings", f'// samenote: skip\n"a" = "{LONG}";'),
        ("locales/en.json", f'{{"//": "samenote: skip", "a": "{LONG}"}}'),
    ],
)
def test_a_comment_that_says_nothing_we_know_is_told(path: str, text: str) -> None:
    drafts = _drafts(path, text)
    assert [(d.rule, d.suppressed) for d in drafts] == [
        ("unused-ignore", ""), ("duplicate-copy", ""),
    ]  # fmt: skip
    assert "ignore-file REASON" in drafts[0].message


def test_what_the_next_line_says_is_no_reason() -> None:
    (ignore, repeat) = _drafts("locales/en.yml", f'en:\n  # samenote: ignore\n  a: "{LONG}"\n')
    assert "gives no reason" in ignore.message
    assert (repeat.rule, repeat.suppressed) == ("duplicate-copy", "")
    assert _drafts("locales/en.yml", "#\nsamenote: ignore us\nen:\n  a: b\n") == []


def test_strings_that_begin_with_our_name_are_copy() -> None:
    text = '{"a": "Samenote: who else got the same note?"}'
    assert _drafts("locales/en.json", text) == []
    read = FileReader("en").read("locales/en.json", text.encode())
    assert read is not None
    assert len(read.units) == 1
