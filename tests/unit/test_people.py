"""People: who is one person, what a person is called, by what people could meet."""

from __future__ import annotations

import pytest

from api.archives.interface import Origin
from api.people import People, meeting_keys, names_of
from api.preparation import Record
from dedupe import Exposure, Recipient


def record(*recipients: Recipient, row: int = 1, thread: str = "") -> Record:
    return Record(
        Origin("a", row=row), f"m{row}", "", "", recipients, None, thread, None, False, False
    )


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
    assert people.of(record(one)) == people.of(record(other)) == (0,)
    assert len(people) == 1


@pytest.mark.parametrize("name", TWO_PEOPLE)
def test_two_people(name: str) -> None:
    people = People()
    one, other = TWO_PEOPLE[name]
    assert people.of(record(one, other)) == (0, 1)


def test_a_person_named_twice_in_one_mail_counts_once() -> None:
    people = People()
    assert people.of(record(to(address="a@x.example"), to(address="A@x.example"))) == (0,)


def test_each_message_without_recipient_went_to_one_unknown_other() -> None:
    people = People()
    found = {people.of(record(row=row)) for row in (1, 2, 3)}
    assert found == {(0,), (1,), (2,)}
    assert people.of(record(row=2)) == (1,)
    assert people.name(0) == ""


def test_a_person_is_called_as_written_first() -> None:
    people = People()
    people.of(record(to(address="Ann@X.example", name="Ann")))
    people.of(record(to(name="Bo"), to(id="c7")))
    people.of(record(to(address="ann@x.example")))
    assert [people.name(k) for k in range(3)] == ["Ann@X.example", "Bo", "c7"]
    assert names_of(record(to(name="Bo"), to(id="c7"))) == ("Bo", "c7")


def test_by_what_people_could_meet() -> None:
    keys = meeting_keys(
        record(
            to(
                address="a@Acme.example", company=" Acme Ltd", household="7 Elm St",
                postcode="AB1 2cd", groups=("Choir", ""),
            ),
            thread="t1",
        )
    )  # fmt: skip
    assert set(keys) == {
        (Exposure.COMPANY, "acme.example"), (Exposure.COMPANY, "acme ltd"),
        (Exposure.HOUSEHOLD, "7 elm st"), (Exposure.POSTCODE, "ab12cd"), (Exposure.GROUP, "choir"),
        (Exposure.THREAD, "t1"),
    }  # fmt: skip
    assert list(keys) == sorted(keys)
    assert meeting_keys(record(to(address="a@gmail.com", name="x"))) == ()
    assert meeting_keys(record(to(address="no-domain"))) == ()
