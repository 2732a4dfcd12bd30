"""Invented findings for the tests of the copy check's formats: lifelike, hostile, none, very many.

Loaded by ``conftest.py``; every text is made up.
"""

from __future__ import annotations

import re

from api.copy.findings import CopyFinding, CopyPlace, CopyReport, SentencePair, SkippedCopy

SETTINGS = "1f0c3a5e9b7d2468"


def place(path: str, line: int, text: str, column: int = 5, **more: object) -> CopyPlace:
    lines = text.split("\n")
    values = {
        "end_line": line + len(lines) - 1,
        "end_column": (column if len(lines) == 1 else 1) + len(lines[-1]),
        "kind": "paragraph",
    } | more
    return CopyPlace(path=path, line=line, column=column, text=text, **values)  # type: ignore[arg-type]


def found(rule: str, here: CopyPlace, *others: CopyPlace, **more: object) -> CopyFinding:
    """Return a finding; ``differing`` may be given as words, whose spans are looked up."""
    values = {
        "severity": "error",
        "relation": "near" if others else "none",
        "score": 0.91 if others else 0.0,
        "reach": 0,
        "message": "This repeats copy that stands elsewhere.",
        "identity": f"{abs(hash_of(rule + here.path + here.text[:1_000])):016x}",
        "known": False,
        "suppressed": "",
    } | more
    words = values.pop("differing", ())
    spans = [m.span() for m in (re.search(re.escape(word), here.text) for word in words) if m]
    return CopyFinding(
        rule=rule, here=here, others=others, differing=tuple(sorted(spans)), **values
    )  # type: ignore[arg-type]


def hash_of(text: str) -> int:
    """Return a number that is the same in every process, unlike ``hash``."""
    value = 14695981039346656037
    for letter in text:
        value = (value ^ ord(letter)) * 1099511628211 % 2**63
    return value


def said_in(here: CopyPlace, there: CopyPlace, count: int) -> tuple[SentencePair, ...]:
    """Pair the first sentences of two places, as many as are asked for."""
    sides = ([m.span() for m in re.finditer(r"[^ .][^.]*\.", p.text)] for p in (here, there))
    return tuple(SentencePair(*pair) for pair in list(zip(*sides, strict=False))[:count])


def report(*findings: CopyFinding, **more: object) -> CopyReport:
    told = [f for f in findings if not f.suppressed and f.severity != "note"]
    known = sum(finding.known for finding in told)
    values = {
        "skipped": (),
        "files": 37,
        "units": 412,
        "new": len(told) - known,
        "known": known,
        "pruned": (),
        "settings": SETTINGS,
        "version": "0.1.0",
        "seconds": 0.8412,
    } | more
    return CopyReport(findings=findings, **values)  # type: ignore[arg-type]


WELCOME = (
    "Thank you for trusting us with your winter coat. We cleaned it by hand, mended the lining and "
    "pressed it twice, so that it is ready for the first cold morning."
)
SPRING = (
    "Thank you for trusting us with your spring jacket. We cleaned it by hand, mended the lining "
    "and pressed it twice, so that it is ready for the first warm evening."
)
POLISH = "Dziękujemy za zaufanie. Pani płaszcz jest czysty i czeka na odbiór do {{ pickup_day }}."
POLISH_OLD = (
    "Dziękujemy za zaufanie. Pana kurtka jest czysta i czeka na odbiór do {{ pickup_day }}."
)
ARABIC = "شكرا لثقتك بنا. معطفك نظيف وجاهز للاستلام يوم الخميس بعد الظهر في محلنا الجديد."
ARABIC_OLD = "شكرا لثقتك بنا. معطفك نظيف وجاهز للاستلام يوم الأحد بعد الظهر في محلنا القديم."
CHINESE = "感谢您的信任。您的大衣已经洗好，随时可以来店里取，我们每天营业到晚上八点。"
CHINESE_OLD = "感谢您的信任。您的外套已经洗好，随时可以来店里取，我们每天营业到晚上九点。"
FOOTER = "You get this mail because you asked us to remind you. One click and we never write again."
PARKING = (
    "The yard behind the mill has room for nine cars. Please keep the ramp free. Dogs are welcome."
)
PARKING_REWORDED = (
    "Nine vehicles fit into the courtyard behind the mill. Leave the ramp clear, please."
)
UKRAINIAN = "Дякуємо, що довірили нам своє пальто. Воно чисте й чекає на вас у нашій майстерні."


def rich() -> CopyReport:
    """Return one of everything: languages, rules, severities, states, what was not read."""
    spring = place("emails/spring.html", 14, SPRING, kind="paragraph")
    welcome = place("emails/welcome.html", 22, WELCOME)
    landing = place("site/landing page (new).md", 9, WELCOME, column=1)
    polish = place("locales/pl.yml", 48, POLISH, kind="string", key="pl.mailer.ready.body")
    polish_old = place("locales/pl.yml", 12, POLISH_OLD, kind="string", key="pl.mailer.done.body")
    arabic = place("emails/ar/ready.mjml", 31, ARABIC, kind="paragraph")
    arabic_old = place("emails/ar/reminder.mjml", 17, ARABIC_OLD)
    chinese = place("locales/zh.json", 6, CHINESE, kind="string", key="mailer.ready")
    chinese_old = place("locales/zh.json", 5, CHINESE_OLD, kind="string", key="mailer.done")
    footers = [place(f"emails/{name}.html", 80 + at, FOOTER) for at, name in enumerate("abcdefgh")]
    parking = place("emails/visit.html", 12, PARKING)
    parked = place("site/parking.md", 5, PARKING_REWORDED, column=1)
    german = place("locales/de.yml", 7, "Your coat is ready.", kind="string", key="de.ready.title")
    english = place("locales/en.yml", 7, "Your coat is ready.", kind="string", key="en.ready.title")
    return report(
        found(
            "duplicate-copy", arabic, arabic_old, score=0.88, differing=("الخميس", "الجديد"),
            message="Nearly the same text stands in emails/ar/reminder.mjml.",
        ),
        found(
            "duplicate-copy", spring, welcome, landing,
            differing=("spring jacket", "warm evening"), score=0.94, relation="template",
            message="The same text stands in 2 other places: emails/welcome.html:22 and more.",
        ),
        found(
            "duplicate-copy", welcome, landing, spring, score=1.0, relation="verbatim", known=True,
            message="The same text stands word for word in site/landing page (new).md.",
        ),
        found(
            "duplicate-copy", landing, welcome, spring, score=1.0, relation="verbatim", known=True,
            message="The same text stands word for word in emails/welcome.html.",
        ),
        found(
            "duplicate-copy", footers[0], *footers[1:], severity="note", score=1.0,
            relation="verbatim", message="This footer stands in 8 templates.",
        ),
        found(
            "sent-as-personal", place("site/blog.md", 3, UKRAINIAN, column=1, kind="heading"),
            reach=1412, score=1.0, relation="verbatim", sent_on="2026-03-04",
            message="This text was sent to 1,412 people as a personal note, for example on "
            "2026-03-04.",
        ),
        found(
            "untranslated", german, english, severity="warning", score=1.0, relation="verbatim",
            message="This string is the same as in the source language (locales/en.yml).",
        ),
        found(
            "duplicate-copy", polish, polish_old, score=0.83, differing=("Pani płaszcz", "czysty"),
            message="The same text stands in another string of this file.",
            suppressed="Two genders of one sentence; the law asks for both.",
        ),
        found(
            "duplicate-copy", chinese, chinese_old, score=0.9, differing=("大衣", "八"),
            relation="template", message="Only a few words differ from the string mailer.done.",
        ),
        found(
            "unused-ignore", place("emails/old.html", 2, "", kind="paragraph"), severity="warning",
            message="This ignore comment suppresses nothing: remove it.",
        ),
        found(
            "reworded", parking, parked, severity="warning", relation="reworded", score=0.78,
            differing=("Dogs are welcome.",), sentences=said_in(parking, parked, 2),
            message="Says in other words what stands in another place: site/parking.md:5.",
        ),
        found(
            "stale-baseline", place("samenote-baseline.json", 1, "", column=1), severity="note",
            message="1 entry of the baseline no longer occurs.",
        ),
        skipped=(
            SkippedCopy("locales/broken.yml", 12, "not valid YAML: mapping values not allowed"),
            SkippedCopy("assets/logo.bin", 0, "not text: it has NUL bytes"),
            SkippedCopy("emails/tall.html", 0, "over 20 MB: split it, or exclude it"),
            SkippedCopy("old/latin1.txt", 0, "not UTF-8: read as Latin-1", unread=False),
        ),
        pruned=("4b1c09d27e88a310",),
        searched=2310,
    )  # fmt: skip


EVIL = (
    "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\"></title>"
    "</style></pre></code>\n::error file=x::gotcha\n##[error]gotcha ##vso[task.complete]done\r\n"
    "| a | b |\n|---|---|\n# head\n- item\n1. item\n```\n[link](https://evil.example) "
    "![x](https://evil.example/x.png) www.evil.example @someone #12 :smile: $x$ `code` ~~gone~~ "
    "**bold** _it_ &amp; &#60; {{7*7}} {% raw %} %25 %0A 100% ]]> --> \x00\x07\x1b[31mred\x1b[0m "
    "\x1b]0;title\x07\x9b2J\u202egnp.exe\u202c\u2066x\u2069\u200f\udfff\ud800\ufffe\uffff\u2028x\u2029"
    "\x85\x0b\x0c[bold]rich[/bold] {+a+} [-b-]"
)


def hostile() -> CopyReport:
    """Return a report in which every field tries to break out of every format."""
    path = EVIL.replace("\x00", "") + "/a:b,c%d e.md"
    here = place(path, 3, EVIL + " shared words stand here", kind="string", key=EVIL)
    there = place("::error::x/" + path, 9, EVIL + " other words stand there", key=EVIL)
    args = {"message": EVIL, "relation": "near", "differing": ("shared", "here")}
    return report(
        found("duplicate-copy", here, there, identity=EVIL, **args),
        found("duplicate-copy", there, here, known=True, **args),
        found(
            "reworded",
            there,
            here,
            message="",
            relation="reworded",
            severity="warning",
            sentences=(SentencePair((0, 40), (10, 300)), SentencePair((700, 9_000), (5, 2))),
        ),
        found("untranslated", here, severity="warning", suppressed=EVIL, message=EVIL),
        found("unused-ignore", place("", 0, "", 0, end_line=0, end_column=0), message=""),
        found(
            "sent-as-personal",
            here,
            severity="note",
            message="::warning::x",
            reach=7,
            relation="near",
            sent_on=EVIL,
            differing=EVIL.split()[:1],
        ),
        skipped=(SkippedCopy(path, 0, EVIL), SkippedCopy("::error::y", 4, "")),
        pruned=(EVIL,),
        settings=EVIL,
        version=EVIL,
    )


def nothing() -> CopyReport:
    """Return a check that found nothing."""
    return report()


def many(count: int = 3_000) -> CopyReport:
    """Return very many findings of three severities, each of a text of its own, some known."""
    findings = []
    for at in range(count):
        here = place(f"emails/{at:05}.html", at + 1, f"{SPRING} Number {at}.")
        there = place(f"site/{at:05}.md", at + 2, f"{WELCOME} Number {at}.")
        findings.append(
            found(
                "duplicate-copy",
                here,
                there,
                severity=("error", "warning", "note")[at % 3],
                score=0.5 + at % 50 / 100,
                known=at % 7 == 6,
                differing=("spring jacket",),
            )
        )
    skipped = tuple(SkippedCopy(f"bad/{at}.yml", at, "not valid YAML") for at in range(count // 2))
    return report(*findings, skipped=skipped, pruned=tuple(f"{at:016x}" for at in range(count)))


def huge() -> CopyReport:
    """Return a finding about two units of ten megabytes each."""
    text = "Dear customer, your coat is ready. " * 300_000
    here, there = place("big.md", 1, text + "Here."), place("big2.md", 1, text + "There.")
    finding = found("duplicate-copy", here, there, message=text)
    return report(finding)
