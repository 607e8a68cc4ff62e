import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE FUNCTION activities_keep_seats_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE activities_performance SET seats_taken = seats_taken - OLD.seats
        WHERE activity_ptr_id = OLD.performance_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE activities_performance SET seats_taken = seats_taken + NEW.seats
        WHERE activity_ptr_id = NEW.performance_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER activities_seats_taken
AFTER INSERT OR DELETE OR UPDATE OF performance_id, seats ON activities_audiencebooking
FOR EACH ROW EXECUTE FUNCTION activities_keep_seats_taken();

CREATE FUNCTION activities_guard_seats_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.seats_taken := 0;
    ELSE
        NEW.seats_taken := OLD.seats_taken;
    END IF;
    RETURN NEW;
END $$;

-- Only the trigger above, and never a statement by itself, writes the sum.
CREATE TRIGGER activities_guard_seats_taken
BEFORE INSERT OR UPDATE OF seats_taken ON activities_performance
FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION activities_guard_seats_taken();
"""

DROP = """
DROP TRIGGER activities_guard_seats_taken ON activities_performance;
DROP FUNCTION activities_guard_seats_taken();
DROP TRIGGER activities_seats_taken ON activities_audiencebooking;
DROP FUNCTION activities_keep_seats_taken();
"""


class Migration(migrations.Migration):
    """Performances with roles, rehearsals and seats; competitions with entries and awards."""

    dependencies = [
        ("activities", "0015_projects"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0002_where_schools_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AudienceBooking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField()),
                ("booked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "booked_by",
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
                        related_name="audience_bookings",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": ("performance", "school__name"),
            },
        ),
        migrations.CreateModel(
            name="Competition",
            fields=[
                (
                    "activity_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="competition",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                ("rules", models.TextField(blank=True, max_length=6000)),
                (
                    "entered",
                    models.CharField(
                        choices=[("team", "Team"), ("piece", "Piece"), ("essay", "Essay")],
                        default="team",
                        max_length=5,
                        verbose_name="what is entered",
                    ),
                ),
                (
                    "entries_per_school",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="entries of a school at most"
                    ),
                ),
                (
                    "entries_close_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="enter by"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("entered__in", ["team", "piece", "essay"])),
                        name="competition_entered_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entries_per_school__gte", 1), ("entries_per_school__lte", 26)
                        ),
                        name="competition_takes_an_entry",
                        violation_error_message="A school may have between 1 and 26 entries.",
                    ),
                ],
            },
            bases=("activities.activity",),
        ),
        migrations.CreateModel(
            name="CompetitionEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Of a piece, or of what a team has made.",
                        max_length=80,
                    ),
                ),
                ("pupils", models.PositiveSmallIntegerField(verbose_name="how many pupils")),
                ("low_year", models.SmallIntegerField(verbose_name="from year")),
                ("high_year", models.SmallIntegerField(verbose_name="to year")),
                (
                    "status",
                    models.CharField(
                        choices=[("entered", "Entered"), ("withdrawn", "Withdrawn")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("award", models.CharField(blank=True, max_length=60)),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it makes one entry.",
                        unique=True,
                    ),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "competition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="activities.competition",
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
                        related_name="competition_entries",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "competition entries",
                "ordering": ("competition", "school__name", "number"),
            },
        ),
        migrations.CreateModel(
            name="CompetitionEntryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Of a piece, or of what a team has made.",
                        max_length=80,
                    ),
                ),
                ("pupils", models.PositiveSmallIntegerField(verbose_name="how many pupils")),
                (
                    "status",
                    models.CharField(
                        choices=[("entered", "Entered"), ("withdrawn", "Withdrawn")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("award", models.CharField(blank=True, max_length=60)),
                (
                    "competition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="activities.competition",
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
                        related_name="competition_school_number_title_pupils_status_award_events",
                        to="activities.competitionentry",
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
        migrations.CreateModel(
            name="Performance",
            fields=[
                (
                    "activity_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="performance",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                (
                    "genre",
                    models.CharField(
                        choices=[
                            ("concert", "Concert"),
                            ("play", "Play"),
                            ("exhibition", "Exhibition"),
                            ("reading", "Reading"),
                            ("dance", "Dance"),
                        ],
                        default="concert",
                        max_length=10,
                        verbose_name="what it is",
                    ),
                ),
                (
                    "programme",
                    models.TextField(
                        blank=True,
                        help_text="A line for each piece.",
                        max_length=4000,
                        verbose_name="on the programme",
                    ),
                ),
                (
                    "audience_places",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="seats for the audience"
                    ),
                ),
                ("seats_taken", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "rehearsals",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "rehearsals"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="performances",
                        to="activities.series",
                    ),
                ),
            ],
            bases=("activities.activity",),
        ),
        migrations.CreateModel(
            name="AudienceBookingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("seats", models.PositiveSmallIntegerField()),
                (
                    "booked_by",
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
                        related_name="performance_school_seats_booked_by_events",
                        to="activities.audiencebooking",
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
                    "performance",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="activities.performance",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="audiencebooking",
            name="performance",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="audience_bookings",
                to="activities.performance",
            ),
        ),
        migrations.CreateModel(
            name="PerformanceRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("choir", "Choir"),
                            ("orchestra", "Orchestra"),
                            ("band", "Band"),
                            ("soloists", "Soloists’ group"),
                            ("cast", "Cast"),
                            ("dancers", "Dancers"),
                            ("readers", "Readers"),
                            ("work", "Work on show"),
                            ("crew", "Stage crew"),
                            ("set", "Set and costumes"),
                            ("hosting", "Hosting"),
                            ("refreshments", "Refreshments"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "performers",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Pupils, as a number.",
                        null=True,
                        verbose_name="how many pupils",
                    ),
                ),
                (
                    "low_year",
                    models.SmallIntegerField(blank=True, null=True, verbose_name="from year"),
                ),
                (
                    "high_year",
                    models.SmallIntegerField(blank=True, null=True, verbose_name="to year"),
                ),
                (
                    "performance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="activities.performance",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="performance_roles",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": ("performance", "school__name", "pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="competitionentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "entered")),
                fields=("competition", "school", "number"),
                name="competition_entry_one_letter",
                violation_error_message="Another entry of your school has this letter.",
            ),
        ),
        migrations.AddConstraint(
            model_name="competitionentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 26)),
                name="competition_entry_has_a_letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="competitionentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("pupils__gte", 1), ("pupils__lte", 500)),
                name="competition_entry_has_pupils",
                violation_error_message="Between 1 and 500 pupils.",
            ),
        ),
        migrations.AddConstraint(
            model_name="competitionentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("high_year__lte", 13),
                    ("low_year__gte", 0),
                    ("low_year__lte", models.F("high_year")),
                ),
                name="competition_entry_years_are_a_range",
                violation_error_message="The lower year comes first; both lie between 0 and 13.",
            ),
        ),
        migrations.AddConstraint(
            model_name="competitionentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["entered", "withdrawn"])),
                name="competition_entry_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="competitionentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "entered"), ("award", ""), _connector="OR"),
                name="competition_entry_withdrawn_has_no_award",
                violation_error_message="What was withdrawn has no award.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="competitionentry",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_competitionentryevent" ("award", "competition_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupils", "school_id", "status", "title") VALUES (NEW."award", NEW."competition_id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pupils", NEW."school_id", NEW."status", NEW."title"); RETURN NULL;',
                    hash="462cebfb08ce9f84c646721c3179cf5a9b7146d4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ce0b1",
                    table="activities_competitionentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="competitionentry",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."award" IS DISTINCT FROM (NEW."award") OR OLD."competition_id" IS DISTINCT FROM (NEW."competition_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."pupils" IS DISTINCT FROM (NEW."pupils") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "activities_competitionentryevent" ("award", "competition_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupils", "school_id", "status", "title") VALUES (NEW."award", NEW."competition_id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pupils", NEW."school_id", NEW."status", NEW."title"); RETURN NULL;',
                    hash="25b1d3f9b78c4b7c03cb84da349b884fa682200d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4f18d",
                    table="activities_competitionentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="competitionentryevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="45d7144951aa0d6833120f5f14a14dc87c0c54b2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6f90f",
                    table="activities_competitionentryevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="performance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("genre__in", ["concert", "play", "exhibition", "reading", "dance"])
                ),
                name="performance_genre_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="performance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("audience_places", None),
                    models.Q(("audience_places__gte", 1), ("audience_places__lte", 5000)),
                    _connector="OR",
                ),
                name="performance_seats_are_some_or_none",
                violation_error_message="Between 1 and 5,000 seats; leave it empty if nobody books them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="performance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience_places", None), ("seats_taken", 0)),
                    models.Q(
                        ("audience_places__isnull", False),
                        ("seats_taken__lte", models.F("audience_places")),
                    ),
                    _connector="OR",
                ),
                name="performance_seats_within_the_house",
                violation_error_message="There are not that many seats left.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="audiencebookingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ffbf2ca40064e02d33f03c798183b71219f224a1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a22ac",
                    table="activities_audiencebookingevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencebooking",
            constraint=models.UniqueConstraint(
                fields=("performance", "school"),
                name="audience_booking_one_per_school",
                violation_error_message="Your school has booked seats already: change those.",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencebooking",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats__gte", 1)),
                name="audience_booking_takes_a_seat",
                violation_error_message="Book at least one seat.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="audiencebooking",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_audiencebookingevent" ("booked_by_id", "performance_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "seats") VALUES (NEW."booked_by_id", NEW."performance_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."seats"); RETURN NULL;',
                    hash="454370cefaa647d20ddaa78de81a04587e96c349",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_07b70",
                    table="activities_audiencebooking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="audiencebooking",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."booked_by_id" IS DISTINCT FROM (NEW."booked_by_id") OR OLD."performance_id" IS DISTINCT FROM (NEW."performance_id") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."seats" IS DISTINCT FROM (NEW."seats"))',
                    func='INSERT INTO "activities_audiencebookingevent" ("booked_by_id", "performance_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "seats") VALUES (NEW."booked_by_id", NEW."performance_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."seats"); RETURN NULL;',
                    hash="f8c027813060b9e0ddc918799f34b75de3dc384f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3873c",
                    table="activities_audiencebooking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="audiencebooking",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_audiencebookingevent" ("booked_by_id", "performance_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "seats") VALUES (OLD."booked_by_id", OLD."performance_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."seats"); RETURN NULL;',
                    hash="43757d8bc9a4c5b6ef68d8861d379d356c841976",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_90e9c",
                    table="activities_audiencebooking",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="performancerole",
            constraint=models.UniqueConstraint(
                fields=("performance", "school", "part"),
                name="performance_role_once",
                violation_error_message="This school has this part already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="performancerole",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("performers", None),
                    models.Q(("performers__gte", 1), ("performers__lte", 500)),
                    _connector="OR",
                ),
                name="performance_role_has_somebody",
                violation_error_message="Between 1 and 500 pupils, or leave it empty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="performancerole",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("high_year", None), ("low_year", None)),
                    models.Q(
                        ("high_year__isnull", False),
                        ("low_year__isnull", False),
                        ("high_year__lte", 13),
                        ("low_year__gte", 0),
                        ("low_year__lte", models.F("high_year")),
                    ),
                    _connector="OR",
                ),
                name="performance_role_years_are_a_range",
                violation_error_message="The lower year comes first; both lie between 0 and 13.",
            ),
        ),
        migrations.RunSQL(sql=CREATE, reverse_sql=DROP),
    ]
