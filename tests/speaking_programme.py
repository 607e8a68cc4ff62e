"""A TeachMeet with talks of every sort, for tests that walk through pages."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import timezone

from cpd.actions import draw_running_order, invite_speaker, move_presentation, offer_presentation
from cpd.models import CoPresenter, Invitation, Move, Presentation, TeachMeet
from schools.models import School, StaffMember
from tests.builders import make_staff, make_teachmeet, offer


def mark_of(teachmeet: TeachMeet) -> str:
    """The mark of a running order as a page shows it."""
    return Move.mark(teachmeet.presentations.in_order().values_list("pk", flat=True))


def beside(person: StaffMember) -> CoPresenter:
    """A colleague who speaks with somebody, not yet saved."""
    return CoPresenter(person=person, school=person.school)


@dataclass(frozen=True)
class Speaking:
    """A drawn TeachMeet of `staff` with three talks, and one that has been."""

    evening: TeachMeet
    alone: Presentation
    together: Presentation
    by_link: Presentation
    asked: Invitation
    answered: Invitation
    gone: TeachMeet

    def records(self) -> dict[str, str]:
        """What addresses name in braces."""
        return {
            "evening": self.evening.slug,
            "alone": str(self.alone.pk),
            "together": str(self.together.pk),
            "asked": str(self.asked.pk),
            "asked_token": self.asked.token,
            "answered_token": self.answered.token,
        }


NAMES = ("evening", "alone", "together", "asked", "asked_token", "answered_token")


@pytest.fixture
def speaking(
    staff: StaffMember, other_staff: StaffMember, other: School, third: School
) -> Speaking:
    """Talks by one, by three and by personal link, drawn and moved; one asked, not answering."""
    evening = make_teachmeet(staff, "Talk for learning", mode="both",
                             remote_link="https://meet.example/talk")  # fmt: skip
    helper = make_staff(third, name="Nell Sampson")
    alone = offer_presentation(offer(evening, other_staff, title="Silence counts"))
    together = offer_presentation(
        offer(evening, staff, title="Two voices, one lesson", may_stream=True),
        co_presenters=[beside(helper), CoPresenter(name="Ivo Larkin", school=other)],
    )
    answered = invite_speaker(evening, email="ann@elmstone.example", by=staff).invitation
    by_link = offer_presentation(
        Presentation(teachmeet=evening, speaker_name="Ann Lee", school=other,
                     title="The talking stick", format="nano", minutes=2),
        invitation=answered,
    )  # fmt: skip
    answered.refresh_from_db()
    asked = invite_speaker(evening, email="joe@oyster.example", by=staff).invitation
    draw_running_order(evening, by=staff, seed=3)
    last = evening.presentations.in_order().last()
    assert last is not None
    move_presentation(last, up=True, by=staff, seen=mark_of(evening))
    evening.refresh_from_db()
    gone = make_teachmeet(staff, "Maps", starts_at=timezone.now() + dt.timedelta(minutes=5))
    offer_presentation(offer(gone, other_staff, title="A map of the corridor"))
    past = timezone.now() - dt.timedelta(days=30)
    TeachMeet.objects.filter(pk=gone.pk).update(
        starts_at=past, ends_at=past + dt.timedelta(minutes=90)
    )
    gone.refresh_from_db()
    return Speaking(evening, alone, together, by_link, asked, answered, gone)
