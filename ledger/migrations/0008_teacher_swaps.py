from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0007_longer_summaries"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="exchange",
            name="exchange_kind_is_known",
        ),
        migrations.AlterField(
            model_name="exchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("venue", "Venues"),
                    ("leading", "Leading and coaching"),
                    ("presenting", "Speaking at TeachMeets"),
                    ("mentoring", "Mentoring trainees"),
                    ("swap", "Teacher swaps"),
                    ("preparation", "Preparation"),
                    ("transport", "Transport"),
                    ("resources", "Resources"),
                    ("magazine", "Magazine advising"),
                    ("coordination", "Coordination"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "venue",
                            "leading",
                            "presenting",
                            "mentoring",
                            "swap",
                            "preparation",
                            "transport",
                            "resources",
                            "magazine",
                            "coordination",
                        ],
                    )
                ),
                name="exchange_kind_is_known",
            ),
        ),
    ]
