"""A backup is there as a whole or not at all, and only then do older ones go."""

import json
import os
import resource
import shutil
import signal
import stat
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from reform_portal.backups import shelf
from reform_portal.backups.content import content_of
from reform_portal.backups.engines import engine_of
from reform_portal.backups.failure import BackupFailed
from reform_portal.backups.postgresql import TRIED
from reform_portal.backups.retention import Keep
from reform_portal.backups.writing import back_up, pruned

pytestmark = pytest.mark.django_db


@pytest.fixture
def others(backed_up, tmp_path):
    """Ten nights of backups, the last of today."""
    folder = tmp_path / "backups"
    moment = backed_up.manifest.made_at
    for night in range(10):
        shutil.copytree(backed_up.backup, folder / shelf.name_of(moment - timedelta(days=night)))
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_says_what_it_is(unchanged, tmp_path):
    before = timezone.now()
    written = back_up(tmp_path / "backups")
    assert names(written.backup) == sorted([shelf.MANIFEST, shelf.SUMS, written.manifest.archive])
    said = json.loads((written.backup / shelf.MANIFEST).read_text())
    assert before <= datetime.fromisoformat(said["made_at"]) <= timezone.now()
    assert said["engine"] == unchanged.vendor
    assert said["tables"] == {
        name: {"rows": table.rows, "sha256": table.sha256} for name, table in content_of("default").items()
    }
    assert "indices.0009_releases" in said["migrations"]
    assert said["size"] == (written.backup / written.manifest.archive).stat().st_size
    told = json.loads((tmp_path / "backups" / shelf.LATEST).read_text())
    assert (told["name"], told["made_at"]) == (written.backup.name, said["made_at"])
    assert told["figures_sha256"] == said["figures_sha256"]
    assert told["checked"] == "read"


def test_verifying_leaves_no_database_behind_not_even_that_of_a_killed_run(unchanged, tmp_path):
    folder = tmp_path / "backups"
    with left_by_a_killed_run(unchanged, folder):
        written = back_up(folder, verify=True)
        assert json.loads((folder / shelf.LATEST).read_text())["checked"] == "restored"
        assert databases_for_trials(unchanged, folder) == []
        assert names(written.backup) == sorted([shelf.MANIFEST, shelf.SUMS, written.manifest.archive])


@contextmanager
def left_by_a_killed_run(connection, folder: Path):
    """A database on the server that has our remark; where databases are files, one in the folder of that run."""
    if connection.vendor == "sqlite":
        half = folder / ".writing-backup-20260101T000000Z"
        half.mkdir(parents=True)
        (half / "tried.sqlite3").touch()
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE killed_tried_01 TEMPLATE template0")
        cursor.execute(f"COMMENT ON DATABASE killed_tried_01 IS '{TRIED} {folder}'")
        cursor.execute("CREATE DATABASE of_others_tried_01 TEMPLATE template0")
        cursor.execute(f"COMMENT ON DATABASE of_others_tried_01 IS '{TRIED} {folder.parent}'")
        try:
            yield
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname = 'of_others_tried_01'")
            assert cursor.fetchone() == (1,), "a run into another folder may be using it"
        finally:
            cursor.execute("DROP DATABASE IF EXISTS killed_tried_01")
            cursor.execute("DROP DATABASE IF EXISTS of_others_tried_01")


def databases_for_trials(connection, folder: Path) -> list[str]:
    if connection.vendor == "sqlite":
        return [path.name for path in folder.rglob("tried*")]
    with connection.cursor() as cursor:
        remark = [f"{TRIED} {folder}"]
        cursor.execute("SELECT datname FROM pg_database WHERE shobj_description(oid, 'pg_database') = %s", remark)
        return [name for (name,) in cursor.fetchall()]


def test_nobody_else_can_read_it(unchanged, tmp_path):
    written = back_up(tmp_path / "backups")
    modes = {
        path: stat.S_IMODE(path.stat().st_mode) for path in [tmp_path / "backups", *(tmp_path / "backups").rglob("*")]
    }
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert written.backup in modes


def test_a_run_that_fails_leaves_what_was_there_and_nothing_else(unchanged, others, monkeypatch):
    before = names(others)

    def refuse(*_arguments):
        raise BackupFailed("It cannot be read.")

    monkeypatch.setattr(type(engine_of("default")), "check", refuse)
    with pytest.raises(CommandError, match=r"No backup was made\. It cannot be read\."):
        call_command("backup", others, keep="0,0,0")
    assert names(others) == before


@contextmanager
def files_of_at_most(size: int):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 5_000, 300_000])
def test_a_disk_that_fills_up_leaves_what_was_there_and_nothing_else(unchanged, others, size):
    before = names(others)
    with files_of_at_most(size), pytest.raises(CommandError, match="No backup was made"):
        call_command("backup", others, keep="0,0,0")
    assert names(others) == before


def test_a_disk_without_room_is_found_before_anything_is_written(unchanged, tmp_path, settings):
    settings.BACKUP_LEAVE_FREE_BYTES = 10**18
    with pytest.raises(CommandError, match=r"There is no room for a backup in .*, and [\d,.]+ MB are free"):
        call_command("backup", tmp_path / "backups")
    assert names(tmp_path / "backups") == []


def test_a_folder_that_cannot_be_written_is_named(unchanged, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=r"No backup was made\. .*file"):
        call_command("backup", tmp_path / "file" / "backups")


def test_two_runs_do_not_meet(unchanged, tmp_path):
    (tmp_path / "backups").mkdir()
    using = pytest.raises(CommandError, match="Another backup or restore is using")
    with shelf.locked(tmp_path / "backups"), using as failure:
        call_command("backup", tmp_path / "backups")
    assert failure.value.returncode == 3
    assert names(tmp_path / "backups") == []
    call_command("backup", tmp_path / "backups", verbosity=0)


def test_what_a_killed_run_left_is_cleared_and_nothing_else(unchanged, tmp_path):
    folder = tmp_path / "backups"
    theirs = [".writing-report", ".removing-backup-soon", "notes", "backup-20260101", ".backup-20260101T000000Z"]
    for name in [".writing-backup-20260101T000000Z", ".removing-backup-20260102T000000Z", *theirs]:
        (folder / name).mkdir(parents=True)
        (folder / name / "portal.dump").write_text("half")
    (folder / ".writing-backup-20260103T000000Z").symlink_to(folder / "notes")
    written = back_up(folder)
    assert names(folder) == sorted([*theirs, ".writing-backup-20260103T000000Z", written.backup.name, shelf.LATEST])
    assert (folder / "notes" / "portal.dump").exists()


def test_a_backup_of_the_same_second_is_not_written_over(unchanged, tmp_path):
    with time_machine.travel(datetime(2026, 11, 24, 19, tzinfo=UTC), tick=False):
        first = back_up(tmp_path / "backups")
        with pytest.raises(BackupFailed, match="is there already"):
            back_up(tmp_path / "backups")
    assert first.backup.name == "backup-20261124T190000Z"
    assert shelf.checked(first.backup) == first.manifest


def test_only_what_the_portal_wrote_goes_and_only_after_a_new_backup_is_there(unchanged, others):
    old = shelf.backups_in(others)
    (old[0] / "NOTES.txt").write_text("Before the elections. Keep!")
    (old[1] / shelf.MANIFEST).unlink()
    shutil.move(old[2], others / "elsewhere")
    old[2].symlink_to(others / "elsewhere")
    (others / "backup-of-the-year").mkdir()
    written = back_up(others, keep=Keep(1, 0, 0))
    assert written.left == (old[0].name, old[1].name)
    assert written.removed == tuple(path.name for path in old[3:])
    assert names(others) == sorted(
        [old[0].name, old[1].name, old[2].name, "elsewhere", "backup-of-the-year", written.backup.name, shelf.LATEST]
    )


def test_the_new_backup_stays_although_a_clock_was_ahead(backed_up, others):
    """A backup of a day to come, and the one that was just made: both stay."""
    shutil.copytree(backed_up.backup, others / "backup-20990101T000000Z")
    left = pruned(backed_up.__class__(others / backed_up.backup.name, backed_up.manifest, "read", 1), Keep(0, 0, 0))
    assert shelf.backups_in(others) == [others / backed_up.backup.name, others / "backup-20990101T000000Z"]
    assert len(left.removed) == 9


@pytest.mark.parametrize("text", ["7", "7,4", "a,b,c", "7,4,-1", "7,4,12,1", ""])
def test_a_wrong_number_of_backups_to_keep_is_wrong_use(text, tmp_path):
    with pytest.raises(CommandError, match="say three numbers, such as 14,8,24, or all") as failure:
        call_command("backup", tmp_path / "backups", keep=text)
    assert failure.value.returncode == 2
    assert not (tmp_path / "backups").exists()


def test_the_command_says_what_it_did(unchanged, others, capsys):
    call_command("backup", others, keep="2,0,0")
    newest = shelf.backups_in(others)[-1]
    said = capsys.readouterr().out
    assert said.startswith(f"{newest}: ")
    assert " rows, " in said
    assert "removed: backup-" in said
    assert len(shelf.backups_in(others)) == 2
    call_command("backup", others.parent / "more", keep="all")
    assert "removed: none" in capsys.readouterr().out


def test_within_a_transaction_nothing_is_backed_up(unchanged, tmp_path):
    with transaction.atomic(), pytest.raises(BackupFailed, match="within a transaction"):
        back_up(tmp_path / "backups")
    assert names(tmp_path / "backups") == []


def test_told_to_stop_a_run_leaves_nothing_half(unchanged, tmp_path, monkeypatch):
    def stopped(*_arguments):
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(type(engine_of("default")), "check", stopped)
    with pytest.raises(SystemExit) as ending:
        call_command("backup", tmp_path / "backups")
    assert ending.value.code == 128 + signal.SIGTERM
    assert names(tmp_path / "backups") == []
