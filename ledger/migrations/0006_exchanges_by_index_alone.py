from django.db import migrations, models


class Migration(migrations.Migration):
    """A statement and its list are answered from two indexes alone."""

    dependencies = [("ledger", "0005_board")]

    operations = [
        migrations.RemoveIndex(
            model_name="exchange",
            name="exchange_giver_year",
        ),
        migrations.RemoveIndex(
            model_name="exchange",
            name="exchange_receiver_year",
        ),
        migrations.AddIndex(
            model_name="exchange",
            index=models.Index(
                fields=["giver", "academic_year", "on", "id"],
                include=("kind", "receiver", "minutes"),
                name="exchange_giver_year",
            ),
        ),
        migrations.AddIndex(
            model_name="exchange",
            index=models.Index(
                fields=["receiver", "academic_year", "on", "id"],
                include=("kind", "giver", "minutes"),
                name="exchange_receiver_year",
            ),
        ),
    ]
