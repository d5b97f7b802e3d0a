"""Where the points went: of one unit always, of the others only over a whole field."""

from decimal import Decimal

import pytest

from indices.catalogue import current_catalogue
from indices.models import Criterion, Participation, Score
from indices.presenters.profiles import PointsRow, Profile, undivided
from indices.presenters.shortfalls import latest_points, shortfalls_of
from provinces.models import Unit

pytestmark = pytest.mark.django_db


def shortfalls(slug: str):
    catalogue = current_catalogue()
    unit = catalogue.registry.known_as("province", slug)
    rows = next(p.rows for p in Profile(unit, catalogue).indices if p.index.code == "par-index")
    row = latest_points(rows)
    return row, shortfalls_of(row, "province", catalogue)


def points(no: str, score: str, maximum: str, parent: str = "") -> PointsRow:
    return PointsRow(no, no, score, maximum, "a-source", 1, "assessment", parent)


def test_what_is_divided_further_is_counted_by_its_parts():
    rows = [points("A", "60", "63.5"), points("B", "30", "36.5"), points("B1", "9", "10", "B")]
    assert [row.no for row in undivided(rows)] == ["A", "B1"]


def test_a_shortfall_is_the_maximum_minus_the_points_and_unknown_without_a_maximum():
    assert points("A", "57.66", "63.5").lost == "5.84"
    assert points("A", "57.66", "").lost == ""


def test_a_partial_field_says_nothing_of_the_others():
    _row, found = shortfalls("quang-ninh")
    assert found
    assert all(one.full_marks is None and one.mean == "" for one in found)


def test_over_a_whole_field_full_marks_and_the_mean_are_what_plain_python_says(par_index_2020, article):
    sipas = Criterion.objects.get(method=par_index_2020.method_provinces, cut="assessment", no="B1")
    units = list(Unit.objects.filter(results__edition=par_index_2020, kind="province").distinct())
    for number, unit in enumerate(units):
        Participation.objects.create(edition=par_index_2020, unit=unit, status="ranked")
        text = "10" if number % 3 == 0 else f"{8 + number / 20:.2f}"
        Score.objects.update_or_create(
            edition=par_index_2020,
            unit=unit,
            criterion=sipas,
            defaults={"score": Decimal(text), "score_text": text, "source": article},
        )
    everyone = list(Score.objects.filter(edition=par_index_2020, criterion=sipas).values_list("score", flat=True))
    _row, found = shortfalls("quang-ninh")
    of_sipas = next(one for one in found if one.points.no == "B1")
    assert of_sipas.full_marks == sum(score >= 10 for score in everyone)
    assert abs(Decimal(of_sipas.mean) - sum(everyone) / len(everyone)) <= Decimal("0.005")
    assert of_sipas.n == len(units)
    assert all(one.full_marks is None for one in found if one.points.no != "B1")
