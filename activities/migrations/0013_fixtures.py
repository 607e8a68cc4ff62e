import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What holds across the tables of a fixture, whoever writes (domain page, section 4). How many
# schools and teams it has is asked when the transaction ends, since they come one by one; what
# is said of its end stands by the portal's clock, `result_at`, so that no score comes before
# the start.
CREATE = """
CREATE FUNCTION activities_fixture_refuse(rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'This breaks the rule "%".', rule
        USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

CREATE FUNCTION activities_fixture_is_whole(which bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    f activities_fixture; a activities_activity; schools int; teams int;
BEGIN
    SELECT * INTO f FROM activities_fixture WHERE activity_ptr_id = which;
    IF NOT FOUND THEN RETURN; END IF;
    SELECT * INTO a FROM activities_activity WHERE id = which;
    SELECT count(DISTINCT p.school_id), count(*) INTO schools, teams
    FROM activities_fixtureschool p JOIN activities_fixtureteam t ON t.part_id = p.id
    WHERE p.fixture_id = which;
    IF f.format = 'match' AND (schools <> 2 OR teams <> 2) THEN
        PERFORM activities_fixture_refuse('fixture_match_is_of_two_schools');
    END IF;
    IF f.format = 'festival' AND schools < 3 THEN
        PERFORM activities_fixture_refuse('fixture_festival_is_of_three_schools');
    END IF;
    IF f.result_at < a.starts_at THEN
        PERFORM activities_fixture_refuse('fixture_result_after_the_start');
    END IF;
    IF (a.low_year, a.high_year) IS DISTINCT FROM (
        CASE f.age_band WHEN 'u9' THEN 3 WHEN 'u11' THEN 5 WHEN 'u13' THEN 7 WHEN 'u15' THEN 9
            ELSE 11 END,
        CASE f.age_band WHEN 'u9' THEN 4 WHEN 'u11' THEN 6 WHEN 'u13' THEN 8 WHEN 'u15' THEN 10
            ELSE 13 END
    ) THEN
        PERFORM activities_fixture_refuse('fixture_years_follow_the_band');
    END IF;
END $$;

CREATE FUNCTION activities_check_fixture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM activities_fixture_is_whole(NEW.activity_ptr_id);
    RETURN NULL;
END $$;

CREATE FUNCTION activities_check_fixture_school() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM activities_fixture_is_whole(OLD.fixture_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM activities_fixture_is_whole(NEW.fixture_id); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION activities_check_fixture_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM activities_fixture_is_whole(fixture_id) FROM activities_fixtureschool
    WHERE id IN (OLD.part_id, NEW.part_id);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER fixture_is_whole AFTER INSERT OR UPDATE ON activities_fixture
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION activities_check_fixture();
CREATE CONSTRAINT TRIGGER fixture_is_whole
AFTER INSERT OR UPDATE OR DELETE ON activities_fixtureschool
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION activities_check_fixture_school();
CREATE CONSTRAINT TRIGGER fixture_is_whole
AFTER INSERT OR UPDATE OR DELETE ON activities_fixtureteam
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION activities_check_fixture_team();

CREATE FUNCTION activities_guard_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    f activities_fixture; starts timestamptz; one activities_fixtureschool;
    two activities_fixtureschool;
BEGIN
    SELECT * INTO f FROM activities_fixture WHERE activity_ptr_id = NEW.fixture_id;
    SELECT starts_at INTO starts FROM activities_activity WHERE id = NEW.fixture_id;
    SELECT p.* INTO one FROM activities_fixtureschool p
    JOIN activities_fixtureteam t ON t.part_id = p.id WHERE t.id = NEW.one_id;
    SELECT p.* INTO two FROM activities_fixtureschool p
    JOIN activities_fixtureteam t ON t.part_id = p.id WHERE t.id = NEW.two_id;
    IF one.fixture_id IS DISTINCT FROM NEW.fixture_id
        OR two.fixture_id IS DISTINCT FROM NEW.fixture_id THEN
        PERFORM activities_fixture_refuse('fixture_meeting_of_its_own_teams');
    END IF;
    IF one.school_id = two.school_id THEN
        PERFORM activities_fixture_refuse('fixture_meeting_of_two_schools');
    END IF;
    IF f.result_at IS NULL OR f.result_at < starts THEN
        PERFORM activities_fixture_refuse('fixture_score_after_the_start');
    END IF;
    IF f.sport IN ('athletics', 'cross-country', 'swimming') THEN
        PERFORM activities_fixture_refuse('fixture_placed_sports_have_no_scores');
    END IF;
    IF (f.sport = 'cricket') <> (NEW.wickets_one IS NOT NULL) THEN
        PERFORM activities_fixture_refuse('fixture_cricket_counts_wickets');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER fixture_meeting_guarded BEFORE INSERT OR UPDATE ON activities_fixturemeeting
FOR EACH ROW EXECUTE FUNCTION activities_guard_meeting();

CREATE FUNCTION activities_guard_placing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM activities_fixtureschool p
        JOIN activities_fixture f ON f.activity_ptr_id = p.fixture_id
        JOIN activities_activity a ON a.id = p.fixture_id
        WHERE p.id = NEW.part_id AND f.result_at >= a.starts_at
            AND f.sport IN ('athletics', 'cross-country', 'swimming')
    ) THEN
        PERFORM activities_fixture_refuse('fixture_place_after_the_start');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER fixture_placing_guarded BEFORE INSERT OR UPDATE ON activities_fixtureteam
FOR EACH ROW WHEN (NEW.place IS NOT NULL) EXECUTE FUNCTION activities_guard_placing();
"""

DROP = """
DROP TRIGGER fixture_placing_guarded ON activities_fixtureteam;
DROP TRIGGER fixture_meeting_guarded ON activities_fixturemeeting;
DROP TRIGGER fixture_is_whole ON activities_fixtureteam;
DROP TRIGGER fixture_is_whole ON activities_fixtureschool;
DROP TRIGGER fixture_is_whole ON activities_fixture;
DROP FUNCTION activities_guard_placing();
DROP FUNCTION activities_guard_meeting();
DROP FUNCTION activities_check_fixture_team();
DROP FUNCTION activities_check_fixture_school();
DROP FUNCTION activities_check_fixture();
DROP FUNCTION activities_fixture_is_whole(bigint);
DROP FUNCTION activities_fixture_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0012_rules_of_series"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0002_where_schools_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fixture",
            fields=[
                (
                    "activity_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="fixture",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                (
                    "sport",
                    models.CharField(
                        choices=[
                            ("athletics", "Athletics"),
                            ("badminton", "Badminton"),
                            ("basketball", "Basketball"),
                            ("boccia", "Boccia"),
                            ("cricket", "Cricket"),
                            ("cross-country", "Cross-country"),
                            ("football", "Football"),
                            ("hockey", "Hockey"),
                            ("netball", "Netball"),
                            ("rounders", "Rounders"),
                            ("rugby", "Rugby"),
                            ("swimming", "Swimming"),
                            ("table-tennis", "Table tennis"),
                            ("tennis", "Tennis"),
                            ("volleyball", "Volleyball"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        choices=[
                            ("u9", "U9"),
                            ("u11", "U11"),
                            ("u13", "U13"),
                            ("u15", "U15"),
                            ("u18", "U18"),
                        ],
                        max_length=3,
                    ),
                ),
                (
                    "players",
                    models.CharField(
                        choices=[
                            ("open", "Open to all"),
                            ("girls", "Girls"),
                            ("boys", "Boys"),
                            ("mixed", "Mixed"),
                        ],
                        default="open",
                        max_length=5,
                        verbose_name="who plays",
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("match", "A match of two schools"),
                            ("festival", "A festival of three schools or more"),
                        ],
                        default="match",
                        max_length=8,
                    ),
                ),
                ("meets", models.TimeField(blank=True, null=True, verbose_name="visitors meet")),
                ("leaves", models.TimeField(blank=True, null=True, verbose_name="visitors leave")),
                ("back", models.TimeField(blank=True, null=True, verbose_name="visitors are back")),
                (
                    "meet_where",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="where visitors meet"
                    ),
                ),
                ("kit", models.CharField(blank=True, max_length=200)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("to_come", "To come"),
                            ("postponed", "Postponed"),
                            ("played", "Played"),
                            ("abandoned", "Abandoned"),
                            ("void", "Void"),
                        ],
                        default="to_come",
                        editable=False,
                        max_length=9,
                    ),
                ),
                (
                    "outcome_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=240, verbose_name="why"
                    ),
                ),
                (
                    "result_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When a result was last entered.",
                        null=True,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sport", "age_band"], name="fixture_sport_band")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sport__in",
                                [
                                    "athletics",
                                    "badminton",
                                    "basketball",
                                    "boccia",
                                    "cricket",
                                    "cross-country",
                                    "football",
                                    "hockey",
                                    "netball",
                                    "rounders",
                                    "rugby",
                                    "swimming",
                                    "table-tennis",
                                    "tennis",
                                    "volleyball",
                                ],
                            )
                        ),
                        name="fixture_sport_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("age_band__in", ["u9", "u11", "u13", "u15", "u18"])),
                        name="fixture_age_band_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("players__in", ["open", "girls", "boys", "mixed"])),
                        name="fixture_players_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["match", "festival"])),
                        name="fixture_format_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["to_come", "postponed", "played", "abandoned", "void"])
                        ),
                        name="fixture_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("meets", None),
                            ("leaves", None),
                            ("meets__lte", models.F("leaves")),
                            _connector="OR",
                        ),
                        name="fixture_meets_then_leaves",
                        violation_error_message="They meet before they leave.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("back", None),
                            models.Q(
                                models.Q(
                                    ("leaves", None),
                                    ("leaves__lt", models.F("back")),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("meets", None),
                                    ("meets__lt", models.F("back")),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="fixture_leaves_then_is_back",
                        violation_error_message="They are back after they have left.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome__in", ["to_come", "played"]), ("outcome_reason", "")
                            ),
                            models.Q(
                                ("outcome__in", ["postponed", "abandoned", "void"]),
                                models.Q(("outcome_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="fixture_says_why",
                        violation_error_message="Say why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome__in", ["to_come", "postponed"]), ("result_at", None)
                            ),
                            models.Q(
                                ("outcome__in", ["played", "abandoned", "void"]),
                                ("result_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="fixture_ended_when_said",
                    ),
                ],
            },
            bases=("activities.activity",),
        ),
        migrations.CreateModel(
            name="FixtureMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("points_one", models.PositiveSmallIntegerField()),
                ("points_two", models.PositiveSmallIntegerField()),
                ("wickets_one", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("wickets_two", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "fixture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="activities.fixture",
                    ),
                ),
            ],
            options={
                "ordering": ("fixture", "pk"),
            },
        ),
        migrations.CreateModel(
            name="FixtureSchool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "officials",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Adults of this school who umpire, referee, score or time.",
                    ),
                ),
                ("meets", models.TimeField(blank=True, null=True)),
                ("leaves", models.TimeField(blank=True, null=True)),
                ("back", models.TimeField(blank=True, null=True)),
                (
                    "meet_where",
                    models.CharField(blank=True, max_length=120, verbose_name="where they meet"),
                ),
                (
                    "fixture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="activities.fixture",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fixture_parts",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "school's part in a fixture",
                "verbose_name_plural": "schools' parts in fixtures",
                "ordering": ("fixture", "school__name"),
            },
        ),
        migrations.CreateModel(
            name="FixtureTeam",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "letter",
                    models.CharField(
                        choices=[
                            ("A", "A"),
                            ("B", "B"),
                            ("C", "C"),
                            ("D", "D"),
                            ("E", "E"),
                            ("F", "F"),
                        ],
                        max_length=1,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="teams",
                        to="activities.fixtureschool",
                    ),
                ),
            ],
            options={
                "ordering": ("part", "letter"),
            },
        ),
        migrations.CreateModel(
            name="FixtureMeetingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("points_one", models.PositiveSmallIntegerField()),
                ("points_two", models.PositiveSmallIntegerField()),
                ("wickets_one", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("wickets_two", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "fixture",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="activities.fixture",
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
                        related_name="fixture_one_two_points_one_points_two_wickets_one_wickets_two_events",
                        to="activities.fixturemeeting",
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="activities.fixtureteam",
                    ),
                ),
                (
                    "two",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="activities.fixtureteam",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="fixturemeeting",
            name="one",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="activities.fixtureteam",
            ),
        ),
        migrations.AddField(
            model_name="fixturemeeting",
            name="two",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="activities.fixtureteam",
            ),
        ),
        migrations.CreateModel(
            name="Postponement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="would have started")),
                ("ends_at", models.DateTimeField(verbose_name="would have ended")),
                ("moved_to", models.DateTimeField(verbose_name="starts now")),
                ("reason", models.CharField(max_length=240)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fixture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postponements",
                        to="activities.fixture",
                    ),
                ),
            ],
            options={
                "ordering": ("fixture", "at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="FixtureResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("to_come", "To come"),
                            ("postponed", "Postponed"),
                            ("played", "Played"),
                            ("abandoned", "Abandoned"),
                            ("void", "Void"),
                        ],
                        max_length=9,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=240, verbose_name="why it was void or abandoned"
                    ),
                ),
                (
                    "correction",
                    models.CharField(
                        blank=True, max_length=240, verbose_name="why it was corrected"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fixture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="activities.fixture",
                    ),
                ),
            ],
            options={
                "ordering": ("fixture", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fixture", "number"), name="fixture_result_in_turn"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correction", ""), ("number", 1)),
                            models.Q(
                                ("number__gt", 1), models.Q(("correction", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="fixture_result_correction_says_why",
                        violation_error_message="Say what is corrected, and why.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fixtureresult",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4bfaf58b041ca2690db5d7d10028dbb610442284",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f0ad0",
                    table="activities_fixtureresult",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="fixtureschool",
            constraint=models.UniqueConstraint(
                fields=("fixture", "school"),
                name="fixture_school_once",
                violation_error_message="A school stands in a fixture once.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fixtureschool",
            constraint=models.CheckConstraint(
                condition=models.Q(("officials__lte", 20)),
                name="fixture_school_officials_are_few",
                violation_error_message="Twenty officials of one school at the most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fixtureschool",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("meets", None),
                    ("leaves", None),
                    ("meets__lte", models.F("leaves")),
                    _connector="OR",
                ),
                name="fixture_school_meets_then_leaves",
                violation_error_message="They meet before they leave.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fixtureschool",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("back", None),
                    models.Q(
                        models.Q(
                            ("leaves", None), ("leaves__lt", models.F("back")), _connector="OR"
                        ),
                        models.Q(("meets", None), ("meets__lt", models.F("back")), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="fixture_school_leaves_then_is_back",
                violation_error_message="They are back after they have left.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fixtureteam",
            constraint=models.UniqueConstraint(
                fields=("part", "letter"),
                name="fixture_team_once",
                violation_error_message="A school has one team of each letter.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fixtureteam",
            constraint=models.CheckConstraint(
                condition=models.Q(("letter__in", ["A", "B", "C", "D", "E", "F"])),
                name="fixture_team_letter_is_known",
                violation_error_message="Teams go by the letters A to F.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fixtureteam",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("place", None),
                    models.Q(("place__gte", 1), ("place__lte", 99)),
                    _connector="OR",
                ),
                name="fixture_team_place_from_one",
                violation_error_message="Places begin with 1.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fixturemeetingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d7a5a5ded5285b8b5db65191972196539a882ba8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_06921",
                    table="activities_fixturemeetingevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="fixturemeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("one", models.F("two")), _negated=True),
                name="fixture_meeting_of_two",
                violation_error_message="A team does not play itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fixturemeeting",
            constraint=models.UniqueConstraint(
                models.F("fixture"),
                django.db.models.functions.comparison.Least("one", "two"),
                django.db.models.functions.comparison.Greatest("one", "two"),
                name="fixture_meeting_once",
                violation_error_message="These two teams have a score already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fixturemeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("wickets_one", None), ("wickets_two", None)),
                    models.Q(
                        ("wickets_one__gte", 0),
                        ("wickets_one__isnull", False),
                        ("wickets_one__lte", 10),
                        ("wickets_two__gte", 0),
                        ("wickets_two__isnull", False),
                        ("wickets_two__lte", 10),
                    ),
                    _connector="OR",
                ),
                name="fixture_meeting_ten_wickets",
                violation_error_message="There are ten wickets: type 0 to 10.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fixturemeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("points_one__lte", 999), ("points_two__lte", 999)),
                name="fixture_meeting_scores_are_likely",
                violation_error_message="That is more than 999: check the figure.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fixturemeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_fixturemeetingevent" ("fixture_id", "one_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points_one", "points_two", "two_id", "wickets_one", "wickets_two") VALUES (NEW."fixture_id", NEW."one_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points_one", NEW."points_two", NEW."two_id", NEW."wickets_one", NEW."wickets_two"); RETURN NULL;',
                    hash="49589c4c618c5e93208e6de12fefb61475c66444",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_873f8",
                    table="activities_fixturemeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fixturemeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."fixture_id" IS DISTINCT FROM (NEW."fixture_id") OR OLD."one_id" IS DISTINCT FROM (NEW."one_id") OR OLD."points_one" IS DISTINCT FROM (NEW."points_one") OR OLD."points_two" IS DISTINCT FROM (NEW."points_two") OR OLD."two_id" IS DISTINCT FROM (NEW."two_id") OR OLD."wickets_one" IS DISTINCT FROM (NEW."wickets_one") OR OLD."wickets_two" IS DISTINCT FROM (NEW."wickets_two"))',
                    func='INSERT INTO "activities_fixturemeetingevent" ("fixture_id", "one_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points_one", "points_two", "two_id", "wickets_one", "wickets_two") VALUES (NEW."fixture_id", NEW."one_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."points_one", NEW."points_two", NEW."two_id", NEW."wickets_one", NEW."wickets_two"); RETURN NULL;',
                    hash="ecb7d0e9ea7e841c2d607bb124deb7022c09a3f8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8785b",
                    table="activities_fixturemeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fixturemeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_fixturemeetingevent" ("fixture_id", "one_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points_one", "points_two", "two_id", "wickets_one", "wickets_two") VALUES (OLD."fixture_id", OLD."one_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."points_one", OLD."points_two", OLD."two_id", OLD."wickets_one", OLD."wickets_two"); RETURN NULL;',
                    hash="40c944b23dd527f0722871ef9ccb2158d1fdd998",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_50adb",
                    table="activities_fixturemeeting",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="postponement_says_why",
                violation_error_message="Say why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.CheckConstraint(
                condition=models.Q(("moved_to", models.F("starts_at")), _negated=True),
                name="postponement_moves_it",
                violation_error_message="That is the date that it has.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postponement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="331ca1395c2dcfee65cf5f4b4faf55c2df09e460",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ac68a",
                    table="activities_postponement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
