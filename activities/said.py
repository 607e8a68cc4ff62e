"""What people said after an activity, as others read it: from five answers on, never before."""

from collections import Counter
from typing import Any

from django.db.models import Count

from activities.models import Activity, FeedbackAnswer
from activities.models.feedback import ENOUGH, takes_feedback
from activities.personal import warnings_in
from schools.calendar import count_words, number_words
from schools.models import School

SHOWN = 40
"""How many people's words stand on a page."""
_DIFFERENTLY = FeedbackAnswer.Differently
_WHO = {"": "Not said"} | dict(FeedbackAnswer.Who.choices)


def said_of(activity: Activity) -> dict[str, Any] | None:
    """Figures and approved words; None while nothing may be told (`FeedbackAnswer.told`).

    Two statements. `differently` and `scores` count one by one, for who runs it; what everybody
    reads is the average and `most`, in which no small number stands. Beside every text stands
    who is speaking, or beside none.
    """
    if not takes_feedback(activity) or not activity.has_ended:
        return None
    told = activity.feedback.told()
    counts = told.values_list("score", "differently", "who").annotate(n=Count("pk"))
    scores: Counter[int] = Counter()
    differently: Counter[str] = Counter()
    sorts: Counter[str] = Counter()
    for score, choice, who, n in counts.order_by():
        scores[score] += n
        differently[choice] += n
        sorts[who] += n
    total = scores.total()
    if not total:
        return None
    rated_well, will = scores[5] + scores[4], differently[_DIFFERENTLY.YES]
    average = sum(score * n for score, n in scores.items()) / total
    approved = told.filter(state=FeedbackAnswer.Words.APPROVED)
    are_labelled = set(sorts) != {""} and min(sorts.values()) >= ENOUGH
    return {
        "total": total,
        "people": count_words(total, "person", "people"),
        "average": f"{average:.1f}".removesuffix(".0"),
        "most": f"{_share_words(rated_well, total).capitalize()} gave it 4 or 5, and "
        f"{_share_words(will, total)} will do something new or different.",
        "differently": _differently_words(differently, total),
        "scores": [{"score": score, "count": scores[score]} for score in range(5, 0, -1)],
        "words": [
            {"text": words, "who": _WHO[who] if are_labelled else ""}
            for words, who in approved.values_list("words", "who")[:SHOWN]
        ],
    }


def _share_words(count: int, total: int) -> str:
    """A share that no single answer can be reckoned from: all of them and none are not told."""
    return "most" if 2 * count > total else "half or fewer"


def _differently_words(answers: Counter[str], total: int) -> str:
    yes, unsure = answers[_DIFFERENTLY.YES], answers[_DIFFERENTLY.UNSURE]
    if yes == total:
        return "All of them will do something new or different."
    words = f"{number_words(yes).capitalize()} of {total:,} will do something new or different"
    if yes == 0:
        words = f"None of the {total:,} will do anything differently"
    return (
        f"{words}; {number_words(unsure)} {'is' if unsure == 1 else 'are'} not sure yet."
        if (unsure)
        else f"{words}."
    )


def known_names(activity: Activity) -> set[str]:
    """Names in which capitals mean nobody: partners, their towns, and this activity's own."""
    partners = School.objects.values_list("name", "short_name", "town")
    own = {activity.title, activity.place}
    return {name for row in partners for name in row if name} | {name for name in own if name}


def words_to_read(activity: Activity) -> list[dict[str, Any]]:
    """Every text of an activity that may be read, for who reads them before others do: those that
    have waited longest first, each with what to look at twice. At most as many as an activity
    takes answers.
    """
    state = FeedbackAnswer.Words
    texts = activity.feedback.told().exclude(state=state.NONE).order_by("answered_on", "id")
    known = known_names(activity)
    return [
        {
            "pk": answer.pk,
            "text": answer.words,
            "state": answer.state,
            "warnings": warnings_in(answer.words, known),
            "on": answer.answered_on,
            "by": answer.moderated_by,
        }
        for answer in texts.select_related("moderated_by")
    ]
