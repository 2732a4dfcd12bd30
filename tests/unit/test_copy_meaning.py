"""Copy that says the same in other words: with the real model, and what is made ready for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pytest

from api.copy.config import CopySettings
from api.copy.draft import Draft
from api.copy.reader import FileReader
from api.copy.unit_meaning import UnitMeaning, unit_notes
from api.copy.unit_words import unit_words
from api.copy.unsaid import unsaid
from api.copy.writing import draft_findings
from dedupe import Encoder, words_of

DRESS = (
    "Dear {{ name }}, thank you for trusting us with your wedding dress. The stain on the hem is"
    " gone, and we have mended the lace at the sleeve. You can pick it up any day until seven in"
    " the evening. We wish you a wonderful wedding."
)
DRESS_REWORDED = (
    "Many thanks for leaving your bridal dress in our care. We got the stain out of the hem, and"
    " the lace on the sleeve has been repaired. Collect it whenever you like, each day up to 7 pm."
    " Have a marvellous wedding day."
)
DRESS_POLISH = (
    "Dziękujemy, że powierzyła nam Pani swoją suknię ślubną. Plama przy dolnym brzegu zniknęła, a"
    " koronkę na rękawie naprawiliśmy. Można ją odebrać każdego dnia do dziewiętnastej. Życzymy"
    " cudownego ślubu."
)
YARD = (
    "The yard behind the mill has room for nine cars. Please leave the two places beside the"
    " loading ramp free, because the flour arrives without much warning."
)
YARD_REWORDED = (
    "Nine vehicles fit into the courtyard at the back of the mill. Keep the pair of spots next to"
    " the loading ramp clear, since deliveries of flour come with little notice."
)
# Two sentences of one product's mails, which are alike and say different things.
QUESTIONS = (
    "If you have any questions about this receipt, simply reply to this email or reach out to our"
    " support team for help."
)
RESET = (
    "If you do not use the app or did not request a password reset, please ignore this email or"
    " contact support if you have questions."
)

Drafts = Callable[..., list[Draft]]


def _drafts(
    files: Mapping[str, str], meaning: UnitMeaning | None, settings: CopySettings | None = None
) -> list[Draft]:
    reader = FileReader("en")
    read = [reader.read(path, files[path].encode()) for path in sorted(files)]
    known = [file for file in read if file is not None]
    today = date(2026, 1, 1)
    used = settings or CopySettings()
    return list(draft_findings(known, used, today, 1, meaning=meaning).findings)


@pytest.fixture
def drafts(real_encoder: Encoder) -> Drafts:
    """Return a function that judges files by meaning too."""

    def run(files: Mapping[str, str], settings: CopySettings | None = None) -> list[Draft]:
        return _drafts(files, UnitMeaning.by(real_encoder, lambda done, of: None), settings)

    return run


TREE = {
    "mail/dress.html": f"<p>{DRESS}</p>\n<p>{YARD}</p>",
    "pages/dress.md": f"{DRESS_REWORDED}\n\n{YARD_REWORDED}",
    "pages/suknia.md": DRESS_POLISH,
    "mail/receipt.html": f"<p>{QUESTIONS}</p>",
    "mail/reset.html": f"<p>{RESET}</p>",
}


def test_the_same_in_other_words_is_told_with_its_sentences(drafts: Drafts) -> None:
    found = drafts(TREE)
    assert [(d.rule, d.here.path, d.others[0].path) for d in found] == [
        ("reworded", "mail/dress.html", "pages/dress.md"),
        ("reworded", "mail/dress.html", "pages/dress.md"),
        ("reworded", "pages/dress.md", "mail/dress.html"),
        ("reworded", "pages/dress.md", "mail/dress.html"),
    ]
    assert {(d.severity, d.relation) for d in found} == {("warning", "reworded")}
    assert all(0.5 <= d.score <= 0.79 for d in found)
    assert found[1].message == (
        "Says in other words what stands in another place: pages/dress.md:3."
    )
    pairs = [
        (found[0].here.text[slice(*p.here)], found[0].others[0].text[slice(*p.there)])
        for p in found[0].sentences
    ]
    assert pairs[1] == (
        "The stain on the hem is gone, and we have mended the lace at the sleeve.",
        "We got the stain out of the hem, and the lace on the sleeve has been repaired.",
    )
    assert pairs[0][0].startswith("Dear {{ name }}, thank you")


def test_by_words_alone_none_of_it_is_told() -> None:
    assert _drafts(TREE, None) == []


def test_what_only_one_of_them_says_is_marked(drafts: Drafts) -> None:
    dogs = "Hedgehogs sleep under the bakery."
    found = drafts({"a.md": f"{DRESS} {dogs}", "b.md": DRESS_REWORDED})
    assert [d.here.text[a:b] for d in found for a, b in d.differing] == [dogs]


def test_translations_forms_of_one_mail_and_short_units_are_not_told(drafts: Drafts) -> None:
    assert drafts({"en.md": DRESS, "pl.md": DRESS_POLISH}) == []
    assert drafts({"mail/a.html": f"<p>{YARD}</p>", "mail/a.txt": YARD_REWORDED}) == []
    short = {"a.md": "Nine cars fit into the yard.", "b.md": "The yard has room for nine cars."}
    assert drafts(short, CopySettings(least_words=3)) == []
    strings = {
        "locales/en.yml": f'en:\n  yard: "{YARD}"\n  home: Home\n',
        "locales/en-GB.yml": f'en-GB:\n  yard: "{YARD_REWORDED}"\n  home: Home page\n',
    }
    assert [d.rule for d in drafts(strings)] == []


def test_the_rule_can_be_switched_off_and_an_ignore_names_it(drafts: Drafts) -> None:
    files = {"a.md": YARD, "b.md": YARD_REWORDED}
    assert len(drafts(files)) == 2
    assert drafts(files, CopySettings(rules={"reworded": "off"})) == []
    only = CopySettings(rules={"duplicate-copy": "off"})
    assert [d.rule for d in drafts(files, only)] == ["reworded", "reworded"]
    comment = "<!-- samenote: ignore(reworded) two tones of voice -->\n\n"
    ignored = files | {"a.md": comment + YARD}
    assert [d.suppressed for d in drafts(ignored)] == ["two tones of voice", ""]
    assert _drafts(ignored, None) == [], "without meaning nobody knows whether it is unused"


def test_approved_text_says_nothing(drafts: Drafts) -> None:
    from api.copy.config import Approved

    room = "The yard behind the mill has room for nine cars."
    files = {"a.md": f"{YARD} {DRESS}", "b.md": f"{YARD_REWORDED} {DRESS_REWORDED}"}
    before, _ = drafts(files)
    assert (before.here.text[slice(*before.sentences[0].here)], len(before.sentences)) == (room, 6)
    after, _ = drafts(files, CopySettings(approved=(Approved(room, "the car park"),)))
    assert after.sentences == before.sentences[1:]


def test_notes_hold_the_words_that_are_judged() -> None:
    reader = FileReader("en")
    texts = {
        "a.html": f"<p>{DRESS}</p><p>Run <code>make it so</code> and wait. {YARD}</p>",
        "locales/en.yml": f'en:\n  a: "Say <b>{YARD_REWORDED}</b> twice, %{{name}}."\n',
        "c.md": f"{YARD} {DRESS} On 3 March 2026 we open at 9:30.",
    }
    read = [reader.read(path, text.encode()) for path, text in texts.items()]
    units = [unit for file in read if file is not None for unit in file.units]
    for approved in ([], [YARD.split(". ")[1]], ["the lace at the sleeve. You can pick"]):
        judged = unit_words(units, approved).words
        made = words_of(unit_notes(units, judged))
        for words in (judged, made):
            assert len(words) == len(units) == 4
        sizes = [np.diff(w.without(w.flags > 0).bounds).tolist() for w in (judged, made)]
        assert sizes[0] == sizes[1]
        plain = [w.without(w.flags > 0) for w in (judged, made)]
        np.testing.assert_array_equal(plain[0].hashes, plain[1].hashes)
        np.testing.assert_array_equal(plain[0].starts, plain[1].starts)


def test_unsaid_is_what_no_sentence_covers() -> None:
    assert unsaid("One. Two. Three.", [(5, 9)]) == ((0, 4), (10, 16))
    assert unsaid("One. Two.", [(5, 9), (0, 4)]) == ()
    assert unsaid("", []) == ()
