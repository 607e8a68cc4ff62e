"""One Chromium for each worker, and a portal that it can reach."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from schools.models import StaffMember
from tests.builders import PASSWORD
from tests.conftest import CHROMIUM

type Somebody = StaffMember | AnonymousUser
type Open = Callable[..., BrowserContext]

PATIENCE = 10_000  # milliseconds, on a busy machine


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """What a test makes is there for the server's threads too: before any other fixture of its."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps a loop in this thread, in which Django would refuse to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_as(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """A window of somebody: signed in already, or without any cookie for a visitor."""
    contexts = []

    def window(person: Somebody | None = None, **options: Any) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if isinstance(person, StaffMember):
            client = Client()
            client.force_login(person)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
        return context

    yield window
    for context in contexts:
        context.close()


def sign_in(context: BrowserContext, person: StaffMember) -> Page:
    """Sign in as people do, from the home page."""
    page = context.new_page()
    page.goto("/account/login/")
    page.get_by_label("Work email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What needs you")
    return page
