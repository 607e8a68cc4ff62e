import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Once somebody has an account with the address that was invited, the talk is theirs, whoever
# approves them and wherever. One who gives a micro there already, alone or with others, keeps
# that; a nano may come on top.
CREATE = """
CREATE FUNCTION cpd_talks_find_their_speaker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cpd_presentation AS talk
    SET presenter_id = NEW.id, speaker_name = ''
    FROM cpd_invitation AS invitation
    WHERE invitation.presentation_id = talk.id
        AND talk.presenter_id IS NULL
        AND lower(invitation.email) = lower(NEW.email)
        AND (talk.format = 'nano' OR NOT EXISTS (
            SELECT FROM cpd_presentation AS own
            WHERE own.teachmeet_id = talk.teachmeet_id AND own.format = 'micro'
                AND own.withdrawn_at IS NULL
                AND (own.presenter_id = NEW.id OR EXISTS (
                    SELECT FROM cpd_copresenter AS shared
                    WHERE shared.presentation_id = own.id AND shared.person_id = NEW.id
                ))
        ))
        AND NOT EXISTS (
            SELECT FROM cpd_copresenter AS beside
            WHERE beside.presentation_id = talk.id AND beside.person_id = NEW.id
        );
    RETURN NULL;
END $$;

CREATE TRIGGER cpd_talks_find_their_speaker
AFTER INSERT OR UPDATE OF approved_at, is_active, email ON schools_staffmember
FOR EACH ROW WHEN (NEW.approved_at IS NOT NULL AND NEW.is_active)
EXECUTE FUNCTION cpd_talks_find_their_speaker();
"""

DROP = """
DROP TRIGGER cpd_talks_find_their_speaker ON schools_staffmember;
DROP FUNCTION cpd_talks_find_their_speaker();
"""


class Migration(migrations.Migration):
    """Talks by personal link, with others beside whoever offered, and moved by hand."""

    dependencies = [
        ("cpd", "0006_resources"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CoPresenter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "name",
                    models.CharField(blank=True, max_length=80, verbose_name="without an account"),
                ),
            ],
            options={
                "verbose_name": "co-presenter",
                "ordering": ("presentation", "number"),
            },
        ),
        migrations.CreateModel(
            name="CoPresenterEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "name",
                    models.CharField(blank=True, max_length=80, verbose_name="without an account"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="work email")),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "sent_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="last sent"
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="revoked or used up"),
                ),
            ],
            options={
                "ordering": ("-invited_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_place", models.PositiveSmallIntegerField()),
                ("to_place", models.PositiveSmallIntegerField()),
                ("moved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "order",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="Presentations, the first speaker first.",
                    ),
                ),
                ("seen", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("-moved_at", "-pk"),
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="presentation",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="presentation",
            name="update_update",
        ),
        migrations.AddField(
            model_name="presentation",
            name="changed_at",
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.AddField(
            model_name="presentation",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector("title", config="english"),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="presentation",
            name="speaker_name",
            field=models.CharField(
                blank=True, editable=False, max_length=80, verbose_name="speaker without an account"
            ),
        ),
        migrations.AddField(
            model_name="presentationevent",
            name="speaker_name",
            field=models.CharField(
                blank=True, editable=False, max_length=80, verbose_name="speaker without an account"
            ),
        ),
        migrations.AlterField(
            model_name="presentation",
            name="presenter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="presentations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="presentationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="teachmeet_presenter_speaker_name_format_minutes_position_withdrawn_at_delivered_counted_minutes_events",
                to="cpd.presentation",
            ),
        ),
        migrations.AlterField(
            model_name="presentationevent",
            name="presenter",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="teachmeet",
            name="sponsor",
            field=models.CharField(
                blank=True, help_text="A line of thanks, never a selling slot.", max_length=120
            ),
        ),
        migrations.AddIndex(
            model_name="presentation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search"], name="presentation_search"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="presentation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_presentationevent" ("counted_minutes", "delivered", "format", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presenter_id", "speaker_name", "teachmeet_id", "withdrawn_at") VALUES (NEW."counted_minutes", NEW."delivered", NEW."format", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."presenter_id", NEW."speaker_name", NEW."teachmeet_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="05bf8ff83b321c854b75b0e6f5eb37b4434eb23e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_13ce7",
                    table="cpd_presentation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="presentation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."counted_minutes" IS DISTINCT FROM (NEW."counted_minutes") OR OLD."delivered" IS DISTINCT FROM (NEW."delivered") OR OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."presenter_id" IS DISTINCT FROM (NEW."presenter_id") OR OLD."speaker_name" IS DISTINCT FROM (NEW."speaker_name") OR OLD."teachmeet_id" IS DISTINCT FROM (NEW."teachmeet_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))',
                    func='INSERT INTO "cpd_presentationevent" ("counted_minutes", "delivered", "format", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presenter_id", "speaker_name", "teachmeet_id", "withdrawn_at") VALUES (NEW."counted_minutes", NEW."delivered", NEW."format", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."presenter_id", NEW."speaker_name", NEW."teachmeet_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="92dce033c582d9e3e5455b56a1f2c335524ae130",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ff5d8",
                    table="cpd_presentation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="presentation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("presenter__isnull", False), ("speaker_name", "")),
                    models.Q(("presenter", None), models.Q(("speaker_name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="presentation_has_a_speaker",
                violation_error_message="Say who speaks.",
            ),
        ),
        migrations.AddConstraint(
            model_name="presentation",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("teachmeet", "position"),
                name="presentation_place_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="presentation",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at", None), ("position", None), _connector="OR"),
                name="presentation_withdrawn_has_no_place",
            ),
        ),
        migrations.AddField(
            model_name="copresenter",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="co_presented",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="copresenter",
            name="presentation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="co_presenters",
                to="cpd.presentation",
            ),
        ),
        migrations.AddField(
            model_name="copresenter",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="co_presented",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="copresenterevent",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="copresenterevent",
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
            model_name="copresenterevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="presentation_number_person_name_school_events",
                to="cpd.copresenter",
            ),
        ),
        migrations.AddField(
            model_name="copresenterevent",
            name="presentation",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cpd.presentation",
            ),
        ),
        migrations.AddField(
            model_name="copresenterevent",
            name="school",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="presentation",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitation",
                to="cpd.presentation",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="teachmeet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="cpd.teachmeet",
            ),
        ),
        migrations.AddField(
            model_name="move",
            name="moved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="move",
            name="presentation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moves",
                to="cpd.presentation",
            ),
        ),
        migrations.AddField(
            model_name="move",
            name="teachmeet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="moves",
                to="cpd.teachmeet",
            ),
        ),
        migrations.AddConstraint(
            model_name="copresenter",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 2)),
                name="co_presenter_at_most_two",
                violation_error_message="Up to two others speak with whoever offers the talk.",
            ),
        ),
        migrations.AddConstraint(
            model_name="copresenter",
            constraint=models.UniqueConstraint(
                fields=("presentation", "number"), name="co_presenter_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="copresenter",
            constraint=models.UniqueConstraint(
                fields=("presentation", "person"),
                name="co_presenter_person_once",
                violation_error_message="That colleague is named twice.",
            ),
        ),
        migrations.AddConstraint(
            model_name="copresenter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), ("person__isnull", False)),
                    models.Q(("person", None), models.Q(("name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="co_presenter_is_somebody",
                violation_error_message="Give a work email, or a name and a school.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="copresenter",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_copresenterevent" ("name", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presentation_id", "school_id") VALUES (NEW."name", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."presentation_id", NEW."school_id"); RETURN NULL;',
                    hash="648d38a974666b9edcbf350d25cf77fb8aa5dc84",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_55231",
                    table="cpd_copresenter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="copresenter",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."presentation_id" IS DISTINCT FROM (NEW."presentation_id") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id"))',
                    func='INSERT INTO "cpd_copresenterevent" ("name", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presentation_id", "school_id") VALUES (NEW."name", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."presentation_id", NEW."school_id"); RETURN NULL;',
                    hash="5838328d5cc24d38517589e3ccbde9a3182814e0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_12b36",
                    table="cpd_copresenter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="copresenter",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_copresenterevent" ("name", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presentation_id", "school_id") VALUES (OLD."name", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."presentation_id", OLD."school_id"); RETURN NULL;',
                    hash="332607f5f1b3e28bec628967d8dd75ce5690c99e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4acde",
                    table="cpd_copresenter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="copresenterevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d082ab4029116997e3f68f84b26f4d947f0b11a9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1677c",
                    table="cpd_copresenterevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                models.F("teachmeet"),
                condition=models.Q(("ended_at", None)),
                name="invitation_open_once",
                violation_error_message="That address has an open invitation already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_place__gte", 1),
                    ("to_place__gte", 1),
                    models.Q(
                        (
                            "to_place",
                            django.db.models.expressions.CombinedExpression(
                                models.F("from_place"), "+", models.Value(1)
                            ),
                        ),
                        (
                            "from_place",
                            django.db.models.expressions.CombinedExpression(
                                models.F("to_place"), "+", models.Value(1)
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="move_by_one_place",
            ),
        ),
        migrations.RunSQL(sql=CREATE, reverse_sql=DROP),
    ]
