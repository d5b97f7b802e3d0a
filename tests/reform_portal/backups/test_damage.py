"""A backup with any byte wrong, missing or too many is refused before anything is touched."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reform_portal.backups import shelf
from reform_portal.backups.content import content_of
from reform_portal.backups.engines import engine_of
from reform_portal.backups.failure import BackupFailed
from reform_portal.backups.restoring import Restoration

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def copy(backed_up, tmp_path_factory) -> Path:
    """A backup that a test may damage, and has to mend."""
    return Path(shutil.copytree(backed_up.backup, tmp_path_factory.mktemp("copy") / backed_up.backup.name))


@pytest.fixture
def spoiled(backed_up, tmp_path) -> Path:
    """A backup that a test may spoil."""
    return Path(shutil.copytree(backed_up.backup, tmp_path / backed_up.backup.name))


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_flipped_bit_anywhere_is_found(copy, data):
    path = data.draw(st.sampled_from(sorted(copy.iterdir())))
    place = data.draw(st.integers(0, path.stat().st_size - 1))
    flipped = data.draw(st.integers(1, 255))
    with path.open("r+b") as file:
        file.seek(place)
        before = file.read(1)
        file.seek(place)
        file.write(bytes([before[0] ^ flipped]))
    try:
        with pytest.raises(BackupFailed, match=copy.name):
            shelf.checked(copy)
    finally:
        with path.open("r+b") as file:
            file.seek(place)
            file.write(before)


def test_the_mended_backup_is_whole_again(copy, empty):
    assert Restoration.of(copy, empty).backup == copy


@pytest.mark.parametrize("name", [shelf.MANIFEST, shelf.SUMS, "archive"])
def test_a_missing_file_is_named(spoiled, empty, name):
    missing = spoiled / (shelf.checked(spoiled).archive if name == "archive" else name)
    missing.unlink()
    with pytest.raises(BackupFailed, match=f"is not whole: {missing.name} is missing"):
        Restoration.of(spoiled, empty)


@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_an_archive_that_ends_early_is_refused_even_if_its_sums_were_written_anew(spoiled, empty, part):
    """As a disk that lost its end, or a copy that was broken off, and a helpful hand that mended the sums."""
    manifest = shelf.checked(spoiled)
    archive = spoiled / manifest.archive
    with archive.open("r+b") as file:
        file.truncate(manifest.size * part // 4)
    with pytest.raises(BackupFailed, match="is damaged"):
        Restoration.of(spoiled, empty)
    (spoiled / shelf.SUMS).write_text(shelf.sums(spoiled, manifest.archive))
    with pytest.raises(BackupFailed):
        Restoration.of(spoiled, empty)
    assert engine_of(empty).is_empty()


def test_an_archive_of_something_else_is_refused(spoiled, empty):
    manifest = shelf.checked(spoiled)
    (spoiled / manifest.archive).write_bytes(b"PK\x03\x04 not a database at all")
    (spoiled / shelf.SUMS).write_text(shelf.sums(spoiled, manifest.archive))
    with pytest.raises(BackupFailed):
        Restoration.of(spoiled, empty)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"format": 7}', '{"format": "reform-portal-backup-1"}', "\x00", "{" * 50_000]
)
def test_a_manifest_that_is_none_is_refused(spoiled, empty, text):
    (spoiled / shelf.MANIFEST).write_text(text)
    with pytest.raises(BackupFailed, match=r"manifest|format"):
        Restoration.of(spoiled, empty)


def test_what_pg_restore_or_sqlite_cannot_finish_leaves_the_database_as_it_was(portal, backed_up, tmp_path):
    """The archive breaks off behind the checks: half of it is sent, and nothing stays."""
    archive = tmp_path / "half"
    whole = (backed_up.backup / backed_up.manifest.archive).read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    content = content_of("default")
    with pytest.raises(BackupFailed):
        engine_of("default").restore(archive)
    assert content_of("default") == content
