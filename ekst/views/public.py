"""The portal's front: home, a partner's page, search."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import FETCH_RAISE, Count, F, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.models import Activity, Attendance, Audience, Status, Visibility
from activities.programme import rows_of
from cpd.models import CHANGEOVER, Presentation, TeachMeet
from cpd.running_order import tail_words
from cpd.views import speaking_time
from ledger.models import Exchange
from schools.calendar import number_words, this_academic_year
from schools.models import School, StaffMember

FOUND = 30
STANDS = Q(presentations__withdrawn_at=None)
SHORTEST_TALK = Presentation.SHORTEST[Presentation.Format.NANO] + CHANGEOVER


def totals_of(year: int) -> dict[str, str] | None:
    """What the partners did together in an academic year, ready to print; None before any.

    Only the partnership's totals are public (domain page, section 5.9).
    """
    shared = Exchange.objects.in_year(year).aggregate(minutes=Sum("minutes"))["minutes"]
    held = Activity.objects.in_academic_year(year).filter(status=Status.HELD)
    came = Attendance.objects.filter(activity__in=held).aggregate(
        activities=Count("activity", distinct=True),
        pupils=Sum("pupils_in_all", filter=Q(activity__audience=Audience.PUPILS)),
        staff=Sum("staff", filter=Q(activity__audience=Audience.STAFF)),
    )
    if not shared or not came["activities"]:
        return None
    return {
        "hours": f"{round(shared / 60):,}",
        "activities": f"{came['activities']:,}",
        "pupils": f"{came['pupils'] or 0:,}",
        "staff": f"{came['staff'] or 0:,}",
    }


def next_talk() -> dict[str, Any] | None:
    """The next public TeachMeet that still has time for a speaker."""
    coming = (
        TeachMeet.objects.filter(
            status=Status.PUBLISHED, visibility=Visibility.PUBLIC, starts_at__gt=timezone.now()
        )
        .filter(Q(offers_close_at=None) | Q(offers_close_at__gt=timezone.now()))
        .filter(minutes_taken__lte=F("slot_minutes") - SHORTEST_TALK)
        .annotate(
            presenters=ArrayAgg("presentations__presenter", filter=STANDS, distinct=True),
            beside=ArrayAgg("presentations__co_presenters__person", filter=STANDS, distinct=True),
            named=Count("presentations", filter=STANDS & Q(presentations__presenter=None),
                        distinct=True)
            + Count("presentations__co_presenters",
                    filter=STANDS & Q(presentations__co_presenters__person=None), distinct=True),
        )
        .order_by("starts_at", "pk")
    )  # fmt: skip
    teachmeet = coming.first()
    if teachmeet is None:
        return None
    known = {*(teachmeet.presenters or ()), *(teachmeet.beside or ())} - {None}
    (row,) = rows_of(Activity.objects.filter(pk=teachmeet.pk))
    return {
        "row": row,
        "theme": teachmeet.theme,
        "starts_at": teachmeet.starts_at,
        **speaking_time(teachmeet, len(known) + teachmeet.named),
    }


def coming_rows(activities: Any) -> Any:
    """Rows of activities to come; TeachMeets say how many speaking minutes are left."""
    activities = list(activities.values_list("pk", flat=True))
    tails = {
        pk: tail_words(slots - taken)
        for pk, slots, taken in TeachMeet.objects.filter(pk__in=activities).values_list(
            "pk", "slot_minutes", "minutes_taken"
        )
    }
    chosen = Activity.objects.filter(pk__in=activities).order_by("starts_at", "pk")
    return rows_of(chosen, tails=tails)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the partnership is, the next six things, and what has come of it this year."""
    coming = Activity.objects.visible_to(request.user).filter(status=Status.PUBLISHED).upcoming()
    today = timezone.localdate()
    return render(
        request,
        "ekst/home.html",
        {
            "rows": coming_rows(coming[:6]),
            "talk": next_talk(),
            "totals": totals_of(this_academic_year()),
            "month_url": reverse("month", args=[today.year, today.month]),
            "month_name": f"{today:%B}",
            "partners_words": number_words(School.objects.partners().count()),
        },
    )


@login_not_required
@require_safe
def school_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One partner, in the same form as every other."""
    school = get_object_or_404(School, slug=slug)
    today = timezone.localdate()
    coming = (
        Activity.objects.visible_to(request.user)
        .on_show()
        .filter(Q(host=school) | Q(venue=school))
        .upcoming()
    )
    return render(
        request,
        "schools/school_detail.html",
        {
            "school": school,
            "rows": coming_rows(coming[:8]),
            "terms": school.terms.current_and_next(today),
            "inset_days": school.inset_days.filter(day__gte=today)[:2],
            "is_member": isinstance(request.user, StaffMember)
            and request.user.school_id == school.pk,
        },
    )


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Activities and partners that speak of the words."""
    words = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:100]
    rows, schools = [], []
    if words:
        found = Activity.objects.visible_to(request.user).on_show().search(words)
        rows = rows_of(found[:FOUND])
        schools = list(
            School.objects.partners()
            .filter(Q(name__icontains=words) | Q(town__icontains=words))
            .fetch_mode(FETCH_RAISE)
        )
    return render(
        request,
        "ekst/search.html",
        {"q": words, "rows": rows, "schools": schools, "count": len(rows) + len(schools)},
    )
