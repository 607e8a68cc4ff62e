"""Personal links by which a teacher offers to speak without signing in."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from activities.actions import cancel_activity
from activities.models import Came
from cpd.actions import (
    confirm_teachmeet,
    draw_running_order,
    invite_speaker,
    offer_presentation,
    revoke_invitation,
    withdraw_presentation,
)
from cpd.models import Invitation, Presentation, TeachMeet
from ledger.models import Exchange
from tests.builders import make_staff, make_teachmeet, offer

pytestmark = pytest.mark.django_db
ANN = "ann@elmstone.example"


@pytest.fixture
def teachmeet(staff) -> TeachMeet:
    return make_teachmeet(staff, "Talk for learning")


@pytest.fixture
def invitation(teachmeet, staff, other) -> Invitation:
    """Ann, who teaches at Elmstone and has no account, is asked to speak."""
    return invite_speaker(teachmeet, email=ANN, by=staff).invitation


def typed(**fields: Any) -> dict[str, str]:
    facts = {"speaker_name": "Ann Lee", "title": "The talking stick", "format": "nano",
             "minutes": "2"}  # fmt: skip
    return facts | fields


def accept(browse: Any, visitor: Any, invitation: Invitation, **fields: Any) -> Presentation:
    answer = browse(visitor).post(invitation.get_absolute_url(), typed(**fields))
    assert answer.status_code == 302, answer.context["form"].errors
    return Presentation.objects.latest("pk")


# --- Asking ---------------------------------------------------------------------------------


def test_whoever_runs_it_asks_and_the_letter_brings_the_link(
    browse, teachmeet, staff, other, run_tasks
):
    page = f"{teachmeet.get_absolute_url()}invitations/"
    client = browse(staff)
    assert "Nobody has been asked yet" in client.get(page).content.decode()
    assert client.post(page, {"email": f" {ANN.upper()} "}).url == page
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.school, invitation.invited_by) == (ANN, other, staff)
    text = client.get(page).content.decode()
    assert "The link is on its way to ann@elmstone.example" in text
    assert "No answer yet" in text
    run_tasks()
    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to) == ([ANN], [staff.email])
    assert invitation.get_absolute_url() in letter.body
    assert "Elmstone Hall School" in letter.body


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("ann@nowhere.example", "at a partner’s domain"),
        ("ann@sub.elmstone.example", "at a partner’s domain"),
        ("elmstone.example", "Type a whole address"),
        ("", "work email of a teacher"),
    ],
)
def test_an_address_that_is_no_partner_s_is_refused_beside_the_field(
    browse, teachmeet, staff, other, email, words
):
    answer = browse(staff).post(f"{teachmeet.get_absolute_url()}invitations/", {"email": email})
    assert words.lower() in answer.context["form"].errors["email"][0].lower()
    assert answer.context["form"]["email"].value() == email
    assert not Invitation.objects.exists()


def test_asking_twice_is_one_invitation_sent_again_but_not_at_once(
    browse, teachmeet, staff, invitation, run_tasks
):
    page = f"{teachmeet.get_absolute_url()}invitations/"
    browse(staff).post(page, {"email": ANN})
    assert "not sent again so soon" in browse(staff).post(page, {"email": ANN}, follow=True).text
    run_tasks()
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11), tick=False):
        answer = browse(staff).post(page, {"email": ANN}, follow=True)
        assert "the same link is sent once more" in answer.text
        run_tasks()
    assert len(mail.outbox) == 2
    assert mail.outbox[0].body == mail.outbox[1].body
    assert Invitation.objects.get() == invitation


def test_one_open_invitation_an_address_says_the_database_too(teachmeet, invitation, staff):
    again: dict[str, Any] = {"teachmeet": teachmeet, "school": invitation.school}
    with pytest.raises(IntegrityError, match="invitation_open_once"), transaction.atomic():
        Invitation.objects.create(email=ANN.upper(), invited_by=staff, **again)


def test_who_speaks_already_is_not_asked(teachmeet, staff, other_staff):
    offer_presentation(offer(teachmeet, other_staff))
    with pytest.raises(ValidationError, match="speaking already"):
        invite_speaker(teachmeet, email=other_staff.email, by=staff)
    assert not Invitation.objects.exists()


def test_nobody_is_asked_after_closing_or_beyond_the_limit(
    browse, teachmeet, staff, invitation, monkeypatch
):
    monkeypatch.setattr(Invitation, "MOST", 1)
    with pytest.raises(ValidationError, match="are open already"):
        invite_speaker(teachmeet, email="bo@elmstone.example", by=staff)
    page = f"{teachmeet.get_absolute_url()}invitations/"
    with time_machine.travel(teachmeet.starts_at, tick=False):
        answer = browse(staff).post(page, {"email": "bo@elmstone.example"})
        assert "Offers to speak have closed" in answer.content.decode()
    draft = make_teachmeet(staff, status="draft")
    page = f"{draft.get_absolute_url()}invitations/"
    assert browse(staff).get(page).url == draft.get_absolute_url()
    assert Invitation.objects.get() == invitation


def test_a_letter_about_what_has_ended_meanwhile_is_not_sent(teachmeet, invitation, run_tasks):
    revoke_invitation(invitation)
    run_tasks()
    assert mail.outbox == []


# --- The link -------------------------------------------------------------------------------


def test_by_the_link_a_talk_is_offered_without_an_account_or_a_cookie(
    browse, visitor, teachmeet, invitation, other
):
    client, link = browse(visitor), invitation.get_absolute_url()
    page = client.get(link)
    text = page.content.decode()
    assert "Elmstone Hall School" in text
    assert "csrfmiddlewaretoken" not in text
    assert page["X-Robots-Tag"] == "noindex"
    assert client.post(link, typed()).url == link
    talk = Presentation.objects.get()
    assert (talk.presenter, talk.speaker_name, talk.school) == (None, "Ann Lee", other)
    text = client.get(link).content.decode()
    assert "You are speaking" in text
    assert "Ann Lee, Elmstone Hall School" in client.get(teachmeet.get_absolute_url()).text
    assert not client.cookies
    invitation.refresh_from_db()
    assert (invitation.presentation, invitation.state_words) == (talk, "Speaking")


@pytest.mark.parametrize("token", ["1", "1.x", "x.y", "..", "%00"])
def test_a_link_that_is_not_ours_opens_nothing(browse, visitor, invitation, token):
    assert browse(visitor).get(f"/offers/{token}/").status_code == 404
    forged = invitation.token.replace(str(invitation.pk), str(invitation.pk + 1), 1)
    assert browse(visitor).post(f"/offers/{forged}/", typed()).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"speaker_name": ""}, "speaker_name"),
        ({"speaker_name": "x" * 81}, "speaker_name"),
        ({"format": "micro", "minutes": "9"}, "minutes"),
        ({"title": ""}, "title"),
        ({"beside_1": "nobody@oyster.example"}, "beside_1"),
    ],
)
def test_by_the_link_too_a_refusal_keeps_what_was_typed(browse, visitor, invitation, wrong, field):
    form = typed(**wrong)
    answer = browse(visitor).post(invitation.get_absolute_url(), form)
    assert list(answer.context["form"].errors) == [field]
    assert all(answer.context["form"][name].value() == value for name, value in form.items())
    assert "Set-Cookie" not in answer.headers
    assert not Presentation.objects.exists()


def test_the_link_is_good_for_one_talk_sent_twice_or_typed_anew(
    browse, visitor, teachmeet, invitation
):
    link = invitation.get_absolute_url()
    submission = str(browse(visitor).get(link).context["form"]["submission"].value())
    for _ in range(2):
        assert browse(visitor).post(link, typed(submission=submission)).status_code == 302
    assert Presentation.objects.count() == 1
    second = Presentation(teachmeet=teachmeet, speaker_name="Ann Lee", title="Another",
                          format="nano", minutes=1)  # fmt: skip
    with pytest.raises(ValidationError, match="used or revoked"):
        offer_presentation(second, invitation=invitation)
    assert Presentation.objects.count() == 1


def test_by_the_link_the_talk_is_changed_until_offers_close_and_withdrawn_until_the_start(
    browse, visitor, staff, other
):
    closing = timezone.now().replace(microsecond=0) + dt.timedelta(days=3)
    teachmeet = make_teachmeet(staff, offers_close_at=closing)
    invitation = invite_speaker(teachmeet, email=ANN, by=staff).invitation
    talk = accept(browse, visitor, invitation)
    client, link = browse(visitor), invitation.get_absolute_url()
    client.post(link, typed(title="The listening stick", speaker_name="Ann Lee-Moss"))
    talk.refresh_from_db()
    assert (talk.title, talk.speaker) == ("The listening stick", "Ann Lee-Moss")
    with time_machine.travel(closing, tick=False):
        assert client.get(link).context["form"] is None
        refused = client.post(link, typed(title="Too late"))
        assert "It can no longer be changed here" in refused.text
        assert 'value="Too late"' in refused.text
        assert client.post(f"{link}withdraw/").url == link
        text = client.get(link).text
    assert "Your talk is withdrawn" in text
    teachmeet.refresh_from_db()
    invitation.refresh_from_db()
    assert (teachmeet.minutes_taken, invitation.state_words) == (0, "Talk withdrawn")
    refused = client.post(link, typed())  # used up
    assert "used or revoked" in refused.text
    assert Presentation.objects.count() == 1


def test_a_revoked_link_is_dead_and_asking_again_sends_another(
    browse, visitor, teachmeet, staff, invitation
):
    path = f"{teachmeet.get_absolute_url()}invitations/{invitation.pk}/revoke/"
    for _ in range(2):
        assert browse(staff).post(path).status_code == 302
    link = invitation.get_absolute_url()
    assert "This link has been revoked" in browse(visitor).get(link).text
    assert browse(visitor).post(link, typed()).status_code == 200
    assert not Presentation.objects.exists()
    another = invite_speaker(teachmeet, email=ANN, by=staff)
    assert not another.again
    accept(browse, visitor, another.invitation)
    assert browse(visitor).post(link, typed()).status_code == 200
    assert Presentation.objects.count() == 1


def test_a_talk_stays_when_its_link_is_revoked(browse, visitor, teachmeet, staff, invitation):
    talk = accept(browse, visitor, invitation)
    path = f"{teachmeet.get_absolute_url()}invitations/{invitation.pk}/revoke/"
    assert "Their talk stays" in browse(staff).post(path, follow=True).text
    browse(visitor).post(f"{invitation.get_absolute_url()}withdraw/")
    browse(visitor).post(invitation.get_absolute_url(), typed(title="Changed"))
    talk.refresh_from_db()
    assert (talk.withdrawn_at, talk.title) == (None, "The talking stick")
    with pytest.raises(ValidationError, match="speaking already"):
        invite_speaker(teachmeet, email=ANN, by=staff)


@pytest.mark.parametrize("moment", ["start", "cancelled"])
def test_links_end_at_the_start_and_with_the_teachmeet(
    browse, visitor, teachmeet, invitation, moment
):
    link = invitation.get_absolute_url()
    at = teachmeet.starts_at if moment == "start" else timezone.now()
    if moment == "cancelled":
        cancel_activity(teachmeet, reason="Snow on the hills.")
    with time_machine.travel(at, tick=False):
        page = browse(visitor).get(link)
        assert page.context["form"] is None
        title = {"start": "This has been and gone", "cancelled": "It is cancelled"}[moment]
        assert title in page.text
        assert browse(visitor).post(link, typed()).status_code == 200
    assert not Presentation.objects.exists()


def test_the_talk_waits_in_line_like_every_other_and_may_not_overfill(
    browse, visitor, staff, other_staff, other
):
    teachmeet = make_teachmeet(staff, slot_minutes=10)
    invitation = invite_speaker(teachmeet, email=ANN, by=staff).invitation
    first = offer_presentation(offer(teachmeet, other_staff, minutes=7))
    draw_running_order(teachmeet, by=staff)
    link = invitation.get_absolute_url()
    refused = browse(visitor).post(link, typed(format="micro", minutes="3"))
    assert "One speaking minute is left" in refused.text
    talk = accept(browse, visitor, invitation, minutes="1")
    assert list(teachmeet.presentations.in_order()) == [first, talk]


# --- Whose talk it is -----------------------------------------------------------------------


def test_who_has_an_account_finds_the_talk_under_their_own_name(
    browse, visitor, teachmeet, staff, other_staff
):
    invitation = invite_speaker(teachmeet, email=other_staff.email, by=staff).invitation
    page = browse(visitor).get(invitation.get_absolute_url())
    assert "speaker_name" not in page.context["form"].fields
    talk = accept(browse, visitor, invitation, speaker_name="Somebody Else")
    assert (talk.presenter, talk.speaker_name) == (other_staff, "")
    path = f"{teachmeet.get_absolute_url()}presentations/{talk.pk}/edit/"
    assert browse(other_staff).get(path).status_code == 200


def test_who_gets_an_account_later_finds_the_talk_under_their_own_name(
    browse, visitor, teachmeet, invitation, other
):
    talk = accept(browse, visitor, invitation)
    ann = make_staff(other, name="Ann Lee", email=ANN, approved=False)
    talk.refresh_from_db()
    assert talk.presenter is None  # pupils can share the domain: the coordinator answers first
    ann.approved_at = timezone.now()
    ann.save(update_fields=["approved_at"])
    talk.refresh_from_db()
    assert talk.is_given_by(ann)
    assert talk.speaker_name == ""
    assert teachmeet.is_attended_by(ann)
    path = f"{teachmeet.get_absolute_url()}presentations/{talk.pk}/withdraw/"
    assert browse(ann).post(path).status_code == 302
    invitation.refresh_from_db()
    assert invitation.ended_at is not None


def test_a_micro_of_their_own_is_not_doubled_by_an_account(
    browse, visitor, teachmeet, invitation, other
):
    talk = accept(browse, visitor, invitation, format="micro", minutes="5")
    ann = make_staff(other, email="other-address@elmstone.example")
    offer_presentation(offer(teachmeet, ann))
    ann.email = ANN
    ann.save(update_fields=["email"])
    talk.refresh_from_db()
    assert (talk.presenter, talk.speaker_name) == (None, "Ann Lee")


def test_who_spoke_by_link_is_told_of_a_cancellation_and_counts_for_their_school(
    browse, visitor, teachmeet, staff, host, other, invitation, run_tasks
):
    talk = accept(browse, visitor, invitation)
    run_tasks()
    mail.outbox.clear()
    browse(staff).post(f"{teachmeet.get_absolute_url()}cancel/", {"reason": "Snow"})
    run_tasks()
    assert {address for letter in mail.outbox for address in letter.to} == {staff.email, ANN}
    evening = make_teachmeet(staff, mode="online", venue=None, remote_link="https://x.example/")
    invitation = invite_speaker(evening, email=ANN, by=staff).invitation
    talk = accept(browse, visitor, invitation)
    with time_machine.travel(evening.ends_at, tick=False):
        both = [Came(host, {}, 4), Came(other, {}, 4)]
        confirm_teachmeet(evening, came=both, delivered=[talk.pk], by=staff)
    exchange = Exchange.objects.get()
    assert (exchange.giver, exchange.receiver, exchange.minutes) == (other, host, 8)


def test_the_administration_shows_invitations_and_speakers_without_accounts(
    browse, visitor, administrator, teachmeet, invitation
):
    talk = accept(browse, visitor, invitation)
    client = browse(administrator)
    page = client.get(f"/admin/cpd/teachmeet/{teachmeet.pk}/change/").content.decode()
    assert ANN in page
    assert "Ann Lee, Elmstone Hall School" in page
    assert "Ann Lee" in client.get("/admin/cpd/presentation/?q=ann+lee").content.decode()
    assert client.get(f"/admin/cpd/presentation/{talk.pk}/change/").status_code == 200


def test_a_host_withdraws_a_talk_and_its_link_is_used_up(browse, visitor, teachmeet, invitation):
    talk = accept(browse, visitor, invitation)
    withdraw_presentation(talk)
    invitation.refresh_from_db()
    assert not invitation.is_live
    assert "Your talk is withdrawn" in browse(visitor).get(invitation.get_absolute_url()).text


def test_who_has_left_is_neither_asked_nor_let_in(browse, visitor, teachmeet, staff, other):
    ann = make_staff(other, email=ANN)
    invitation = invite_speaker(teachmeet, email=ANN, by=staff).invitation
    assert browse(visitor).get(invitation.get_absolute_url()).status_code == 200
    ann.is_active = False
    ann.save(update_fields=["is_active"])
    assert browse(visitor).get(invitation.get_absolute_url()).status_code == 404
    revoke_invitation(invitation)
    with pytest.raises(ValidationError, match="left the partnership"):
        invite_speaker(teachmeet, email=ANN, by=staff)


def test_a_link_tells_nobody_who_has_an_account(browse, visitor, invitation, other_staff, staff):
    client, page = browse(visitor), invitation.get_absolute_url()
    answers = [
        client.post(page, typed(beside_1=email)).context["form"].errors["beside_1"]
        for email in (other_staff.email, "nobody@elmstone.example")
    ]
    assert answers[0] == answers[1]
    assert "Type their name" in answers[0][0]
    talk = accept(browse, visitor, invitation, beside_1="Joe Day", beside_1_school=staff.school_id)
    assert talk.co_presenters.get().name == "Joe Day"
    # Whom the host has named since stays that colleague, and their address is not shown.
    talk.co_presenters.update(person=other_staff, name="", school=other_staff.school)
    page_again = client.get(page)
    assert other_staff.email not in page_again.content.decode()
    form = page_again.context["form"]
    sent = {name: str(form[name].value() or "") for name in form.fields if name != "may_stream"}
    assert client.post(page, sent | {"title": "Another"}).status_code == 302
    assert talk.co_presenters.get().person == other_staff


@pytest.mark.parametrize(("length", "becomes_theirs"), [("nano", True), ("micro", False)])
def test_a_nano_by_link_comes_on_top_of_a_micro_given_with_others(
    browse, visitor, teachmeet, staff, other, invitation, length, becomes_theirs
):
    minutes = {"nano": "2", "micro": "5"}[length]
    talk = accept(browse, visitor, invitation, format=length, minutes=minutes)
    ann = make_staff(other, email=ANN, approved=False)
    shared = offer_presentation(offer(teachmeet, staff))
    shared.co_presenters.create(number=1, person=ann, school=other)
    ann.approved_at = timezone.now()
    ann.save(update_fields=["approved_at"])
    talk.refresh_from_db()
    assert (talk.presenter == ann) is becomes_theirs
