"""What the headers tell: names and companies of the recipients, and the sender's own name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from dedupe.masks.kinds import MOST_WORDS, MaskKind
from dedupe.masks.known_names import Evidence, Known, name_parts, part_evidence
from dedupe.masks.letters import lowered, word_set
from dedupe.masks.public_domains import is_public_domain
from dedupe.message import Recipient, normalised_address

#: People whose values are kept: who writes and who is written to comes again and again.
_REMEMBERED = 4096

#: Mailboxes of a role, not of a person.
_ROLES = word_set(
    "info sales office contact kontakt biuro admin administrator support hello team noreply"
    " reply marketing jobs careers mail email post postmaster webmaster service help helpdesk"
    " billing accounts accounting finance press media news newsletter shop store order orders"
    " booking reservations reception enquiries inquiries customer customercare kundenservice"
    " buchhaltung sekretariat vertrieb contacto ventas ventes compras contabilidade vendas"
    " comercial comptabilité direction segreteria commerciale verkoop klantenservice sklep"
    " zamowienia obchod prodej sales test user root abuse security privacy legal donotreply"
    " bounce list lists announce dev"
)
#: Second-level labels under which companies register ("acme.co.uk").
_SECOND_LEVEL = word_set("co com org net ac gov edu or ne go gob gen ltd plc")
#: Legal forms that come off a company's name.
_LEGAL = re.compile(
    r"[,.]?\s+(?:inc|llc|ltd|limited|plc|corp|corporation|company|co|gmbh|ag|kg|ohg|ug|e\.?v|se"
    r"|sas?|sarl|srl|s\.r\.l|s\.?p\.?a|s\.a|s\.?l|lda|ltda|b\.?v|n\.?v|sp\.? z ?o\.? ?o|sp\. ?k"
    r"|s\.?r\.?o|a\.?s|ab|aps|as|oy|oyj|kft|zrt|bt|a\.?ş|şti|ae|α\.?ε|оод|еоод|ад|ооо|оао|зао"
    r"|тов|пп|ат)\.?$",
    re.IGNORECASE,
)
_LEGAL_FRONT = re.compile(
    r"^(?:ооо|оао|зао|ао|тов|пп|firma|株式会社|شركة)\s*[«\"„]?", re.IGNORECASE
)
#: A display name that names a list, a service or an address, not a person.
_SERVICES = word_set(
    "list lists team support service newsletter noreply office sales info admin customer"
    " kundenservice biuro linux kernel"
)
_NO_PERSON = re.compile(r"[@:/\d]")
_SPLIT_LOCAL = re.compile(r"[._]+")


class Headers(NamedTuple):
    """What the headers of a mail make known."""

    values: tuple[Known, ...]  # each once, those of more words first
    words: frozenset[str]  # the single words of names
    parts: frozenset[str]  # those among them that are looked for as parts of a greeted name are


def header_values(recipients: Sequence[Recipient], sender_name: str) -> Headers:
    """Return the values that headers make known."""
    return _of_people(tuple([(r.name, r.company, r.address) for r in recipients]), sender_name)


@lru_cache(maxsize=_REMEMBERED)
def _of_people(recipients: tuple[tuple[str, str, str], ...], sender_name: str) -> Headers:
    of_all = [_of_recipient(*recipient) for recipient in recipients]
    ordered = list(dict.fromkeys(chain(*of_all, _of_person(sender_name))))
    ordered.sort(key=lambda known: -known[0].count(" "))
    names = [(value, evidence) for value, kind, evidence in ordered if kind is MaskKind.NAME]
    alike = [value for value, evidence in names if evidence is part_evidence(value)]
    return Headers(tuple(ordered), frozenset([value for value, _ in names]), frozenset(alike))


@lru_cache(maxsize=_REMEMBERED)
def _of_recipient(name: str, company: str, address: str) -> tuple[Known, ...]:
    values = _of_name(name)
    if company:
        values += _of_company(company)
    local, _, domain = normalised_address(address).rpartition("@")
    if local:
        values += _of_local_part(local)
        if not is_public_domain(domain):
            values += _of_domain(domain)
    return tuple(values)


@lru_cache(maxsize=_REMEMBERED)
def _of_person(name: str) -> tuple[Known, ...]:
    return tuple(_of_name(name))


def _of_name(name: str) -> list[Known]:
    """Return the whole name and its parts; "Nowak, Anna" is turned round as well."""
    if not name or _NO_PERSON.search(name) or len(name) > 120:
        return []
    low = lowered(name)
    parts = name_parts(low)
    if not _SERVICES.isdisjoint(parts):
        return []
    words = low.replace('"', " ").split()
    whole = " ".join(words)
    values = [Known(part, MaskKind.NAME, part_evidence(part)) for part in parts]
    if 1 < len(words) <= MOST_WORDS and "," not in whole and "(" not in whole:
        values.append(Known(whole, MaskKind.NAME, Evidence.ANY))
    elif len(parts) > 1 and "," in whole:
        family, _, given = whole.partition(",")
        turned = f"{given.strip()} {family.strip()}"
        if 1 < len(turned.split()) <= MOST_WORDS:
            values.append(Known(turned, MaskKind.NAME, Evidence.ANY))
    elif not parts and len(whole) > 1 and not whole.isascii() and " " not in whole:
        values.append(Known(whole, MaskKind.NAME, Evidence.CAPITAL))
    return values


def _of_company(company: str) -> list[Known]:
    """Return the company's name as given and without its legal form."""
    given = " ".join(lowered(company).split())
    if not given or len(given) > 120:
        return []
    core = _LEGAL_FRONT.sub("", _LEGAL.sub("", given)).strip(' ,"»“')
    values = []
    for value in dict.fromkeys((given, core)):
        if len(value) < 2 or len(value.split()) > MOST_WORDS:
            continue
        plain = " " not in value and (len(value) < 4 or part_evidence(value) is Evidence.INSIDE)
        evidence = Evidence.INSIDE if plain and value.isascii() else Evidence.CAPITAL
        values.append(Known(value, MaskKind.COMPANY, Evidence.ANY if " " in value else evidence))
    return values


def _of_local_part(local: str) -> list[Known]:
    """Return the names in the part before the "@", if it looks like one: "anna.nowak"."""
    parts = [part for part in _SPLIT_LOCAL.split(local) if part]
    if len(parts) > 3 or not _ROLES.isdisjoint(parts):
        return []
    whole = all([part.replace("-", "").isalpha() for part in parts])
    if not parts or not whole or "-" in parts[0]:
        return []
    return [
        Known(part, MaskKind.NAME, Evidence.INSIDE)
        for part in name_parts(" ".join(parts))
        if len(part) > 2
    ]


def _of_domain(domain: str) -> list[Known]:
    """Return the company's name that a domain holds: "blue-sky.co.uk" gives "blue sky"."""
    labels = domain.split(".")
    if len(labels) < 2 or not all(labels):
        return []
    place = -3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else -2
    label = labels[place]
    if len(label) < 4 or label.isdigit() or label in _ROLES or len(label) > 63:
        return []
    values = [Known(label, MaskKind.COMPANY, Evidence.INSIDE)]
    if "-" in label and label.count("-") < MOST_WORDS:
        values.append(Known(label.replace("-", " "), MaskKind.COMPANY, Evidence.CAPITAL))
    return values
