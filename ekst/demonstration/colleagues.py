"""Meetings and courses of colleagues, gone and to come, TeachMeets aside."""

from ekst.demonstration.calendar import FRI, MON, TUE
from ekst.demonstration.plans import Plan

COLLEAGUES = (
    Plan(
        on=(TUE, -4), times="5pm–7pm", title="Early career teachers’ supper", by="Callum Reid",
        category="development", heading="development", aims=("aspirations",), partners_only=True,
        summary="Soup, bread, and the question that you did not like to ask at your own school.",
        description="For the first three years of teaching. Nobody takes notes.",
        place="The dining room", capacity=40, book_by=2, cost="Nothing. Supper is there.",
        access="A ramp at the garden door.",
        staff={"elmstone": 2, "wantsum": 3, "oyster": 2, "dour": 2, "tankerton": 2, "sexburga": 2,
               "university": 2},
    ),
    Plan(
        on=(FRI, -6), times="9.30am–12 noon", title="Teaching assistants’ morning",
        by="Habiba Yusuf", category="development", heading="send", aims=("aspirations",),
        summary="Signs, symbols and silence: communicating with pupils who do not use speech.",
        description="Half of it in the classroom beside our own assistants, half of it talking "
        "about what you saw.",
        place="The front desk, then Willow class", capacity=16, book_by=4,
        access="Level throughout.",
        staff={"elham": 1, "tankerton": 3, "barham": 2, "dour": 2, "wantsum": 2},
        led={"elham": 1},
    ),
    Plan(
        on=(MON, -4), times="4pm–5.30pm", title="Looking at art together", by="Adaeze Obi",
        category="development", heading="art", aims=("aspirations",), partners_only=True,
        summary="Portfolios from five schools, without names, on long tables.",
        description="We agree on three and disagree on one, which is the useful part.",
        place="The print room, second floor (there is a lift)", book_by=1,
        bring="Two portfolios, names covered.", access="A lift.",
        staff={"sexburga": 2, "elmstone": 2, "oyster": 1, "wantsum": 2, "barham": 1},
    ),
    # To come
    Plan(
        on=(MON, 4), times="4.30pm–5.30pm", title="Mentoring a trainee: the first meeting",
        by="Ruby Lindqvist", category="development", heading="development", aims=("aspirations",),
        summary="An hour online for anybody who has a trainee next term, or might.",
        description="What to say in the first ten minutes, what to leave until the second week, "
        "and where the forms are (there are only two).",
        mode="online", remote_link="https://meet.cinqueports.example/mentoring", venue="",
        book_by=1, bring="The trainee’s timetable, if you have it.",
        access="Captions throughout. A recording of the talk, not of the questions.",
        staff={"wantsum": 2, "sexburga": 2, "barham": 1, "oyster": 1},
    ),
    Plan(
        on=(FRI, 5), times="9.30am–12 noon", title="Teaching assistants’ morning",
        by="Habiba Yusuf", category="development", heading="send", aims=("aspirations",),
        summary="Moving and handling, taught by those who are moved and handled.",
        description="Our oldest pupils lead the second half. You will sit in a hoist.",
        place="The front desk, then the hall", capacity=16, book_by=4,
        access="Level throughout.", staff={"tankerton": 2, "wantsum": 2, "elham": 2},
    ),
    Plan(
        on=(TUE, 7), times="5pm–7pm", title="Early career teachers’ supper", by="Bridget Doyle",
        category="development", heading="development", aims=("aspirations",), partners_only=True,
        summary="The spring supper: bring one thing that worked, and one that certainly did not.",
        description="For the first three years of teaching. Nobody takes notes.",
        place="The sixth-form café", capacity=40, book_by=2, cost="Nothing. Supper is there.",
        access="No steps.", staff={"wantsum": 2, "oyster": 2, "dour": 1},
    ),
)  # fmt: skip
