"""Accounts: asking for one, showing that the email is yours, the coordinator's answer, leaving."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from schools.models import EmailDomain, School, StaffMember
from tests.builders import PASSWORD, make_staff

DETAILS = {"name": "Noor Rahman", "job_title": "Teacher of music", "password1": "tide-table-47"}
LINK = re.compile(r"https?://\S+")


def sign_up(client: Client, email: str, **details: str) -> Any:
    return client.post("/account/signup/", DETAILS | {"email": email} | details)


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


def link_in(message: mail.EmailMessage) -> str:
    """The path of the first link in a letter."""
    link = LINK.search(str(message.body))
    assert link
    return link[0].partition("//")[2].partition("/")[2]


# --- Asking for an account --------------------------------------------------------------------


def test_a_colleague_asks_verifies_waits_and_is_approved(
    coordinator: StaffMember, client: Client, run_tasks: Callable[[], Any]
) -> None:
    response = sign_up(client, "n.rahman@wantsum.example")
    assert response.status_code == 302
    assert response["Location"] == "/account/confirm-email/"
    noor = StaffMember.objects.get(email="n.rahman@wantsum.example")
    assert noor.school == coordinator.school
    assert (noor.name, noor.job_title) == ("Noor Rahman", "Teacher of music")
    assert (noor.approved_at, noor.roles) == (None, [])

    # Before the email is verified the account opens nothing, and waits on nobody's list.
    assert client.get("/home/").status_code == 302
    desk = Client()
    desk.force_login(coordinator)
    assert "Noor Rahman" not in desk.get("/home/").content.decode()

    (letter,) = mail.outbox
    assert letter.to == ["n.rahman@wantsum.example"]
    link = "/" + link_in(letter)
    assert client.get(link).status_code == 200
    assert not StaffMember.objects.waiting().exists()  # reading the page confirms nothing
    client.post(link)
    assert StaffMember.objects.waiting().get() == noor

    assert sign_in(client, noor.email, DETAILS["password1"]).status_code == 302
    assert client.get("/home/")["Location"] == "/account/waiting/"

    assert "Approve a new colleague: Noor Rahman" in desk.get("/home/").content.decode()
    desk.post(f"/home/colleagues/{noor.pk}/", {"answer": "approve"})
    noor.refresh_from_db()
    assert noor.is_approved
    assert noor.approved_by == coordinator
    assert client.get("/home/").status_code == 200

    mail.outbox.clear()
    run_tasks()
    (letter,) = mail.outbox
    assert letter.to == ["n.rahman@wantsum.example"]
    assert letter.subject == "Your account is open"


@pytest.mark.parametrize(
    "email",
    [
        "n.rahman@gmail.com",
        "n.rahman@pupils.wantsum.example",
        "n.rahman@wantsum.example.org",
        "n.rahman@notwantsum.example",
        "n.rahman@wantsum",
        "wantsum.example",
        '"n@wantsum.example"@evil.example',
        "n.rahman@wantsum.example,n@evil.example",
        "n.rahman@wantsum.example\n",
        "",
    ],
)
def test_only_a_partners_domain_may_ask(email: str, host: School, client: Client) -> None:
    response = sign_up(client, email.replace("\n", "@evil.example\n"))
    assert response.status_code == 200
    assert 'class="error"' in response.content.decode()
    assert not StaffMember.objects.exists()
    assert not mail.outbox


def test_what_was_typed_is_kept_when_the_address_is_refused(host: School, client: Client) -> None:
    text = sign_up(client, "n.rahman@gmail.com").content.decode()
    assert "Noor Rahman" in text
    assert "not at the domain of any partner" in text
    assert DETAILS["password1"] not in text


def test_capitals_in_an_address_make_no_second_account(staff: StaffMember, client: Client) -> None:
    sign_up(client, "STAFF@Wantsum.Example")
    assert StaffMember.objects.count() == 1


def test_a_school_with_two_domains_is_found_by_either(host: School, client: Client) -> None:
    EmailDomain.objects.create(school=host, domain="wantsum-sixth.example")
    sign_up(client, "a@wantsum-sixth.example")
    assert StaffMember.objects.get().school == host


@pytest.mark.parametrize("password", ["short", "password1234", "n.rahman@wantsum"])
def test_a_weak_password_is_refused(password: str, host: School, client: Client) -> None:
    sign_up(client, "n.rahman@wantsum.example", password1=password)
    assert not StaffMember.objects.exists()


def test_nobody_signs_up_with_a_role_or_approved(host: School, client: Client) -> None:
    extra = {"roles": "administrator", "approved_at": "2026-01-01", "is_staff": "on", "school": "9"}
    sign_up(client, "n.rahman@wantsum.example", **extra)
    noor = StaffMember.objects.get()
    assert (noor.roles, noor.approved_at, noor.school) == ([], None, host)


def test_asking_does_not_tell_whether_an_address_has_an_account(
    staff: StaffMember, client: Client
) -> None:
    known = sign_up(client, staff.email)
    unknown = sign_up(Client(), "nobody@wantsum.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert StaffMember.objects.filter(email=staff.email).count() == 1
    to_the_known = [letter for letter in mail.outbox if letter.to == [staff.email]]
    assert "confirm-email" not in str(to_the_known[0].body)


# --- Waiting ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/home/", "/activities/new/", "/cpd/teachmeets/new/", "/ledger/", "/ledger/exchanges/",
     "/admin/", "/admin/review/"],
)  # fmt: skip
def test_whoever_waits_is_shown_where_they_stand(
    path: str, pending: StaffMember, client: Client
) -> None:
    client.force_login(pending)
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, "/account/waiting/")


def test_whoever_waits_reads_what_visitors_read(
    pending: StaffMember, programme: Any, client: Client
) -> None:
    client.force_login(pending)
    assert "Your coordinator answers next" in client.get("/account/waiting/").content.decode()
    text = client.get("/whats-on/").content.decode()
    assert programme.pupils.title in text
    assert programme.partners_only.title not in text
    assert "meet.example" not in client.get(programme.teachmeet.get_absolute_url()).content.decode()


def test_whoever_was_refused_is_told_so(
    pending: StaffMember, coordinator: StaffMember, client: Client, run_tasks: Callable[[], Any]
) -> None:
    desk = Client()
    desk.force_login(coordinator)
    desk.post(f"/home/colleagues/{pending.pk}/", {"answer": "refuse"})
    run_tasks()
    (letter,) = mail.outbox
    assert letter.subject == "Your account was not approved"
    assert host_mailbox(pending) in str(letter.body)
    client.force_login(pending)
    assert client.get("/home/")["Location"] == "/account/waiting/"
    assert "said no" in client.get("/account/waiting/").content.decode()


def host_mailbox(person: StaffMember) -> str:
    return person.school.coordinator_mailbox


# --- The answer -------------------------------------------------------------------------------


def test_a_coordinator_answers_for_their_own_school_only(
    pending: StaffMember, other_coordinator: StaffMember, client: Client
) -> None:
    client.force_login(other_coordinator)
    assert "Sam Newing" not in client.get("/home/").content.decode()
    response = client.post(f"/home/colleagues/{pending.pk}/", {"answer": "approve"})
    assert response.status_code == 403
    pending.refresh_from_db()
    assert pending.approved_at is None


def test_a_coordinator_is_told_of_an_account_that_may_be_the_same_adult_s(
    coordinator: StaffMember, staff: StaffMember, host: School, client: Client
) -> None:
    make_staff(host, name="Noor Rahman", approved=False)
    client.force_login(coordinator)
    known = "Helen Marsh at Wantsum Academy already has an account of this name or address"
    assert "already has an account" not in client.get("/home/").content.decode()
    make_staff(host, name="helen marsh", approved=False)
    make_staff(host, name="H M", email="staff+two@wantsum.example", approved=False)
    assert client.get("/home/").content.decode().count(known) == 2


def test_an_administrator_answers_for_all(
    pending: StaffMember, administrator: StaffMember, client: Client
) -> None:
    client.force_login(administrator)
    assert "Sam Newing" in client.get("/home/").content.decode()
    client.post(f"/home/colleagues/{pending.pk}/", {"answer": "approve"})
    pending.refresh_from_db()
    assert pending.is_approved


def test_answering_twice_tells_them_once_and_the_first_answer_stands(
    pending: StaffMember, coordinator: StaffMember, client: Client, run_tasks: Callable[[], Any]
) -> None:
    client.force_login(coordinator)
    for answer in ("approve", "approve", "refuse"):
        assert client.post(f"/home/colleagues/{pending.pk}/", {"answer": answer}).status_code == 302
    run_tasks()
    assert len(mail.outbox) == 1
    pending.refresh_from_db()
    assert pending.is_approved
    assert pending.refused_at is None


@pytest.mark.parametrize("answer", ["", "maybe", "APPROVE"])
def test_an_answer_that_is_none_changes_nothing(
    answer: str, pending: StaffMember, coordinator: StaffMember, client: Client
) -> None:
    client.force_login(coordinator)
    response = client.post(f"/home/colleagues/{pending.pk}/", {"answer": answer}, follow=True)
    assert "Choose whether to approve or to refuse." in response.content.decode()
    pending.refresh_from_db()
    assert (pending.approved_at, pending.refused_at) == (None, None)


def test_nobody_approves_themselves(host: School, client: Client) -> None:
    hopeful = make_staff(host, "coordinator", approved=False)
    client.force_login(hopeful)
    client.post(f"/home/colleagues/{hopeful.pk}/", {"answer": "approve"})
    hopeful.refresh_from_db()
    assert hopeful.approved_at is None


# --- Leaving ----------------------------------------------------------------------------------


def test_a_leavers_access_ends_at_once_and_what_they_did_stays(
    staff: StaffMember, programme: Any, client: Client
) -> None:
    client.force_login(staff)
    assert client.get("/home/").status_code == 200
    staff.is_active = False
    staff.save()
    assert client.get("/home/")["Location"].startswith("/account/login/")
    assert client.get(programme.partners_only.get_absolute_url()).status_code == 404
    again = Client()
    sign_in(again, staff.email)
    assert again.get("/home/").status_code == 302
    assert programme.pupils.posted_by == staff


def test_a_role_that_ends_ends_at_once(coordinator: StaffMember, client: Client) -> None:
    client.force_login(coordinator)
    assert client.get("/ledger/").status_code == 200
    coordinator.roles = []
    coordinator.save()
    assert client.get("/ledger/").status_code == 403


# --- Signing in and out -----------------------------------------------------------------------


def test_signing_in_leads_to_what_needs_one(staff: StaffMember, client: Client) -> None:
    response = sign_in(client, "Staff@Wantsum.example")
    assert (response.status_code, response["Location"]) == (302, "/home/")


def test_signing_in_leads_on_to_where_one_was_going(staff: StaffMember, client: Client) -> None:
    where = client.get("/activities/new/")["Location"]
    assert where == "/account/login/?next=/activities/new/"
    text = client.get(where).content.decode()
    assert '<input type="hidden" name="next" value="/activities/new/"' in text
    details = {"login": staff.email, "password": PASSWORD, "next": "/activities/new/"}
    assert client.post("/account/login/", details)["Location"] == "/activities/new/"


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_signing_in_leads_nowhere_else(there: str, staff: StaffMember, client: Client) -> None:
    details = {"login": staff.email, "password": PASSWORD, "next": there}
    assert "evil" not in client.post("/account/login/", details)["Location"]


@pytest.mark.parametrize(
    ("email", "password"),
    [("staff@wantsum.example", "wrong"), ("nobody@wantsum.example", PASSWORD)],
)
def test_a_refused_sign_in_does_not_tell_which_was_wrong(
    email: str, password: str, staff: StaffMember, client: Client
) -> None:
    response = sign_in(client, email, password)
    text = response.content.decode()
    assert response.status_code == 200
    assert "data-takes-focus" in text
    errors = re.findall(r'<div class="errors".*?</div>', text, re.DOTALL)
    assert "That email and password do not belong together" in errors[0]


def test_signing_out_needs_a_press_and_leaves_no_session(
    staff: StaffMember, client: Client
) -> None:
    client.force_login(staff)
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/home/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/home/").status_code == 302


def test_a_form_without_its_token_is_refused(staff: StaffMember) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    for path in ("/activities/new/", "/account/profile/", "/account/logout/"):
        assert client.post(path).status_code == 403


# --- A new password ---------------------------------------------------------------------------


def test_asking_for_a_new_password_does_not_tell_whether_an_address_exists(
    staff: StaffMember, client: Client
) -> None:
    pages = []
    for email in (staff.email, "nobody@wantsum.example"):
        response = client.post("/account/password/reset/", {"email": email}, follow=True)
        assert response.redirect_chain == [("/account/password/reset/done/", 302)]
        pages.append(response.content)
    assert pages[0] == pages[1]
    elsewhere = client.post("/account/password/reset/", {"email": "nobody@evil.example"})
    assert "not at the domain of any partner" in elsewhere.content.decode()


def test_a_new_password_by_letter_works_once(staff: StaffMember, client: Client) -> None:
    client.post("/account/password/reset/", {"email": staff.email})
    (letter,) = mail.outbox
    assert letter.to == [staff.email]
    link = "/" + link_in(letter)
    new = {"password1": "marsh-harrier-8", "password2": "marsh-harrier-8"}
    form = client.get(link, follow=True)
    assert form.status_code == 200
    done = client.post(form.request["PATH_INFO"], new)
    assert done.status_code == 302
    fresh = Client()
    assert sign_in(fresh, staff.email, "marsh-harrier-8").status_code == 302
    assert fresh.get("/home/").status_code == 200
    assert sign_in(Client(), staff.email).status_code == 200
    used = Client().get(link, follow=True).content.decode()
    assert "password1" not in used


def test_a_leaver_gets_no_new_password(staff: StaffMember, client: Client) -> None:
    staff.is_active = False
    staff.save()
    client.post("/account/password/reset/", {"email": staff.email})
    assert not [letter for letter in mail.outbox if "password/reset/key" in str(letter.body)]


def test_letters_come_from_the_portal_and_name_its_address(
    staff: StaffMember, client: Client
) -> None:
    client.post("/account/password/reset/", {"email": staff.email})
    (letter,) = mail.outbox
    assert letter.from_email == "East Kent Schools Together <portal@ekst.example>"
    assert "[" not in letter.subject
    assert "example.com" not in str(letter.body)


# --- Your account -----------------------------------------------------------------------------


def test_profile_changes_one_s_own_name_and_job_and_nothing_else(
    staff: StaffMember, client: Client
) -> None:
    client.force_login(staff)
    sent = {"name": "Helen Marsh-Reed", "job_title": "Head of history", "email": "x@evil.example",
            "roles": "administrator", "school": "1", "is_active": ""}  # fmt: skip
    assert client.post("/account/profile/", sent)["Location"] == "/account/profile/"
    staff.refresh_from_db()
    assert (staff.name, staff.job_title) == ("Helen Marsh-Reed", "Head of history")
    assert (staff.email, staff.roles, staff.is_active) == ("staff@wantsum.example", [], True)


def test_profile_keeps_what_was_typed_when_it_is_refused(
    staff: StaffMember, client: Client
) -> None:
    client.force_login(staff)
    text = client.post("/account/profile/", {"name": "", "job_title": "Head"}).content.decode()
    assert "data-takes-focus" in text
    assert 'value="Head"' in text
    staff.refresh_from_db()
    assert staff.name == "Helen Marsh"


@pytest.mark.parametrize("email", ["new@wantsum.example", "new@elmstone.example", "x@evil.example"])
def test_an_account_keeps_its_one_address(
    email: str, staff: StaffMember, other: School, client: Client
) -> None:
    client.force_login(staff)
    client.post("/account/email/", {"email": email, "action_add": ""})
    client.post("/account/email/", {"email": staff.email, "action_remove": ""})
    found = EmailAddress.objects.filter(user=staff)
    addresses = found.values_list("email", "verified", "primary")
    assert list(addresses) == [(staff.email, True, True)]


def test_changing_the_password_asks_for_the_old_one(staff: StaffMember, client: Client) -> None:
    client.force_login(staff)
    new = {"password1": "marsh-harrier-8", "password2": "marsh-harrier-8"}
    client.post("/account/password/change/", new | {"oldpassword": "wrong"})
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)
    client.post("/account/password/change/", new | {"oldpassword": PASSWORD})
    staff.refresh_from_db()
    assert staff.check_password("marsh-harrier-8")
    assert client.get("/home/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/account/login/", "/account/signup/", "/account/password/reset/", "/account/inactive/",
     "/account/confirm-email/", "/account/confirm-email/no-such-key/",
     "/account/password/reset/done/", "/account/password/reset/key/1-no-such-key/",
     "/account/password/reset/key/done/"],
)  # fmt: skip
def test_pages_of_accounts_have_the_portal_s_look(path: str, db: None, client: Client) -> None:
    text = client.get(path).content.decode()
    assert 'class="masthead deep"' in text
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert "form.as_p" not in text


def test_someone_approved_is_not_kept_waiting(staff: StaffMember, client: Client) -> None:
    client.force_login(staff)
    assert client.get("/account/waiting/")["Location"] == "/home/"
    assert staff.approved_at
    assert staff.approved_at <= timezone.now()


def test_a_second_click_on_sign_in_leads_where_the_first_one_did(staff: StaffMember) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    answer = client.post("/account/login/", {"login": staff.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    assert client.post("/account/profile/", {"name": "Somebody"}).status_code == 403
