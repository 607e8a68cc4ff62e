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


def said_of(activity: Activity) -> dict[str, Any] | None:
    """Figures and approved words; None below five answers, when nothing at all is shown.

    Two statements. Who is speaking is said of words only where five or more of their sort have
    answered: one colleague among twenty pupils would be known at once.
    """
    if not takes_feedback(activity) or not activity.has_started:
        return None
    counts = activity.feedback.values_list("score", "differently", "who").annotate(n=Count("pk"))
    scores: Counter[int] = Counter()
    differently: Counter[str] = Counter()
    sorts: Counter[str] = Counter()
    for score, choice, who, n in counts.order_by():
        scores[score] += n
        differently[choice] += n
        sorts[who] += n
    total = scores.total()
    if total < ENOUGH:
        return None
    average = sum(score * n for score, n in scores.items()) / total
    approved = activity.feedback.filter(state=FeedbackAnswer.Words.APPROVED)
    return {
        "total": total,
        "people": count_words(total, "person", "people"),
        "average": f"{average:.1f}".removesuffix(".0"),
        "differently": _differently_words(differently, total),
        "scores": [{"score": score, "count": scores[score]} for score in range(5, 0, -1)],
        "words": [
            {"text": words, "who": sort_words(who, sorts)}
            for words, who in approved.values_list("words", "who")[:SHOWN]
        ],
    }


def sort_words(who: str, sorts: Counter[str]) -> str:
    """Of what sort the speaker is, where enough of that sort have answered; else ""."""
    return FeedbackAnswer.Who(who).label if who and sorts[who] >= ENOUGH else ""


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
    """Every text of an activity, for who reads them: those that wait, the longest first of all,
    then the rest. Each with what to look at twice. At most as many as an activity takes answers.
    """
    state = FeedbackAnswer.Words
    texts = activity.feedback.exclude(state=state.NONE).order_by("answered_on", "id")
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


def answers_words(total: int) -> str:
    """How many have answered, for who runs it: under five that is all that is said."""
    if total < ENOUGH:
        return "Fewer than five people have answered so far."
    return f"{count_words(total, 'person has', 'people have')} answered."
