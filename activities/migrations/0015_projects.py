import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0014_debates"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0002_where_schools_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerOrganisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("does", models.CharField(max_length=240, verbose_name="what it does")),
                ("town", models.CharField(max_length=60)),
                (
                    "website",
                    models.URLField(
                        blank=True,
                        validators=[
                            django.core.validators.URLValidator(
                                message="Begin the address with https://.", schemes=["https"]
                            )
                        ],
                    ),
                ),
                (
                    "mailbox",
                    models.EmailField(
                        blank=True,
                        help_text="A mailbox of a role, not of a person. Only staff of the partners read it.",
                        max_length=254,
                        verbose_name="contact",
                    ),
                ),
                (
                    "charity_number",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{6,7}$",
                                "A registered charity’s number has six or seven digits.",
                            )
                        ],
                    ),
                ),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it makes one.",
                        unique=True,
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="CommunityProject",
            fields=[
                (
                    "activity_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="project",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                (
                    "task",
                    models.CharField(max_length=240, verbose_name="what pupils do, and for whom"),
                ),
                (
                    "training",
                    models.CharField(
                        blank=True, max_length=240, verbose_name="training that comes first"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="activities.partnerorganisation",
                        verbose_name="partner organisation",
                    ),
                ),
            ],
            bases=("activities.activity",),
        ),
        migrations.CreateModel(
            name="VolunteerHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.SmallIntegerField(verbose_name="year group")),
                ("day", models.DateField()),
                ("pupils", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes each")),
                ("note", models.CharField(blank=True, max_length=240)),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "minutes_in_all",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.comparison.Cast(
                                "pupils", models.IntegerField()
                            ),
                            "*",
                            models.F("minutes"),
                        ),
                        output_field=models.IntegerField(),
                    ),
                ),
                (
                    "academic_year",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.datetime.ExtractYear("day"),
                            "-",
                            models.Case(
                                models.When(condition=models.Q(("day__month__lt", 9)), then=1),
                                default=0,
                            ),
                        ),
                        output_field=models.IntegerField(),
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="volunteer_hours",
                        to="activities.activity",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="volunteer_hours",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "volunteer hours",
                "verbose_name_plural": "volunteer hours",
                "ordering": ("day", "school", "year"),
            },
        ),
        migrations.CreateModel(
            name="VolunteerHoursEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("year", models.SmallIntegerField(verbose_name="year group")),
                ("day", models.DateField()),
                ("pupils", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes each")),
                ("note", models.CharField(blank=True, max_length=240)),
                (
                    "activity",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="activities.activity",
                    ),
                ),
                (
                    "entered_by",
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
                        related_name="activity_school_year_day_pupils_minutes_note_entered_by_events",
                        to="activities.volunteerhours",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="partnerorganisation",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="partner_organisation_name_once",
                violation_error_message="An organisation of this name is on the list already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerorganisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("website", ""), ("website__startswith", "https://"), _connector="OR"
                ),
                name="partner_organisation_https",
                violation_error_message="Begin the address with https://.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerorganisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("charity_number", ""), ("charity_number__regex", "^\\d{6,7}$"), _connector="OR"
                ),
                name="partner_organisation_charity_number",
                violation_error_message="A registered charity’s number has six or seven digits.",
            ),
        ),
        migrations.AddIndex(
            model_name="volunteerhours",
            index=models.Index(fields=["school", "academic_year"], name="volunteer_hours_school"),
        ),
        migrations.AddIndex(
            model_name="volunteerhours",
            index=models.Index(fields=["academic_year"], name="volunteer_hours_year"),
        ),
        migrations.AddConstraint(
            model_name="volunteerhours",
            constraint=models.UniqueConstraint(
                fields=("activity", "school", "year", "day"),
                name="volunteer_hours_once",
                violation_error_message="The hours of this year group are entered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="volunteerhours",
            constraint=models.CheckConstraint(
                condition=models.Q(("pupils__gte", 1), ("pupils__lte", 500)),
                name="volunteer_hours_of_somebody",
                violation_error_message="At least one pupil, and at most 500 of a year group.",
            ),
        ),
        migrations.AddConstraint(
            model_name="volunteerhours",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 480)),
                name="volunteer_hours_eight_a_day",
                violation_error_message="Nobody volunteers for more than 8 hours a day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="volunteerhours",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 0), ("year__lte", 13)),
                name="volunteer_hours_year_is_known",
                violation_error_message="Year groups go from Reception to Year 13.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="volunteerhours",
            trigger=pgtrigger.compiler.Trigger(
                name="rules_of_others",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE activity record; school record; rule text;",
                    func="\nSELECT category, status, kind, starts_at, ends_at INTO activity\n    FROM activities_activity WHERE id = NEW.activity_id;\nSELECT lowest_year, highest_year INTO school FROM schools_school WHERE id = NEW.school_id;\nrule := CASE\n    WHEN activity.category <> 'volunteering' THEN 'volunteer_hours_of_volunteering'\n    WHEN NOT (activity.status = 'held'\n        OR activity.kind = 'project' AND activity.status = 'published')\n        THEN 'volunteer_hours_of_what_took_place'\n    WHEN NEW.day < (activity.starts_at AT TIME ZONE 'Europe/London')::date\n        OR NEW.day > (activity.ends_at AT TIME ZONE 'Europe/London')::date\n        THEN 'volunteer_hours_within_its_days'\n    WHEN school.lowest_year IS NULL\n        OR NEW.year NOT BETWEEN school.lowest_year AND school.highest_year\n        THEN 'volunteer_hours_of_a_year_taught'\nEND;\nIF rule IS NOT NULL THEN\n    RAISE EXCEPTION 'This breaks the rule \"%\".', rule\n        USING ERRCODE = 'check_violation', CONSTRAINT = rule;\nEND IF;\nRETURN NEW;\n",
                    hash="9124c7c1664517c4b8912052f891b1da73ed3b5e",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_rules_of_others_2f00a",
                    table="activities_volunteerhours",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="volunteerhours",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_volunteerhoursevent" ("activity_id", "day", "entered_by_id", "minutes", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupils", "school_id", "year") VALUES (NEW."activity_id", NEW."day", NEW."entered_by_id", NEW."minutes", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pupils", NEW."school_id", NEW."year"); RETURN NULL;',
                    hash="9fb991f54d58fee4159ed8d102236c99b1314cef",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d882b",
                    table="activities_volunteerhours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="volunteerhours",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."activity_id" IS DISTINCT FROM (NEW."activity_id") OR OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."pupils" IS DISTINCT FROM (NEW."pupils") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."year" IS DISTINCT FROM (NEW."year"))',
                    func='INSERT INTO "activities_volunteerhoursevent" ("activity_id", "day", "entered_by_id", "minutes", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupils", "school_id", "year") VALUES (NEW."activity_id", NEW."day", NEW."entered_by_id", NEW."minutes", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pupils", NEW."school_id", NEW."year"); RETURN NULL;',
                    hash="2649653797502f85bcb67b6942aa1f9858e82b5d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eb0ee",
                    table="activities_volunteerhours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="volunteerhours",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_volunteerhoursevent" ("activity_id", "day", "entered_by_id", "minutes", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupils", "school_id", "year") VALUES (OLD."activity_id", OLD."day", OLD."entered_by_id", OLD."minutes", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pupils", OLD."school_id", OLD."year"); RETURN NULL;',
                    hash="a214e74de8bea27e012888114cd137132a1e9bb2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_71b02",
                    table="activities_volunteerhours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="volunteerhoursevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1971c85055cec6fb2e7dfcb85a0f55e9fe0912c0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ba23a",
                    table="activities_volunteerhoursevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
