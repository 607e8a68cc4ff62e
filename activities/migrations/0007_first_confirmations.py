import uuid

from django.db import migrations


def write_first_confirmations(apps, schema_editor):
    """What was confirmed before confirmations were kept: the first revision, by whoever it was."""
    Activity = apps.get_model("activities", "Activity")
    Confirmation = apps.get_model("activities", "Confirmation")
    held = Activity.objects.filter(status="held", confirmations=None)
    Confirmation.objects.bulk_create(
        (
            Confirmation(
                activity_id=activity.pk,
                revision=1,
                at=activity.confirmed_at,
                by_id=activity.confirmed_by_id or activity.posted_by_id,
                submission=uuid.uuid4(),
            )
            for activity in held.iterator()
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    """Give every activity that was confirmed already its first confirmation."""

    dependencies = [("activities", "0006_attendance_corrections")]

    operations = [migrations.RunPython(write_first_confirmations, migrations.RunPython.noop)]
