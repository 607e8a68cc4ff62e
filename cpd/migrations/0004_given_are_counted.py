import zoneinfo

from django.db import migrations

KENT = zoneinfo.ZoneInfo("Europe/London")


def count_what_was_given(apps, schema_editor):
    """What was confirmed before the minutes were kept counted by the tariff of its year."""
    Presentation = apps.get_model("cpd", "Presentation")
    Tariff = apps.get_model("ledger", "Tariff")
    tariffs = list(Tariff.objects.order_by("academic_year"))
    given = list(
        Presentation.objects.filter(delivered=True, counted_minutes=None).select_related(
            "teachmeet"
        )
    )
    for presentation in given:
        day = presentation.teachmeet.starts_at.astimezone(KENT)
        year = day.year if day.month >= 9 else day.year - 1
        in_force = [tariff for tariff in tariffs if tariff.academic_year <= year]
        minutes = {"micro": 30, "nano": 15}
        if in_force:
            minutes = {"micro": in_force[-1].micro, "nano": in_force[-1].nano}
        presentation.counted_minutes = minutes[presentation.format]
    Presentation.objects.bulk_update(given, ["counted_minutes"], batch_size=500)


class Migration(migrations.Migration):
    """Give every presentation that was given the minutes that it counted for."""

    dependencies = [("cpd", "0003_counted_minutes"), ("ledger", "0001_initial")]

    operations = [migrations.RunPython(count_what_was_given, migrations.RunPython.noop)]
