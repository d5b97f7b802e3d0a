"""The package of the product as it is shipped, made once."""

import io
import zipfile

import pytest

from indices.catalogue import current_catalogue
from indices.open_data.archive import Archive
from indices.open_data.database import database
from indices.open_data.moment import Moment


@pytest.fixture(scope="session")
def shipped(django_db_setup, django_db_blocker) -> bytes:
    with django_db_blocker.unblock():
        return Archive(Moment.now(current_catalogue())).content()


@pytest.fixture
def package(shipped) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(shipped))


@pytest.fixture(scope="session")
def shipped_database(django_db_setup, django_db_blocker) -> bytes:
    with django_db_blocker.unblock():
        return database(Moment.now(current_catalogue()))
