"""The command that makes a new portal's first partner and administrator."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from schools.models import School, StaffMember

pytestmark = pytest.mark.django_db
OPTIONS = {"school": "Lantern Bay Trust", "town": "Broadstairs", "name": "Ada Quill"}


def found(**options: str) -> None:
    call_command("found", **({"email": "ada@lanternbay.example"} | OPTIONS | options))


def test_the_first_administrator_asks_for_a_password_and_enters_the_administration(
    client: Client,
) -> None:
    found()
    person = StaffMember.objects.get()
    assert person.is_administrator
    assert not person.has_usable_password()
    client.post("/account/password/reset/", {"email": person.email})
    assert [letter.to for letter in mail.outbox] == [[person.email]]
    client.force_login(person)
    assert client.get("/admin/records/").status_code == 200


def test_a_school_is_founded_with_its_years() -> None:
    found(kind="state", years="7-13")
    school = School.objects.get()
    assert (school.lowest_year, school.highest_year) == (7, 13)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": "state"}, "Schools have year groups"),
        ({"kind": "state", "years": "13-7"}, "The lowest year comes first"),
        ({"kind": "state", "years": "seven"}, "such as 7-13"),
        ({"email": "ada"}, "valid email address"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_leaves_nothing(
    options: dict[str, str], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        found(**options)
    assert not School.objects.exists()
    assert not StaffMember.objects.exists()


def test_a_portal_is_founded_once() -> None:
    found()
    with pytest.raises(CommandError, match="an administrator already"):
        found(school="Another", email="ada@another.example")
