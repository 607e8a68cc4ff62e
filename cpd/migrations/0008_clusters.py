import uuid

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0009_activities_of_more_kinds"),
        ("cpd", "0007_speakers"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.CharField(max_length=240, verbose_name="what is to be done")),
                ("due_on", models.DateField(verbose_name="due")),
                ("done_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "done_by",
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
                    "noted_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cluster_actions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("group", "number"),
            },
        ),
        migrations.CreateModel(
            name="ActionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("text", models.CharField(max_length=240, verbose_name="what is to be done")),
                ("due_on", models.DateField(verbose_name="due")),
                ("done_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
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
                        related_name="text_owner_due_on_done_at_done_by_events",
                        to="cpd.action",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClusterGroup",
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
                            ("subject", "Subject group"),
                            ("role", "Role group"),
                            ("steering", "Steering group"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        error_messages={
                            "unique": "There is a group of that name already: join it instead."
                        },
                        max_length=60,
                        unique=True,
                    ),
                ),
                ("slug", models.SlugField(editable=False, max_length=70, unique=True)),
                ("purpose", models.CharField(max_length=400, verbose_name="what it is for")),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="closed"
                    ),
                ),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it makes one group.",
                        unique=True,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "convenor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="convenes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.AddField(
            model_name="action",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="cpd.clustergroup",
            ),
        ),
        migrations.CreateModel(
            name="ClusterGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("subject", "Subject group"),
                            ("role", "Role group"),
                            ("steering", "Steering group"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        error_messages={
                            "unique": "There is a group of that name already: join it instead."
                        },
                        max_length=60,
                    ),
                ),
                ("purpose", models.CharField(max_length=400, verbose_name="what it is for")),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="closed"
                    ),
                ),
                (
                    "convenor",
                    models.ForeignKey(
                        db_constraint=False,
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
                        related_name="kind_name_purpose_convenor_closed_at_events",
                        to="cpd.clustergroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClusterMeeting",
            fields=[
                (
                    "activity_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="clustermeeting",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="cpd.clustergroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "cluster meeting",
            },
            bases=("activities.activity",),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("note", models.CharField(blank=True, max_length=400)),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda",
                        to="cpd.clustermeeting",
                    ),
                ),
            ],
            options={
                "ordering": ("meeting", "position"),
            },
        ),
        migrations.AddField(
            model_name="action",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="cpd.clustermeeting",
            ),
        ),
        migrations.CreateModel(
            name="ClusterMembership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "joined_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty while a steering group’s convenor has not answered.",
                        null=True,
                    ),
                ),
                (
                    "years",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        help_text="Academic years for which it was renewed.",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_as",
                    models.CharField(
                        blank=True,
                        choices=[("left", "Left"), ("lapsed", "Lapsed"), ("declined", "Declined")],
                        max_length=8,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="cpd.clustergroup",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cluster_memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        help_text="Where they worked when they joined.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cluster_memberships",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": ("group", "person__name"),
            },
        ),
        migrations.CreateModel(
            name="ClusterMembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "years",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        help_text="Academic years for which it was renewed.",
                    ),
                ),
                (
                    "joined_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty while a steering group’s convenor has not answered.",
                        null=True,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_as",
                    models.CharField(
                        blank=True,
                        choices=[("left", "Left"), ("lapsed", "Lapsed"), ("declined", "Declined")],
                        max_length=8,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cpd.clustergroup",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
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
                        related_name="group_person_school_years_joined_at_ended_at_ended_as_events",
                        to="cpd.clustermembership",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="Where they worked when they joined.",
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
        migrations.CreateModel(
            name="MinutesRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("items", models.JSONField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="cpd.clustermeeting",
                    ),
                ),
            ],
            options={
                "ordering": ("meeting", "-number"),
            },
        ),
        migrations.CreateModel(
            name="MinutesApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "at_meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved_minutes",
                        to="cpd.clustermeeting",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approval",
                        to="cpd.minutesrevision",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("apologies", "Sent apologies"), ("present", "Present")],
                        max_length=9,
                    ),
                ),
                ("chaired", models.BooleanField(default=False)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="cpd.clustermeeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ("meeting", "person__name"),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2031f7bd9046025b0c13ed5eaac226db5ebb8b78",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0403a",
                    table="cpd_actionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="clustergroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["subject", "role", "steering"])),
                name="cluster_group_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clustergroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("purpose", ""), _negated=True)
                ),
                name="cluster_group_says_what_it_is_for",
                violation_error_message="Give it a name, and say what it is for.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clustergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_clustergroupevent" ("closed_at", "convenor_id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose") VALUES (NEW."closed_at", NEW."convenor_id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose"); RETURN NULL;',
                    hash="cf81a50887af3b523d56d9cb5736b9d34610f7a7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2afe3",
                    table="cpd_clustergroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clustergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."convenor_id" IS DISTINCT FROM (NEW."convenor_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose"))',
                    func='INSERT INTO "cpd_clustergroupevent" ("closed_at", "convenor_id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose") VALUES (NEW."closed_at", NEW."convenor_id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose"); RETURN NULL;',
                    hash="fbc706ed1272d912b7ea215462c6879d560afe1e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_33ef6",
                    table="cpd_clustergroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clustergroupevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1f32d75a82f41008f72dfbb4938f7af2ddf154b2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_37750",
                    table="cpd_clustergroupevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("meeting", "position"),
                name="agenda_item_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True),
                name="agenda_item_has_a_title",
                violation_error_message="Say what it is about.",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("done_at", None)),
                fields=["owner", "due_on"],
                name="action_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.UniqueConstraint(
                fields=("group", "number"), name="action_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="action_says_what",
                violation_error_message="Say what is to be done.",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by", None)),
                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                    _connector="OR",
                ),
                name="action_done_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_actionevent" ("done_at", "done_by_id", "due_on", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."done_at", NEW."done_by_id", NEW."due_on", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="87c82303afd648b30d09df4c8432a20723676c18",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9a699",
                    table="cpd_action",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."done_at" IS DISTINCT FROM (NEW."done_at") OR OLD."done_by_id" IS DISTINCT FROM (NEW."done_by_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func='INSERT INTO "cpd_actionevent" ("done_at", "done_by_id", "due_on", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."done_at", NEW."done_by_id", NEW."due_on", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="c28eefdc2247b4340c711704418915c3f95c09df",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_20b47",
                    table="cpd_action",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="clustermembership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("group", "person"),
                name="cluster_membership_one_live_each",
                violation_error_message="You belong to this group already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="clustermembership",
            constraint=models.CheckConstraint(
                condition=models.Q(("years__len__gte", 1)), name="cluster_membership_has_years"
            ),
        ),
        migrations.AddConstraint(
            model_name="clustermembership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_as", ""), ("ended_at", None)),
                    models.Q(
                        ("ended_as__in", ["left", "lapsed", "declined"]),
                        ("ended_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="cluster_membership_ends_in_a_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="clustermembership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at", None),
                    ("joined_at", None),
                    ("ended_at__gte", models.F("joined_at")),
                    _connector="OR",
                ),
                name="cluster_membership_ends_after_joining",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clustermembership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_clustermembershipevent" ("ended_as", "ended_at", "group_id", "joined_at", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "years") VALUES (NEW."ended_as", NEW."ended_at", NEW."group_id", NEW."joined_at", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."years"); RETURN NULL;',
                    hash="e97f952eef93e92d54467622de07fd6f23c3cb24",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6fe14",
                    table="cpd_clustermembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clustermembership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."ended_as" IS DISTINCT FROM (NEW."ended_as") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."group_id" IS DISTINCT FROM (NEW."group_id") OR OLD."joined_at" IS DISTINCT FROM (NEW."joined_at") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."years" IS DISTINCT FROM (NEW."years"))',
                    func='INSERT INTO "cpd_clustermembershipevent" ("ended_as", "ended_at", "group_id", "joined_at", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "years") VALUES (NEW."ended_as", NEW."ended_at", NEW."group_id", NEW."joined_at", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."years"); RETURN NULL;',
                    hash="a4517edaa0ebcad9d1b879759460c18ab41b5eb7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5934f",
                    table="cpd_clustermembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clustermembershipevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5b636416b5266419300ffb8a761a9e8f8d0e784f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b9bd3",
                    table="cpd_clustermembershipevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="minutesrevision",
            constraint=models.UniqueConstraint(
                fields=("meeting", "number"),
                name="minutes_revision_once",
                violation_error_message="Somebody else has saved the minutes meanwhile.",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutesrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="minutes_revision_counts_from_one"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesrevision",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="19060bba62b633acde402644ff45b859ba96c346",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4386b",
                    table="cpd_minutesrevision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesapproval",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bec5d2ae81b1482cdc27e8f8208edc8d87ca1f74",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_640e9",
                    table="cpd_minutesapproval",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                fields=("meeting", "person"),
                name="presence_once",
                violation_error_message="They are noted already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("chaired", True)),
                fields=("meeting",),
                name="presence_one_chairs",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["apologies", "present"])),
                name="presence_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.CheckConstraint(
                condition=models.Q(("chaired", False), ("status", "present"), _connector="OR"),
                name="presence_who_chairs_is_present",
                violation_error_message="Who chaired was present.",
            ),
        ),
    ]
