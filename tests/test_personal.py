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
        ("Amara Okafor, and again Amara Okafor’s", ["Amara Okafor"]),
        ("Amara Okafor's talk. Tom Wraight’s too", ["Amara Okafor", "Tom Wraight"]),
        ("AMARA OKAFOR HELPED", ["AMARA OKAFOR"]),
        ("THE BEST BIT WAS WHEN MR FINN SANG. ALSO JO WEST", ["MR FINN", "JO WEST"]),
        ("Amara okafor", ["Amara okafor"]),
        ("thank you amara okafor for the oranges", ["amara okafor"]),
        ("mr finn was kind", ["mr finn"]),
        ("It was A. Okafor who spoke", ["A Okafor"]),
        ("A. B. Okafor", ["A B Okafor"]),
        ("Okafor, Amara", ["Okafor, Amara"]),
        ("Amara\nOkafor, Year 9", ["Amara Okafor"]),
        ("I sat beside Jo West", ["Jo West"]),
        ("Thank you Jude Hall!", ["Jude Hall"]),
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
        # A given name alone is nobody's, however the sentence goes on.
        "Amara helped me, and Tom nearly cried",
        "AMARA HELPED ME. I LOVED IT",
        "Zofia, Amara and Ben were kind to us",
        "Finally, Tom got a turn",
        "In Whitstable, Amara spoke",
        "Thank you Amara\nThe best day",
        "Amara\nYear 9",
        "Amara\nBrilliant day",
        "Sam’s goal was great, and Sam’s team won",
        "“Amara” is what we called the boat",
        "Ask Sam before lunch. George didn’t mind",
        "talk to sam about it",
        "Sophie, the referee, was fair",
        "Mum said Adam understands fractions now",
        # Nor is any of these.
        "FOOTBALL MATCHES WERE FUN",
        "MORE TIME BETWEEN MATCHES PLEASE. MY LEGS",
        "The Sports Hall was cold, and so was the West Door",
        "I got an A. Teachers were kind",
        "Group B. Football was next. Then Plan A. Swimming came after",
        "7A. Football",
        "So did I. Football was fun",
        "I miss football. Miss football practice?",
        "Jack and the Beanstalk",
        "Find Latin on three buildings in Canterbury.",
        "Take my family to Deal and explain it all the way home.",
        "Swap the teams round: I knew nobody at one o’clock and six people by three.",
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
