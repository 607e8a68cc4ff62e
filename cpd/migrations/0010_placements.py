import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cpd", "0009_courses"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0002_where_schools_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MatchingRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to begin"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Stopped"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="started"),
                ),
                (
                    "heard_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="last sign of life"
                    ),
                ),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished"),
                ),
                (
                    "seconds",
                    models.FloatField(blank=True, null=True, verbose_name="seconds of searching"),
                ),
                ("stage", models.CharField(blank=True, max_length=12)),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("total", models.PositiveSmallIntegerField(default=0)),
                (
                    "digest",
                    models.CharField(
                        blank=True,
                        help_text="Of all that it was given: the same gives the same.",
                        max_length=64,
                    ),
                ),
                ("needs", models.PositiveIntegerField(default=0)),
                ("offers", models.PositiveIntegerField(default=0)),
                ("placed", models.PositiveIntegerField(default=0)),
                (
                    "left_out",
                    models.PositiveIntegerField(
                        default=0, verbose_name="changed meanwhile, and left out"
                    ),
                ),
                (
                    "proven",
                    models.BooleanField(default=False, verbose_name="nothing better exists"),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Mentor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentors",
                        to="schools.school",
                    ),
                ),
                (
                    "staff",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentoring",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PlacementGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("swap", "Swap"),
                            ("rotation", "Rotation"),
                            ("one_way", "One way"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="proposed"
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="cpd.matchingrun",
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="PlacementNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[("primary", "Primary"), ("secondary", "Secondary")], max_length=9
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("art", "Art and design"),
                            ("biology", "Biology"),
                            ("business", "Business"),
                            ("chemistry", "Chemistry"),
                            ("computing", "Computing"),
                            ("design", "Design and technology"),
                            ("drama", "Drama"),
                            ("economics", "Economics"),
                            ("english", "English"),
                            ("geography", "Geography"),
                            ("history", "History"),
                            ("languages", "Modern languages"),
                            ("latin", "Latin and classics"),
                            ("maths", "Mathematics"),
                            ("music", "Music"),
                            ("pe", "Physical education"),
                            ("physics", "Physics"),
                            ("psychology", "Psychology"),
                            ("re", "Religious education"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "key_stages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (0, "Early years"),
                                (1, "Key Stage 1"),
                                (2, "Key Stage 2"),
                                (3, "Key Stage 3"),
                                (4, "Key Stage 4"),
                                (5, "Key Stage 5"),
                            ]
                        ),
                        blank=True,
                        default=list,
                    ),
                ),
                ("first_week", models.PositiveIntegerField()),
                ("last_week", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")],
                        default="open",
                        max_length=6,
                    ),
                ),
                (
                    "posted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="posted"
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("weeks", models.PositiveSmallIntegerField(verbose_name="how many weeks")),
                (
                    "max_km",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="In a straight line; empty: anywhere.",
                        null=True,
                        verbose_name="travel limit, km",
                    ),
                ),
                (
                    "excluded",
                    models.ManyToManyField(blank=True, related_name="+", to="schools.school"),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("first_week", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start_week", models.PositiveIntegerField()),
                ("weeks", models.PositiveSmallIntegerField()),
                ("km", models.FloatField(blank=True, null=True, verbose_name="kilometres")),
                ("contrast", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("accepted", "Accepted"),
                            ("active", "Under way"),
                            ("completed", "Completed"),
                            ("withdrawn", "Withdrawn"),
                            ("declined", "Declined"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="proposed"
                    ),
                ),
                (
                    "home_accepted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="accepted by the home school"
                    ),
                ),
                (
                    "host_accepted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="accepted by the host school"
                    ),
                ),
                (
                    "mentor_named_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="mentor named"),
                ),
                (
                    "reminded_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="reminded"
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="started")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("ended_reason", models.CharField(blank=True, max_length=500)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements_away",
                        to="schools.school",
                    ),
                ),
                (
                    "home_accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements_hosted",
                        to="schools.school",
                    ),
                ),
                (
                    "host_accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="cpd.mentor",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="cpd.placementgroup",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="cpd.placementneed",
                    ),
                ),
            ],
            options={
                "ordering": ("start_week", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PlacementNeedEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "phase",
                    models.CharField(
                        choices=[("primary", "Primary"), ("secondary", "Secondary")], max_length=9
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("art", "Art and design"),
                            ("biology", "Biology"),
                            ("business", "Business"),
                            ("chemistry", "Chemistry"),
                            ("computing", "Computing"),
                            ("design", "Design and technology"),
                            ("drama", "Drama"),
                            ("economics", "Economics"),
                            ("english", "English"),
                            ("geography", "Geography"),
                            ("history", "History"),
                            ("languages", "Modern languages"),
                            ("latin", "Latin and classics"),
                            ("maths", "Mathematics"),
                            ("music", "Music"),
                            ("pe", "Physical education"),
                            ("physics", "Physics"),
                            ("psychology", "Psychology"),
                            ("re", "Religious education"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "key_stages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (0, "Early years"),
                                (1, "Key Stage 1"),
                                (2, "Key Stage 2"),
                                (3, "Key Stage 3"),
                                (4, "Key Stage 4"),
                                (5, "Key Stage 5"),
                            ]
                        ),
                        blank=True,
                        default=list,
                    ),
                ),
                ("first_week", models.PositiveIntegerField()),
                ("last_week", models.PositiveIntegerField()),
                ("weeks", models.PositiveSmallIntegerField(verbose_name="how many weeks")),
                (
                    "max_km",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="In a straight line; empty: anywhere.",
                        null=True,
                        verbose_name="travel limit, km",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")],
                        default="open",
                        max_length=6,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="phase_subject_key_stages_first_week_last_week_weeks_max_km_status_events",
                        to="cpd.placementneed",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlacementOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[("primary", "Primary"), ("secondary", "Secondary")], max_length=9
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("art", "Art and design"),
                            ("biology", "Biology"),
                            ("business", "Business"),
                            ("chemistry", "Chemistry"),
                            ("computing", "Computing"),
                            ("design", "Design and technology"),
                            ("drama", "Drama"),
                            ("economics", "Economics"),
                            ("english", "English"),
                            ("geography", "Geography"),
                            ("history", "History"),
                            ("languages", "Modern languages"),
                            ("latin", "Latin and classics"),
                            ("maths", "Mathematics"),
                            ("music", "Music"),
                            ("pe", "Physical education"),
                            ("physics", "Physics"),
                            ("psychology", "Psychology"),
                            ("re", "Religious education"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "key_stages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (0, "Early years"),
                                (1, "Key Stage 1"),
                                (2, "Key Stage 2"),
                                (3, "Key Stage 3"),
                                (4, "Key Stage 4"),
                                (5, "Key Stage 5"),
                            ]
                        ),
                        blank=True,
                        default=list,
                    ),
                ),
                ("first_week", models.PositiveIntegerField()),
                ("last_week", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")],
                        default="open",
                        max_length=6,
                    ),
                ),
                (
                    "posted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="posted"
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="trainees at the same time"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="cpd.mentor",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placement_offers",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": ("first_week", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlacementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("start_week", models.PositiveIntegerField()),
                ("weeks", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("accepted", "Accepted"),
                            ("active", "Under way"),
                            ("completed", "Completed"),
                            ("withdrawn", "Withdrawn"),
                            ("declined", "Declined"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                (
                    "home_accepted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="accepted by the home school"
                    ),
                ),
                (
                    "host_accepted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="accepted by the host school"
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="started")),
                ("ended_reason", models.CharField(blank=True, max_length=500)),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cpd.mentor",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="offer_start_week_weeks_status_mentor_home_accepted_at_host_accepted_at_started_on_ended_reason_events",
                        to="cpd.placement",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cpd.placementoffer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="placement",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="cpd.placementoffer",
            ),
        ),
        migrations.CreateModel(
            name="PlacementOfferEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "phase",
                    models.CharField(
                        choices=[("primary", "Primary"), ("secondary", "Secondary")], max_length=9
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("art", "Art and design"),
                            ("biology", "Biology"),
                            ("business", "Business"),
                            ("chemistry", "Chemistry"),
                            ("computing", "Computing"),
                            ("design", "Design and technology"),
                            ("drama", "Drama"),
                            ("economics", "Economics"),
                            ("english", "English"),
                            ("geography", "Geography"),
                            ("history", "History"),
                            ("languages", "Modern languages"),
                            ("latin", "Latin and classics"),
                            ("maths", "Mathematics"),
                            ("music", "Music"),
                            ("pe", "Physical education"),
                            ("physics", "Physics"),
                            ("psychology", "Psychology"),
                            ("re", "Religious education"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "key_stages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (0, "Early years"),
                                (1, "Key Stage 1"),
                                (2, "Key Stage 2"),
                                (3, "Key Stage 3"),
                                (4, "Key Stage 4"),
                                (5, "Key Stage 5"),
                            ]
                        ),
                        blank=True,
                        default=list,
                    ),
                ),
                ("first_week", models.PositiveIntegerField()),
                ("last_week", models.PositiveIntegerField()),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="trainees at the same time"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")],
                        default="open",
                        max_length=6,
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cpd.mentor",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="phase_subject_key_stages_first_week_last_week_capacity_mentor_status_events",
                        to="cpd.placementoffer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Trainee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("school_direct", "School Direct"),
                            ("pgce", "PGCE with the university"),
                            ("scitt", "School-centred training (SCITT)"),
                            ("apprenticeship", "Teaching apprenticeship"),
                            ("undergraduate", "Degree with qualified teacher status"),
                            ("assessment_only", "Assessment only"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainees",
                        to="schools.school",
                        verbose_name="home school",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ProviderConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("confirmed", models.BooleanField()),
                ("on", models.DateField(verbose_name="date")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="recorded"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "trainee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="cpd.trainee",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="PlacementWeek",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("done", "Done"),
                            ("struck", "Did not take place"),
                            ("cancelled", "Withdrawn"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("revision", models.PositiveSmallIntegerField(default=0)),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cpd.mentor",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cpd.placementoffer",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="week_rows",
                        to="cpd.placement",
                    ),
                ),
                (
                    "trainee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cpd.trainee",
                    ),
                ),
            ],
            options={
                "ordering": ("placement", "week"),
            },
        ),
        migrations.AddField(
            model_name="placementneed",
            name="trainee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="needs", to="cpd.trainee"
            ),
        ),
        migrations.CreateModel(
            name="Unplaced",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=400), default=list
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unplaced",
                        to="cpd.placementneed",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unplaced",
                        to="cpd.matchingrun",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "unplaced",
            },
        ),
        migrations.AddConstraint(
            model_name="matchingrun",
            constraint=models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(("state__in", ["waiting", "running"])),
                name="matchingrun_one_at_a_time",
                violation_error_message="A matching is running already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="mentor_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.UniqueConstraint(
                models.F("school"),
                django.db.models.functions.text.Lower("name"),
                name="mentor_once_per_school",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["swap", "rotation", "one_way"])),
                name="placementgroup_kind_is_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementneedevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e996214e626a1ac468ad00a1290cfc8764d34524",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1dd91",
                    table="cpd_placementneedevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="placementoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "closed"])),
                name="placementoffer_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("phase__in", ["primary", "secondary"])),
                name="placementoffer_phase_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phase", "primary"), ("subject", "")),
                    models.Q(
                        ("phase", "secondary"),
                        (
                            "subject__in",
                            [
                                "art",
                                "biology",
                                "business",
                                "chemistry",
                                "computing",
                                "design",
                                "drama",
                                "economics",
                                "english",
                                "geography",
                                "history",
                                "languages",
                                "latin",
                                "maths",
                                "music",
                                "pe",
                                "physics",
                                "psychology",
                                "re",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="placementoffer_subject_with_its_phase",
                violation_error_message="Secondary has a subject; primary has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("key_stages__contained_by", [0, 1, 2]), ("phase", "primary")),
                    models.Q(("key_stages__contained_by", [3, 4, 5]), ("phase", "secondary")),
                    _connector="OR",
                ),
                name="placementoffer_key_stages_of_its_phase",
                violation_error_message="These key stages are not taught in that phase.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_week__lte", models.F("last_week"))),
                name="placementoffer_window_runs_forward",
                violation_error_message="The last week comes after the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 1), ("capacity__lte", 20)),
                name="placementoffer_one_to_20_trainees",
                violation_error_message="An offer is for 1 to 20 trainees.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_placementofferevent" ("capacity", "first_week", "key_stages", "last_week", "mentor_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "status", "subject") VALUES (NEW."capacity", NEW."first_week", NEW."key_stages", NEW."last_week", NEW."mentor_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phase", NEW."status", NEW."subject"); RETURN NULL;',
                    hash="4b665b3f59ea9608c714ff27221b954ca51f6c34",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a1310",
                    table="cpd_placementoffer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."capacity" IS DISTINCT FROM (NEW."capacity") OR OLD."first_week" IS DISTINCT FROM (NEW."first_week") OR OLD."key_stages" IS DISTINCT FROM (NEW."key_stages") OR OLD."last_week" IS DISTINCT FROM (NEW."last_week") OR OLD."mentor_id" IS DISTINCT FROM (NEW."mentor_id") OR OLD."phase" IS DISTINCT FROM (NEW."phase") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."subject" IS DISTINCT FROM (NEW."subject"))',
                    func='INSERT INTO "cpd_placementofferevent" ("capacity", "first_week", "key_stages", "last_week", "mentor_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "status", "subject") VALUES (NEW."capacity", NEW."first_week", NEW."key_stages", NEW."last_week", NEW."mentor_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phase", NEW."status", NEW."subject"); RETURN NULL;',
                    hash="cb397bc4c2ddaab85185ee51685f69bb34b38e93",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3cf0b",
                    table="cpd_placementoffer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6e6cd3510c9a3b3b1150ce98e5d43d549bd00d50",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a129d",
                    table="cpd_placementevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["home", "status"], name="placement_home"),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["host", "status"], name="placement_host"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("home", models.F("host")), _negated=True),
                name="placement_two_schools",
                violation_error_message="A placement is at another school than the trainee’s own.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("proposed", "accepted", "active", "completed"))),
                fields=("need",),
                name="placement_one_for_a_need",
                violation_error_message="This need has a placement already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("weeks__gte", 1), ("weeks__lte", 24)),
                name="placement_one_to_24_weeks",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        ["proposed", "accepted", "active", "completed", "withdrawn", "declined"],
                    )
                ),
                name="placement_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("home_accepted_at", None), ("home_accepted_by", None)),
                    models.Q(
                        ("home_accepted_at__isnull", False), ("home_accepted_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="placement_home_acceptance_is_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("host_accepted_at", None), ("host_accepted_by", None)),
                    models.Q(
                        ("host_accepted_at__isnull", False), ("host_accepted_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="placement_host_acceptance_is_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["accepted", "active", "completed"]), _negated=True),
                    models.Q(
                        ("home_accepted_at__isnull", False), ("host_accepted_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="placement_accepted_by_both",
                violation_error_message="Both schools have to accept first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["active", "completed"]), _negated=True),
                    models.Q(("mentor__isnull", False), ("started_on__isnull", False)),
                    _connector="OR",
                ),
                name="placement_starts_with_a_mentor",
                violation_error_message="It starts only with a mentor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["withdrawn", "declined"]), _negated=True),
                    models.Q(
                        ("ended_at__isnull", False), models.Q(("ended_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="placement_ends_with_a_reason",
                violation_error_message="Say why.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_placementevent" ("ended_reason", "home_accepted_at", "host_accepted_at", "mentor_id", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_week", "started_on", "status", "weeks") VALUES (NEW."ended_reason", NEW."home_accepted_at", NEW."host_accepted_at", NEW."mentor_id", NEW."offer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."start_week", NEW."started_on", NEW."status", NEW."weeks"); RETURN NULL;',
                    hash="55e6abcb1867f874be88835e641f17287d753811",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ca7a5",
                    table="cpd_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."ended_reason" IS DISTINCT FROM (NEW."ended_reason") OR OLD."home_accepted_at" IS DISTINCT FROM (NEW."home_accepted_at") OR OLD."host_accepted_at" IS DISTINCT FROM (NEW."host_accepted_at") OR OLD."mentor_id" IS DISTINCT FROM (NEW."mentor_id") OR OLD."offer_id" IS DISTINCT FROM (NEW."offer_id") OR OLD."start_week" IS DISTINCT FROM (NEW."start_week") OR OLD."started_on" IS DISTINCT FROM (NEW."started_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."weeks" IS DISTINCT FROM (NEW."weeks"))',
                    func='INSERT INTO "cpd_placementevent" ("ended_reason", "home_accepted_at", "host_accepted_at", "mentor_id", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_week", "started_on", "status", "weeks") VALUES (NEW."ended_reason", NEW."home_accepted_at", NEW."host_accepted_at", NEW."mentor_id", NEW."offer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."start_week", NEW."started_on", NEW."status", NEW."weeks"); RETURN NULL;',
                    hash="18dd8198c765b901432c5933ae0e167d49339843",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d0be1",
                    table="cpd_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementofferevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a807396af39fb2813d051d59afa6fdd7edb1807d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7fc47",
                    table="cpd_placementofferevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="trainee",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="trainee_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainee",
            constraint=models.UniqueConstraint(
                models.F("school"),
                django.db.models.functions.text.Lower("name"),
                name="trainee_once_per_school",
                violation_error_message="The school has a trainee of this name already: choose them from the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "route__in",
                        [
                            "school_direct",
                            "pgce",
                            "scitt",
                            "apprenticeship",
                            "undergraduate",
                            "assessment_only",
                        ],
                    )
                ),
                name="trainee_route_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="placementweek",
            index=models.Index(fields=["offer", "week"], name="placementweek_of_offer"),
        ),
        migrations.AddConstraint(
            model_name="placementweek",
            constraint=models.UniqueConstraint(
                fields=("placement", "week"), name="placementweek_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="placementweek",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("trainee", "week"),
                name="placementweek_trainee_at_one_school",
                violation_error_message="The trainee is placed elsewhere in these weeks.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementweek",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "struck"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="placementweek_struck_with_a_reason",
                violation_error_message="Say why the week did not take place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementweek",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "done", "struck", "cancelled"])),
                name="placementweek_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementneed",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "closed"])),
                name="placementneed_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementneed",
            constraint=models.CheckConstraint(
                condition=models.Q(("phase__in", ["primary", "secondary"])),
                name="placementneed_phase_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementneed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phase", "primary"), ("subject", "")),
                    models.Q(
                        ("phase", "secondary"),
                        (
                            "subject__in",
                            [
                                "art",
                                "biology",
                                "business",
                                "chemistry",
                                "computing",
                                "design",
                                "drama",
                                "economics",
                                "english",
                                "geography",
                                "history",
                                "languages",
                                "latin",
                                "maths",
                                "music",
                                "pe",
                                "physics",
                                "psychology",
                                "re",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="placementneed_subject_with_its_phase",
                violation_error_message="Secondary has a subject; primary has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementneed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("key_stages__contained_by", [0, 1, 2]), ("phase", "primary")),
                    models.Q(("key_stages__contained_by", [3, 4, 5]), ("phase", "secondary")),
                    _connector="OR",
                ),
                name="placementneed_key_stages_of_its_phase",
                violation_error_message="These key stages are not taught in that phase.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementneed",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_week__lte", models.F("last_week"))),
                name="placementneed_window_runs_forward",
                violation_error_message="The last week comes after the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementneed",
            constraint=models.CheckConstraint(
                condition=models.Q(("weeks__gte", 1), ("weeks__lte", 24)),
                name="placementneed_one_to_24_weeks",
                violation_error_message="A placement lasts 1 to 24 weeks.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementneed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "weeks__lte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("last_week"), "-", models.F("first_week")
                            ),
                            "+",
                            models.Value(1),
                        ),
                    )
                ),
                name="placementneed_weeks_fit_the_window",
                violation_error_message="The window has fewer weeks than the placement.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementneed",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_km", None), ("max_km__gte", 1), _connector="OR"),
                name="placementneed_travel_is_a_distance",
                violation_error_message="A travel limit is a kilometre or more.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementneed",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_placementneedevent" ("first_week", "key_stages", "last_week", "max_km", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "status", "subject", "weeks") VALUES (NEW."first_week", NEW."key_stages", NEW."last_week", NEW."max_km", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phase", NEW."status", NEW."subject", NEW."weeks"); RETURN NULL;',
                    hash="0a1a3b56017086a92838acff5c7552cfb8c86119",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6f875",
                    table="cpd_placementneed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementneed",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."first_week" IS DISTINCT FROM (NEW."first_week") OR OLD."key_stages" IS DISTINCT FROM (NEW."key_stages") OR OLD."last_week" IS DISTINCT FROM (NEW."last_week") OR OLD."max_km" IS DISTINCT FROM (NEW."max_km") OR OLD."phase" IS DISTINCT FROM (NEW."phase") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."weeks" IS DISTINCT FROM (NEW."weeks"))',
                    func='INSERT INTO "cpd_placementneedevent" ("first_week", "key_stages", "last_week", "max_km", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "status", "subject", "weeks") VALUES (NEW."first_week", NEW."key_stages", NEW."last_week", NEW."max_km", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phase", NEW."status", NEW."subject", NEW."weeks"); RETURN NULL;',
                    hash="c01a39c99d611c5bf16e68d5d751c230f6f15bf1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e2b85",
                    table="cpd_placementneed",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="unplaced",
            constraint=models.UniqueConstraint(fields=("run", "need"), name="unplaced_once_a_run"),
        ),
    ]
