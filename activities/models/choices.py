"""What an activity is for and what it is reported under (domain page, section 1)."""

from functools import cached_property
from pathlib import Path

from django.db import models
from django.utils.safestring import SafeString, mark_safe

_ICONS = Path(__file__).resolve().parent.parent.parent / "static" / "img"


class Kind(models.TextChoices):
    """Which model holds the facts of an activity beyond the spine."""

    ACTIVITY = "activity", "Activity"
    TEACHMEET = "teachmeet", "TeachMeet"
    MEETING = "meeting", "Cluster meeting"
    COURSE = "course", "Course"
    FIXTURE = "fixture", "Fixture"
    DEBATE = "debate", "Debate"
    PROJECT = "project", "Community project"
    PERFORMANCE = "performance", "Performance"
    COMPETITION = "competition", "Competition"


class Category(models.TextChoices):
    CULTURAL = "cultural", "Cultural"
    SPORTING = "sporting", "Sporting"
    ACADEMIC = "academic", "Academic"
    VOLUNTEERING = "volunteering", "Volunteering"
    DEVELOPMENT = "development", "Professional development"

    @property
    def objective(self) -> str:
        """The objective that follows from the category."""
        if self is Category.DEVELOPMENT:
            return "Teacher professional development"
        return "Pupils’ confidence and well-being"

    @cached_property
    def icon(self) -> SafeString:
        """The category's drawing, to stand inline before its word."""
        svg = (_ICONS / f"{self.value}.svg").read_text()
        drawing = svg.partition(">")[2].strip()
        return mark_safe(  # noqa: S308 - our own file
            '<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" '
            f'fill="none">{drawing}'
        )


class Aim(models.TextChoices):
    ASPIRATIONS = "aspirations", "Raising aspirations"
    HORIZONS = "horizons", "Widening horizons"


class ReportHeading(models.TextChoices):
    """Headings of the yearly public-benefit and ISC-style census lines."""

    ACADEMIC = "academic", "Academic"
    STEM = "stem", "STEM"
    LANGUAGES = "languages", "Languages"
    CAREERS = "careers", "Careers and higher education"
    MUSIC = "music", "Music"
    DRAMA = "drama", "Drama"
    ART = "art", "Art and design"
    SPORT = "sport", "Sport"
    SEND = "send", "SEND"
    WELL_BEING = "well_being", "Well-being"
    COMMUNITY = "community", "Community"
    DISADVANTAGE = "disadvantage", "Disadvantage"
    DEVELOPMENT = "development", "Teacher development"
    GOVERNANCE = "governance", "Governance"


class Audience(models.TextChoices):
    PUPILS = "pupils", "Pupils"
    STAFF = "staff", "Staff"


class Mode(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    BOTH = "both", "In person and online"


class Visibility(models.TextChoices):
    PUBLIC = "public", "Everybody"
    PARTNERS = "partners", "Staff of the partners only"


class Allocation(models.TextChoices):
    """How places find their schools (domain page, section 4)."""

    FIRST_COME = "first_come", "First come, first served"
    EQUAL_SHARES = "equal_shares", "Equal shares"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"
