from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0008_what_was_done_stays"),
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
                ],
                default="activity",
                editable=False,
                max_length=12,
            ),
        ),
    ]
