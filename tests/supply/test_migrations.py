"""What would lock a table in use is noticed in the SQL that PostgreSQL is sent, and what would not passes."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter.sql_analyser import analyse_sql_statements

from tests.supply.migrations import BASELINE, Analyser, is_looked_at, unknown

LOCKS = {
    "a column that must be filled": ['ALTER TABLE "indices_result" ADD COLUMN "a" integer NOT NULL;'],
    "a default that is taken away again": [
        'ALTER TABLE "indices_result" ADD COLUMN "a" integer DEFAULT 0 NOT NULL;',
        'ALTER TABLE "indices_result" ALTER COLUMN "a" DROP DEFAULT;',
    ],
    "an index": ['CREATE INDEX "i" ON "indices_result" ("a");'],
    "an index that is dropped": ['DROP INDEX IF EXISTS "i";'],
    "a rule": ['ALTER TABLE "indices_result" ADD CONSTRAINT "c" CHECK ("a" >= 0);'],
    "a reference": [
        'ALTER TABLE "indices_result" ADD CONSTRAINT "f" FOREIGN KEY ("a_id") REFERENCES "a" ("id") DEFERRABLE;'
    ],
    "a key": ['ALTER TABLE "indices_result" ADD CONSTRAINT "u" UNIQUE ("a", "b");'],
    "another type": ['ALTER TABLE "indices_result" ALTER COLUMN "a" TYPE bigint USING "a"::bigint;'],
    "a column that the release before still reads": ['ALTER TABLE "indices_result" DROP COLUMN "a" CASCADE;'],
    "another name": ['ALTER TABLE "indices_result" RENAME COLUMN "a" TO "b";'],
}
PASSES = {
    "a column that may be empty": ['ALTER TABLE "indices_result" ADD COLUMN "a" integer NULL;'],
    "a default that the database keeps": ['ALTER TABLE "indices_result" ADD COLUMN "a" integer DEFAULT 0 NOT NULL;'],
    "an index beside readers and writers": ['CREATE INDEX CONCURRENTLY "i" ON "indices_result" ("a");'],
    "a rule for rows to come": ['ALTER TABLE "indices_result" ADD CONSTRAINT "c" CHECK ("a" >= 0) NOT VALID;'],
    "a rule that is checked without a lock": ['ALTER TABLE "indices_result" VALIDATE CONSTRAINT "c";'],
    "a table of its own": [
        'CREATE TABLE "indices_new" ("id" bigint NOT NULL PRIMARY KEY, "a" integer NOT NULL);',
        'ALTER TABLE "indices_new" ADD CONSTRAINT "c" CHECK ("a" >= 0);',
        'CREATE INDEX "i" ON "indices_new" ("a");',
    ],
}


def said_of(statements: list[str]) -> list[str]:
    errors, _ignored, warnings = analyse_sql_statements(Analyser, ["BEGIN;", *statements, "COMMIT;"], [])
    return [issue.message for issue in (*errors, *warnings)]


@pytest.mark.parametrize("statements", LOCKS.values(), ids=LOCKS)
def test_what_locks_a_table_in_use_or_breaks_what_still_runs_is_refused(statements):
    assert said_of(statements)


@pytest.mark.parametrize("statements", PASSES.values(), ids=PASSES)
def test_what_locks_nothing_for_long_passes(statements):
    assert said_of(statements) == []


def test_what_is_later_than_the_first_installation_is_looked_at_and_other_apps_are_not():
    for app, name in BASELINE.items():
        assert not is_looked_at(app, name)
        assert is_looked_at(app, f"{int(name[:4]) + 1:04d}_next")
    assert not is_looked_at("axes", "0006_remove_accesslog_trusted")


def test_every_name_of_the_baseline_is_a_migration():
    there = MigrationLoader(connection, load=False)
    there.load_disk()
    assert unknown(there.disk_migrations) == []
    assert len(unknown({})) == len(BASELINE)
