"""Where a unit stands: over a whole field what plain Python says, over a partial one nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indices.catalogue import current_catalogue
from indices.models import Result
from indices.paper.year import place_of, year_of
from indices.presenters.means import Means
from indices.presenters.profiles import Profile
from indices.presenters.regions import ranked_beside
from indices.presenters.similar import similar_to
from indices.presenters.standings import Standing, standings_of
from provinces.models import UnitKind

pytestmark = pytest.mark.django_db


def of_2020(kind: str, slug: str) -> Standing:
    """The standing of a unit in PAR INDEX 2020, whichever year is its latest."""
    catalogue = current_catalogue()
    unit = catalogue.registry.known_as(kind, slug)
    profile = Profile(unit, catalogue)
    rows = next(tuple(r for r in p.rows if r.year == 2020) for p in profile.indices if p.index.code == "par-index")
    indices = [replace(p, rows=rows) for p in profile.indices if p.index.code == "par-index"]
    [standing] = standings_of(unit, indices, Means(unit, catalogue), catalogue)
    return standing


@pytest.fixture
def table(par_index_2020):
    """The ministries of 2020 by rank: (slug, rank, score where it is printed), in plain Python."""
    results = Result.objects.filter(edition=par_index_2020, unit__kind="ministry").select_related("unit")
    return sorted(
        ((r.unit.slug, r.rank, r.score_text if r.score_basis == "printed" else "") for r in results),
        key=lambda row: row[1],
    )


def test_the_neighbours_are_two_above_and_two_below_with_what_lies_between(table):
    for at, (slug, _rank, score) in enumerate(table):
        standing = of_2020("ministry", slug)
        around = table[max(0, at - 2) : at] + table[at + 1 : at + 3]
        assert [n.unit.slug for n in standing.neighbours] == [row[0] for row in around]
        wanted = [Decimal(row[2]) - Decimal(score) if score and row[2] else None for row in around]
        assert [Decimal(n.gap) if n.gap else None for n in standing.neighbours] == wanted


def test_the_next_rank_and_the_leader_are_named_with_the_points_to_them(table):
    last = of_2020("ministry", table[-1][0])
    assert last.next_above.unit.slug == table[-2][0]
    assert last.leader.unit.slug == table[0][0]
    assert Decimal(last.leader.gap) == Decimal(table[0][2]) - Decimal(table[-1][2])
    first = of_2020("ministry", table[0][0])
    assert first.next_above is None
    assert first.leader is None
    assert (first.place, last.place) == (0, 100)


def test_over_a_partial_field_nothing_is_said_of_neighbours_or_the_region():
    standing = of_2020("province", "ben-tre")
    assert standing.neighbours == []
    assert standing.next_above is None
    assert standing.in_region is None
    assert standing.place == round(100 * 43 / 62)


def test_the_rank_in_the_region_is_counted_over_a_whole_field(par_index_2020, article):
    catalogue = current_catalogue()
    units = list(catalogue.registry.in_force(UnitKind.PROVINCE, par_index_2020.units_as_of))
    here = set(Result.objects.filter(edition=par_index_2020).values_list("unit_id", flat=True))
    taken = set(Result.objects.filter(edition=par_index_2020, unit__kind="province").values_list("rank", flat=True))
    free = iter(rank for rank in range(1, 64) if rank not in taken)
    for unit in units:
        if unit.pk not in here:
            figures = {"rank": next(free), "rank_of": 63, "rank_basis": "printed"}
            Result.objects.create(edition=par_index_2020, unit_id=unit.pk, source=article, **figures)
    found = of_2020("province", "ben-tre").in_region
    delta = [
        result.rank
        for result in Result.objects.filter(edition=par_index_2020, unit__kind="province")
        if catalogue.registry.region(result.unit_id, par_index_2020.units_as_of).name == found.region
    ]
    assert (found.rank, found.size) == (1 + sum(other < 44 for other in delta), len(delta))
    assert found.size == 13


def test_for_the_rank_in_the_region_its_own_units_are_enough_and_everybody_says_the_same(par_index_2020, article):
    catalogue = current_catalogue()
    ben_tre = catalogue.registry.known_as("province", "ben-tre")
    here = set(Result.objects.filter(edition=par_index_2020).values_list("unit_id", flat=True))
    missing = [pk for pk in ranked_beside(ben_tre, par_index_2020, catalogue) if pk not in here]
    assert missing
    for rank, unit_id in enumerate(missing, start=45):
        assert of_2020("province", "ben-tre").in_region is None
        figures = {"rank": rank, "rank_of": 63, "rank_basis": "printed"}
        Result.objects.create(edition=par_index_2020, unit_id=unit_id, source=article, **figures)
    standing = of_2020("province", "ben-tre")
    assert standing.field == [], "the country is not whole"
    year = year_of(ben_tre, 2020, catalogue, "provinces", date(2026, 11, 24))
    (section,) = (one for one in year.sections if one.index.code == "par-index")
    assert standing.in_region == place_of(section, ben_tre)
    assert standing.in_region.size == len(ranked_beside(ben_tre, par_index_2020, catalogue))
    said = " ".join(str(sentence) for sentence in section.sentences)
    assert f"Trong 13 tỉnh, thành phố vùng {standing.in_region.region}" in said
    assert f"xếp thứ {standing.in_region.rank} (Cổng tính)" in said


def test_a_derived_score_is_no_end_of_a_difference_but_a_derived_mean_is(par_index_2020):
    standing = of_2020("province", "ben-tre")
    assert standing.mean.sign.mark == "†"
    assert standing.against_mean == "-0.44"
    Result.objects.filter(edition=par_index_2020, unit__slug="ben-tre").update(
        score_basis="derived", score_derivation="next_year"
    )
    assert of_2020("province", "ben-tre").against_mean == ""


def test_the_difference_from_the_mean_is_that_of_the_printed_figures():
    assert of_2020("province", "ben-tre").against_mean == "-0.44"


def test_similar_units_come_with_their_reason():
    catalogue = current_catalogue()
    standing = of_2020("province", "hai-phong-den-2025")
    reasons = {found.reason: found.units for found in similar_to(standing.unit, [standing], catalogue)}
    assert any("Đồng bằng sông Hồng" in reason for reason in reasons)
    cities = next(units for reason, units in reasons.items() if "thành phố trực thuộc" in reason)
    assert {name for _unit, name in cities} == {"Hà Nội", "Cần Thơ", "Đà Nẵng", "Hồ Chí Minh"}


def test_the_type_that_most_units_have_is_no_reason():
    standing = of_2020("province", "ben-tre")
    assert len(similar_to(standing.unit, [standing], current_catalogue())) == 1
