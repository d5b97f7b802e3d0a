"""The files of /data/ in a folder: the bytes of their addresses, swapped at once, and nobody else's folder."""

import pytest
from django.core.management import CommandError, call_command

from indices.open_data import tree
from provinces.models import DataStamp

pytestmark = pytest.mark.django_db


TABLES = ("editions", "results", "crosswalk")


@pytest.fixture
def small(monkeypatch):
    """Some tables: all their workbooks take many seconds."""
    whole = tree.open_tables
    monkeypatch.setattr(
        tree,
        "open_tables",
        lambda catalogue: {name: table for name, table in whole(catalogue).items() if name in TABLES},
    )


def test_every_file_is_what_its_address_answers(client, tmp_path, small):
    folder = tmp_path / "data"
    call_command("export_all", str(folder), verbosity=0)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != tree.MARK]
    alike = {f"{name}.{ending}" for name in TABLES for ending in ("csv", "xlsx", "ods", "json")}
    alike |= {"portal-data.zip", "portal-data.sqlite3", "releases/1.zip", "releases/1.sha256"}
    written = {path.relative_to(folder).as_posix() for path in files}
    assert written == {f"{prefix}data/{name}" for prefix in ("", "en/") for name in alike}
    for path in files:
        answer = client.get(f"/{path.relative_to(folder).as_posix()}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200, path
        if path.suffix != ".ods":  # whose library writes the time into it
            assert content == path.read_bytes(), path


def test_a_second_run_replaces_the_first_and_leaves_nothing_beside(tmp_path, small):
    folder = tmp_path / "data"
    call_command("export_all", str(folder), verbosity=0)
    (folder / "data" / "left-over.csv").write_text("x")
    call_command("export_all", str(folder), verbosity=0)
    assert not (folder / "data" / "left-over.csv").exists()
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_of_somebody_else_is_refused_and_stays(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(CommandError, match="were not written by this command"):
        call_command("export_all", str(tmp_path), verbosity=0)
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_what_fails_halfway_leaves_the_former_files(tmp_path, small, monkeypatch):
    folder = tmp_path / "data"
    call_command("export_all", str(folder), verbosity=0)
    before = (folder / "data" / "results.csv").read_bytes()

    def failed(*args):
        raise OSError("no space left")

    monkeypatch.setattr(tree, "database", failed)
    with pytest.raises(CommandError, match="no space left"):
        call_command("export_all", str(folder), verbosity=0)
    assert (folder / "data" / "results.csv").read_bytes() == before
    assert list(tmp_path.iterdir()) == [folder]


@pytest.fixture
def meanwhile(monkeypatch):
    """Has something happen while a tree of one file is written."""

    def happens(what):
        def files(moment):
            what()
            yield "data/results.csv", iter([b"new"])

        monkeypatch.setattr(tree, "files_of", files)

    return happens


def test_what_becomes_public_meanwhile_stops_it(tmp_path, meanwhile):
    meanwhile(DataStamp.bump)
    with pytest.raises(CommandError, match="Export again"):
        call_command("export_all", str(tmp_path / "data"), verbosity=0)
    assert not any(tmp_path.iterdir())


def test_work_on_what_is_not_public_stops_nothing(tmp_path, meanwhile):
    meanwhile(lambda: DataStamp.bump(public=False))
    call_command("export_all", str(tmp_path / "data"), verbosity=0)
    assert (tmp_path / "data/data/results.csv").read_bytes() == b"new"


def test_a_folder_that_became_somebody_elses_meanwhile_stays(tmp_path, meanwhile):
    folder = tmp_path / "data"

    def taken():
        folder.mkdir()
        (folder / "letter.txt").write_text("mine")

    meanwhile(taken)
    with pytest.raises(CommandError, match="were not written by this command"):
        call_command("export_all", str(folder), verbosity=0)
    assert (folder / "letter.txt").read_text() == "mine"
    assert list(tmp_path.iterdir()) == [folder]
