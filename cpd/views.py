"""Pages about professional development."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.models import Booking, User
from activities.programme import EventRow, rows_of
from activities.views import activity_context
from activities.views.attendance import attendance_form
from activities.views.desk import copied, save_posted
from cpd.actions import (
    confirm_teachmeet,
    draw_running_order,
    offer_presentation,
    withdraw_presentation,
)
from cpd.forms import PresentationForm, RedrawForm, TeachMeetAttendanceForm, TeachMeetForm
from cpd.models import TeachMeet
from cpd.running_order import left_words, lines_of, room_words, tail_words, taken_words
from schools.calendar import count_words, list_words, number_words
from schools.models import StaffMember

PAST = 12


def teachmeets_visible_to(user: User) -> Any:
    """TeachMeets that a person may read, by the rules of activities."""
    return TeachMeet.objects.visible_to(user)  # type: ignore[attr-defined]


def teachmeet_rows(teachmeets: Any) -> list[EventRow]:
    """Rows of a list of TeachMeets that say how many speaking minutes are left."""
    tails = {
        pk: tail_words(slots - taken)
        for pk, slots, taken in teachmeets.values_list("pk", "slot_minutes", "minutes_taken")
    }
    return rows_of(teachmeets, tails=tails)


@login_not_required
@require_safe
def cpd(request: HttpRequest) -> HttpResponse:
    """What colleagues can learn from each other, and where they can speak."""
    shown = teachmeets_visible_to(request.user).on_show()
    return render(
        request,
        "cpd/cpd.html",
        {
            "rows": teachmeet_rows(shown.upcoming()[:6]),
            "past": rows_of(shown.past()[:3]),
            "can_post": request.user.is_authenticated,
        },
    )


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
        "taken_words": taken_words(speakers),
        "left_words": left_words(teachmeet),
        "room_words": room_words(teachmeet),
        "offer_url": reverse("cpd:presentation_new", args=[teachmeet.slug]),
    }


def _coming_words(teachmeet: TeachMeet) -> str:
    live = teachmeet.bookings.filter(status=Booking.Status.BOOKED)
    counts = live.aggregate(people=Count("pk"), schools=Count("school", distinct=True))
    if not counts["people"]:
        return "Nobody has booked yet: be the first"
    partners = f"{number_words(counts['schools'])} partner{'' if counts['schools'] == 1 else 's'}"
    return f"{count_words(counts['people'], 'person', 'people')} from {partners}"


def teachmeet_detail(request: HttpRequest, activity: Any) -> HttpResponse:
    """A TeachMeet: facts, who speaks and in which order, and how to take a slot."""
    user = request.user
    teachmeet = get_object_or_404(
        TeachMeet.objects.select_related("host", "venue", "facilitator__school"), pk=activity.pk
    )
    presentations = list(
        teachmeet.presentations.in_order().select_related("presenter", "school")  # type: ignore[attr-defined]
    )
    for presentation in presentations:
        presentation.teachmeet = teachmeet
    context = activity_context(request, teachmeet)
    keep = {"When", "Where", "Access"}
    facts = [fact for fact in context["facts"] if fact["term"] in keep]
    facts += [
        {"term": "Facilitator", "text": f"{teachmeet.facilitator}, {teachmeet.facilitator.school}"},
        {"term": "Coming", "text": _coming_words(teachmeet)},
    ]
    if teachmeet.capacity is not None:
        facts.append({"term": "Places", "text": f"{count_words(teachmeet.places_left or 0, 'place')} left"})
    if teachmeet.hashtag:
        facts.append({"term": "Hashtag", "text": f"#{teachmeet.hashtag.lstrip('#')}"})
    if teachmeet.sponsor:
        facts.append({"term": "Thanks to", "text": teachmeet.sponsor})
    offer = teachmeet.is_open_for_offers and teachmeet.has_room_for("nano")
    if offer and teachmeet.can_offer(user):
        for action in context["actions"]:
            action["primary"] = False
        first = {"url": reverse("cpd:presentation_new", args=[teachmeet.slug]),
                 "word": "Offer a slot", "post": False, "primary": True}  # fmt: skip
        context["actions"].insert(0, first)
    if teachmeet.can_draw(user) and presentations and not teachmeet.has_started:
        word = "Draw again" if teachmeet.last_draw else "Draw the order"
        context["actions"].append(
            {"url": reverse("cpd:running_order", args=[teachmeet.slug]), "word": word,
             "post": False, "primary": False}  # fmt: skip
        )
    context.update(
        teachmeet=teachmeet,
        facts=facts,
        running_order=lines_of(teachmeet, presentations, user),
        draw=teachmeet.last_draw,
        can_offer=offer,
        **speaking_time(teachmeet, len({p.presenter_id for p in presentations})),
    )
    return render(request, "cpd/teachmeet_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def teachmeet_new(request: HttpRequest) -> HttpResponse:
    form = TeachMeetForm(request.POST or None, user=request.user)
    return _save_or_show(request, form, heading="Post a TeachMeet")


def teachmeet_edit(request: HttpRequest, activity: Any) -> HttpResponse:
    teachmeet = get_object_or_404(TeachMeet, pk=activity.pk)
    form = TeachMeetForm(request.POST or None, instance=teachmeet, user=request.user)
    return _save_or_show(request, form, heading=f"Edit {teachmeet}", activity=teachmeet)


def teachmeet_copy(request: HttpRequest, activity: Any) -> HttpResponse:
    """A new TeachMeet from the words of another; the day is asked for afresh."""
    teachmeet = get_object_or_404(TeachMeet, pk=activity.pk)
    initial = copied(teachmeet, TeachMeetForm.Meta.fields) | {"facilitator": request.user.pk}
    form = TeachMeetForm(request.POST or None, user=request.user, initial=initial)
    return _save_or_show(request, form, heading="Post it again", copied_from=teachmeet)


def _save_or_show(request: HttpRequest, form: TeachMeetForm, **context: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        saved = save_posted(request, form)
        if saved:
            return redirect(saved)
    return render(request, "activities/activity_form.html", {"form": form, **context})


def _standing_teachmeet(request: HttpRequest, slug: str) -> TeachMeet:
    """A TeachMeet that the reader may see, drafts of others aside."""
    return get_object_or_404(  # type: ignore[no-any-return]
        teachmeets_visible_to(request.user).select_related("host", "venue"), slug=slug
    )


@require_http_methods(["GET", "HEAD", "POST"])
def presentation_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer to speak at a TeachMeet."""
    teachmeet = _standing_teachmeet(request, slug)
    if teachmeet.is_draft or not teachmeet.can_offer(request.user):
        raise PermissionDenied
    presenter: StaffMember = request.user
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
def presentation_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
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
def running_order(request: HttpRequest, slug: str) -> HttpResponse:
    """The running order with its lots; who runs the TeachMeet draws it here."""
    teachmeet = _standing_teachmeet(request, slug)
    can_draw = teachmeet.can_draw(request.user) and not teachmeet.has_started
    draws = list(teachmeet.draws.select_related("drawn_by"))
    form = RedrawForm(request.POST or None, first=not draws)
    form.is_bound = request.method == "POST"
    if form.is_bound:
        if not teachmeet.can_draw(request.user):
            raise PermissionDenied
        if form.is_valid():
            try:
                reason = form.cleaned_data.get("reason", "")
                draw = draw_running_order(teachmeet, by=request.user, reason=reason)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request, f"The order is drawn, with seed {draw.seed}. Everybody who offered speaks."
                )
                return redirect("cpd:running_order", slug=slug)
    presentations = list(teachmeet.presentations.in_order().select_related("presenter", "school"))  # type: ignore[attr-defined]
    for presentation in presentations:
        presentation.teachmeet = teachmeet
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


def teachmeet_attendance(request: HttpRequest, activity: Any) -> HttpResponse:
    """Who came to a TeachMeet, and which presentations were given."""
    teachmeet = get_object_or_404(TeachMeet.objects.select_related("facilitator"), pk=activity.pk)
    presentations = list(teachmeet.presentations.in_order().select_related("presenter", "school"))  # type: ignore[attr-defined]
    form = attendance_form(
        request,
        teachmeet,
        form_class=TeachMeetAttendanceForm,
        led={teachmeet.facilitator.school_id: 1},
        presentations=presentations,
    )
    if request.method == "POST" and form.is_valid():
        try:
            if confirm_teachmeet(
                teachmeet, came=form.came, delivered=form.delivered, by=request.user
            ):
                people = sum(row.staff for row in form.came)
                messages.success(
                    request,
                    f"Attendance confirmed for {teachmeet}. "
                    f"{count_words(people, 'colleague')} took part. "
                    "The exchange is on the statements; nothing more to do.",
                )
            return redirect(teachmeet)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "activities/attendance_form.html", {"activity": teachmeet, "form": form})
