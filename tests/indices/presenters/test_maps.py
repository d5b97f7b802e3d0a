"""A map of scores counts every province once, by band or by even steps; the same figures stand in the table."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from indices.catalogue import Catalogue
from indices.models import Edition, ReformIndex, Result
from indices.presenters.maps import league_map
from indices.presenters.rankings import LeagueTable
from provinces.models import Unit

pytestmark = pytest.mark.django_db


def league(code: str, year: int, kind: str = "province") -> LeagueTable:
    catalogue = Catalogue()
    published = catalogue.published_of(code)
    return LeagueTable(published[year], kind, published.get(year - 1), catalogue)


def test_every_province_is_on_the_map_once_with_its_band_or_as_missing(par_index_2020):
    table = league("par-index", 2020)
    found = league_map(table, lambda slug: f"/{slug}/")
    counts = {step.level: step.count for step in found.legend}
    assert sum(counts.values()) == 63
    bands = [row.band for row in table.rows if row.score]
    assert (counts["l5"], counts["l4"]) == (bands.count("A"), bands.count("B"))
    assert counts["missing"] == 63 - len(bands)


@pytest.mark.parametrize(("code", "year"), [("papi", 2012), ("pci", 2014)])
def test_an_index_without_bands_has_five_even_steps(code, year):
    table = league(code, year)
    found = league_map(table, lambda slug: f"/{slug}/")
    scores = sorted(row.score_value for row in table.rows if row.score_value is not None)
    top = next(step for step in found.legend if step.level == "l5")
    least = (scores[0] + (scores[-1] - scores[0]) / 5 * 4).quantize(Decimal("0.01"))
    assert top.count == sum(score >= least for score in scores)
    assert sum(step.count for step in found.legend) == 63


def test_ministries_have_no_map():
    assert league_map(league("par-index", 2020, "ministry"), lambda slug: slug) is None


def test_the_page_shows_the_map_of_the_days_provinces_with_both_archipelagos():
    page = Client().get("/indices/par-index/2020/provinces/").content.decode()
    assert page.count("<path") >= 63
    assert "Hoàng Sa" in page
    assert "Trường Sa" in page
    assert not re.search(r' style="', page)


@pytest.fixture
def two_years(article):
    """Invented years with every province ranked; in the second one the first two change places."""
    units = list(Unit.objects.filter(kind="province", begins_on=date.min))
    by = get_user_model().objects.create_user("nguoi-duyet")
    for year in (2097, 2098):
        edition = Edition.objects.create(
            index=ReformIndex.objects.get(code="sipas"), year=year, units_as_of=date(2024, 12, 31), field_provinces=63,
            state="approved", approved_by=by, approved_at=timezone.now(), publish_at=timezone.now(),
        )  # fmt: skip
        order = units if year == 2097 else [units[1], units[0], *units[2:]]
        Result.objects.bulk_create(
            Result(edition=edition, unit=unit, source=article, rank=rank, rank_of=63, rank_basis="printed")
            for rank, unit in enumerate(order, start=1)
        )
    Edition.objects.filter(year=2098).update(year=2098)  # bulk writes of rows change no stamp
    return units


def test_who_rose_fell_and_stayed_is_counted_over_a_whole_field_only_and_filters(two_years, client):
    assert league("par-index", 2020).moves == {}, "19 of 63"
    assert league("sipas", 2098).moves == {"up": 1, "down": 1, "same": 61}
    address = "/indices/sipas/2098/provinces/"
    page = client.get(address).content.decode()
    assert "1 tăng" in page
    assert "61 giữ nguyên" in page
    shown = client.get(f"{address}?change=up").content.decode()
    assert re.findall(r'<tr id="([-a-z]+)"', shown) == [two_years[1].slug]
