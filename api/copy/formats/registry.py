"""The output formats there are, and the two calls that write one.

A format is imported when it is asked for: a check that prints JSON loads neither Jinja nor rich.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from dedupe import UsageError

if TYPE_CHECKING:
    from api.copy.findings import CopyReport

FORMATS: Final[tuple[str, ...]] = (
    "text",
    "json",
    "sarif",
    "junit",
    "github",
    "github-summary",
    "gitlab",
    "html",
    "markdown",
)
"""The names, in the order in which ``--help`` lists them."""


def render(report: CopyReport, name: str) -> str:
    """Return a report in one format: valid UTF-8 when encoded, ending in a newline.

    The same report gives the same text. Raises UsageError for a name that is not in FORMATS.
    """
    match name:
        case "text":
            from api.copy.formats.text import to_text

            return to_text(report)
        case "json":
            from api.copy.formats.json_report import to_json

            return to_json(report)
        case "sarif":
            from api.copy.formats.sarif import to_sarif

            return to_sarif(report)
        case "junit":
            from api.copy.formats.junit import to_junit

            return to_junit(report)
        case "github":
            from api.copy.formats.github import to_annotations

            return to_annotations(report)
        case "github-summary":
            from api.copy.formats.markdown import to_job_summary

            return to_job_summary(report)
        case "gitlab":
            from api.copy.formats.gitlab import to_code_quality

            return to_code_quality(report)
        case "html":
            from api.copy.formats.html import to_html

            return to_html(report)
        case "markdown":
            from api.copy.formats.markdown import to_comment

            return to_comment(report)
        case _:
            raise _unknown(name)


def write(report: CopyReport, name: str, stream: TextIO) -> None:
    """Write a report to an open stream; ``text`` in colour and full width on a terminal.

    Characters that the stream's encoding lacks become character references in HTML and XML,
    question marks elsewhere. Raises UsageError for a name that is not in FORMATS.
    """
    if name == "text":
        from rich.console import Console

        from api.copy.formats.text import print_text

        print_text(report, Console(file=stream, soft_wrap=True))
        return
    encoding = stream.encoding or "utf-8"
    missing = "xmlcharrefreplace" if name in ("html", "junit") else "replace"
    stream.write(render(report, name).encode(encoding, missing).decode(encoding))


def _unknown(name: str) -> UsageError:
    from difflib import get_close_matches

    nearest = get_close_matches(name, FORMATS, n=1, cutoff=0.5)
    meant = f"Did you mean {nearest[0]}? " if nearest else ""
    return UsageError(
        f"there is no output format {name!r}",
        where="--format",
        do=f"{meant}Name one of {', '.join(FORMATS)}.",
    )
