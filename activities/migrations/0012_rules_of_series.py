import datetime

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0011_series"),
        ("schools", "0002_where_schools_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SkippedDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("reason", models.CharField(max_length=800)),
                (
                    "noted_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "ordering": ("on",),
            },
        ),
        migrations.AddField(
            model_name="series",
            name="ends",
            field=models.TimeField(
                blank=True, null=True, verbose_name="ends, by the clock in Kent"
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="every_weeks",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="every so many weeks"
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="first_on",
            field=models.DateField(blank=True, null=True, verbose_name="first day"),
        ),
        migrations.AddField(
            model_name="series",
            name="schools",
            field=models.ManyToManyField(
                blank=True,
                help_text="Those whose holidays and INSET days the dates avoid, beside the host’s.",
                related_name="series",
                to="schools.school",
                verbose_name="schools taking part",
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="starts",
            field=models.TimeField(
                blank=True, null=True, verbose_name="starts, by the clock in Kent"
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="until_on",
            field=models.DateField(blank=True, null=True, verbose_name="last day"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ends__isnull", True),
                        ("every_weeks__isnull", True),
                        ("first_on__isnull", True),
                        ("starts__isnull", True),
                        ("until_on__isnull", True),
                    ),
                    models.Q(
                        ("ends__isnull", False),
                        ("every_weeks__isnull", False),
                        ("first_on__isnull", False),
                        ("starts__isnull", False),
                        ("until_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="series_rule_is_whole_or_none",
                violation_error_message="A rule has a first and a last day, times and a rhythm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("every_weeks", None), ("every_weeks__in", [1, 2]), _connector="OR"
                ),
                name="series_every_week_or_every_other",
                violation_error_message="It is every week or every other week.",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_on", None), ("until_on__gte", models.F("first_on")), _connector="OR"
                ),
                name="series_days_are_in_order",
                violation_error_message="The last day comes after the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_on", None),
                    (
                        "until_on__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("first_on"), "+", models.Value(datetime.timedelta(days=366))
                        ),
                    ),
                    _connector="OR",
                ),
                name="series_lasts_a_year",
                violation_error_message="A series lasts a year at the most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts", None), ("ends__gt", models.F("starts")), _connector="OR"
                ),
                name="series_times_are_in_order",
                violation_error_message="It must end after it starts.",
            ),
        ),
        migrations.AddField(
            model_name="skippeddate",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="skipped",
                to="activities.series",
            ),
        ),
        migrations.AddConstraint(
            model_name="skippeddate",
            constraint=models.UniqueConstraint(fields=("series", "on"), name="skipped_date_once"),
        ),
        migrations.AddConstraint(
            model_name="skippeddate",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="skipped_date_says_why",
                violation_error_message="Say why there is no session.",
            ),
        ),
    ]
