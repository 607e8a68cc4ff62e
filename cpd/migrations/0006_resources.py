import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import cpd.models.resources


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0009_activities_of_more_kinds"),
        ("cpd", "0005_counted_when_given"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                ("description", models.TextField(blank=True, max_length=1000)),
                (
                    "what",
                    models.CharField(
                        choices=[("file", "A file"), ("link", "A link")],
                        default="file",
                        max_length=4,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                (
                    "file",
                    models.FileField(
                        blank=True, editable=False, upload_to=cpd.models.resources.place_of
                    ),
                ),
                (
                    "file_name",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="What it is called when it is saved.",
                        max_length=100,
                    ),
                ),
                ("content_type", models.CharField(blank=True, editable=False, max_length=100)),
                (
                    "size",
                    models.PositiveIntegerField(
                        blank=True, editable=False, help_text="In bytes.", null=True
                    ),
                ),
                (
                    "sha256",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="SHA-256"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("any", "Any subject"),
                            ("art", "Art and design"),
                            ("computing", "Computing"),
                            ("drama", "Drama"),
                            ("english", "English"),
                            ("geography", "Geography"),
                            ("history", "History"),
                            ("languages", "Languages"),
                            ("maths", "Maths"),
                            ("music", "Music"),
                            ("pe", "PE and sport"),
                            ("pastoral", "Pastoral care and PSHE"),
                            ("re", "Religious education"),
                            ("science", "Science"),
                            ("send", "SEND"),
                            ("technology", "Design and technology"),
                            ("other", "Something else"),
                        ],
                        default="any",
                        max_length=10,
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("any", "Any phase"),
                            ("early", "Early years"),
                            ("primary", "Primary"),
                            ("secondary", "Secondary"),
                            ("sixth", "Sixth form"),
                        ],
                        default="any",
                        max_length=9,
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("partners", "Within the partnership only"),
                            ("by", "CC BY: anybody, naming who made it"),
                            (
                                "by-sa",
                                "CC BY-SA: anybody, naming who made it and passing it on as freely",
                            ),
                            ("by-nc", "CC BY-NC: anybody, naming who made it, but not for money"),
                            ("free", "Public domain: anybody, for anything"),
                        ],
                        default="partners",
                        max_length=8,
                    ),
                ),
                (
                    "held_back_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Somebody has said that it shows or names a pupil; until that is answered.",
                        null=True,
                        verbose_name="held back",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                ("withdraw_reason", models.CharField(blank=True, editable=False, max_length=240)),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it shares one.",
                        unique=True,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="shared")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector(
                                "title", config="english", weight="A"
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "description", config="english", weight="B"
                            ),
                            django.contrib.postgres.search.SearchConfig("english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="activities.activity",
                    ),
                ),
                (
                    "presentation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="cpd.presentation",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        help_text="The uploader’s school when it was shared.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="schools.school",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="ResourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("title", models.CharField(max_length=100)),
                ("description", models.TextField(blank=True, max_length=1000)),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                (
                    "file_name",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="What it is called when it is saved.",
                        max_length=100,
                    ),
                ),
                (
                    "sha256",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="SHA-256"
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("partners", "Within the partnership only"),
                            ("by", "CC BY: anybody, naming who made it"),
                            (
                                "by-sa",
                                "CC BY-SA: anybody, naming who made it and passing it on as freely",
                            ),
                            ("by-nc", "CC BY-NC: anybody, naming who made it, but not for money"),
                            ("free", "Public domain: anybody, for anything"),
                        ],
                        default="partners",
                        max_length=8,
                    ),
                ),
                (
                    "held_back_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Somebody has said that it shows or names a pupil; until that is answered.",
                        null=True,
                        verbose_name="held back",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                ("withdraw_reason", models.CharField(blank=True, editable=False, max_length=240)),
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
                        related_name="title_description_url_file_name_sha256_licence_held_back_at_withdrawn_at_withdraw_reason_events",
                        to="cpd.resource",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResourceReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "problem",
                    models.CharField(
                        choices=[
                            ("pupil", "It shows or names a pupil"),
                            ("rights", "It belongs to somebody who has not agreed"),
                            ("mistake", "There is a mistake in it"),
                            ("broken", "It does not open"),
                            ("other", "Something else"),
                        ],
                        max_length=7,
                        verbose_name="what is wrong",
                    ),
                ),
                ("words", models.TextField(max_length=1000)),
                ("reported_at", models.DateTimeField(auto_now_add=True, verbose_name="reported")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="answered"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mended", "It has been put right"),
                            ("fine", "It is fine as it is"),
                            ("withdrawn", "It is withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="what became of it",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=1000)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="cpd.resource",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of a resource",
                "verbose_name_plural": "reports of resources",
                "ordering": ("reported_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ResourceReportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "problem",
                    models.CharField(
                        choices=[
                            ("pupil", "It shows or names a pupil"),
                            ("rights", "It belongs to somebody who has not agreed"),
                            ("mistake", "There is a mistake in it"),
                            ("broken", "It does not open"),
                            ("other", "Something else"),
                        ],
                        max_length=7,
                        verbose_name="what is wrong",
                    ),
                ),
                ("words", models.TextField(max_length=1000)),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="answered"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mended", "It has been put right"),
                            ("fine", "It is fine as it is"),
                            ("withdrawn", "It is withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="what became of it",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=1000)),
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
                        related_name="problem_words_answered_at_outcome_answer_events",
                        to="cpd.resourcereport",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResourceUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "on",
                    models.DateField(
                        default=django.utils.timezone.localdate, editable=False, verbose_name="day"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="cpd.resource",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a resource",
                "verbose_name_plural": "uses of resources",
                "ordering": ("-on", "-pk"),
            },
        ),
        migrations.AddIndex(
            model_name="resource",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search"], name="resource_search"
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(("presentation", None), ("activity", None), _connector="OR"),
                name="resource_one_target",
                violation_error_message="It belongs to a talk or to an activity, not to both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("sha256__regex", "^[0-9a-f]{64}$"),
                        ("size__isnull", False),
                        ("url", ""),
                        ("what", "file"),
                        models.Q(("file_name", ""), _negated=True),
                        models.Q(("content_type", ""), _negated=True),
                    ),
                    models.Q(
                        ("content_type", ""),
                        ("file", ""),
                        ("file_name", ""),
                        ("sha256", ""),
                        ("size", None),
                        ("url__regex", "^https?://"),
                        ("what", "link"),
                    ),
                    _connector="OR",
                ),
                name="resource_file_or_link",
                violation_error_message="Share a file or a link.",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("what", "link"),
                    models.Q(("withdrawn_at", None), models.Q(("file", ""), _negated=True)),
                    models.Q(("file", ""), ("withdrawn_at__isnull", False)),
                    _connector="OR",
                ),
                name="resource_file_until_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("size", None),
                    models.Q(("size__gte", 1), ("size__lte", 20971520)),
                    _connector="OR",
                ),
                name="resource_within_size",
                violation_error_message="A file has 20 MB at the most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="resource_says_what_it_is"
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdraw_reason", ""), ("withdrawn_at", None), ("withdrawn_by", None)
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdraw_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="resource_withdrawn_says_why",
                violation_error_message="Say why it is withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("phase__in", ["any", "early", "primary", "secondary", "sixth"])
                ),
                name="resource_phase_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(("licence__in", ["partners", "by", "by-sa", "by-nc", "free"])),
                name="resource_licence_is_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resource",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_resourceevent" ("description", "file_name", "held_back_at", "licence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "title", "url", "withdraw_reason", "withdrawn_at") VALUES (NEW."description", NEW."file_name", NEW."held_back_at", NEW."licence", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."title", NEW."url", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;',
                    hash="0c88f236b4a92c855635adb08253d18110681b6e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9d03f",
                    table="cpd_resource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resource",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."held_back_at" IS DISTINCT FROM (NEW."held_back_at") OR OLD."licence" IS DISTINCT FROM (NEW."licence") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."url" IS DISTINCT FROM (NEW."url") OR OLD."withdraw_reason" IS DISTINCT FROM (NEW."withdraw_reason") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))',
                    func='INSERT INTO "cpd_resourceevent" ("description", "file_name", "held_back_at", "licence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "title", "url", "withdraw_reason", "withdrawn_at") VALUES (NEW."description", NEW."file_name", NEW."held_back_at", NEW."licence", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."title", NEW."url", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;',
                    hash="b3f79947910bf6910d30f0d88ff60b61275c1b73",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d9a21",
                    table="cpd_resource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resourceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a33595417f78d9ee6cb84e10b2fe2dba1b7af44f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_053ad",
                    table="cpd_resourceevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="resourcereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("problem__in", ["pupil", "rights", "mistake", "broken", "other"])
                ),
                name="resource_report_problem_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="resourcereport",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True),
                name="resource_report_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="resourcereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""),
                        ("answered_at", None),
                        ("answered_by", None),
                        ("outcome", ""),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("outcome__in", ["mended", "fine", "withdrawn"]),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="resource_report_answered_as_a_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="resourcereport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None)),
                fields=("resource", "reported_by"),
                name="resource_report_one_open_each",
                violation_error_message="You have reported this already; it waits for an answer.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resourcereport",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_resourcereportevent" ("answer", "answered_at", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "words") VALUES (NEW."answer", NEW."answered_at", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."problem", NEW."words"); RETURN NULL;',
                    hash="010959c5548d83b585f0c0c064037e64b2e0c795",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e5811",
                    table="cpd_resourcereport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resourcereport",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."words" IS DISTINCT FROM (NEW."words"))',
                    func='INSERT INTO "cpd_resourcereportevent" ("answer", "answered_at", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "words") VALUES (NEW."answer", NEW."answered_at", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."problem", NEW."words"); RETURN NULL;',
                    hash="32145567302decca5c710511abe4f83839628c95",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e4ef4",
                    table="cpd_resourcereport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resourcereportevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5fa5b113041823b7db172ba0754ad2927fdb40ef",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d8c95",
                    table="cpd_resourcereportevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="resourceuse",
            constraint=models.UniqueConstraint(
                fields=("resource", "person", "on"), name="resource_use_once_a_day"
            ),
        ),
    ]
