import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_append_only"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preparation", "Preparation"),
                            ("transport", "Transport"),
                            ("resources", "Resources"),
                            ("magazine", "Magazine advising"),
                            ("coordination", "Coordination"),
                        ],
                        max_length=12,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "settled_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="What the chair allowed, where that was less.",
                        null=True,
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("summary", models.CharField(max_length=160)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("queried", "Queried"),
                            ("chair", "With the chair"),
                            ("confirmed", "Confirmed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("reversed", "Taken back"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it makes one claim.",
                        unique=True,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "put_at",
                    models.DateTimeField(verbose_name="last put to whoever must answer"),
                ),
                (
                    "queried_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last queried"),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims_made",
                        to="schools.school",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        blank=True,
                        help_text="Nobody means all the other partners, equally.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims_received",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": ("-proposed_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ClaimEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("queried", "Queried"),
                            ("answered", "Answered"),
                            ("withdrawn", "Withdrawn"),
                            ("confirmed", "Confirmed"),
                            ("passed_on", "Passed to the chair"),
                            ("escalated", "Went to the chair by itself"),
                            ("allowed", "Allowed by the chair"),
                            ("declined", "Declined by the chair"),
                            ("reversed", "Taken back by the chair"),
                        ],
                        max_length=9,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("words", models.TextField(blank=True)),
                (
                    "changes",
                    models.TextField(blank=True, help_text="What an answer changed, in words."),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="ledger.claim",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ClaimHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preparation", "Preparation"),
                            ("transport", "Transport"),
                            ("resources", "Resources"),
                            ("magazine", "Magazine advising"),
                            ("coordination", "Coordination"),
                        ],
                        max_length=12,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "settled_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="What the chair allowed, where that was less.",
                        null=True,
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("summary", models.CharField(max_length=160)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("queried", "Queried"),
                            ("chair", "With the chair"),
                            ("confirmed", "Confirmed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("reversed", "Taken back"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.school",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="giver_receiver_kind_minutes_settled_minutes_on_summary_status_events",
                        to="ledger.claim",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Nobody means all the other partners, equally.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["giver", "-proposed_at"], name="claim_giver_latest"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["receiver", "-proposed_at"], name="claim_receiver_latest"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status__in", ["proposed", "queried", "chair"])),
                fields=["put_at"],
                name="claim_open_oldest",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("receiver", None),
                    models.Q(("giver", models.F("receiver")), _negated=True),
                    _connector="OR",
                ),
                name="claim_two_schools",
                violation_error_message="A school cannot claim from itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 2400)),
                name="claim_minutes_in_range",
                violation_error_message="A claim is for one minute to 40 hours.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_minutes", None),
                    models.Q(
                        ("settled_minutes__isnull", False),
                        ("settled_minutes__gte", 1),
                        ("settled_minutes__lt", models.F("minutes")),
                        ("status__in", ["confirmed", "reversed"]),
                    ),
                    _connector="OR",
                ),
                name="claim_settled_for_less",
                violation_error_message="What is allowed lies below what was claimed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["preparation", "transport", "resources", "magazine", "coordination"],
                    )
                ),
                name="claim_kind_is_claimed",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["magazine", "coordination"]), ("receiver", None)),
                    models.Q(
                        ("receiver__isnull", False),
                        models.Q(("kind", "coordination"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="claim_kind_fits_receiver",
                violation_error_message="Coordination is drawn by all the other partners, magazine advising may be; everything else by one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "proposed",
                            "queried",
                            "chair",
                            "confirmed",
                            "declined",
                            "withdrawn",
                            "reversed",
                        ],
                    )
                ),
                name="claim_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("receiver__isnull", False),
                    models.Q(("status__in", ["proposed", "queried"]), _negated=True),
                    _connector="OR",
                ),
                name="claim_for_all_goes_to_the_chair",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "queried"), _negated=True),
                    ("queried_at__isnull", False),
                    _connector="OR",
                ),
                name="claim_queried_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on__lte", django.db.models.functions.datetime.TruncDate("put_at"))
                ),
                name="claim_is_for_what_was",
                violation_error_message="That day is still to come: claim what has been given.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "ledger_claimhistory" ("giver_id", "kind", "minutes", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receiver_id", "settled_minutes", "status", "summary") VALUES (NEW."giver_id", NEW."kind", NEW."minutes", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."receiver_id", NEW."settled_minutes", NEW."status", NEW."summary"); RETURN NULL;',
                    hash="2ab2e7de54cdd2eb20fb7cdfc8b29ac17481cbd3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ce792",
                    table="ledger_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."giver_id" IS DISTINCT FROM (NEW."giver_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."receiver_id" IS DISTINCT FROM (NEW."receiver_id") OR OLD."settled_minutes" IS DISTINCT FROM (NEW."settled_minutes") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."summary" IS DISTINCT FROM (NEW."summary"))',
                    func='INSERT INTO "ledger_claimhistory" ("giver_id", "kind", "minutes", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receiver_id", "settled_minutes", "status", "summary") VALUES (NEW."giver_id", NEW."kind", NEW."minutes", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."receiver_id", NEW."settled_minutes", NEW."status", NEW."summary"); RETURN NULL;',
                    hash="bc179733f49785dda930a9f6b1e571b15f799cb9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5d8af",
                    table="ledger_claim",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="claimevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "proposed",
                            "queried",
                            "answered",
                            "withdrawn",
                            "confirmed",
                            "passed_on",
                            "escalated",
                            "allowed",
                            "declined",
                            "reversed",
                        ],
                    )
                ),
                name="claim_event_step_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 2400)),
                name="claim_event_minutes_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", ["queried", "answered", "allowed", "declined", "reversed"]),
                    ("words", ""),
                    _negated=True,
                ),
                name="claim_event_says_why",
                violation_error_message="Say why: both sides read it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by", None), ("step", "escalated")),
                    models.Q(("by__isnull", False), models.Q(("step", "escalated"), _negated=True)),
                    _connector="OR",
                ),
                name="claim_event_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimevent",
            trigger=pgtrigger.compiler.Trigger(
                name="claim_event_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cd696badcd226a9149f3eca6c8fa3db5f4b75bf8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_claim_event_append_only_5d8e7",
                    table="ledger_claimevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="51bca139dbb6d6222d5ed9874ea2de88c864677f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7b27b",
                    table="ledger_claimhistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
