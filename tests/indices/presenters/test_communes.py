"""What is said of a commune: what was reported of itself, of its province and of no other."""

from datetime import date

import pytest
from django.utils import timezone

from indices.models import Adoption, Indicator, Snapshot
from indices.presenters.communes import rows_of, services
from provinces.communes import Asked, search
from provinces.models import Unit
from provinces.registry import Registry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)


@pytest.fixture
def rows(db):
    def found(text: str):
        registry = Registry()
        return rows_of(search(Asked.read(text), registry, TODAY).communes, services(), registry, TODAY)

    return found


@pytest.fixture
def e_copies(db):
    return Indicator.objects.get(code="chung-thuc-ban-sao-dien-tu")


def test_the_services_are_what_is_counted_in_communes(e_copies):
    assert services() == [e_copies]


def test_a_commune_of_before_has_the_figure_of_the_province_of_then(rows):
    [row] = rows("an hiep ba tri")
    [offer] = row.offers
    assert offer.adoption is None
    assert (offer.of_province.percent_text, offer.of_province.as_of) == ("50", date(2021, 6, 24))
    assert row.place.province_name == "Tỉnh Bến Tre"


def test_a_commune_of_today_does_not_take_over_the_figure_of_a_province_that_ended(rows):
    row = rows("an hiep vinh long")[0]
    assert row.place.commune.begins_on == date(2025, 7, 1)
    assert row.offers[0].of_province is None


def test_the_latest_accepted_report_of_the_province_stands(rows, e_copies, ben_tre, article):
    Snapshot.objects.create(
        indicator=e_copies, unit=ben_tre, as_of="2021-09-30", numerator=100, denominator=157, source=article
    )
    assert rows("29161")[0].offers[0].of_province.as_of == date(2021, 6, 24)
    Snapshot.objects.waiting().update(accepted_at=timezone.now())
    assert rows("29161")[0].offers[0].of_province.numerator == 100


def test_an_adoption_is_that_of_the_unit_and_not_of_its_code(rows, e_copies, article):
    old = Unit.objects.get(kind="commune", code="28756", begins_on=date.min)
    Adoption.objects.create(indicator=e_copies, unit=old, offers=True, as_of="2021-09-30", source=article)
    today, ended = rows("28756")
    assert today.offers[0].adoption is None
    assert ended.offers[0].adoption.offers


def test_a_province_that_was_renamed_is_called_as_on_the_day_of_the_list(rows):
    names = {row.place.province_name for row in rows("phường Vĩnh Ninh, Huế")}
    assert names == {"Tỉnh Thừa Thiên Huế"}
