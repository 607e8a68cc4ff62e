"""What people said afterwards: plenty of it, some of it waiting, and once too little to show."""

import datetime as dt
import uuid
from dataclasses import dataclass

from activities.actions import Said, give_feedback, moderate_feedback, renew_feedback_link
from activities.forms import FeedbackForm
from activities.models import Activity, FeedbackAnswer, FeedbackLink
from activities.models.feedback import ENOUGH
from ekst.demonstration.clock import clock_at
from ekst.demonstration.happening import HOUR, accepted, allowed, lot
from schools.calendar import at


@dataclass(frozen=True)
class Answer:
    """One form: will you, what, how good; then who says so, and what becomes of the words."""

    differently: str
    score: int
    words: str = ""
    who: str = "pupil"
    state: str = "approved"


@dataclass(frozen=True)
class Asked:
    """What people said when they were asked about an activity, by its title."""

    title: str
    answers: tuple[Answer, ...]


ASKED = (
    Asked("Football festival under the lights", (
        Answer("yes", 5, "I would referee again. I was sure that I could not shout.",
               state="waiting"),
        Answer("yes", 5, "Swap the teams round after every match: I knew nobody at one o’clock "
               "and six people by three.", state="waiting"),
        Answer("unsure", 4),
        Answer("yes", 4, "Play with mixed teams at our own club.", state="waiting"),
        Answer("no", 3, "More time between matches, please. My legs.", state="waiting"),
        Answer("yes", 5, "Thank Mr Pocock for the oranges!", state="waiting"),
        Answer("yes", 5, who="staff"),
    )),
    Asked("How a shingle beach remembers", (
        Answer("yes", 5, "Look at which way round the stones are before I look at the sea."),
        Answer("yes", 4, "Draw what I think will happen first, then measure."),
        Answer("yes", 5, "Ask where the beach was in 1600. Ours was somewhere else."),
        Answer("unsure", 3),
        Answer("yes", 4, "Take my family to Deal and explain it all the way home."),
        Answer("no", 2, "It was cold. Bring a coat should be in bigger letters."),
        Answer("yes", 5, "Write to me at tides@letters.example about the tide tables.",
               state="withheld"),
        Answer("yes", 5, "We will measure our own beach twice a year from now on.", who="staff"),
        Answer("yes", 4),
    )),
    Asked("Poetry in two languages", (
        Answer("yes", 5, "Write in the one that I think in."),
        Answer("yes", 5, "Read a poem out before I know what it means."),
        Answer("unsure", 4, "Ask my grandmother for hers."),
        Answer("yes", 5, "Mrs Tolputt reads better than the recording.", state="withheld"),
        Answer("yes", 4),
        Answer("no", 4),
    )),
    Asked("Latin in a morning", (
        Answer("yes", 5, "Find Latin on three buildings in Canterbury."),
        Answer("unsure", 4, "Insult my brother properly."),
        Answer("yes", 5, who="family"),
    )),
    Asked("TeachMeet: Questions worth asking", (
        Answer("yes", 5, "Wait for ten seconds, and count them.", "staff"),
        Answer("yes", 5, "Have them ask me the first question of the lesson.", "staff"),
        Answer("yes", 4, "Two minutes is the right length. I remember all of the short ones.",
               "staff"),
        Answer("unsure", 4, "", "staff"),
        Answer("yes", 5, "Come with a question instead of an answer.", "staff"),
        Answer("yes", 4, "Put one talk of every TeachMeet on at our own staff meeting.", "staff"),
        Answer("no", 3, "", "staff"),
    )),
)  # fmt: skip


def ask_for_feedback(today: dt.date) -> None:
    """Make the links, have people answer and hosts read, each at its own time."""
    for asked in ASKED:
        activity = Activity.objects.get(title=asked.title)
        host = activity.posted_by
        with clock_at(activity.starts_at - 20 * HOUR):
            allowed(activity.is_run_by(host), host, f"ask about {activity}")
            link = renew_feedback_link(activity, seen="", by=host)
        # Answered within minutes, read the day after: at the latest as today begins.
        last = min(activity.ends_at + 40 * HOUR, at(today, dt.time()))
        given = [
            _give(link, answer, activity.ends_at + (last - activity.ends_at) * n / 400)
            for n, answer in enumerate(asked.answers)
        ]
        with clock_at(last):
            for answer, said in zip(given, asked.answers, strict=True):
                if said.words and said.state != "waiting" and len(given) >= ENOUGH:
                    moderate_feedback(answer, state=said.state, seen="waiting", by=host)


def _give(link: FeedbackLink, answer: Answer, moment: dt.datetime) -> FeedbackAnswer:
    mark = uuid.UUID(int=lot(link.activity.title, answer.words, f"{moment}"))
    typed = {
        "differently": answer.differently,
        "words": answer.words,
        "score": str(answer.score),
        "who": answer.who,
    }
    with clock_at(moment):
        said: Said = accepted(FeedbackForm(typed), link.activity.title).said
        give_feedback(link, said, submission=mark)
    return FeedbackAnswer.objects.get(submission=mark)
