"""What CI systems read: annotations, job summary, JUnit, code quality; none broken by copy."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from types import ModuleType

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestSuite
from markdown_it import MarkdownIt

from api.copy.formats import render
from api.copy.formats.github import A_STEP
from api.copy.formats.markdown import COMMENT_BYTES, SUMMARY_BYTES, escaped
from api.copy.formats.order import Status, of_status

SAMPLES = ["rich", "hostile", "nothing", "many", "huge"]
OURS = {"blockquote", "p", "code", "ins", "del"}


def commands(written: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands the way the runner does: command, properties, message."""
    found = []
    for line in re.split(r"\r\n|\n|\r", written):
        if not line.lstrip().startswith("::"):
            continue
        info, _, data = line.lstrip()[2:].partition("::")
        name, _, listed = info.partition(" ")
        pairs = (pair.partition("=") for pair in listed.strip().split(",") if pair)
        found.append((name, {key: _plain(value) for key, _, value in pairs}, _plain(data)))
    return found


def _plain(text: str) -> str:
    for written, meant in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(written, meant)
    return text


def suite_of(written: str) -> TestSuite:
    [suite] = JUnitXml.fromstring(written.encode("utf-8"))
    return suite


class Tags(HTMLParser):
    """Collects the tags of a piece of HTML and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_annotations_point_at_the_copy(copy_sample: ModuleType) -> None:
    report = copy_sample.rich()
    name, properties, said = commands(render(report, "github"))[0]
    assert name == "error"
    assert properties == {
        "file": "emails/spring.html",
        "line": "14",
        "endLine": "14",
        "col": "5",
        "endColumn": str(5 + len(copy_sample.SPRING) - 1),
        "title": "samenote: Copy that stands elsewhere too",
    }
    assert said == (
        "The same text stands in 2 other places.\n"
        "Also in emails/welcome.html:22:5 and site/landing page (new).md:9:1"
    )


def test_annotations_come_worst_first_and_only_for_what_is_new(copy_sample: ModuleType) -> None:
    found = commands(render(copy_sample.rich(), "github"))
    kinds = [name for name, _, _ in found]
    assert kinds == ["error"] * 4 + ["warning"] * 6 + ["notice"] * 3
    files = {properties["file"] for _, properties, _ in found}
    assert "locales/pl.yml" not in files  # ignored with a reason
    assert "emails/welcome.html" not in files  # known
    assert "locales/broken.yml" in files


def test_a_step_never_gets_more_annotations_than_github_shows(copy_sample: ModuleType) -> None:
    report = copy_sample.many()
    found = commands(render(report, "github"))
    assert Counter(name for name, _, _ in found) == {
        "error": A_STEP, "warning": A_STEP, "notice": A_STEP,
    }  # fmt: skip
    [rest] = [said for _, properties, said in found if "file" not in properties]
    left = sum(int(n.replace(",", "")) for n in re.findall(r"([\d,]+) more", rest))
    new = of_status(report, Status.NEW)
    assert left + len(found) - 1 == len(new) + len(report.skipped)


def test_one_annotation_too_many_is_told(copy_sample: ModuleType) -> None:
    places = [copy_sample.place(f"{at}.md", 1, f"text {at}") for at in range(A_STEP + 1)]
    report = copy_sample.report(*(copy_sample.found("sent-as-personal", here) for here in places))
    found = commands(render(report, "github"))
    assert [name for name, _, _ in found] == ["error"] * A_STEP + ["notice"]
    assert found[-1][2].startswith("1 more error not shown here")


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_line_is_one_command_but_the_last(copy_sample: ModuleType, sample: str) -> None:
    written = render(getattr(copy_sample, sample)(), "github")
    lines = written.splitlines() if sample != "hostile" else written.split("\n")[:-1]
    assert all(re.match(r"::(error|warning|notice) [^\r\n]+$", line) for line in lines[:-1])
    assert lines[-1].startswith("samenote: Looked at")
    assert {name for name, _, _ in commands(written)} <= {"error", "warning", "notice"}
    assert max(map(len, lines)) < 60_000


def test_an_escaped_message_comes_back_whole(copy_sample: ModuleType) -> None:
    here = copy_sample.place("100%, a:b::c.md", 1, "x")
    message = "50 % off: 20%0A, ::error:: and 100%25"
    report = copy_sample.report(copy_sample.found("untranslated", here, message=message))
    [(_, properties, said)] = commands(render(report, "github"))
    assert properties["file"] == "100%, a:b::c.md"
    # The runner itself turns "%0A" of a message's own into a line break only if it was not escaped.
    assert "%250A" in render(report, "github")
    assert said.startswith("50 % off: 20")


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("name", ["github-summary", "markdown"])
def test_markdown_has_no_mark_up_but_ours(copy_sample: ModuleType, sample: str, name: str) -> None:
    written = render(getattr(copy_sample, sample)(), name)
    assert len(written.encode("utf-8")) <= (
        SUMMARY_BYTES if name == "github-summary" else COMMENT_BYTES
    )
    markdown = MarkdownIt("gfm-like", {"linkify": False}).enable("table")
    kinds, html = Counter(), Tags()
    for token in markdown.parse(written):
        kinds[token.type] += 1
        if token.type == "html_block":
            html.feed(token.content)
        for inner in token.children or ():
            kinds[inner.type] += 1
            if inner.type == "html_inline" and inner.content != "<!-- -->":
                html.feed(inner.content)
    assert set(html.tags) <= OURS
    assert not {"link_open", "image", "table_open", "fence", "code_block", "code_inline"} & {*kinds}
    assert not {"ordered_list_open", "hr", "strong_open", "s_open"} & {*kinds}
    assert {t.tag for t in markdown.parse(written) if t.type == "heading_open"} <= {
        "h2", "h3", "h4",
    }  # fmt: skip


def test_the_summary_holds_both_texts_and_marks_the_words(copy_sample: ModuleType) -> None:
    written = render(copy_sample.rich(), "github-summary")
    assert "with your <ins>spring jacket</ins>. We" in written
    assert "with your <del>winter coat</del>. We" in written
    assert "- duplicate-copy <code>locales/pl.yml:48</code> pl.mailer.ready.body: Two" in written
    assert "### Could not be read" in written


def test_a_summary_that_would_be_too_long_says_what_is_missing(copy_sample: ModuleType) -> None:
    report = copy_sample.many()
    written = render(report, "markdown")
    [left] = re.findall(r"\*([\d,]+) more not shown here", written)
    listed = len(re.findall(r"^(?:#### |- (?!Fix|Or|Mend))", written, re.MULTILINE))
    entries = len(report.findings) + len(report.skipped) + len(report.pruned)
    assert int(left.replace(",", "")) + listed == entries


@pytest.mark.parametrize(
    "text",
    ["1. one", "- a", "+ a", "* a", "# a", "> a", "| a | b |", "``` x", "    code", "[a](b)",
     "![a](b)", "<b>", "&lt;", "a_b_c", "__a__", "~~a~~", "=== ", "--- ", "www.a.example",
     "http://a.example", "a@b.example", "\\*", "$x$", "1) x"],
)  # fmt: skip
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    markdown = MarkdownIt("gfm-like", {"linkify": False}).enable(["table", "strikethrough"])
    shown = Tags()
    shown.feed(markdown.render(escaped(text)))
    assert shown.tags == ["p"]
    assert shown.text.strip() == " ".join(text.split())


def test_junit_is_read_back(copy_sample: ModuleType) -> None:
    report = copy_sample.rich()
    suite = suite_of(render(report, "junit"))
    cases = list(suite)
    kinds = Counter(type(result) for case in cases for result in case.result)
    assert kinds == {Failure: 7, Error: 3, Skipped: 3}
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (len(cases), 7, 3, 3)
    assert len(cases) == 1 + len(report.findings) + len(report.skipped)
    [spring] = [case for case in cases if case.classname == "emails/spring.html"]
    [failure] = spring.result
    assert failure.type == "duplicate-copy"
    assert copy_sample.SPRING in failure.text
    assert copy_sample.WELCOME in failure.text
    [polish] = [case for case in cases if case.classname == "locales/pl.yml"]
    assert polish.result[0].message.startswith("ignored: Two genders")


def test_a_check_without_findings_still_has_a_case(copy_sample: ModuleType) -> None:
    suite = suite_of(render(copy_sample.nothing(), "junit"))
    assert [case.name for case in suite] == ["the check ran"]
    assert suite.failures == suite.errors == 0


@pytest.mark.parametrize("sample", SAMPLES)
def test_junit_is_one_document_whatever_copy_holds(copy_sample: ModuleType, sample: str) -> None:
    report = getattr(copy_sample, sample)()
    suite = suite_of(render(report, "junit"))
    assert suite.tests == 1 + len(report.findings) + len(report.skipped)
    assert suite.tests == len(list(suite))


def test_the_page_begins_as_a_page(copy_sample: ModuleType) -> None:
    written = render(copy_sample.rich(), "html")
    assert written.startswith("<!DOCTYPE html>\n")
    assert 'id="remarked">Worth knowing</h2>' in written


def test_a_mere_note_is_told_and_fails_nothing(copy_sample: ModuleType) -> None:
    footer = copy_sample.place("a.md", 1, copy_sample.FOOTER)
    finding = copy_sample.found("duplicate-copy", footer, footer, severity="note")
    report = copy_sample.report(finding)
    assert report.new == 0
    assert suite_of(render(report, "junit")).failures == 0
    for name in ("text", "github-summary", "html"):
        written = " ".join(render(report, name).replace("\n    | ", " ").split())
        assert "Nothing new repeats." in written
        assert "1 note" in written
        assert "One click and we never write again." in written


def test_code_quality_has_what_gitlab_asks_for(copy_sample: ModuleType) -> None:
    report = copy_sample.rich()
    issues = json.loads(render(report, "gitlab"))
    for issue in issues:
        assert {"description", "check_name", "fingerprint", "severity", "location"} == issue.keys()
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
        assert issue["description"]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    paths = [issue["location"]["path"] for issue in issues]
    assert "locales/pl.yml" not in paths  # ignored with a reason
    assert "emails/welcome.html" in paths  # known: GitLab compares with the target branch
    assert [i["check_name"] for i in issues].count("not-read") == 3


def test_code_quality_keeps_its_fingerprints_when_files_move(copy_sample: ModuleType) -> None:
    text = copy_sample.WELCOME
    prints = []
    for path, line in (("a.md", 1), ("moved/b.md", 90)):
        finding = copy_sample.found(
            "sent-as-personal", copy_sample.place(path, line, text), identity="ab12"
        )
        issues = json.loads(render(copy_sample.report(finding, finding), "gitlab"))
        prints.append([issue["fingerprint"] for issue in issues])
        assert len(set(prints[-1])) == 2
    assert prints[0] == prints[1]
