from django.db import migrations

CREATE = """
CREATE FUNCTION cpd_keep_minutes_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Each presentation takes its minutes and one more to change over.
    IF TG_OP <> 'INSERT' AND OLD.withdrawn_at IS NULL THEN
        UPDATE cpd_teachmeet SET minutes_taken = minutes_taken - OLD.minutes - 1
        WHERE activity_ptr_id = OLD.teachmeet_id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.withdrawn_at IS NULL THEN
        UPDATE cpd_teachmeet SET minutes_taken = minutes_taken + NEW.minutes + 1
        WHERE activity_ptr_id = NEW.teachmeet_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER cpd_minutes_taken
AFTER INSERT OR DELETE OR UPDATE OF teachmeet_id, minutes, withdrawn_at ON cpd_presentation
FOR EACH ROW EXECUTE FUNCTION cpd_keep_minutes_taken();

CREATE FUNCTION cpd_guard_minutes_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.minutes_taken := 0;
    ELSE
        NEW.minutes_taken := OLD.minutes_taken;
    END IF;
    RETURN NEW;
END $$;

-- Only the trigger above, and never a statement by itself, writes the sum.
CREATE TRIGGER cpd_guard_minutes_taken
BEFORE INSERT OR UPDATE OF minutes_taken ON cpd_teachmeet
FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION cpd_guard_minutes_taken();
"""

DROP = """
DROP TRIGGER cpd_guard_minutes_taken ON cpd_teachmeet;
DROP FUNCTION cpd_guard_minutes_taken();
DROP TRIGGER cpd_minutes_taken ON cpd_presentation;
DROP FUNCTION cpd_keep_minutes_taken();
"""


class Migration(migrations.Migration):
    """Keep what the presentations take of a TeachMeet's speaking time."""

    dependencies = [("cpd", "0001_teachmeets")]

    operations = [migrations.RunSQL(sql=CREATE, reverse_sql=DROP)]
