"""An address and its state: read back it is the same, however it was written; names of any time are understood."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indices.comparisons.asked import MOST_UNITS_READ, Asked, Chosen, compare_address
from indices.comparisons.naming import unit_meant
from provinces.registry import Registry

pytestmark = pytest.mark.django_db
TEXT = st.one_of(st.text(max_size=120), st.sampled_from(["ben-tre", "Bến Tre", "hue", "bo-y-te", "", " ", "2020"]))


@pytest.fixture
def registry(db):
    return Registry()


def read(query: str, registry) -> Asked:
    return Asked.read(QueryDict(query), registry)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("ben-tre", "ben-tre"),
        ("Bến Tre", "ben-tre"),
        ("tỉnh bến tre", "ben-tre"),
        ("BEN TRE", "ben-tre"),
        ("thua-thien-hue", "hue"),
        ("Thừa Thiên Huế", "hue"),
        ("TP.HCM", "ho-chi-minh"),
        ("Vĩnh Long (đến 30/6/2025)", "vinh-long-den-2025"),
        ("Vĩnh Long (từ 1/7/2025)", "vinh-long"),
        ("Vĩnh Long", "vinh-long"),
        ("Ngân hàng Nhà nước Việt Nam", "ngan-hang-nha-nuoc-viet-nam"),
        ("Bộ Giáo dục và Đào tạo", "bo-giao-duc-va-dao-tao"),
    ],
)
def test_units_are_understood_by_any_name(registry, typed, slug):
    assert unit_meant(typed, registry).slug == slug


@pytest.mark.parametrize("typed", ["", "   ", "Atlantis", "tỉnh", "?", "83"])
def test_what_names_no_unit_is_none(registry, typed):
    assert unit_meant(typed, registry) is None


def test_a_state_has_one_address(registry):
    asked = read("year=2021&unit=B%E1%BA%BFn+Tre&index=sipas&year=2020&unit=hue&unit=ben-tre&year=2020&unit=", registry)
    assert asked.query == "unit=ben-tre&unit=hue&index=sipas&year=2020&year=2021"


def test_what_is_no_year_is_left_out(registry):
    assert read("year=20&year=abcd&year=20200&year=%D9%A2%D9%A0%D9%A2%D9%A0&year=2019", registry).years == (2019,)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, max_size=30), TEXT, st.lists(TEXT, max_size=6))
def test_an_address_read_back_is_the_same_state(registry, units, index, years):
    query = QueryDict(mutable=True)
    query.setlist("unit", units)
    query.setlist("year", years)
    query["index"] = index
    asked = Asked.read(query, registry)
    written = QueryDict(asked.query)
    assert Asked.read(written, registry) == asked
    assert asked.says(written)
    assert len(asked.units) <= MOST_UNITS_READ


def test_steps_lead_there_and_back():
    asked = Asked(("ben-tre", "hue"), "sipas", (2020,))
    assert asked.without("hue").units == ("ben-tre",)
    assert asked.toggling(2019).years == (2019, 2020)
    assert asked.toggling(2020).years == ()
    assert asked.instead("ben-tre", ["hue", "an-giang"]).units == ("hue", "an-giang")
    assert asked.of_index("").index == ""


def test_other_pages_link_to_a_comparison():
    assert compare_address("ben-tre", "hue", index="sipas", years=[2020]) == (
        "/compare/?unit=ben-tre&unit=hue&index=sipas&year=2020"
    )
    assert compare_address() == "/compare/"


def test_the_first_unit_decides_of_which_kind_the_table_is(registry):
    chosen = Chosen.of(Asked(("bo-y-te", "ben-tre", "bo-tu-phap", "Bến Tree")), registry, 1)
    assert [unit.slug for unit in chosen.units] == ["bo-y-te"]
    assert [unit.slug for unit in chosen.others] == ["ben-tre"]
    assert [unit.slug for unit in chosen.surplus] == ["bo-tu-phap"]
    assert [(typed.text, typed.near[0].slug) for typed in chosen.unknown] == [("Bến Tree", "ben-tre")]
