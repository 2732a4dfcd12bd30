"""format=flowed text (RFC 3676): soft line breaks joined, space-stuffing undone."""

from __future__ import annotations


def unflow(text: str, *, delsp: bool = False) -> str:
    """Join the lines that a flowed text broke softly; quoted lines keep their marks.

    ``delsp`` says that the space before a soft break is not part of the text (RFC 3676, 4.2).

    >>> unflow("Dear Ann,\\nthank you for \\nthe coat.\\n-- \\nBob")
    'Dear Ann,\\nthank you for the coat.\\n-- \\nBob'
    """
    out: list[str] = []
    open_depth = -1  # quote depth of the paragraph that still flows on; -1: none
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        if content.startswith(" "):
            content = content[1:]
        if content == "-- ":  # a signature separator never flows
            out.append(">" * depth + " " * bool(depth) + content)
            open_depth = -1
            continue
        flows = content.endswith(" ")
        piece = content[:-1] if flows and delsp else content
        if depth == open_depth and out:
            out[-1] += piece
        else:
            out.append(">" * depth + " " * bool(depth and content) + piece)
        open_depth = depth if flows else -1
    return "\n".join(out)
