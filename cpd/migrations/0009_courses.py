import datetime

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import cpd.certificates
import schools.models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0010_places_per_school"),
        ("cpd", "0008_clusters"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "code",
                    models.CharField(
                        default=cpd.certificates.new_code,
                        editable=False,
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes attended")),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("revised_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
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
                "ordering": ("-issued_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "activity_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="course",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                ("outcome", models.CharField(max_length=300, verbose_name="what it is about")),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_courses",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="led by",
                    ),
                ),
            ],
            bases=("activities.activity",),
        ),
        migrations.CreateModel(
            name="CertificateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("name", models.CharField(max_length=80)),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes attended")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="course_person_name_minutes_withdrawn_at_events",
                        to="cpd.certificate",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cpd.course",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="certificate",
            name="course",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="cpd.course",
            ),
        ),
        migrations.CreateModel(
            name="CourseSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("online", models.BooleanField(default=False)),
                (
                    "place",
                    models.CharField(blank=True, max_length=120, verbose_name="room or place"),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="cpd.course",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": ("course", "starts_at"),
            },
        ),
        migrations.CreateModel(
            name="SessionAttendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("led", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions_attended",
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
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="cpd.coursesession",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "session attendance",
                "ordering": ("session", "person"),
            },
        ),
        migrations.CreateModel(
            name="SessionAttendanceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("led", models.BooleanField(default=False)),
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
                        related_name="session_person_school_led_events",
                        to="cpd.sessionattendance",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.school",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cpd.coursesession",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="145540a5e1ac5027f0de3b4031a7b8e0b6740c64",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f7271",
                    table="cpd_certificateevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                fields=("course", "person"), name="certificate_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("minutes__gte", 1), ("withdrawn_at", None)),
                    models.Q(("minutes", 0), ("withdrawn_at__isnull", False)),
                    _connector="OR",
                ),
                name="certificate_has_hours_or_is_withdrawn",
                violation_error_message="A certificate that stands is for at least one minute.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[0-9A-HJKMNP-TV-Z]{16}$")),
                name="certificate_code_is_whole",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_certificateevent" ("course_id", "minutes", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawn_at") VALUES (NEW."course_id", NEW."minutes", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="3264e46a300fef64ebd258b09558ff744ef66c59",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8635b",
                    table="cpd_certificate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."course_id" IS DISTINCT FROM (NEW."course_id") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))',
                    func='INSERT INTO "cpd_certificateevent" ("course_id", "minutes", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawn_at") VALUES (NEW."course_id", NEW."minutes", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="09d2c93e19a5ab4fc14ba289c5297c70b5bcfb57",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4f1e3",
                    table="cpd_certificate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="coursesession",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="course_session_ends_after_it_starts",
                violation_error_message="A session ends after it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coursesession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ends_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("starts_at"), "+", models.Value(datetime.timedelta(days=1))
                        ),
                    )
                ),
                name="course_session_a_day_at_most",
                violation_error_message="A session lasts 24 hours at the most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coursesession",
            constraint=models.CheckConstraint(
                condition=models.Q(("online", False), ("venue", None), _connector="OR"),
                name="course_session_online_has_no_venue",
                violation_error_message="Online there are no premises.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coursesession",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (schools.models.IntRange("course_id"), "&&"),
                    (
                        models.Func(
                            models.F("starts_at"), models.F("ends_at"), function="TSTZRANGE"
                        ),
                        "&&",
                    ),
                ],
                name="course_session_one_at_a_time",
                violation_error_message="Two sessions of a course are not at the same time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionattendance",
            constraint=models.UniqueConstraint(
                fields=("session", "person"),
                name="session_attendance_once",
                violation_error_message="Nobody is at a session twice.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sessionattendance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_sessionattendanceevent" ("led", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "session_id") VALUES (NEW."led", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."session_id"); RETURN NULL;',
                    hash="e388d7fb931bc0671a69b47def44b9abf8e7e6c5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b18b6",
                    table="cpd_sessionattendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sessionattendance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."led" IS DISTINCT FROM (NEW."led") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."session_id" IS DISTINCT FROM (NEW."session_id"))',
                    func='INSERT INTO "cpd_sessionattendanceevent" ("led", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "session_id") VALUES (NEW."led", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."session_id"); RETURN NULL;',
                    hash="424888c7e920741780d4a91694050ace1612ce73",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f8da7",
                    table="cpd_sessionattendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sessionattendance",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_sessionattendanceevent" ("led", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "session_id") VALUES (OLD."led", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."session_id"); RETURN NULL;',
                    hash="c9c510202b48df6871497416d8b725f4e092b590",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dd4dd",
                    table="cpd_sessionattendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sessionattendanceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fbb62c719f3fdea0b7fc69cae4c0eb698bd9a46f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cf5d7",
                    table="cpd_sessionattendanceevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
