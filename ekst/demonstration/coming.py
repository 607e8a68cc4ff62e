"""Pupils' activities to come, the next first, and a draft."""

from ekst.demonstration.calendar import FRI, MON, SAT, THU, TUE, WED
from ekst.demonstration.plans import PerformancePlan, Plan, RolePlan

BOTH = ("aspirations", "horizons")
MINIBUS = "Your school brings you by minibus and is back by the end of the day."
ADVENT = (11, 12)
OTHER_MONTHS = tuple(month for month in range(1, 13) if month not in ADVENT)


def _concert(
    title: str,
    summary: str,
    programme: tuple[str, ...],
    months: tuple[int, ...],
) -> PerformancePlan:
    return PerformancePlan(
        on=(TUE, 3), times="6.30pm–8pm", title=title, by="Dominic Byrne", category="cultural",
        heading="music", aims=BOTH, years=(3, 13), months=months, summary=summary,
        description="Singers from seven schools, a brass band in the gallery, and a hall "
        " that gives every note back six seconds later.\n\nThe audience sings the last verse "
        "of everything. Words are on your seat, large enough to read in the dark.",
        place="The hall (doors open at 6pm)", who_for="and families", book_by=None,
        cost="Nothing. A bucket for the lifeboats goes round.",
        bring="A coat: the hall is high and the heating tries.",
        travel="Singers are brought by their schools; families park in Old Dover Road and take "
        "them home at 8pm.",
        access="A ramp at the west door, places for wheelchairs at the front, a hearing loop, and "
        "a quiet room with a loudspeaker.",
        pupils={"sexburga": 14, "tankerton": {4: 5, 5: 5, 6: 4}, "barham": {4: 4, 6: 4, 8: 2},
                "elmstone": 8, "wantsum": 8, "elham": {5: 2, 9: 2}, "dour": 6},
        led={"sexburga": 2, "oyster": 1},
        programme=programme, audience_places=220,
        seats={"tankerton": 44, "sexburga": 38, "barham": 24, "wantsum": 18, "elmstone": 16,
               "elham": 8},
        roles=(
            RolePlan("sexburga", "choir", 14, (7, 13)), RolePlan("sexburga", "hosting"),
            RolePlan("tankerton", "choir", 14, (4, 6)), RolePlan("barham", "choir", 10, (4, 8)),
            RolePlan("elmstone", "choir", 8, (7, 13)), RolePlan("wantsum", "choir", 8, (7, 13)),
            RolePlan("elham", "soloists", 4, (5, 9)), RolePlan("dour", "choir", 6, (7, 11)),
            RolePlan("oyster", "band", 12, (8, 12)), RolePlan("wantsum", "crew", 5, (9, 10)),
            RolePlan("lantern", "refreshments"),
        ),
        rehearsals="Rehearsals for " + ("the carols" if months == ADVENT else "the concert"),
        rehearsed=((THU, -1), (THU, 1)),
        rehearsing=("tankerton", "barham", "elmstone", "wantsum"),
    )  # fmt: skip


def _workshop(title: str, months: tuple[int, ...]) -> Plan:
    return Plan(
        on=(FRI, 1), times="1.30pm–3.15pm", title=title, by="Dominic Byrne", category="cultural",
        heading="music", years=(5, 8), months=months,
        summary="Four songs in two hours, and the part that nobody else wants: everybody gets to "
        "try the descant.",
        description="For singers who are coming to the concert and for anybody who is thinking "
        "about it.",
        place="The hall", capacity=70, book_by=2, bring="A bottle of water.", travel=MINIBUS,
        access="A ramp at the west door; ear defenders by it.",
        pupils={"tankerton": {5: 8, 6: 8}, "barham": 12, "elmstone": {7: 6, 8: 6}},
        cancelled="The hall’s heating has failed.",
    )  # fmt: skip


COMING = (
    Plan(
        on=(FRI, 1), times="9.30am–3pm", title="Leadership training day", by="Helen Attwood",
        category="volunteering", heading="community", aims=BOTH, years=(9, 10),
        summary="One day to learn how to lead; a year of Saturdays on the beach to do it.",
        description="How to ask so that people say yes, how to keep twenty people safe on a slope, "
        "and how to thank them.\n\nThe last forty-five went home with a stretch of coast "
        "each and gave 180 hours to it. Now it is the turn of the next.",
        place="Augustine House, first floor (there is a lift)",
        who_for="eight to ten from each school; no speeches from the front",
        capacity=45, book_by=2, cost="Nothing. Lunch is there.", bring="Boots, in a bag.",
        travel="Bus 3 from the bus station stops at the door; minibuses may wait in the yard.",
        access="A lift, a quiet room on the same floor, a hearing loop. Lunch is told in advance.",
        pupils={"wantsum": 8, "dour": 8, "elmstone": 8, "oyster": 10, "sexburga": 8,
                "elham": {9: 2, 10: 1}},
    ),
    _workshop("Singing workshop for the carol concert", ADVENT),
    _workshop("Singing workshop for the concert", OTHER_MONTHS),
    Plan(
        on=(SAT, 1), times="10am–2pm", title="Beach clean at Tankerton Slopes", by="Beth Lomax",
        category="volunteering", heading="community", years=(9, 10),
        summary="The first clean by the new leaders: four groups, four groynes, one skip.",
        description="Groups are mixed, gloves are warm and the cocoa is at noon. What we find is "
        "weighed, counted and sent in, so that somebody far away can see what the sea carries.",
        place="The school gate, two minutes from the beach",
        capacity=60, book_by=2, bring="Boots, layers, lunch. Gloves and pickers are there.",
        travel="Whitstable station is twenty minutes on foot; families may stay and pick.",
        access="A ramp to the promenade, a beach wheelchair, and sorting tables on the level.",
        pupils={"wantsum": 10, "oyster": 12, "sexburga": 8, "elmstone": 8, "elham": {9: 2, 10: 2}},
    ),
    Plan(
        on=(WED, 2), times="10am–12 noon", title="Boccia and new-age kurling festival",
        by="Nell Sturgess", category="sporting", heading="send", aims=BOTH, years=(3, 8),
        summary="Two games in which standing up is no advantage at all.",
        description="Teams of three from three schools. Elham Vale’s players are captains; they "
        "have been practising, and they are very good.",
        place="The hall", who_for="everybody plays, nobody watches", capacity=48, book_by=3,
        bring="Indoor shoes.", travel=MINIBUS,
        access="Made for wheels. A quiet room, a changing place, and a hoist.",
        pupils={"elham": {4: 3, 6: 4, 8: 2}, "tankerton": 12, "barham": 8, "wantsum": {7: 5, 8: 5}},
    ),
    Plan(
        on=(WED, 2), times="2pm–3.30pm", title="The physics of a pipe organ", by="Judith Farrow",
        category="academic", heading="careers", aims=BOTH, years=(10, 12),
        summary="Half a lecture, half a climb: 2,400 pipes, and you may blow one.",
        description="Why a long pipe is low, why cold makes it flat, and what the builder of 1883 "
        "knew that we had to find out again.\n\nGroups of ten go up the ladder with a student. "
        "Those who would rather not have the pedals to themselves.",
        place="The Great Hall", capacity=80, book_by=2, bring="Flat shoes with a grip.",
        travel="Bus 3 from the bus station stops at the door.",
        access="A lift to the hall. The climb is filmed live for those on the ground.",
        pupils={"wantsum": 12, "oyster": 12, "elmstone": 9, "sexburga": 10, "dour": 6},
    ),
    Plan(
        on=(THU, 2), times="1pm–3.30pm", title="Printmaking: two colours", by="Adaeze Obi",
        category="cultural", heading="art", years=(7, 9),
        summary="The second colour never lands where you want it. That is the lesson.",
        description="The second of two workshops, for those who came to the first and for those "
        "who did not. The prints of both begin their tour of the schools here.",
        place="The print room, second floor (there is a lift)", capacity=30, book_by=2,
        bring="Clothes that may get inky.", travel=MINIBUS,
        access="A lift; two presses at sitting height.",
        pupils={"sexburga": 6, "elmstone": 6, "dour": 8},
    ),
    Plan(
        on=(THU, 3), times="1.30pm–3.30pm", title="Mock interviews, with a real panel",
        by="Lorna Kemsley", category="academic", heading="careers", aims=("aspirations",),
        years=(10, 11),
        summary="Twelve minutes each, three strangers who want you to do well, and a page of what "
        "they liked.",
        description="The panels are a ferry captain, two head teachers, a baker, a solicitor and "
        "people from the university. Wear what you would wear.",
        place="The new block, by reception", capacity=54, book_by=4,
        bring="One page about yourself.", travel=MINIBUS,
        access="No steps. Questions can be had in advance, in print or in signs.",
        pupils={"dour": 14, "wantsum": 12, "sexburga": 10},
    ),
    Plan(
        on=(MON, 3), times="4pm–5pm", title="Ask an engineer, online", by="Judith Farrow",
        category="academic", heading="stem", aims=("aspirations",), years=(9, 13),
        summary="Three engineers in three time zones; one of them is on a ship.",
        description="A tunnel, a turbine and a prosthetic knee. You send questions beforehand or "
        "type them; a teacher in each school sits beside you.",
        mode="online", remote_link="https://meet.cinqueports.example/ask-an-engineer", venue="",
        capacity=120, book_by=1, who_for="in your own school, round one screen",
        bring="A question that has no yes or no.",
        access="Captions throughout. Questions may be sent in writing or drawings.",
        pupils={"oyster": 16, "dour": 10, "elmstone": 8, "sexburga": 10},
    ),
    _concert("Carol concert", "Carols old and new, with room for everybody in the last verse.",
             ("Gaudete, in the dark", "The holly and the ivy", "In the bleak midwinter (Holst)",
              "Coventry Carol", "A carol of the Kent coast, new for tonight",
              "Hark! the herald angels sing, with everybody"), ADVENT),
    _concert("A concert for the end of the day", "Rounds, psalms and sea songs, with room for "
             "everybody in the last verse.",
             ("Three rounds from the gallery", "A psalm in four parts", "The mermaid",
              "Spanish ladies", "The day thou gavest, with everybody"), OTHER_MONTHS),
    Plan(
        on=(SAT, 3), times="9am–1pm", title="Charity trek: second route walk", by="Paul Sweeney",
        category="volunteering", heading="community", years=(5, 11),
        summary="The other half of the route, Canterbury to Fordwich and back by the river.",
        description="Gates, mud, cafés, views: we write it all down. The trek’s target is £2,500 "
        "for the lifeboats.",
        venue="", place="Meet at the west door of St Sexburga’s", capacity=40, book_by=2,
        bring="Boots that have been worn before, lunch, a waterproof.",
        travel="Five minutes from Canterbury West.",
        access="The river path is flat and firm as far as Fordwich.",
        pupils={"sexburga": 8, "wantsum": 6, "tankerton": {6: 5}, "elmstone": 4},
    ),
    Plan(
        on=(FRI, 3), times="9.30am–11.30am", title="Climb and count", by="Beth Lomax",
        category="sporting", heading="academic", years=(2, 6),
        summary="The nine times table, four metres up, with your eyes shut if you dare.",
        description="Every hold has a number. Ropes and instructors for everybody.",
        place="The hall", capacity=40, book_by=3, bring="Trainers.", travel=MINIBUS,
        access="A harness seat, and a wall that lies on its side.",
        pupils={"tankerton": 12, "barham": 10, "elham": {3: 2, 4: 2}},
    ),
    Plan(
        on=(MON, 4), times="9.30am–12 noon", title="Micro:bits and the tide", by="Andrzej Nowak",
        category="academic", heading="stem", aims=BOTH, years=(5, 7),
        summary="Build a bell that rings when the sea comes in.",
        description="We test them in a bucket, then off the slipway. Whoever’s bell rings nearest "
        "to the printed tide table rings the school’s.",
        place="Computing 2, first floor (there is a lift)", capacity=36, book_by=3,
        bring="Wellingtons.", travel=MINIBUS, access="A lift. Switches and large keys for anybody.",
        pupils={"tankerton": {5: 6, 6: 6}, "oyster": {7: 6}, "barham": 6},
    ),
    Plan(
        on=(WED, 4), times="2pm–3.30pm", title="What whales can hear", by="Kwame Boateng",
        category="academic", heading="careers", aims=BOTH, years=(9, 12),
        summary="A lecture in the dark, mostly with your ears.",
        description="The Channel, from below: ferries, rain, shrimps, and somebody singing off "
        "Dungeness in 2024 whom nobody had expected.",
        place="Lecture Theatre 2, by the west door", capacity=120, book_by=2,
        travel="Bus 3 from the bus station stops at the door.",
        access="Level from the west door. A hearing loop, and a seat that lets you feel the low "
        "notes.",
        pupils={"wantsum": 14, "oyster": 14},
    ),
    Plan(
        on=(THU, 5), times="2pm–3.30pm", title="Tea and tablets", by="Lorna Kemsley",
        category="volunteering", heading="community", years=(9, 10),
        summary="Older neighbours bring a tablet and a question; you bring patience. There is "
        "cake.",
        description="One pupil, one neighbour, ninety minutes. This time several want to learn how "
        "to sell things.",
        place="The dining hall", capacity=24, book_by=2, bring="Patience.", travel=MINIBUS,
        access="No steps; chairs with arms; large print notes to take home.",
        pupils={"dour": 8, "elmstone": 4},
    ),
    Plan(
        on=(WED, 5), times="6pm–7.30pm", title="An evening of songs from the sea",
        by="Sophie Ledger", category="cultural", heading="music", years=(0, 13),
        summary="Everything that was recorded this term, live, with the door open so that you hear "
        "the real thing.",
        description="Pupils of five schools, one borrowed harmonium, and a choir made of whoever "
        "sits in the first three rows.",
        place="The main hall", who_for="and families", bring="Somebody who says they cannot sing.",
        travel="The Loop bus stops at the gate until 9pm.",
        access="No steps. A hearing loop, a quiet room with a window on the stage.",
        pupils={"dour": 10, "tankerton": {4: 6, 5: 6}, "wantsum": 12, "barham": {5: 4}},
    ),
    Plan(
        on=(SAT, 5), times="10am–1pm", title="Laying a hedge", by="Rob Tapsell",
        category="volunteering", heading="community", years=(7, 11),
        summary="Cut a tree nearly through, lay it down, and it lives. Come and see why.",
        description="Two hedgers in their seventies teach six pupils each. Nobody younger than "
        "Year 7 uses a billhook; everybody may make tea on the fire.",
        place="Long Meadow, where the smoke is", capacity=36, book_by=3,
        bring="Leather gloves if you have them, boots.", travel="Families may come and watch.",
        access="A hard track to the fire; tools for sitting.",
        pupils={"barham": {7: 4, 8: 4}, "dour": 6, "wantsum": 6},
    ),
    Plan(
        on=(FRI, 5), times="9.30am–12 noon", title="Latin in a morning, again",
        by="Clemency Hart", category="academic", heading="languages", aims=BOTH, years=(5, 7),
        summary="New tombs, new insults, same songs.",
        description="You need not have come before. Those who did are centurions and carry the "
        "biscuits.",
        place="The old schoolroom, ground floor", capacity=40, book_by=3, bring="A pencil.",
        travel=MINIBUS, access="A ramp at the garden door. Word cards in large print and symbols.",
        pupils={"barham": 8, "tankerton": 10, "wantsum": {7: 6}},
    ),
    Plan(
        on=(TUE, 6), times="9.30am–12 noon", title="A museum of small things", by="Callum Reid",
        category="cultural", heading="academic", years=(4, 7),
        summary="Bring one small thing from home, and leave as its curator.",
        description="A thimble, a medal, a bus ticket from 1961. We ask it questions until it "
        "talks, write a label of thirty words, and open to the public at half past eleven.",
        place="The long gallery", capacity=60, book_by=4,
        bring="One small thing that is not precious.", travel=MINIBUS,
        access="A stairlift to the gallery, or the same museum on the ground floor: tell us.",
        pupils={"elmstone": {7: 10}, "tankerton": 12, "elham": {5: 2, 6: 2}},
    ),
    Plan(
        on=(THU, 6), times="6pm–7pm", title="Poetry in two languages: the reading",
        by="Farah Siddiqui", category="cultural", heading="languages", years=(7, 9),
        summary="Twenty poems, nine languages, one glass of squash.",
        description="Poems are read by their writers or by somebody they choose. Families sit at "
        "the front.",
        place="The library", who_for="and families", travel="The Loop bus runs until 9pm.",
        access="No steps. Every poem is also on paper, and three are in signs.",
        pupils={"oyster": 10, "sexburga": 8},
    ),
    Plan(
        on=(FRI, 6), times="1.30pm–4pm", title="U15 badminton doubles", by="Nathan Cole",
        category="sporting", heading="sport", years=(9, 10),
        summary="Your partner goes to another school. The trophy is a shuttlecock in a jam jar.",
        description="Short games, three partners, and a quiet hour of coaching before it for those "
        "who have never held a racket.",
        place="The sports hall", capacity=48, book_by=3,
        bring="Trainers for indoors. Rackets are there.", travel=MINIBUS,
        access="No steps from the car park to the court. A quiet room is next door.",
        pupils={"wantsum": 10, "oyster": 8},
    ),
    Plan(
        on=(MON, 6), times="1.30pm–3.30pm", title="A laboratory with sea water on tap",
        by="Gareth Bevan", category="academic", heading="stem", aims=BOTH, years=(5, 6),
        summary="Shrimps under a microscope, and a volcano that is really chemistry.",
        description="Year 12 scientists run six benches and you run round them. Goggles make "
        "everybody look the same.",
        place="Laboratory 3", capacity=60, book_by=4, bring="Hair tied back.", travel=MINIBUS,
        access="A bench that moves up and down; a quieter laboratory next door.",
        pupils={"tankerton": 20, "barham": 12},
    ),
    Plan(
        on=(FRI, 8), times="4pm–3pm", nights=2, title="Two nights under the lighthouse",
        by="Peter Ovenden", category="cultural", heading="well_being", aims=BOTH, years=(7, 9),
        summary="Thirty beds, five schools, one beam that goes round all night.",
        description="Fossils before breakfast, cooking for thirty, a walk on the sands by torch, "
        "and no screens (the warden has one, for the tides).\n\nRooms are of three schools each.",
        place="The field centre, Broadstairs", capacity=30, book_by=12,
        cost="£35 for both nights. Nobody stays at home for money: ask your coordinator.",
        bring="A sleeping bag, boots, something that glows.",
        travel="A coach goes round all five schools; the times come a week before.",
        access="Two ground-floor rooms with wet rooms. Night staff are awake.",
        pupils={"dour": 6, "wantsum": 5, "elham": {8: 2}},
    ),
    Plan(
        on=(TUE, 8), times="1.30pm–3.30pm", title="Shakespeare in an hour: the Dream",
        by="Hugo Lanfear", category="cultural", heading="drama", years=(8, 10),
        summary="Sixty people, four lovers, one donkey.",
        description="Every group gets one scene, one prop and twenty minutes. There is no "
        "audience; everybody is on.",
        place="The theatre", capacity=64, book_by=3, bring="A scarf or a sheet.", travel=MINIBUS,
        access="The stage has a ramp. Parts without words are good parts.",
        pupils={"elmstone": 12, "oyster": 12, "wantsum": 8},
    ),
    Plan(
        on=(THU, 8), times="1pm–3.30pm", title="Row the harbour", by="Steve Oakley",
        category="sporting", heading="sport", years=(8, 10),
        summary="Four oars, one cox, and ferries to wave at.",
        description="Crews are of two schools each. Everybody takes a turn at the rudder, and "
        "everybody finds out that steering is the hard part.",
        place="The boat shed, Granville Dock", capacity=32, book_by=4,
        bring="Clothes that may get wet, a second set that may not.", travel=MINIBUS,
        access="A hoist to one boat, with a seat with sides. Cox from the quay.",
        pupils={"dour": 8, "sexburga": 8},
    ),
    Plan(
        on=(SAT, 9), times="9am–4pm", title="Charity trek for the lifeboats", by="Beth Lomax",
        category="volunteering", heading="community", aims=BOTH, years=(0, 13),
        summary="Eighteen miles, or nine, or one; five hundred people; £2,500 to raise.",
        description="Whitstable to Canterbury along the sea wall and the river. Join at any gate "
        "and leave at any gate.\n\nMoney is collected in sealed buckets and counted by two adults "
        "of different schools.",
        venue="", place="The harbour, Whitstable",
        who_for="and families, grandparents and well-behaved dogs", book_by=5,
        cost="Whatever you can raise.", bring="Boots, lunch, a waterproof, a cheerful friend.",
        travel="A bus goes back from Canterbury every half hour until 5pm.",
        access="The first mile and the last three are firm and flat; a minibus follows all the "
        "way.",
        pupils={"tankerton": 40, "wantsum": 30, "sexburga": 24},
    ),
    Plan(
        on=(TUE, 9), times="9.30am–12 noon", title="Debating for people who hate shouting",
        by="Priya Nair", category="academic", heading="academic", aims=BOTH, years=(7, 8),
        summary="How to disagree slowly, quietly and well.",
        description="A morning for those who think before they speak.",
        place="The theatre", capacity=40, draft=True,
    ),
)  # fmt: skip
