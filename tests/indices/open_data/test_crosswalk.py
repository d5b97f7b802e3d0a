"""The crosswalk 63 → 34, recounted from the sheets that the product ships."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from indices.catalogue import current_catalogue
from indices.open_data.crosswalk import CROSSWALK
from indices.open_data.moment import Moment

pytestmark = pytest.mark.django_db
FIRST = "2025-07-01"


def crosswalk() -> list[dict]:
    names = [field.name for field in CROSSWALK.fields]
    return [dict(zip(names, row, strict=True)) for row in CROSSWALK.rows(Moment.now(current_catalogue()))]


def shipped(name: str) -> list[dict[str, str]]:
    (path,) = Path(settings.BASE_DIR).rglob(f"data/{name}.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_each_of_63_goes_to_one_of_34_and_eleven_go_on_unchanged():
    rows = crosswalk()
    assert len(rows) == len({row["from_unit_id"] for row in rows}) == 63
    assert len({row["to_unit_id"] for row in rows}) == 34
    unchanged = [row for row in rows if row["relation"] == "unchanged"]
    assert len(unchanged) == 11
    assert all(row["from_unit_id"] == row["to_unit_id"] for row in unchanged)


def test_the_edges_are_those_of_the_sheet_of_successions():
    edges = {
        (row["predecessor_code"], row["successor_code"])
        for row in shipped("successions")
        if row["kind"] == "province" and row["effective_on"] == FIRST
    }
    found = {(row["from_code"], row["to_code"]) for row in crosswalk() if row["relation"] != "unchanged"}
    assert found == edges


def test_three_provinces_became_vinh_long_which_is_not_the_one_of_that_name_before():
    rows = {row["from_slug"]: row for row in crosswalk()}
    heirs = {rows[slug]["to_unit_id"] for slug in ("ben-tre", "tra-vinh", "vinh-long-den-2025")}
    assert heirs == {"province-86-2025-07-01"}
    assert rows["ben-tre"]["to_slug"] == "vinh-long"
    assert rows["ben-tre"]["from_name"] == "Tỉnh Bến Tre"
    assert rows["ben-tre"]["effective_on"] == date(2025, 7, 1)
    assert rows["ben-tre"]["source"]


def test_hue_is_called_what_it_was_called_on_the_day():
    row = next(row for row in crosswalk() if row["from_code"] == "46")
    assert row["from_name"] == row["to_name"] == "Thành phố Huế"
    assert Counter(row["relation"] for row in crosswalk())["unchanged"] == 11
