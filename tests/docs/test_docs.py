"""The pages cannot drift: every command and option is described, every link and path exists."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import api.cli

ROOT = Path(__file__).resolve().parents[2]
CLI_PAGE = ROOT / "docs" / "cli.md"
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
# A path in backquotes: below a folder of the checkout, no placeholder in it.
NAMED_PATH = re.compile(r"`((?:api|dedupe|index|docs|tests|scripts|examples|benchmarks)/[\w./-]+)`")


def _group() -> click.Group:
    groups = [value for value in vars(api.cli).values() if isinstance(value, click.Group)]
    assert len(groups) == 1, "api.cli has one click group, the root of every command"
    return groups[0]


def _commands(
    command: click.Command, words: tuple[str, ...]
) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(words), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None, f"{name} is listed but cannot be loaded"
            if not below.hidden:
                yield from _commands(below, (*words, name))


def test_every_command_has_a_section_and_every_option_a_line_in_it() -> None:
    sections = _sections(CLI_PAGE.read_text(encoding="utf-8"))
    missing = []
    for words, command in _commands(_group(), ("samenote",)):
        section = sections.get(words)
        if section is None:
            missing.append(f"no section '{words}'")
            continue
        for parameter in command.params:
            missing += [f"{words}: {name}" for name in _spellings(parameter) if name not in section]
    assert not missing, "docs/cli.md: " + "; ".join(missing)


def test_the_page_describes_no_command_that_is_gone() -> None:
    known = {words for words, _ in _commands(_group(), ("samenote",))}
    described = {t for t in _sections(CLI_PAGE.read_text("utf-8")) if t.startswith("samenote")}
    assert described <= known


def test_every_command_and_option_has_help() -> None:
    for words, command in _commands(_group(), ("samenote",)):
        assert command.help, f"{words} has no help"
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, f"{words} {parameter.opts} has no help"


def test_a_command_has_one_section() -> None:
    titles = re.findall(r"^#+ +`?([^`\n]+?)`?\s*$", CLI_PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_named_paths_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    gone = [
        target
        for target in LINK.findall(text)
        if not re.match(r"[a-z]+:|#", target)
        and not (page.parent / target.partition("#")[0]).exists()
    ]
    gone += [path for path in NAMED_PATH.findall(text) if not (ROOT / path).exists()]
    assert not gone, f"{page.relative_to(ROOT)} names {gone}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.is_file() or page.suffix != ".md":
            continue
        reached.add(page)
        targets = (target.partition("#")[0] for target in LINK.findall(page.read_text("utf-8")))
        waiting += [(page.parent / target).resolve() for target in targets if ":" not in target]
    lost = [str(page.relative_to(ROOT)) for page in PAGES if page not in reached]
    assert not lost, f"no way from README.md to {lost}"


def test_the_install_page_names_the_pythons_and_extras_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    pythons = [c.split()[-1] for c in project["classifiers"] if re.search(r":: 3\.\d+$", c)]
    for name in [*pythons, *(f"[{extra}]" for extra in project["optional-dependencies"])]:
        assert name in page, f"docs/install.md does not say {name}"


def test_what_is_pinned_is_what_the_scripts_install() -> None:
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in pins.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[\w.!]+(?: ;.*)?", line) for line in lines)
    pinned = {_normal(line.split("==")[0]) for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *sum(project["optional-dependencies"].values(), [])]
    asked = {_normal(re.split(r"[^\w.-]", requirement)[0]) for requirement in wanted}
    assert asked <= pinned, f"not pinned: {sorted(asked - pinned)}"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _spellings(parameter: click.Parameter) -> list[str]:
    if isinstance(parameter, click.Option):
        return [] if parameter.hidden else [*parameter.opts, *parameter.secondary_opts]
    return [parameter.make_metavar(click.Context(click.Command("x"))).strip("[].")]


def _sections(text: str) -> dict[str, str]:
    """Return each heading's text by its title; code marks around the title do not count."""
    found: dict[str, str] = {}
    title = ""
    for line in text.splitlines(keepends=True):
        if heading := re.match(r"#+ +`?([^`\n]+?)`?\s*$", line):
            title = heading.group(1)
            found.setdefault(title, "")
        elif title:
            found[title] += line
    return found
