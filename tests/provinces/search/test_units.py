"""Provinces and ministries are found by every name they ever had; those of today come first."""

from datetime import date

import pytest

from provinces.models import UnitName
from provinces.registry import current_registry
from provinces.search import Fit, Typed, named_units

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 15)


def found(text: str, kinds=("province", "ministry")) -> list[str]:
    registry = current_registry()
    hits = named_units(registry, TODAY, kinds).fitting(Typed.read(text, longest=120))
    return [registry.units[hit.key].slug for hit in hits]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("ben tre", ["ben-tre"]),
        ("Bến Tre", ["ben-tre"]),
        ("tỉnh Bến Tre", ["ben-tre"]),
        ("vinh long", ["vinh-long", "vinh-long-den-2025"]),
        ("Thừa Thiên Huế", ["hue"]),
        ("thua thien hue", ["hue"]),
        ("TT-Huế", ["hue"]),
        ("TPHCM", ["ho-chi-minh", "ho-chi-minh-den-2025"]),
        ("brvt", ["ba-ria-vung-tau"]),
        ("NHNN", ["ngan-hang-nha-nuoc-viet-nam"]),
        ("ngân hàng nhà nước", ["ngan-hang-nha-nuoc-viet-nam"]),
        ("bo giao duc", ["bo-giao-duc-va-dao-tao"]),
        ("giáo dục và đào tạo", ["bo-giao-duc-va-dao-tao"]),
        ("gddt", ["bo-giao-duc-va-dao-tao"]),
        ("Ministry of Education", ["bo-giao-duc-va-dao-tao"]),
        ("moet", ["bo-giao-duc-va-dao-tao"]),
        ("hoa binh", ["hoa-binh"]),
        ("sài gòn", []),
    ],
)
def test_any_name_of_any_time_finds_the_unit(text, slugs):
    assert found(text) == slugs


def test_only_the_kinds_that_were_asked_for():
    assert found("bộ nội vụ", ("province",)) == []
    assert found("bộ nội vụ", ("ministry",)) == ["bo-noi-vu", "bo-noi-vu-den-2025"]


def test_an_alias_that_was_learned_is_understood_at_once(ben_tre):
    assert found("xứ dừa") == []
    UnitName.objects.create(unit=ben_tre, role=UnitName.Role.ALIAS, name_vi="Xứ dừa", short_name="Xứ dừa")
    assert found("xu dua") == ["ben-tre"]


def test_every_unit_is_found_by_each_of_its_own_names():
    registry = current_registry()
    names = named_units(registry, TODAY)
    for unit in registry.units.values():
        for text in registry.written(unit.pk):
            whole = [hit.key for hit in names.fitting(Typed.read(text, longest=200)) if hit.fit == Fit.WHOLE]
            assert unit.pk in whole, text
