"""Where a store is: a file of SQLite, or a database of PostgreSQL."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from dedupe import UsageError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_HOW = "Name a file, sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/DATABASE."


@dataclass(frozen=True, slots=True)
class Address:
    """A store's place; ``path`` is empty for PostgreSQL, ``shown`` names it without a password."""

    url: URL = field(repr=False)
    path: str
    shown: str


def address_of(url_or_path: str) -> Address:
    """Understand a URL or a plain path.

    Raises UsageError where it is neither, or names another kind of database.
    """
    if not _SCHEME.match(url_or_path):
        return _file(url_or_path)
    try:
        url = make_url(url_or_path)
    except (ArgumentError, ValueError) as error:
        raise UsageError("this is not the URL of a store", do=_HOW) from error
    kind = url.drivername
    if kind == "sqlite":
        return _file(url.database or "")
    if kind not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise UsageError(f"{kind}:// is no kind of store that samenote knows", do=_HOW)
    url = url.set(drivername="postgresql+psycopg")
    secret = {name: "***" for name in url.query if "password" in name.casefold()}
    bare = url.set(drivername="postgresql").update_query_dict(secret)
    return Address(url, "", bare.render_as_string(hide_password=True))


def _file(path: str) -> Address:
    if path in {"", ":memory:"} or "\0" in path:
        raise UsageError("a store needs a file to be kept in", do=_HOW)
    return Address(URL.create("sqlite+pysqlite", database=path), path, path)
