"""Databases, processes and the production recipe that faults are done to. No test here uses Django's own database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.faults import databases, recipe
from tests.faults.databases import Files, Postgres
from tests.faults.recipe import Recipe
from tests.faults.workers import Workers

FAULT_SECONDS = int(os.environ.get("FAULT_SECONDS", "5"))


class ByWhatTheyShare(LoadScopeScheduling):
    """Each process has a recipe of its own, or none: tests that share one stay together, and mostly wait."""

    GROUPS = (
        ("killed", "full"),  # databases alone
        ("database_away", "replica", "rolling"),
        ("at_once", "minute", "redis", "slow_clients"),
    )

    def _split_scope(self, nodeid: str) -> str:
        found = (names for names in self.GROUPS if any(f"tests/faults/test_{name}." in nodeid for name in names))
        return " ".join(next(found, ("stack",)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByWhatTheyShare:
    return ByWhatTheyShare(config, log)


@pytest.fixture(autouse=True)
def no_page_is_kept_from_another_test() -> None:
    """Pages are kept by the processes that serve them, not by the one that tests."""


@pytest.fixture(scope="session")
def fault_seconds() -> int:
    """How long a thing stays away."""
    return FAULT_SECONDS


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where processes keep what they write beside the database."""
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="session")
def postgres(folder: Path) -> Iterator[Postgres]:
    """A PostgreSQL, and copies of the opening content in it."""
    with databases.postgres_of_our_own(folder) as made:
        yield made


@pytest.fixture(scope="session")
def files(folder: Path) -> Files:
    """An SQLite file with the opening content, and copies of it."""
    return databases.Files(folder)


@pytest.fixture(scope="session")
def on_postgres(postgres: Postgres, folder: Path) -> Iterator[Workers]:
    """Processes whose databases are PostgreSQL's."""
    with Workers(databases.environment(postgres.copy(), folder)) as workers:
        yield workers


@pytest.fixture(scope="session")
def on_sqlite(files: Files, folder: Path) -> Iterator[Workers]:
    """Processes whose databases are SQLite's."""
    with Workers(databases.environment(files.copy(), folder)) as workers:
        yield workers


@pytest.fixture(scope="session")
def whole_recipe() -> Iterator[Recipe]:
    """nginx, two web services, PostgreSQL with a replica, Redis; made once."""
    with recipe.recipe_of_our_own() as made:
        yield made


@pytest.fixture
def portal(whole_recipe: Recipe) -> Iterator[Recipe]:
    """The recipe with everything running and answering, before the test and after it."""
    whole_recipe.whole()
    yield whole_recipe
    whole_recipe.whole()
