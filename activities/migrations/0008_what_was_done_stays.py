import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0007_first_confirmations"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="deal_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."dealt_at" IS NOT NULL AND (OLD."dealt_at" IS DISTINCT FROM (NEW."dealt_at") OR OLD."lot_seed" IS DISTINCT FROM (NEW."lot_seed") OR OLD."places_dealt" IS DISTINCT FROM (NEW."places_dealt")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="3ab2b08084a8129a718da8c932ac7b6aaedeb1b2",
                    operation="UPDATE",
                    pgid="pgtrigger_deal_stays_58fdd",
                    table="activities_activity",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="confirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5b09b489cf21580f4e6e2b1dfeb5a25a15749dc4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7d0a1",
                    table="activities_confirmation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="equalshare",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fe765c937e9405558ac7ebc15d31921e76195ac8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1555c",
                    table="activities_equalshare",
                    when="BEFORE",
                ),
            ),
        ),
    ]
