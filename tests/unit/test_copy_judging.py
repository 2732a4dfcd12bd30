"""Which units are told: what repeats, what was left untranslated, and what is equal on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from api.copy.baseline import Baseline, changes, gone, recognise, rendered, told
from api.copy.config import CopySettings
from api.copy.differing import differing_spans
from api.copy.draft import Draft
from api.copy.findings import CopyFinding
from api.copy.formats.sides import rows
from api.copy.reader import FileReader
from api.copy.readers.registry import document_of
from api.copy.writing import draft_findings

LONG = (
    "Every autumn we press the apples of the whole valley, and whoever brings a crate takes home"
    " eleven bottles of cloudy juice."
)
EIGHT = "Bring your own bottles and crates along please"


def _drafts(files: Mapping[str, str], settings: CopySettings | None = None) -> list[Draft]:
    reader = FileReader("en")
    read = [reader.read(path, files[path].encode()) for path in sorted(files)]
    known = [file for file in read if file is not None]
    return list(draft_findings(known, settings or CopySettings(), date(2026, 1, 1), 1).findings)


def _relations(files: Mapping[str, str]) -> list[str]:
    return [f"{draft.here.path} {draft.relation}" for draft in _drafts(files)]


def test_placeholders_and_values_may_differ() -> None:
    one = "Dear {{ name }}, " + LONG
    other = "Dear {{ customer.first_name }}, " + LONG.replace("eleven", "{{ count }}")
    assert _relations({"a.md": one, "b.html": other}) == ["a.md template", "b.html template"]
    assert _relations({"a.md": one, "b.html": one}) == ["a.md verbatim", "b.html verbatim"]


def test_a_changed_word_is_marked() -> None:
    (first, _) = _drafts({"a.md": LONG, "b.md": LONG.replace("cloudy", "clear")})
    assert [first.here.text[a:b] for a, b in first.differing] == ["cloudy"]
    assert first.severity == "warning"


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        (
            "请在星期五之前把空瓶子带回磨坊,我们会为您装满新鲜的苹果汁。",
            "请在星期六之前把空瓶子带回磨坊,我们会为您装满新鲜的苹果汁。",
            ["五"],
        ),
        (
            "金曜日までに空き瓶を水車小屋へお持ちください、新しいジュースを詰めます。",
            "土曜日までに空き瓶を水車小屋へお持ちください、新しいジュースを詰めます。",
            ["金"],
        ),
        ("กรุณานำขวดเปล่ามาที่โรงสีก่อนวันที่ดี", "กรุณานำขวดเปล่ามาที่โรงสีก่อนวันที่ดำ", ["ดี"]),
        ("The 7 o'clock bread", "The 8 o'clock bread", ["7"]),
        ("We don't bake", "We do bake", ["don't"]),
    ],
)
def test_where_no_spaces_part_words_single_signs_are_marked(
    one: str, other: str, marked: list[str]
) -> None:
    assert [one[a:b] for a, b in differing_spans(one, other)] == marked


def test_a_report_marks_single_signs_on_both_sides() -> None:
    one = "请在星期五之前把空瓶子带回磨坊,我们会为您装满新鲜的苹果汁,每一年都是这样。"
    (first, _) = _drafts({"a.md": one, "b.md": one.replace("星期五", "星期六")})
    finding = CopyFinding(
        first.rule, first.severity, first.relation, first.score, first.here, first.others, 0,
        first.message, "0", False, "", first.differing,
    )  # fmt: skip
    ((here, there),) = rows(finding)
    assert [run.text for run in here if run.differs] == ["五"]
    assert [run.text for run in there if run.differs] == ["六"]


def test_a_placeholder_is_marked_as_a_whole() -> None:
    (first, _) = _drafts(
        {"a.html": f"{LONG} Dear {{{{ name }}}}", "b.html": f"{LONG} You {{{{ x }}}}"}
    )
    assert [first.here.text[a:b] for a, b in first.differing] == ["Dear {{ name }}"]


def test_short_copy_is_told_word_for_word_only() -> None:
    assert _relations({"a.md": EIGHT, "b.md": EIGHT}) == ["a.md verbatim", "b.md verbatim"]
    assert _relations({"a.md": EIGHT, "b.md": EIGHT.replace("please", "today")}) == []
    assert _relations({"a.md": "Read more about it", "b.md": "Read more about it"}) == []


def test_least_words_are_the_configurations() -> None:
    files = {"a.md": "Read more about it", "b.md": "Read more about it"}
    assert len(_drafts(files, CopySettings(least_words=4, least_words_verbatim=4))) == 2


def test_a_unit_that_stands_thrice_lists_both_others_closest_first() -> None:
    files = {"a.md": LONG, "b.md": LONG.replace("cloudy", "clear"), "c.md": LONG}
    first = _drafts(files)[0]
    assert [place.path for place in first.others] == ["c.md", "b.md"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mail/a.html", "mail/a.txt"),
        ("mail/a.html.erb", "mail/a.text.erb"),
        ("mail/a.mjml", "mail/a.html"),
    ],
)
def test_forms_of_one_mail_are_no_duplicates(one: str, other: str) -> None:
    assert document_of(one) == document_of(other)
    assert _relations({one: LONG, other: LONG}) == []


def test_within_one_file_paragraphs_count_and_preheaders_do_not() -> None:
    assert len(_relations({"a.html": f"<p>{LONG}</p><p>{LONG}</p>"})) == 2
    page = f'<span class="preheader">{LONG}</span><img alt="{LONG}"><p>{LONG}</p>'
    assert _relations({"a.html": page}) == []


def test_inline_code_is_not_compared() -> None:
    one = f"Call `{LONG}` now"
    assert _relations({"a.md": one, "b.md": one.replace("Call", "Say")}) == []


def _locale(locale: str, **strings: str) -> str:
    return f"{locale}:\n" + "".join(f'  {key}: "{text}"\n' for key, text in strings.items())


def test_translations_of_one_key_are_no_duplicates() -> None:
    files = {
        "locales/en.yml": _locale("en", a=LONG),
        "locales/en-GB.yml": _locale("en-GB", a=LONG),
        "locales/es.yml": _locale("es", a="Cada otoño prensamos las manzanas de todo el valle."),
        "locales/es-MX.yml": _locale("es-MX", a="Cada otoño prensamos las manzanas de todo."),
    }
    assert _drafts(files) == []


def test_plural_forms_are_no_duplicates_and_two_keys_are() -> None:
    files = {"locales/en.yml": _locale("en", x_one=LONG, x_other=LONG.replace("crate", "crates"))}
    assert _drafts(files) == []
    assert len(_drafts({"locales/en.yml": _locale("en", a=LONG, b=LONG)})) == 2


def test_a_string_that_a_page_repeats_is_told() -> None:
    files = {"locales/en.yml": _locale("en", a=LONG), "page.md": LONG}
    assert _relations(files) == ["locales/en.yml verbatim", "page.md verbatim"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We sent you the bill", True),
        ("Log in", True),
        ("OK", False),
        ("Email", False),
        ("https://example.com/some/long/path", False),
        ("%{first} %{last}", False),
        ("%{count} MB", False),
        ("Google Play Store", False),
        ("<b>Password</b>", False),
    ],
)
def test_strings_left_in_the_source_language(text: str, told: bool) -> None:
    files = {
        "locales/en.yml": _locale("en", a=text, b="Bread"),
        "locales/de.yml": _locale("de", a=text, b="Brot"),
    }
    assert [draft.rule for draft in _drafts(files)] == ["untranslated"] * told


def test_a_title_in_capitals_is_told_once_others_translate_it() -> None:
    files = {"locales/en.yml": _locale("en", a="Password Changed")}
    files["locales/de.yml"] = _locale("de", a="Password Changed")
    assert _drafts(files) == []
    for locale, text in (("fr", "Mot de passe"), ("pl", "Nowe hasło"), ("it", "Cambiata")):
        files[f"locales/{locale}.yml"] = _locale(locale, a=text)
    assert [draft.here.path for draft in _drafts(files)] == ["locales/de.yml"]


def test_gettext_knows_its_source_text() -> None:
    text = '"We sent the bill"'
    po = f'msgid ""\nmsgstr "Language: de\\n"\n\nmsgid {text}\nmsgstr {text}\n'
    (draft,) = _drafts({"locale/de.po": po})
    assert (draft.rule, draft.here.line) == ("untranslated", 5)


def test_the_order_of_files_changes_nothing_but_places() -> None:
    one = {"a.md": LONG, "b.md": LONG.replace("cloudy", "clear"), "c.md": f"{LONG} And more."}
    other = {"z.md": one["a.md"], "b.md": one["b.md"], "a.md": one["c.md"]}

    def judged(files: Mapping[str, str]) -> set[tuple[str, str, float]]:
        return {(d.told.text, d.relation, d.score) for d in _drafts(files)}

    assert judged(one) == judged(other)


def test_a_baseline_is_counts_of_hashes_in_order() -> None:
    findings = [told("duplicate-copy", text, path) for text, path in (("b", "x"), ("a", "y"))]
    assert rendered(Baseline.of(findings)) == rendered(Baseline.of(findings[::-1]))
    assert rendered(Baseline.of([])).endswith('"entries": []\n}\n')
    assert changes(Baseline.of([]), Baseline.of(findings[:1]), {})[0].startswith(
        "+1 duplicate-copy "
    )


def test_of_more_copies_the_one_in_a_new_file_is_new() -> None:
    kept = Baseline.of([told("r", "text", "old.md"), told("r", "text", "older.md")])
    now = [told("r", "text", path) for path in ("new.md", "old.md", "older.md")]
    found = recognise(now, kept)
    assert [each.known for each in found] == [False, True, True]
    assert len({each.identity for each in found}) == 3
    moved = recognise([told("r", "text", path) for path in ("p.md", "q.md")], kept)
    assert all(each.known for each in moved)
    assert {each.identity for each in moved} == {found[1].identity, found[2].identity}


def test_what_is_gone_is_counted() -> None:
    kept = Baseline.of([told("r", "a", "x"), told("r", "a", "y"), told("r", "b", "x")])
    assert len(gone(kept, [told("r", "a", "x")])) == 2
    assert "(2 → 1)" in " ".join(gone(kept, [told("r", "a", "x")]))


def test_a_string_left_untranslated_is_told_as_that_and_as_no_duplicate() -> None:
    files = {
        "locales/en.yml": f"en:\n  juice: {LONG}\n",
        "locales/de.yml": f"de:\n  juice: {LONG}\n",
        "mail/juice.html": f"<p>{LONG}</p>",
    }
    told = [(draft.rule, draft.here.path) for draft in _drafts(files)]
    assert told == [
        ("untranslated", "locales/de.yml"),
        ("duplicate-copy", "locales/en.yml"),
        ("duplicate-copy", "mail/juice.html"),
    ]
    assert all(place.path != "locales/de.yml" for draft in _drafts(files) for place in draft.others)
    # A translation that says something else than its source is copy like any other.
    files["locales/de.yml"] = f"de:\n  juice: {LONG.replace('apples', 'pears')}\n"
    assert ("duplicate-copy", "locales/de.yml") in [(d.rule, d.here.path) for d in _drafts(files)]
