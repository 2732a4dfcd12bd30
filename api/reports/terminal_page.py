"""Lines of text on a console: wrapped, indented, and only characters that its encoding has."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

LABEL_WIDTH = 16
# Narrower than this two columns are too narrow to read, and stand one below the other.
_TWO_COLUMNS = 56
_BETWEEN = 3  # columns of the terminal
# Wider than this a line is hard to follow with the eye.
_WIDEST = 100
# One character each, so that the styles of a line stay where they are.
_PLAIN = str.maketrans("“”’…–", '""\'~-')


class Page:
    """Prints to one console. Every line goes through ``line`` or ``clipped``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._width = max(20, min(console.width, _WIDEST))
        self._begun = False
        self._gap_due = False

    def gap(self) -> None:
        """Print an empty line before the next one, if there is a next one."""
        self._gap_due = self._begun

    def paragraph(self, said: str, style: str = "") -> None:
        """Print a text, wrapped."""
        self.line(Text(said, style))

    def field(self, label: str, said: str) -> None:
        """Print a label and what belongs to it, wrapped beside the label."""
        line = Text(label.ljust(LABEL_WIDTH), "dim")
        line.append(said, style="not dim")
        self.line(line, hanging=LABEL_WIDTH)

    def line(self, text: Text, *, indent: int = 0, hanging: int = 0) -> None:
        """Print a text, wrapped; lines after the first are indented ``hanging`` further."""
        first, *rest = self._wrapped(text, self._width - indent, hanging)
        self._out(first, indent)
        for line in rest:
            self._out(line, indent + hanging)

    def clipped(self, text: Text, *, indent: int, lines: int) -> None:
        """Print at most ``lines`` lines of a text, an ellipsis where it was cut."""
        for line in self._cut(text, self._width - indent, lines):
            self._out(line, indent)

    def beside(self, left: Text, right: Text, *, indent: int, lines: int) -> None:
        """Print two texts side by side, each clipped; below each other where it is narrow."""
        width = self._width - indent - _BETWEEN
        if width < _TWO_COLUMNS:
            self.clipped(left, indent=indent, lines=lines)
            self.clipped(right, indent=indent + 2, lines=lines)
            return
        both = [self._cut(text, width // 2, lines) for text in (left, right)]
        for here, there in zip_longest(*both, fillvalue=Text("")):
            line = here.copy()
            line.append(" " * (width // 2 - here.cell_len + _BETWEEN))
            line.append_text(there)
            line.rstrip()
            self._out(line, indent)

    def _cut(self, text: Text, width: int, lines: int) -> list[Text]:
        """Wrap a text to at most so many lines, an ellipsis where it was cut."""
        wrapped = _trimmed(text, self._console, width - 2)
        if len(wrapped) > lines:
            wrapped = wrapped[:lines]
            wrapped[-1].append(" …")
        return wrapped

    def _wrapped(self, text: Text, width: int, hanging: int) -> list[Text]:
        """Wrap to the width, what follows the first line to ``hanging`` less."""
        if not hanging:
            return _trimmed(text, self._console, width)
        first = _trimmed(text, self._console, width)[0]
        rest = text[len(first.plain) :]
        rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
        return [first, *(_trimmed(rest, self._console, width - hanging) if rest.plain else [])]

    def _out(self, line: Text, indent: int) -> None:
        if self._gap_due:
            self._console.print()
        self._begun, self._gap_due = True, False
        said = Text(" " * indent if line.plain else "")
        said.append_text(line)
        self._console.print(self._encodable(said), no_wrap=True, overflow="ignore", crop=False)

    def _encodable(self, line: Text) -> Text:
        """Return the line with a question mark for every character that the encoding lacks."""
        encoding = self._console.encoding
        plain = "".join(_encodable(character, encoding) for character in line.plain)
        return Text(plain, line.style, spans=line.spans)


def _trimmed(text: Text, console: Console, width: int) -> list[Text]:
    lines = list(text.wrap(console, max(10, width)))
    for line in lines:
        line.rstrip()
    return lines or [Text("")]


def _encodable(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return character.translate(_PLAIN) if ord(character) in _PLAIN else "?"
    return character
