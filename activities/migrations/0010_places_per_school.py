from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0009_activities_of_more_kinds"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="places_per_school",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="How many one school may hold; empty when only the places in all are limited.",
                null=True,
                verbose_name="places for each school",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("places_per_school", None), ("places_per_school__gte", 1), _connector="OR"
                ),
                name="activity_school_holds_one_or_any",
                violation_error_message="A school may hold at least one place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("places_per_school", None),
                    models.Q(("allocation", "equal_shares"), _negated=True),
                    _connector="OR",
                ),
                name="activity_shares_need_no_limit",
                violation_error_message="Equal shares set each school’s places by themselves.",
            ),
        ),
    ]
