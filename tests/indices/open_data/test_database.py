"""The SQLite file: keys that hold, views that answer, what Datasette is told, the same bytes each time."""

import json
import sqlite3

import pytest
from django.utils.translation import override

from indices.catalogue import current_catalogue
from indices.open_data.contents import open_tables
from indices.open_data.database import VIEWS, database, metadata, sql_name
from indices.open_data.moment import Moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(shipped_database):
    connection = sqlite3.connect(":memory:")
    connection.deserialize(shipped_database)
    yield connection
    connection.close()


def test_same_data_same_bytes_in_either_language(shipped_database):
    with override("en"):
        assert database(Moment.now(current_catalogue())) == shipped_database


def test_every_key_holds(opened):
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    keys = opened.execute("PRAGMA foreign_key_list(results)").fetchall()
    assert {row[2] for row in keys} == {"units", "editions", "sources"}


def test_every_table_has_its_rows(opened):
    moment = Moment.now(current_catalogue())
    for table in open_tables(moment.catalogue).values():
        (number,) = opened.execute(f'SELECT count(*) FROM "{sql_name(table.name)}"').fetchone()
        assert number == sum(1 for _row in table.rows(moment)), table.name


def test_a_row_is_told_once(opened):
    with pytest.raises(sqlite3.IntegrityError):
        opened.execute("INSERT INTO results SELECT * FROM results LIMIT 1")
    with pytest.raises(sqlite3.IntegrityError):
        opened.execute("INSERT INTO bands SELECT * FROM bands WHERE method IS NULL LIMIT 1")


@pytest.mark.parametrize("view", VIEWS)
def test_the_views_answer(opened, view):
    assert opened.execute(f"SELECT * FROM {view} LIMIT 1").fetchone()


def test_the_league_of_2020_begins_with_quang_ninh_among_63(opened):
    first = opened.execute(
        """SELECT rank, rank_of, unit_name, score FROM league_tables WHERE "index" = 'sipas' AND year = 2020 LIMIT 1"""
    ).fetchone()
    assert first == (1, 63, "Tỉnh Quảng Ninh", 95.76)


def test_what_is_missing_is_null_and_never_zero(opened):
    assert opened.execute("SELECT count(*) FROM results WHERE score = 0 OR rank = 0").fetchone() == (0,)
    assert opened.execute("SELECT count(*) FROM sources WHERE licence = ''").fetchone() == (0,)


def test_datasette_is_told_of_every_table_and_column(opened):
    tables = list(open_tables(current_catalogue()).values())
    said = metadata(tables)
    json.dumps(said)
    described = said["databases"]["portal-data"]["tables"]
    assert set(described) == {sql_name(table.name) for table in tables} | set(VIEWS)
    for table in tables:
        columns = [row[1] for row in opened.execute(f'PRAGMA table_info("{sql_name(table.name)}")')]
        assert list(described[sql_name(table.name)]["columns"]) == columns
    assert said["license"]
    assert said["source_url"]
