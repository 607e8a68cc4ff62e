import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0003_places_taken"),
        ("schools", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EqualShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.PositiveIntegerField()),
                ("drew", models.IntegerField(verbose_name="drew this year, minutes")),
                ("received", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("activity", "school__name"),
            },
        ),
        migrations.CreateModel(
            name="ListNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("joined", "joined the waiting list"),
                            ("promoted", "has the places now"),
                            ("offered", "was offered the places"),
                            ("accepted", "accepted the places"),
                            ("declined", "declined the places"),
                            ("left", "left the waiting list"),
                            ("moved", "was moved on the waiting list"),
                            ("released", "was taken off by the host"),
                            ("shared", "received an equal share"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="booking",
            name="booking_one_live_per_school",
        ),
        migrations.RemoveConstraint(
            model_name="booking",
            name="booking_one_live_per_person",
        ),
        migrations.AddField(
            model_name="activity",
            name="allocation",
            field=models.CharField(
                choices=[
                    ("first_come", "First come, first served"),
                    ("equal_shares", "Equal shares"),
                ],
                default="first_come",
                max_length=12,
                verbose_name="how places are given",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="dealt_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="places dealt"
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="lot_seed",
            field=models.BigIntegerField(
                blank=True,
                editable=False,
                help_text="Of the lot that decided between equals when the places were dealt.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="places_dealt",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="booking",
            name="queue_number",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="order in line"),
        ),
        migrations.AlterField(
            model_name="booking",
            name="status",
            field=models.CharField(
                choices=[
                    ("asked", "Asked for"),
                    ("booked", "Booked"),
                    ("waiting", "Waiting"),
                    ("offered", "Offered a place"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="booked",
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="bookingevent",
            name="status",
            field=models.CharField(
                choices=[
                    ("asked", "Asked for"),
                    ("booked", "Booked"),
                    ("waiting", "Waiting"),
                    ("offered", "Offered a place"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="booked",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("allocation", "equal_shares"), _negated=True),
                    models.Q(("capacity__isnull", False), ("deadline__isnull", False)),
                    _connector="OR",
                ),
                name="activity_equal_shares_have_an_end",
                violation_error_message="Equal shares need a number of places and a day to book by.",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dealt_at", None), ("lot_seed", None), ("places_dealt", None)),
                    models.Q(
                        ("allocation", "equal_shares"),
                        ("dealt_at__isnull", False),
                        ("lot_seed__isnull", False),
                        ("places_dealt__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="activity_dealt_by_a_lot",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("allocation__in", ["first_come", "equal_shares"])),
                name="activity_allocation_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("person", None), ("status__in", ("asked", "booked", "waiting", "offered"))
                ),
                fields=("activity", "school"),
                name="booking_one_live_per_school",
                violation_error_message="Your school has booked already: change that booking.",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("person__isnull", False),
                    ("status__in", ("asked", "booked", "waiting", "offered")),
                ),
                fields=("activity", "person"),
                name="booking_one_live_per_person",
                violation_error_message="You have booked already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["asked", "booked", "waiting", "offered", "withdrawn"])
                ),
                name="booking_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("queue_number__isnull", False), ("status", "waiting")),
                    models.Q(
                        models.Q(("status", "waiting"), _negated=True), ("queue_number", None)
                    ),
                    _connector="OR",
                ),
                name="booking_waits_in_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "waiting")),
                fields=("activity", "queue_number"),
                name="booking_one_place_in_line",
            ),
        ),
        migrations.AddField(
            model_name="equalshare",
            name="activity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="equal_shares",
                to="activities.activity",
            ),
        ),
        migrations.AddField(
            model_name="equalshare",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="equal_shares",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="listnote",
            name="activity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="list_notes",
                to="activities.activity",
            ),
        ),
        migrations.AddField(
            model_name="listnote",
            name="booking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="list_notes",
                to="activities.booking",
            ),
        ),
        migrations.AddField(
            model_name="listnote",
            name="by",
            field=models.ForeignKey(
                blank=True,
                help_text="Nobody when the portal did it by its rules.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="equalshare",
            constraint=models.UniqueConstraint(
                fields=("activity", "school"), name="equal_share_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="equalshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked__gte", 1), ("received__lte", models.F("asked"))),
                name="equal_share_within_what_was_asked",
            ),
        ),
        migrations.AddIndex(
            model_name="listnote",
            index=models.Index(fields=["activity", "-at"], name="list_note_activity"),
        ),
        migrations.AddConstraint(
            model_name="listnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="list_note_says_why",
                violation_error_message="Say why.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listnote",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="637f44873351ed8051739ebd0936ce9f0ec28196",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7bdb0",
                    table="activities_listnote",
                    when="BEFORE",
                ),
            ),
        ),
    ]
