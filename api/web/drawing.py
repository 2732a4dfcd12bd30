"""Draws the page's templates: everything escaped, one style sheet of our own, no script at all."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.reports.clean import clean
from api.reports.wording import count, day, number, percent

_FILES: Final = {"page.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}


class Drawing:
    """The templates, read once."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("api.web"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._environment.filters.update(
            {"number": number, "percent": percent, "day": day, "clean": clean}
        )
        self._environment.globals["count"] = count

    @property
    def policy(self) -> str:
        """The content security policy of every page: nothing runs, nothing comes from elsewhere."""
        return (
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )

    def draw(self, template: str, **values: Any) -> str:
        """Return a page. The last guard: no control character of a note gets through."""
        return clean(self._environment.get_template(template).render(**values))

    def file(self, name: str) -> tuple[bytes, str]:
        """Return a file that pages ask for, and its media type."""
        return files("api.web").joinpath("templates", name).read_bytes(), _FILES[name]
