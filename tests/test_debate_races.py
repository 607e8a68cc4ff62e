"""Two at once at debates: two results, an edit and mentors, one form twice, two tasks."""

import datetime as dt
from collections.abc import Callable
from functools import partial, wraps

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from activities.actions import save_debate, tell_result
from activities.models import Activity, Debate, DebateAdult, DebateMentors, DebateResult
from tests.builders import make_school, make_staff
from tests.debates_programme import make_debate, mentors, side, unsaved_debate
from tests.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)


def past_every_form[**P, R](write: Callable[P, R]) -> Callable[P, R]:
    """A write that the database may refuse, which `race` then gives back as its answer."""

    @wraps(write)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return write(*args, **kwargs)
        except IntegrityError as error:
            raise ValidationError(str(error)) from error

    return run


def test_two_adjudicators_tell_two_results() -> None:
    by = make_staff(make_school())
    yesterday = timezone.now() - dt.timedelta(days=1)
    for _ in range(4):
        debate = make_debate(by, starts_at=yesterday)
        came = race(
            [
                partial(tell_result, debate, result=result, by=by, seen="")
                for result in ("draw", "not_judged")
            ]
        )
        assert sum(result is True for result in came) == 1
        (refused,) = (result for result in came if isinstance(result, ValidationError))
        assert "Somebody has entered a result" in refused.messages[0]
        assert DebateResult.objects.filter(debate=debate).count() == 1


def test_the_same_form_sent_twice_at_once_makes_one_debate() -> None:
    by = make_staff(make_school())
    first, second = unsaved_debate(by), unsaved_debate(by)
    second.submission = first.submission
    sides = [[side("proposition", letter="A"), side("opposition", letter="B")] for _ in range(2)]
    came = race(
        [partial(save_debate, d, sides=s) for d, s in zip((first, second), sides, strict=True)]
    )
    assert all(isinstance(debate, Debate) for debate in came)
    assert Activity.objects.count() == 1
    assert Debate.objects.get().sides.count() == 2


def test_debaters_grow_older_while_mentors_are_added() -> None:
    """Both go past every form: the trigger's lock lets only one of them through."""
    by = make_staff(make_school())
    for _ in range(4):
        debate = make_debate(by, high_year=13)

        @past_every_form
        def grow(pk: int = debate.pk) -> int:
            return Debate.objects.filter(pk=pk).update(debaters_high=12)

        @past_every_form
        def add(pk: int = debate.pk) -> DebateMentors:
            return DebateMentors.objects.create(
                debate_id=pk, school=by.school, year_group=12, count=6
            )

        came = race([grow, add])
        assert sum(isinstance(result, ValidationError) for result in came) == 1
        debate.refresh_from_db()
        assert all(row.year_group > debate.debaters_high for row in debate.mentors.all())


def test_one_colleague_is_made_coach_and_adjudicator_at_once() -> None:
    by = make_staff(make_school())
    for _ in range(4):
        debate = make_debate(by, mentors=[mentors(by.school)])
        came = race(
            [
                partial(
                    past_every_form(DebateAdult.objects.create),
                    debate=debate, person=by, school=by.school, task=task,
                )
                for task in ("coach", "adjudicator")
            ]
        )  # fmt: skip
        assert sum(isinstance(result, ValidationError) for result in came) == 1
        assert debate.adults.count() == 1
