import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_claims"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="TariffEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "academic_year",
                    models.PositiveSmallIntegerField(
                        error_messages={
                            "unique": "That year has a tariff already: change that one."
                        },
                        help_text="2026 means 2026/27. It holds until a later tariff takes over.",
                        validators=[
                            django.core.validators.MinValueValidator(
                                2000, "Type a year such as 2026, which means 2026/27."
                            ),
                            django.core.validators.MaxValueValidator(
                                2100, "Type a year such as 2026, which means 2026/27."
                            ),
                        ],
                        verbose_name="from academic year",
                    ),
                ),
                (
                    "micro",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="What a talk of up to seven minutes at a TeachMeet counts for, preparation included.",
                        validators=[
                            django.core.validators.MinValueValidator(1, "At least one minute."),
                            django.core.validators.MaxValueValidator(
                                480, "At most 480 minutes, which is eight hours."
                            ),
                        ],
                        verbose_name="micro presentation, minutes",
                    ),
                ),
                (
                    "nano",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="What a talk of up to two minutes at a TeachMeet counts for, preparation included.",
                        validators=[
                            django.core.validators.MinValueValidator(1, "At least one minute."),
                            django.core.validators.MaxValueValidator(
                                480, "At most 480 minutes, which is eight hours."
                            ),
                        ],
                        verbose_name="nano presentation, minutes",
                    ),
                ),
                (
                    "placement_week",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="The mentoring that a completed week of a trainee’s placement counts for.",
                        validators=[
                            django.core.validators.MinValueValidator(1, "At least one minute."),
                            django.core.validators.MaxValueValidator(
                                480, "At most 480 minutes, which is eight hours."
                            ),
                        ],
                        verbose_name="placement week, minutes",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AlterField(
            model_name="tariff",
            name="academic_year",
            field=models.PositiveSmallIntegerField(
                error_messages={"unique": "That year has a tariff already: change that one."},
                help_text="2026 means 2026/27. It holds until a later tariff takes over.",
                unique=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        2000, "Type a year such as 2026, which means 2026/27."
                    ),
                    django.core.validators.MaxValueValidator(
                        2100, "Type a year such as 2026, which means 2026/27."
                    ),
                ],
                verbose_name="from academic year",
            ),
        ),
        migrations.AlterField(
            model_name="tariff",
            name="micro",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="What a talk of up to seven minutes at a TeachMeet counts for, preparation included.",
                validators=[
                    django.core.validators.MinValueValidator(1, "At least one minute."),
                    django.core.validators.MaxValueValidator(
                        480, "At most 480 minutes, which is eight hours."
                    ),
                ],
                verbose_name="micro presentation, minutes",
            ),
        ),
        migrations.AlterField(
            model_name="tariff",
            name="nano",
            field=models.PositiveSmallIntegerField(
                default=15,
                help_text="What a talk of up to two minutes at a TeachMeet counts for, preparation included.",
                validators=[
                    django.core.validators.MinValueValidator(1, "At least one minute."),
                    django.core.validators.MaxValueValidator(
                        480, "At most 480 minutes, which is eight hours."
                    ),
                ],
                verbose_name="nano presentation, minutes",
            ),
        ),
        migrations.AlterField(
            model_name="tariff",
            name="placement_week",
            field=models.PositiveSmallIntegerField(
                default=90,
                help_text="The mentoring that a completed week of a trainee’s placement counts for.",
                validators=[
                    django.core.validators.MinValueValidator(1, "At least one minute."),
                    django.core.validators.MaxValueValidator(
                        480, "At most 480 minutes, which is eight hours."
                    ),
                ],
                verbose_name="placement week, minutes",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariff",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "ledger_tariffevent" ("academic_year", "micro", "nano", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_week") VALUES (NEW."academic_year", NEW."micro", NEW."nano", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."placement_week"); RETURN NULL;',
                    hash="97cf3246f7f15a812cc2551aebab6c3d949026ea",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_40bfa",
                    table="ledger_tariff",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariff",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."academic_year" IS DISTINCT FROM (NEW."academic_year") OR OLD."micro" IS DISTINCT FROM (NEW."micro") OR OLD."nano" IS DISTINCT FROM (NEW."nano") OR OLD."placement_week" IS DISTINCT FROM (NEW."placement_week"))',
                    func='INSERT INTO "ledger_tariffevent" ("academic_year", "micro", "nano", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_week") VALUES (NEW."academic_year", NEW."micro", NEW."nano", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."placement_week"); RETURN NULL;',
                    hash="0d93420d1de9515186bceec87c605827fb2fca18",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_567b5",
                    table="ledger_tariff",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariff",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "ledger_tariffevent" ("academic_year", "micro", "nano", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_week") VALUES (OLD."academic_year", OLD."micro", OLD."nano", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."placement_week"); RETURN NULL;',
                    hash="43ae23a624076fc8443a14eec169666c32d45901",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_966fc",
                    table="ledger_tariff",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(("academic_year__gte", 2000), ("academic_year__lte", 2100)),
                name="tariff_year_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(("micro__gte", 1), ("micro__lte", 480)),
                name="tariff_micro_in_range",
                violation_error_message="A tariff lies between 1 and 480 minutes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(("nano__gte", 1), ("nano__lte", 480)),
                name="tariff_nano_in_range",
                violation_error_message="A tariff lies between 1 and 480 minutes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(("placement_week__gte", 1), ("placement_week__lte", 480)),
                name="tariff_placement_week_in_range",
                violation_error_message="A tariff lies between 1 and 480 minutes.",
            ),
        ),
        migrations.AddField(
            model_name="tariffevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="tariffevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="academic_year_micro_nano_placement_week_events",
                to="ledger.tariff",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariffevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="78129b18aefe360c07dd4feb55cca91d7b112922",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_06b44",
                    table="ledger_tariffevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
