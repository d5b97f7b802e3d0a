"""A backup is restored into an empty database, or into one that is backed up first; everything else is refused."""

import shutil
import threading
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.utils import timezone

from indices.models import Result
from reform_portal.backups import shelf
from reform_portal.backups.content import content_of, differences
from reform_portal.backups.engines import engine_of
from reform_portal.backups.failure import BackupFailed
from reform_portal.backups.restoring import Restoration
from reform_portal.backups.retention import Keep
from reform_portal.backups.writing import back_up
from tests.reform_portal.backups.databases import connection_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(backed_up, tmp_path):
    """A folder with the backup of the product as it is shipped, and an older one."""
    folder = tmp_path / "backups"
    for name in (backed_up.backup.name, "backup-20200101T000000Z"):
        shutil.copytree(backed_up.backup, folder / name)
    return folder


def refusal(*arguments, **options) -> str:
    with pytest.raises(CommandError) as failure:
        call_command("restore", *arguments, **options)
    return str(failure.value)


def rewritten(backup, **said):
    """A backup whose manifest says something else, and whose sums fit it."""
    manifest = shelf.checked(backup)
    changed = type(manifest)(**{name: getattr(manifest, name) for name in manifest.__slots__} | said)
    (backup / shelf.MANIFEST).write_text(changed.written())
    (backup / shelf.SUMS).write_text(shelf.sums(backup, manifest.archive))


def test_the_latest_is_restored_into_an_empty_database(folder, backed_up, empty, capsys):
    call_command("restore", folder, database=empty)
    said = capsys.readouterr().out
    assert said.startswith(f"Restored {backed_up.backup.name}: ")
    assert "It holds what was stored until" in said
    assert "Everybody has to sign in again." in said
    assert "migrate" not in said
    changed = differences(backed_up.manifest.tables, content_of(empty))
    assert changed == ["provinces_datastamp: other rows"]


def test_a_backup_is_named_by_its_name_or_its_folder(folder, empty, capsys):
    call_command("restore", folder, at="backup-20200101T000000Z", database=empty)
    assert "Restored backup-20200101T000000Z" in capsys.readouterr().out
    call_command("restore", folder / "backup-20200101T000000Z", database=empty, replace=True, asks=False)
    assert "Restored backup-20200101T000000Z" in capsys.readouterr().out


def test_a_folder_without_backups_and_a_name_of_none_are_refused(folder, empty, tmp_path):
    (tmp_path / "photographs").mkdir()
    assert "There is no backup in" in refusal(tmp_path / "photographs", database=empty)
    assert "There is no folder" in refusal(tmp_path / "nowhere", database=empty)
    said = refusal(folder, at="backup-20260101T000000Z", database=empty)
    assert "There is no backup backup-20260101T000000Z" in said
    assert "The newest are backup-20200101T000000Z, backup-" in said


def test_a_database_with_content_is_not_touched(folder, unchanged):
    before = content_of("default")
    assert "is not empty" in refusal(folder)
    assert content_of("default") == before


@pytest.mark.parametrize("typed", ["", "yes", "another"])
def test_another_name_replaces_nothing(folder, unchanged, monkeypatch, typed):
    before = content_of("default")
    monkeypatch.setattr("builtins.input", lambda _question: typed)
    assert "Nothing was changed" in refusal(folder, replace=True)
    assert content_of("default") == before
    assert len(shelf.backups_in(folder)) == 2


def test_without_anybody_who_confirms_nothing_is_replaced(folder, unchanged, monkeypatch):
    def nobody(_question):
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    assert "Say --no-input" in refusal(folder, replace=True)
    assert len(shelf.backups_in(folder)) == 2


def test_replacing_backs_up_first_and_can_be_taken_back(folder, portal, monkeypatch, capsys):
    """Also a table that the backup does not know goes, and comes back."""
    get_user_model().objects.create_user("late")
    with portal.cursor() as cursor:
        cursor.execute("CREATE TABLE of_somebody_else (id integer PRIMARY KEY)")
    late = content_of("default")
    monkeypatch.setattr("builtins.input", lambda _question: engine_of("default").name)
    latest = shelf.backups_in(folder)[-1].name
    call_command("restore", folder, at=latest, replace=True)
    assert f"Restored {latest}" in capsys.readouterr().out
    assert not get_user_model().objects.filter(username="late").exists()
    assert "of_somebody_else" not in content_of("default")
    first = shelf.backups_in(folder)[-1]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        night = back_up(folder, keep=Keep(0, 0, 0))
    assert night.left == (first.name,), "no night removes what was replaced by mistake"
    call_command("restore", first, replace=True, asks=False)
    assert differences(late, content_of("default")) == ["provinces_datastamp: other rows"]


def test_if_what_is_there_cannot_be_backed_up_it_is_not_replaced(folder, unchanged, settings):
    before = content_of("default")
    settings.BACKUP_LEAVE_FREE_BYTES = 10**18
    assert "There is no room for a backup" in refusal(folder, replace=True, asks=False)
    assert content_of("default") == before


def test_a_backup_of_the_other_engine_is_refused(folder, empty):
    """As it is after an office has moved from SQLite to PostgreSQL, or tries a backup on a notebook."""
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connections[empty].vendor]
    backup = shelf.backups_in(folder)[-1]
    archive = shelf.checked(backup).archive
    manifest = shelf.checked(backup)
    changed = type(manifest)(**{name: getattr(manifest, name) for name in manifest.__slots__} | {"engine": other})
    (backup / archive).rename(backup / changed.archive)
    (backup / shelf.MANIFEST).write_text(changed.written())
    (backup / shelf.SUMS).write_text(shelf.sums(backup, changed.archive))
    said = refusal(folder, database=empty)
    assert f"is of {other}, and this database is {connections[empty].vendor}" in said
    assert engine_of(empty).is_empty()


def test_a_backup_of_newer_code_is_refused_and_says_which_code_it_needs(folder, backed_up, empty):
    backup = shelf.backups_in(folder)[-1]
    rewritten(backup, migrations=(*backed_up.manifest.migrations, "indices.9999_to_come"))
    said = refusal(folder, database=empty)
    assert "was made by newer code: indices.9999_to_come is not known here" in said
    assert backed_up.manifest.code in said
    assert engine_of(empty).is_empty()


def test_rows_that_are_not_those_of_the_manifest_are_named(folder, backed_up, empty):
    backup = shelf.backups_in(folder)[-1]
    tables = dict(backed_up.manifest.tables)
    tables["indices_result"] = type(tables["indices_result"])(7, "0" * 64)
    rewritten(backup, tables=tables)
    rows = backed_up.manifest.tables["indices_result"].rows
    assert f"indices_result: {rows} rows instead of 7" in refusal(folder, database=empty)


def test_two_runs_do_not_meet(folder, empty):
    with shelf.locked(folder), pytest.raises(CommandError, match="Another backup or restore") as failure:
        call_command("restore", folder, database=empty)
    assert failure.value.returncode == 3
    assert engine_of(empty).is_empty()


def test_within_a_transaction_nothing_is_restored(backed_up, empty):
    restoration = Restoration.of(backed_up.backup, empty)
    with transaction.atomic(empty), pytest.raises(BackupFailed, match="within a transaction"):
        restoration.carry_out()
    assert engine_of(empty).is_empty()


def test_a_portal_that_still_writes_is_not_replaced_under_its_hands(portal, backed_up, settings):
    """Somebody holds the database; after BACKUP_LOCK_SECONDS a sentence says so, and nothing has changed."""
    settings.BACKUP_LOCK_SECONDS = 1
    before = content_of("default")
    name, held, over = portal.settings_dict["NAME"], threading.Event(), threading.Event()

    def hold():
        connection = connection_to(name, "holding")
        connections["holding"] = connection
        try:
            with transaction.atomic("holding"), connection.cursor() as cursor:
                cursor.execute("UPDATE indices_result SET note = 'being written'")
                held.set()
                over.wait(timeout=60)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert held.wait(timeout=60)
        if portal.vendor == "sqlite":
            with portal.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 500")
        with pytest.raises(BackupFailed, match=r"Somebody is writing to the database|lock timeout"):
            Restoration.of(backed_up.backup).carry_out()
        assert content_of("default").keys() == before.keys()
        assert content_of("default")["auth_user"] == before["auth_user"]
    finally:
        over.set()
        thread.join()
    Restoration.of(backed_up.backup).carry_out()


def test_a_database_that_newer_code_has_migrated_is_still_backed_up(portal, tmp_path):
    """After going back to older code: its rows are counted, and the newer code can restore it."""
    with portal.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('indices', '9999_to_come', '2026-11-24')"
        )
    written = back_up(tmp_path / "backups", verify=True)
    assert written.manifest.tables["indices_result"].rows == Result.objects.count()
    assert {table.sha256 for table in written.manifest.tables.values()} == {""}
    assert "indices.9999_to_come" in written.manifest.migrations
