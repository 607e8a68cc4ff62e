"""What goes out with every page: no cookie for visitors, a strict policy, and honest refusals."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from schools.models import StaffMember
from tests.conftest import Programme

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = [
    "/", "/about/", "/privacy/", "/accessibility/", "/cookies/", "/contact/", "/concern/",
    "/search/", "/search/?q=debating", "/healthz", "/magazine/", "/schools/", "/schools/wantsum/",
    "/whats-on/", "/whats-on/?category=cultural&year=nonsense", "/whats-on/2026/11/",
    "/whats-on.ics", "/cpd/", "/cpd/teachmeets/", "/cpd/teachmeets/history/?q=maps",
    "/activities/debating-for-beginners/",
    "/activities/debating-for-beginners/calendar.ics",
    "/activities/debating-for-beginners/cover.svg", "/activities/teachmeet-revision-that-sticks/",
    "/activities/carol-concert/", "/activities/beach-cleaning/", "/activities/no-such-thing/",
    "/activities/unfinished-plans/", "/no/such/page/", "/home/", "/admin/", "/account/inactive/",
    "/account/confirm-email/", "/account/password/reset/done/", "/performances/",
    "/competitions/", "/for/", "/for/year-7/", "/for/wantsum/", "/for/wantsum/year-7/",
    "/for/wantsum/calendar.ics",
]  # fmt: skip
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
ALL = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("path", PUBLIC)
def test_visitors_get_no_cookie(path: str, programme: Programme) -> None:
    client = Client()
    response = client.get(path)
    assert response.status_code < 500 or path == "/healthz"
    assert not response.cookies
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", PUBLIC)
def test_every_page_goes_out_with_the_strict_policy(path: str, programme: Programme) -> None:
    response = Client().get(path)
    assert {name: response.headers.get(name) for name in ALL} == ALL


def test_pages_of_staff_and_the_administration_have_the_same_policy(
    programme: Programme, administrator: StaffMember, client: Client
) -> None:
    client.force_login(administrator)
    for path in ("/home/", "/activities/new/", "/ledger/", "/admin/", "/account/profile/"):
        response = client.get(path)
        assert response.status_code == 200
        assert {name: response.headers.get(name) for name in ALL} == ALL


@pytest.mark.parametrize("path", ["/", "/whats-on/", "/schools/", "/activities/carol-concert/"])
def test_what_differs_by_reader_says_so(
    path: str, programme: Programme, staff: StaffMember, client: Client
) -> None:
    """So that nothing between us and the reader hands one person's page to another."""
    assert "Cookie" in client.get(path)["Vary"]
    client.force_login(staff)
    assert "Cookie" in client.get(path)["Vary"]


def test_signing_in_sets_two_cookies_that_scripts_and_others_cannot_read(
    staff: StaffMember, client: Client
) -> None:
    client.get("/account/login/")
    client.post("/account/login/", {"login": staff.email, "password": "equal-footing"})
    client.get("/home/")
    assert set(client.cookies) == {"sessionid", "csrftoken"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_the_page_about_cookies_names_those_that_are_set(client: Client, db: None) -> None:
    text = client.get("/cookies/").content.decode()
    assert "sessionid" in text
    assert "csrftoken" in text


@pytest.mark.parametrize("path", PUBLIC)
def test_pages_name_no_other_host_and_hold_no_inline_style_or_script(
    path: str, programme: Programme, client: Client
) -> None:
    response = client.get(path)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    text = response.content.decode()
    assert not re.findall(r'(?:src|srcset|action)="(?:https?:)?//', text)
    assert not re.findall(r"<link[^>]+href=\"(?:https?:)?//", text)
    assert not re.findall(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert all(" alt=" in tag for tag in re.findall(r"<img[^>]*>", text))


# --- Under https ------------------------------------------------------------------------------

ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
secure = Client().get("/healthz", secure=True, headers={"host": "portal.example"})
plain = Client().get("/home/", headers={"host": "portal.example"})
print(json.dumps({
    "hsts": secure.headers.get("Strict-Transport-Security"),
    "plain": [plain.status_code, plain.headers.get("Location")],
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
}))
"""


def test_under_https_everything_is_https() -> None:
    """With an https address the portal sends everybody there, for a year, and its cookies too."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "ekst.settings",
        "BASE_URL": "https://portal.example",
        "ALLOWED_HOSTS": "portal.example",
    }
    asked = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(asked.stdout) == {
        "hsts": "max-age=31536000; includeSubDomains; preload",
        "plain": [301, "https://portal.example/home/"],
        "cookies": [True, True],
    }


def test_under_http_nothing_promises_https(client: Client, db: None) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers


# --- Refusals ---------------------------------------------------------------------------------


def in_the_look(response: Any) -> str:
    text: str = response.content.decode()
    assert 'class="masthead deep"' in text
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert "Traceback" not in text
    assert "Django" not in text
    return text


def test_a_page_that_is_not_there(client: Client, db: None) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "There is no page here" in in_the_look(response)


def test_a_page_for_others(programme: Programme, other_staff: StaffMember, client: Client) -> None:
    client.force_login(other_staff)
    response = client.get("/activities/debating-for-beginners/edit/")
    assert response.status_code == 403
    assert "This page is for others" in in_the_look(response)


def test_what_one_may_not_know_of_looks_like_nothing(
    programme: Programme, other_staff: StaffMember, client: Client
) -> None:
    client.force_login(other_staff)
    there = client.get("/activities/unfinished-plans/")
    nowhere = client.get("/activities/never-was-there/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


def test_a_form_that_has_grown_old(staff: StaffMember) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    response = client.post("/account/profile/")
    assert response.status_code == 403
    in_the_look(response)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_args: object) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr("ekst.views.public.next_talk", break_down)


def test_a_fault_of_ours(
    broken: None, caplog: pytest.LogCaptureFixture, browse: Callable[..., Client],
    staff: StaffMember, visitor: object,
) -> None:  # fmt: skip
    for person in (visitor, staff):
        client = browse(person)
        client.raise_request_exception = False
        response = client.get("/")
        assert response.status_code == 500
        text = in_the_look(response)
        assert "Something went wrong here" in text
        assert "a secret of the house" not in text
        assert not response.cookies
        assert {name: response.headers.get(name) for name in ALL} == ALL
    assert "a secret of the house" in caplog.text


def test_a_host_that_is_not_ours(client: Client, db: None) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "Traceback" not in response.content.decode()


@pytest.mark.parametrize("path", ["/whats-on", "/schools/wantsum", "/home"])
def test_an_address_without_its_last_stroke_leads_on(
    path: str, programme: Programme, client: Client
) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, f"{path}/")


def test_pages_of_members_are_kept_by_no_cache_on_the_way(browse, staff, visitor):
    assert "private" in browse(staff).get("/whats-on/")["Cache-Control"]
    assert "private" not in browse(visitor).get("/whats-on/").get("Cache-Control", "")
