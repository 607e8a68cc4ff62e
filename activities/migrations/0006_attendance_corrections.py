import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_offered_places_are_taken"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.CharField(blank=True, max_length=160)),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it corrects once.",
                        unique=True,
                    ),
                ),
            ],
            options={
                "ordering": ("activity", "revision"),
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="reminders_sent",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, help_text="That attendance waits to be confirmed."
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("reminders_sent__lte", 2)), name="activity_reminders_are_two"
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="activity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmations",
                to="activities.activity",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.UniqueConstraint(
                fields=("activity", "revision"),
                name="confirmation_once",
                violation_error_message="Somebody else has corrected this in the meantime.",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("revision", 1)),
                    models.Q(("revision__gt", 1), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="confirmation_corrects_with_a_reason",
                violation_error_message="Say why it is corrected.",
            ),
        ),
    ]
