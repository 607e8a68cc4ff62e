"""TeachMeets: finding, posting, speaking at and confirming them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import FETCH_RAISE, Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.models import Activity, Booking, User
from activities.programme import EventRow, rows_of
from activities.views import activity_cancel, activity_context
from activities.views.attendance import attendance_form, correction, say_who_came
from activities.views.desk import copied, save_posted
from activities.views.reading import first_filled, page_action
from activities.views.register import attendance_register
from cpd.actions import (
    confirm_teachmeet,
    correct_teachmeet,
    draw_running_order,
    gifts_of_talks,
    offer_presentation,
    talks_given,
    withdraw_presentation,
)
from cpd.forms import PresentationForm, RedrawForm, TeachMeetAttendanceForm, TeachMeetForm
from cpd.models import Presentation, TeachMeet
from cpd.running_order import left_words, lines_of, room_words, tail_words, taken_words
from cpd.views.resources import resources_of
from schools.calendar import count_words, list_words, number_words
from schools.middleware import StaffRequest

PAST = 12


def teachmeets_visible_to(user: User) -> Any:
    """TeachMeets that a person may read, by the rules of activities."""
    return TeachMeet.objects.visible_to(user)


def teachmeet_rows(teachmeets: Any) -> list[EventRow]:
    """Rows of a list of TeachMeets that say how many speaking minutes are left."""
    tails = {
        pk: tail_words(slots - taken)
        for pk, slots, taken in teachmeets.values_list("pk", "slot_minutes", "minutes_taken")
    }
    return rows_of(teachmeets, tails=tails)


@login_not_required
@require_safe
def teachmeet_list(request: HttpRequest) -> HttpResponse:
    """All TeachMeets to come, and the last dozen that were."""
    shown = teachmeets_visible_to(request.user).on_show()
    return render(
        request,
        "cpd/teachmeet_list.html",
        {
            "coming": teachmeet_rows(shown.upcoming()[:60]),
            "past": rows_of(shown.past()[:PAST]),
            "can_post": request.user.is_authenticated,
        },
    )


def speaking_time(teachmeet: TeachMeet, speakers: int) -> dict[str, Any]:
    """The two bars of a TeachMeet: its speaking time, and what is taken of it."""
    return {
        "minutes": teachmeet.slot_minutes,
        "taken": teachmeet.minutes_taken,
        "minutes_words": count_words(teachmeet.slot_minutes, "minute"),
        "taken_minutes_words": count_words(teachmeet.minutes_taken, "minute"),
        "taken_words": taken_words(speakers, over=teachmeet.has_started),
        "left_words": left_words(teachmeet),
        "room_words": room_words(teachmeet),
        "offer_url": reverse("cpd:presentation_new", args=[teachmeet.slug]),
    }


def _coming_words(teachmeet: TeachMeet) -> str:
    live = teachmeet.bookings.filter(status=Booking.Status.BOOKED)
    counts = live.aggregate(people=Count("pk"), schools=Count("school", distinct=True))
    if not counts["people"]:
        return "Nobody" if teachmeet.has_started else "Nobody has booked yet: be the first"
    partners = f"{number_words(counts['schools'])} partner{'' if counts['schools'] == 1 else 's'}"
    return f"{count_words(counts['people'], 'person', 'people')} from {partners}"


def _facts(teachmeet: TeachMeet, shared: list[dict[str, str]]) -> list[dict[str, str]]:
    """What a colleague asks first; whom it is for and what it costs go without saying."""
    facts = [fact for fact in shared if fact["term"] in {"When", "Where", "Access"}]
    facilitator = f"{teachmeet.facilitator}, {teachmeet.facilitator.school}"
    places = ""
    if teachmeet.places_left is not None:
        places = f"{count_words(teachmeet.places_left, 'place')} left"
    more = (
        ("Facilitator", facilitator),
        ("Booked" if teachmeet.has_started else "Coming", _coming_words(teachmeet)),
        ("Places", places),
        ("Hashtag", teachmeet.hashtag and f"#{teachmeet.hashtag.lstrip('#')}"),
        ("Thanks to", teachmeet.sponsor),
    )
    return facts + [{"term": term, "text": text} for term, text in more if text]


def _actions(
    teachmeet: TeachMeet, user: User, shared: list[dict[str, Any]], speakers: int
) -> list[dict[str, Any]]:
    """Offering a slot comes first while there is time left; the draw is for who runs it."""
    actions = list(shared)
    if can_speak(teachmeet) and teachmeet.can_offer(user):
        actions.insert(0, page_action("cpd:presentation_new", teachmeet.slug, "Offer a slot"))
    if teachmeet.can_draw(user) and speakers and not teachmeet.has_started:
        word = "Draw again" if teachmeet.last_draw else "Draw the order"
        actions.append(page_action("cpd:running_order", teachmeet.slug, word))
    return first_filled(actions)


def can_speak(teachmeet: TeachMeet) -> bool:
    """Whether somebody could still offer the shortest of talks."""
    return teachmeet.is_open_for_offers and teachmeet.has_room_for(Presentation.Format.NANO)


def speakers_of(teachmeet: TeachMeet) -> list[Presentation]:
    """The presentations that stand, in order, with all that their lines show."""
    standing = (
        teachmeet.presentations.in_order()
        .select_related("presenter", "school")
        .fetch_mode(FETCH_RAISE)
    )
    presentations = list(standing)
    for presentation in presentations:
        presentation.teachmeet = teachmeet
    return presentations


def teachmeet_detail(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A TeachMeet: facts, who speaks and in which order, and how to take a slot."""
    teachmeet = get_object_or_404(
        TeachMeet.objects.select_related("host", "venue", "facilitator__school"), pk=activity.pk
    )
    presentations = speakers_of(teachmeet)
    speakers = len({presentation.presenter_id for presentation in presentations})
    context = activity_context(request, teachmeet)
    return render(
        request,
        "cpd/teachmeet_detail.html",
        {
            **context,
            **speaking_time(teachmeet, speakers),
            "teachmeet": teachmeet,
            "facts": _facts(teachmeet, context["facts"]),
            "actions": _actions(teachmeet, request.user, context["actions"], speakers),
            "running_order": lines_of(teachmeet, presentations, request.user),
            "draw": teachmeet.last_draw,
            "can_offer": can_speak(teachmeet),
            "resources": resources_of(request.user, teachmeet, presentations),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def teachmeet_new(request: StaffRequest) -> HttpResponse:
    form = TeachMeetForm(request.POST or None, user=request.user)
    return _save_or_show(request, form, heading="Post a TeachMeet")


def teachmeet_edit(request: StaffRequest, activity: Activity) -> HttpResponse:
    teachmeet = get_object_or_404(TeachMeet, pk=activity.pk)
    form = TeachMeetForm(request.POST or None, instance=teachmeet, user=request.user)
    return _save_or_show(request, form, heading=f"Edit {teachmeet}", activity=teachmeet)


def teachmeet_cancel(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Cancel a TeachMeet: its speakers and facilitator are told too."""
    teachmeet = get_object_or_404(TeachMeet.objects.select_related("facilitator"), pk=activity.pk)
    speakers = teachmeet.presentations.standing().filter(presenter__is_active=True)
    also_tell = {teachmeet.facilitator.email, *speakers.values_list("presenter__email", flat=True)}
    return activity_cancel(request, activity, also_tell=also_tell)


def teachmeet_copy(request: StaffRequest, activity: Activity) -> HttpResponse:
    """A new TeachMeet from the words of another; the day is asked for afresh."""
    teachmeet = get_object_or_404(TeachMeet, pk=activity.pk)
    initial = copied(teachmeet, TeachMeetForm.Meta.fields) | {"facilitator": request.user.pk}
    form = TeachMeetForm(request.POST or None, user=request.user, initial=initial)
    return _save_or_show(request, form, heading="Post it again", copied_from=teachmeet)


def _save_or_show(request: StaffRequest, form: TeachMeetForm, **context: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        saved = save_posted(request, form)
        if saved:
            return redirect(saved)
    return render(request, "activities/activity_form.html", {"form": form, **context})


def _standing_teachmeet(request: StaffRequest, slug: str) -> TeachMeet:
    """A TeachMeet that the reader may see, drafts of others aside."""
    return get_object_or_404(  # type: ignore[no-any-return]
        teachmeets_visible_to(request.user).at_address(slug).select_related("host", "venue")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def presentation_new(request: StaffRequest, slug: str) -> HttpResponse:
    """Offer to speak at a TeachMeet."""
    teachmeet = _standing_teachmeet(request, slug)
    if teachmeet.is_draft or not teachmeet.can_offer(request.user):
        raise PermissionDenied
    presenter = request.user
    form = PresentationForm(request.POST or None, teachmeet=teachmeet, presenter=presenter)
    if request.method == "POST" and form.is_valid():
        try:
            presentation = offer_presentation(form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                f"You are speaking: “{presentation.title}”, {presentation.length_words.lower()}. "
                "The lot decides only the order.",
            )
            return redirect(teachmeet)
    return render(
        request,
        "cpd/presentation_form.html",
        {
            "teachmeet": teachmeet,
            "form": form,
            "left_words": left_words(teachmeet),
            "room_words": room_words(teachmeet),
            "is_open": teachmeet.is_open_for_offers,
        },
    )


@require_POST
def presentation_withdraw(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    teachmeet = _standing_teachmeet(request, slug)
    presentation = get_object_or_404(teachmeet.presentations, pk=pk)
    if presentation.presenter != request.user and not teachmeet.belongs_to(request.user):
        raise PermissionDenied
    try:
        if withdraw_presentation(presentation):
            messages.success(request, f"“{presentation.title}” is withdrawn; its minutes are free.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(teachmeet)


@require_http_methods(["GET", "HEAD", "POST"])
def running_order(request: StaffRequest, slug: str) -> HttpResponse:
    """The running order with its lots; who runs the TeachMeet draws it here."""
    teachmeet = _standing_teachmeet(request, slug)
    can_draw = teachmeet.can_draw(request.user) and not teachmeet.has_started
    draws = list(teachmeet.draws.select_related("drawn_by").fetch_mode(FETCH_RAISE))
    # Who saw no draw and presses twice gave no reason, and needs none: the first press counts.
    first = not draws or request.POST.get("after") == "0"
    seen = {"after": draws[0].pk if draws else 0}
    form = RedrawForm(request.POST or None, first=first, initial=seen)
    form.is_bound = request.method == "POST"
    if form.is_bound:
        if not teachmeet.can_draw(request.user):
            raise PermissionDenied
        if form.is_valid():
            try:
                draw = draw_running_order(teachmeet, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request,
                    f"The order is drawn, with seed {draw.seed}. Everybody who offered speaks.",
                )
                return redirect("cpd:running_order", slug=teachmeet.slug)
    presentations = speakers_of(teachmeet)
    return render(
        request,
        "cpd/running_order.html",
        {
            "teachmeet": teachmeet,
            "running_order": lines_of(teachmeet, presentations, request.user),
            "draws": draws,
            "can_draw": can_draw and bool(presentations),
            "form": form,
        },
    )


def _attendance_form(
    request: StaffRequest, activity: Activity
) -> tuple[TeachMeet, TeachMeetAttendanceForm]:
    teachmeet = get_object_or_404(TeachMeet.objects.select_related("facilitator"), pk=activity.pk)
    form = attendance_form(
        request,
        teachmeet,
        form_class=TeachMeetAttendanceForm,
        led={teachmeet.facilitator.school_id: 1},
        presentations=speakers_of(teachmeet),
    )
    return teachmeet, form


def _say_who_came(
    request: StaffRequest,
    teachmeet: TeachMeet,
    form: TeachMeetAttendanceForm,
    post: Callable[[str], bool],
) -> HttpResponse:
    return say_who_came(
        request,
        teachmeet,
        form,
        gifts=lambda: gifts_of_talks(talks_given(teachmeet, form.delivered)),
        extra=lambda: given_words(form),
        post=post,
    )


def given_words(form: TeachMeetAttendanceForm) -> list[str]:
    """Which talks were given and which were not, in a sentence each."""
    delivered = set(form.delivered)
    given = [f"“{p.title}”" for p in form.presentations if p.pk in delivered]
    missed = [f"“{p.title}”" for p in form.presentations if p.pk not in delivered]
    words = ((given, "given"), (missed, "not given"))
    return [
        f"{count_words(len(talks), 'talk')} {'was' if len(talks) == 1 else 'were'} {what}: "
        f"{list_words(talks)}."
        for talks, what in words
        if talks
    ]


def teachmeet_attendance(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Who came to a TeachMeet, and which presentations were given."""
    teachmeet, form = _attendance_form(request, activity)

    def post(seen: str) -> bool:
        return confirm_teachmeet(
            teachmeet, came=form.came, delivered=form.delivered, by=request.user, seen=seen
        )

    return _say_who_came(request, teachmeet, form, post)


def teachmeet_correct(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Who came after all, and which presentations were given after all, with a reason."""
    teachmeet, form = _attendance_form(request, activity)

    def post(seen: str) -> bool:
        return correct_teachmeet(
            teachmeet,
            came=form.came,
            delivered=form.delivered,
            by=request.user,
            seen=seen,
            **correction(form),
        )

    return _say_who_came(request, teachmeet, form, post)


def teachmeet_register(request: StaffRequest, activity: Activity) -> HttpResponse:
    """The register of a TeachMeet has its talks as well, in their order, each with a box."""
    teachmeet = get_object_or_404(TeachMeet.objects.select_related("host", "venue"), pk=activity.pk)
    talks = [
        {
            "title": presentation.title,
            "by": f"{presentation.presenter}, {presentation.school}",
            "length": presentation.length_words,
            "given": presentation.delivered,
        }
        for presentation in speakers_of(teachmeet)
    ]
    return attendance_register(request, teachmeet, talks=talks)
