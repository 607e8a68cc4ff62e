"""The lock that every write to a TeachMeet takes first."""

from activities.models import Activity
from cpd.models import TeachMeet


def lock_teachmeet(teachmeet: TeachMeet) -> TeachMeet:
    """The TeachMeet as it stands, with the activity's row locked against everybody else."""
    Activity.objects.select_for_update(of=("self",)).get(pk=teachmeet.pk)
    return TeachMeet.objects.get(pk=teachmeet.pk)
