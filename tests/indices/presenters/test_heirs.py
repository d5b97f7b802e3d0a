"""On today's units every row stands where its unit's heir is, and nothing is added up."""

from datetime import date

import pytest

from indices.catalogue import Catalogue
from indices.presenters.heirs import differs, regrouped
from indices.presenters.rankings import LeagueTable
from provinces.models import Succession

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def league(code: str, year: int) -> LeagueTable:
    catalogue = Catalogue()
    return LeagueTable(catalogue.published_of(code)[year], "province", None, catalogue)


def test_every_row_of_a_full_table_stands_once_under_the_heir_that_the_resolutions_name():
    table = league("papi", 2011)
    found = regrouped(table, table.rows, AFTER)
    wanted: dict[str, set[str]] = {}
    for edge in Succession.objects.filter(predecessor__kind="province").select_related("predecessor", "successor"):
        wanted.setdefault(edge.successor.slug, set()).add(edge.predecessor.slug)
    assert {heir.unit.slug: {row.slug for row in heir.rows} for heir in found.heirs} == wanted
    merged = set().union(*wanted.values())
    assert {row.slug for row in found.unchanged} == {row.slug for row in table.rows} - merged
    assert len(found.heirs) + len(found.unchanged) == 34
    assert all(not heir.absent for heir in found.heirs)
    names = [heir.unit.sort_key for heir in found.heirs]
    assert names == sorted(names)


def test_an_heir_of_which_one_row_is_here_names_the_others():
    table = league("par-index", 2020)
    heir = next(heir for heir in regrouped(table, table.rows, AFTER).heirs if heir.unit.slug == "vinh-long")
    assert [row.slug for row in heir.rows] == ["ben-tre"]
    assert {absent.name for absent in heir.absent} == {"Trà Vinh", "Vĩnh Long"}


def test_before_the_mergers_nothing_is_regrouped():
    table = league("papi", 2011)
    assert not differs(table, BEFORE)
    assert differs(table, AFTER)
    assert regrouped(table, table.rows, BEFORE).heirs == ()
