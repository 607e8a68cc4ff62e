import uuid

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0018_feedback"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="banking",
            options={
                "ordering": ("-on", "-pk"),
                "verbose_name": "deposit",
                "verbose_name_plural": "deposits",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="banking",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="banking",
            name="update_update",
        ),
        migrations.AddField(
            model_name="banking",
            name="explained_pence",
            field=models.IntegerField(
                blank=True,
                help_text="What the bank has more than was counted; below nought, less.",
                null=True,
                verbose_name="difference that they explain, in pence",
            ),
        ),
        migrations.AddField(
            model_name="bankinghistory",
            name="explained_pence",
            field=models.IntegerField(
                blank=True,
                help_text="What the bank has more than was counted; below nought, less.",
                null=True,
                verbose_name="difference that they explain, in pence",
            ),
        ),
        migrations.AlterField(
            model_name="banking",
            name="submission",
            field=models.UUIDField(
                default=uuid.uuid4,
                editable=False,
                help_text="Of the form that made it: sent twice, it makes one deposit.",
                unique=True,
            ),
        ),
        migrations.AlterField(
            model_name="bankinghistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="on_reference_amount_pence_words_explained_pence_taken_back_at_taken_back_by_reason_events",
                to="activities.banking",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appeal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_appealhistory" ("charity", "closes_on", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_number", "status", "target_pence", "title") VALUES (OLD."charity", OLD."closes_on", OLD."opens_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."registered_number", OLD."status", OLD."target_pence", OLD."title"); RETURN NULL;',
                    hash="9274d82edcd1c5a9d82e2cc29344a0f43c79f581",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9e281",
                    table="activities_appeal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="banking",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_bankinghistory" ("amount_pence", "explained_pence", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "taken_back_at", "taken_back_by_id", "words") VALUES (NEW."amount_pence", NEW."explained_pence", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."taken_back_at", NEW."taken_back_by_id", NEW."words"); RETURN NULL;',
                    hash="311eadeca6d271fd6f96b4f9d1e4f2fd281010d2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_598c1",
                    table="activities_banking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="banking",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."amount_pence" IS DISTINCT FROM (NEW."amount_pence") OR OLD."explained_pence" IS DISTINCT FROM (NEW."explained_pence") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") OR OLD."taken_back_by_id" IS DISTINCT FROM (NEW."taken_back_by_id") OR OLD."words" IS DISTINCT FROM (NEW."words"))',
                    func='INSERT INTO "activities_bankinghistory" ("amount_pence", "explained_pence", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "taken_back_at", "taken_back_by_id", "words") VALUES (NEW."amount_pence", NEW."explained_pence", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."taken_back_at", NEW."taken_back_by_id", NEW."words"); RETURN NULL;',
                    hash="85c626c82ff44ad917a95a5168d5cf13d7370951",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_007aa",
                    table="activities_banking",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="banking",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("reference"),
                condition=models.Q(("taken_back_at", None)),
                name="banking_reference_once",
                violation_error_message="That reference has been entered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="banking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("explained_pence", None),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="banking_explained_in_words",
            ),
        ),
    ]
