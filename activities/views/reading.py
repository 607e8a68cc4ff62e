"""What everybody may read: What's on, the month, an activity, and their calendars."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from activities.actions import school_is_full
from activities.calendars import Times, calendar_of
from activities.few import FEW
from activities.filters import WhatsOnFilter
from activities.models import (
    Activity,
    ActivityQuerySet,
    Booking,
    Category,
    Kind,
    Mode,
    User,
    schools_to_enter,
    takes_hours,
)
from activities.models.feedback import takes_feedback
from activities.posters import has_poster
from activities.programme import EventRow, by_day, month_span, rows_of, weeks_of
from activities.said import said_of
from activities.sessions import place_in_series
from activities.standing import standing_of, withdraw_word
from activities.views.attendance import history_of
from activities.views.rehearsals import performances_of
from activities.volunteering import shown_hours, total_words
from schools.calendar import (
    at,
    count_words,
    day_words,
    list_words,
    long_day_words,
    moment_words,
    span_words,
    time_words,
    year_group_words,
)
from schools.covers import cover_svg
from schools.models import School, StaffMember

PAGE = 20
LONGEST_FEED = 500
SHOWN_YEARS = range(2000, 2101)
BOOKED, COPY = "Who has booked", "Copy to a new date"
HOURS = "Enter volunteer hours"
CORRECT, REGISTER = "Correct who came", "Print the register"
FEEDBACK, POSTER = "Ask for feedback", "Poster"
SAID = {
    Kind.ACTIVITY: "activity",
    Kind.COMPETITION: "competition",
    Kind.COURSE: "course",
    Kind.DEBATE: "debate",
    Kind.FIXTURE: "fixture",
    Kind.MEETING: "meeting",
    Kind.PERFORMANCE: "performance",
    Kind.PROJECT: "project",
    Kind.TEACHMEET: "TeachMeet",
}
"""What each kind is called within a sentence."""
SELDOM = {BOOKED, COPY, CORRECT, FEEDBACK, POSTER, REGISTER}
NOT_YET = "You can confirm who came once it has started."


def _filtered(request: HttpRequest, path: str) -> tuple[WhatsOnFilter, ActivityQuerySet]:
    activities = Activity.objects.visible_to(request.user).on_show()
    whats_on_filter = WhatsOnFilter(request.GET, activities, path=path)
    return whats_on_filter, whats_on_filter.qs


def _categories(chosen: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "value": c.value,
            "word": c.label,
            "css": c.value,
            "icon": c.icon,
            "checked": c in chosen,
        }
        for c in Category
    ]


@login_not_required
@require_safe
def whats_on(request: HttpRequest) -> HttpResponse:
    """Everything with a date that the reader may see, by day, narrowed by the filters."""
    path = reverse("activities:whats_on")
    whats_on_filter, activities = _filtered(request, path)
    shown = whats_on_filter.between(activities)
    paginator = Paginator(shown, PAGE)
    page = paginator.get_page(request.GET.get("page"))
    start = page.start_index() - 1 if paginator.count else 0
    first = whats_on_filter.first_day
    query = whats_on_filter.query()
    month_query = whats_on_filter.query("from", "to")
    return render(
        request,
        "activities/whats_on.html",
        {
            "filter": whats_on_filter,
            "categories": _categories(whats_on_filter.values.get("category", [])),
            "days": by_day(rows_of(shown[start : start + PAGE])),
            "count": paginator.count,
            "from_words": f"from {day_words(first, weekday='', month='%B', year=False)}",
            "chips": whats_on_filter.chips,
            "clear_url": path,
            "notes": whats_on_filter.notes,
            "page": page,
            "query": query,
            "month_url": _month_url(first, month_query),
            "calendar_url": _with_query(reverse("whats_on_calendar"), query),
        },
    )


def _with_query(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url


def _month_url(day: dt.date, query: str) -> str:
    return _with_query(reverse("month", args=[day.year, day.month]), query)


def _month_link(day: dt.date, query: str) -> dict[str, str] | None:
    """The way to a neighbouring month; None beyond the first and the last that is shown."""
    if day.year not in SHOWN_YEARS:
        return None
    return {"url": _month_url(day, query), "name": f"{day:%B}"}


type Further = Callable[[ActivityQuerySet, dt.datetime, dt.datetime], list[EventRow]]


def no_further(
    activities: ActivityQuerySet, start: dt.datetime, end: dt.datetime
) -> list[EventRow]:
    """Everything takes place once, as far as is known here."""
    return []


def month(
    request: HttpRequest, year: int, month: int, *, further: Further = no_further
) -> HttpResponse:
    """A calendar month as a table, narrowed by the same filters as the list.

    `further` knows rows for the other times of what takes place more than once.
    """
    if year not in SHOWN_YEARS or not 1 <= month <= 12:
        raise Http404
    first = dt.date(year, month, 1)
    path = reverse("month", args=[year, month])
    whats_on_filter, activities = _filtered(request, path)
    start, end = month_span(first)
    span = at(start, dt.time()), at(end, dt.time())
    shown = activities.filter(starts_at__gte=span[0], starts_at__lt=span[1])
    rows = [*rows_of(shown.order_by("starts_at", "pk")), *further(activities, *span)]
    query = whats_on_filter.query("from", "to")
    return render(
        request,
        "activities/month.html",
        {
            "month_name": f"{first:%B %Y}",
            "categories": _categories([]),
            "weeks": weeks_of(first, sorted(rows, key=lambda row: row.iso_time)),
            "previous": _month_link(first - dt.timedelta(days=1), query),
            "next": _month_link(first + dt.timedelta(days=31), query),
            "list_url": _with_query(reverse("activities:whats_on"), query),
            "calendar_url": _with_query(reverse("whats_on_calendar"), query),
            "chips": whats_on_filter.chips,
            "clear_url": path,
            "notes": whats_on_filter.notes,
        },
    )


def no_times(activities: Collection[int]) -> Mapping[int, Sequence[Times]]:
    """Everything takes place once, as far as is known here."""
    return {}


def whats_on_calendar(
    request: HttpRequest,
    *,
    times_of: Callable[[Collection[int]], Mapping[int, Sequence[Times]]] = no_times,
) -> HttpResponse:
    """The list, with its filters, for a calendar that subscribes to it; public things only.

    `times_of` knows what takes place more than once, by id.
    """
    # As a visitor sees it, whoever asks: feeds are passed on.
    activities = Activity.objects.visible_to(AnonymousUser()).on_show()
    whats_on_filter = WhatsOnFilter(request.GET, activities, path=request.path)
    shown_now = whats_on_filter.between(whats_on_filter.qs)
    coming = shown_now.select_related("host", "venue", "fixture")
    shown = list(coming[:LONGEST_FEED])
    # Plain activities take place once.
    of_kinds = [activity.pk for activity in shown if activity.kind != Kind.ACTIVITY]
    times = times_of(of_kinds) if of_kinds else {}
    text = calendar_of(shown, address=request.build_absolute_uri, times=times)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _places(activity: Activity) -> str:
    words = _places_in_all(activity)
    if activity.places_per_school is None:
        return words
    return f"{words}. One school may have {count_words(activity.places_per_school, 'place')}"


def _places_in_all(activity: Activity) -> str:
    if activity.capacity is None:
        return f"Open to all {'staff ' if activity.for_staff else ''}who would like to come"
    taken, capacity = activity.places_taken, activity.capacity
    if activity.gathers and not activity.is_cancelled:
        return f"{capacity:,}, dealt in equal shares on {moment_words(activity.books_until)}"
    if taken >= capacity:
        return f"All {capacity:,} taken"
    if not activity.for_staff and 0 < taken < FEW:
        return f"Fewer than {FEW} of {capacity:,} taken"
    # What is left of something that is over or cancelled is of no use to anybody.
    standing = not activity.is_cancelled and not activity.has_started
    left = f", {capacity - taken:,} left" if standing else ""
    return f"{taken:,} of {capacity:,} taken{left}"


def _where(activity: Activity) -> str:
    if activity.mode == Mode.ONLINE:
        return "Online, for those who sign in"
    venue = f"{activity.venue}, {activity.venue.town}" if activity.venue else ""
    place = ", ".join(part for part in (activity.place.rstrip("."), venue) if part)
    online = ". Online for those who sign in." if activity.mode == Mode.BOTH else ""
    return f"{place or activity.host.name}{online}"


def _whom(activity: Activity) -> str:
    if not activity.years:
        return "For staff of the partner schools"
    low, high = activity.years[0], activity.years[-1]
    if low == high:
        return f"For pupils in {year_group_words(low)}"
    if low == 0:
        return f"For pupils from Reception to Year {high}"
    return f"For pupils in Years {low} {'and' if high == low + 1 else 'to'} {high}"


def facts_of(activity: Activity) -> list[dict[str, str]]:
    """What a reader asks first: when, where, who for, cost, and so on, as far as it is known."""
    who_for = ", ".join(part for part in (activity.years_words, activity.who_for) if part)
    facts = (
        ("When", span_words(activity.starts_at, activity.ends_at)),
        ("Where", _where(activity)),
        ("Who for", who_for),
        ("Cost", activity.cost or "Nothing"),
        ("Bring", activity.bring),
        ("Getting there", activity.travel),
        ("Access", activity.access),
        ("Places", _places(activity)),
    )
    return [{"term": term, "text": text} for term, text in facts if text]


def taking_part(activity: Activity) -> list[dict[str, str]]:
    """The schools that have booked, and the host, in order of name."""
    booked = School.objects.filter(
        pk__in=activity.bookings.filter(status=Booking.Status.BOOKED).values("school")
    )
    schools = booked.union(School.objects.filter(pk=activity.host_id)).order_by("name")
    return [
        {
            "name": school.name,
            "url": school.get_absolute_url(),
            "note": "host" if school.pk == activity.host_id else "",
        }
        for school in schools
    ]


def page_action(name: str, slug: str, word: str, *, post: bool = False) -> dict[str, Any]:
    """A button on the page of an activity: a link, or a form of its own when it changes things."""
    return {"url": reverse(name, args=[slug]), "word": word, "post": post, "primary": False}


def _booking_word(activity: Activity, user: User) -> str:
    """What the button says for somebody who has not booked yet."""
    if activity.gathers:
        return "Ask for a place" if activity.for_staff else "Ask for places"
    if activity.places_left is not None and activity.places_left <= 0:
        return "Join the waiting list"
    if isinstance(user, StaffMember) and school_is_full(activity, user.school_id):
        return "Join the waiting list"
    return "Come along" if activity.for_staff else "Book places"


def actions_for(activity: Activity, user: User, booking: Booking | None) -> list[dict[str, Any]]:
    """What this reader can do with it, the likeliest first."""
    can_book = activity.can_book(user)
    own = booking if can_book else None
    books = can_book and activity.is_open_for_booking
    changes = own is not None and not activity.for_staff and (books or own.can_rearrange)
    hosts = activity.belongs_to(user) and not activity.is_draft
    staff = isinstance(user, StaffMember) and user.is_approved
    withdraw = withdraw_word(own) if own else ""
    what = SAID[Kind(activity.kind)]
    candidates = (
        (activity.can_publish(user), "activities:activity_publish", "Publish it", True),
        (activity.can_confirm_attendance(user), "attendance_confirm", "Confirm who came", False),
        (own and own.is_offered and own.can_withdraw, "activities:booking_accept",
         "Accept the places", True),
        (books and not booking, "activities:booking_edit", _booking_word(activity, user), False),
        (changes, "activities:booking_edit", "Change our booking", False),
        (own and own.can_withdraw, "activities:booking_withdraw", withdraw, True),
        (takes_hours(activity) and schools_to_enter(activity, user), "activities:hours_edit",
         HOURS, False),
        (hosts, "activities:booking_list", BOOKED, False),
        (activity.can_correct_attendance(user), "attendance_correct", CORRECT, False),
        (activity.can_see_register(user), "attendance_register", REGISTER, False),
        (takes_feedback(activity) and activity.is_run_by(user), "feedback_list", FEEDBACK, False),
        (activity.can_edit(user), "activity_edit", f"Edit the {what}", False),
        (staff and has_poster(activity), "activities:poster", POSTER, False),
        (staff, "activity_copy", COPY, False),
        (activity.can_cancel(user), "activity_cancel", f"Cancel the {what}", False),
    )  # fmt: skip
    return first_filled(
        page_action(name, activity.slug, word, post=post)
        for offered, name, word, post in candidates
        if offered
    )


def first_filled(actions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first is the page's filled button, unless what is left to do is done seldom."""
    actions = list(actions)
    for number, action in enumerate(actions):
        action["primary"] = number == 0 and action["word"] not in SELDOM
    return actions


def absences_for(activity: Activity, user: User, booking: Booking | None = None) -> list[str]:
    """Why something that a colleague may look for is not there."""
    if not isinstance(user, StaffMember) or not user.is_approved:
        return []
    reasons = []
    if activity.is_published and not activity.has_started:
        if activity.gathers and not activity.is_open_for_booking:
            reasons.append("Booking has closed; the places are being dealt in equal shares.")
        elif not activity.is_open_for_booking and booking is None:
            reasons.append("Booking has closed.")
        elif not activity.is_booked_by(user):
            reasons.append("Your school’s coordinator books places for pupils.")
        elif not activity.can_book(user):
            reasons.append("Only the schools that have a part in it book places.")
    if activity.can_correct_attendance(user):
        reasons.append(
            "Attendance is confirmed. If a number is wrong, correct it: what was posted is taken "
            "back and posted anew."
        )
    elif activity.is_held:
        reasons.append(
            "Attendance is confirmed. If a number is wrong, tell the host’s coordinator, who can "
            "correct it with a reason."
        )
    elif activity.is_published and activity.is_run_by(user) and not activity.has_started:
        reasons.append(NOT_YET)
    return reasons


def _lists_for(activity: Activity, user: User, booking: Booking | None) -> list[dict[str, str]]:
    """Where somebody with a booking reads who waits, and how places were dealt."""
    if booking is None:
        return []
    links = []
    if activity.is_dealt:
        url = reverse("activities:share_list", args=[activity.slug])
        links.append({"url": url, "word": "How the places were dealt"})
    if booking.is_waiting or booking.is_offered:
        url = reverse("activities:waiting_list", args=[activity.slug])
        links.append({"url": url, "word": "The waiting list"})
    return links


def no_shows_of(activity: Activity) -> list[str]:
    """The schools that had booked what is held, and sent nobody; for those who run it."""
    came = activity.attendances.exclude(pupils_in_all=0, staff=0, led=0)
    absent = School.objects.filter(pk__in=activity.bookings.live().values("school")).exclude(
        pk__in=came.values("school")
    )
    return list(absent.order_by("name").values_list("name", flat=True))


def activity_context(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    """What the shared page of an activity shows, whatever its kind."""
    user = request.user
    booking = None
    if isinstance(user, StaffMember):
        booking = activity.bookings_of(user).select_related("school", "person").first()
    if booking:
        booking.activity = activity
    until = activity.books_until
    poster_url = ""
    if has_poster(activity):
        poster_url = reverse("activities:poster", args=[activity.slug])
    return {
        "activity": activity,
        "css": activity.category,
        "icon": activity.category_choice.icon,
        "facts": facts_of(activity),
        "in_series": place_in_series(activity, user),
        "collects_for": [
            {"title": title, "url": reverse("activities:appeal_detail", args=[slug])}
            for title, slug in activity.appeals.open().values_list("title", "slug")
        ],
        "schools": taking_part(activity),
        "deadline_words": f"{long_day_words(until)}, {time_words(until)}",
        "is_open": activity.is_open_for_booking,
        "is_draft": activity.is_draft,
        "can_still_join": booking is None
        and not activity.has_started
        and (activity.is_draft or activity.is_published),
        "is_cancelled": activity.is_cancelled,
        "is_held": activity.is_held,
        "actions": actions_for(activity, user, booking),
        "absent": absences_for(activity, user, booking),
        "history": history_of(activity) if activity.can_correct_attendance(user) else [],
        "no_shows": no_shows_of(activity) if activity.can_correct_attendance(user) else [],
        "booking": booking,
        "standing": standing_of(booking) if booking else None,
        "lists": _lists_for(activity, user, booking),
        "remote_link": activity.remote_link if activity.is_attended_by(user) else "",
        "said": said_of(activity),
        "poster_url": poster_url,
        "whom": _whom(activity),
        "rehearsed": performances_of(activity, user),
        "calendar_url": reverse("activity_calendar", args=[activity.slug]),
        "cover_url": reverse("activities:activity_cover", args=[activity.slug]),
    }


def activity_detail(request: HttpRequest, activity: Activity) -> HttpResponse:
    """One activity: facts first, then words, then how to join."""
    context = activity_context(request, activity) | hours_context(activity)
    return activity_page(request, activity, context)


def hours_context(activity: Activity) -> dict[str, Any]:
    """The volunteer hours of an activity as everybody may read them; nothing where there are
    none."""
    parts = activity.volunteer_hours.counted().parts() if takes_hours(activity) else []
    if not parts:
        return {}
    more = "activities/hours_shown.html"
    return {"more": more, "hours": shown_hours(parts), "total": total_words(parts), "few": FEW}


def activity_page(
    request: HttpRequest, activity: Activity, context: dict[str, Any]
) -> HttpResponse:
    """The shared page, from its context. A kind with facts of its own names the template that
    prints them as `more`."""
    context["came_words"] = came_words(activity) if activity.is_held else ""
    return render(request, "activities/activity_detail.html", context)


def came_words(activity: Activity) -> str:
    """Who came, as everybody may read it: counts under five stay unsaid (domain page, 6)."""
    rows = activity.attendances.select_related("school").fetch_mode(FETCH_RAISE)
    came = {str(row.school): row.staff if activity.for_staff else row.pupils_in_all for row in rows}
    total = sum(came.values())
    if not total:
        return "Nobody took part in the end."
    noun, plural = ("colleague", "colleagues") if activity.for_staff else ("pupil", "pupils")
    amount = f"Fewer than {FEW} {plural}" if total < FEW else count_words(total, noun, plural)
    return f"{amount} took part, from {list_words([name for name, n in came.items() if n])}."


def activity_calendar(
    request: HttpRequest, activity: Activity, *, times: Sequence[Times] | None = None
) -> HttpResponse:
    """One activity for a reader's own calendar; `times` where it takes place more than once."""
    text = calendar_of(
        [activity],
        address=request.build_absolute_uri,
        times={activity.pk: times} if times else None,
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{activity.slug}.ics"'
    return response


@login_not_required
@require_safe
@cache_control(max_age=86400)
def activity_cover(request: HttpRequest, slug: str) -> HttpResponse:
    """The drawn cover of an activity: a picture made of its title and its category's hue."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user).at_address(slug))
    return HttpResponse(cover_svg(activity.title, activity.category), content_type="image/svg+xml")
