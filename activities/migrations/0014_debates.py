import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Rules between tables, held whoever writes (domain page, section 4): mentors are older than the
# debaters, and nobody tells how a debate ended before it starts. Both sides of the first rule
# lock the debate's own row, so two at once cannot each miss the other.
CREATE = """
CREATE FUNCTION activities_debate_refuse(rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'This breaks the rule "%".', rule
        USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

CREATE FUNCTION activities_guard_debate_mentors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    oldest smallint;
BEGIN
    SELECT debaters_high INTO oldest FROM activities_debate
        WHERE activity_ptr_id = NEW.debate_id FOR SHARE;
    IF NEW.year_group <= oldest THEN
        PERFORM activities_debate_refuse('debate_mentors_are_older');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER activities_guard_debate_mentors
BEFORE INSERT OR UPDATE OF debate_id, year_group ON activities_debatementors
FOR EACH ROW EXECUTE FUNCTION activities_guard_debate_mentors();

CREATE FUNCTION activities_guard_debaters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM activities_debatementors
               WHERE debate_id = NEW.activity_ptr_id AND year_group <= NEW.debaters_high) THEN
        PERFORM activities_debate_refuse('debate_mentors_are_older');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER activities_guard_debaters
BEFORE UPDATE OF debaters_high ON activities_debate
FOR EACH ROW EXECUTE FUNCTION activities_guard_debaters();

CREATE FUNCTION activities_guard_debate_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM activities_activity
               WHERE id = NEW.debate_id AND starts_at > NEW.told_at) THEN
        PERFORM activities_debate_refuse('debate_result_after_the_start');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER activities_guard_debate_result
BEFORE INSERT OR UPDATE OF debate_id, told_at ON activities_debateresult
FOR EACH ROW EXECUTE FUNCTION activities_guard_debate_result();
"""

DROP = """
DROP TRIGGER activities_guard_debate_result ON activities_debateresult;
DROP FUNCTION activities_guard_debate_result();
DROP TRIGGER activities_guard_debaters ON activities_debate;
DROP FUNCTION activities_guard_debaters();
DROP TRIGGER activities_guard_debate_mentors ON activities_debatementors;
DROP FUNCTION activities_guard_debate_mentors();
DROP FUNCTION activities_debate_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0013_fixtures"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0002_where_schools_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Debate",
            fields=[
                (
                    "activity_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="debate",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                ("motion", models.CharField(max_length=160)),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("primary", "Short speeches"),
                            ("mace", "Mace: two speakers on each side"),
                            ("parliamentary", "British Parliamentary: two teams on each side"),
                            ("show", "Show debate"),
                            ("floor", "Open floor"),
                        ],
                        default="primary",
                        max_length=13,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("training", "Training"),
                            ("round", "Round"),
                            ("semi_final", "Semi-final"),
                            ("final", "Final"),
                        ],
                        default="round",
                        max_length=10,
                    ),
                ),
                ("debaters_high", models.SmallIntegerField(verbose_name="oldest debaters")),
            ],
            bases=("activities.activity",),
        ),
        migrations.CreateModel(
            name="DebateAdult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "task",
                    models.CharField(
                        choices=[("adjudicator", "Adjudicator"), ("coach", "Coach")], max_length=11
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ("debate", "school__name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="DebateMentors",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year_group", models.SmallIntegerField()),
                ("count", models.PositiveSmallIntegerField(verbose_name="how many")),
                (
                    "came",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="how many came"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "debate mentors",
                "ordering": ("debate", "school__name", "year_group"),
            },
        ),
        migrations.CreateModel(
            name="DebateResultEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("proposition", "The proposition won"),
                            ("opposition", "The opposition won"),
                            ("draw", "A draw"),
                            ("not_judged", "Not judged"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "margin",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unanimous", "All adjudicators agreed"),
                            ("split", "The adjudicators were split"),
                            ("audience", "The audience voted"),
                        ],
                        max_length=9,
                    ),
                ),
                ("before_for", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("before_against", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("after_for", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("after_against", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DebateSide",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("proposition", "Proposition"), ("opposition", "Opposition")],
                        max_length=11,
                    ),
                ),
                ("letter", models.CharField(blank=True, max_length=1)),
            ],
            options={
                "ordering": ("debate", "-side", "letter", "pk"),
            },
        ),
        migrations.CreateModel(
            name="DebateResult",
            fields=[
                (
                    "debate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="outcome",
                        serialize=False,
                        to="activities.debate",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("proposition", "The proposition won"),
                            ("opposition", "The opposition won"),
                            ("draw", "A draw"),
                            ("not_judged", "Not judged"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "margin",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unanimous", "All adjudicators agreed"),
                            ("split", "The adjudicators were split"),
                            ("audience", "The audience voted"),
                        ],
                        max_length=9,
                    ),
                ),
                ("before_for", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("before_against", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("after_for", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("after_against", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddConstraint(
            model_name="debate",
            constraint=models.CheckConstraint(
                condition=models.Q(("motion__regex", "^This House \\S")),
                name="debate_motion_begins_this_house",
                violation_error_message="A motion begins “This House”.",
            ),
        ),
        migrations.AddConstraint(
            model_name="debate",
            constraint=models.CheckConstraint(
                condition=models.Q(("debaters_high__range", (0, 13))), name="debate_years_are_years"
            ),
        ),
        migrations.AddConstraint(
            model_name="debate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("format__in", ["primary", "mace", "parliamentary", "show", "floor"])
                ),
                name="debate_format_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="debate",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["training", "round", "semi_final", "final"])),
                name="debate_stage_is_known",
            ),
        ),
        migrations.AddField(
            model_name="debateadult",
            name="debate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="adults",
                to="activities.debate",
            ),
        ),
        migrations.AddField(
            model_name="debateadult",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="debates",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="debateadult",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
            ),
        ),
        migrations.AddField(
            model_name="debatementors",
            name="debate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mentors",
                to="activities.debate",
            ),
        ),
        migrations.AddField(
            model_name="debatementors",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
            ),
        ),
        migrations.AddField(
            model_name="debateresultevent",
            name="debate",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                serialize=False,
                to="activities.debate",
            ),
        ),
        migrations.AddField(
            model_name="debateresultevent",
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
            model_name="debateresultevent",
            name="told_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="debateside",
            name="debate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sides",
                to="activities.debate",
            ),
        ),
        migrations.AddField(
            model_name="debateside",
            name="school",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty when the team is mixed from several schools.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="debateresultevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="debate_result_margin_before_for_before_against_after_for_after_against_told_at_told_by_events",
                to="activities.debateresult",
            ),
        ),
        migrations.AddField(
            model_name="debateresult",
            name="told_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="debateadult",
            constraint=models.UniqueConstraint(
                models.F("debate"),
                models.F("person"),
                name="debate_adult_coaches_never_adjudicate",
                violation_error_message="Whoever coaches a team here does not adjudicate.",
            ),
        ),
        migrations.AddConstraint(
            model_name="debateadult",
            constraint=models.UniqueConstraint(
                models.F("debate"),
                models.F("school"),
                django.db.models.functions.text.Lower("role"),
                condition=models.Q(("person", None)),
                name="debate_adult_has_one_task",
                violation_error_message="Whoever coaches a team here does not adjudicate.",
            ),
        ),
        migrations.AddConstraint(
            model_name="debateadult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person", None), models.Q(("role", ""), _negated=True)),
                    models.Q(("person__isnull", False), ("role", "")),
                    _connector="OR",
                ),
                name="debate_adult_is_a_person_or_a_role",
                violation_error_message="Give a colleague’s work email, or a role in words.",
            ),
        ),
        migrations.AddConstraint(
            model_name="debateadult",
            constraint=models.CheckConstraint(
                condition=models.Q(("task__in", ["adjudicator", "coach"])),
                name="debate_adult_task_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="debatementors",
            constraint=models.UniqueConstraint(
                fields=("debate", "school", "year_group"),
                name="debate_mentors_once",
                violation_error_message="Count the mentors of one year and school in one row.",
            ),
        ),
        migrations.AddConstraint(
            model_name="debatementors",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("count__range", (1, 200)),
                    models.Q(("came", None), ("came__range", (0, 200)), _connector="OR"),
                ),
                name="debate_mentors_are_counts",
                violation_error_message="Count at least one mentor, and at most 200.",
            ),
        ),
        migrations.AddConstraint(
            model_name="debatementors",
            constraint=models.CheckConstraint(
                condition=models.Q(("year_group__range", (1, 13))),
                name="debate_mentors_have_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="debateside",
            constraint=models.UniqueConstraint(
                fields=("debate", "school", "letter"),
                name="debate_side_a_team_is_on_one",
                nulls_distinct=False,
                violation_error_message="A team cannot debate against itself: a school on both sides has two teams, A and B.",
            ),
        ),
        migrations.AddConstraint(
            model_name="debateside",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["proposition", "opposition"])),
                name="debate_side_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="debateside",
            constraint=models.CheckConstraint(
                condition=models.Q(("letter__regex", "^[ABCDEFGH]?$")),
                name="debate_side_letter_is_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="debateside",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("school__isnull", False),
                    models.Q(("letter", ""), _negated=True),
                    _connector="OR",
                ),
                name="debate_side_mixed_has_a_letter",
                violation_error_message="A mixed team goes by a letter.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="debateresultevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6f006e4c4cfb2f440da2d003aac0e22f215562d1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7f78d",
                    table="activities_debateresultevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="debateresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("margin", ""), ("result", "not_judged")),
                    models.Q(("margin__in", ["", "audience"]), ("result", "draw")),
                    models.Q(
                        ("result__in", ["proposition", "opposition"]),
                        ("margin__in", ["unanimous", "split", "audience"]),
                    ),
                    _connector="OR",
                ),
                name="debate_result_margin_suits_it",
                violation_error_message="Say how it was decided, where somebody won.",
            ),
        ),
        migrations.AddConstraint(
            model_name="debateresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("after_against__isnull", False),
                        ("after_for__isnull", False),
                        ("before_against__isnull", False),
                        ("before_for__isnull", False),
                        ("margin", "audience"),
                    ),
                    models.Q(
                        models.Q(("margin", "audience"), _negated=True),
                        ("after_against", None),
                        ("after_for", None),
                        ("before_against", None),
                        ("before_for", None),
                    ),
                    _connector="OR",
                ),
                name="debate_result_votes_are_an_audience_s",
                violation_error_message="An audience votes before and after: give all four counts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="debateresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("before_for", None), ("before_for__range", (0, 5000)), _connector="OR"
                    ),
                    models.Q(
                        ("before_against", None),
                        ("before_against__range", (0, 5000)),
                        _connector="OR",
                    ),
                    models.Q(("after_for", None), ("after_for__range", (0, 5000)), _connector="OR"),
                    models.Q(
                        ("after_against", None),
                        ("after_against__range", (0, 5000)),
                        _connector="OR",
                    ),
                ),
                name="debate_result_votes_are_counts",
                violation_error_message="Votes are whole numbers, nought or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="debateresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("margin", "audience"), _negated=True),
                    ("result", "draw"),
                    models.Q(
                        ("after_for__gt", models.F("after_against")), ("result", "proposition")
                    ),
                    models.Q(
                        (
                            "after_for__gt",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("before_for"), "+", models.F("after_against")
                                ),
                                "-",
                                models.F("before_against"),
                            ),
                        ),
                        ("result", "proposition"),
                    ),
                    models.Q(
                        ("after_against__gt", models.F("after_for")), ("result", "opposition")
                    ),
                    models.Q(
                        (
                            "after_against__gt",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("before_against"), "+", models.F("after_for")
                                ),
                                "-",
                                models.F("before_for"),
                            ),
                        ),
                        ("result", "opposition"),
                    ),
                    _connector="OR",
                ),
                name="debate_result_winner_has_the_votes",
                violation_error_message="The votes say otherwise: that side neither had most of them in the end nor won more over.",
            ),
        ),
        migrations.AddConstraint(
            model_name="debateresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("result__in", ["proposition", "opposition", "draw", "not_judged"])
                ),
                name="debate_result_is_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="debateresult",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_debateresultevent" ("after_against", "after_for", "before_against", "before_for", "debate_id", "margin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "told_at", "told_by_id") VALUES (NEW."after_against", NEW."after_for", NEW."before_against", NEW."before_for", NEW."debate_id", NEW."margin", _pgh_attach_context(), NOW(), \'insert\', NEW."debate_id", NEW."result", NEW."told_at", NEW."told_by_id"); RETURN NULL;',
                    hash="666e74db4af18b7b3cc70b707dff6498cf1929bb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ff556",
                    table="activities_debateresult",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="debateresult",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "activities_debateresultevent" ("after_against", "after_for", "before_against", "before_for", "debate_id", "margin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "told_at", "told_by_id") VALUES (NEW."after_against", NEW."after_for", NEW."before_against", NEW."before_for", NEW."debate_id", NEW."margin", _pgh_attach_context(), NOW(), \'update\', NEW."debate_id", NEW."result", NEW."told_at", NEW."told_by_id"); RETURN NULL;',
                    hash="8b3825dedc825e918d3185d6e6c9e161aef56dd0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_caa0f",
                    table="activities_debateresult",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(sql=CREATE, reverse_sql=DROP),
    ]
