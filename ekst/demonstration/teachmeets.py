"""The TeachMeets: three that were, two to come, and one that is still a draft."""

from ekst.demonstration.calendar import THU, WED
from ekst.demonstration.plans import Meet, Talk

REVISION = Meet(
    on=(THU, 1),
    times="4.15pm–5.45pm",
    theme="Revision that sticks",
    by="Ruth Calloway",
    summary="Teachers telling teachers what worked, seven minutes at a time. No slides needed, "
    "nothing for sale, tea from four.",
    slot_minutes=70,
    mode="both",
    remote_link="https://meet.wantsum.example/revision-that-sticks",
    place="Main hall",
    hashtag="ekstTM",
    access="No steps from the car park, behind the gym, to the hall. A hearing loop in the first "
    "four rows; captions on the stream.",
    staff={"wantsum": 7, "elmstone": 5, "oyster": 6, "dour": 5, "sexburga": 5, "tankerton": 4,
           "barham": 2, "elham": 2, "university": 2},
    talks=(
        Talk("Helen Marsh", "micro", "Retrieval grids in the time it takes to do the register",
             needs="A visualiser"),
        Talk("Grace Holloway", "nano", "Borrow our exam hall"),
        Talk("Frances Quill", "micro", "Flashcards: it matters who writes them"),
        Talk("Imran Sheikh", "nano", "What the spacing studies really say"),
        Talk("Joanna Pike", "micro", "Teaching parents to test, kindly",
             beside=("Miriam Gold", "Clemency Hart")),
        Talk("Martin Sealey", "micro", "Learning by heart, and why we still do", may_stream=False),
        Talk("Tom Adeyemi", "nano", "One question at the door"),
        Talk("Josie Marden", "nano", "Times tables on the climbing wall", needs="A screen",
             link="j.marden@tankertonbay.example"),
        Talk("Owen Price", "nano", "Cues you can touch", needs="A small table"),
        Talk("Callum Reid", "micro", "Past papers without the panic"),
        Talk("Aisha Rahman", "micro", "A revision timetable that forgives"),
    ),
    seed=2026,
    moved=(("Past papers without the panic", "up"), ("Cues you can touch", "down")),
    invited=("m.okafor@dourvalley.example",),
    sponsor="the parents of Wantsum Academy, for the tea and the cake",
)  # fmt: skip

QUESTIONS = Meet(
    on=(THU, -6),
    times="4.15pm–5.30pm",
    theme="Questions worth asking",
    by="Tom Adeyemi",
    summary="The question that opened a lesson up, and the one that closed it down.",
    description="Eight short talks and a long tea. Bring one question that you will never ask a "
    "class again, and hear what others ask instead.",
    slot_minutes=55,
    place="The drama studio, ground floor",
    hashtag="ekstTM",
    access="No steps. Soft light on request.",
    staff={"oyster": 6, "wantsum": 4, "elmstone": 3, "dour": 3, "sexburga": 4, "tankerton": 3,
           "university": 2, "elham": 2},
    talks=(
        Talk("Callum Reid", "micro", "What would have to be true?"),
        Talk("Bridget Doyle", "micro", "Waiting seven seconds, and what happens in the fifth"),
        Talk("Amina Diallo", "nano", "Ask the picture"),
        Talk("Habiba Yusuf", "micro", "Yes, no, and a third card"),
        Talk("Farah Siddiqui", "nano", "Which word would you steal?", beside=("Ellie Court",)),
        Talk("Kate Lister", "micro", "Is it always, sometimes or never?"),
        Talk("Imran Sheikh", "micro", "Questions that test, questions that teach"),
        Talk("Dev Chatterjee", "nano", "What do you hear now?", needs="Sound"),
    ),
    seed=71,
)  # fmt: skip

MARKING = Meet(
    on=(WED, -16),
    times="4.15pm–5.45pm",
    theme="Marking less, saying more",
    by="Alistair Boyd",
    summary="Feedback that pupils act on, and evenings that teachers get back.",
    description="Ten short talks from six schools and the university, with a long break in the "
    "middle. Bring a book that you have marked and would mark otherwise now.",
    slot_minutes=70,
    place="The theatre’s bar, ground floor",
    hashtag="ekstTM",
    access="No steps by the garden door. A hearing loop throughout.",
    staff={"elmstone": 7, "wantsum": 5, "oyster": 4, "dour": 4, "sexburga": 3, "barham": 3,
           "tankerton": 2, "university": 3},
    talks=(
        Talk("Sunita Rao", "micro", "One question on the board in place of thirty comments",
             beside=("Priya Nair",)),
        Talk("Sophie Ledger", "micro", "Whole-class feedback on half a sheet of paper"),
        Talk("Gareth Bevan", "nano", "A stamp that says nothing"),
        Talk("Lorna Kemsley", "micro", "Reading the essay aloud, to its author"),
        Talk("Dominic Byrne", "micro", "What a pupil does with red ink: we asked ninety",
             beside=("Judith Farrow",)),
        Talk("Rob Tapsell", "nano", "Marking in the changing room"),
        Talk("Carol Hogben", "nano", "Two stars and no wish"),
        Talk("Kwame Boateng", "micro", "The studies on feedback, in seven minutes",
             may_stream=False),
        Talk("Tess Whitlock", "nano", "A sketchbook answers back", needs="A visualiser"),
        Talk("Andrzej Nowak", "micro", "Let them mark it first"),
    ),
    seed=316,
)  # fmt: skip

FIRST_FIVE = Meet(
    on=(WED, -9),
    times="4pm–5.15pm",
    theme="The first five minutes",
    by="Beth Lomax",
    summary="How a lesson begins, from Reception to Year 13, in talks shorter than a register.",
    slot_minutes=40,
    place="The hall, by the climbing wall",
    access="No steps, small chairs; large ones are along the wall.",
    staff={"tankerton": 4, "barham": 4, "wantsum": 3, "dour": 2, "elham": 2, "university": 2},
    talks=(
        Talk("Joe Finnis", "nano", "Start with the end of the story"),
        Talk("Rob Tapsell", "micro", "Boots on, eyes up"),
        Talk("Nell Sturgess", "micro", "A good morning that moves"),
        Talk("Nathan Cole", "nano", "Thirty children, one whistle, no shouting"),
        Talk("Ruby Lindqvist", "micro", "What trainees notice before we do"),
    ),
    seed=905,
)  # fmt: skip

READING = Meet(
    on=(WED, 7),
    times="4.15pm–5.30pm",
    theme="Small wins in reading",
    by="Alistair Boyd",
    summary="One thing that moved one reader on, told by the person who tried it.",
    description="For every subject: there are hard words in geography too. Come and listen, or "
    "bring a small story of your own.",
    slot_minutes=50,
    place="The theatre’s bar, ground floor",
    capacity=50,
    hashtag="ekstTM",
    access="No steps by the garden door. A hearing loop throughout.",
    staff={"elmstone": 4, "tankerton": 3, "sexburga": 2, "wantsum": 3},
    talks=(
        Talk("Amina Diallo", "micro", "The book in the bottom of the bag"),
        Talk("Bridget Doyle", "micro", "Reading aloud to Year 11, and not stopping"),
        Talk("Isobel Fenn", "nano", "A ruler, a window, a line at a time"),
    ),
)

DRAFT = Meet(
    on=(THU, 9),
    times="4.15pm–5.30pm",
    theme="Homework that comes back",
    by="Ruth Calloway",
    summary="What we set, what returns, and what we learn from the difference.",
    slot_minutes=55,
    place="Main hall",
    draft=True,
)

MEETS = (REVISION, QUESTIONS, FIRST_FIVE, MARKING, READING, DRAFT)
