from django.db import migrations

# One sum a statement, not an update of the activity for every booking that a statement changes.
CREATE = """
DROP TRIGGER activities_places_taken ON activities_booking;
DROP FUNCTION activities_keep_places_taken();

CREATE FUNCTION activities_keep_places_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE activities_activity a SET places_taken = a.places_taken + s.places
        FROM (SELECT activity_id, sum(places) AS places FROM come
              WHERE status IN ('booked', 'offered') GROUP BY activity_id) AS s
        WHERE a.id = s.activity_id AND s.places <> 0;
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE activities_activity a SET places_taken = a.places_taken - s.places
        FROM (SELECT activity_id, sum(places) AS places FROM gone
              WHERE status IN ('booked', 'offered') GROUP BY activity_id) AS s
        WHERE a.id = s.activity_id AND s.places <> 0;
    ELSE
        UPDATE activities_activity a SET places_taken = a.places_taken + s.places
        FROM (SELECT activity_id, sum(places) AS places FROM (
                  SELECT activity_id, places FROM come WHERE status IN ('booked', 'offered')
                  UNION ALL
                  SELECT activity_id, -places FROM gone WHERE status IN ('booked', 'offered')
              ) AS change GROUP BY activity_id) AS s
        WHERE a.id = s.activity_id AND s.places <> 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER activities_places_come AFTER INSERT ON activities_booking
REFERENCING NEW TABLE AS come
FOR EACH STATEMENT EXECUTE FUNCTION activities_keep_places_taken();

CREATE TRIGGER activities_places_change AFTER UPDATE ON activities_booking
REFERENCING OLD TABLE AS gone NEW TABLE AS come
FOR EACH STATEMENT EXECUTE FUNCTION activities_keep_places_taken();

CREATE TRIGGER activities_places_go AFTER DELETE ON activities_booking
REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION activities_keep_places_taken();
"""

DROP = """
DROP TRIGGER activities_places_go ON activities_booking;
DROP TRIGGER activities_places_change ON activities_booking;
DROP TRIGGER activities_places_come ON activities_booking;
DROP FUNCTION activities_keep_places_taken();

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
"""


class Migration(migrations.Migration):
    """Places that are offered to somebody on the waiting list are taken while they are asked."""

    dependencies = [("activities", "0004_waiting_lists_and_equal_shares")]

    operations = [migrations.RunSQL(sql=CREATE, reverse_sql=DROP)]
