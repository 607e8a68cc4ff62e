from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0006_exchanges_by_index_alone"),
    ]

    operations = [
        migrations.AlterField(
            model_name="exchange",
            name="summary",
            field=models.CharField(max_length=300),
        ),
    ]
