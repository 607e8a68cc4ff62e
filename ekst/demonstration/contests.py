"""Competitions: one that is over, with its awards, and one to come."""

from ekst.demonstration.calendar import MON, TUE
from ekst.demonstration.plans import CompetitionPlan, EntryPlan

CONTESTS = (
    CompetitionPlan(
        on=(TUE, -3), times="1.30pm–3.30pm", title="Bridges of paper", by="Gareth Bevan",
        category="academic", heading="stem", aims=("aspirations", "horizons"), years=(6, 9),
        summary="Twenty sheets, one metre of water, and a bag of pebbles to carry across.",
        description="Teams build for an hour; then every bridge is loaded until it speaks. The "
        "judges look at how it fails as much as at how it stands.",
        place="The science atrium", capacity=60, book_by=3, bring="A pencil and an idea.",
        travel="Your school brings you by minibus and is back by about 4.15pm.",
        access="No steps; tables of two heights.", entered="team", entries_per_school=2,
        enter_by=6,
        rules=(
            "Four to six in a team, from any of Years 6 to 9.",
            "Twenty sheets of A4 and one roll of tape; nothing else.",
            "It spans a metre and is loaded at its middle.",
        ),
        pupils={"oyster": 10, "wantsum": 10, "barham": 5, "elham": {8: 4}, "dour": 5},
        entries=(
            EntryPlan("oyster", 5, (7, 8), "Slack tide", "First for load carried"),
            EntryPlan("oyster", 5, (8, 9), award="Highly commended"),
            EntryPlan("wantsum", 5, (7, 7), "Groyne and gain"),
            EntryPlan("wantsum", 5, (8, 9), award="First for design"),
            EntryPlan("barham", 5, (6, 8), award="Best collapse"),
            EntryPlan("elham", 4, (8, 8), "Over by touch", "First for design"),
            EntryPlan("dour", 5, (7, 9), award="Highly commended"),
        ),
        led={"oyster": 2, "university": 1},
    ),
    CompetitionPlan(
        on=(MON, 6), times="2pm–3.30pm", title="Essay prize: a place by the sea",
        by="Kwame Boateng", category="academic", heading="academic", aims=("aspirations",),
        years=(10, 13),
        summary="Eight hundred words on one place, one change, and how you know.",
        description="Essays are read by two people from different partners, who see a number and "
        "no school. On the afternoon everybody hears three of them, and tea is there.",
        place="Lecture theatre 2", capacity=80, book_by=5,
        travel="Bus 3 from the bus station stops at the door; back by about 4.30pm.",
        access="A lift and a hearing loop. Essays may be spoken, signed or typed.",
        entered="essay", entries_per_school=3, enter_by=10,
        rules=(
            "Up to 800 words, or eight minutes spoken or signed.",
            "A place that you have stood in, and one thing about it that has changed.",
            "Say where each fact comes from.",
        ),
        pupils={"wantsum": 8, "sexburga": 6},
        entries=(
            EntryPlan("wantsum", 1, (12, 12), "The wall that moved"),
            EntryPlan("wantsum", 1, (10, 10), "Low water at Minnis"),
            EntryPlan("sexburga", 2, (11, 11), "A river under the road"),
            EntryPlan("elmstone", 1, (13, 13), "What the marsh keeps"),
        ),
    ),
)  # fmt: skip
