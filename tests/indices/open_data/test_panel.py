"""The wide panel says what the long table says, and adds nothing up."""

import csv
import io
from collections import defaultdict

import pytest

pytestmark = pytest.mark.django_db


def rows(package, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(package.read(f"{table}.csv").decode())))


def test_the_panel_is_the_long_table_turned(package):
    expected: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in rows(package, "results"):
        stem = row["index"].replace("-", "_")
        for name in ("score", "score_basis", "rank", "rank_basis"):
            expected[row["unit_id"], row["year"]][f"{stem}_{name}"] = row[name]
    panel = {(row["unit_id"], row["year"]): row for row in rows(package, "panel")}
    assert panel.keys() == expected.keys()
    for key, row in panel.items():
        figures = {name: row[name] for name in row if name.rpartition("_")[2] in {"score", "rank", "basis"}}
        assert {name: value for name, value in figures.items() if value} == {
            name: value for name, value in expected[key].items() if value
        }


def test_no_unit_has_a_year_of_which_nothing_was_measured(package):
    """A province of 2025 has no row of its own for the years of those it was made of."""
    assert all(row["year"] >= row["unit_begins_on"][:4] for row in rows(package, "panel"))


def test_every_rank_has_the_size_of_its_field_where_that_is_known(package):
    editions = {(row["index"], row["year"]): row for row in rows(package, "editions")}
    for row in rows(package, "panel"):
        for index in {code for code, _year in editions}:
            stem = index.replace("-", "_")
            if row[f"{stem}_rank"]:
                edition = editions[index, row["year"]]
                size = edition["field_ministries" if row["unit_kind"] == "ministry" else "field_provinces"]
                assert row[f"{stem}_rank_of"] or not size
