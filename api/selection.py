"""Selection: which of the mails that were read are audited, and why the others are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from api.archives.interface import Exclusion
from api.ownership import Ownership, Sender, find_owner
from api.records import UNDATED, Records, moment_of


@dataclass(frozen=True, slots=True)
class Selection:
    """``audited`` are numbers of records, ascending; ``excluded`` counts the rest by reason."""

    audited: npt.NDArray[np.int64]
    duplicates: int
    excluded: dict[str, int]
    ownership: Ownership


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of the owner's mail: moments [since, until), None without a bound."""

    since: int | None
    until: int | None
    lists: bool

    @classmethod
    def of(cls, since: datetime | None, until: datetime | None, *, lists: bool) -> Wanted:
        """Bound the time by moments; ``lists``: mail that is left out otherwise is wanted, too."""
        return cls(
            None if since is None else moment_of(since),
            None if until is None else moment_of(until),
            lists,
        )


def select(
    records: Records,
    lengths: Sequence[int],
    formats: frozenset[str],
    *,
    senders: Sequence[str],
    since: datetime | None,
    until: datetime | None,
    include_lists: bool,
) -> Selection:
    """Choose what the owner sent, once each, in the wished time; ``lengths`` are in words."""
    ownership = find_owner(_senders(records), senders, formats)
    wanted = Wanted.of(since, until, lists=include_lists)
    whose = [(head.exclusion, ownership.sent(head.sender)) for head in records.heads]
    excluded: Counter[str] = Counter()
    audited: list[int] = []
    once = np.sort(np.unique(records.ids, return_index=True)[1]).tolist()
    heads, moments = records.of_heads.tolist(), records.moments.tolist()
    for number in once:
        exclusion, sent = whose[heads[number]]
        moment, length = moments[number], lengths[number]
        reason = why_left_out(exclusion, sent=sent, moment=moment, length=length, wanted=wanted)
        if reason:
            excluded[reason] += 1
        else:
            audited.append(number)
    chosen = np.array(audited, np.int64)
    duplicates = len(records) - len(once)
    return Selection(chosen, duplicates, dict(sorted(excluded.items())), ownership)


def why_left_out(
    exclusion: Exclusion | None, *, sent: bool, moment: int, length: int, wanted: Wanted
) -> str:
    """Say why a mail is left out; empty where it is not. ``length`` is in words.

    ``sent`` says whether the owner sent it, ``moment`` when.
    """
    if exclusion is not None and not wanted.lists:
        return exclusion.value
    if not sent:
        return "other_sender"
    undated = moment == UNDATED
    if wanted.since is not None and (undated or moment < wanted.since):
        return "before_since"
    if wanted.until is not None and (undated or moment >= wanted.until):
        return "after_until"
    return "" if length else "no_own_words"


def _senders(records: Records) -> Counter[Sender]:
    senders: Counter[Sender] = Counter()
    counts = np.bincount(records.of_heads, minlength=len(records.heads)).tolist()
    for head, count in zip(records.heads, counts, strict=True):
        excluded = head.exclusion is not None
        senders[Sender(head.sender, head.sender_name, excluded, head.in_sent_folder)] += count
    return senders
