"""What in a text could tell somebody apart."""

import pytest

from activities.personal import names_in, warnings_in

KNOWN = ("Wantsum Academy", "Elmstone Hall School", "Whitstable", "Debating for Beginners", "")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Amara Okafor was great.", ["Amara Okafor"]),
        ("It was fun. Amara Okafor spoke best", ["Amara Okafor"]),
        ("Thank you Mrs Marsh!", ["Mrs Marsh"]),
        ("we liked mr. Finn most", ["mr Finn"]),
        ("Mr.\nFinn", ["Mr Finn"]),
        ("by J. Smith of ours", ["J Smith"]),
        ("Siân Llewellyn-Jones and O'Neil Mcduff", ["Siân Llewellyn-Jones", "O’Neil Mcduff"]),
        ("like Ludwig van Beethoven", ["Ludwig van Beethoven"]),
        ("Will Marsh and April Jones", ["Will Marsh", "April Jones"]),
        ("AMARA OKAFOR was great", ["AMARA OKAFOR"]),
        ("Amara Okafor, and again Amara Okafor", ["Amara Okafor"]),
    ],
)
def test_what_looks_like_a_name(text: str, names: list[str]) -> None:
    assert names_in(text, KNOWN) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Amara, Year 9, Wantsum Academy",
        "I liked Wantsum Academy's hall. Whitstable too.",
        "On Thursday I shall start with The Question",
        "Great fun. More Maths please. Debating For Beginners is the best",
        "I Would ask. Then I listen",
        "THE BEST DAY OF ALL",
        "We came. Teachers should too",
    ],
)
def test_what_does_not(text: str) -> None:
    assert names_in(text, KNOWN) == []
    assert warnings_in(text, KNOWN) == []


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("Write to amara@school.example", "There is an email address in it."),
        ("Ring 07700 900123", "There is a telephone number in it."),
        ("+44 (0)1227 000 000", "There is a telephone number in it."),
        ("follow @amara_x", "There is an account’s name in it."),
        ("see www.example.com/me", "There is an address of a web page in it."),
        ("Tom Wraight spoke", "“Tom Wraight” looks like a person’s name."),
    ],
)
def test_what_to_look_at_twice(text: str, warning: str) -> None:
    assert warnings_in(text) == [warning]
