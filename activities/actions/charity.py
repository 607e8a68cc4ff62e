"""Writes to appeals, collections and their way to the bank (domain page, section 4).

Lock order: banking as a whole, then collections by number, then a deposit; an appeal's address
last. Each action asks again under the lock whether it may be done, so of two at once the second
is told. None of this is ever posted to the ledger (section 5.7).
"""

import uuid
from collections.abc import Collection as Several
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from activities.models import Activity, Appeal, Banking, Collection, first_day_of
from schools.calendar import day_words, local
from schools.models import StaffMember
from schools.money import money_words

RESERVED = frozenset({"new", "money", "collections"})
"""Addresses below /charity/ that are pages of their own."""
OTHER_COUNT = (
    "That is not what was counted the first time. Count it again together. If the entry is wrong, "
    "whoever made it withdraws it and enters it afresh; nothing counts until both agree."
)
COUNTED_IT = "You counted it the first time: somebody else has to count it the second time."
SAME_ADULT = (
    "Somebody of your name or address counted it the first time. Two different adults count all "
    "money: a third colleague has to count it the second time."
)


# --- Appeals ----------------------------------------------------------------------------------

APPEAL = ("title", "charity", "registered_number", "why", "target_pence", "opens_on", "closes_on")
"""What somebody fills in of an appeal."""


def _free_address(title: str) -> str:
    """An address that no appeal has; one transaction at a time chooses."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('activities.appeal.slug'))")
    stem = slugify(title)[:100].strip("-") or "appeal"
    taken = set(Appeal.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken | RESERVED:
        number += 1
        slug = f"{stem}-{number}"
    return slug


@transaction.atomic
def save_appeal(appeal: Appeal, *, activities: Iterable[Activity], seen: str = "") -> Appeal:
    """Save a new or edited appeal with the activities that collect for it.

    A form sent twice makes one appeal. Its address stays when its title changes. `seen` is when
    it had last been changed, in ISO format, as the editor saw it. Raises ValidationError when
    somebody else has changed it since, the form is sent again with other words, it would open
    after money came in, or a rule of the model is broken.
    """
    activities = list(activities)
    if appeal.pk:
        locked = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
        if seen and seen != locked.changed_at.isoformat():
            raise ValidationError(
                "Somebody has changed this while you had it open. What you typed is kept below: "
                "look at the page in another window, then save again to put yours in its place.",
                code="overtaken",
            )
        first = first_day_of(locked)
        if first and appeal.opens_on > first:
            raise ValidationError(
                {"opens_on": f"Money was collected on {day_words(first)}: it opened by then."},
                code="opens",
            )
        appeal.full_clean(exclude=["submission", "slug"])
        appeal.save(update_fields=[*APPEAL, "changed_at"])
    else:
        appeal.slug = _free_address(appeal.title)
        made = Appeal.objects.filter(submission=appeal.submission).first()
        if made and made.posted_by_id == appeal.posted_by_id:
            _refuse_other_words(made, appeal, activities)
            return made
        if made:  # somebody else's mark says nothing about this form
            appeal.submission = uuid.uuid4()
        appeal.full_clean(exclude=["submission"])
        appeal.save()
    appeal.activities.set(activities)
    return appeal


def _refuse_other_words(made: Appeal, typed: Appeal, activities: Several[Activity]) -> None:
    """Nothing that was typed may be lost, as after the browser's way back."""
    same = all(getattr(made, name) == getattr(typed, name) for name in APPEAL)
    if not same or set(made.activities.all()) != set(activities):
        raise ValidationError(
            f"This form has posted “{made.title}” already, which stays as it is. To change it, "
            "open it and edit it; or send this once more to post another beside it.",
            code="other words",
        )


@transaction.atomic
def withdraw_appeal(appeal: Appeal) -> None:
    """Delete an appeal for which nothing was ever entered, such as one posted by mistake.

    Raises ValidationError, and deletes nothing, when something was, be it withdrawn since.
    """
    # Whoever enters a collection locks the appeal too: nothing comes in meanwhile.
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if appeal.collections.exists():
        raise ValidationError(
            "A collection has been entered for it, which stays on record. Close the appeal "
            "instead.",
            code="collected",
        )
    appeal.delete()


@transaction.atomic
def close_appeal(appeal: Appeal) -> bool:
    """Collect no more for it; what waits can still be checked. False when it is closed."""
    return _move(appeal, Appeal.Status.CLOSED)


@transaction.atomic
def reopen_appeal(appeal: Appeal) -> bool:
    """Collect for it again; False when it is open."""
    return _move(appeal, Appeal.Status.OPEN)


def _move(appeal: Appeal, status: Appeal.Status) -> bool:
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if appeal.status == status:
        return False
    appeal.status = status
    appeal.save(update_fields=["status", "changed_at"])
    return True


# --- Collections ------------------------------------------------------------------------------

TYPED = ("appeal_id", "activity_id", "on", "amount_pence", "method", "reference", "note")
"""What somebody fills in of a collection."""


def _made_before(entry: Collection) -> Collection | None:
    """What this form has made already, if it was this person's form."""
    made = Collection.objects.filter(submission=entry.submission).first()
    if made and made.counted_by_id == entry.counted_by_id:
        return made
    if made:  # somebody else's mark says nothing about this form
        entry.submission = uuid.uuid4()
    return None


def _insert(entry: Collection) -> Collection:
    """Write the entry; two clicks at once meet at the mark, and the second gets the first's."""
    fields = ("appeal", "activity", "school", "on", "amount_pence", "method", "reference", "note",
              "corrects", "replaces", "reason", "counted_by", "counted_at")  # fmt: skip
    entry.full_clean(exclude=["submission"])
    made, _ = Collection.objects.get_or_create(
        submission=entry.submission, defaults={name: getattr(entry, name) for name in fields}
    )
    return made


@transaction.atomic
def record_collection(entry: Collection) -> Collection:
    """Enter an unsaved collection as its first count; it is part of no total yet.

    A form sent twice makes one entry. Raises ValidationError, and writes nothing, when it is sent
    again with other figures, the appeal is closed, the day does not fit, or whoever counted does
    not work at the school that holds the money.
    """
    made = _made_before(entry)
    if made:
        if any(getattr(made, name) != getattr(entry, name) for name in TYPED):
            raise ValidationError(
                f"This form has entered {money_words(made.amount_pence)} already, which stays as "
                "it is. Send it once more to enter this beside it.",
                code="other figures",
            )
        return made
    # The appeal cannot be closed, nor open later, before this entry stands.
    appeal = Appeal.objects.select_for_update(of=("self",)).filter(pk=entry.appeal_id).first()
    if appeal is None:
        raise ValidationError("The appeal has been withdrawn meanwhile.", code="withdrawn")
    if not appeal.is_open:
        raise ValidationError(
            "The appeal is closed. Ask its host’s coordinator or the treasurer to open it again.",
            code="closed",
        )
    if not appeal.can_collect(entry.counted_by) or entry.school_id != entry.counted_by.school_id:
        raise ValidationError(
            "You enter what your own school holds, while it is a partner.", code="school"
        )
    if entry.on > timezone.localdate():
        raise ValidationError({"on": "That day is still to come."}, code="future")
    if entry.on < appeal.opens_on:
        raise ValidationError(
            {"on": f"The appeal opened on {day_words(appeal.opens_on)}, after that day."},
            code="before",
        )
    if entry.activity and entry.on < local(entry.activity.starts_at).date():
        raise ValidationError(
            {"on": f"“{entry.activity.title}” was on {day_words(entry.activity.starts_at)}, after "
             "that day. Choose another day, or no activity of the programme."},
            code="before",
        )  # fmt: skip
    entry.counted_at = timezone.now()
    return _insert(entry)


def _lock(*entries: int) -> dict[int, Collection]:
    """Lock entries in the order of their numbers, and read what they are now."""
    rows = Collection.objects.filter(pk__in=entries).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(of=("self",))}


def _family(entry: Collection) -> tuple[Collection, Collection | None, list[Collection]]:
    """Under lock: the entry as it is now, the original that it corrects if it does, and all that
    is checked or withdrawn with it.

    An entry that takes back stands or falls with the one in its place; of one original only one
    such pair stands at a time. Should this one have been withdrawn meanwhile, the entry says so.
    """
    original_pk = entry.corrects_id or entry.replaces_id
    if original_pk is None:
        locked = _lock(entry.pk)
        return locked[entry.pk], None, [locked[entry.pk]]
    same = Q(corrects=original_pk) | Q(replaces=original_pk)
    pair = Collection.objects.filter(same, withdrawn_at=None).values_list("pk", flat=True)
    locked = _lock(original_pk, entry.pk, *pair)
    original = locked.pop(original_pk)
    return locked[entry.pk], original, list(locked.values())


@transaction.atomic
def check_collection(entry: Collection, *, amount_pence: int, by: StaffMember) -> bool:
    """Confirm the second count of the same amount: from now on it is part of the totals.

    Of a correction, `amount_pence` is the right amount, 0 when nothing stands in its place. The
    two entries of a correction join the deposit of what they correct. False on a second press.
    Raises ValidationError, and writes nothing, when the adult `by` counted it the first time, be it
    with another account, the amount is another, or it has been checked or withdrawn meanwhile.
    """
    entry, original, pair = _family(entry)
    if entry.is_checked and entry.checked_by_id == by.pk:
        return False
    if entry.counted_by_id == by.pk:
        raise ValidationError(COUNTED_IT, code="same adult")
    if entry.is_withdrawn:
        raise ValidationError("It has been withdrawn: there is nothing to check.", code="moved")
    if entry.is_waiting and entry.is_first_count_of(by):
        raise ValidationError(SAME_ADULT, code="same adult")
    if not entry.can_check(by):
        raise ValidationError("Somebody else has checked it already.", code="moved")
    counted = sum(each.amount_pence for each in pair if not each.is_contra)
    if amount_pence != counted:
        raise ValidationError({"amount": OTHER_COUNT}, code="amount")
    now = timezone.now()
    for each in pair:
        each.checked_by, each.checked_at = by, now
        if original:
            each.banking_id = original.banking_id
        each.save(update_fields=["checked_by", "checked_at", "banking"])
    return True


@transaction.atomic
def withdraw_collection(entry: Collection, *, by: StaffMember) -> bool:
    """Withdraw what nobody has checked yet, a correction whole; False when it is withdrawn."""
    entry, _original, pair = _family(entry)
    if entry.is_withdrawn:
        return False
    if entry.is_checked:
        raise ValidationError(
            "It has been checked meanwhile: it counts, and can be corrected by a second entry.",
            code="moved",
        )
    if not entry.can_withdraw(by):
        raise ValidationError(
            "Whoever counted it, its school’s coordinator or the treasurer withdraws it.",
            code="role",
        )
    for each in pair:
        each.withdrawn_by, each.withdrawn_at = by, timezone.now()
        each.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return True


def _corrects_so(contra: Collection, amount_pence: int, reason: str) -> bool:
    """Whether a contra entry was made for this reason, with this amount beside it."""
    right = Collection.objects.filter(replaces=contra.corrects_id, counted_at=contra.counted_at)
    return contra.reason == reason and right.total() == amount_pence


@transaction.atomic
def correct_collection(
    entry: Collection, *, amount_pence: int, reason: str, by: StaffMember, submission: uuid.UUID
) -> Collection:
    """Enter the contra of a checked collection, and beside it the right amount unless that is 0.

    Both wait for a second adult, and count from then on. Sent twice, it corrects once; sent again
    with other words it is refused. Returns
    the contra entry. Raises ValidationError when it is being corrected already, the amount is
    the same, or a rule is broken.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is corrected."}, code="reason")
    entry = _lock(entry.pk)[entry.pk]
    shared = {
        "appeal": entry.appeal, "activity": entry.activity, "school": entry.school,
        "on": entry.on, "method": entry.method, "reference": entry.reference,
        "counted_by": by, "counted_at": timezone.now(),
    }  # fmt: skip
    contra = Collection(
        **shared, amount_pence=-entry.amount_pence, corrects=entry, reason=reason.strip(),
        submission=submission,
    )  # fmt: skip
    made = _made_before(contra)
    if made and made.corrects_id == entry.pk and _corrects_so(made, amount_pence, contra.reason):
        return made
    if made:  # what else was typed meets what it has entered already, below
        contra.submission = uuid.uuid4()
    if not entry.can_correct(by):
        raise ValidationError("Only what two adults have counted is corrected.", code="moved")
    if entry.corrections.filter(withdrawn_at=None).exists():
        raise ValidationError(
            "Somebody has corrected it already, perhaps you by this form. That correction stays as "
            "it is; while it waits, it can be withdrawn.",
            code="moved",
        )
    if amount_pence == entry.amount_pence:
        raise ValidationError({"amount": "That is what it says already."}, code="same")
    contra = _insert(contra)
    if amount_pence:
        _insert(Collection(**shared, amount_pence=amount_pence, replaces=entry, note=entry.note))
    return contra


# --- Banking ----------------------------------------------------------------------------------

DEPOSIT = ("on", "reference", "amount_pence", "words")
"""What somebody fills in of a deposit, beside what it covers."""


def _banked_before(banking: Banking, collections: Several[int]) -> Banking | None:
    """What this form has made already, if it was this person's form.

    Raises ValidationError when it was sent with something else, which would be lost.
    """
    made = Banking.objects.filter(submission=banking.submission).first()
    if made is None:
        return None
    if made.banked_by_id != banking.banked_by_id:
        banking.submission = uuid.uuid4()  # somebody else's mark says nothing about this form
        return None
    # What has been checked since has come by a correction.
    chosen = made.collections.filter(checked_at__lte=made.banked_at).values_list("pk", flat=True)
    same = all(getattr(made, name) == getattr(banking, name) for name in DEPOSIT)
    if not same or set(chosen) != set(collections):
        raise ValidationError(
            f"This form has entered {money_words(made.amount_pence, exact=True)} with the "
            f"reference {made.reference} already, which stays as it is. Send it once more to enter "
            "this beside it.",
            code="other figures",
        )
    return made


def _refuse_known(reference: str) -> None:
    """The bank gives each deposit a reference of its own: the same again is the same money."""
    known = Banking.objects.filter(reference__iexact=reference, taken_back_at=None).first()
    if known:
        raise ValidationError(
            {"reference": f"{money_words(known.amount_pence, exact=True)} of "
             f"{day_words(known.on)} have been entered with this reference already. If it is "
             "another deposit, add what tells them apart."},
            code="reference",
        )  # fmt: skip


@transaction.atomic
def bank_collections(banking: Banking, *, collections: Several[int]) -> Banking:
    """Enter an unsaved deposit with the numbers of the collections that it covers.

    A form sent twice makes one. Raises ValidationError, and writes nothing, when it is sent again
    with other figures, one of them is banked already or was collected later, the reference is
    known, or the bank's amount differs without a word why.
    """
    if not banking.banked_by.is_treasurer:
        raise ValidationError("The treasurer banks.", code="role")
    if not collections:
        raise ValidationError({"collections": "Choose what was paid in."}, code="none")
    # One deposit at a time: of two clicks the second then finds what the first has made.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('activities.banking'))")
    made = _banked_before(banking, collections)
    if made:
        return made
    covered = list(_lock(*collections).values())
    if Collection.objects.to_bank().filter(pk__in=collections).count() != len(set(collections)):
        raise ValidationError(
            {"collections": "Some of it has been banked or corrected meanwhile. The list is as it "
             "is now: choose again."},
            code="moved",
        )  # fmt: skip
    if banking.on > timezone.localdate():
        raise ValidationError({"on": "That day is still to come."}, code="future")
    latest = max(entry.on for entry in covered)
    if banking.on < latest:
        raise ValidationError(
            {"on": f"Some of it was collected later, on {day_words(latest)}."}, code="before"
        )
    _refuse_known(banking.reference)
    counted = sum(entry.amount_pence for entry in covered)
    if banking.amount_pence != counted and not banking.words.strip():
        raise ValidationError(
            {"words": f"{money_words(counted, exact=True)} were counted, and "
             f"{money_words(banking.amount_pence, exact=True)} banked: say why they differ."},
            code="differs",
        )  # fmt: skip
    if banking.words.strip():
        banking.explained_pence = banking.amount_pence - counted
    banking.banked_at = timezone.now()
    banking.full_clean(exclude=["submission"])
    banking.save()
    for entry in covered:
        entry.banking = banking
        entry.save(update_fields=["banking"])
    return banking


def _lock_banking(banking: Banking) -> Banking:
    """Lock its collections first, as whoever corrects one of them does, then itself."""
    _lock(*banking.collections.values_list("pk", flat=True))
    return Banking.objects.select_for_update(of=("self",)).get(pk=banking.pk)


@transaction.atomic
def explain_banking(banking: Banking, *, words: str, difference: int, by: StaffMember) -> bool:
    """Say why a deposit differs from what it covers, such as after a correction; False when that
    has been said already.

    `difference` is what the bank has more, in pence, as the treasurer read it. Raises
    ValidationError, with code "overtaken" when it is another by now.
    """
    if not by.is_treasurer:
        raise ValidationError("The treasurer explains it.", code="role")
    if not words.strip():
        raise ValidationError({"words": "Say why they differ."}, code="words")
    banking = _lock_banking(banking)
    if not banking.stands:
        raise ValidationError("It has been taken back.", code="moved")
    if banking.amount_pence - banking.collections.all().total() != difference:
        raise ValidationError(
            "A correction has changed the difference meanwhile. Look at it again, then save once "
            "more if your reason holds for it.",
            code="overtaken",
        )
    if (banking.words, banking.explained_pence) == (words.strip(), difference):
        return False
    banking.words, banking.explained_pence = words.strip(), difference
    banking.save(update_fields=["words", "explained_pence"])
    return True


@transaction.atomic
def take_back_banking(banking: Banking, *, reason: str, by: StaffMember) -> bool:
    """Take back a deposit that was entered wrongly; what it covered is to be banked again.

    False on a second press.
    """
    if not by.is_treasurer:
        raise ValidationError("The treasurer takes it back.", code="role")
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is taken back."}, code="reason")
    banking = _lock_banking(banking)
    if not banking.stands:
        return False
    banking.taken_back_by, banking.taken_back_at = by, timezone.now()
    banking.reason = reason.strip()
    banking.save(update_fields=["taken_back_by", "taken_back_at", "reason"])
    banking.collections.update(banking=None)
    return True
