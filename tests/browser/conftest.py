"""A real Chromium, and people who are signed in to it."""

import os
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from reform_portal import roles
from tests.browser import serving
from tests.browser.chromium import launched

# Playwright runs an event loop in the thread of the test, and Django takes that for a view that must not block.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


class ByPage(LoadScopeScheduling):
    """Of two processes each takes whole files, and of the scans all of one page: it is opened once."""

    def _split_scope(self, nodeid: str) -> str:
        path, _, test = nodeid.partition("::")
        page = test.partition("[")[2].rstrip("]").partition("-")[0] if path.endswith("test_pages.py") else ""
        return f"{path} {page}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log) -> ByPage:
    return ByPage(config, log)


@pytest.fixture(scope="session")
def portal() -> Iterator[str]:
    """The address of a portal that nobody writes to: for everything that only looks."""
    with serving.portal() as address:
        yield address


@pytest.fixture(scope="session")
def shipped(django_db_setup, django_db_blocker) -> sqlite3.Connection:
    """The whole database as it is shipped, copied once."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    with django_db_blocker.unblock():
        connection.ensure_connection()
        connection.connection.backup(copy)
    return copy


@pytest.fixture(autouse=True)
def opening_content(request) -> None:
    """A server inside the tests sees what is committed, and nothing of what the test before wrote or flushed."""
    if "live_server" in request.fixturenames:
        shipped = request.getfixturevalue("shipped")
        request.getfixturevalue("transactional_db")
        shipped.backup(connection.connection)
        cache.clear()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright) -> Iterator[Browser]:
    with launched(playwright) as chromium:
        yield chromium


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A phone that nobody is signed in on."""
    opened = browser.new_page(viewport={"width": 375, "height": 800})
    yield opened
    opened.context.close()


@pytest.fixture
def person(browser, live_server) -> Iterator[Callable[[str, roles.Role], Page]]:
    """A browser of an account of a role; the account stands at the page as `official`."""
    contexts = []

    def signed_in(who: str, role: roles.Role) -> Page:
        user = get_user_model().objects.create_user(who, is_staff=True)
        user.groups.add(Group.objects.get(name=role.name))
        client = Client()
        client.force_login(user)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Asia/Ho_Chi_Minh")
        name = settings.SESSION_COOKIE_NAME
        session = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        context.add_cookies([session])
        contexts.append(context)
        opened = context.new_page()
        opened.official = user
        return opened

    yield signed_in
    for context in contexts:
        context.close()
