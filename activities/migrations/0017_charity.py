import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0016_performances_and_competitions"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0002_where_schools_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                ("slug", models.SlugField(editable=False, max_length=120, unique=True)),
                (
                    "charity",
                    models.CharField(
                        help_text="Its full name, as it is registered.", max_length=120
                    ),
                ),
                (
                    "registered_number",
                    models.CharField(
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^([0-9]{6,7}|SC[0-9]{6})$",
                                "A charity’s number has six or seven digits; in Scotland it is SC and six digits.",
                            )
                        ],
                        verbose_name="registered charity number",
                    ),
                ),
                ("why", models.TextField(max_length=3000, verbose_name="what it is for")),
                ("target_pence", models.PositiveIntegerField(verbose_name="target, in pence")),
                ("opens_on", models.DateField(verbose_name="opens")),
                ("closes_on", models.DateField(verbose_name="last day")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")],
                        default="open",
                        editable=False,
                        max_length=6,
                    ),
                ),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it makes one appeal.",
                        unique=True,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "activities",
                    models.ManyToManyField(
                        blank=True, related_name="appeals", to="activities.activity"
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="schools.school",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-opens_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="AppealHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("title", models.CharField(max_length=100)),
                (
                    "charity",
                    models.CharField(
                        help_text="Its full name, as it is registered.", max_length=120
                    ),
                ),
                (
                    "registered_number",
                    models.CharField(
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^([0-9]{6,7}|SC[0-9]{6})$",
                                "A charity’s number has six or seven digits; in Scotland it is SC and six digits.",
                            )
                        ],
                        verbose_name="registered charity number",
                    ),
                ),
                ("target_pence", models.PositiveIntegerField(verbose_name="target, in pence")),
                ("opens_on", models.DateField(verbose_name="opens")),
                ("closes_on", models.DateField(verbose_name="last day")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")],
                        default="open",
                        editable=False,
                        max_length=6,
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
                        related_name="title_charity_registered_number_target_pence_opens_on_closes_on_status_events",
                        to="activities.appeal",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Banking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="banked on")),
                ("reference", models.CharField(max_length=60)),
                ("amount_pence", models.PositiveIntegerField(verbose_name="amount, in pence")),
                (
                    "words",
                    models.CharField(blank=True, max_length=240, verbose_name="why it differs"),
                ),
                (
                    "banked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=240, verbose_name="why it was taken back"
                    ),
                ),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it makes one paying-in.",
                        unique=True,
                    ),
                ),
                (
                    "banked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "paying-in",
                "verbose_name_plural": "payings-in",
                "ordering": ("-on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="BankingHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("on", models.DateField(verbose_name="banked on")),
                ("reference", models.CharField(max_length=60)),
                ("amount_pence", models.PositiveIntegerField(verbose_name="amount, in pence")),
                (
                    "words",
                    models.CharField(blank=True, max_length=240, verbose_name="why it differs"),
                ),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=240, verbose_name="why it was taken back"
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
                        related_name="on_reference_amount_pence_words_taken_back_at_taken_back_by_reason_events",
                        to="activities.banking",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="collected on")),
                ("amount_pence", models.IntegerField(verbose_name="amount, in pence")),
                (
                    "method",
                    models.CharField(
                        choices=[("cash", "Cash"), ("card", "Card reader"), ("online", "Online")],
                        default="cash",
                        max_length=6,
                        verbose_name="how",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("note", models.CharField(blank=True, max_length=240)),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=240, verbose_name="why it is corrected"
                    ),
                ),
                (
                    "counted_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it makes one collection.",
                        unique=True,
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collections",
                        to="activities.activity",
                    ),
                ),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collections",
                        to="activities.appeal",
                    ),
                ),
                (
                    "banking",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collections",
                        to="activities.banking",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="activities.collection",
                    ),
                ),
                (
                    "counted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="activities.collection",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collections",
                        to="schools.school",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="CollectionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("amount_pence", models.IntegerField(verbose_name="amount, in pence")),
                (
                    "banking",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="activities.banking",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        related_name="amount_pence_checked_by_withdrawn_by_banking_events",
                        to="activities.collection",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(("target_pence__gt", 0), ("target_pence__lte", 100000000)),
                name="appeal_target_above_nought",
                violation_error_message="A target lies above nought and at most at £1,000,000.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(("registered_number__regex", "^([0-9]{6,7}|SC[0-9]{6})$")),
                name="appeal_number_is_registered",
                violation_error_message="A charity’s number has six or seven digits.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                name="appeal_closes_after_it_opens",
                violation_error_message="The last day comes after the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "closed"])),
                name="appeal_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="appeal_says_why"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appeal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_appealhistory" ("charity", "closes_on", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_number", "status", "target_pence", "title") VALUES (NEW."charity", NEW."closes_on", NEW."opens_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."registered_number", NEW."status", NEW."target_pence", NEW."title"); RETURN NULL;',
                    hash="4a94c7012cef1cffd0a07d10cd27307734dff5e7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3db3e",
                    table="activities_appeal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appeal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."charity" IS DISTINCT FROM (NEW."charity") OR OLD."closes_on" IS DISTINCT FROM (NEW."closes_on") OR OLD."opens_on" IS DISTINCT FROM (NEW."opens_on") OR OLD."registered_number" IS DISTINCT FROM (NEW."registered_number") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."target_pence" IS DISTINCT FROM (NEW."target_pence") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "activities_appealhistory" ("charity", "closes_on", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_number", "status", "target_pence", "title") VALUES (NEW."charity", NEW."closes_on", NEW."opens_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."registered_number", NEW."status", NEW."target_pence", NEW."title"); RETURN NULL;',
                    hash="11c231cb3b7f55aba14c9ba0fdfc405b2d27227d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f08a6",
                    table="activities_appeal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appealhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0ebc1b0218c9542912ad73a120358c3b79709ead",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9d4f3",
                    table="activities_appealhistory",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="banking",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_pence__gt", 0), ("amount_pence__lte", 100000000)),
                name="banking_amount_in_range",
                violation_error_message="What is banked lies above nought.",
            ),
        ),
        migrations.AddConstraint(
            model_name="banking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on__lte", django.db.models.functions.datetime.TruncDate("banked_at"))
                ),
                name="banking_is_not_to_come",
                violation_error_message="That day is still to come.",
            ),
        ),
        migrations.AddConstraint(
            model_name="banking",
            constraint=models.CheckConstraint(
                condition=models.Q(("reference", ""), _negated=True), name="banking_has_a_reference"
            ),
        ),
        migrations.AddConstraint(
            model_name="banking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("taken_back_at", None), ("taken_back_by", None)),
                    models.Q(
                        ("taken_back_at__isnull", False),
                        ("taken_back_by__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="banking_taken_back_by_somebody_for_a_reason",
                violation_error_message="Say why it is taken back.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="banking",
            trigger=pgtrigger.compiler.Trigger(
                name="banking_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f9e7b25b0a4479f6de0769b32a8f10e54bc748f9",
                    operation="DELETE",
                    pgid="pgtrigger_banking_stays_59b0d",
                    table="activities_banking",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="banking",
            trigger=pgtrigger.compiler.Trigger(
                name="banking_facts_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."amount_pence" IS DISTINCT FROM (NEW."amount_pence") OR OLD."banked_by_id" IS DISTINCT FROM (NEW."banked_by_id") OR OLD."banked_at" IS DISTINCT FROM (NEW."banked_at") OR OLD."submission" IS DISTINCT FROM (NEW."submission"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5cacb8027222d3e40f98b5d033ea36789c8271af",
                    operation="UPDATE",
                    pgid="pgtrigger_banking_facts_stay_4ced7",
                    table="activities_banking",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="banking",
            trigger=pgtrigger.compiler.Trigger(
                name="banking_taken_back_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."taken_back_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="2ef11d951343d3e8f87cc9cbbf64176b464d5a12",
                    operation="UPDATE",
                    pgid="pgtrigger_banking_taken_back_once_30cf3",
                    table="activities_banking",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="banking",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_bankinghistory" ("amount_pence", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "taken_back_at", "taken_back_by_id", "words") VALUES (NEW."amount_pence", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."taken_back_at", NEW."taken_back_by_id", NEW."words"); RETURN NULL;',
                    hash="f7a49e69ade469dad65359df954ec3442b18d19a",
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
                    condition='WHEN (OLD."amount_pence" IS DISTINCT FROM (NEW."amount_pence") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") OR OLD."taken_back_by_id" IS DISTINCT FROM (NEW."taken_back_by_id") OR OLD."words" IS DISTINCT FROM (NEW."words"))',
                    func='INSERT INTO "activities_bankinghistory" ("amount_pence", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "taken_back_at", "taken_back_by_id", "words") VALUES (NEW."amount_pence", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."taken_back_at", NEW."taken_back_by_id", NEW."words"); RETURN NULL;',
                    hash="0161a47eff9654929a36b3a09a4024672d9ac53b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_007aa",
                    table="activities_banking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankinghistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2e5129b8ecbb8dd201064807d91131fa1daf94c2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c6e30",
                    table="activities_bankinghistory",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(fields=["appeal", "on"], name="collection_appeal_on"),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(fields=["school", "-on"], name="collection_school_latest"),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(
                condition=models.Q(("checked_by", None), ("withdrawn_at", None)),
                fields=["counted_at"],
                name="collection_waiting_oldest",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount_pence__gt", 0), ("amount_pence__lte", 10000000), ("corrects", None)
                    ),
                    models.Q(("amount_pence__lt", 0), ("corrects__isnull", False)),
                    _connector="OR",
                ),
                name="collection_negative_corrects",
                violation_error_message="What was collected lies above nought and at most at £100,000.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_by", None),
                    models.Q(("checked_by", models.F("counted_by")), _negated=True),
                    _connector="OR",
                ),
                name="collection_two_adults",
                violation_error_message="Two different adults count: somebody else checks it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("checked_at", None),
                        ("checked_by", None),
                        ("withdrawn_at", None),
                        ("withdrawn_by", None),
                    ),
                    models.Q(
                        ("checked_at__isnull", False),
                        ("checked_by__isnull", False),
                        ("withdrawn_at", None),
                        ("withdrawn_by", None),
                    ),
                    models.Q(
                        ("checked_at", None),
                        ("checked_by", None),
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="collection_checked_or_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("banking", None), ("checked_by__isnull", False), _connector="OR"
                ),
                name="collection_banked_once_checked",
                violation_error_message="Only what two adults have counted is banked.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects", None), ("reason", "")),
                    models.Q(
                        ("corrects__isnull", False),
                        ("replaces", None),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="collection_corrected_for_a_reason",
                violation_error_message="Say why it is corrected.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on__lte", django.db.models.functions.datetime.TruncDate("counted_at"))
                ),
                name="collection_is_of_what_was",
                violation_error_message="That day is still to come.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["cash", "card", "online"])),
                name="collection_method_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("corrects",),
                name="collection_corrected_once",
                violation_error_message="It has been corrected already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("replaces",),
                name="collection_replaced_once",
                violation_error_message="It has been corrected already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collection",
            trigger=pgtrigger.compiler.Trigger(
                name="collection_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="561266b2e55335b511bad98f56fe83cceaebfb8b",
                    operation="DELETE",
                    pgid="pgtrigger_collection_stays_6f1be",
                    table="activities_collection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collection",
            trigger=pgtrigger.compiler.Trigger(
                name="collection_facts_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."appeal_id" IS DISTINCT FROM (NEW."appeal_id") OR OLD."activity_id" IS DISTINCT FROM (NEW."activity_id") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."amount_pence" IS DISTINCT FROM (NEW."amount_pence") OR OLD."method" IS DISTINCT FROM (NEW."method") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."corrects_id" IS DISTINCT FROM (NEW."corrects_id") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."counted_by_id" IS DISTINCT FROM (NEW."counted_by_id") OR OLD."counted_at" IS DISTINCT FROM (NEW."counted_at") OR OLD."submission" IS DISTINCT FROM (NEW."submission"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="431a947b26f37dddfe3bcb60f3d418a79bfb6a17",
                    operation="UPDATE",
                    pgid="pgtrigger_collection_facts_stay_bd304",
                    table="activities_collection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collection",
            trigger=pgtrigger.compiler.Trigger(
                name="collection_steps_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF OLD.checked_by_id IS NOT NULL AND (NEW.checked_by_id, NEW.checked_at)\n                           IS DISTINCT FROM (OLD.checked_by_id, OLD.checked_at)\n                       OR OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_by_id, NEW.withdrawn_at)\n                           IS DISTINCT FROM (OLD.withdrawn_by_id, OLD.withdrawn_at) THEN\n                        RAISE EXCEPTION 'What was checked or withdrawn stays so.'\n                            USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    IF NEW.banking_id IS DISTINCT FROM OLD.banking_id AND (\n                        OLD.banking_id IS NOT NULL AND NOT EXISTS (\n                            SELECT 1 FROM activities_banking b\n                            WHERE b.id = OLD.banking_id AND b.taken_back_at IS NOT NULL)\n                        OR NEW.banking_id IS NOT NULL AND NOT EXISTS (\n                            SELECT 1 FROM activities_banking b\n                            WHERE b.id = NEW.banking_id AND b.taken_back_at IS NULL\n                              AND b.\"on\" >= NEW.\"on\")\n                    ) THEN\n                        RAISE EXCEPTION 'A collection is banked once, and not before its day.'\n                            USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="c18b041993cd93493d9ba0887e5db0cc33d2757c",
                    operation="UPDATE",
                    pgid="pgtrigger_collection_steps_once_b1f07",
                    table="activities_collection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collection",
            trigger=pgtrigger.compiler.Trigger(
                name="collection_fits",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF NEW.\"on\" < (SELECT a.opens_on FROM activities_appeal a\n                                   WHERE a.id = NEW.appeal_id) THEN\n                        RAISE EXCEPTION 'Nothing is collected before an appeal opens.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (\n                        SELECT 1 FROM activities_collection c\n                        WHERE c.id = NEW.corrects_id AND c.corrects_id IS NULL\n                          AND c.checked_by_id IS NOT NULL\n                          AND (c.appeal_id, c.school_id, c.\"on\", -c.amount_pence)\n                            = (NEW.appeal_id, NEW.school_id, NEW.\"on\", NEW.amount_pence)\n                    ) THEN\n                        RAISE EXCEPTION 'A contra entry mirrors the collection that it corrects.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="47c0aa3cced3bed33830951fba2ea39a828136b0",
                    operation="INSERT",
                    pgid="pgtrigger_collection_fits_9e91c",
                    table="activities_collection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collection",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_collectionhistory" ("amount_pence", "banking_id", "checked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawn_by_id") VALUES (NEW."amount_pence", NEW."banking_id", NEW."checked_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="cdb2d965cbe8ae1c84197978efad527b41e29b0c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_eff9f",
                    table="activities_collection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collection",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."amount_pence" IS DISTINCT FROM (NEW."amount_pence") OR OLD."banking_id" IS DISTINCT FROM (NEW."banking_id") OR OLD."checked_by_id" IS DISTINCT FROM (NEW."checked_by_id") OR OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id"))',
                    func='INSERT INTO "activities_collectionhistory" ("amount_pence", "banking_id", "checked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawn_by_id") VALUES (NEW."amount_pence", NEW."banking_id", NEW."checked_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="92c498b1b34f2b8210ff8dafa366d4a3493b9ec5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cf775",
                    table="activities_collection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="aa6f5806eb0628cfbab8790d56260388682b36b8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b885a",
                    table="activities_collectionhistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
