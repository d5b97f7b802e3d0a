"""Cells are the rows of the units' own pages; what is computed across them follows slow plain Python."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from indices.catalogue import Catalogue
from indices.comparisons import Asked, Comparison
from indices.models import Criterion
from indices.presenters.profiles import Profile

pytestmark = pytest.mark.django_db
SLUGS = ("quang-ninh", "hai-phong-den-2025", "ben-tre", "ha-noi", "da-nang-den-2025", "vinh-long")


@pytest.fixture
def catalogue(db):
    return Catalogue()


def compared(catalogue, query: str = "", slugs=SLUGS) -> Comparison:
    units = [catalogue.registry.known_as("province", slug) for slug in slugs]
    return Comparison(units, Asked.read(QueryDict(query), catalogue.registry), catalogue)


def test_each_cell_is_the_row_of_the_units_own_page(catalogue):
    comparison = compared(catalogue)
    for column, profile in zip(comparison.columns, comparison.profiles, strict=True):
        assert profile.indices == Profile(column.unit, catalogue).indices
    for part in comparison.parts:
        for line in part.lines:
            for cell in line.cells:
                if not cell.outside:
                    assert cell.row == Profile(cell.column.unit, catalogue).row(line.edition)


def test_without_years_every_year_of_any_unit_is_shown(catalogue):
    comparison = compared(catalogue)
    expected = {
        (profile.index.code, row.year)
        for slug in SLUGS
        for profile in Profile(catalogue.registry.known_as("province", slug), catalogue).indices
        for row in profile.rows
    }
    assert {(part.index.code, line.year) for part in comparison.parts for line in part.lines} == expected


def test_only_the_years_and_the_index_that_were_asked_for_are_shown(catalogue):
    comparison = compared(catalogue, "index=par-index&year=2020&year=2019&year=1999")
    assert [(part.index.code, [line.year for line in part.lines]) for part in comparison.parts] == [
        ("par-index", [2020, 2019])
    ]
    assert comparison.years_without_figures == [1999]


def test_the_spread_is_the_highest_minus_the_lowest_of_printed_scores(catalogue):
    spreads = 0
    for part in compared(catalogue).parts:
        for line in part.lines:
            scored = [cell.row for cell in line.cells if cell.row.score]
            if len(scored) < 2 or any(row.score_basis != "printed" for row in scored):
                assert line.spread == ""
                continue
            values = [Decimal(row.score) for row in scored]
            assert abs(Decimal(line.spread) - (max(values) - min(values))) <= Decimal("0.05")
            spreads += 1
    assert spreads > 5


def test_points_stand_in_the_order_of_numbers_and_not_of_letters(catalogue):
    method = catalogue.published_of("par-index")[2020].method_provinces
    Criterion.objects.filter(method=method, no="B1").update(no="B10")
    (part,) = compared(catalogue, "index=par-index&year=2020", ("quang-ninh", "hai-phong-den-2025")).parts
    (table,) = part.points
    numbers = [next(row for row in line.points if row).no for line in table.lines]
    assert numbers == ["A", "B2", "B3", "B10"]
    quang_ninh = Profile(catalogue.registry.known_as("province", "quang-ninh"), catalogue)
    assert [row.no for row in quang_ninh.points[part.lines[0].edition.pk]] == numbers


def test_two_units_of_one_name_are_told_apart(catalogue):
    comparison = compared(catalogue, slugs=("vinh-long", "vinh-long-den-2025", "ben-tre"))
    assert [column.label for column in comparison.columns] == [
        "Vĩnh Long (từ 1/7/2025)",
        "Vĩnh Long (đến 30/6/2025)",
        "Bến Tre",
    ]


def test_a_line_keeps_its_shape_in_both_charts(catalogue):
    for part in compared(catalogue).parts:
        names = [column.label for column in compared(catalogue).columns]
        for chart in filter(None, (part.scores, part.ranks)):
            assert all(names[line.number] == line.name for line in chart.loud)


def test_a_chart_never_joins_years_of_different_methods(catalogue):
    [part] = compared(catalogue, "index=sipas").parts
    for line in part.scores.lines:
        for piece in line.pieces:
            assert not {2021, 2022} <= {dot.year for dot in piece}
    assert len(part.scores.breaks) == 1
