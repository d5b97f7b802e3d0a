"""A real Chromium, and people who are signed in to it."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from reform_portal import roles

# Playwright runs an event loop in the thread of the test, and Django takes that for a view that must not block.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)


@pytest.fixture(autouse=True)
def opening_content(transactional_db):
    """The server of a test sees what is committed, and the test before left nothing."""
    call_command("load_published", verbosity=0)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser) -> Page:
    """A phone that nobody is signed in on."""
    return browser.new_page(viewport={"width": 375, "height": 800})


@pytest.fixture
def person(browser, live_server) -> Callable[[str, roles.Role], Page]:
    """A browser of an account of a role; the account stands at the page as `official`."""

    def signed_in(name: str, role: roles.Role) -> Page:
        user = get_user_model().objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=role.name))
        client = Client()
        client.force_login(user)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Asia/Ho_Chi_Minh")
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([session])
        opened = context.new_page()
        opened.official = user
        return opened

    return signed_in
