"""Reads YAML locale files: one string a scalar, its key the path to it.

Works on libyaml's events, not on a tree, so that deep nesting and aliases of aliases cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from api.copy.readers.broken import BrokenFileError
from api.copy.readers.strings import Entry
from api.copy.source import Source

#: Keys are paths, so nesting costs its square; no file of strings is nested so deeply.
DEEPEST: Final = 200

#: Plain scalars that YAML 1.1 reads as something else than a string.
_NO_STRING: Final = re.compile(
    r"(?:~|null|true|false|yes|no|on|off|y|n|[-+]?[\d_.]+(?:e[-+]?\d+)?|0x[\da-f_]+"
    r"|[-+]?\.(?:inf|nan)|[:=].*|\d{4}-\d\d?-\d\d?.*)?\Z",
    re.IGNORECASE,
)


def yaml_entries(source: Source) -> Iterator[Entry]:
    """Yield the strings of a YAML file. Raises BrokenFileError where it is none."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from _entries(yaml.parse(source.text, Loader=loader), source)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BrokenFileError(
            f"is no valid YAML: {error.problem}", mark.line + 1 if mark else 0
        ) from None
    except yaml.reader.ReaderError as error:
        line = source.text.count("\n", 0, error.position) + 1
        raise BrokenFileError(f"is no valid YAML: {error.reason}", line) from None


def _entries(events: Iterator[Any], source: Source) -> Iterator[Entry]:
    """Follow the events; a frame is [key or item number, whether a key is due, is a sequence]."""
    frames: list[list[Any]] = []
    for event in events:
        if len(frames) > DEEPEST:
            raise BrokenFileError("is nested too deeply to be a file of strings")
        if isinstance(event, yaml.MappingStartEvent):
            frames.append([_value_begins(frames), "", True, False])
        elif isinstance(event, yaml.SequenceStartEvent):
            frames.append([_value_begins(frames), -1, False, True])
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            frames.pop()
        elif isinstance(event, yaml.ScalarEvent):
            key = _key_or_value(frames, event.value)
            if key is not None and _is_string(event):
                yield _entry(event, key, source)
        elif isinstance(event, yaml.AliasEvent):
            _key_or_value(frames, f"*{event.anchor}")


def _key_or_value(frames: list[list[Any]], name: str) -> str | None:
    """Take a scalar: keep it where a key is due, else return the key of the value that it is."""
    if frames and frames[-1][2]:
        frames[-1][1:3] = [name, False]
        return None
    return _value_begins(frames)


def _value_begins(frames: list[list[Any]]) -> str:
    """Return the key of the value that begins, and make its parent ready for what follows."""
    if not frames:
        return ""
    frame = frames[-1]
    if frame[3]:
        frame[1] += 1
        name = f"[{frame[1]}]"
    elif frame[2]:  # a mapping or sequence as a key: legal, and no string of anybody's
        frame[1:3] = ["?", False]
        name = "?"
    else:
        name, frame[2] = frame[1], True
    if not frame[0]:
        return str(name)
    return f"{frame[0]}{name}" if frame[3] else f"{frame[0]}.{name}"


def _is_string(event: Any) -> bool:
    if event.style:
        return True
    return bool(event.implicit[0]) and not _NO_STRING.match(event.value)


def _entry(event: Any, key: str, source: Source) -> Entry:
    start, stop = event.start_mark.index, event.end_mark.index
    if event.style in ("|", ">"):
        start = source.text.find("\n", start, stop) + 1 or start
        start += len(source.text[start:stop]) - len(source.text[start:stop].lstrip())
    elif event.style:
        start, stop = start + 1, stop - 1
    return Entry(key, event.value, start, start + len(source.text[start:stop].rstrip()))
