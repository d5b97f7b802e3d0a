"""Maps: every province of the day, both archipelagos, and a legend that counts all of them."""

from datetime import date

import pytest
from django.template import engines
from django.utils.html import strip_tags
from django.utils.translation import override

from provinces.maps import OUTLINES, Map, Place, map_of, outlines_of
from provinces.models import Unit

OF_63, OF_34 = date(2020, 12, 31), date(2025, 7, 1)
LEGEND = {"l5": "từ 90%", "l4": "từ 80% đến dưới 90%", "look": "dưới 80%"}
BEN_TRE = {"83": Place("l4", "Bến Tre: 83,28%", "/provinces/ben-tre/")}


def drawn(found: Map) -> str:
    page = engines["jinja2"].env.get_template("provinces/_map.html")
    with override("vi"):
        return str(page.module.map(found, "PAR INDEX 2020"))


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "number"), [(OF_63, 63), (date(2025, 6, 30), 63), (OF_34, 34)])
def test_every_province_in_force_on_a_day_has_one_outline_and_no_other_has(day, number):
    codes = list(Unit.objects.of_kind("province").in_force(day).values_list("code", flat=True))
    assert sorted(outlines_of(day).provinces) == sorted(codes)
    assert len(codes) == number
    assert all(outline.startswith("m") and outline.endswith("z") for outline in outlines_of(day).provinces.values())


@pytest.mark.parametrize("day", [OF_63, OF_34])
def test_both_archipelagos_are_on_every_map_with_all_their_islets_and_their_province(day):
    found = {each.name: (each.province, each.outline.count("z")) for each in outlines_of(day).archipelagos}
    assert found == {"Hoàng Sa": ("48", 19), "Trường Sa": ("56", 54)}


@pytest.mark.parametrize("day", [OF_63, OF_34])
def test_the_archipelagos_lie_inside_the_picture(day):
    left, top, width, height = map(int, outlines_of(day).view_box.split())
    for archipelago in outlines_of(day).archipelagos:
        x, y = archipelago.label
        assert left < x < left + width
        assert top < y < top + height


@pytest.mark.parametrize("name", ["63", "34"])
def test_the_outlines_stay_small_enough_for_a_page(name):
    assert (OUTLINES / f"{name}.json").stat().st_size < 100_000


def test_one_known_province_leaves_62_missing_and_the_legend_counts_63():
    found = map_of(OF_63, BEN_TRE, LEGEND)
    assert [(step.level, step.count) for step in found.legend] == [("l5", 0), ("l4", 1), ("look", 0), ("missing", 62)]
    assert sum(step.count for step in found.legend) == len(found.shapes) == 63


def test_a_whole_map_has_no_line_for_what_is_missing():
    places = {code: Place("l5", code, "") for code in outlines_of(OF_34).provinces}
    assert [(step.level, step.count) for step in map_of(OF_34, places, {"l5": "đã có"}).legend] == [("l5", 34)]


def test_an_archipelago_has_the_level_of_its_province():
    page = drawn(map_of(OF_34, {"48": Place("l5", "Đà Nẵng: 90%", "/provinces/da-nang/")}, LEGEND))
    of_da_nang = page.split('href="/provinces/da-nang/"')[1].split("</a>")[0]
    assert of_da_nang.count('class="l5"') == 2
    assert "Hoàng Sa" in of_da_nang


def test_a_missing_province_may_keep_its_name_and_page():
    places = {"83": Place("missing", "Bến Tre: Cổng chưa có số liệu", "/provinces/ben-tre/")}
    found = map_of(OF_63, places, LEGEND)
    assert found.legend[-1].count == 63
    assert "Bến Tre: Cổng chưa có số liệu" in drawn(found)


def test_a_province_of_another_day_is_refused():
    with pytest.raises(ValueError, match="83"):
        map_of(OF_34, BEN_TRE, LEGEND)


def test_a_level_without_an_explanation_is_refused():
    with pytest.raises(ValueError, match="l4"):
        map_of(OF_63, BEN_TRE, {"l5": "từ 90%"})


def test_the_drawing_names_both_archipelagos_and_every_known_province_and_carries_no_style():
    page = drawn(map_of(OF_63, BEN_TRE, LEGEND))
    assert ">Hoàng Sa</text>" in page
    assert ">Trường Sa</text>" in page
    assert "<title>Bến Tre: 83,28%</title>" in page
    assert "từ 80% đến dưới 90%: 1 tỉnh, thành phố" in strip_tags(page)
    assert "Cổng chưa có số liệu: 62 tỉnh, thành phố" in strip_tags(page)
    assert "style=" not in page
    assert "<script" not in page


def test_a_map_with_links_is_a_group_of_them_and_one_without_is_an_image():
    assert 'role="group"' in drawn(map_of(OF_63, BEN_TRE, LEGEND))
    assert 'role="img"' in drawn(map_of(OF_63, {}, LEGEND))
