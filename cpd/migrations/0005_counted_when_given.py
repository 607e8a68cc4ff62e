from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Nothing is given that has no minutes to count for."""

    dependencies = [("cpd", "0004_given_are_counted")]

    operations = [
        migrations.AddConstraint(
            model_name="presentation",
            constraint=models.CheckConstraint(
                name="presentation_counted_when_given",
                condition=~Q(delivered=True) | Q(counted_minutes__isnull=False),
            ),
        ),
    ]
