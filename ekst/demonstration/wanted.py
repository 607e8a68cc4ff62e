"""Activities that more pupils want to join than there are places: waiting lists, equal shares."""

from ekst.demonstration.calendar import FRI, MON, THU, WED
from ekst.demonstration.plans import Move, Plan

BOTH = ("aspirations", "horizons")
MINIBUS = "Your school brings you by minibus and is back by the end of the day."

WANTED = (
    Plan(
        on=(MON, 3), times="9.30am–12 noon", title="On the climbing wall", by="Steve Oakley",
        category="sporting", heading="sport", years=(7, 9),
        summary="Eleven metres, twelve ropes, and somebody at the foot who does not let go.",
        description="Everybody climbs, everybody holds. Nobody has to reach the top; whoever does "
        "rings the bell for the one below.",
        place="The climbing hall", who_for="no experience needed, and no fear of saying stop",
        capacity=24, book_by=3, bring="Trainers with a thin sole.", travel=MINIBUS,
        access="A harness for those who sit, and a lift to the gallery.",
        pupils={"wantsum": 10, "oyster": 10, "elmstone": 8, "sexburga": 6, "elham": {7: 2, 8: 2}},
        moved=Move("elham", 1, "Their minibus holds four, and four places were free."),
    ),
    Plan(
        on=(WED, 3), times="1.30pm–3.30pm", title="Repair what is broken", by="Andrzej Nowak",
        category="volunteering", heading="community", years=(8, 10),
        summary="Toasters, zips and a bicycle: bring it, open it, mend it.",
        description="Six benches, six neighbours who know how, and a box of screws that fit "
        "nothing. What cannot be mended is taken apart with care.",
        place="The technology block, ground floor", capacity=20, book_by=3,
        bring="One thing that no longer works.", travel=MINIBUS,
        access="No steps; two low benches.",
        pupils={"dour": 8, "sexburga": 6, "wantsum": 6, "elmstone": 6},
        gave_back=("dour",),
    ),
    Plan(
        on=(FRI, 4), times="9.30am–12 noon", title="Aboard the lifeboat", by="Beth Lomax",
        category="academic", heading="stem", aims=BOTH, years=(7, 10),
        summary="Ropes, radar and a pair of boots that stand ready with the trousers on.",
        description="The crew shows what each of them does in the first four minutes. You do it "
        "after them, with a clock.",
        venue="", place="The boathouse, Whitstable harbour", capacity=30, book_by=5,
        bring="A warm coat. Boots are there.", travel=MINIBUS,
        access="A ramp to the deck; the wheelhouse has two steps.",
        pupils={"wantsum": 14, "oyster": 16, "elmstone": 12, "dour": 10},
        equal_shares=True,
    ),
    Plan(
        on=(THU, 2), times="6pm–8pm", title="A night at the telescope", by="Judith Farrow",
        category="academic", heading="stem", aims=BOTH, years=(9, 12),
        summary="One large telescope, one clear night if we are lucky, and cocoa if we are not.",
        description="You find three things in the sky by yourself before anybody helps. In cloud "
        "we take the telescope apart instead, which some like better.",
        place="The roof of the physics building (there is a lift)", capacity=32, book_by=6,
        bring="Gloves.", travel="Minibuses may wait in the yard.",
        access="A lift to the roof; an eyepiece at sitting height.",
        pupils={"wantsum": 12, "sexburga": 3, "elmstone": 12, "oyster": 12, "dour": 4},
        equal_shares=True, closed=True,
    ),
    Plan(
        on=(FRI, 2), times="10am–12 noon", title="The harbour from a pilot boat",
        by="Steve Oakley", category="academic", heading="careers", aims=("aspirations",),
        years=(9, 11), summary="Twelve seats, two pilots, and the ferry passing very close.",
        description="How a ship is brought in, by those who do it. You steer for a minute each, "
        "outside the wall.",
        venue="", place="Crosswall Quay, Dover", capacity=12, book_by=6,
        bring="Something windproof.", travel=MINIBUS, access="A ramp at half tide, which this is.",
        pupils={"wantsum": 6, "sexburga": 6, "elmstone": 6, "oyster": 4},
        closed=True, taken_off=("sexburga", "As you told us on the phone."),
    ),
)  # fmt: skip
