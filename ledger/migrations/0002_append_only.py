from django.db import migrations

CREATE = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % is refused. Reverse the exchange instead.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_exchange
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

CREATE FUNCTION ledger_mirror_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM ledger_exchange e
        WHERE e.id = NEW.reverses_id AND e.reverses_id IS NULL
          AND (e.giver_id, e.receiver_id, e.kind, e."on", -e.minutes)
            = (NEW.giver_id, NEW.receiver_id, NEW.kind, NEW."on", NEW.minutes)
    ) THEN
        RAISE EXCEPTION 'A reversal mirrors the exchange that it reverses.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_reversal_mirrors
BEFORE INSERT ON ledger_exchange
FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION ledger_mirror_reversal();
"""

DROP = """
DROP TRIGGER ledger_reversal_mirrors ON ledger_exchange;
DROP TRIGGER ledger_append_only ON ledger_exchange;
DROP FUNCTION ledger_mirror_reversal();
DROP FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    """Nothing in the ledger is ever changed or deleted, whoever asks and however."""

    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(sql=CREATE, reverse_sql=DROP)]
