"""Locale files of every format are read into strings with locale, key and exact place."""

from __future__ import annotations

import pytest

from api.copy.locales import language, locale_code, locale_file, string_key
from api.copy.reader import FileReader
from api.copy.units import CopyFile, CopyUnit


def _read(path: str, text: str | bytes, *, named: bool = False) -> CopyFile:
    raw = text if isinstance(text, bytes) else text.encode()
    read = FileReader("en").read(path, raw, named=named)
    assert read is not None
    return read


def _units(path: str, text: str, *, named: bool = False) -> list[CopyUnit]:
    read = _read(path, text, named=named)
    assert not read.skipped
    for unit in read.units:
        line = text.splitlines()[unit.place.line - 1]
        first = unit.place.text[:1]
        assert line[unit.place.column - 1] in (first, "\\", "<"), "the place is exact"
    return list(read.units)


def _told(units: list[CopyUnit]) -> list[tuple[str, str, str]]:
    return [(unit.locale, unit.place.key, unit.place.text) for unit in units]


def test_yaml_of_rails() -> None:
    text = (
        "en:\n  mail:\n    subject: Hello %{name}\n    body: |\n      Two\n      lines\n"
        "    list: [one, 'two']\n    count: 3\n    on: yes\n    none:\n    quoted: \"a\\tb: c\"\n"
    )
    units = _units("config/locales/en.yml", text)
    assert _told(units) == [
        ("en", "mail.subject", "Hello %{name}"),
        ("en", "mail.body", "Two lines"),
        ("en", "mail.list[0]", "one"),
        ("en", "mail.list[1]", "two"),
        ("en", "mail.quoted", "a b: c"),
    ]
    assert units[0].place.kind == "subject"
    assert units[0].masks == ((6, 13),)
    assert {unit.catalogue for unit in units} == {"config/locales/*.yml"}
    body = units[1].place
    assert (body.line, body.end_line) == (5, 6)


def test_yaml_with_several_locales_and_aliases() -> None:
    text = "de: &a\n  x: Guten Tag\nde-AT:\n  <<: *a\n  y: Servus\n"
    assert _told(_units("strings.yml", text)) == [
        ("de", "x", "Guten Tag"), ("de-AT", "y", "Servus"),
    ]  # fmt: skip


def test_aliases_of_aliases_cost_nothing() -> None:
    lines = ["en:", "  a0: &a0 [lol, lol]"]
    lines += [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert len(_units("locales/en.yml", "\n".join(lines))) == 2


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".github/workflows/ci.yml", "name: Build\non: push\njobs:\n  a: b c d\n"),
        ("docker-compose.yml", "services:\n  web:\n    image: some image name\n"),
        ("package.json", '{"name": "x", "description": "Some words here"}'),
        ("data.csv", "name,price\nBread,3\n"),
        ("chart.yml", "a: {{ .Values.x }}\nb: [\n"),
    ],
)
def test_what_holds_no_strings_for_translation_is_left_alone(path: str, text: str) -> None:
    assert FileReader("en").read(path, text.encode()) is None


def test_a_file_that_the_user_names_holds_strings() -> None:
    units = _units("conf/site.yml", "hero: Fresh bread\n", named=True)
    assert _told(units) == [("en", "hero", "Fresh bread")]


def test_json_and_arb() -> None:
    text = (
        '{\n "@@locale": "de",\n "hi": "Hallo {name}!",\n "@hi": {"description": "a greeting"},\n'
    )
    text += ' "n": "{count, plural, one {# Brot} other {# Brote}}", "l": ["ein", "z\\u00e4h"]\n}'
    units = _units("lib/app_de.arb", text)
    assert _told(units)[0] == ("de", "hi", "Hallo {name}!")
    assert [u.place.text for u in units] == [
        "Hallo {name}!", "{count, plural, one {# Brot} other {# Brote}}", "ein", "zäh",
    ]  # fmt: skip
    assert units[0].catalogue == "lib/app.arb"


def test_json_of_a_browser_extension() -> None:
    text = '{"hello": {"message": "Hello there", "description": "says hello"}}'
    assert _told(_units("_locales/en/messages.json", text)) == [("en", "hello", "Hello there")]


def test_gettext() -> None:
    text = (
        'msgid ""\nmsgstr ""\n"Language: de\\n"\n\n#: a.py:1\n#, fuzzy\nmsgctxt "menu"\n'
        'msgid "Hello %(name)s"\nmsgstr ""\n"Hallo "\n"%(name)s"\n\nmsgid "a loaf"\n'
        'msgid_plural "%d loaves"\nmsgstr[0] "ein Brot"\nmsgstr[1] "%d Brote"\n\n#~ msgid "old"\n'
    )
    units = _units("locale/de/LC_MESSAGES/shop.po", text)
    assert [(u.locale, u.place.text, u.echo, u.source) for u in units] == [
        ("en", "Hello %(name)s", True, ""),
        ("de", "Hallo %(name)s", False, "Hello %(name)s"),
        ("en", "a loaf", True, ""),
        ("en", "%d loaves", True, ""),
        ("de", "ein Brot", False, "a loaf"),
        ("de", "%d Brote", False, "%d loaves"),
    ]
    assert (units[1].place.line, units[1].place.end_line) == (10, 11)


def test_a_gettext_template_is_in_the_source_language() -> None:
    units = _units("locale/shop.pot", 'msgid "Fresh bread"\nmsgstr ""\n')
    assert [(u.locale, u.echo) for u in units] == [("en", False)]


@pytest.mark.parametrize("version", ["1.2", "2.0"])
def test_xliff(version: str) -> None:
    if version == "1.2":
        text = (
            '<xliff><file source-language="en" target-language="de"><body><trans-unit id="a">\n'
            '<source>Héllo <x id="N"/> you</source>\n<target>Hallo <g id="1">Sie</g></target>\n'
            "<alt-trans><target>no</target></alt-trans></trans-unit></body></file></xliff>"
        )
    else:
        text = (
            '<xliff srcLang="en" trgLang="de"><file id="f"><unit id="a"><segment>\n'
            '<source>Héllo <ph id="N"/> you</source>\n<target>Hallo <pc id="1">Sie</pc></target>\n'
            "</segment></unit></file></xliff>"
        )
    units = _units("app.xlf", text)
    assert [(u.locale, u.place.key, u.place.text, u.source) for u in units] == [
        ("en", "a", "Héllo {N} you", ""),
        ("de", "a", "Hallo Sie", "Héllo {N} you"),
    ]
    assert [(u.place.line, u.place.column) for u in units] == [(2, 9), (3, 9)]


def test_apple_strings_in_utf_16() -> None:
    text = '/* A head */\n"hi" = "Hello %@, \\"you\\"";\n// remark\nbye = "So \\U00e9";\n'
    raw = "\ufeff".encode("utf-16-le") + text.encode("utf-16-le")
    units = _read("de.lproj/Main.strings", raw).units
    assert [(u.locale, u.place.key, u.place.text, u.place.line) for u in units] == [
        ("de", "hi", 'Hello %@, "you"', 2),
        ("de", "bye", "So é", 4),
    ]


def test_android_strings() -> None:
    text = (
        '<resources><string name="hi">It\\\'s <b>fresh</b></string>\n<plurals name="n">'
        '<item quantity="one">loaf</item></plurals></resources>'
    )
    units = _units("app/res/values-pt-rBR/strings.xml", text)
    assert _told(units) == [("pt-BR", "hi", "It's fresh"), ("pt-BR", "n.one", "loaf")]


def test_csv_with_a_column_a_locale() -> None:
    text = 'key;en;de_AT;note\nhi;"Hello; ""you""\nthere";Servus;x\n\nbye;Bye;;\n'
    assert _told(_units("strings.csv", text)) == [
        ("en", "hi", 'Hello; "you" there'), ("de-AT", "hi", "Servus"), ("en", "bye", "Bye"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "text", "said", "line"),
    [
        ("locales/en.yml", "en:\n  a: [x\n  b: y\n", "YAML", 3),
        ("locales/en.yml", "en:\n  a: \x07\n", "YAML", 2),
        ("locales/en.json", '{"a": "b",\n "c": }', "JSON", 2),
        ("locales/en.json", "[" * 100_000, "nested too deeply", 0),
        ("a/de.po", 'msgid "a"\nmsgstr b\n', "PO", 2),
        ("a.xlf", "<xliff>\n<file></xliff>", "XML", 2),
        ("a.xlf", '<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>', "entities", 0),
        ("a.strings", '"a" = "b";\n"c" "d";', ".strings", 2),
    ],
)
def test_a_broken_file_says_what_and_where(path: str, text: str, said: str, line: int) -> None:
    (fault,) = _read(path, text).skipped
    assert said in fault.reason
    assert fault.line == line
    assert fault.unread


def test_deep_nesting_harms_nothing() -> None:
    deep = "en:\n  a: " + "[" * 5000 + "x" + "]" * 5000
    read = _read("locales/en.yml", deep)
    assert len(read.units) == 1 or read.skipped


@pytest.mark.parametrize(
    ("path", "locale", "catalogue"),
    [
        ("config/locales/pt-BR.yml", "pt-BR", "config/locales/*.yml"),
        ("config/locales/devise.zh-CN.yml", "zh-CN", "config/locales/devise.yml"),
        ("locales/fr/common.json", "fr", "locales/*/common.json"),
        ("lib/l10n/app_pt_BR.arb", "pt-BR", "lib/l10n/app.arb"),
        ("res/values-pt-rBR/strings.xml", "pt-BR", "res/*/strings.xml"),
        ("zh-Hans.lproj/Main.strings", "zh-Hans", "*/Main.strings"),
        ("i18n/es-419.json", "es-419", "i18n/*.json"),
        ("locales/common.json", "", "locales/common.json"),
        ("package-lock.json", "", "package-lock.json"),
    ],
)
def test_a_path_tells_the_locale(path: str, locale: str, catalogue: str) -> None:
    found = locale_file(path)
    assert (found.locale, found.catalogue) == (locale, catalogue)


@pytest.mark.parametrize("text", ["", "english", "src", "xx", "e", "en-", "12", "components"])
def test_what_is_no_locale(text: str) -> None:
    assert locale_code(text) == ""


def test_languages_and_plural_forms() -> None:
    assert language("nb") == language("nn-NO") == "no"
    assert {string_key(f"cart.items{form}") for form in (".one", "_other", "_plural", "")} == {
        "cart.items"
    }
    assert string_key("phone") == "phone"
