import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0010_places_per_school"),
        ("schools", "0002_where_schools_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="kind",
            field=models.CharField(
                choices=[
                    ("activity", "Activity"),
                    ("teachmeet", "TeachMeet"),
                    ("meeting", "Cluster meeting"),
                    ("course", "Course"),
                    ("fixture", "Fixture"),
                    ("debate", "Debate"),
                    ("project", "Community project"),
                    ("performance", "Performance"),
                    ("competition", "Competition"),
                ],
                default="activity",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Series",
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
                            ("plain", "Dates that belong together"),
                            ("debating", "A debating programme"),
                            ("leadership", "A leadership programme"),
                            ("rehearsals", "Rehearsals of a performance"),
                        ],
                        default="plain",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                ("slug", models.SlugField(editable=False, max_length=120, unique=True)),
                ("summary", models.CharField(max_length=240)),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it makes one series.",
                        unique=True,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosted_series",
                        to="schools.school",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posted_series",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ("title",),
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="series",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="activities.series",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["plain", "debating", "leadership", "rehearsals"])),
                name="series_kind_is_known",
            ),
        ),
    ]
