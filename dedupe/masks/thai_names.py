"""Names in Thai, which puts no spaces between words: behind a greeting or title, or signed.

A name is masked with its title as long as both have at most twelve characters; a family name
behind a space is a mask of its own where all together have more.
"""

from __future__ import annotations

import re

from dedupe.masks.kinds import MOST_UNSPACED, Found, MaskKind, MaskSource

_OPENER = (
    "(?:กราบเรียน|เรียน|ถึง|(?:สวัสดี|หวัดดี)(?:ตอนเช้า|ตอนบ่าย|ตอนเย็น)?(?:ค่ะ|ครับผม|ครับ|คะ|จ้ะ|จ้า)?"
    "|อรุณสวัสดิ์(?:ค่ะ|ครับ)?|ขอบคุณ(?:ค่ะ|ครับ)?)"
)
_TITLE = (
    "(?:คุณหมอ|คุณครู|คุณ|นางสาว|นาย|นาง|น\\.ส\\.|ดร\\.|ศ\\.|ผศ\\.|รศ\\.|อาจารย์|อ\\."
    "|ครู|พี่|น้อง|ป้า|ลุง|น้า|หมอ|ท่าน)"
)
#: A word of a name: no digit, no sign of repetition; the shortest run that what follows allows.
_WORD = "[\u0e01-\u0e2e\u0e40-\u0e44][\u0e01-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]{1,11}?"
_END = "(?=(?: ?(?:ที่รัก|ที่เคารพ|ที่นับถือ|ที่คิดถึง))?(?: ?(?:ค่ะ|ครับ|คะ|ขา|จ๊ะ|จ๋า))?[ \u00a0]*(?:[,!:]|$))"
_NAMES = f"(?P<name>{_WORD})(?: (?P<family>{_WORD}))?{_END}"
_TITLED = re.compile(f"{_OPENER}[ \u00a0]?(?P<title>{_TITLE}) ?{_NAMES}")
#: Without a greeting a comma must follow, for the commonest title is the word for "you" too.
_ALONE = re.compile(f"(?P<title>{_TITLE}) ?{_NAMES}(?:(?:ค่ะ|ครับ|คะ|ขา)? ?,)")
_BARE = re.compile(f"{_OPENER}[ \u00a0](?P<title>){_NAMES}")
_SIGNED = re.compile(f"(?P<title>{_TITLE})? ?{_NAMES}")
#: What may follow a signature: a full stop, a closing quote, an emoji.
_TRAIL = re.compile("[^\\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{1,20}$")
#: How addressees begin who are nobody in particular.
_NOBODY = re.compile(
    "(?:คุณ|ท่าน)?(?:ลูกค้า|ท่าน|ทุกท่าน|ทุกคน|ผู้|สมาชิก|เพื่อน|ทีม|เจ้าหน้าที่|นักเรียน|นักศึกษา|ฝ่าย|บริษัท"
    "|คณะ|แฟน|พนักงาน|อาจารย์|ครับ|ค่ะ|คุณ|และ|หนังสือ|ภาษา|มาก|ที่|ตอน|สำหรับ|นะ)"
)
#: What stands in short sentences, not in names.
_SENTENCE = re.compile(
    "ไหม|มั้ย|อะไร|หรือ|ครับ|ค่ะ|ไม่|แล้ว|ได้|เป็น|อยู่|กับ|ของ|ใคร|กำลัง|ฉัน|เขา|เธอ|ต้อง|อยาก|เรา|นี้|นั้น|ไป|มา(?=ก)|ช่วย"
)


def is_thai(char: str) -> bool:
    """Say whether the character is a Thai letter or sign."""
    return "\u0e01" <= char <= "\u0e4e"


def greeted_in_thai(text: str, at: int, stop: int) -> list[Found]:
    """Return the names that the line [at, stop) greets: behind a title, or behind a greeting."""
    return _found(
        _TITLED.match(text, at, stop) or _BARE.match(text, at, stop) or _ALONE.match(text, at, stop)
    )


def signed_in_thai(text: str, at: int, stop: int) -> list[Found]:
    """Return the names that the line [at, stop) consists of."""
    end = at + len(_TRAIL.sub("", text[at:stop]))
    match = _SIGNED.match(text, at, end)
    return _found(match) if match and match.end() == end else []


def _found(match: re.Match[str] | None) -> list[Found]:
    if match is None or _NOBODY.match(match.group("name")) or _SENTENCE.search(match.group("name")):
        return []
    start, stop = match.span("name")
    if match.group("title") and stop - match.start("title") <= MOST_UNSPACED:
        start = match.start("title")
    spans = [(start, stop)]
    if match.group("family"):
        family = match.span("family")
        if family[1] - start <= MOST_UNSPACED + 1:
            spans = [(start, family[1])]
        else:
            spans.append(family)
    return [(a, b, MaskKind.NAME, MaskSource.RECOGNISED) for a, b in spans]
