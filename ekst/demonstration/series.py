"""Things that happen again and again: primary debating, reading mentors, problem evenings."""

from ekst.demonstration.calendar import MON, TUE, WED
from ekst.demonstration.debates import primary
from ekst.demonstration.plans import Group, Plan

MOTIONS = (
    "This House would go to school at night",
    "This House prefers stones to sand",
    "This House would make every lesson an outdoor lesson",
    "This House believes that cats are better than clocks",
    "This House would ban umbrellas",
    "This House would let the youngest speak first",
    "This House would rather have a river than a road",
    "This House would ban homework",
)
WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
DEBATERS: tuple[Group, ...] = ({5: 6, 6: 6}, {5: 4, 6: 4}, {5: 2, 6: 2})


def debating() -> list[Plan]:
    """Eight Tuesdays in term, three of them gone; the last is the final."""
    return [primary(week, MOTIONS[week - 1], _debate(week)) for week in range(1, 9)]


def _debate(week: int) -> Plan:
    # Three Tuesdays are gone, five are to come. The two schools take turns.
    at_tankerton = week % 2 == 0 or week == 1
    final = week == 8
    tankerton, barham, elham = DEBATERS
    return Plan(
        on=(TUE, week - 4 if week < 4 else week - 3),
        times="4pm–5.30pm" if final else "4pm–5pm",
        title="Primary debating: the final"
        if final
        else f"Primary debating, week {WORDS[week - 1]}",
        by="Helen Attwood" if final else "Joe Finnis" if at_tankerton else "Clemency Hart",
        category="academic",
        heading="academic",
        aims=("aspirations", "horizons"),
        years=(5, 6),
        summary=(
            "Twenty-four debaters, six coaches from Year 12 and one question that everybody in the "
            "room has an opinion about."
            if final
            else "Speak for two minutes, listen for four, and change your mind if you like."
        ),
        description=(
            f"The motion: “{MOTIONS[week - 1]}”.\n\n"
            "Six teams of four mix the schools, so nobody debates only with friends. A coach from "
            "Year 12 sits with every team, asks questions and writes nothing for anybody.\n\n"
            + (
                "The audience votes with its feet, before and after. Families are welcome from "
                "3.45pm."
                if final
                else "The last ten minutes are for apples, and for telling the other side what "
                "they did well."
            )
        ),
        place="The Great Hall (doors open at 3.45pm)" if final else "The library",
        who_for="and families" if final else "four to a team, first speeches very welcome",
        capacity=None if final else 26,
        book_by=None if final else 1,
        bring="A voice." if final else "A pencil. Paper and apples are there.",
        travel="Back at school by about 6pm." if final else "Back at school by 5.20pm.",
        access=(
            "A lift to the hall, places for wheelchairs in every row, and a hearing loop."
            if final
            else "No steps. A quiet corner next door, with a helper, all afternoon."
        ),
        pupils={"tankerton": tankerton, "barham": barham, "elham": elham},
        led=(
            {"university": 1, "tankerton": 1, "barham": 1}
            if final
            else {"tankerton": 1, "barham": 1, "wantsum": 1}
        ),
    )


def reading_mentors() -> list[Plan]:
    """Three mornings with books, one of them to come."""
    return [_reading(number, on) for number, on in ((1, -3), (2, -1), (3, 2))]


def _reading(number: int, on: int) -> Plan:
    return Plan(
        on=(MON, on),
        times="10am–11.30am",
        title="Reading mentors begin"
        if number == 1
        else f"Reading mentors, morning {WORDS[number - 1]}",
        by="Amina Diallo",
        category="academic",
        heading="academic",
        aims=("aspirations",),
        years=(2, 9),
        summary="Year 9 readers and Year 2 readers, a carpet, and forty books that somebody loves.",
        description=(
            "Each mentor reads with the same two children every time. The children choose the "
            "book; the mentor does the voices.\n\n"
            "A short training over biscuits opens the first morning: how to wait, when not to "
            "correct, and what to do with a book that nobody likes."
        ),
        place="The hall, on the carpet",
        who_for="Year 2 to listen and read, Year 9 to mentor",
        capacity=48,
        book_by=3,
        bring="A book that you loved when you were seven.",
        travel="Mentors come on foot or by minibus and are back for lunch.",
        access="No steps. Books with large print and with pictures to touch are on the first "
        "table.",
        pupils={"tankerton": {2: 24}, "oyster": {9: 8}, "wantsum": {9: 4}, "elmstone": {9: 6}},
        led={"tankerton": 1, "oyster": 1},
    )


def problem_evenings() -> list[Plan]:
    """Further mathematics for sixth forms, at two partners in turn."""
    return [
        _problems(-7, "Sunita Rao", "The mathematics library, up one flight (there is a lift)"),
        _problems(-3, "Yvonne Baker", "Room M4, on the ground floor"),
        _problems(1, "Sunita Rao", "The mathematics library, up one flight (there is a lift)"),
        _problems(6, "Yvonne Baker", "Room M4, on the ground floor"),
    ]


def _problems(on: int, by: str, place: str) -> Plan:
    at_oyster = by == "Yvonne Baker"
    return Plan(
        on=(WED, on),
        times="6pm–7.30pm",
        title="Further maths problem evening",
        by=by,
        category="academic",
        heading="stem",
        aims=("aspirations",),
        years=(12, 13),
        summary="Three problems, ninety minutes, and nobody is expected to finish. Soup at half "
        "time.",
        description=(
            "People who take further maths are often the only two in their school. Here they are "
            "thirty. You work in fours with people whom you have not met.\n\n"
            "One problem is from a university entrance paper, one is from a boat builder, and one "
            "nobody here has solved yet."
        ),
        place=place,
        who_for="anybody who takes further maths, or would have liked to",
        capacity=40,
        book_by=2,
        cost="Nothing. Soup and bread are there.",
        bring="Something to write with. Leave the calculator at home.",
        travel="Your school’s minibus, or a lift with somebody: tell your coordinator which.",
        access="A lift to every floor. Problems are printed large for anybody who asks.",
        pupils={"elmstone": 8, "wantsum": 8, "oyster": 6, "sexburga": 4},
        led={"oyster": 1, "elmstone": 1} if at_oyster else {"elmstone": 1, "wantsum": 1},
    )


def series() -> list[Plan]:
    return [*debating(), *reading_mentors(), *problem_evenings()]
