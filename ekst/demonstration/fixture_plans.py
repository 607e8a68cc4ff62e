"""Fixtures of the demonstration, as they would be written down: who plays, and how it ended.

One is postponed, one was abandoned, one is of last summer, and no pupil is named.
"""

from dataclasses import dataclass, field

from ekst.demonstration.calendar import FRI, THU, TUE, WED
from ekst.demonstration.plans import Plan


@dataclass(frozen=True, kw_only=True)
class FixturePlan(Plan):
    """A fixture. `teams` are letters by school's key, `officials` adults. `years` are those of
    the age band `band`. `scores` are meetings as "elmstone A 18, wantsum A 22" (in cricket
    "142/6"), `places` by "elmstone A". `travel_at` reads "1.15pm, 1.30pm, 5pm". With `moved_to`
    it was postponed from its day `on` to that one, for a `reason`."""

    category: str = "sporting"
    heading: str = "sport"
    sport: str
    band: str
    players: str = "open"
    teams: dict[str, str]
    officials: dict[str, int] = field(default_factory=dict)
    meet_where: str = "The front gate of your own school"
    travel_at: str = ""
    kit: str = "School kit"
    outcome: str = "played"
    reason: str = ""
    scores: tuple[str, ...] = ()
    places: dict[str, int] = field(default_factory=dict)
    moved_to: tuple[int, int] | None = None


MINIBUS = "Your school brings you by minibus."

FIXTURES: tuple[FixturePlan, ...] = (
    FixturePlan(
        on=(WED, 1), times="2.30pm–4.30pm", title="U13 netball triangular", by="Nathan Cole",
        sport="netball", band="u13", years=(7, 8),
        teams={"wantsum": "A and B", "elmstone": "A and B", "oyster": "A and B"},
        officials={"oyster": 1, "wantsum": 1},
        travel_at="1.15pm, 1.30pm, 5.15pm",
        summary="Three schools, six short matches and tea afterwards. Come to play, or come to "
        "learn to umpire.",
        description="Every school plays every other school twice: once with its A seven and once "
        "with its B seven. Matches are two halves of eight minutes, so you will be on and off the "
        "court all afternoon.\n\nFour Year 12 umpires from Oyster Coast High School run the "
        "matches. Between games they will show anyone who asks how the signals work.",
        place="The sports hall", capacity=42, book_by=2,
        kit="PE kit; bibs are there", bring="Trainers for indoors and a bottle of water.",
        travel="Your school brings you by minibus and is back by about 5.15pm.",
        access="No steps from the car park to the court. A quiet room is next door.",
        pupils={"wantsum": 12, "elmstone": 12, "oyster": 12},
    ),
    FixturePlan(
        on=(THU, -2), times="2.30pm–3.45pm", title="", by="Nathan Cole",
        sport="netball", band="u13", players="girls", years=(7, 8),
        teams={"elmstone": "A", "wantsum": "A"}, officials={"elmstone": 1, "wantsum": 1},
        travel_at="1.30pm, 1.40pm, 4.45pm", summary="",
        description="Four quarters of eight minutes, then tea in the library.",
        place="The sports hall", capacity=24, book_by=3, travel=MINIBUS,
        access="No steps from the car park to the court.",
        pupils={"elmstone": 9, "wantsum": 10}, led={"elmstone": 1, "wantsum": 1},
        scores=("elmstone A 18, wantsum A 22",),
    ),
    FixturePlan(
        on=(THU, 4), times="2.30pm–3.45pm", title="", by="Tess Whitlock",
        sport="netball", band="u13", players="girls", years=(7, 8),
        teams={"elmstone": "A", "wantsum": "A"}, officials={"elmstone": 1, "wantsum": 1},
        travel_at="1.30pm, 1.40pm, 4.45pm", summary="The return match, at Elmstone Hall.",
        description="Four quarters of eight minutes, then tea in the pavilion.",
        place="The courts by the walled garden", capacity=24, book_by=3, travel=MINIBUS,
        access="A level path from the drive to the courts.",
        pupils={"wantsum": 10},
    ),
    FixturePlan(
        on=(FRI, -1), times="1pm–3.30pm", title="Football festival under the lights",
        by="Steve Oakley", sport="football", band="u13", years=(7, 8),
        teams={"dour": "A", "barham": "A", "elham": "A", "sexburga": "A"},
        officials={"dour": 3, "barham": 2}, travel_at="12.15pm, 12.30pm, 4.15pm",
        summary="Teams of six, short matches and a whistle that changes hands.",
        description="Every match is ten minutes. The winners of a match hand out the bibs for the "
        "next one.\n\nFour leaders from Year 10 referee and keep the scores in chalk.",
        place="The floodlit pitch, behind the sports block",
        who_for="eight players from each school, all abilities", capacity=72, book_by=3,
        kit="School kit and shin pads", bring="Boots or trainers, a drink.", travel=MINIBUS,
        access="No steps to the pitch. There is a stand with a ramp and blankets.",
        pupils={"dour": {7: 6, 8: 6}, "barham": {7: 6, 8: 6}, "elham": {7: 3, 8: 3},
                "sexburga": {7: 8}},
        led={"dour": 3, "barham": 2}, outcome="abandoned",
        reason="The floodlights failed after three matches.",
        scores=("barham A 1, dour A 1", "elham A 2, sexburga A 0", "dour A 0, sexburga A 2"),
    ),
    FixturePlan(
        on=(FRI, -3), times="1.30pm–3.30pm", title="Hockey for people who never have",
        by="Tess Whitlock", sport="hockey", band="u13", players="mixed", years=(7, 8),
        teams={"elmstone": "A", "wantsum": "A", "dour": "A", "oyster": "A"},
        officials={"elmstone": 3, "oyster": 2}, travel_at="12.30pm, 12.45pm, 4.30pm",
        summary="Sticks, balls and patience are there. So is somebody from Year 12 for every four "
        "of you.",
        description="An hour of games that are nearly hockey, then short matches that are. Hot "
        "chocolate in the pavilion.",
        place="The all-weather pitch", capacity=48, book_by=3,
        bring="Trainers, long socks. Shin pads can be borrowed.", travel=MINIBUS,
        access="No steps. A powerchair can drive on the pitch, and one did last year.",
        pupils={"elmstone": 10, "wantsum": 12, "dour": 12, "oyster": 10},
        led={"elmstone": 3, "oyster": 2},
        scores=("dour A 1, elmstone A 1", "oyster A 2, wantsum A 1", "elmstone A 0, oyster A 0",
                "dour A 2, wantsum A 2"),
    ),
    FixturePlan(
        on=(TUE, -5), times="2pm–3.45pm", title="", by="Rob Tapsell",
        sport="cross-country", band="u13", years=(7, 8),
        teams={"barham": "A", "elham": "A", "wantsum": "A and B"},
        officials={"barham": 2, "wantsum": 1}, travel_at="12.45pm, 1pm, 5pm",
        summary="Two kilometres round the downs; the first four of each team count.",
        description="The A runners start at two, the others a quarter of an hour later. Everybody "
        "is clapped in.",
        place="The top field; the path down to it is steep", capacity=60, book_by=3,
        bring="Trainers for mud, something warm.", travel=MINIBUS,
        access="The short course is a firm path and may be done on wheels.",
        pupils={"barham": {7: 6, 8: 6}, "elham": {7: 3, 8: 3}, "wantsum": 16},
        led={"barham": 2, "wantsum": 1},
        places={"wantsum A": 1, "barham A": 2, "elham A": 3, "wantsum B": 4},
    ),
    FixturePlan(
        on=(TUE, 2), times="2pm–3.30pm", title="", by="Steve Oakley",
        sport="football", band="u15", players="boys", years=(9, 10),
        teams={"dour": "A", "oyster": "A"}, officials={"dour": 1, "oyster": 1},
        travel_at="12.45pm, 1pm, 4.45pm", summary="",
        description="Two halves of thirty minutes, and soup.", place="The lower pitch",
        capacity=36, book_by=1, kit="Dour in green, Oyster in white", bring="Boots, shin pads.",
        travel=MINIBUS, access="A firm path to the touchline.",
        pupils={"dour": 14, "oyster": 14}, moved_to=(TUE, 4),
        reason="The pitch is under water after the weekend.",
    ),
    FixturePlan(
        on=(WED, 9), times="2.30pm–4pm", title="", by="Ellie Court",
        sport="rugby", band="u18", players="boys", years=(11, 13),
        teams={"oyster": "A", "sexburga": "A"}, officials={"oyster": 1, "sexburga": 1},
        travel_at="1.20pm, 1.30pm, 5.15pm", summary="",
        description="Two halves of thirty-five minutes; tea for everybody in the dining hall.",
        place="The first pitch", capacity=46, book_by=4, kit="School kit, gum shields",
        travel=MINIBUS, access="Tarmac as far as the stand.", pupils={"sexburga": 18},
    ),
)  # fmt: skip

LAST_SUMMER = FixturePlan(
    on=(THU, -1), times="1.30pm–6pm", title="", by="Martin Sealey",
    sport="cricket", band="u13", years=(7, 8),
    teams={"barham": "A", "sexburga": "A"}, officials={"barham": 2},
    travel_at="12.30pm, 12.45pm, 6.45pm", summary="",
    description="Twenty overs each, with tea between. Everybody bats or bowls.",
    place="The cricket field, behind the orchard", capacity=30, book_by=3,
    kit="Whites or plain PE kit", bring="A hat and sun cream.", travel=MINIBUS,
    access="The pavilion has a ramp.",
    pupils={"barham": {7: 6, 8: 6}, "sexburga": 12}, led={"barham": 2},
    scores=("barham A 131/7, sexburga A 112/10",),
)  # fmt: skip
"""On the latest Thursday of May or June that has been."""
