"""Pupils' activities that have been, the latest first."""

from ekst.demonstration.calendar import FRI, MON, SAT, THU, TUE, WED
from ekst.demonstration.plans import Correction, PerformancePlan, Plan, RolePlan

BOTH = ("aspirations", "horizons")
MINIBUS = "Your school brings you by minibus and is back by the end of the day."

GONE = (
    Plan(
        on=(SAT, -1), times="9am–1pm", title="Charity trek: route walk", by="Beth Lomax",
        category="volunteering", heading="community", years=(5, 11),
        summary="Nine miles of the trek in spring, walked once by those who will lead it: gates, "
        "mud, cafés, views.",
        description="We walk the first half, Whitstable to Seasalter and back along the sea wall, "
        "and write down what five hundred feet will need to know.\n\nThe trek itself is for the "
        "lifeboats; its target is £2,500.",
        venue="", place="Meet at the gate of Tankerton Bay Primary",
        capacity=40, book_by=2, bring="Boots that have been worn before, lunch, a waterproof.",
        travel="Trains at 8.31am from Canterbury East by way of Faversham; families may walk too.",
        access="The first three miles are flat and firm. A minibus meets us at each car park.",
        pupils={"tankerton": {5: 3, 6: 4}, "oyster": 8, "wantsum": 7, "sexburga": 6, "dour": 3},
        led={"tankerton": 2, "wantsum": 2},
    ),
    Plan(
        on=(THU, -1), times="1pm–3.30pm", title="Printmaking afternoon", by="Adaeze Obi",
        category="cultural", heading="art", years=(7, 9),
        summary="Cut one block, ink it twice, and swap every second print with somebody you met "
        "today.",
        description="A workshop that begins with a potato and ends with lino. Three presses, a "
        "washing line, and a wall to hang them on.\n\nHalf of the prints stay for an exhibition "
        "that goes round all the schools.",
        place="The print room, second floor (there is a lift)",
        capacity=30, book_by=2, bring="Clothes that may get inky. Aprons are there.",
        travel=MINIBUS, access="A lift to the print room; two presses at sitting height.",
        pupils={"sexburga": 8, "elmstone": 8, "elham": {7: 2, 8: 2}, "wantsum": 6},
        led={"sexburga": 2, "elmstone": 2},
    ),
    Plan(
        on=(WED, -2), times="2pm–3.30pm", title="How a shingle beach remembers",
        by="Kwame Boateng", category="academic", heading="careers", aims=BOTH, years=(10, 12),
        summary="A lecture about stones that move, with sixty of them passed round.",
        description="Why the big stones are at one end. Where the beach at Deal was in 1600. How a "
        "geographer puts a radio inside a pebble and waits.\n\nHalf an hour of questions at the "
        "end, and a look into the wave tank for those who can stay.",
        place="Lecture Theatre 2, by the west door", capacity=120, book_by=2,
        travel="Bus 3 from the bus station stops at the door every ten minutes.",
        access="Level from the west door. Places for wheelchairs at the front; a hearing loop.",
        pupils={"wantsum": 18, "dour": 12, "elmstone": 10, "sexburga": 14, "oyster": 12},
        led={"university": 2},
    ),
    Plan(
        on=(THU, -2), times="1.30pm–3pm", title="Poetry in two languages", by="Farah Siddiqui",
        category="cultural", heading="languages", years=(7, 9),
        summary="Write a poem in the language you speak at home, another in the one you learn, and "
        "find out what gets lost on the ferry.",
        description="Twenty-six languages are spoken at our schools. We begin with the words for "
        "sea.\n\nNobody has to read aloud. Somebody always does, and then everybody wants to.",
        place="The library", capacity=36, book_by=2,
        bring="One word that has no English.", travel=MINIBUS,
        access="No steps. Scribes and large paper for anybody who wants them.",
        pupils={"oyster": 10, "sexburga": 8, "dour": 8, "elham": {8: 2}},
        led={"oyster": 2, "sexburga": 2},
    ),
    Plan(
        on=(FRI, -2), times="9.30am–12 noon", title="Latin in a morning", by="Clemency Hart",
        category="academic", heading="languages", aims=BOTH, years=(5, 7),
        summary="You will be able to read three words on every tomb in Kent by lunch.",
        description="We start with the names of the months and end by insulting one another "
        "politely in the accusative. The verbs are sung.",
        place="The old schoolroom, ground floor", capacity=40, book_by=3,
        bring="A pencil, and a snack for the prandium.", travel=MINIBUS,
        access="A ramp at the garden door. Word cards in large print and in symbols.",
        pupils={"tankerton": {5: 8, 6: 8}, "barham": 10, "elham": {5: 2, 6: 2}, "dour": {7: 6}},
        led={"barham": 3},
    ),
    Plan(
        on=(SAT, -3), times="10am–12 noon", title="Cross-country relays", by="Helen Marsh",
        category="sporting", heading="sport", years=(7, 10),
        summary="Four runners, one mile each, and a baton that is a stick of rock.",
        description="Teams are mixed: one runner of each year. Run it, jog it or talk your way "
        "round. The last team home is clapped in by everybody.",
        place="The far field, by the lower gate", capacity=60, book_by=2,
        bring="Trainers for mud, something warm for afterwards.",
        travel="Families are welcome to bring you and to stay.",
        access="The short course is a firm path and may be done on wheels.",
        pupils={"wantsum": 20, "oyster": 16, "dour": 8, "elmstone": 8}, unconfirmed=True,
    ),
    Plan(
        on=(WED, -4), times="10am–12 noon", title="Boccia for beginners", by="Nell Sturgess",
        category="sporting", heading="send", years=(3, 8),
        summary="Chess with your whole arm. Our players teach yours.",
        description="Elham Vale’s own team shows how: the jack, the ramp, the long silence before "
        "a throw. Then mixed threes, a quick league, and squash.",
        place="The hall", capacity=40, book_by=3, bring="Indoor shoes.", travel=MINIBUS,
        access="Made for wheels. A quiet room, a changing place, and a hoist.",
        pupils={"elham": {4: 3, 6: 4, 8: 3}, "tankerton": 10, "barham": 8, "wantsum": {7: 4, 8: 4}},
        led={"elham": 3, "wantsum": 2},
    ),
    PerformancePlan(
        on=(THU, -4), times="10am–12 noon", title="Sea songs in a boat shed", by="Dev Chatterjee",
        category="cultural", heading="music", years=(4, 9),
        summary="Songs for hauling, songs for waiting, and one for being sick over the side.",
        description="A morning of shanties with a real rope. You will know six by half past "
        "eleven, when families come in and hear them all.\n\nNobody is asked to sing alone.",
        place="The boat shed, Granville Dock", capacity=80, book_by=3,
        bring="A warm coat: the doors stay open.", travel=MINIBUS,
        access="A flat quay. The rope work can be done sitting.",
        pupils={"dour": {7: 10, 8: 10}, "tankerton": {4: 8, 5: 8, 6: 8}, "barham": 12, "elham": 6},
        led={"dour": 3, "wantsum": 2}, audience_places=60,
        programme=("Haul away, with a real rope", "The mermaid", "Spanish ladies"),
        seats={"dour": 24, "tankerton": 18, "elham": 8},
        roles=(
            RolePlan("dour", "choir", 20, (7, 8)), RolePlan("dour", "hosting"),
            RolePlan("tankerton", "choir", 24, (4, 6)), RolePlan("barham", "choir", 12, (4, 8)),
            RolePlan("elham", "choir", 6, (4, 9)),
        ),
    ),
    Plan(
        on=(FRI, -4), times="9.30am–12 noon", title="Orienteering on the downs", by="Rob Tapsell",
        category="sporting", heading="sport", years=(5, 8),
        summary="Twelve posts, one map, and a compass that points to lunch.",
        description="In pairs from two schools. Run or wander; the points are for finding, not for "
        "speed.",
        place="The front lawn", capacity=60, book_by=3, bring="Boots, waterproof, a watch.",
        travel=MINIBUS, access="A shorter course keeps to the drive and the kitchen garden.",
        pupils={"barham": 14, "tankerton": 12, "dour": {7: 8}},
        cancelled="Gales are forecast, and the posts stand under very old trees.",
    ),
    Plan(
        on=(MON, -5), times="9.30am–12 noon", title="Micro:bits and weather", by="Andrzej Nowak",
        category="academic", heading="stem", aims=BOTH, years=(5, 7),
        summary="Build a thing that knows when it is raining, and takes it personally.",
        description="Nobody needs to have coded. By break it blinks, by noon it sulks in the wet. "
        "You take the program home; the board can be borrowed for a month.",
        place="Computing 2, first floor (there is a lift)", capacity=36, book_by=3,
        bring="Nothing.", travel=MINIBUS, access="A lift. Switches and large keys for anybody.",
        pupils={"tankerton": {5: 8, 6: 8}, "barham": 8, "elham": {5: 2, 6: 2}, "oyster": {7: 6}},
        led={"oyster": 2, "university": 2},
    ),
    Plan(
        on=(TUE, -5), times="9.30am–12.30pm", title="Rock pools in numbers", by="Helen Marsh",
        category="academic", heading="stem", years=(5, 7),
        summary="Count limpets like a scientist: one square, one metre, a hundred times.",
        description="Low water is at 11am. We lay squares on the rocks, count what is in them, and "
        "put four schools’ numbers on one graph before lunch.",
        place="The main gate, 400 metres from the sea", capacity=60, book_by=3,
        bring="Wellingtons, a towel, a change of socks.", travel=MINIBUS,
        access="A beach wheelchair is booked. The graph is made indoors.",
        pupils={"wantsum": {7: 14}, "barham": 12, "tankerton": {5: 8, 6: 8}, "elmstone": {7: 8}},
        led={"wantsum": 2, "university": 2},
        corrected=Correction(
            reason="Elmstone’s marshal had been left out, and two who stayed indoors were counted.",
            pupils={"barham": {5: 3, 6: 3, 7: 4}},
            led={"elmstone": 1},
        ),
    ),
    Plan(
        on=(WED, -5), times="1.30pm–3.30pm", title="Shakespeare in an hour", by="Hugo Lanfear",
        category="cultural", heading="drama", years=(8, 10),
        summary="The Tempest, whole, by sixty people who met at half past one.",
        description="Every group gets one scene, one prop and twenty minutes. Then the storm "
        "begins. There is no audience; everybody is on.",
        place="The theatre", capacity=64, book_by=3, bring="A scarf or a sheet.",
        travel=MINIBUS, access="The stage has a ramp. Parts without words are good parts.",
        pupils={"elmstone": 16, "wantsum": 14, "oyster": 12, "dour": 14},
        led={"elmstone": 2, "oyster": 2, "dour": 2},
    ),
    Plan(
        on=(MON, -6), times="10am–2pm", title="A day in the kitchen garden", by="Colin Marsh",
        category="volunteering", heading="well_being", years=(4, 10),
        summary="Lift the potatoes, plant the garlic, eat the soup.",
        description="Everybody works beside somebody they do not know. What we lift goes to the "
        "community kitchen in Folkestone the same afternoon.",
        place="The walled garden", capacity=32, book_by=4,
        bring="Old clothes, boots, a spoon.", travel=MINIBUS,
        access="Raised beds, hard paths, tools for one hand.",
        pupils={"elham": {6: 3, 8: 3, 10: 2}, "barham": {6: 6}, "dour": 8, "elmstone": 6},
        led={"elham": 2, "elmstone": 2},
    ),
    Plan(
        on=(SAT, -6), times="10am–1pm", title="Five hundred hazels", by="Rob Tapsell",
        category="volunteering", heading="community", years=(4, 10),
        summary="A hedge that will still be there when your grandchildren want nuts.",
        description="One spade between two. By one o’clock there will be a hedge; by 2040 there "
        "will be dormice.",
        place="Long Meadow, where the flags are", capacity=60, book_by=3,
        bring="Boots and gloves. Spades are there.", travel="Families may come and dig.",
        access="Half of the line is beside the drive.",
        pupils={"barham": 14, "sexburga": 10, "elham": 4, "dour": 8},
        led={"barham": 2, "sexburga": 2},
    ),
    Plan(
        on=(MON, -7), times="1.30pm–3.30pm", title="The chemistry of an oyster shell",
        by="Gareth Bevan", category="academic", heading="stem", aims=BOTH, years=(9, 11),
        summary="Dissolve one, weigh what is left, and work out how old the sea is getting.",
        description="A practical that no single school has the kit for. Every bench has people of "
        "three schools and one shell.",
        place="Laboratory 3", capacity=42, book_by=3, bring="Hair tied back.", travel=MINIBUS,
        access="A bench that moves up and down. Readings can be called out.",
        pupils={"oyster": 12, "wantsum": 10, "dour": 8, "sexburga": 10},
        led={"oyster": 2, "university": 2},
    ),
    Plan(
        on=(TUE, -7), times="10am–12.30pm", title="A ward for a morning", by="Helen Attwood",
        category="academic", heading="careers", aims=("aspirations",), years=(10, 11),
        summary="Nurses, midwives and a paramedic, in a hospital ward where nobody is ill.",
        description="Take a pulse, dress a wound in plaster, ask anything. Students who left our "
        "own schools two years ago show you round.",
        place="The skills laboratory, Augustine House", capacity=60, book_by=4,
        travel="Bus 3 from the bus station stops at the door.",
        access="Level throughout. Tell us if beds and bells are difficult.",
        pupils={"dour": 12, "wantsum": 14, "sexburga": 12, "oyster": 10},
        led={"university": 3, "dour": 2},
    ),
    Plan(
        on=(FRI, -7), times="1pm–3pm", title="Swimming for the joy of it", by="Tess Whitlock",
        category="sporting", heading="sport", years=(7, 9),
        summary="Relays on inflatable animals, and one length against the clock for those who like "
        "a clock.",
        description="No gala, no lanes after two o’clock. Non-swimmers have the warm end and a "
        "teacher each.",
        place="The pool, behind the chapel", capacity=40, book_by=3,
        bring="Swimming things, a towel, a pound for the locker (you get it back).",
        cost="Nothing.", travel=MINIBUS, access="A pool hoist and a changing room with a bench.",
        pupils={"elmstone": 8, "wantsum": 10, "oyster": 10, "elham": {8: 2, 9: 2}},
        led={"elmstone": 3, "wantsum": 2},
    ),
    Plan(
        on=(THU, -7), times="9.30am–12 noon", title="Bread from four countries", by="Isobel Fenn",
        category="cultural", heading="well_being", years=(4, 7),
        summary="Bazlama, soda bread, roti and a Kentish huffkin, all from one sack of flour.",
        description="Four tables, four bakers, one oven. You make all four and take two home; the "
        "recipes are in the words of the people who brought them.",
        place="The kitchen, by the yard door", capacity=30, book_by=4,
        cost="£2 for flour, or nothing: ask your coordinator, no reason needed.",
        bring="An apron, a tin.", travel=MINIBUS,
        access="Low tables. Allergies: every table’s flour is on the door, so look first.",
        pupils={"barham": 8, "tankerton": 8, "elham": 4, "dour": {7: 6}},
        led={"barham": 2, "elham": 2},
    ),
    Plan(
        on=(WED, -8), times="1.30pm–3.30pm", title="Brass and a six-second echo",
        by="Dominic Byrne", category="cultural", heading="music", years=(7, 11),
        summary="Sixty players, one hall, and a note that comes back when you have forgotten it.",
        description="Oyster Coast’s band brings spare cornets for anybody who has never blown one. "
        "We end with one chord, held until the echo wins.",
        place="The hall", capacity=70, book_by=3, bring="Your instrument if you have one.",
        travel=MINIBUS, access="A ramp to the stage. Ear defenders by the door.",
        pupils={"sexburga": 16, "oyster": 14, "elmstone": 10, "wantsum": 8},
        led={"sexburga": 3, "oyster": 2},
    ),
    Plan(
        on=(TUE, -8), times="1pm–3.30pm", title="Row the harbour", by="Steve Oakley",
        category="sporting", heading="sport", years=(8, 10),
        summary="Four oars, one cox, and ferries to wave at.",
        description="Crews are of two schools each. Everybody takes a turn at the rudder, and "
        "everybody finds out that steering is the hard part.",
        place="The boat shed, Granville Dock", capacity=32, book_by=4,
        bring="Clothes that may get wet, a second set that may not.",
        travel=MINIBUS, access="A hoist to one boat, with a seat with sides. Cox from the quay.",
        pupils={"dour": 10, "elmstone": 8, "oyster": 8},
        led={"dour": 3},
    ),
    Plan(
        on=(FRI, -8), times="9.30am–11.30am", title="Climb and count", by="Beth Lomax",
        category="sporting", heading="academic", years=(2, 6),
        summary="The seven times table, four metres up.",
        description="Every hold has a number. Climb the sevens, then the sevens less one. Ropes "
        "and instructors for everybody.",
        place="The hall", capacity=40, book_by=3, bring="Trainers.", travel=MINIBUS,
        access="A harness seat, and a wall that lies on its side.",
        pupils={"tankerton": 12, "barham": 12, "elham": {3: 2, 4: 2, 5: 2}},
        led={"tankerton": 3, "elham": 2},
    ),
)  # fmt: skip
