"""People: who is one person, what a person is called, by what people could meet."""

from __future__ import annotations

import pytest

from api.archives.interface import Origin
from api.records import Record, names_of
from dedupe import Exposure, Meeting, Recipient
from index import People


def record(*recipients: Recipient, row: int = 1, thread: str = "") -> Record:
    return Record(
        Origin("a", row=row), f"m{row}", "", "", recipients, None, thread, None, False, False
    )


def of(people: People, record: Record) -> tuple[int, ...]:
    return people.of(record.message_id, record.recipients)


def meetings(people: People, record: Record) -> tuple[Meeting, ...]:
    return people.meetings(record.message_id, record.recipients, record.thread)


def to(**fields: object) -> Recipient:
    return Recipient(**fields)  # type: ignore[arg-type]


ONE_PERSON = {
    "address however written": (to(address=" Ann@X.example"), to(address="mailto:ann@x.EXAMPLE")),
    "id": (
        to(id="7", address="a@x.example"),
        to(id="7", address="b@x.example"),
    ),
    "name and postcode": (to(name="Ann  Lee", postcode="AB1"), to(name="ann lee", postcode="ab1 ")),
}
TWO_PEOPLE = {
    "addresses": (to(address="a@x.example"), to(address="b@x.example")),
    "ids": (to(id="7", address="a@x.example"), to(id="8", address="a@x.example")),
    "postcodes": (to(name="Ann", postcode="AB1"), to(name="Ann", postcode="AB2")),
}


@pytest.mark.parametrize("name", ONE_PERSON)
def test_one_person(name: str) -> None:
    one, other = ONE_PERSON[name]
    people = People()
    assert of(people, record(one)) == of(people, record(other)) == (0,)
    assert len(people) == 1


@pytest.mark.parametrize("name", TWO_PEOPLE)
def test_two_people(name: str) -> None:
    people = People()
    one, other = TWO_PEOPLE[name]
    assert of(people, record(one, other)) == (0, 1)


def test_a_person_named_twice_in_one_mail_counts_once() -> None:
    people = People()
    assert of(people, record(to(address="a@x.example"), to(address="A@x.example"))) == (0,)


def test_each_message_without_recipient_went_to_one_unknown_other() -> None:
    people = People()
    found = {of(people, record(row=row)) for row in (1, 2, 3)}
    assert found == {(0,), (1,), (2,)}
    assert of(people, record(row=2)) == (1,)
    assert people.name(0) == ""


def test_a_person_is_called_as_written_first() -> None:
    people = People()
    of(people, record(to(address="Ann@X.example", name="Ann")))
    of(people, record(to(name="Bo"), to(id="c7")))
    of(people, record(to(address="ann@x.example")))
    assert [people.name(k) for k in range(3)] == ["Ann@X.example", "Bo", "c7"]
    assert names_of(record(to(name="Bo"), to(id="c7"))) == ("Bo", "c7")


def test_by_what_people_could_meet() -> None:
    ann = to(
        address="a@Acme.example", company=" Acme Ltd", household="7 Elm St", postcode="AB1 2cd",
        groups=("Choir", ""),
    )  # fmt: skip
    people = People()
    assert of(people, record(to(address="first@gmail.com"))) == (0,)
    found = meetings(people, record(ann, to(address="b@gmail.com"), thread="t1"))
    assert found == (
        (Exposure.COMPANY, "acme ltd", (1,)),
        (Exposure.COMPANY, "acme.example", (1,)),
        (Exposure.GROUP, "choir", (1,)),
        (Exposure.HOUSEHOLD, "7 elm st", (1,)),
        (Exposure.POSTCODE, "ab12cd", (1,)),
        (Exposure.THREAD, "t1", (1, 2)),
    )


def test_two_people_of_one_mail_may_share_a_key() -> None:
    both = record(to(address="a@acme.example"), to(address="b@acme.example"))
    assert meetings(People(), both) == ((Exposure.COMPANY, "acme.example", (0, 1)),)


def test_who_is_unknown_may_live_somewhere() -> None:
    unknown = record(to(household="7 Elm St"))
    assert meetings(People(), unknown) == ((Exposure.HOUSEHOLD, "7 elm st", (0,)),)


@pytest.mark.parametrize("address", ["a@gmail.com", "a@wp.pl", "no-domain", ""])
def test_by_these_nobody_meets(address: str) -> None:
    assert meetings(People(), record(to(address=address, name="x"))) == ()
