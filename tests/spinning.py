"""Spintax for tests: a template with {one|two|three} in it, spun into as many notes as asked."""

from __future__ import annotations

import random
import re

_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")

ENGLISH = (
    "Dear {{name}},\n\n"
    "{Thank you for trusting us with your wedding dress.|We are grateful that you brought your "
    "bridal gown to our shop.|It was an honour to be given your wedding gown to look after.|How "
    "kind of you to leave the dress for your wedding in our care.} "
    "{The stain on the hem is gone and the lace at the sleeve is mended.|We got the mark out of "
    "the bottom edge and repaired the torn lace on the arm.|Both the spot near the hem and the "
    "ripped sleeve lace have been put right.|You will find neither the blot along the skirt nor "
    "the tear in the lace of the sleeve any more.} "
    "{You can pick it up any day until seven in the evening.|Collect it whenever suits you, we "
    "close at seven.|It waits for you at the counter each day up to seven o'clock.|Come by for it "
    "on any day you like before seven at night.} "
    "{We wish you a wonderful wedding.|May your marriage day be a marvellous one.|Have a beautiful "
    "celebration when you marry.|We hope that the wedding turns out splendid for you both.}"
)

POLISH = (
    "Dzień dobry {{name}},\n\n"
    "{Dziękujemy, że powierzyła nam Pani suknię ślubną.|Jesteśmy wdzięczni za przyniesienie do nas "
    "sukni na ślub.|To zaszczyt, że mogliśmy zająć się Pani kreacją ślubną.|Miło nam, że suknia na "
    "wesele trafiła właśnie w nasze ręce.} "
    "{Plama przy dolnym brzegu zniknęła, a koronkę na rękawie naprawiliśmy.|Zabrudzenie na dole "
    "udało się wywabić, naderwana koronka rękawa jest zszyta.|Nie ma już śladu na obrębie ani "
    "rozdarcia w koronce przy ramieniu.|Usunęliśmy skazę z rąbka i załataliśmy rozprutą koronkę.} "
    "{Można ją odebrać każdego dnia do dziewiętnastej.|Zapraszamy po odbiór w dowolnym terminie, "
    "zamykamy o dziewiętnastej.|Czeka na Panią przy ladzie codziennie do siódmej wieczorem.|"
    "Prosimy przyjść po nią, kiedy wygodnie, byle przed siódmą wieczór.} "
    "{Życzymy cudownego ślubu.|Niech dzień zaślubin będzie piękny.|Udanego wesela i wspaniałej "
    "uroczystości.|Mamy nadzieję, że ceremonia wypadnie wspaniale.}"
)


def spun(template: str, count: int, seed: int = 0) -> list[str]:
    """Return so many notes: each choice made at random, ``{{name}}`` numbered."""
    made = random.Random(seed)

    def one(number: int) -> str:
        text = _CHOICE.sub(lambda found: made.choice(found[1].split("|")), template)
        return text.replace("{{name}}", f"Anna Kowalska{chr(97 + number % 26)}")

    return [one(number) for number in range(count)]
