from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION activities_keep_places_taken() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gone integer := 0;
    come integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.status IN ({statuses}) THEN
        gone := OLD.places;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.status IN ({statuses}) THEN
        come := NEW.places;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.activity_id = OLD.activity_id THEN
        IF come <> gone THEN
            UPDATE activities_activity SET places_taken = places_taken + come - gone
            WHERE id = NEW.activity_id;
        END IF;
        RETURN NULL;
    END IF;
    IF gone <> 0 THEN
        UPDATE activities_activity SET places_taken = places_taken - gone
        WHERE id = OLD.activity_id;
    END IF;
    IF come <> 0 THEN
        UPDATE activities_activity SET places_taken = places_taken + come
        WHERE id = NEW.activity_id;
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """Places that are offered to somebody on the waiting list are taken while they are asked."""

    dependencies = [("activities", "0004_waiting_lists_and_equal_shares")]

    operations = [
        migrations.RunSQL(
            sql=FUNCTION.format(statuses="'booked', 'offered'"),
            reverse_sql=FUNCTION.format(statuses="'booked'"),
        )
    ]
