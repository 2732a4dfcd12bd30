"""Locales: which language strings are in, and which files are translations of each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# ISO 639-1, and those of 639-2 and 639-3 that software is localised into.
_LANGUAGES: Final = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu
    hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv
    kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr
    nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi
    yo za zh zu ast bem ber bho bn ceb chr ckb csb dsb fil fur gsw haw hmn hsb ilo kab kok lij
    mai mni nds nso pap sah sat scn shi szl tok tzm vec wae yue zgh
    """.split()  # noqa: SIM905
)
_LOCALE: Final = re.compile(
    r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]r?([A-Za-z]{2,3}|\d{3}))?(?:[-_@][\w]{3,8})?\Z"
)
#: Folders whose name says that strings for translation are inside.
_FOLDERS: Final = frozenset(
    """
    locale locales _locales i18n l10n lang langs language languages translation translations
    intl lc_messages localization localisation nls
    """.split()  # noqa: SIM905
)
#: Plural forms: of one string, never duplicates of each other.
_PLURAL: Final = re.compile(
    r"(?:[._#\[]|(?<=\w)_)(?:zero|one|two|few|many|other|plural|singular|=?\d+|\d+\])\]?\Z"
)


@dataclass(frozen=True, slots=True)
class LocaleFile:
    """A file's ``locale``, empty where its name has none, and the ``catalogue`` it is part of.

    Files that differ in their locale alone are one catalogue. ``certain`` says that the name or
    its folder leaves no doubt that the file holds strings for translation.
    """

    locale: str
    catalogue: str
    certain: bool


def locale_code(text: str) -> str:
    """Return a locale's code as BCP 47 writes it, or nothing where the text is none."""
    found = _LOCALE.match(text)
    if not found or found[1].lower() not in _LANGUAGES:
        return ""
    parts = [found[1].lower()]
    if found[2]:
        parts.append(found[2].title())
    if found[3]:
        parts.append(found[3].upper())
    return "-".join(parts)


def language(locale: str) -> str:
    """Return a locale's language without script and region; the two Norwegians are one."""
    code = locale.partition("-")[0]
    return {"nb": "no", "nn": "no", "iw": "he", "in": "id", "tl": "fil"}.get(code, code)


def locale_file(path: str) -> LocaleFile:
    """Read a file's locale and catalogue from its path."""
    *folders, name = path.split("/")
    stem, _, ending = name.rpartition(".")
    hinted = any(folder.lower() in _FOLDERS for folder in folders)
    if code := locale_code(stem):
        return LocaleFile(code, "/".join([*folders, f"*.{ending}"]), certain=True)
    for at, folder in reversed(list(enumerate(folders))):
        if code := _folder_code(folder):
            told = hinted or folder.endswith(".lproj") or folder.startswith("values")
            catalogue = "/".join([*folders[:at], "*", *folders[at + 1 :], name])
            return LocaleFile(code, catalogue, certain=told)
    if suffix := _suffix(stem):
        code, rest = suffix
        return LocaleFile(code, "/".join([*folders, f"{rest}.{ending}"]), certain=hinted)
    return LocaleFile("", path, certain=hinted)


def _folder_code(folder: str) -> str:
    if folder.endswith(".lproj"):
        return locale_code(folder.removesuffix(".lproj"))
    return locale_code(folder.removeprefix("values-"))


def _suffix(stem: str) -> tuple[str, str] | None:
    """Find the locale that ends a name like app_pt_BR or messages.fr; return it and the rest."""
    for mark in re.finditer(r"[._-]", stem):
        if code := locale_code(stem[mark.end() :]):
            return code, stem[: mark.start()]
    return None


def string_key(key: str) -> str:
    """Return a key without its plural form, so that the forms of one string have one key."""
    return _PLURAL.sub("", key)
