"""The quick way through Markdown's inline text says what the parser says, wherever it is taken."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from api.copy.readers.markdown import markdown_parser, parsed_pieces, plain_pieces
from api.copy.tags import readable

PARSER = markdown_parser()
PARTS = st.sampled_from(
    [
        "a", "word", " ", "  \n", "\n", ".", ",", ")", "(", "é", "水", "1", '"', "|", ":", "!",
        "*", "**", "***", "_", "__", "~", "~~", "`", "\\", "&", "&amp;", "<", "<b>", ">", "]", "[",
        "[a", "](b", "[a word](https://example.com/a_b*c)", "![a](b)", "[x](y)", "**bold words**",
        "*a*", "#", "- ", "https://example.com", "\t",
    ]
)  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.lists(PARTS, max_size=14).map("".join))
@example("**a** b *c*.")
@example("*a **b** c*")
@example("**a*b**")
@example("[a](b)[c](d)")
@example("![a](b) **c**")
@example("x**a**")
@example("**a**b")
def test_what_is_read_quickly_reads_as_the_parser_has_it(text: str) -> None:
    text = text.strip()
    quick = plain_pieces(text)
    if quick is None:
        return
    parsed: list[Token] = []
    PARSER.inline.parse(text, PARSER, {}, parsed)
    assert readable(quick, [], entities=False) == readable(
        list(parsed_pieces(parsed)), [], entities=False
    )


def test_the_quick_way_is_taken_for_ordinary_text() -> None:
    for text in (
        "Thank you, and see you soon!",
        "See [the page](https://example.com) for **more**.",
        "It is *the* last\nday of the sale.",
    ):
        assert plain_pieces(text) is not None
    assert plain_pieces("![a cat](cat.png) sleeps") is None
