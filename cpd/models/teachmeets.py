"""TeachMeets, where teachers tell teachers what worked."""

import datetime as dt
import random
import uuid
from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from activities.models import Activity, User
from cpd.speakers import speakers_words
from schools.calendar import count_words
from schools.models import School, StaffMember

CHANGEOVER = 1
"""Minutes after each presentation in which the next speaker comes to the front."""


class TeachMeet(Activity):
    """A TeachMeet: short presentations offered by teachers, in an order that a lot decides.

    `minutes_taken` is kept by a trigger on presentations; the check against `slot_minutes`
    holds whoever offers at once, so everybody accepted gets to speak.
    """

    activity_ptr = models.OneToOneField(
        Activity,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="teachmeet",
    )
    theme = models.CharField(max_length=80)
    slot_minutes = models.PositiveSmallIntegerField("speaking time, minutes")
    minutes_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="facilitated"
    )
    offers_close_at = models.DateTimeField("offers close", null=True, blank=True)
    hashtag = models.CharField(max_length=40, blank=True)
    sponsor = models.CharField(
        max_length=120, blank=True, help_text="A line of thanks, never a selling slot."
    )

    class Meta:
        verbose_name = "TeachMeet"
        constraints = (
            models.CheckConstraint(
                name="teachmeet_slots_within_time",
                condition=Q(minutes_taken__lte=F("slot_minutes")),
                violation_error_message="There are not that many minutes left.",
            ),
            models.CheckConstraint(
                name="teachmeet_has_time_for_one",
                condition=Q(slot_minutes__gte=3, slot_minutes__lte=480),
                violation_error_message="Speaking time is between 3 and 480 minutes.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def minutes_left(self) -> int:
        """Minutes for speaking and changing over that nobody has taken."""
        return self.slot_minutes - self.minutes_taken

    @property
    def offers_until(self) -> dt.datetime:
        return self.offers_close_at or self.starts_at

    @property
    def is_open_for_offers(self) -> bool:
        return self.is_published and timezone.now() < self.offers_until

    @property
    def last_draw(self) -> "Draw | None":
        return self.draws.first()

    def has_room_for(self, presentation_format: str) -> bool:
        """Whether the shortest presentation of a format would still fit."""
        shortest = Presentation.SHORTEST[presentation_format]
        return self.minutes_left >= shortest + CHANGEOVER

    def can_offer(self, user: User) -> bool:
        return isinstance(user, StaffMember) and user.is_approved

    def is_run_by(self, user: User) -> bool:
        """The facilitator runs the evening, whoever posted it."""
        if super().is_run_by(user):
            return True
        return isinstance(user, StaffMember) and user.is_approved and self.facilitator_id == user.pk

    def is_attended_by(self, user: User) -> bool:
        """Whoever speaks attends, and so does the facilitator, whether they booked or not."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        return (
            self.facilitator_id == user.pk
            or super().is_attended_by(user)
            or self.presentations.standing().with_speaker(user).exists()
        )

    def can_draw(self, user: User) -> bool:
        return self.is_published and self.is_run_by(user)

    def can_reorder(self, user: User) -> bool:
        """By hand, once the lot is drawn and also during the evening, until it is confirmed."""
        return self.is_published and self.is_run_by(user)

    def can_invite(self, user: User) -> bool:
        """Sends personal links to speakers, and sees what has become of them."""
        return not self.is_draft and self.is_run_by(user)

    def can_stage(self, user: User) -> bool:
        """Opens the view for the hall’s projector; a rehearsal may come before publishing."""
        return not self.is_cancelled and self.is_run_by(user)


class PresentationQuerySet(models.QuerySet["Presentation"]):
    def standing(self) -> Self:
        """Offered and not withdrawn."""
        return self.filter(withdrawn_at=None)

    def with_speaker(self, person: StaffMember) -> Self:
        """Given by somebody, alone or with others."""
        return self.filter(
            Q(presenter=person) | Q(pk__in=person.co_presented.values("presentation"))
        )

    def in_order(self) -> Self:
        """As the lot had it; those who came after it at the end, in the order they came."""
        return self.standing().order_by(F("position").asc(nulls_last=True), "offered_at", "pk")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=[
        "teachmeet", "presenter", "speaker_name", "format", "minutes", "position",
        "withdrawn_at", "delivered", "counted_minutes",
    ],
    model_name="PresentationEvent",
)  # fmt: skip
class Presentation(models.Model):
    """A short talk offered by a teacher: a micro of up to 7 minutes or a nano of up to 2.

    Whoever offers it by a personal link and has no account is its `speaker_name`; once somebody
    has an account with the address that was invited, a trigger makes them its `presenter`. Up to
    two more may speak with them: `co_presenters`.
    """

    class Format(models.TextChoices):
        MICRO = "micro", "Micro"
        NANO = "nano", "Nano"

    LONGEST = {Format.MICRO.value: 7, Format.NANO.value: 2}
    SHORTEST = {Format.MICRO.value: 3, Format.NANO.value: 1}

    teachmeet = models.ForeignKey(TeachMeet, on_delete=models.PROTECT, related_name="presentations")
    presenter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presentations",
    )
    speaker_name = models.CharField(
        "speaker without an account", max_length=80, blank=True, editable=False
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        related_name="presentations",
        help_text="The presenter’s school when it was offered; its ledger counts the time.",
    )
    title = models.CharField(max_length=100)
    format = models.CharField("length", max_length=5, choices=Format)
    minutes = models.PositiveSmallIntegerField()
    may_stream = models.BooleanField("may be streamed", default=False)
    needs = models.CharField("what is needed", max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it makes one offer.",
    )
    offered_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    delivered = models.BooleanField(null=True, editable=False)
    counted_minutes = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="By the tariff when it was first confirmed as given; corrections keep to it.",
    )
    search = models.GeneratedField(
        expression=SearchVector("title", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PresentationQuerySet.as_manager()

    class Meta:
        ordering = ("teachmeet", "position", "offered_at")
        indexes = (GinIndex(fields=["search"], name="presentation_search"),)
        constraints = (
            models.CheckConstraint(
                name="presentation_has_a_speaker",
                condition=Q(presenter__isnull=False, speaker_name="")
                | Q(presenter=None) & ~Q(speaker_name=""),
                violation_error_message="Say who speaks.",
            ),
            # Deferred: while an order is written anew, two may have one place for a moment.
            models.UniqueConstraint(
                fields=("teachmeet", "position"),
                deferrable=models.Deferrable.DEFERRED,
                name="presentation_place_once",
            ),
            models.CheckConstraint(
                name="presentation_withdrawn_has_no_place",
                condition=Q(withdrawn_at=None) | Q(position=None),
            ),
            models.CheckConstraint(
                name="presentation_within_its_format",
                condition=Q(format="micro", minutes__gte=3, minutes__lte=7)
                | Q(format="nano", minutes__gte=1, minutes__lte=2),
                violation_error_message="A micro takes 3 to 7 minutes, a nano 1 or 2.",
            ),
            models.CheckConstraint(
                name="presentation_counted_when_given",
                condition=~Q(delivered=True) | Q(counted_minutes__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("teachmeet", "presenter"),
                condition=Q(format="micro", withdrawn_at=None),
                name="presentation_one_micro_each",
                violation_error_message="Each presenter gives one micro; a nano may come on top.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def length_words(self) -> str:
        """Its format and length: "Micro, 7 minutes"."""
        minutes = count_words(self.minutes, "minute").replace(" ", "\N{NO-BREAK SPACE}")
        return f"{self.get_format_display()}, {minutes}"

    @property
    def speaker(self) -> str:
        """The name of whoever offered it."""
        return self.presenter.name if self.presenter else self.speaker_name

    @property
    def speakers(self) -> list[tuple[str, str]]:
        """Name and school of everybody who gives it, whoever offered it first."""
        others = [(other.speaker, other.school.name) for other in self.co_presenters.all()]
        return [(self.speaker, self.school.name), *others]

    @property
    def by_words(self) -> str:
        """Who gives it: "Tom Adeyemi, Oyster Coast High School, and Ann Lee, Elmstone Hall"."""
        return speakers_words(self.speakers)

    def is_given_by(self, user: User) -> bool:
        """Whether somebody is one of its speakers."""
        if not isinstance(user, StaffMember):
            return False
        return user.pk in {self.presenter_id, *(o.person_id for o in self.co_presenters.all())}

    def can_change(self, user: User) -> bool:
        """Its speakers until offers close, and who runs the TeachMeet until it starts."""
        if self.withdrawn_at or not self.teachmeet.is_published or self.teachmeet.has_started:
            return False
        if self.teachmeet.is_run_by(user):
            return True
        return self.teachmeet.is_open_for_offers and self.is_given_by(user)

    def can_withdraw(self, user: User) -> bool:
        """Whoever offered it, and who runs the TeachMeet, until it starts."""
        if self.withdrawn_at or self.teachmeet.has_started or not self.teachmeet.is_published:
            return False
        return self.may_withdraw(user)

    def may_withdraw(self, user: User) -> bool:
        """Whether it is theirs to withdraw at all, whatever the time."""
        own = isinstance(user, StaffMember) and self.presenter_id == user.pk
        return own or self.teachmeet.is_run_by(user)


class Draw(models.Model):
    """A lot drawn for the running order: a seeded permutation that anybody can repeat."""

    teachmeet = models.ForeignKey(TeachMeet, on_delete=models.CASCADE, related_name="draws")
    seed = models.BigIntegerField()
    drawn_at = models.DateTimeField(default=timezone.now)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    order = ArrayField(
        models.BigIntegerField(), help_text="Presentations, the first speaker first."
    )
    reason = models.CharField("why it was drawn again", max_length=160, blank=True)

    class Meta:
        ordering = ("-drawn_at", "-pk")

    def __str__(self) -> str:
        return f"Lot for {self.teachmeet}, seed {self.seed}"

    @staticmethod
    def permute(ids: list[int], seed: int) -> list[int]:
        """The order that a seed gives: the ids, sorted, shuffled by `random.Random(seed)`."""
        order = sorted(ids)
        random.Random(seed).shuffle(order)  # noqa: S311 - a lot to be repeated, not a secret
        return order
