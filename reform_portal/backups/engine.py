"""What differs between databases when they are backed up and restored."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connections

from .content import Content
from .failure import BackupFailed
from .manifest import Manifest


class Engine(ABC):
    """A database, by the alias of its connection."""

    kind: str

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.connection: Any = connections[alias]

    @property
    @abstractmethod
    def name(self) -> str:
        """The database's name, as whoever replaces it has to type it."""

    @property
    @abstractmethod
    def version(self) -> str:
        """The version of the database's program."""

    @abstractmethod
    def size(self) -> int:
        """The most bytes that an archive of it may take."""

    @abstractmethod
    def write(self, archive: Path) -> tuple[datetime, Content]:
        """Write one state of the database into a new file, while others go on writing to it; the moment of that state
        and what is in it. Raises BackupFailed."""

    @abstractmethod
    def check(self, archive: Path, content: Content) -> None:
        """Raises BackupFailed where an archive cannot be read from beginning to end, or holds something else."""

    @abstractmethod
    def restored_beside(self, archive: Path, folder: Path) -> AbstractContextManager[str]:
        """An archive restored into a database of its own, by the alias of a connection to it; gone afterwards."""

    @abstractmethod
    def refuse(self, manifest: Manifest) -> None:
        """Raises BackupFailed where this database cannot take a backup of another version."""

    @abstractmethod
    def restore(self, archive: Path) -> None:
        """Put what an archive holds in the place of everything that is in the database: all of it, or nothing has
        changed. Raises BackupFailed."""

    def is_empty(self) -> bool:
        """Whether there is no table at all."""
        with self.connection.cursor() as cursor:
            return not self.connection.introspection.table_names(cursor)


@contextmanager
def connected_beside(alias: str, name: str, options: dict[str, Any]) -> Iterator[str]:
    """The alias of a second connection like that of `alias`, to the database `name`."""
    like, beside = connections[alias], f"{alias}-beside"
    connections[beside] = type(like)({**like.settings_dict, "NAME": name, "OPTIONS": options}, beside)
    try:
        yield beside
    finally:
        connections[beside].close()
        del connections[beside]


def refuse_transaction(connection: Any) -> None:
    """Raises BackupFailed within a transaction: what it has written may still be rolled back."""
    if connection.in_atomic_block:
        raise BackupFailed("A backup is not made, and nothing restored, within a transaction.")
