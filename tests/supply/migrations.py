"""Refuses migrations that would lock a table in use, or break what still runs of the release before.

    python -m tests.postgres -- python -m tests.supply.migrations

A part of `make check`. What a migration does is read from the SQL that PostgreSQL would be sent; docs/migrations.md
tells how to write one that passes.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import django
from django.db import connection
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.base import Check, CheckMode, CheckType
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

# The first installations are made by these: no table is in use yet. Everything later is looked at.
BASELINE = {"provinces": "0009_columns_explained", "indices": "0009_releases"}
# A later migration that may break a rule, and why: ("indices", "0012_name"): "the table is empty until release 2".
EXEMPT: dict[tuple[str, str], str] = {}

_RULE = re.compile(r'ALTER TABLE "(?P<table>\w+)" ADD CONSTRAINT')


def checks_rows_under_a_lock(statements: Iterable[str], **_given: Any) -> bool:
    """Whether a rule is added to a table that was there before and all its rows are checked at once."""
    made = set()
    for statement in statements:
        if found := re.match(r'CREATE TABLE "(\w+)"', statement):
            made.add(found[1])
        found = _RULE.match(statement)
        if found and found["table"] not in made and "NOT VALID" not in statement and " USING INDEX " not in statement:
            return True
    return False


class Analyser(PostgresqlAnalyser):
    """The linter's rules for PostgreSQL, and one that it lacks."""

    migration_checks = [
        *PostgresqlAnalyser.migration_checks,
        Check(
            code="RULE_CHECKED_AT_ONCE",
            fn=checks_rows_under_a_lock,
            message="ADD CONSTRAINT without NOT VALID checks every row while the table is locked",
            mode=CheckMode.TRANSACTION,
            type=CheckType.ERROR,
        ),
    ]


class Linter(MigrationLinter):
    """Looks at what is newer than the baseline of our own apps; a warning counts as an error."""

    def __init__(self) -> None:
        super().__init__(no_cache=True, all_warnings_as_errors=True)
        self.sql_analyser_class = Analyser

    def should_ignore_migration(self, app_label: str, migration_name: str, *_given: Any, **_named: Any) -> bool:
        return not is_looked_at(app_label, migration_name)


def is_looked_at(app: str, name: str) -> bool:
    """Whether a migration has to keep the rules: it is ours, later than the baseline, and nobody exempted it."""
    return app in BASELINE and name > BASELINE[app] and (app, name) not in EXEMPT


def unknown(migrations: Mapping[tuple[str, str], Any]) -> list[str]:
    """Sentences about names that are no migration: the mistake of a baseline or an exemption would hide another."""
    named = [*BASELINE.items(), *EXEMPT]
    return [f"{app}.{name} is no migration." for app, name in named if (app, name) not in migrations]


def main() -> int:
    django.setup()
    if connection.vendor != "postgresql":
        print("Locks are PostgreSQL's: run this as python -m tests.postgres -- python -m tests.supply.migrations")
        return 2
    linter = Linter()
    if wrong := unknown(linter.migration_loader.disk_migrations):
        print("\n".join(wrong))
        return 1
    linter.lint_all_migrations()
    linter.print_summary()
    return 1 if linter.has_errors else 0


if __name__ == "__main__":
    sys.exit(main())
