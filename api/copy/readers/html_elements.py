"""What each HTML and MJML element is to the copy inside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from api.copy.findings import Kind

#: Nothing inside is copy: code, drawings, navigation, and what a browser does not show.
UNREAD: Final = frozenset(
    """
    script style template nav svg math object iframe select datalist pre samp textarea canvas
    audio video map noembed noframes xmp listing mj-style mj-attributes mj-navbar
    mj-html-attributes mj-include
    """.split()  # noqa: SIM905
)
#: Shown inside a sentence, but code.
CODE: Final = frozenset(("code", "kbd", "var", "tt"))
#: Part of a sentence: a unit goes on through these.
INLINE: Final = frozenset(
    """
    a abbr acronym b bdi bdo big cite data del dfn em font i img ins label mark nobr o:p q rp rt
    ruby s small span strike strong sub sup time u wbr amp-img code kbd var tt
    """.split()  # noqa: SIM905
)
#: Elements without content.
VOID: Final = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr mj-image mj-divider
    mj-spacer mj-font mj-breakpoint mj-class mj-all amp-img
    """.split()  # noqa: SIM905
)
#: What copy directly inside an element is to its reader.
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption"), "heading"),
        **dict.fromkeys(("li", "dt", "dd", "summary", "option"), "item"),
        **dict.fromkeys(("button", "mj-button"), "button"),
        **dict.fromkeys(("title", "mj-title"), "title"),
        **dict.fromkeys(("mj-preview",), "preheader"),
        **dict.fromkeys(("p", "td", "th", "div", "mj-text", "blockquote"), "paragraph"),
    }
)

_ATTRIBUTE: Final = re.compile(
    r"""([^\s"'<>/=]++)\s*+(?:=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s"'>]++)))?+"""
)
#: A preheader is known by its name, or hidden, by the same styles that hide it in every client.
_PREHEADER: Final = re.compile(r"pre-?header|preview-?text", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_BUTTON: Final = re.compile(r"(?:^|[\s_-])(?:btn|button|cta)(?:$|[\s_-])", re.IGNORECASE)


def attribute(attributes: str, wanted: str) -> tuple[int, int] | None:
    """Return where the value of an attribute stands in a tag's attributes, or None."""
    if wanted not in attributes.lower():
        return None
    for found in _ATTRIBUTE.finditer(attributes):
        if found[1].lower() == wanted and found.lastindex and found.lastindex > 1:
            return found.span(found.lastindex)
    return None


def value_of(attributes: str, wanted: str) -> str:
    """Return the value of an attribute; empty where there is none."""
    place = attribute(attributes, wanted)
    return attributes[place[0] : place[1]] if place else ""


def is_preheader(attributes: str) -> bool:
    """Say whether the attributes name a preheader."""
    named = value_of(attributes, "class") + " " + value_of(attributes, "id")
    return bool(_PREHEADER.search(named))


def is_hidden(attributes: str) -> bool:
    """Say whether an element is hidden by its own style."""
    return bool(_HIDDEN.search(value_of(attributes, "style")))


def is_button(attributes: str) -> bool:
    """Say whether a link is dressed as a button."""
    return bool(_BUTTON.search(value_of(attributes, "class"))) or (
        value_of(attributes, "role").lower() == "button"
    )


def is_navigation(attributes: str) -> bool:
    """Say whether an element's role is navigation."""
    return value_of(attributes, "role").lower() == "navigation"
