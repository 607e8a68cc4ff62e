"""What stands on the board: posted, answered and taken down as coordinators would."""

import datetime as dt
from dataclasses import dataclass

from ekst.demonstration.clock import clock_at
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import accepted, allowed, lot, typed
from ledger.actions import answer_listing, close_listing, post_listing
from ledger.forms import AnswerForm, ListingForm
from ledger.models import Listing
from schools.calendar import at
from schools.models import StaffMember


@dataclass(frozen=True)
class Reply:
    """An answer by the coordinator of a partner (its key), so many days ago."""

    by: str
    days_ago: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A listing. `posted` is a number of days ago, `closes` one from today on; `closed` is how
    many days ago it was taken down."""

    direction: str
    by: str
    what: str
    title: str
    description: str
    place: str = ""
    times: str = ""
    posted: int
    closes: int
    answers: tuple["Reply", ...] = ()
    closed: int | None = None


OFFERS = (
    Notice(
        direction="offer", by="wantsum", what="minibus", posted=12, closes=24,
        title="A 16-seat minibus with a driver",
        description="Ours stands still on Wednesday afternoons, and Mr Cole has the licence. It "
        "takes fifteen pupils and an adult, or one wheelchair and twelve.\n\nAnywhere between "
        "Dover and Whitstable. Tell us where to be and when you want to be home.",
        place="From Thanet, to wherever you are", times="Wednesdays, 12.30pm–5.30pm",
        answers=(
            Reply("elmstone", 3, "Yes, please: twelve of our Year 8 for the netball triangular, "
                  "back by about 5.15pm. We are at the bottom of the drive, where a bus can turn. "
                  "Shall we send somebody along?"),
        ),
    ),
    Notice(
        direction="offer", by="oyster", what="time", posted=9, closes=40,
        title="Six Year 12 umpires and the teacher who trained them",
        description="Netball and hockey, up to U15. They bring their own whistles and a good deal "
        "of patience. Two weeks’ notice and a cup of tea.",
        times="Any day after 3pm until Easter",
    ),
    Notice(
        direction="offer", by="university", what="hall", posted=16, closes=55,
        title="A lecture theatre for two hundred",
        description="Steps at the back, level at the front, a hearing loop and two microphones. "
        "For finals, lectures, or anything at which two hundred should hear one.",
        place="Augustine House, Canterbury", times="Saturdays in term",
    ),
    Notice(
        direction="offer", by="sexburga", what="resource", posted=20, closes=70,
        title="Sixty choir folders and four sets of carols",
        description="Music in four parts, most of it with the right number of pages. On loan, "
        "and we would like the pencils back.",
    ),
    Notice(
        direction="offer", by="barham", what="other", posted=6, closes=33,
        title="A wood for an afternoon",
        description="Four acres, a fire circle, a compost toilet and a shed with tarpaulins. Our "
        "own classes are in it in the mornings only. Wellingtons from size 10 to size 6.",
        place="Barham, behind the playing field", times="Afternoons, Monday to Thursday",
    ),
    Notice(
        direction="offer", by="elham", what="resource", posted=15, closes=48,
        title="A boccia set and two ramps, with somebody who knows the rules",
        description="Two courts’ worth of balls, ramps for those who play from one, and a "
        "laminated page of signals.",
        times="Any week but the festival’s",
    ),
    Notice(
        direction="offer", by="dour", what="hall", posted=25, closes=14, closed=4,
        title="Our sports hall on Friday evenings",
        description="Four badminton courts or one of anything else. Showers, no bar.",
        place="Dover", times="Fridays, 6pm–9pm",
    ),
)  # fmt: skip

REQUESTS = (
    Notice(
        direction="request", by="elmstone", what="judge", posted=11, closes=19,
        title="A judge for the primary debating final",
        description="One motion, four speakers a side, and an audience that has opinions. Forty "
        "minutes of listening, ten of deciding and five of saying why, kindly. Whoever coaches "
        "one of the teams cannot do it.",
        place="The theatre at Elmstone Hall", times="The last Tuesday of the series, 4pm–5.30pm",
        answers=(
            Reply("university", 2, "One of our lecturers in rhetoric would be delighted, and has "
                  "never coached anybody. She can be with you from half past three."),
        ),
    ),
    Notice(
        direction="request", by="tankerton", what="minibus", posted=5, closes=10,
        title="Fourteen seats to the carol concert and home again",
        description="Fourteen singers from Years 4 to 6 and two adults, with booster seats of our "
        "own. We can be ready from five o’clock.",
        place="From Whitstable", times="The evening of the concert",
    ),
    Notice(
        direction="request", by="dour", what="time", posted=8, closes=27,
        title="Somebody who has taught further maths",
        description="Three of our Year 11 want to know what comes next, and we stop at sixteen. "
        "An hour in a library, now or online, would settle it for them.",
        times="After school, any day but Thursday",
    ),
    Notice(
        direction="request", by="lantern", what="hall", posted=13, closes=36,
        title="A dry room for two hundred litter pickers",
        description="They stand in our corridor between one beach clean and the next. Two metres "
        "of wall in a shed would do.",
        place="Near Whitstable or Herne Bay",
    ),
    Notice(
        direction="request", by="wantsum", what="resource", posted=4, closes=45,
        title="Class sets of Twelfth Night",
        description="Thirty-two copies from January to March, in any edition that has line "
        "numbers. We will rub out our notes.",
        times="January to March",
    ),
)  # fmt: skip


def fill_board(partnership: Partnership, today: dt.date) -> None:
    """Post everything, in the order of its days."""
    for notice in sorted((*OFFERS, *REQUESTS), key=lambda notice: -notice.posted):
        _post(notice, partnership, today)


def _coordinator(partnership: Partnership, key: str) -> StaffMember:
    return next(member for member in partnership.of_school[key] if member.is_coordinator)


def _moment(today: dt.date, days_ago: int, *words: str) -> dt.datetime:
    """An hour of a working day that many days ago, another minute for each."""
    return at(today - dt.timedelta(days=days_ago), dt.time(15, lot(*words) % 60))


def _post(notice: Notice, partnership: Partnership, today: dt.date) -> None:
    by = _coordinator(partnership, notice.by)
    with clock_at(_moment(today, notice.posted, notice.title)):
        data = {
            "what": notice.what,
            "title": notice.title,
            "description": notice.description,
            "place": notice.place,
            "times": notice.times,
            "closes_on": typed(today + dt.timedelta(days=notice.closes)),
        }
        form = ListingForm(data, user=by, direction=notice.direction)
        listing = post_listing(accepted(form, notice.title).save(commit=False))
    for reply in notice.answers:
        moment = _moment(today, reply.days_ago, reply.words)
        _answer(listing, _coordinator(partnership, reply.by), reply.words, moment)
    if notice.closed is not None:
        with clock_at(_moment(today, notice.closed, notice.title)):
            allowed(listing.can_close(by), by, f"take down {listing}")
            close_listing(listing)


def _answer(listing: Listing, by: StaffMember, words: str, moment: dt.datetime) -> None:
    with clock_at(moment):
        allowed(listing.can_answer(by), by, f"answer {listing}")
        form = accepted(AnswerForm({"words": words}), listing.title)
        answer_listing(listing, words=form.cleaned_data["words"], by=by)
