import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cpd", "0009_courses"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SwapDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                ("took_place", models.BooleanField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveSmallIntegerField(default=0)),
                ("is_void", models.BooleanField(default=False)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swap_days",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("on", "starts"),
            },
        ),
        migrations.CreateModel(
            name="SwapDayHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("on", models.DateField(verbose_name="day")),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                ("took_place", models.BooleanField(blank=True, null=True)),
                ("is_void", models.BooleanField(default=False)),
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
                        related_name="on_starts_ends_took_place_is_void_events",
                        to="cpd.swapday",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SwapLeg",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("saw", models.TextField(blank=True, verbose_name="what I saw")),
                ("takes_home", models.TextField(blank=True, verbose_name="what I take home")),
                (
                    "is_shared",
                    models.BooleanField(
                        default=False, verbose_name="shared with all partners’ staff"
                    ),
                ),
                ("reflected_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swap_legs",
                        to="schools.school",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swap_legs_hosted",
                        to="schools.school",
                    ),
                ),
                (
                    "visitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swap_legs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("swap", "pk"),
            },
        ),
        migrations.AddField(
            model_name="swapday",
            name="leg",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="days", to="cpd.swapleg"
            ),
        ),
        migrations.CreateModel(
            name="TeacherSwap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=160, verbose_name="what it is about")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why it does not take place")),
                ("proposed_at", models.DateTimeField()),
                ("put_at", models.DateTimeField(verbose_name="last put to both coordinators")),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, it makes one swap.",
                        unique=True,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-proposed_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="SwapStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed it"),
                            ("changed", "changed the days"),
                            ("yes", "said yes"),
                            ("declined", "declined it"),
                            ("withdrawn", "withdrew it"),
                            ("held", "confirmed days"),
                            ("corrected", "corrected a day"),
                            ("reflected", "wrote a reflection"),
                        ],
                        max_length=9,
                    ),
                ),
                ("words", models.TextField(blank=True, help_text="As somebody wrote them.")),
                (
                    "changes",
                    models.TextField(blank=True, help_text="What the step changed, in words."),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "swap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="cpd.teacherswap",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="swapleg",
            name="swap",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="legs",
                to="cpd.teacherswap",
            ),
        ),
        migrations.CreateModel(
            name="TeacherSwapHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("about", models.CharField(max_length=160, verbose_name="what it is about")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why it does not take place")),
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
                        related_name="about_status_reason_events",
                        to="cpd.teacherswap",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="swapdayhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f30533cbd5d3d2d2d6e01bae64dd1fa3f287549a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cb3f0",
                    table="cpd_swapdayhistory",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="swapday",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("starts"))),
                name="swap_day_ends_after_it_starts",
                violation_error_message="A day ends after it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="swapday",
            constraint=models.UniqueConstraint(
                fields=("leg", "on"),
                name="swap_day_once_in_a_leg",
                violation_error_message="That day is there already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="swapday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_void", False)),
                fields=("visitor", "on"),
                name="swap_day_one_school_a_day",
                violation_error_message="On that day they are in a swap already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="swapday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None), ("took_place", None)),
                    models.Q(
                        ("answered_by__isnull", False),
                        ("took_place__isnull", False),
                        ("answered_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="swap_day_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="swapday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("took_place", None),
                    models.Q(("is_void", False), ("took_place", True)),
                    models.Q(("is_void", True), ("took_place", False)),
                    _connector="OR",
                ),
                name="swap_day_void_when_it_was_not",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="swapday",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_swapdayhistory" ("ends", "is_void", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts", "took_place") VALUES (NEW."ends", NEW."is_void", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts", NEW."took_place"); RETURN NULL;',
                    hash="bb590a134b9a717c0a91538b72593e8d232bce39",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_20200",
                    table="cpd_swapday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="swapday",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."ends" IS DISTINCT FROM (NEW."ends") OR OLD."is_void" IS DISTINCT FROM (NEW."is_void") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."starts" IS DISTINCT FROM (NEW."starts") OR OLD."took_place" IS DISTINCT FROM (NEW."took_place"))',
                    func='INSERT INTO "cpd_swapdayhistory" ("ends", "is_void", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts", "took_place") VALUES (NEW."ends", NEW."is_void", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts", NEW."took_place"); RETURN NULL;',
                    hash="2da6a86c26f95b5cd8a370ed2e07aac78c5fbf07",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_72cc2",
                    table="cpd_swapday",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="teacherswap",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["proposed", "agreed", "declined", "withdrawn"])),
                name="teacher_swap_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="teacherswap",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("status__in", ["declined", "withdrawn"]), _negated=True),
                        ("reason", ""),
                    ),
                    models.Q(
                        ("status__in", ["declined", "withdrawn"]),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="teacher_swap_says_why_not",
                violation_error_message="Say why: everybody in the swap reads it.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teacherswap",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cpd_teacherswaphistory" ("about", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status") VALUES (NEW."about", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."status"); RETURN NULL;',
                    hash="263e3381ef56386c2d776423987d5e9464e011ea",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0ebec",
                    table="cpd_teacherswap",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teacherswap",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func='INSERT INTO "cpd_teacherswaphistory" ("about", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status") VALUES (NEW."about", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."status"); RETURN NULL;',
                    hash="a75e3bf8ab47f0d45f6435a120d96b92d137ca15",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3c15a",
                    table="cpd_teacherswap",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="swapstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "proposed",
                            "changed",
                            "yes",
                            "declined",
                            "withdrawn",
                            "held",
                            "corrected",
                            "reflected",
                        ],
                    )
                ),
                name="swap_step_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="swapstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", ["declined", "withdrawn", "corrected"]),
                    ("words", ""),
                    _negated=True,
                ),
                name="swap_step_says_why",
                violation_error_message="Say why: everybody in the swap reads it.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="swapstep",
            trigger=pgtrigger.compiler.Trigger(
                name="swap_step_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8d52d9225d1dc848e8ebce71aaae6b30df83aa66",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_swap_step_append_only_a2dbc",
                    table="cpd_swapstep",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="swapleg",
            index=models.Index(
                condition=models.Q(("is_shared", True)),
                fields=["-reflected_at"],
                name="swap_leg_shared_latest",
            ),
        ),
        migrations.AddConstraint(
            model_name="swapleg",
            constraint=models.CheckConstraint(
                condition=models.Q(("home", models.F("host")), _negated=True),
                name="swap_leg_two_schools",
                violation_error_message="A swap is between two schools.",
            ),
        ),
        migrations.AddConstraint(
            model_name="swapleg",
            constraint=models.UniqueConstraint(
                fields=("swap", "home"),
                name="swap_leg_one_each_way",
                violation_error_message="Each school sends one colleague.",
            ),
        ),
        migrations.AddConstraint(
            model_name="swapleg",
            constraint=models.UniqueConstraint(
                fields=("swap", "visitor"),
                name="swap_leg_two_colleagues",
                violation_error_message="A swap is between two colleagues.",
            ),
        ),
        migrations.AddConstraint(
            model_name="swapleg",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_at", None), ("agreed_by", None)),
                    models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                    _connector="OR",
                ),
                name="swap_leg_agreed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="swapleg",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("is_shared", False),
                        ("reflected_at", None),
                        ("saw", ""),
                        ("takes_home", ""),
                    ),
                    models.Q(
                        ("reflected_at__isnull", False),
                        models.Q(("saw", ""), _negated=True),
                        models.Q(("takes_home", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="swap_leg_reflection_is_whole",
                violation_error_message="Write what you saw and what you take home.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teacherswaphistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="14ef027e0121212a9156d82efadc0398a1bbf8fb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_855af",
                    table="cpd_teacherswaphistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
