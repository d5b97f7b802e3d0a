"""The registry as shipped: who is in force when, and which unit a sheet means."""

from datetime import date

import pytest
from django.core.management import call_command

from provinces.matching import NoSuchUnit, UnitMatcher
from provinces.models import CommuneList, ImportRun, Unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "day", "number"),
    [
        ("province", date(2020, 12, 31), 63),
        ("province", date(2025, 1, 15), 63),
        ("province", date(2025, 7, 1), 34),
        ("province", date(2026, 4, 30), 34),
        ("ministry", date(2025, 2, 28), 22),
        ("ministry", date(2025, 3, 1), 17),
    ],
)
def test_as_many_units_are_in_force_as_there_were(kind, day, number):
    assert Unit.objects.of_kind(kind).in_force(day).count() == number


def test_the_two_lists_of_communes_are_whole():
    assert {found.as_of.year: found.entries.count() for found in CommuneList.objects.all()} == {
        2021: 10_599,
        2025: 3_321,
    }


def test_bến_tre_had_157_communes_in_the_list_of_2021(ben_tre):
    assert CommuneList.objects.get(as_of__year=2021).entries.filter(commune__parent=ben_tre).count() == 157


def test_lào_cai_is_the_old_province_in_2024_and_the_new_one_in_2025():
    assert UnitMatcher("province", date(2024, 12, 31)).find("Lào Cai").slug == "lao-cai-den-2025"
    assert UnitMatcher("province", date(2025, 12, 31)).find("Lào Cai").slug == "lao-cai"


def test_yên_bái_in_2025_is_refused_by_name_and_date():
    with pytest.raises(NoSuchUnit, match=r"Yên Bái.*30/6/2025"):
        UnitMatcher("province", date(2025, 12, 31)).find("Yên Bái")


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("TP.HCM", "ho-chi-minh-den-2025"),
        ("BR-VT", "ba-ria-vung-tau"),
        ("TT-Huế", "hue"),
        ("Thừa Thiên - Huế", "hue"),
        ("tỉnh bến tre", "ben-tre"),
        ("HOÀ BÌNH", "hoa-binh"),
        ("Ðà Nẵng", "da-nang-den-2025"),
        ("83", "ben-tre"),
    ],
)
def test_a_unit_is_found_in_every_usual_spelling(written, slug):
    assert UnitMatcher("province", date(2020, 12, 31)).find(written).slug == slug


def test_an_unknown_unit_comes_with_a_suggestion():
    with pytest.raises(NoSuchUnit, match="Tỉnh Bến Tre"):
        UnitMatcher("province", date(2020, 12, 31)).find("Bến Tree")


def test_huế_is_one_unit_whose_type_and_name_changed_without_a_merger():
    hue = Unit.objects.get(kind="province", code="46")
    assert hue.name_on(date(2024, 12, 31)).name_vi == "Tỉnh Thừa Thiên Huế"
    assert hue.name_on(date(2025, 1, 1)).name_vi == "Thành phố Huế"


def test_both_databases_sort_units_as_a_vietnamese_dictionary_does():
    names = [
        unit.titled for unit in Unit.objects.of_kind("province").in_force(date(2020, 1, 1)).prefetch_related("names")
    ]
    bare = [name.removeprefix("Tỉnh ").removeprefix("Thành phố ") for name in names]
    assert bare.index("Cao Bằng") < bare.index("Đà Nẵng") < bare.index("Gia Lai")


def test_loading_again_reads_nothing_and_changes_nothing(django_assert_max_num_queries):
    before = ImportRun.objects.count()
    with django_assert_max_num_queries(60):  # some twenty of them ask whether a release is due
        call_command("load_published", verbosity=0)
    assert ImportRun.objects.count() == before
