"""TeachMeets: listing, posting, showing and confirming them."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from activities.models import Activity, Booking, User
from activities.programme import EventRow, rows_of
from activities.views import activity_cancel, activity_context
from activities.views.attendance import attendance_form, correction, say_who_came
from activities.views.desk import copied, save_posted
from activities.views.reading import first_filled, page_action
from activities.views.register import attendance_register
from cpd.actions import confirm_teachmeet, correct_teachmeet, gifts_of_talks, talks_given
from cpd.forms import TeachMeetAttendanceForm, TeachMeetForm
from cpd.models import CoPresenter, Invitation, Presentation, TeachMeet
from cpd.running_order import (
    count_speakers,
    left_words,
    lines_of,
    room_words,
    tail_words,
    taken_words,
)
from cpd.views.finding import speakers_of, teachmeets_visible_to
from cpd.views.resources import resources_of
from schools.calendar import count_words, list_words, number_words
from schools.middleware import StaffRequest

PAST = 12


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
    teachmeet: TeachMeet,
    user: User,
    shared: list[dict[str, Any]],
    speakers: int,
    *,
    drawn: bool,
) -> list[dict[str, Any]]:
    """Offering a slot comes first while there is time left; the draw is for who runs it."""
    actions = list(shared)
    if can_speak(teachmeet) and teachmeet.can_offer(user):
        actions.insert(0, page_action("cpd:presentation_new", teachmeet.slug, "Offer a slot"))
    if teachmeet.can_draw(user) and speakers and not teachmeet.has_started:
        word = "Draw again or move talks" if drawn else "Draw the order"
        actions.append(page_action("cpd:running_order", teachmeet.slug, word))
    elif teachmeet.can_reorder(user) and drawn:
        actions.append(page_action("cpd:running_order", teachmeet.slug, "Move talks"))
    if teachmeet.can_stage(user) and drawn and not teachmeet.is_held:
        actions.append(page_action("cpd:stage", teachmeet.slug, "Stage view for the hall"))
    if teachmeet.can_invite(user) and teachmeet.is_open_for_offers:
        actions.append(page_action("cpd:invitation_list", teachmeet.slug, "Invite a speaker"))
    return first_filled(actions)


def can_speak(teachmeet: TeachMeet) -> bool:
    """Whether somebody could still offer the shortest of talks."""
    return teachmeet.is_open_for_offers and teachmeet.has_room_for(Presentation.Format.NANO)


def teachmeet_detail(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A TeachMeet: facts, who speaks and in which order, and how to take a slot."""
    teachmeet = get_object_or_404(
        TeachMeet.objects.select_related("host", "venue", "facilitator__school"), pk=activity.pk
    )
    presentations = speakers_of(teachmeet)
    speakers, draw = count_speakers(presentations), teachmeet.last_draw
    context = activity_context(request, teachmeet)
    return render(
        request,
        "cpd/teachmeet_detail.html",
        {
            **context,
            **speaking_time(teachmeet, speakers),
            "teachmeet": teachmeet,
            "facts": _facts(teachmeet, context["facts"]),
            "actions": _actions(
                teachmeet, request.user, context["actions"], speakers, drawn=draw is not None
            ),
            "running_order": lines_of(teachmeet, presentations, request.user),
            "draw": draw,
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
    return activity_cancel(request, activity, also_tell=addresses_of(teachmeet))


def addresses_of(teachmeet: TeachMeet) -> set[str]:
    """Where the facilitator and everybody who speaks are written to, co-presenters and whoever
    offered by a personal link among them."""
    standing = teachmeet.presentations.standing()
    presenters = standing.filter(presenter__is_active=True)
    beside = CoPresenter.objects.filter(presentation__in=standing, person__is_active=True)
    by_link = Invitation.objects.filter(presentation__in=standing.filter(presenter=None))
    return {
        teachmeet.facilitator.email,
        *presenters.values_list("presenter__email", flat=True),
        *beside.values_list("person__email", flat=True),
        *by_link.values_list("email", flat=True),
    }


def teachmeet_copy(request: StaffRequest, activity: Activity) -> HttpResponse:
    """A new TeachMeet from the words of another; the day is asked for afresh."""
    teachmeet = get_object_or_404(TeachMeet, pk=activity.pk)
    # A sponsor is thanked for one evening, a facilitator runs one.
    afresh = {"facilitator": request.user.pk, "sponsor": ""}
    initial = copied(teachmeet, TeachMeetForm.Meta.fields) | afresh
    form = TeachMeetForm(request.POST or None, user=request.user, initial=initial)
    return _save_or_show(request, form, heading="Post it again", copied_from=teachmeet)


def _save_or_show(request: StaffRequest, form: TeachMeetForm, **context: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        concerned = addresses_of(form.instance) if form.instance.pk else set()
        saved = save_posted(request, form, also_tell=concerned)
        if saved:
            return redirect(saved)
    return render(request, "activities/activity_form.html", {"form": form, **context})


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
            "by": presentation.by_words,
            "length": presentation.length_words,
            "given": presentation.delivered,
        }
        for presentation in speakers_of(teachmeet)
    ]
    return attendance_register(request, teachmeet, talks=talks)
