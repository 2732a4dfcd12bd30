"""Reads XLIFF (1.2 and 2) and Android's strings.xml, with the place of every string."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from api.copy.readers.broken import BrokenFileError
from api.copy.readers.strings import Entry
from api.copy.source import Source

#: Inline elements of XLIFF that stand for a placeholder or for markup around text.
_PLACEHOLDERS: Final = frozenset(("x", "ph", "bx", "ex", "it", "bpt", "ept"))


@dataclass(slots=True)
class XmlStrings:
    """The strings of one file: (key, source entry, target entry); either may be None.

    ``source`` and ``target`` are the locales that the file names, empty where it names none.
    """

    source: str = ""
    target: str = ""
    strings: list[tuple[str, Entry | None, Entry | None]] = field(default_factory=list)


def xliff_strings(source: Source) -> XmlStrings:
    """Return the strings of an XLIFF file. Raises BrokenFileError where it is none."""
    reader = _Xliff(source)
    reader.parse()
    return reader.found


def android_strings(source: Source) -> XmlStrings:
    """Return the strings of an Android resource file. Raises BrokenFileError where it is none."""
    reader = _Android(source)
    reader.parse()
    return reader.found


class _XmlReader:
    """Drives expat and collects the text inside the elements that hold strings."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found = XmlStrings()
        self._bytes = source.text.encode("utf-8", "replace")
        self._parser = expat.ParserCreate("utf-8")
        self._text: list[str] | None = None
        self._start = self._silent = 0
        self._known = 0, 0

    def parse(self) -> None:
        parser = self._parser
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.CharacterDataHandler = self._said
        parser.EntityDeclHandler = _refuse_entities
        try:
            parser.Parse(self._bytes, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise BrokenFileError(f"is no valid XML: {reason}", error.lineno) from None

    def begin(self) -> None:
        """Collect text from the end of the tag that the parser is at."""
        at = self._bytes.find(b">", self._parser.CurrentByteIndex) + 1
        self._text, self._start = [], at

    def end(self, key: str) -> Entry | None:
        """Return what was collected since ``begin``."""
        text, self._text = self._text, None
        if text is None:
            return None
        stop = self._parser.CurrentByteIndex
        start = self._offset(self._start)
        inside = self._bytes[self._start : stop].decode("utf-8", "replace")
        lead = len(inside) - len(inside.lstrip())
        return Entry(key, "".join(text), start + lead, start + max(lead, len(inside.rstrip())))

    def _offset(self, byte: int) -> int:
        """Return the code point at a byte; bytes are asked for in ascending order."""
        last, offset = self._known
        offset += len(self._bytes[last:byte].decode("utf-8", "replace"))
        self._known = byte, offset
        return offset

    def write(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _said(self, text: str) -> None:
        if not self._silent:
            self.write(text)

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def _closed(self, name: str) -> None:
        raise NotImplementedError


class _Xliff(_XmlReader):
    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._key = ""
        self._pair: list[Entry | None] = [None, None]
        self._depth = 0

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name in ("file", "xliff"):
            self.found.source = attributes.get(
                "source-language", attributes.get("srcLang", self.found.source)
            )
            self.found.target = attributes.get(
                "target-language", attributes.get("trgLang", self.found.target)
            )
        elif name in ("trans-unit", "unit"):
            self._key = (
                attributes.get("resname") or attributes.get("name") or attributes.get("id", "")
            )
            self._pair = [None, None]
        elif name in ("source", "target") and not self._depth:
            self.begin()
        elif name in ("alt-trans",):
            self._depth += 1
        elif name in _PLACEHOLDERS:
            self.write(f"{{{attributes.get('id', 'x')}}}")
            self._silent += 1

    def _closed(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in _PLACEHOLDERS:
            self._silent -= 1
        elif name == "alt-trans":
            self._depth -= 1
        elif name in ("source", "target") and not self._depth:
            self._pair[name == "target"] = self.end(self._key)
        elif name in ("trans-unit", "segment", "unit") and any(self._pair):
            self.found.strings.append((self._key, self._pair[0], self._pair[1]))
            self._pair = [None, None]


class _Android(_XmlReader):
    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._key = ""
        self._array = ""
        self._item = 0

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "string":
            self._key = attributes.get("name", "")
            self.begin()
        elif name in ("plurals", "string-array"):
            self._array, self._item = attributes.get("name", ""), 0
        elif name == "item" and self._array:
            self._key = f"{self._array}.{attributes.get('quantity', f'[{self._item}]')}"
            self._item += 1
            self.begin()

    def _closed(self, name: str) -> None:
        if name in ("string", "item"):
            entry = self.end(self._key)
            if entry:
                text = entry.text.replace("\\'", "'").replace('\\"', '"').replace("\\n", "\n")
                self.found.strings.append(
                    (self._key, Entry(entry.key, text, entry.start, entry.stop), None)
                )
        elif name in ("plurals", "string-array"):
            self._array = ""


def _refuse_entities(*_: object) -> None:
    raise BrokenFileError("declares XML entities, which no file of strings needs; remove them")
