"""The points of an edition by way of assessment are those of its scores, and nothing stands where there is none."""

import pytest
from django.utils.translation import override

from indices.catalogue import Catalogue
from indices.models import Criterion, Score
from indices.presenters.points import parts_of
from indices.presenters.rankings import LeagueTable

pytestmark = pytest.mark.django_db


def league(code: str, year: int, kind: str = "province") -> LeagueTable:
    catalogue = Catalogue()
    return LeagueTable(catalogue.published_of(code)[year], kind, None, catalogue)


@pytest.mark.parametrize(("year", "kind"), [(2020, "province"), (2023, "ministry")])
def test_every_score_stands_in_its_column_and_row(year, kind):
    table = league("par-index", year, kind)
    with override("en"):
        found = parts_of(table)
    scores = Score.objects.filter(edition=table.edition, unit__kind=kind, criterion__cut="assessment")
    shown = {(unit, no): points.shown for unit, row in found.cells.items() for no, points in row.items()}
    assert shown == {
        (score.unit.permanent_id, score.criterion.no): score.score_text
        for score in scores.select_related("unit", "criterion")
    }
    assert sorted(column.no for column in found.columns) == sorted({score.criterion.no for score in scores})
    for column in found.columns:
        most = next(score.criterion.max_points for score in scores if score.criterion.no == column.no)
        assert column.maximum == ("" if most is None else f"{most.normalize():f}")


def test_a_domain_is_no_way_of_assessment():
    table = league("par-index", 2020)
    assert table.has_parts
    domain = Criterion.objects.filter(cut="domain")[0]
    Score.objects.filter(edition=table.edition, criterion__no="A", unit__slug="quang-ninh").update(criterion=domain)
    quang_ninh = next(row.unit_id for row in table.rows if row.slug == "quang-ninh")
    assert "A" not in parts_of(table).cells[quang_ninh]
    assert len(parts_of(table).cells[quang_ninh]) == 3


def test_columns_stand_in_the_order_of_numbers_and_not_of_letters():
    table = league("par-index", 2020)
    numbers = [column.no for column in parts_of(table).columns]
    assert numbers == ["A", "B1", "B2", "B3"]
    Criterion.objects.filter(method=table.edition.method_provinces, no="B1").update(no="B10")
    assert [column.no for column in parts_of(table).columns] == ["A", "B2", "B3", "B10"]


def test_an_edition_without_points_has_no_columns():
    assert parts_of(league("papi", 2011)) is None
    assert not league("papi", 2011).has_parts
