import datetime
import uuid

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE FUNCTION ledger_answer_to_others() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.school_id = (SELECT school_id FROM ledger_listing WHERE id = NEW.listing_id) THEN
        RAISE EXCEPTION 'A school does not answer its own listing.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_answer_to_others
BEFORE INSERT OR UPDATE ON ledger_answer
FOR EACH ROW EXECUTE FUNCTION ledger_answer_to_others();
"""

DROP = """
DROP TRIGGER ledger_answer_to_others ON ledger_answer;
DROP FUNCTION ledger_answer_to_others();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_tariff_limits"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(max_length=2000)),
                ("answered_at", models.DateTimeField(auto_now_add=True, verbose_name="answered")),
            ],
            options={
                "ordering": ("answered_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("offer", "Offer"), ("request", "Request")], max_length=7
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("hall", "A hall or a room"),
                            ("minibus", "A minibus"),
                            ("judge", "A judge or an umpire"),
                            ("resource", "A resource"),
                            ("time", "Somebody’s time"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                ("description", models.TextField(max_length=2000)),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="where")),
                ("times", models.CharField(blank=True, max_length=120, verbose_name="when")),
                ("closes_on", models.DateField(verbose_name="closes")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Taken down")],
                        default="open",
                        max_length=6,
                    ),
                ),
                (
                    "posted_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        editable=False,
                        verbose_name="posted",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "ordering": ("closes_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ListingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("title", models.CharField(max_length=100)),
                ("description", models.TextField(max_length=2000)),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="where")),
                ("times", models.CharField(blank=True, max_length=120, verbose_name="when")),
                ("closes_on", models.DateField(verbose_name="closes")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Taken down")],
                        default="open",
                        max_length=6,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="posted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="listings",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="ledger.listing",
            ),
        ),
        migrations.AddField(
            model_name="listingevent",
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
            model_name="listingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="title_description_place_times_closes_on_status_events",
                to="ledger.listing",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("status", "open")),
                fields=["closes_on", "id"],
                name="listing_open_soonest",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["offer", "request"])),
                name="listing_direction_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("what__in", ["hall", "minibus", "judge", "resource", "time", "other"])
                ),
                name="listing_what_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "closed"])),
                name="listing_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True),
                    models.Q(("description", ""), _negated=True),
                ),
                name="listing_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("posted_on"))),
                name="listing_closes_after_posting",
                violation_error_message="It cannot close before it was posted.",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "closes_on__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("changed_at"),
                            "+",
                            models.Value(datetime.timedelta(days=366)),
                        ),
                    )
                ),
                name="listing_closes_within_a_year",
                violation_error_message="It closes within a year.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listing",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "ledger_listingevent" ("closes_on", "description", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "status", "times", "title") VALUES (NEW."closes_on", NEW."description", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."status", NEW."times", NEW."title"); RETURN NULL;',
                    hash="c00be325d0ed4f248f236364334993d4076d46f3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d46cb",
                    table="ledger_listing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listing",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closes_on" IS DISTINCT FROM (NEW."closes_on") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."times" IS DISTINCT FROM (NEW."times") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "ledger_listingevent" ("closes_on", "description", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "status", "times", "title") VALUES (NEW."closes_on", NEW."description", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."status", NEW."times", NEW."title"); RETURN NULL;',
                    hash="b602c4068768f4f108bc020299a2208dba77f8b7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_31ca9",
                    table="ledger_listing",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("listing", "school"),
                name="answer_once_per_school",
                violation_error_message="Your school has answered this already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="answer_says_something"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f9fc35073604825b436c4391d3f9aded65364c49",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5cc50",
                    table="ledger_listingevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(sql=CREATE, reverse_sql=DROP),
    ]
