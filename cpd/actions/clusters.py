"""Writes to cluster groups: founding, joining, renewing, leaving, handing over, closing.

Lock order: the group first, then its memberships.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from activities.actions import save_activity, withdraw_booking
from activities.models import Activity, Booking, Status
from cpd.models import Action, ClusterGroup, ClusterMeeting, ClusterMembership
from schools.calendar import count_words, this_academic_year
from schools.models import StaffMember


def lock_group(group: ClusterGroup) -> ClusterGroup:
    """The group as it stands, its row locked."""
    return ClusterGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)


def _free_slug(name: str) -> str:
    stem = slugify(name)[:60].strip("-") or "group"
    taken = set(ClusterGroup.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken.add("new")  # the address of the form itself
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


@transaction.atomic
def found_group(group: ClusterGroup, *, by: StaffMember) -> ClusterGroup:
    """Start a group; whoever starts it convenes it and is its first member.

    A form sent twice starts one group. Raises ValidationError when the name is taken.
    """
    with connection.cursor() as cursor:  # no row stands for a name that is still free
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cpd.clustergroup'))")
    made = ClusterGroup.objects.filter(submission=group.submission).first()
    if made and made.convenor_id == by.pk:
        return made
    if made:  # somebody else's mark says nothing about this form
        group.submission = uuid.uuid4()
    group.convenor = by
    group.slug = _free_slug(group.name)
    group.validate_unique()
    group.save()
    _let_in(ClusterMembership(group=group, person=by, school=by.school))
    return group


def _let_in(membership: ClusterMembership) -> None:
    membership.joined_at = timezone.now()
    membership.years = [this_academic_year()]
    membership.save()


@transaction.atomic
def join_group(group: ClusterGroup, *, person: StaffMember) -> ClusterMembership:
    """Join, or ask to: steering groups have the convenor's yes (or no) first.

    Somebody who is in, or has asked, has what they had. A membership that has lapsed ends, and
    another begins. Raises ValidationError when the group is closed.
    """
    group = lock_group(group)
    if group.is_closed:
        raise ValidationError("This group has closed: it takes no new members.", code="closed")
    membership = group.membership_of(person)
    if membership and not membership.has_lapsed:
        return membership
    if membership:
        membership.ended_at = timezone.now()
        membership.ended_as = ClusterMembership.Ending.LAPSED
        membership.save(update_fields=["ended_at", "ended_as"])
    membership = ClusterMembership(
        group=group, person=person, school=person.school, asked_at=timezone.now()
    )
    if group.is_steering and not group.can_convene(person):
        membership.years = [this_academic_year()]
        membership.save()
    else:
        _let_in(membership)
    return membership


@transaction.atomic
def answer_asker(membership: ClusterMembership, *, accept: bool) -> bool:
    """Let in whoever asked to join a steering group, or decline; False when it was answered."""
    lock_group(membership.group)
    membership = ClusterMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if not membership.is_asked:
        return False
    if accept:
        _let_in(membership)
    else:
        membership.ended_at = timezone.now()
        membership.ended_as = ClusterMembership.Ending.DECLINED
        membership.save(update_fields=["ended_at", "ended_as"])
    return True


@transaction.atomic
def renew_membership(group: ClusterGroup, *, person: StaffMember) -> bool:
    """Renew for the running academic year; False when that was done already.

    Raises ValidationError for somebody who is no member, or whose membership has lapsed: they
    join again.
    """
    group = lock_group(group)
    membership = group.membership_of(person)
    if group.is_closed or membership is None or not membership.holds:
        raise ValidationError("There is no membership to renew: join the group again.", code="none")
    if membership.is_renewed:
        return False
    membership.years = [*membership.years, this_academic_year()]
    membership.save(update_fields=["years"])
    return True


@transaction.atomic
def leave_group(group: ClusterGroup, *, person: StaffMember) -> bool:
    """Leave, or no longer ask to join; False for who is not in. What they wrote stays, and
    they are no longer expected at meetings to come.

    Raises ValidationError for the convenor, who hands over first, and for whoever has open
    actions, which somebody has to take.
    """
    # Activities are locked before groups, everywhere.
    expected = Booking.objects.standing().filter(
        person=person,
        activity__clustermeeting__group=group,
        activity__status=Status.PUBLISHED,
        activity__starts_at__gt=timezone.now(),
    )
    for booking in expected.select_related("activity").order_by("activity"):
        withdraw_booking(booking, by=person)
    group = lock_group(group)
    membership = group.membership_of(person)
    if membership is None:
        return False
    if group.convenor_id == person.pk and not group.is_closed:
        raise ValidationError(
            "You convene this group: hand it over to another member first.", code="convenor"
        )
    open_actions = Action.objects.open().filter(group=group, owner=person).count()
    if open_actions:
        words = count_words(open_actions, "open action")
        raise ValidationError(
            f"You have {words} in this group: finish what you can, and ask the convenor to give "
            "the rest to somebody else.",
            code="actions",
        )
    membership.ended_at = timezone.now()
    membership.ended_as = ClusterMembership.Ending.LEFT
    membership.save(update_fields=["ended_at", "ended_as"])
    return True


@transaction.atomic
def hand_over_group(group: ClusterGroup, *, to: StaffMember) -> bool:
    """Make another member the convenor; False when they are already.

    The group's meetings are theirs to run from then on: each is counted as posted by them.
    Raises ValidationError when they are no member.
    """
    # Activities before the group, as everywhere.
    meetings = Activity.objects.filter(clustermeeting__group=group)
    list(meetings.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    group = lock_group(group)
    if group.convenor_id == to.pk:
        return False
    if not group.memberships.live().filter(person=to).exists():
        raise ValidationError(
            {"convenor": "The convenor is a member: ask them to join first."}, code="member"
        )
    group.convenor = to
    group.save(update_fields=["convenor"])
    meetings.update(posted_by=to)
    return True


@transaction.atomic
def call_meeting(meeting: ClusterMeeting, *, seen: str = "") -> ClusterMeeting:
    """Save a meeting of a group in its convenor's name; `seen` and errors as `save_activity`.

    Also raises ValidationError when the group has closed meanwhile.
    """
    if meeting.pk:
        Activity.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    group = lock_group(meeting.group)
    if group.is_closed:
        raise ValidationError("The group has closed meanwhile: open it again first.", code="closed")
    if not meeting.pk:
        meeting.posted_by = group.convenor
    return save_activity(meeting, seen=seen)


@transaction.atomic
def set_group_closed(group: ClusterGroup, *, closed: bool) -> bool:
    """Close a group, which keeps all that it has, or open it again; False when it is so already.

    Raises ValidationError while a meeting is still to come.
    """
    group = lock_group(group)
    if group.is_closed == closed:
        return False
    coming = Q(status=Status.PUBLISHED, ends_at__gt=timezone.now())
    if closed and group.meetings.filter(coming).exists():
        raise ValidationError("A meeting is still to come: cancel it first.", code="meeting")
    group.closed_at = timezone.now() if closed else None
    group.save(update_fields=["closed_at"])
    return True
