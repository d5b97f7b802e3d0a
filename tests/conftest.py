"""The cast: the opening content, loaded once, and names for the units and editions that tests speak of."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command

from indices.models import Edition
from provinces.models import BEGINNING, Source, Unit
from tests import shipped

FIRST_OF_34 = date(2025, 7, 1)
# Fixtures of pytest-django through which a test comes to a database.
ASKING = {"db", "transactional_db"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what asks a database: `make test` runs all on one and this again on the other."""
    for item in items:
        if item.get_closest_marker("django_db") or ASKING.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test finds the product as it is shipped; what a test changes is rolled back."""
    with django_db_blocker.unblock():
        call_command("load_published", verbosity=0)


@pytest.fixture(autouse=True)
def no_page_is_kept_from_another_test():
    cache.clear()


@pytest.fixture(autouse=True)
def nothing_is_believed_for_a_moment(settings):
    """Tests look at once at what they have written."""
    settings.STATE_BELIEVED_SECONDS = 0


@pytest.fixture(autouse=True)
def a_slow_machine_is_no_fault(settings):
    """A connection outlives the requests of a test and keeps the limit of the last one. A workbook has its time."""
    settings.IMPORT_CHILD_SECONDS = 300
    settings.DATABASE_PUBLIC_SECONDS = settings.DATABASE_OFFICIAL_SECONDS = 600


@pytest.fixture(autouse=True)
def what_is_slow_on_purpose_or_once_for_a_process_is_quick(settings):
    """Passwords are slow to guess, and each client of a test would look for all static files anew."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def kept_rows(django_db_setup, django_db_blocker):
    """The product as the first test that commits has found it."""
    with django_db_blocker.unblock():
        return shipped.keep()


@pytest.fixture
def loaded_anew(kept_rows, django_db_blocker):
    """After the test, and after everything was flushed, the product is there again."""
    yield
    with django_db_blocker.unblock():
        shipped.put_back(kept_rows)


@pytest.fixture
def committed(loaded_anew, transactional_db):
    """A test whose threads see each other's writes: nothing is rolled back."""


def province(code: str, begins_on: date = BEGINNING) -> Unit:
    return Unit.objects.get(kind="province", code=code, begins_on=begins_on)


@pytest.fixture
def ben_tre(db):
    return province("83")


@pytest.fixture
def vinh_long_before(db):
    return province("86")


@pytest.fixture
def vinh_long_after(db):
    return province("86", FIRST_OF_34)


@pytest.fixture
def sipas_2020(db):
    return Edition.objects.published().get(index__code="sipas", year=2020)


@pytest.fixture
def par_index_2020(db):
    return Edition.objects.published().get(index__code="par-index", year=2020)


@pytest.fixture
def article(db):
    """The founding text."""
    return Source.objects.get(code="bao-hoang-lam-2021")


@pytest.fixture
def editor(db):
    """An account that may enter everything by sheets, and nothing else."""
    return get_user_model().objects.create_superuser("editor")


@pytest.fixture
def approver(db):
    return get_user_model().objects.create_user("approver")
