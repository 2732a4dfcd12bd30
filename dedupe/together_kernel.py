"""Compiled pass over all messages of a collection: what each is to all others. Imported on use.

Rows come as pairs of arrays: row n is ``values[bounds[n]:bounds[n + 1]]``.
"""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, part


@part
def _reaches_others(audience, row, mine, message):  # type: ignore[no-untyped-def]
    """Say whether a row of people holds anybody who is not marked as the message's recipient."""
    bounds, people = audience
    at, stop = bounds[row], bounds[row + 1]
    while at < stop and mine[people[at]] == message:
        at += 1
    return at < stop


@part
def _holds(rows, row, value):  # type: ignore[no-untyped-def]
    """Say whether a row, which ascends, holds a value."""
    bounds, values = rows
    first, stop = bounds[row], bounds[row + 1]
    while first < stop:
        middle = (first + stop) // 2
        if values[middle] < value:
            first = middle + 1
        else:
            stop = middle
    return first < bounds[row + 1] and values[first] == value


@part
def _gather(audience, row, inner, family, outer, variant, rest, count):  # type: ignore[no-untyped-def]
    """Add a variant's people to ``rest``, those of the family's core and those there left out."""
    bounds, people = audience
    for e in range(bounds[row], bounds[row + 1]):
        person = people[e]
        if (family < 0 or inner[person] != family) and outer[person] != variant:
            outer[person] = variant
            rest[count] = person
            count += 1
    return count


@part
def _others_meet(key, met, keys_of, circle, inner, family, outer, variant, mine, message):  # type: ignore[no-untyped-def]
    """Say whether anybody of a circle, the message's recipients left out, has a meeting key."""
    bounds, people = met
    core, first, stop, rest, count = circle
    if bounds[key + 1] - bounds[key] <= stop - first + count:
        for e in range(bounds[key], bounds[key + 1]):
            person = people[e]
            here = outer[person] == variant or (family >= 0 and inner[person] == family)
            if here and mine[person] != message:
                return True
        return False
    for k in range(count):
        if mine[rest[k]] != message and _holds(keys_of, rest[k], key):
            return True
    for e in range(first, stop):
        if mine[core[e]] != message and _holds(keys_of, core[e], key):
            return True
    return False


@part
def _repeats(message, variant, people, received, variants, related, seen):  # type: ignore[no-untyped-def]
    """Count the other messages of a related text that the message's own recipients got."""
    found = 0
    for e in range(people[0][message], people[0][message + 1]):
        person = people[1][e]
        for k in range(received[0][person], received[0][person + 1]):
            other = received[1][k]
            if other != message and seen[other] != message:
                seen[other] = message
                there = variants[other]
                found += there == variant or related[there] == variant
    return found


@kernel
def find_together(  # type: ignore[no-untyped-def]
    order, families, cores, near, messages, people, received, audiences, text_audiences,
    variants, texts, held, met, keys_of, kinds, relation, closest, reach, repeats, exposure,
):  # fmt: skip
    """Write what was found of each message.

    Variants are taken in ``order``, those of one core (``families``, -1 for none) together;
    ``cores`` are the people of each, ``near`` the bounds and numbers of related variants, closest
    first. ``relation`` is the place of the closest match: its entry in ``near``, -1 where it is
    the very words, -2 where it is the same variant, -3 where there is none; ``closest`` its
    variant. ``exposure`` has one bit a kind.
    """
    everyone = len(received[0]) - 1
    inner = np.full(everyone, -1, np.int32)
    outer = np.full(everyone, -1, np.int32)
    mine = np.full(everyone, -1, np.int32)
    rest = np.empty(everyone, np.int32)
    related = np.full(len(families), -1, np.int32)
    seen = np.full(len(variants), -1, np.int32)
    known = -1
    for variant in order:
        family = families[variant]
        first, stop = 0, 0
        if family >= 0:
            first, stop = cores[0][family], cores[0][family + 1]
            if family != known:
                known = family
                for e in range(first, stop):
                    inner[cores[1][e]] = family
        count = _gather(audiences, variant, inner, family, outer, variant, rest, 0)
        for e in range(near[0][variant], near[0][variant + 1]):
            there = near[1][e]
            related[there] = variant
            if family < 0 or families[there] != family:
                count = _gather(audiences, there, inner, family, outer, variant, rest, count)
        circle = (cores[1], first, stop, rest, count)
        for k in range(messages[0][variant], messages[0][variant + 1]):
            message = messages[1][k]
            own = 0
            for e in range(people[0][message], people[0][message + 1]):
                person = people[1][e]
                mine[person] = message
                own += outer[person] == variant or (family >= 0 and inner[person] == family)
            reach[message] = stop - first + count - own
            relation[message], closest[message] = -3, variant
            if _reaches_others(text_audiences, texts[message], mine, message):
                relation[message] = -1
            elif _reaches_others(audiences, variant, mine, message):
                relation[message] = -2
            else:
                for e in range(near[0][variant], near[0][variant + 1]):
                    if _reaches_others(audiences, near[1][e], mine, message):
                        relation[message], closest[message] = e, near[1][e]
                        break
            repeats[message] = _repeats(message, variant, people, received, variants, related, seen)
            bits = 0
            for e in range(held[0][message], held[0][message + 1]):
                bit = 1 << kinds[held[1][e]]
                if bits & bit == 0 and _others_meet(
                    held[1][e], met, keys_of, circle, inner, family, outer, variant, mine, message
                ):
                    bits |= bit
            exposure[message] = bits
