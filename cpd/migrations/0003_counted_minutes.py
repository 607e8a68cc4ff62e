import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cpd", "0002_minutes_taken"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="presentation",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="presentation",
            name="update_update",
        ),
        migrations.AddField(
            model_name="presentation",
            name="counted_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                editable=False,
                help_text="By the tariff when it was first confirmed as given; corrections keep to it.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="presentationevent",
            name="counted_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                editable=False,
                help_text="By the tariff when it was first confirmed as given; corrections keep to it.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="presentationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="teachmeet_presenter_format_minutes_position_withdrawn_at_delivered_counted_minutes_events",
                to="cpd.presentation",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="presentation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_presentationevent" ("counted_minutes", "delivered", "format", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presenter_id", "teachmeet_id", "withdrawn_at") VALUES (NEW."counted_minutes", NEW."delivered", NEW."format", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."presenter_id", NEW."teachmeet_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="f3d2b38e8fd615f57b04821b317bd77d192bc33a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_13ce7",
                    table="cpd_presentation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="presentation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."counted_minutes" IS DISTINCT FROM (NEW."counted_minutes") OR OLD."delivered" IS DISTINCT FROM (NEW."delivered") OR OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."presenter_id" IS DISTINCT FROM (NEW."presenter_id") OR OLD."teachmeet_id" IS DISTINCT FROM (NEW."teachmeet_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))',
                    func='INSERT INTO "cpd_presentationevent" ("counted_minutes", "delivered", "format", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presenter_id", "teachmeet_id", "withdrawn_at") VALUES (NEW."counted_minutes", NEW."delivered", NEW."format", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."presenter_id", NEW."teachmeet_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="da750bd47a34de4f27c4a7b89765fc958720b337",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ff5d8",
                    table="cpd_presentation",
                    when="AFTER",
                ),
            ),
        ),
    ]
