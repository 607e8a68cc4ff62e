"""Who the partners are: schools, their trusts, terms and INSET days, and their staff."""

import datetime as dt
from typing import Any, ClassVar, TypeGuard

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from schools.calendar import day_words, year_range_words


class Trust(models.Model):
    """A trust or federation that several schools belong to."""

    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SchoolQuerySet(models.QuerySet["School"]):
    def partners(self, *, on: dt.date | None = None) -> "SchoolQuerySet":
        """The partners of today, or of another day, in order of name."""
        day = on or timezone.localdate()
        return self.filter(joined_on__lte=day).filter(Q(left_on=None) | Q(left_on__gt=day))


class School(models.Model):
    """A partner: a school of either sector, the university or an associate.

    Never deleted once anything refers to it: every foreign key to a school protects it.
    """

    class Kind(models.TextChoices):
        INDEPENDENT = "independent", "Independent school"
        STATE = "state", "State school"
        UNIVERSITY = "university", "University"
        ASSOCIATE = "associate", "Associate partner"

    class Setting(models.TextChoices):
        COASTAL = "coastal", "Coastal"
        RURAL = "rural", "Rural"
        TOWN = "town", "Town"
        CITY = "city", "City"

    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(
        max_length=40, unique=True, help_text="As it stands in tables: “Wantsum”."
    )
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    town = models.CharField(max_length=60, help_text="As it is read after the name: “Thanet”.")
    lowest_year = models.SmallIntegerField(
        null=True,
        blank=True,
        help_text="Reception is 0. Leave empty for a university or associate.",
    )
    highest_year = models.SmallIntegerField(null=True, blank=True)
    pupils_on_roll = models.PositiveIntegerField(null=True, blank=True)
    urn = models.CharField(
        "URN",
        max_length=6,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^\d{6}$", "A URN has six digits.")],
    )
    trust = models.ForeignKey(
        Trust, on_delete=models.PROTECT, null=True, blank=True, related_name="schools"
    )
    brings = models.TextField(
        "what it brings", blank=True, help_text="One or two sentences for its page."
    )
    coordinator_mailbox = models.EmailField(help_text="A mailbox of the role, not of a person.")
    safeguarding_mailbox = models.EmailField(help_text="A mailbox of the role, not of a person.")
    selective = models.BooleanField(default=False)
    single_sex = models.BooleanField("single-sex", default=False)
    faith = models.CharField(max_length=40, blank=True)
    setting = models.CharField(max_length=8, choices=Setting, blank=True)
    latitude = models.FloatField(
        null=True,
        blank=True,
        help_text="In degrees, such as 51.28: distances between schools are straight lines.",
    )
    longitude = models.FloatField(
        null=True, blank=True, help_text="In degrees, such as 1.08; west of Greenwich below nought."
    )
    joined_on = models.DateField("joined")
    left_on = models.DateField("left", null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                name="school_years_are_a_range",
                # Without the second line a NULL beside a year would pass: NULL refuses nothing.
                condition=Q(lowest_year=None, highest_year=None)
                | Q(lowest_year__isnull=False, highest_year__isnull=False)
                & Q(
                    lowest_year__gte=0,
                    highest_year__lte=13,
                    lowest_year__lte=F("highest_year"),
                ),
                violation_error_message="The lowest year comes first; both lie between 0 and 13.",
            ),
            models.CheckConstraint(
                name="school_only_schools_have_years",
                condition=Q(kind__in=["university", "associate"], lowest_year=None)
                | Q(kind__in=["independent", "state"], lowest_year__isnull=False),
                violation_error_message="Schools have year groups; others have none.",
            ),
            models.CheckConstraint(
                name="school_urn_has_six_digits", condition=Q(urn=None) | Q(urn__regex=r"^\d{6}$")
            ),
            models.CheckConstraint(
                name="school_position_is_on_the_map",
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                violation_error_message="Give both, in degrees north and east as maps have them.",
            ),
            models.CheckConstraint(
                name="school_left_after_joining",
                condition=Q(left_on=None) | Q(left_on__gt=F("joined_on")),
                violation_error_message="A partner leaves after it has joined.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("school_detail", args=[self.slug])

    @property
    def initials(self) -> str:
        """Two letters for the crest until one is sent: "WA"; "St" stays "St"."""
        words = [w for w in self.name.split() if w not in {"of", "the", "School", "University"}]
        return "St" if words[0] == "St" else "".join(w[0] for w in words[:2])

    @property
    def years_words(self) -> str:
        """Whom it teaches: "Years 7–13"; for others what they are."""
        return year_range_words(self.lowest_year, self.highest_year) or self.get_kind_display()

    @property
    def is_partner(self) -> bool:
        """Whether it is a partner today: it has joined, and has not left."""
        today = timezone.localdate()
        return self.joined_on <= today and (self.left_on is None or self.left_on > today)

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None while they are not known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def traits(self) -> frozenset[str]:
        """What sets it apart beside its kind, in words: "selective", "faith", "coastal"."""
        named = (("selective", self.selective), ("single-sex", self.single_sex),
                 ("faith", bool(self.faith)), (self.setting, bool(self.setting)))  # fmt: skip
        return frozenset(name for name, holds in named if holds)

    def teaches(self, year: int) -> bool:
        """Whether a year group (0–13) lies in the school's range."""
        if self.lowest_year is None or self.highest_year is None:
            return False
        return self.lowest_year <= year <= self.highest_year


class EmailDomain(models.Model):
    """A domain of work email by which a school's staff are known at sign-up."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="email_domains")
    domain = models.CharField(
        max_length=120,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", "Write the domain alone, such as wantsum.example."
            )
        ],
    )

    class Meta:
        ordering = ("domain",)

    def __str__(self) -> str:
        return self.domain


class IntRange(Func):
    """A one-number range, so that plain equality can stand in an exclusion constraint without
    the btree_gist extension, which the embedded server lacks."""

    function = "INT8RANGE"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        # The template has the expression twice, so its parameters are needed twice.
        sql, params = super().as_sql(*args, **kwargs)
        return sql, (*params, *params)


class TermQuerySet(models.QuerySet["Term"]):
    def current_and_next(self, day: dt.date) -> "TermQuerySet":
        """The term that `day` falls in or that comes next, and the one after it."""
        return self.filter(ends_on__gte=day).order_by("starts_on")[:2]


class Term(models.Model):
    """A term of one school; what lies between its terms is holiday."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=40)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ("school", "starts_on")
        constraints = (
            models.CheckConstraint(
                name="term_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="A term ends after it starts.",
            ),
            ExclusionConstraint(
                name="term_terms_do_not_overlap",
                expressions=[
                    (IntRange("school_id"), RangeOperators.OVERLAPS),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[]"), function="DATERANGE"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="The school has another term in these days.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.school}"

    @property
    def span_words(self) -> str:
        """Its days: "2 Nov–18 Dec 2026"."""
        with_year = self.starts_on.year != self.ends_on.year
        return (
            f"{day_words(self.starts_on, weekday='', year=with_year)}–"
            f"{day_words(self.ends_on, weekday='')}"
        )


class InsetDay(models.Model):
    """A day in term on which a school's staff train and its pupils stay at home."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="inset_days")
    day = models.DateField()

    class Meta:
        verbose_name = "INSET day"
        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(
                fields=("school", "day"),
                name="inset_day_once",
                violation_error_message="The school has this INSET day already.",
            ),
        )

    def __str__(self) -> str:
        return f"{day_words(self.day)}, {self.school}"


def _plain_name(name: Any) -> Lower:
    return Lower(Func(name, Value(r"\s"), Value(""), Value("g"), function="REGEXP_REPLACE"))


def _plain_address(email: Any) -> Lower:
    return Lower(Func(email, Value(r"\+[^@]*@"), Value("@"), function="REGEXP_REPLACE"))


class StaffQuerySet(models.QuerySet["StaffMember"]):
    def current(self) -> "StaffQuerySet":
        """Approved colleagues who have not left."""
        return self.filter(is_active=True, approved_at__isnull=False)

    def waiting(self) -> "StaffQuerySet":
        """People whose work email is verified and whose coordinator has not yet answered."""
        return self.filter(
            is_active=True,
            approved_at=None,
            refused_at=None,
            emailaddress__verified=True,
        )

    def like(self, name: Any, email: Any) -> "StaffQuerySet":
        """Accounts that may be one adult's: of that name but for capitals and spaces, or of that
        address but for what stands between + and @. Texts, or expressions of a query."""
        name, email = (
            Value(each, models.TextField()) if isinstance(each, str) else each
            for each in (name, email)
        )
        return self.alias(
            plain_name=_plain_name(F("name")), plain_address=_plain_address(F("email"))
        ).filter(Q(plain_name=_plain_name(name)) | Q(plain_address=_plain_address(email)))

    def with_role(self, role: str) -> "StaffQuerySet":
        return self.current().filter(roles__contains=[role])


class StaffManager(BaseUserManager["StaffMember"].from_queryset(StaffQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "StaffMember":
        person: StaffMember = self.model(email=email.lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "StaffMember":
        person: StaffMember = self.get(email__iexact=username)
        return person


@pghistory.track(
    pghistory.UpdateEvent(),
    fields=["school", "roles", "approved_at", "refused_at", "is_active"],
    model_name="StaffMemberEvent",
)
class StaffMember(AbstractBaseUser):
    """An adult with a work email at a domain of their school; signs in with that email.

    Signs up, verifies the address, and waits until a coordinator of the school approves,
    because pupils can share the domain (domain page, section 4).
    """

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", "Coordinator"
        EDITOR = "editor", "Magazine editor"
        PLACEMENTS = "placements", "Placement coordinator"
        TREASURER = "treasurer", "Treasurer"
        CHAIR = "chair", "Chair"
        ADMINISTRATOR = "administrator", "Administrator"

    email = models.EmailField("work email", unique=True)
    name = models.CharField(max_length=80)
    job_title = models.CharField(max_length=80, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="staff")
    roles = ArrayField(
        models.CharField(max_length=13, choices=Role),
        default=list,
        blank=True,
        help_text="Every approved colleague is staff; these come on top.",
    )
    joined_at = models.DateTimeField("signed up", default=timezone.now, editable=False)
    approved_at = models.DateTimeField("approved", null=True, blank=True)
    approved_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused_at = models.DateTimeField("refused", null=True, blank=True)
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Cleared when somebody leaves; what they did stays."
    )

    CHAIR_MAY = frozenset({"ledger.add_tariff", "ledger.change_tariff"})
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = StaffManager()

    class Meta:
        verbose_name = "member of staff"
        verbose_name_plural = "staff"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(Lower("email"), name="staff_member_email_once"),
            models.CheckConstraint(
                name="staff_member_roles_are_known",
                condition=Q(
                    roles__contained_by=[
                        "coordinator",
                        "editor",
                        "placements",
                        "treasurer",
                        "chair",
                        "administrator",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="staff_member_approved_or_refused",
                condition=Q(approved_at=None) | Q(refused_at=None),
                violation_error_message="Somebody is approved or refused, not both.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        domain = self.email.rpartition("@")[2].lower()
        if (
            self.school_id
            and not EmailDomain.objects.filter(school_id=self.school_id, domain=domain).exists()
        ):
            raise ValidationError(
                {"email": f"{domain} is not a domain of work email at {self.school}."}
            )

    def get_full_name(self) -> str:
        return self.name

    def same_adults(self) -> StaffQuerySet:
        """Their own account and any other that may be theirs too."""
        found: StaffQuerySet = StaffMember.objects.like(self.name, self.email)
        return found

    @property
    def is_approved(self) -> bool:
        return self.is_active and self.approved_at is not None

    def _has_role(self, *roles: str) -> bool:
        return self.is_approved and bool(set(roles) & set(self.roles))

    @property
    def is_coordinator(self) -> bool:
        return self._has_role(self.Role.COORDINATOR)

    @property
    def is_placement_coordinator(self) -> bool:
        return self._has_role(self.Role.PLACEMENTS)

    @property
    def is_treasurer(self) -> bool:
        return self._has_role(self.Role.TREASURER)

    @property
    def is_chair(self) -> bool:
        return self._has_role(self.Role.CHAIR)

    @property
    def is_administrator(self) -> bool:
        return self._has_role(self.Role.ADMINISTRATOR)

    @property
    def is_staff(self) -> bool:
        """Whether the administration is open to them: the chair reviews, administrators edit."""
        return self._has_role(self.Role.CHAIR, self.Role.ADMINISTRATOR)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Administrators may do everything; the chair may look at everything and sets tariffs."""
        return self.is_administrator or (
            self.is_chair and (perm.partition(".")[2].startswith("view_") or perm in self.CHAIR_MAY)
        )

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def can_approve(self, colleague: "StaffMember") -> bool:
        """A coordinator answers for their own school, an administrator for all."""
        if colleague == self:
            return False
        return self.is_administrator or (
            self.is_coordinator and colleague.school_id == self.school_id
        )


def is_colleague(user: object) -> TypeGuard[StaffMember]:
    """Whether somebody is staff of a partner whom its coordinator has approved. Whoever signs in
    and waits is not: pupils can share the domain (domain page, 4)."""
    return isinstance(user, StaffMember) and user.is_approved
