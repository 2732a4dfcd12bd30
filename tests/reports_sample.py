"""Invented findings for the report tests: lifelike ones, hostile ones, empty ones, very many.

Loaded by ``conftest.py``; every person and address is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from api.archives.interface import Origin, Skipped
from api.family_members import Member
from api.findings import (
    AuditFindings,
    FamilyFinding,
    MarkedSpan,
    MarkedText,
    SetAside,
    Skeleton,
    Slot,
    SpanKind,
)
from api.note_findings import NoteFinding
from tests.laid_out_notes import laid_out

START = datetime(2025, 1, 7, 9, 30, tzinfo=UTC)
BOX = "/home/marta/mail/sent.mbox"
Part = tuple[SpanKind, str] | tuple[SpanKind, str, bool]


def marked(
    recipient: str, parts: Sequence[Part], *, subject: str = "", day: int = 0, at: int = 1
) -> MarkedText:
    """Build a marked text out of (kind, text[, private]) in order."""
    text, spans = "", []
    for part in parts:
        kind, said, private = part if len(part) == 3 else (*part, False)
        spans.append(MarkedSpan(len(text), len(text) + len(said), kind, private))
        text += said
    return MarkedText(
        origin=Origin(BOX, at * 1000),
        recipient=recipient,
        sent_at=START + timedelta(days=day),
        subject=subject,
        text=text,
        spans=tuple(spans),
    )


def slot(number: int, kind: str, *examples: tuple[str, int], **more: object) -> Slot:
    values = {"distinct": len(examples), "empty": 0, "generic": "", "private": False} | more
    return Slot(number=number, kind=kind, examples=examples, **values)  # type: ignore[arg-type]


def members(
    count: int, *, first: int, step: float, names: Sequence[str], at: int
) -> tuple[Member, ...]:
    return tuple(
        Member(
            origin=Origin(BOX, at * 1000 + i * 700),
            message_id=f"<{at}.{i}@laundry.example>",
            recipients=(names[i] if i < len(names) else f"guest{at}.{i}@example.com",),
            sent_at=START + timedelta(days=first + int(i * step)),
            relation="verbatim" if i % 3 else "template",
            score=1.0 if i % 3 else 0.96,
        )
        for i in range(count)
    )


def family(
    id: str,
    skeleton: Sequence[str | Slot],
    people: tuple[Member, ...],
    *,
    relation: str = "template",
    weakest: float = 0.94,
    short: bool = False,
    pair: tuple[MarkedText, MarkedText] | None = None,
    weakest_pair: tuple[MarkedText, MarkedText] | None = None,
    senders: tuple[str, ...] = ("marta@laundry.example",),
) -> FamilyFinding:
    dates = sorted(member.sent_at for member in people if member.sent_at)
    return FamilyFinding(
        id=id,
        size=len(people),
        variants=max(1, len(people) // 9),
        recipients=len({person for member in people for person in member.recipients}),
        senders=senders,
        relation=relation,
        weakest=weakest,
        short=short,
        first_sent=dates[0] if dates else None,
        last_sent=dates[-1] if dates else None,
        skeleton=Skeleton(tuple(skeleton)),
        members=people,
        pair=pair,
        weakest_pair=weakest_pair,
    )


SIGNATURE = "\n\n-- \nMarta Zielińska\nThe Laundry on Mill Street\nOpen Monday to Saturday, 8 to 6"


def cards() -> FamilyFinding:
    """Return the dry cleaner's thank-you cards."""
    shared: list[str] = [
        "Dear ",
        ",\n\nthank you so much for trusting us with your ",
        ". It was a pleasure to see it leave the shop as good as new, and I thought of you"
        " when I pressed the collar.\n\nThe next time you come by, ask for me: I will have ",
        " set aside for you.\n\nWarmly,\nMarta",
    ]
    skeleton = [
        shared[0],
        slot(
            1,
            "name",
            ("Anna", 2),
            ("Joanna", 1),
            ("Mrs Whitcombe", 1),
            ("Piotr", 1),
            distinct=47,
            private=True,
        ),
        shared[1],
        slot(
            2,
            "words",
            ("wedding dress", 19),
            ("winter coat", 12),
            ("grandfather’s suit", 1),
            distinct=9,
        ),
        shared[2],
        slot(
            3,
            "words",
            ("something special", 44),
            ("a lavender sachet", 4),
            distinct=2,
            generic="repeated",
        ),
        shared[3],
    ]

    def card(name: str, what: str, gift: str, day: int, at: int, end: Part) -> MarkedText:
        return marked(
            f"{name} <{name.split()[0].lower()}@example.com>",
            [
                ("shared", shared[0]),
                ("slot", name.split()[0], True),
                ("shared", shared[1]),
                ("slot", what),
                ("shared", shared[2]),
                ("slot", gift),
                ("shared", shared[3]),
                end,
                ("not_own_words", SIGNATURE),
            ],
            subject=f"Thank you, {name.split()[0]}",
            day=day,
            at=at,
        )

    none: Part = ("shared", "\n")
    own: Part = (
        "own",
        "\n\nP.S. How did the speech go? Your hands shook so much that I sewed"
        " the button on twice.",
    )
    first = card("Anna Nowak", "wedding dress", "something special", 3, 1, none)
    return family(
        "fam-cards",
        skeleton,
        members(48, first=2, step=3.2, names=("Anna Nowak <anna@example.com>",), at=1),
        pair=(first, card("Joanna Byrne", "winter coat", "something special", 9, 2, none)),
        weakest_pair=(
            first,
            card("Piotr Lis", "grandfather’s suit", "a lavender sachet", 40, 3, own),
        ),
        weakest=0.83,
    )


def sequence() -> FamilyFinding:
    """Return a sales sequence with a fallback where the company should stand."""
    text = [
        "Hi ",
        ",\n\nI had a look at what ",
        " is doing and was impressed."
        " Most teams of your size"
        " lose a day a week on reconciling invoices.\n\nWould ",
        " suit you for ten minutes?",
    ]
    skeleton = [
        text[0],
        slot(1, "name", ("Sven", 1), ("Olga", 1), distinct=31, private=True, empty=4),
        text[1],
        slot(
            2,
            "words",
            ("your company", 14),
            ("Nordwind GmbH", 1),
            ("Atelier Rue 9", 1),
            distinct=18,
            generic="fallback",
        ),
        text[2],
        slot(3, "date", ("Tuesday", 20), ("3 March", 9), ("14.03.", 3), distinct=3),
        text[3],
    ]

    def mail(name: str, firm: str, when: str, changed: str, at: int) -> MarkedText:
        return marked(
            f"{name}@example.net",
            [
                ("shared", text[0]),
                ("slot", name.capitalize(), True),
                ("shared", text[1]),
                ("slot", firm),
                ("shared", " is doing and was impressed. "),
                ("own", changed),
                ("shared", " on reconciling invoices.\n\nWould "),
                ("slot", when),
                ("shared", text[3]),
                ("set_aside", "\n\nYou get this because we met at a fair. Reply STOP to opt out."),
            ],
            subject="Ten minutes?",
            day=30 + at,
            at=at,
        )

    a = mail("sven", "your company", "Tuesday", "Most teams of your size lose a day a week", 40)
    b = mail("olga", "Nordwind GmbH", "3 March", "Firms like yours easily waste a morning", 41)
    return family(
        "fam-sequence",
        skeleton,
        members(32, first=60, step=0.2, names=("sven@example.net",), at=40),
        relation="near",
        weakest=0.61,
        pair=(a, b),
        senders=("marta@laundry.example", "sales@laundry.example"),
    )


def translated(
    id: str,
    at: int,
    name: str,
    greeting: str,
    before: str,
    after: str,
    filling: str,
    other: str,
    people: int = 6,
) -> FamilyFinding:
    """Return a family of one greeting, one sentence with a slot in it, in any language."""

    def side(who: str, fill: str, own: str, n: int) -> MarkedText:
        return marked(
            f"{who}{n}@example.org",
            [
                ("shared", f"{greeting} "),
                ("slot", name, True),
                ("shared", f"\n{before}"),
                ("slot", fill),
                ("shared", after),
                ("own", own),
            ],
            subject=f"{greeting} {name}",
            day=100 + n,
            at=at + n,
        )

    return family(
        id,
        [
            f"{greeting} ",
            slot(1, "name", (name, people), private=True),
            f"\n{before}",
            slot(2, "words", (filling, 2), (other, 1), distinct=people),
            after,
        ],
        members(people, first=at, step=4, names=(), at=at),
        pair=(side("a", filling, "", 1), side("b", other, f" {before.split()[0]}…", 2)),
    )


def languages() -> tuple[FamilyFinding, ...]:
    """Return families in Polish, Chinese, Arabic and Hebrew."""
    return (
        translated(
            "fam-pl",
            120,
            "Zofia",
            "Szanowna Pani",
            "dziękujemy za oddanie do nas ",
            " i zaufanie, którym nas Pani obdarzyła od tylu lat.",
            "płaszcza zimowego",
            "sukni ślubnej",
            people=9,
        ),
        translated(
            "fam-zh",
            150,
            "王小明",
            "尊敬的",
            "感谢您把",
            "交给我们清洗，我们已经按您的要求仔细处理，期待您再次光临。",
            "婚纱",
            "冬季大衣",
            people=8,
        ),
        translated(
            "fam-ar",
            180,
            "ليلى",
            "عزيزتي",
            "شكراً لثقتك بنا في تنظيف ",
            " ونتطلع إلى رؤيتك مرة أخرى في متجرنا يوم 12/5 قريباً.",
            "فستان الزفاف",
            "المعطف",
            people=7,
        ),
        translated(
            "fam-he",
            210,
            "נועה",
            "שלום",
            "תודה שבחרת בנו לניקוי ",
            " ונשמח לראותך שוב ב-Laundry שלנו בקרוב.",
            "שמלת הכלה",
            "המעיל",
        ),
    )


def short_notes() -> FamilyFinding:
    return family(
        "fam-short",
        ["Thanks, applied."],
        members(21, first=1, step=16, names=(), at=300),
        relation="verbatim",
        weakest=1.0,
        short=True,
    )


def notes_of(families: Sequence[FamilyFinding], honest: int = 40) -> tuple[NoteFinding, ...]:
    """Return a note for every member, and honest notes that nobody else got."""
    found = []
    for one in families:
        for i, member in enumerate(one.members):
            share = (i % 4) / 20
            decision = "look" if one.short or share > 0.1 else "stop"
            found.append(
                note(
                    member.origin,
                    member.message_id,
                    decision,
                    recipients=member.recipients,
                    sent_at=member.sent_at,
                    relation=member.relation,
                    score=member.score,
                    personal_share=share,
                    reach=one.recipients - 1,
                    family=one.id,
                    words=3 if one.short else 54,
                    too_short=one.short,
                    exposure=("household",) if i == 1 else (),
                    reasons=(f"{one.recipients - 1} other people got the same text.",),
                )
            )
    found += [
        note(
            Origin(BOX, 900_000 + i * 500),
            f"<honest.{i}@laundry.example>",
            "send",
            recipients=(f"friend{i}@example.com",),
            sent_at=START + timedelta(days=i * 11),
            personal_share=None if i == 7 else 0.72 + (i % 6) / 20,
            words=80 + i,
        )
        for i in range(honest)
    ]
    return tuple(found)


def note(origin: Origin, message_id: str, decision: str, **more: object) -> NoteFinding:
    values: dict[str, object] = {
        "recipients": (),
        "sent_at": None,
        "relation": "none",
        "score": 0.0,
        "personal_share": 1.0,
        "reach": 0,
        "words": 40,
        "too_short": False,
        "cut": False,
        "family": "",
        "same_person": 0,
        "exposure": (),
        "reasons": (),
    }
    return NoteFinding(origin=origin, message_id=message_id, decision=decision, **(values | more))  # type: ignore[arg-type]


def people_of(families: Sequence[FamilyFinding]) -> int:
    """Count distinct recipients; an unknown one counts one a message."""
    members = [member for family in families for member in family.members]
    known = {person for member in members for person in member.recipients}
    return len(known) + sum(not member.recipients for member in members)


def audit(
    families: Sequence[FamilyFinding], notes: tuple[NoteFinding, ...] | None = None, **more: object
) -> AuditFindings:
    judged = notes_of(families) if notes is None else notes
    values: dict[str, object] = {
        "paths": (BOX,),
        "formats": ("mbox",),
        "messages": len(judged) + 19,
        "audited": len(judged),
        "duplicates": 4,
        "excluded": {"list": 9, "automatic": 3},
        "given_senders": (),
        "assumed_senders": ("marta@laundry.example",),
        "skipped": (),
        "families": tuple(families),
        "people": people_of(families),
        "notes": laid_out(judged),
        "set_aside": (),
        "version": "0.1.0",
        "seconds": 1.234,
        "settings": {"digest": "3f9a2b", "permutations": 128, "meaning": False},
        "warnings": (),
    }
    return AuditFindings(**(values | more))  # type: ignore[arg-type]


def lifelike() -> AuditFindings:
    """Return a year and a half of a dry cleaner's sent mail, in five languages."""
    families = (cards(), sequence(), *languages(), short_notes())
    return audit(
        families,
        skipped=(
            Skipped(Origin(BOX, 4411), "the message has no text"),
            Skipped(Origin(BOX, 9120), "the message has no text"),
            Skipped(
                Origin("/home/marta/mail/old/karen.smith@example.com.eml"),
                "the file is cut off in the middle of an attachment",
            ),
        ),
        set_aside=(
            SetAside(
                "You get this because we met at a fair. Reply STOP to opt out.",
                "common text",
                61,
                64,
            ),
            SetAside(
                "The Laundry on Mill Street. Questions: office@laundry.example",
                "approved by the owner",
                140,
                210,
            ),
        ),
        warnings=("Two messages for anna@example.com carry a date in the future.",),
    )


HOSTILE = (
    "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
    "</title></style></details></svg><b style=color:red>'\"&amp;{{7*7}}{% raw %}[red]x[/red]"
    "\x00\x1b[31m\x1b]0;gotcha\x07\u202egnp.exe\ud800 javascript:alert(1) ]]>-->"
)


def hostile() -> AuditFindings:
    """Return findings in which every text tries to be markup, a formula or a terminal command."""
    bad = HOSTILE
    side = marked(
        bad,
        [
            ("shared", bad),
            ("slot", bad, True),
            ("own", bad),
            ("set_aside", bad),
            ("not_own_words", bad),
        ],
        subject=bad,
    )
    other = replace(side, origin=Origin(bad, 7))
    who = (
        Member(Origin(bad, 5), bad, (bad, "=1+1"), START, "template", 0.9),
        Member(Origin(bad, 6), bad, ("-2+3",), None, "template", 0.9),
    )
    one = family(
        bad,
        [
            bad,
            slot(1, bad, (bad, 3), generic="fallback"),
            slot(2, "name", (bad, 2), private=True, generic="repeated"),
        ],
        who,
        pair=(side, other),
        weakest_pair=(other, side),
        senders=(bad,),
    )
    said = note(
        Origin(bad, 5),
        bad,
        "stop",
        recipients=(bad, "@sum"),
        sent_at=START,
        family=bad,
        relation="template",
        score=0.9,
        reach=1,
        reasons=(bad,),
        exposure=("household",),
    )
    formula = note(Origin("=cmd|' /C calc'!A0"), "+1", "look", reasons=("@x", "-y"), reach=1)
    return audit(
        (one,),
        (said, formula),
        paths=(bad,),
        formats=(bad,),
        excluded={bad: 2},
        assumed_senders=(bad,),
        skipped=(Skipped(Origin(bad), bad),),
        version=bad,
        set_aside=(SetAside(bad, bad, 1, 1),),
        settings={bad: bad},
        warnings=(bad,),
    )


def nothing() -> AuditFindings:
    """Return an audit of an empty archive."""
    return audit((), (), messages=0, duplicates=0, excluded={}, assumed_senders=())


def honest_only() -> AuditFindings:
    """Return an audit without a family."""
    return audit((), notes_of((), honest=25))


def undated() -> AuditFindings:
    """Return an audit without a single date."""
    found = tuple(
        replace(
            one,
            first_sent=None,
            last_sent=None,
            members=tuple(replace(m, sent_at=None) for m in one.members),
        )
        for one in (cards(), short_notes())
    )
    return audit(found, tuple(replace(n, sent_at=None) for n in notes_of(found)))


def single() -> AuditFindings:
    """Return an audit of one family of two notes."""
    return audit(
        (
            family(
                "only",
                ["See you ", slot(1, "date", ("Monday", 2))],
                members(2, first=0, step=1, names=(), at=1),
            ),
        )
    )


def many(count: int = 300) -> AuditFindings:
    """Return an audit of very many families, each with pairs that tell it from the others."""

    def one(i: int) -> FamilyFinding:
        base = cards() if i % 2 else sequence()
        return replace(
            base,
            id=f"fam-{i:04}",
            recipients=base.recipients + (i * 7) % 90,
            short=i % 10 == 9,
            members=members(20 + i % 60, first=i, step=1.5, names=(), at=1000 + i * 100),
        )

    return audit([one(i) for i in range(count)])


def huge_texts(count: int = 60) -> AuditFindings:
    """Return families whose texts and slots are as large as the page will draw."""
    spans: list[Part] = [
        ("own" if i % 2 else "shared", "漢字かな交じり文の長い手紙。") for i in range(1000)
    ]
    side = marked("x@example.com", spans)
    other = replace(side, origin=Origin(BOX, 9))
    skeleton = [
        part
        for i in range(400)
        for part in (
            "長い手紙",
            slot(i + 1, "words", *((f"{'詰' * 200}{n}", n) for n in range(30))),
        )
    ]
    return audit(
        [
            family(
                f"huge-{i}",
                skeleton,
                members(300, first=0, step=1, names=(), at=i * 300),
                pair=(side, other),
                weakest_pair=(other, side),
            )
            for i in range(count)
        ],
        notes_of((), 5),
    )
