"""The manifest of a backup: what it is, of when, and what has to be found in it again."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from .content import Content, Table, figures_digest
from .failure import BackupFailed

FORMAT = "reform-portal-backup-1"
# The one file that a database becomes.
ARCHIVES = {"sqlite": "portal.sqlite3", "postgresql": "portal.dump"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup's own description. `code` is the digest of the code that wrote it, `engine` the kind of database and
    `server` its version; `tables` is what it holds, `size` and `sha256` are those of the archive, in bytes and hex."""

    made_at: datetime
    site: str
    code: str
    engine: str
    server: str
    migrations: tuple[str, ...]
    tables: Content
    size: int
    sha256: str

    @property
    def archive(self) -> str:
        """The name of the file that holds the database."""
        return ARCHIVES[self.engine]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(table.rows for table in self.tables.values())

    def written(self) -> str:
        """As the file says it."""
        said: dict[str, Any] = {"format": FORMAT} | asdict(self)
        said["made_at"] = self.made_at.isoformat()
        said["figures_sha256"] = figures_digest(self.tables)
        return json.dumps(said, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, text: str) -> "Manifest":
        """The manifest that a file says. Raises BackupFailed for anything else."""
        try:
            said = json.loads(text)
            if said["format"] != FORMAT:
                raise BackupFailed(f"It was written by another version of this portal: its format is {said['format']}.")
            manifest = cls(
                made_at=datetime.fromisoformat(said["made_at"]),
                migrations=tuple(said["migrations"]),
                tables={name: Table(**table) for name, table in said["tables"].items()},
                **{name: said[name] for name in ("site", "code", "engine", "server", "size", "sha256")},
            )
            ARCHIVES[manifest.engine]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupFailed("Its manifest cannot be read: it is damaged, or no manifest of a backup.") from error
        return manifest
