import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connections

from reform_portal.backups.restoring import Restoration
from reform_portal.backups.writing import Written, back_up
from tests.reform_portal.backups.databases import as_default, empty_database


@pytest.fixture(scope="session")
def backed_up(django_db_setup, django_db_blocker, tmp_path_factory) -> Written:
    """A backup of the product as it is shipped."""
    with django_db_blocker.unblock():
        return back_up(tmp_path_factory.mktemp("shipped"))


@pytest.fixture
def empty(db, tmp_path):
    """The alias of an empty database."""
    with empty_database(tmp_path) as alias:
        yield alias


@pytest.fixture
def portal(backed_up, empty):
    """The product as it is shipped, in a database of its own that the portal works with; everything is committed."""
    Restoration.of(backed_up.backup, empty).carry_out()
    with as_default(connections[empty]):
        yield connections["default"]
    cache.clear()


@pytest.fixture(scope="session")
def kept_database(backed_up, django_db_blocker, tmp_path_factory):
    """The alias of such a database that the tests share."""
    with django_db_blocker.unblock(), empty_database(tmp_path_factory.mktemp("kept")) as alias:
        Restoration.of(backed_up.backup, alias).carry_out()
        yield alias


@pytest.fixture
def unchanged(kept_database, db):
    """The portal in it, for tests that write nothing into it."""
    with as_default(connections[kept_database]):
        yield connections["default"]


@pytest.fixture
def editor(portal):
    return get_user_model().objects.create_superuser("editor")
