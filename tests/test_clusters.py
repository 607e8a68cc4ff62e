"""Cluster groups: joining and renewing, whose turn it is, agenda, minutes, actions, attendance."""

import datetime as dt
import io
import uuid
from collections.abc import Callable

import pikepdf
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from activities.models import Activity, Booking
from cpd.actions import (
    answer_asker,
    answer_meeting,
    approve_minutes,
    call_meeting,
    finish_action,
    hand_over_group,
    join_group,
    leave_group,
    move_item,
    note_action,
    propose_item,
    renew_membership,
    set_group_closed,
    write_minutes,
)
from cpd.hosting import turns
from cpd.models import (
    Action,
    AgendaItem,
    ClusterGroup,
    ClusterMeeting,
    ClusterMembership,
    MinutesRevision,
    meetings,
)
from cpd.views.meetings import people_of
from ledger.models import Exchange
from schools.models import StaffMember
from tests.builders import look_and_post
from tests.clusters_programme import Clusters, make_group, make_meeting

SECRET = "A secret of the members."
type Browse = Callable[[StaffMember], Client]


# --- Whose turn it is -------------------------------------------------------------------------


def test_who_never_hosted_comes_first_then_who_hosted_longest_ago_ties_by_name() -> None:
    schools = {1: "Wantsum", 2: "Elmstone", 3: "Oyster", 4: "Dour"}
    march, june = dt.date(2026, 3, 5), dt.date(2026, 6, 5)
    order = turns(schools, [(1, march), (2, june), (2, march), (9, march)])
    assert [turn.name for turn in order] == ["Dour", "Oyster", "Wantsum", "Elmstone"]
    assert order[2].words == "It is Wantsum’s turn (last hosted Mar 2026)"
    assert order[0].words == "It is Dour’s turn (it has not hosted yet)"
    assert turns({}, [(1, march)]) == []


def test_the_form_proposes_whose_turn_it_is(
    clusters: Clusters, staff: StaffMember, other_staff: StaffMember, browse: Browse
) -> None:
    path = f"/cpd/clusters/{clusters.group.slug}/meetings/new/"
    page = browse(staff).get(path)
    assert page.context["form"].initial["host"] == other_staff.school_id
    assert "It is Elmstone Hall School’s turn" in page.content.decode()


# --- Members ----------------------------------------------------------------------------------


def test_read_by_and_can_read_are_one_answer(
    clusters: Clusters, staff: StaffMember, other_staff: StaffMember, colleague: StaffMember,
    administrator: StaffMember, chair: StaffMember,
) -> None:  # fmt: skip
    make_group(other_staff, "Science cluster")
    for person in (staff, other_staff, colleague, administrator, chair):
        read = set(ClusterGroup.objects.read_by(person))
        assert read == {group for group in ClusterGroup.objects.all() if group.can_read(person)}
    assert set(ClusterGroup.objects.read_by(administrator)) == set(ClusterGroup.objects.all())
    assert not ClusterGroup.objects.read_by(chair)


def test_joining_twice_is_joining_once(clusters: Clusters, colleague: StaffMember) -> None:
    first = join_group(clusters.group, person=colleague)
    assert join_group(clusters.group, person=colleague) == first
    assert clusters.group.memberships.live().count() == 3
    assert first.school == colleague.school


def test_a_steering_group_has_its_convenors_yes(
    administrator: StaffMember, colleague: StaffMember
) -> None:
    group = make_group(administrator, "Heads’ group", kind="steering")
    membership = join_group(group, person=colleague)
    assert membership.is_asked
    assert not group.can_read(colleague)
    assert answer_asker(membership, accept=True)
    assert not answer_asker(membership, accept=False)
    assert group.can_read(colleague)


def test_an_unrenewed_membership_lapses_after_october_and_stays_as_history(
    staff: StaffMember, other_staff: StaffMember
) -> None:
    with time_machine.travel(dt.datetime(2025, 10, 1, 12, tzinfo=dt.UTC), tick=False):
        group = make_group(staff)
        join_group(group, person=other_staff)
    with time_machine.travel(dt.datetime(2026, 10, 31, 12, tzinfo=dt.UTC), tick=False):
        assert group.can_read(other_staff)
        assert renew_membership(group, person=staff)
        assert not renew_membership(group, person=staff)
    with time_machine.travel(dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC), tick=False):
        assert not group.can_read(other_staff)
        with pytest.raises(ValidationError, match="join the group again"):
            renew_membership(group, person=other_staff)
        again = join_group(group, person=other_staff)
        assert again.holds
    states = ClusterMembership.objects.filter(person=other_staff).order_by("pk")
    assert list(states.values_list("ended_as", flat=True)) == ["lapsed", ""]


def test_nobody_leaves_with_open_actions_nor_the_convenor(
    clusters: Clusters, staff: StaffMember, other_staff: StaffMember
) -> None:
    with pytest.raises(ValidationError, match="hand it over"):
        leave_group(clusters.group, person=staff)
    with pytest.raises(ValidationError, match="1 open action"):
        leave_group(clusters.group, person=other_staff)
    assert finish_action(clusters.action, done=True, by=other_staff)
    assert leave_group(clusters.group, person=other_staff)
    assert not clusters.group.can_read(other_staff)


def test_handing_over_moves_the_meetings(
    clusters: Clusters, staff: StaffMember, other_staff: StaffMember, colleague: StaffMember
) -> None:
    with pytest.raises(ValidationError, match="is a member"):
        hand_over_group(clusters.group, to=colleague)
    assert hand_over_group(clusters.group, to=other_staff)
    assert Activity.objects.get(pk=clusters.coming.pk).can_edit(other_staff)
    assert not Activity.objects.get(pk=clusters.coming.pk).can_edit(staff)


def test_a_group_closes_only_when_nothing_is_to_come(clusters: Clusters) -> None:
    with pytest.raises(ValidationError, match="cancel it first"):
        set_group_closed(clusters.group, closed=True)


# --- What others see --------------------------------------------------------------------------


def test_the_public_reads_dates_and_no_name(client: Client, clusters: Clusters) -> None:
    for path in ("/cpd/clusters/", f"/cpd/clusters/{clusters.group.slug}/"):
        page = client.get(path).content.decode()
        assert "Maths cluster" in page
        assert "Wantsum Academy" in page
        for hidden in ("Helen Marsh", "Tom Wraight", SECRET, "Send the papers", "fractions"):
            assert hidden not in page
    assert client.get(f"/activities/{clusters.past.slug}/").status_code == 404


def test_colleagues_the_hosts_coordinator_and_the_chair_read_no_more_than_the_convenor(
    clusters: Clusters,
    colleague: StaffMember,
    coordinator: StaffMember,
    chair: StaffMember,
    browse: Browse,
) -> None:
    for person in (colleague, coordinator, chair):
        for path in (
            f"/cpd/clusters/{clusters.group.slug}/",
            f"/activities/{clusters.past.slug}/",
            f"/activities/{clusters.coming.slug}/",
        ):
            page = browse(person).get(path).content.decode()
            for hidden in ("Tom Wraight", SECRET, "Send the papers", "fractions"):
                assert hidden not in page
        assert browse(person).get(clusters.past.minutes_url).status_code == 403


def test_even_a_public_meeting_leaks_nothing(client: Client, clusters: Clusters) -> None:
    Activity.objects.filter(pk=clusters.past.pk).update(visibility="public")
    page = client.get(f"/activities/{clusters.past.slug}/").content.decode()
    assert SECRET not in page
    assert "Send the papers" not in page


# --- Before -----------------------------------------------------------------------------------


def test_who_leaves_is_no_longer_expected(clusters: Clusters, other_staff: StaffMember) -> None:
    answer_meeting(clusters.coming, person=other_staff, coming=True)
    with pytest.raises(ValidationError, match="open action"):
        leave_group(clusters.group, person=other_staff)
    assert clusters.coming.bookings.live().exists()  # a refusal gives nothing back
    finish_action(clusters.action, done=True, by=other_staff)
    assert leave_group(clusters.group, person=other_staff)
    assert not clusters.coming.bookings.live().exists()


def test_what_somebody_did_who_has_left_is_not_opened_again(
    clusters: Clusters, staff: StaffMember, other_staff: StaffMember
) -> None:
    finish_action(clusters.action, done=True, by=other_staff)
    leave_group(clusters.group, person=other_staff)
    with pytest.raises(ValidationError, match="has left the group"):
        finish_action(clusters.action, done=False, by=staff)
    clusters.action.refresh_from_db()
    assert clusters.action.is_done


def test_who_was_a_member_on_the_day_is_named_though_they_have_left(
    clusters: Clusters, other_staff: StaffMember
) -> None:
    ClusterMembership.objects.filter(person=other_staff).update(
        joined_at=timezone.now() - dt.timedelta(days=60)
    )
    finish_action(clusters.action, done=True, by=other_staff)
    leave_group(clusters.group, person=other_staff)
    assert other_staff in people_of(clusters.past)


def test_a_closed_group_calls_no_meeting(clusters: Clusters, administrator: StaffMember) -> None:
    group = clusters.group
    called = make_meeting(group, days=20, posted_by=administrator, save=call_meeting)
    assert called.posted_by == group.convenor
    for each in meetings().filter(group=group, ends_at__gt=timezone.now()):
        each.status, each.cancel_reason = "cancelled", "Snow."
        each.save()
    assert set_group_closed(group, closed=True)
    with pytest.raises(ValidationError, match="has closed"):
        make_meeting(group, days=30, save=call_meeting)


def test_coming_books_and_apologies_give_it_back(
    clusters: Clusters, other_staff: StaffMember, colleague: StaffMember
) -> None:
    meeting = clusters.coming
    assert answer_meeting(meeting, person=other_staff, coming=True)
    assert not answer_meeting(meeting, person=other_staff, coming=True)
    assert answer_meeting(meeting, person=other_staff, coming=False)
    assert meeting.presences.get().status == "apologies"
    assert not meeting.bookings.live().exists()
    with pytest.raises(ValidationError, match="members"):
        answer_meeting(meeting, person=colleague, coming=True)
    assert Booking.objects.filter(person=colleague).count() == 0


def test_items_move_once_and_nothing_is_added_after_the_start(
    clusters: Clusters, staff: StaffMember
) -> None:
    second = propose_item(AgendaItem(meeting=clusters.coming, title="Tea", proposed_by=staff))
    assert move_item(second, up=True, seen=2)
    assert not move_item(second, up=True, seen=2)
    assert [item.title for item in clusters.coming.agenda.all()] == [
        "Tea", "Where fractions stick",
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="before the meeting"):
        propose_item(AgendaItem(meeting=clusters.past, title="Late", proposed_by=staff))


# --- After ------------------------------------------------------------------------------------


def minutes(meeting: ClusterMeeting, by: StaffMember, text: str, *, seen: int) -> MinutesRevision:
    return write_minutes(
        meeting, items=[{"title": "Anything else", "text": text}], seen=seen, by=by,
        submission=uuid.uuid4(),
    )  # fmt: skip


def test_minutes_before_the_meeting_are_refused(clusters: Clusters, staff: StaffMember) -> None:
    with pytest.raises(ValidationError, match="once the meeting has started"):
        minutes(clusters.coming, staff, "Early", seen=0)
    assert not clusters.coming.revisions.exists()


def test_the_second_of_two_writers_is_told_and_loses_nothing(
    clusters: Clusters, staff: StaffMember, other_staff: StaffMember, browse: Browse
) -> None:
    path = f"/activities/{clusters.past.slug}/minutes/edit/"
    minutes(clusters.past, other_staff, "Theirs", seen=1)
    answer = browse(staff).post(path, {"seen": "1", "text_0": "Mine, typed at length"})
    page = answer.content.decode()
    assert "Tom Wraight has saved the minutes" in page
    assert "Mine, typed at length" in page
    assert clusters.past.revisions.count() == 2
    again = answer.context["form"].data["seen"]
    browse(staff).post(path, {"seen": again, "text_0": "Mine, typed at length"})
    assert clusters.past.revisions.latest("number").items[0]["text"] == "Mine, typed at length"


def test_a_change_after_approval_needs_approval_again(
    clusters: Clusters, staff: StaffMember
) -> None:
    with pytest.raises(ValidationError, match="has not started yet"):
        approve_minutes(clusters.past, seen=1, at_meeting=clusters.coming, by=staff)
    later = make_meeting(clusters.group, days=-1)
    assert approve_minutes(clusters.past, seen=1, at_meeting=later, by=staff)
    assert not approve_minutes(clusters.past, seen=1, at_meeting=later, by=staff)
    minutes(clusters.past, staff, "Mended", seen=1)
    assert not hasattr(clusters.past.revisions.first(), "approval")
    with pytest.raises(ValidationError, match="revision 2"):
        approve_minutes(clusters.past, seen=1, at_meeting=later, by=staff)


def test_two_points_of_one_title_keep_their_own_words(
    clusters: Clusters, staff: StaffMember, browse: Browse
) -> None:
    past = clusters.past
    client, path = browse(staff), f"/activities/{past.slug}/minutes/edit/"
    points = [
        AgendaItem(meeting=past, title="Exams", proposed_by=staff, position=n) for n in (1, 2)
    ]
    points.append(AgendaItem(meeting=past, title="Anything else", proposed_by=staff, position=3))
    AgendaItem.objects.bulk_create(points)
    said = {f"text_{number}": f"Words {number}." for number in range(4)}
    client.post(path, said | {"seen": "1", "submission": str(uuid.uuid4())})
    form = client.get(path).context["form"]
    assert [form[name].value() for name in said] == list(said.values())


def test_hidden_fields_that_hold_nonsense_are_answered_in_words(
    clusters: Clusters, staff: StaffMember, browse: Browse
) -> None:
    client, past = browse(staff), f"/activities/{clusters.past.slug}/minutes/"
    meeting = clusters.coming
    meeting.starts_at -= dt.timedelta(days=11)
    meeting.ends_at -= dt.timedelta(days=11)
    meeting.save()
    nines = "9" * 5000
    for sent in ({"at": "\0"}, {"at": meeting.slug, "seen": nines}):
        assert client.post(f"{past}approve/", sent).status_code == 302
    assert client.get(f"{past}?revision={nines}").status_code == 404
    assert client.get(f"{past}?revision=12345").status_code == 404
    move = f"/activities/{meeting.slug}/agenda/{clusters.item.pk}/move/"
    assert client.post(move, {"to": "up", "seen": nines}).status_code == 302


def test_revisions_are_only_added(clusters: Clusters) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cpd_minutesrevision SET number = 9")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"owner": ""}, "an action without an owner is nobody’s"),
        ({"owner": "outsider"}, "is a member of the group"),
        ({"due_on": ""}, "Say by when"),
        ({"due_on": "1 Jan 2020"}, "after the meeting at which it arose"),
        ({"text": ""}, "Say what is to be done"),
    ],
)
def test_a_bad_action_is_refused_in_words_and_the_form_kept(
    typed: dict[str, str],
    words: str,
    clusters: Clusters,
    staff: StaffMember,
    colleague: StaffMember,
    browse: Browse,
) -> None:
    if typed.get("owner") == "outsider":
        typed = {"owner": str(colleague.pk)}
    due = timezone.localdate() + dt.timedelta(days=9)
    data = {"text": "Bring the cards", "owner": str(staff.pk), "due_on": f"{due:%d/%m/%Y}"} | typed
    page = browse(staff).post(f"/activities/{clusters.past.slug}/actions/new/", data)
    assert words in page.content.decode()
    if data["text"]:
        assert "Bring the cards" in page.content.decode()
    assert Action.objects.count() == 1


def test_actions_carry_over_until_done(clusters: Clusters, other_staff: StaffMember) -> None:
    later = make_meeting(clusters.group, days=20)
    assert list(Action.objects.carried_to(clusters.coming)) == [clusters.action]
    assert list(Action.objects.carried_to(later)) == [clusters.action]
    assert not Action.objects.carried_to(clusters.past)
    finish_action(clusters.action, done=True, by=other_staff)
    assert not Action.objects.carried_to(clusters.coming)


def test_numbers_count_within_the_group(clusters: Clusters, staff: StaffMember) -> None:
    due = timezone.localdate()
    second = note_action(
        Action(meeting=clusters.past, text="Two", owner=staff, due_on=due), by=staff
    )
    assert second.number == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=second.pk).update(number=1)


def test_names_feed_the_numbers_and_the_ledger(
    clusters: Clusters, staff: StaffMember, other_staff: StaffMember, browse: Browse
) -> None:
    """90 minutes at Wantsum, its convenor in the chair: 180 given, one of each school came."""
    path = f"/activities/{clusters.past.slug}/attendance/"
    form = {f"m{staff.pk}": "on", f"m{other_staff.pk}": "on", "chair": str(staff.pk)}
    look_and_post(browse(staff), path, form)
    posted = Exchange.objects.values_list("giver", "receiver", "kind", "minutes").order_by("kind")
    give = (staff.school_id, other_staff.school_id)
    assert list(posted) == [(*give, "leading", 45), (*give, "venue", 45)]
    attended = meetings().attended_by(other_staff)
    assert [(meeting.pk, meeting.has_minutes) for meeting in attended] == [(clusters.past.pk, True)]
    correct = f"{path}correct/"
    page = browse(staff).get(correct).context["form"]
    assert page.initial.get(f"s{staff.school_id}_staff") is None
    look_and_post(
        browse(staff),
        correct,
        {f"m{staff.pk}": "on", "chair": str(staff.pk), "reason": "Tom was ill",
         "revision": "1", f"a{other_staff.pk}": "on"},
    )  # fmt: skip
    assert not meetings().attended_by(other_staff)
    assert sum(Exchange.objects.values_list("minutes", flat=True)) == 0


def test_the_chair_was_there(clusters: Clusters, staff: StaffMember, browse: Browse) -> None:
    path = f"/activities/{clusters.past.slug}/attendance/"
    page = browse(staff).post(path, {"chair": str(staff.pk)}).content.decode()
    assert "tick their name above" in page
    assert not Exchange.objects.exists()


def test_the_minutes_are_a_pdf_for_members(
    clusters: Clusters, other_staff: StaffMember, browse: Browse
) -> None:
    pdf = browse(other_staff).get(f"/activities/{clusters.past.slug}/minutes.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(pdf.content)) as document:
        assert document.open_metadata()["pdfuaid:part"] == "1"
        assert document.Root.MarkInfo.Marked
        assert "Minutes of the Maths cluster" in str(document.docinfo["/Title"])


def test_what_waits_stands_on_ones_own_page(
    clusters: Clusters, staff: StaffMember, other_staff: StaffMember, browse: Browse
) -> None:
    make_meeting(clusters.group, days=-2)
    assert "Action 1: Send the papers round" in browse(other_staff).get("/home/").content.decode()
    assert "Write the minutes of the Maths cluster" in browse(staff).get("/home/").content.decode()
