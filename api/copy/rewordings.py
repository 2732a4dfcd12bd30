"""Which units that say the same in other words are worth telling.

The judge's line was drawn on notes: several sentences, about something of the recipient's. Copy is
shorter, and all mails of one product are about one thing, so here a pair has to be more alike.
"""

from __future__ import annotations

from typing import Final

from dedupe import SaidAlike

#: What share of both must be said alike, with several sentences in common and with a single one.
#: Chosen by reading every pair over the judge's line in two public kits of mail templates: what
#: said something else stood below these bars, and so did a few pairs that said the same.
LEAST_SHARE: Final = 0.74
LEAST_SHARE_OF_ONE: Final = 0.935


def worth_telling(said: SaidAlike, here: int, there: int) -> bool:
    """Say whether a reader wants to hear of two units; ``here`` and ``there`` are their languages.

    A translation is no duplicate. A text of no language that is known may be one, or "lorem ipsum".
    """
    if said.abroad or here != there or here <= 0:
        return False
    return said.share >= (LEAST_SHARE if len(said.here) > 1 else LEAST_SHARE_OF_ONE)
