"""Languages by name, for a person; only those that `dedupe.language_of` tells from others.

Near languages share a code there, so a name may be of several.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

NAMES: Final[Mapping[str, str]] = MappingProxyType({
    "en": "English", "pl": "Polish", "bg": "Bulgarian", "uk": "Ukrainian", "ru": "Russian",
    "ar": "Arabic", "zh": "Chinese", "ja": "Japanese", "de": "German", "fr": "French",
    "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "tr": "Turkish",
    "cs": "Czech", "ko": "Korean", "el": "Greek", "he": "Hebrew", "hi": "Hindi or Marathi",
    "th": "Thai", "vi": "Vietnamese", "sv": "Swedish", "no": "Norwegian or Danish",
    "fi": "Finnish", "et": "Estonian", "hu": "Hungarian", "ro": "Romanian", "sk": "Slovak",
    "hr": "Croatian, Bosnian or Serbian", "sl": "Slovene", "lt": "Lithuanian", "lv": "Latvian",
    "id": "Indonesian or Malay", "ca": "Catalan", "fa": "Persian", "ur": "Urdu",
    "be": "Belarusian", "sr": "Serbian", "mk": "Macedonian", "kk": "Kazakh", "bn": "Bengali",
    "pa": "Punjabi", "gu": "Gujarati", "ta": "Tamil", "te": "Telugu", "kn": "Kannada",
    "ml": "Malayalam", "si": "Sinhala", "lo": "Lao", "my": "Burmese", "ka": "Georgian",
    "am": "Amharic", "km": "Khmer", "hy": "Armenian",
})  # fmt: skip


def in_language(code: str) -> str:
    """Return "in Polish", or "in another language" where the code names none."""
    return f"in {NAMES.get(code, 'another language')}"
