"""PostgreSQL's programs: of the server's version, and told the password where nobody else reads it."""

from pathlib import Path

import pytest
from django.db.backends.postgresql.base import DatabaseWrapper

from reform_portal.backups.failure import BackupFailed
from reform_portal.backups.postgresql import PostgreSQL
from reform_portal.backups.programs import NEEDED, Programs, folder_for

PASSWORD = "mật-khẩu của cơ sở dữ liệu"
SERVER = {
    "NAME": "portal", "USER": "keeper", "PASSWORD": PASSWORD, "HOST": "db.example.vn", "PORT": 5433,
    "OPTIONS": {"sslmode": "verify-full", "pool": True},
}  # fmt: skip


def pretend(folder: Path, script: str, names=NEEDED) -> Path:
    """Programs that do nothing but run a script."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return folder


def of_version(folder: Path, said: str) -> Path:
    return pretend(folder, f'echo "pg_dump (PostgreSQL) {said}"')


def test_programs_of_another_version_are_refused_with_what_to_install(tmp_path, settings):
    settings.POSTGRESQL_PROGRAMS = str(of_version(tmp_path / "bin", "15.13 (Debian 15.13-0+deb12u1)"))
    assert folder_for(15) == tmp_path / "bin"
    with pytest.raises(BackupFailed) as failure:
        folder_for(17)
    said = str(failure.value)
    assert "The server is PostgreSQL 17" in said
    assert f"{tmp_path / 'bin'} has those of 15" in said
    assert "apt install postgresql-client-17" in said
    assert "POSTGRESQL_PROGRAMS" in said


def test_where_there_are_none_that_is_said(tmp_path, settings):
    settings.POSTGRESQL_PROGRAMS = str(pretend(tmp_path / "bin", "true", names=["pg_dump"]))
    with pytest.raises(BackupFailed, match="pg_dump, pg_restore, psql are not here"):
        folder_for(18)


def test_programs_that_are_only_on_the_path_are_found(tmp_path, settings, monkeypatch):
    settings.POSTGRESQL_PROGRAMS = ""
    of_version(tmp_path / "bin", "99.1")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert folder_for(99) == tmp_path / "bin"


def test_the_password_is_in_the_environment_and_not_on_the_command_line(tmp_path, settings):
    """Every account of a machine can read the command lines of all others, and a log keeps them."""
    pretend(tmp_path / "bin", 'echo "$@" > "$(dirname "$0")/told"; env > "$(dirname "$0")/environment"')
    programs = Programs(tmp_path / "bin", PostgreSQL.environment(DatabaseWrapper(SERVER, "default")))
    programs.run("pg_dump", "--format=custom")
    assert (tmp_path / "bin" / "told").read_text().strip() == "--format=custom"
    lines = (tmp_path / "bin" / "environment").read_text().splitlines()
    told = dict(line.split("=", 1) for line in lines if "=" in line)
    assert {name: told[name] for name in told if name.startswith("PG")} == {
        "PGDATABASE": "portal", "PGUSER": "keeper", "PGHOST": "db.example.vn", "PGPORT": "5433",
        "PGPASSWORD": PASSWORD, "PGSSLMODE": "verify-full",
    }  # fmt: skip


def test_a_program_that_fails_says_why(tmp_path):
    programs = Programs(pretend(tmp_path / "bin", "echo 'pg_dump: error: no such thing' >&2; exit 1"), {})
    with pytest.raises(BackupFailed, match="pg_dump did not succeed: pg_dump: error: no such thing"):
        programs.run("pg_dump")


def test_a_program_that_does_not_end_is_ended(tmp_path, settings):
    settings.BACKUP_SECONDS = 0.2
    programs = Programs(pretend(tmp_path / "bin", "exec sleep 60"), {"PATH": "/usr/bin:/bin"})
    with pytest.raises(BackupFailed, match=r"pg_dump was stopped after 0\.2 seconds \(BACKUP_SECONDS\)"):
        programs.run("pg_dump")
