"""Points by criterion: what is missing stays missing, and a mean stands only over everybody who was ranked."""

from datetime import date
from decimal import Decimal

import pytest

from indices.catalogue import current_catalogue
from indices.models import Criterion, Edition, Score
from indices.paper.criteria import CriterionLine, criteria_of
from indices.paper.year import year_of
from provinces.models import Unit

pytestmark = pytest.mark.django_db


def lines(unit: Unit, year: int) -> dict[str, CriterionLine]:
    """The criteria of PAR INDEX by number."""
    catalogue = current_catalogue()
    found = year_of(catalogue.registry.units[unit.pk], year, catalogue, "provinces", date(2026, 11, 24))
    tables = criteria_of(found.unit, found.sections, year)
    (table,) = (table for table in tables if table.section.index.code == "par-index")
    return {line.points.no: line for line in table.lines}


@pytest.fixture
def quang_ninh(db):
    return Unit.objects.get(kind="province", slug="quang-ninh")


@pytest.fixture
def leaders(par_index_2020):
    """The criterion of the leaders' survey, of which the published table has the first ten provinces."""
    return Criterion.objects.get(method=par_index_2020.method_provinces, no="B2")


@pytest.fixture
def whole_field(par_index_2020, leaders):
    """Every ranked province has points: 10, 11, 12 … for those of which none were published."""
    field = current_catalogue().field(par_index_2020, "province")
    here = set(Score.objects.filter(edition=par_index_2020, criterion=leaders).values_list("unit_id", flat=True))
    source = Score.objects.filter(edition=par_index_2020).first().source
    made = [
        Score(edition=par_index_2020, criterion=leaders, unit_id=unit, score=n, score_text=f"{n}", source=source)
        for n, unit in enumerate(sorted(field - here), start=10)
    ]
    Score.objects.bulk_create(made)
    return field


def test_points_are_as_printed_and_what_is_not_here_is_empty(quang_ninh):
    found = lines(quang_ninh, 2020)
    points = {no: (line.points.score, line.points.maximum, line.points.lost) for no, line in found.items()}
    assert points["B1"] == ("9.56", "10", "0.44")
    assert points["A"] == ("57.66", "", "")
    assert points["B"][0] == found["B"].before == ""


def test_criteria_stand_in_the_order_of_numbers_and_domains_before_ways(quang_ninh, par_index_2020):
    Criterion.objects.filter(method=par_index_2020.method_provinces, no="B1").update(no="B10")
    numbers = list(lines(quang_ninh, 2020))
    assert numbers.index("B2") < numbers.index("B3") < numbers.index("B10")
    domains = set(
        Criterion.objects.filter(method=par_index_2020.method_provinces, cut="domain").values_list("no", flat=True)
    )
    assert set(numbers[: len(domains)]) == domains


def test_a_mean_over_a_part_of_the_field_is_not_computed_but_counted(quang_ninh):
    mean = lines(quang_ninh, 2020)["B2"].of_country
    assert (mean.value, mean.known, mean.size) == ("", 10, 63)


def test_a_mean_over_everybody_is_the_mean(quang_ninh, whole_field, leaders):
    line = lines(quang_ninh, 2020)["B2"]
    points = [Decimal(text) for text in Score.objects.filter(criterion=leaders).values_list("score_text", flat=True)]
    assert len(points) == 63
    expected = (sum(points) / 63).quantize(Decimal("0.01"))
    assert (Decimal(line.of_country.value), line.of_country.size) == (expected, 63)
    registry = current_catalogue().registry
    there = [pk for pk in whole_field if registry.region(pk, date(2020, 12, 31)).code == "dbsh"]
    theirs = [
        Decimal(text)
        for text in Score.objects.filter(criterion=leaders, unit__in=there).values_list("score_text", flat=True)
    ]
    assert Decimal(line.of_region.value) == (sum(theirs) / len(theirs)).quantize(Decimal("0.01"))
    assert line.of_region.size == len(there)


def test_last_years_points_stand_beside_only_where_the_criteria_are_the_same(quang_ninh, par_index_2020):
    last_year = Edition.objects.published().filter(index=par_index_2020.index, year=2021)
    last_year.update(method_provinces=par_index_2020.method_provinces)
    same = lines(quang_ninh, 2021)["B1"]
    assert (same.before, same.other_method) == ("9.56", False)
    other = lines(quang_ninh, 2022)
    assert not any(line.before for line in other.values())
    assert all(line.other_method for line in other.values())


def test_two_questions_whatever_the_number_of_indices(quang_ninh, django_assert_num_queries):
    catalogue = current_catalogue()
    found = year_of(catalogue.registry.units[quang_ninh.pk], 2020, catalogue, "provinces", date(2026, 11, 24))
    with django_assert_num_queries(2):
        criteria_of(found.unit, found.sections, 2020)
