"""Pages about the meetings of cluster groups: calling, agenda, coming, and who was there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import FETCH_RAISE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from activities.models import Activity, Booking
from activities.views import activity_cancel, activity_context
from activities.views.attendance import correction, say_who_came
from activities.views.desk import save_posted
from activities.views.reading import first_filled, page_action
from cpd.actions import (
    answer_meeting,
    call_meeting,
    confirm_meeting,
    correct_meeting,
    move_item,
    propose_item,
    remove_item,
)
from cpd.agenda import action_rows, agenda_context, minutes_state, names_context, with_all_shown
from cpd.forms import AgendaItemForm, MeetingAttendanceForm, MeetingForm
from cpd.models import AgendaItem, ClusterMeeting, Presence, meetings
from cpd.views.clusters import cluster_or_404, refuse_outsider, turns_of
from cpd.views.resources import resources_of
from schools.calendar import count_words, list_words
from schools.fields import number_in
from schools.middleware import StaffRequest
from schools.models import School, StaffMember


def meeting_of(activity: Activity) -> ClusterMeeting:
    meeting: ClusterMeeting = get_object_or_404(
        meetings().select_related("host", "venue", "group__convenor__school"),
        pk=activity.pk,
    )
    return meeting


def meeting_or_404(request: StaffRequest, slug: str) -> ClusterMeeting:
    """A meeting by its address, for whoever may read what its group's members read."""
    shown = meetings().visible_to(request.user).at_address(slug)
    meeting: ClusterMeeting = get_object_or_404(
        shown.select_related("host", "venue", "group__convenor__school")
    )
    refuse_outsider(meeting.group, request.user)
    return meeting


# --- Calling and changing ---------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: StaffRequest, slug: str) -> HttpResponse:
    """Call a meeting of a group; the school whose turn it is, is filled in."""
    group = cluster_or_404(slug)
    if not group.can_convene(request.user):
        raise PermissionDenied
    if group.is_closed:
        messages.info(request, "This group has closed: open it again before it meets.")
        return redirect(group)
    form = MeetingForm(request.POST or None, user=request.user, group=group, turns=turns_of(group))
    return _save_or_show(request, form, heading="Call a meeting", group=group)


def meeting_edit(request: StaffRequest, activity: Activity) -> HttpResponse:
    meeting = meeting_of(activity)
    form = MeetingForm(
        request.POST or None, instance=meeting, user=request.user, group=meeting.group
    )
    return _save_or_show(
        request, form, heading="Change the meeting", group=meeting.group, meeting=meeting
    )


def _save_or_show(request: StaffRequest, form: MeetingForm, **context: Any) -> HttpResponse:
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        posted = "The meeting stands on What’s on for colleagues. Now put together its agenda."
        saved = save_posted(request, form, save=call_meeting, posted=posted)
        if saved:
            return redirect(saved)
    return render(request, "cpd/meeting_form.html", {"form": form, **context})


def meeting_copy(request: StaffRequest, activity: Activity) -> HttpResponse:
    """The next meeting is called from the group’s page, where the host is proposed."""
    group = meeting_of(activity).group
    if not group.can_convene(request.user):
        raise PermissionDenied
    return redirect("cpd:meeting_new", slug=group.slug)


def meeting_cancel(request: StaffRequest, activity: Activity) -> HttpResponse:
    return activity_cancel(request, activity)


# --- The page ---------------------------------------------------------------------------------


def _actions(meeting: ClusterMeeting, user: StaffMember, *, reads: bool) -> list[dict[str, Any]]:
    """What this reader can do with it, the likeliest first."""
    started = meeting.has_started and not meeting.is_cancelled
    before = meeting.is_published and not meeting.has_started
    runs = meeting.belongs_to(user)
    candidates = (
        (meeting.can_confirm_attendance(user), "attendance_confirm", "Confirm who came"),
        (reads and started, "cpd:minutes_detail", "The minutes"),
        (reads and before, "cpd:agenda", "Put something on the agenda"),
        (reads and started, "cpd:action_new", "Note an action"),
        (meeting.can_correct_attendance(user), "attendance_correct", "Correct who came"),
        (runs and not meeting.is_cancelled, "attendance_register", "Print the register"),
        (meeting.can_edit(user), "activity_edit", "Edit the meeting"),
        (meeting.can_cancel(user), "activity_cancel", "Cancel the meeting"),
    )
    return first_filled(
        page_action(name, meeting.slug, word) for offered, name, word in candidates if offered
    )


def _answer_state(meeting: ClusterMeeting, user: StaffMember) -> dict[str, Any]:
    """What they have answered, and whether they can still."""
    sorry = meeting.presences.filter(person=user, status=Presence.Status.APOLOGIES).exists()
    return {
        "can_answer": meeting.can_answer(user),
        "coming": meeting.bookings_of(user).live().exists(),
        "sorry": sorry and not meeting.has_started,
    }


def _absent(meeting: ClusterMeeting, user: StaffMember) -> list[str]:
    """Why something that a member may look for is not there."""
    if meeting.is_published and not meeting.has_started:
        return ["Minutes and actions are written once it has started."]
    if meeting.is_held and not meeting.can_correct_attendance(user):
        return ["Who came is confirmed. If a name is wrong, tell the convenor."]
    return []


def _expected(meeting: ClusterMeeting) -> list[str]:
    """Who said that they come, by name."""
    bookings = (
        meeting.bookings.live()
        .select_related("person", "school")
        .order_by("person__name")
        .fetch_mode(FETCH_RAISE)
    )
    return [f"{booking.person}, {booking.school.short_name}" for booking in bookings]


def meeting_detail(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A meeting: when and where for colleagues; agenda, minutes and people for members."""
    meeting = meeting_of(activity)
    user = request.user
    reads = meeting.group.can_read(user)
    context = activity_context(request, meeting)
    member: dict[str, Any] = {}
    if reads and isinstance(user, StaffMember):
        arose = with_all_shown(meeting.actions.order_by("number"))
        on_it = agenda_context(meeting, user)
        member = {
            **on_it,
            **names_context(meeting),
            **_answer_state(meeting, user),
            "arose": action_rows(arose, user),
            "agenda_rows": [
                {"item": item, "number": number}
                for number, item in enumerate(on_it["items"], start=on_it["first_number"])
            ],
            "minutes": minutes_state(meeting) if meeting.has_started else None,
            "expected": [] if meeting.is_held else _expected(meeting),
            "actions": _actions(meeting, user, reads=reads),
            "resources": resources_of(user, meeting),
            "absent": _absent(meeting, user),
        }
    shown = {"When", "Where", "Getting there", "Access"}
    facts = [fact for fact in context["facts"] if fact["term"] in shown]
    return render(
        request,
        "cpd/meeting_detail.html",
        {
            **context,
            "meeting": meeting,
            "group": meeting.group,
            "reads": reads,
            "facts": [*facts, {"term": "Hosted by", "text": str(meeting.host)}],
            "is_staff": isinstance(user, StaffMember),
            "actions": [],
            **member,
        },
    )


@require_POST
def meeting_answer(request: StaffRequest, slug: str) -> HttpResponse:
    """Say that one comes, or send apologies."""
    meeting = meeting_or_404(request, slug)
    answer = request.POST.get("answer")
    if answer not in {"coming", "apologies"}:
        messages.error(request, "Say whether you come.")
        return redirect(meeting)
    try:
        if answer_meeting(meeting, person=request.user, coming=answer == "coming"):
            messages.success(
                request,
                "You are expected. The agenda stands below; put something on it if you like."
                if answer == "coming"
                else "Your apologies are noted, and will stand in the minutes.",
            )
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(meeting)


# --- Agenda -----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: StaffRequest, slug: str) -> HttpResponse:
    """The agenda in the making: any member proposes, who convenes puts it in order."""
    meeting = meeting_or_404(request, slug)
    form = AgendaItemForm(request.POST or None, meeting=meeting, proposer=request.user)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            item = propose_item(form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"“{item.title}” is on the agenda.")
            return redirect("cpd:agenda", slug=meeting.slug)
    context = agenda_context(meeting, request.user)
    items = context["items"]
    for item in items:
        item.meeting = meeting
    open_ = meeting.is_published and not meeting.has_started
    convenes = meeting.group.can_convene(request.user)
    return render(
        request,
        "cpd/agenda.html",
        {
            **context,
            "rows": [
                {
                    "item": item,
                    "number": n + context["first_number"],
                    "up": convenes and open_ and n > 0,
                    "down": convenes and open_ and n < len(items) - 1,
                    "remove": item.can_remove(request.user),
                }
                for n, item in enumerate(items)
            ],
            "meeting": meeting,
            "group": meeting.group,
            "form": form,
            "is_open": open_,
        },
    )


def _item_or_404(meeting: ClusterMeeting, pk: int) -> AgendaItem:
    item: AgendaItem = get_object_or_404(meeting.agenda, pk=pk)
    item.meeting = meeting
    return item


@require_POST
def agenda_move(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Move an item one place up or down."""
    meeting = meeting_or_404(request, slug)
    if not meeting.group.can_convene(request.user):
        raise PermissionDenied
    item = _item_or_404(meeting, pk)
    seen = request.POST.get("seen", "")
    try:
        up = request.POST.get("to") == "up"
        if not move_item(item, up=up, seen=number_in(seen) or 0):
            messages.info(request, "The agenda has changed meanwhile: look at it again.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect("cpd:agenda", slug=meeting.slug)


@require_POST
def agenda_remove(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Take an item off: whoever proposed it, or who convenes."""
    meeting = meeting_or_404(request, slug)
    item = meeting.agenda.filter(pk=pk).first()
    if item is None:  # pressed twice, or somebody was quicker
        return redirect("cpd:agenda", slug=meeting.slug)
    item.meeting = meeting
    mine = item.proposed_by_id == request.user.pk
    if not mine and not meeting.group.can_convene(request.user):
        raise PermissionDenied
    try:
        if remove_item(item):
            messages.success(request, f"“{item.title}” is off the agenda.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect("cpd:agenda", slug=meeting.slug)


# --- Who was there ----------------------------------------------------------------------------


def people_of(meeting: ClusterMeeting) -> list[StaffMember]:
    """Whom the form about attendance names: members of that day, who answered, who was noted."""
    memberships = meeting.group.memberships
    members = memberships.live(meeting.day).values("person")
    since_left = memberships.of_day(meeting.day).filter(ended_at__gt=meeting.starts_at)
    answered = meeting.bookings.filter(status=Booking.Status.BOOKED).values("person")
    noted = meeting.presences.values("person")
    people = (
        StaffMember.objects.filter(pk__in=members)
        | StaffMember.objects.filter(pk__in=since_left.values("person"))
        | StaffMember.objects.filter(pk__in=answered)
        | StaffMember.objects.filter(pk__in=noted)
    )
    return list(people.select_related("school").order_by("name").fetch_mode(FETCH_RAISE))


def _names_before(meeting: ClusterMeeting) -> tuple[dict[str, Any], dict[int, int]]:
    """What is known by name so far, as the form's values, and each noted person's school."""
    names: dict[str, Any] = {}
    schools: dict[int, int] = {}
    for person, school, status, chaired in meeting.presences.values_list(
        "person", "school", "status", "chaired"
    ):
        names[f"{'m' if status == Presence.Status.PRESENT else 'a'}{person}"] = True
        schools[person] = school
        if chaired:
            names["chair"] = person
    if not meeting.is_held:
        for person in meeting.bookings.live().values_list("person", flat=True):
            names[f"m{person}"] = True
        if names.get(f"m{meeting.group.convenor_id}"):
            names["chair"] = meeting.group.convenor_id
    return names, schools


def _guests(meeting: ClusterMeeting, schools: dict[int, int], names: dict[str, Any]) -> Any:
    """What a correction begins with: of those confirmed, who was not named, school by school."""
    named: dict[int, int] = {}
    for person, school in schools.items():
        if f"m{person}" in names:
            named[school] = named.get(school, 0) + 1
    return {
        row.school_id: {
            f"s{row.school_id}_staff": max(row.staff - named.get(row.school_id, 0), 0),
            f"s{row.school_id}_note": row.note,
        }
        for row in meeting.attendances.all()
    }


def _attendance_form(request: StaffRequest, meeting: ClusterMeeting) -> MeetingAttendanceForm:
    people = people_of(meeting)
    names, known = _names_before(meeting)
    schools_of = {person.pk: known.get(person.pk, person.school_id) for person in people}
    confirmed = _guests(meeting, known, names) if meeting.is_held else None
    concerned = {*schools_of.values(), *(confirmed or {}), meeting.host_id}
    schools = School.objects.partners() | School.objects.filter(pk__in=concerned)
    form = MeetingAttendanceForm(
        request.POST or None,
        activity=meeting,
        schools=[],
        others=list(schools),
        booked={},
        led={},
        confirmed=confirmed,
        revision=meeting.held_revision,
        people=people,
        schools_of=schools_of,
        names=names,
    )
    form.is_bound = request.method == "POST"
    return form


def _named_words(form: MeetingAttendanceForm) -> list[str]:
    """Who was there and who sent apologies, in a sentence each."""
    words = []
    if form.present:
        chair = f" {form.chair} chaired." if form.chair else ""
        here = list_words([str(person) for person in form.present])
        words.append(f"{count_words(len(form.present), 'member')} present: {here}.{chair}")
    if form.apologies:
        words.append(f"Apologies: {list_words([str(person) for person in form.apologies])}.")
    return words


def meeting_attendance(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Who was there, by name; the portal counts the schools from it."""
    meeting = meeting_of(activity)
    form = _attendance_form(request, meeting)

    def post(seen: str) -> bool:
        return confirm_meeting(meeting, **_who(form), by=request.user, seen=seen)

    return say_who_came(request, meeting, form, extra=lambda: _named_words(form), post=post)


def meeting_correct(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Who was there after all, with a reason."""
    meeting = meeting_of(activity)
    form = _attendance_form(request, meeting)

    def post(seen: str) -> bool:
        return correct_meeting(
            meeting, **_who(form), by=request.user, seen=seen, **correction(form)
        )

    return say_who_came(request, meeting, form, extra=lambda: _named_words(form), post=post)


def _who(form: MeetingAttendanceForm) -> dict[str, Any]:
    return {
        "came": form.came,
        "present": form.present,
        "apologies": form.apologies,
        "chair": form.chair,
    }
