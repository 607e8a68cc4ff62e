from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0019_deposits_explained_and_appeals_withdrawn")]

    operations = [
        migrations.AddField(
            model_name="feedbackanswer",
            name="was_told",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
