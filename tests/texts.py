"""Texts for property tests: words of every script, and what comes between them."""

from __future__ import annotations

from hypothesis import strategies as st

SPACED = (
    *("thank", "you", "Coat", "day", "the", "the", "Zoë", "naïve", "żółć", "день", "їжак", "ден"),
    *("شكرا", "الزبون", "שלום", "धन्यवाद", "감사", "값", "ευχαριστώ", "2025", "x"),
)
UNSPACED = tuple("谢干洗外套衣美谢")
SYLLABIC = tuple("ขอบคุမြခក្ລາありがとカタ")
SEPARATORS = (" ", "  ", "\n", "\n\n", ", ", ". ", "。", "\u00a0", " — ", "\t", " 🙏 ", "\x00")
ODD = ("\u200b", "\u00ad", "\ud800", "\udfff", "\u0301", "\u0640", "🙏🏽", "𐐷", "\u202e", "ﷺ", "ß")

WORDS = st.sampled_from(SPACED)
NOTES = st.lists(WORDS, max_size=60).map(" ".join)
TEXTS = st.lists(st.sampled_from(SPACED + UNSPACED + SYLLABIC + SEPARATORS + ODD), max_size=80).map(
    "".join
)
ANY_TEXT = TEXTS | NOTES | st.text(st.characters(), max_size=120)
