from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="school",
            name="latitude",
            field=models.FloatField(
                blank=True,
                help_text="In degrees, such as 51.28: distances between schools are straight lines.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="school",
            name="longitude",
            field=models.FloatField(
                blank=True,
                help_text="In degrees, such as 1.08; west of Greenwich below nought.",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("longitude__isnull", False),
                        ("latitude__gte", -90),
                        ("latitude__lte", 90),
                        ("longitude__gte", -180),
                        ("longitude__lte", 180),
                    ),
                    _connector="OR",
                ),
                name="school_position_is_on_the_map",
                violation_error_message="Give both, in degrees north and east as maps have them.",
            ),
        ),
    ]
