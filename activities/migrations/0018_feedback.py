import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import activities.models.feedback


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0017_charity"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedbackAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "differently",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure yet")],
                        max_length=6,
                        verbose_name="new or different",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="what")),
                ("score", models.PositiveSmallIntegerField(verbose_name="from 1 to 5")),
                (
                    "who",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pupil", "A pupil"),
                            ("staff", "A member of staff"),
                            ("family", "Family"),
                        ],
                        max_length=6,
                    ),
                ),
                ("answered_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("waiting", "Waiting to be read"),
                            ("approved", "Shown"),
                            ("withheld", "Not shown"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("moderated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it counts once.",
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="activities.activity",
                    ),
                ),
                (
                    "moderated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("answered_on", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["activity", "answered_on"],
                        name="feedback_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 1), ("score__lte", 5)),
                        name="feedback_answer_scores_one_to_five",
                        violation_error_message="Choose a number from 1 to 5.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("differently__in", ["yes", "no", "unsure"]),
                            ("state__in", ["none", "waiting", "approved", "withheld"]),
                            ("who__in", ["", "pupil", "staff", "family"]),
                        ),
                        name="feedback_answer_choices_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "none"), ("words", "")),
                            models.Q(
                                models.Q(("words", ""), _negated=True),
                                models.Q(("state", "none"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="feedback_answer_words_have_a_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("moderated_at__isnull", False),
                                ("moderated_by__isnull", False),
                                ("state__in", ["approved", "withheld"]),
                            ),
                            models.Q(
                                ("moderated_at", None),
                                ("moderated_by", None),
                                ("state__in", ["none", "waiting"]),
                            ),
                            _connector="OR",
                        ),
                        name="feedback_answer_words_are_read_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=activities.models.feedback.new_code,
                        editable=False,
                        max_length=8,
                        unique=True,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_links",
                        to="activities.activity",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("activity",),
                        name="feedback_link_one_stands",
                        violation_error_message="Somebody else has made a link in this very moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code__regex", "^[23456789abcdefghjkmnpqrstuvwxyz]{8}$")
                        ),
                        name="feedback_link_code_is_whole",
                    ),
                ],
            },
        ),
    ]
