from django.db import migrations

CREATE = """
CREATE FUNCTION activities_keep_places_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.status = 'booked' THEN
        UPDATE activities_activity SET places_taken = places_taken - OLD.places
        WHERE id = OLD.activity_id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.status = 'booked' THEN
        UPDATE activities_activity SET places_taken = places_taken + NEW.places
        WHERE id = NEW.activity_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER activities_places_taken
AFTER INSERT OR DELETE OR UPDATE OF activity_id, pupils, person_id, status ON activities_booking
FOR EACH ROW EXECUTE FUNCTION activities_keep_places_taken();

CREATE FUNCTION activities_guard_places_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.places_taken := 0;
    ELSE
        NEW.places_taken := OLD.places_taken;
    END IF;
    RETURN NEW;
END $$;

-- Only the trigger above, and never a statement by itself, writes the sum.
CREATE TRIGGER activities_guard_places_taken
BEFORE INSERT OR UPDATE OF places_taken ON activities_activity
FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION activities_guard_places_taken();
"""

DROP = """
DROP TRIGGER activities_guard_places_taken ON activities_activity;
DROP FUNCTION activities_guard_places_taken();
DROP TRIGGER activities_places_taken ON activities_booking;
DROP FUNCTION activities_keep_places_taken();
"""


class Migration(migrations.Migration):
    """Keep what an activity has taken, so that its check against capacity always holds."""

    dependencies = [("activities", "0002_activities_and_bookings")]

    operations = [migrations.RunSQL(sql=CREATE, reverse_sql=DROP)]
