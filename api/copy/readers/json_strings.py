"""Reads JSON and ARB locale files: one string a value, its key the path to it.

The standard library says whether the file is JSON; its tokens are then walked for their places.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from api.copy.readers.broken import BrokenFileError
from api.copy.readers.strings import Entry
from api.copy.source import Source

_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]++', re.DOTALL)


def json_entries(source: Source) -> Iterator[Entry]:
    """Yield the strings of a JSON file. Raises BrokenFileError where it is none."""
    try:
        json.loads(source.text)
    except json.JSONDecodeError as error:
        raise BrokenFileError(f"is no valid JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise BrokenFileError("is nested too deeply to be a file of strings") from None
    prefix: list[str] = []
    frames: list[list[str | int]] = []
    key: str | None = None
    for token in _TOKEN.finditer(source.text):
        mark = token[0]
        if mark in "{[":
            prefix.append(_path(prefix, frames, key))
            frames.append([mark, 0])
            key = None
        elif mark in "}]":
            prefix.pop()
            frames.pop()
            key = None
        elif mark == ",":
            key = None
            frames[-1][1] = int(frames[-1][1]) + 1
        elif mark[0] == '"':
            if frames and frames[-1][0] == "{" and key is None:
                key = json.loads(mark)
            else:
                path = _path(prefix, frames, key)
                yield Entry(path, json.loads(mark), token.start() + 1, token.end() - 1)


def _path(prefix: list[str], frames: list[list[str | int]], key: str | None) -> str:
    if not frames:
        return ""
    if frames[-1][0] == "[":
        return f"{prefix[-1]}[{frames[-1][1]}]"
    return f"{prefix[-1]}.{key}" if prefix[-1] else str(key)
