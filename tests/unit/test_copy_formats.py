"""The formats of the copy check: names, order, grouping, marks, and what the terminal shows."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest
from rich.console import Console

import api.copy.formats
from api.copy.formats import FORMATS, render, write
from api.copy.formats.order import Status, groups, of_status, where
from api.copy.formats.sides import LONGEST, here_runs, laid_out, there_runs
from api.copy.formats.text import IN_FULL, LISTED, print_text
from dedupe import UsageError

SCHEMA = Path(api.copy.formats.__file__).parent / "schema" / "copy.schema.json"
SAMPLES = ["rich", "hostile", "nothing", "many", "huge"]


def marked(runs) -> str:
    return "".join(f"<{run.text}>" if run.differs else run.text for run in runs)


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean sarif") as refused:
        render(None, "sarf")  # type: ignore[arg-type]
    assert "github-summary" in str(refused.value)


def test_the_names_are_there_without_heavy_imports() -> None:
    code = (
        "import sys; from api.copy.formats import FORMATS; "
        "print(sorted({'jinja2', 'rich', 'regex', 'numba', 'xml'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_same_report_gives_the_same_text_whatever_the_order_and_the_clock(
    copy_sample: ModuleType, sample: str, name: str
) -> None:
    report = getattr(copy_sample, sample)()
    written = render(report, name)
    assert written.endswith("\n")
    assert written.encode("utf-8").decode("utf-8") == written
    again = replace(report, findings=report.findings[::-1], seconds=99.0)
    if name == "json":
        again = replace(again, seconds=report.seconds)
    assert render(again, name) == written


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_json_holds_to_its_schema(copy_sample: ModuleType, sample: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    report = getattr(copy_sample, sample)()
    told = json.loads(render(report, "json"))
    jsonschema.validate(told, schema)
    assert list(told)[-1] == "seconds"
    texts = [finding["here"]["text"] for finding in told["findings"]]
    assert sorted(texts) == sorted(finding.here.text for finding in report.findings)


def test_the_worst_come_first_and_a_text_is_told_once(copy_sample: ModuleType) -> None:
    report = copy_sample.rich()
    new = groups(of_status(report, Status.NEW))
    assert [group.worst.severity for group in new] == sorted(
        (group.worst.severity for group in new), key=["error", "warning", "note"].index
    )
    assert new[0].worst.here.path == "emails/spring.html"
    everything = groups(report.findings)
    coat = next(g for g in everything if g.worst.here.path == "emails/spring.html")
    assert [f.here.path for f in coat.findings[1:]] == [
        "emails/welcome.html",
        "site/landing page (new).md",
    ]
    assert [place.path for place in coat.also] == ["site/landing page (new).md"]


def test_a_group_of_many_names_every_place_once(copy_sample: ModuleType) -> None:
    places = [copy_sample.place(f"{at}.md", at + 1, "the same words") for at in range(6)]
    findings = [
        copy_sample.found("duplicate-copy", here, *(p for p in places if p is not here))
        for here in places
    ]
    [group] = groups(findings)
    named = {where(group.worst.here), where(group.worst.others[0]), *map(where, group.also)}
    assert named == set(map(where, places))
    assert len(group.also) == 4


def test_the_words_that_only_one_side_has_are_marked(copy_sample: ModuleType) -> None:
    findings = {f.here.path: f for f in copy_sample.rich().findings}
    spring = findings["emails/spring.html"]
    assert marked(here_runs(spring)) == copy_sample.SPRING.replace(
        "spring jacket", "<spring jacket>"
    ).replace("warm evening", "<warm evening>")
    assert marked(there_runs(spring)) == copy_sample.WELCOME.replace(
        "winter coat", "<winter coat>"
    ).replace("cold morning", "<cold morning>")
    chinese = findings["locales/zh.json"]
    assert "<外套>" in marked(there_runs(chinese))
    assert "晚上<九>点" in marked(there_runs(chinese))
    blog = findings["site/blog.md"]
    assert marked(here_runs(blog)) == copy_sample.UKRAINIAN
    assert there_runs(blog) == ()


def test_spans_that_are_out_of_place_do_no_harm(copy_sample: ModuleType) -> None:
    finding = copy_sample.rich().findings[1]
    odd = replace(finding, differing=((500, 900), (10, 4), (3, 12), (8, 20)))
    assert "".join(run.text for run in here_runs(odd)) == copy_sample.SPRING


def test_a_long_text_keeps_what_differs(copy_sample: ModuleType) -> None:
    text = "shared words " * 300 + "HERE " + "more of it " * 300
    here = copy_sample.place("a.md", 1, text)
    there = copy_sample.place("b.md", 1, text.replace("HERE", "THERE"))
    finding = copy_sample.found("duplicate-copy", here, there, differing=("HERE",))
    for runs, word in ((here_runs(finding), "HERE"), (there_runs(finding), "THERE")):
        short = laid_out(runs, 600)
        assert f"<{word}>" in marked(short)
        assert sum(len(run.text) for run in short) <= 600
        assert marked(short).startswith("shared words")
        assert "…" in marked(short)


def test_of_a_text_beyond_the_limit_nothing_is_said_of_single_words(
    copy_sample: ModuleType,
) -> None:
    finding = copy_sample.huge().findings[0]
    assert sum(len(run.text) for run in there_runs(finding)) == LONGEST
    assert not any(run.differs for run in there_runs(finding))


def shown(report, width: int, **console: object) -> str:
    out = io.StringIO()
    print_text(report, Console(file=out, width=width, _environ={}, **console))  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 200])
def test_the_terminal_is_never_overrun(copy_sample: ModuleType, width: int) -> None:
    from rich.cells import cell_len

    text = shown(copy_sample.rich(), width)
    # A path or word may be longer than a very narrow line; then it is folded, not cut.
    assert max(cell_len(line) for line in text.splitlines()) <= max(width, 26)
    assert "jacket" in text


def test_texts_stand_side_by_side_where_there_is_room(copy_sample: ModuleType) -> None:
    beside = "{+spring jacket+}. We cleaned it by | [-winter coat-]. We cleaned it by"
    assert beside in shown(copy_sample.rich(), 80)
    assert beside not in shown(copy_sample.rich(), 60)


def test_colour_takes_the_place_of_the_marks(copy_sample: ModuleType) -> None:
    text = shown(copy_sample.rich(), 80, force_terminal=True, color_system="standard")
    assert "{+" not in text
    assert "\x1b[1;4;32mspring jacket\x1b[0m" in text
    assert "\x1b[1;4;31mwinter coat\x1b[0m" in text


def test_a_terminal_is_not_commanded_by_copy(copy_sample: ModuleType) -> None:
    text = render(copy_sample.hostile(), "text")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert "##[" not in text
    assert "##vso[" not in text


def test_long_lists_say_what_they_leave_out(copy_sample: ModuleType) -> None:
    text = render(copy_sample.many(700), "text")
    assert f"\n{IN_FULL:>2}. " in text
    assert f"\n{IN_FULL + 1:>2}. " not in text
    assert "Known from the baseline: 100\n" in text
    assert f"  and {100 - LISTED:,} more\n" in text
    assert "Could not be read: 350" in text


def test_writing_to_a_narrow_encoding_loses_no_line(copy_sample: ModuleType) -> None:
    for name in FORMATS:
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding="ascii", newline="")
        write(copy_sample.rich(), name, stream)
        stream.flush()
        written = raw.getvalue().decode("ascii")
        assert "spring jacket" in written or "emails/spring.html" in written
        if name == "html":
            assert "&#36275;" not in written
            assert "&#24863;" in written  # 感


def test_text_written_to_a_pipe_is_what_is_rendered(copy_sample: ModuleType) -> None:
    code = (
        "import sys, importlib.util as u; sys.path.insert(0, '.');"
        "s = u.spec_from_file_location('copy_sample', 'tests/copy_sample.py');"
        "m = u.module_from_spec(s); s.loader.exec_module(m);"
        "from api.copy.formats import write; write(m.rich(), 'text', sys.stdout)"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert ran.stdout.decode("utf-8") == render(copy_sample.rich(), "text")


def test_a_clean_check_says_so_in_two_lines(copy_sample: ModuleType) -> None:
    assert render(copy_sample.nothing(), "text").splitlines() == [
        "Nothing repeats.",
        "",
        "Looked at 412 copy units in 37 files: 0 new and 0 known from the baseline.",
    ]
