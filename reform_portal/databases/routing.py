"""Django's router: where a query goes."""

from typing import Any

from provinces.reading import PRIMARY, REPLICA, source, stay_with_primary


class PrimaryAndReplica:
    """Reads go where this context reads, writes to the primary; and who has written goes on reading there."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return source()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        stay_with_primary()
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None
