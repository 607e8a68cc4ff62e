from django.db import migrations


class Migration(migrations.Migration):
    """A sum that generated columns may use: aggregates are not allowed there."""

    dependencies = []

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION activities_array_sum(counts integer[]) RETURNS integer
            LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
            RETURN (SELECT COALESCE(sum(c), 0)::integer FROM unnest(counts) AS c);
            """,
            reverse_sql="DROP FUNCTION activities_array_sum(integer[]);",
        ),
    ]
