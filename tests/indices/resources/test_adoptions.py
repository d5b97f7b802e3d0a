"""Which communes offer a service: by code, by name with district and province, below headings, yes or since when."""

from datetime import date

import pytest

from indices.models import Adoption, Indicator
from provinces.models import UnitName
from provinces.sheets.confirming import Preview, preview, store, upload
from tests.provinces.sheets.workbooks import xlsx

pytestmark = pytest.mark.django_db
TITLE = ["DANH SÁCH ĐƠN VỊ CẤP XÃ CHỨNG THỰC BẢN SAO ĐIỆN TỬ - TỈNH BẾN TRE"]


def looked(rows, user, answers=None, **said) -> Preview:
    context = {"as_of": "2021-11-01", "source": "bao-hoang-lam-2021"} | said
    return preview(upload("adoptions", xlsx(rows), "xa.xlsx", context, user), answers)


def codes(seen: Preview) -> dict[str, tuple[bool, date | None]]:
    return {o.record.unit.code: (o.record.offers, o.record.began_on) for o in seen.changing}


def sentences(seen: Preview) -> str:
    return "\n".join(str(refusal) for outcome in seen.refused for refusal in outcome.refusals)


def test_a_code_and_a_cross_are_enough(editor):
    rows = [["Mã xã", "Tên xã", "Đã triển khai"], ["28849", "An Hóa", "x"], ["28819", "Phú Túc", "Chưa"]]
    seen = looked(rows, editor)
    assert not seen.refused, sentences(seen)
    assert codes(seen) == {"28849": (True, None), "28819": (False, None)}
    assert any("chứng thực" in str(remark) for remark in seen.remarks), "the indicator that was taken is said"


def test_district_and_province_in_columns_tell_communes_of_one_name_apart(editor):
    rows = [
        ["TT", "Xã, phường", "Huyện", "Tỉnh", "Ngày bắt đầu"],
        [1, "Tân Hòa", "Quốc Oai", "Hà Nội", "15/3/2021"],
        [2, "Xã Tân Hội", "H. Đan Phượng", "TP. Hà Nội", date(2021, 4, 1)],
    ]
    seen = looked(rows, editor)
    assert not seen.refused, sentences(seen)
    assert codes(seen) == {"09946": (True, date(2021, 3, 15)), "09817": (True, date(2021, 4, 1))}


def test_districts_in_rows_of_their_own_hold_for_the_rows_below(editor, ben_tre):
    rows = [
        TITLE,
        ["STT", "Đơn vị", "Có/Không"],
        ["I", "Huyện Châu Thành", None],
        [1, "Xã Tân Phú", "Có"],
        ["II", "Huyện Ba Tri", None],
        [2, "An Ngãi Tây", "Không"],
        [None, "Tổng cộng", 1],
    ]
    seen = looked(rows, editor)
    assert not seen.refused, sentences(seen)
    assert {o.record.unit.parent_id for o in seen.changing} == {ben_tre.pk}
    assert [(o.label, o.record.offers) for o in seen.changing] == [
        ("Xã Tân Phú, Huyện Châu Thành, Tỉnh Bến Tre", True),
        ("Xã An Ngãi Tây, Huyện Ba Tri, Tỉnh Bến Tre", False),
    ]
    assert {row.cell.text for row in seen.table.skipped} == {"Huyện Châu Thành", "Huyện Ba Tri", "Tổng cộng"}


def test_a_name_that_several_communes_bear_is_asked_about_and_teaches_no_alias(editor):
    [question] = looked([["Xã", "Có/Không"], ["Xã Tân Tiến", "x"]], editor).questions
    assert all(words.startswith("Xã Tân Tiến, ") for _code, words in question.choices)
    permanent_id, _words = question.choices[0]
    seen = looked([["Xã", "Có/Không"], ["Xã Tân Tiến", "x"]], editor, {question.code: permanent_id})
    before = UnitName.objects.count()
    store(seen.run.pk, editor)
    assert Adoption.objects.get().unit.permanent_id == permanent_id
    assert UnitName.objects.count() == before


def test_a_commune_whose_name_begins_like_a_total_is_no_total(editor):
    rows = [["Xã", "Huyện", "Tỉnh", "Có/Không"], ["Tổng Cọt", "Hà Quảng", "Cao Bằng", "x"]]
    seen = looked(rows, editor)
    assert [o.label for o in seen.changing] == ["Xã Tổng Cọt, Huyện Hà Quảng, Tỉnh Cao Bằng"], sentences(seen)


def test_a_district_that_has_no_such_commune_is_told_with_those_that_have(editor):
    rows = [["Xã", "Huyện", "Tỉnh", "Có/Không"], ["Xã Tân Phú", "Huyện Ba Tri", "Bến Tre", "x"]]
    seen = looked(rows, editor)
    assert "Huyện Châu Thành" in sentences(seen)


@pytest.mark.parametrize(
    ("row", "meant"),
    [
        (["Xã Không Có", "Huyện Ba Tri", "Bến Tre", "x"], []),
        (["Phong Cốcc", "Huyện Ba Tri", "Bến Tre", "x"], []),
        (["Xã An Hiệpp", "Huyện Ba Tri", "Bến Tre", "x"], ["Xã An Hiệp, Huyện Ba Tri, Tỉnh Bến Tre"]),
        (["Xã An Hiệpp", "Huyện Ba Trii", "Bến Tre", "x"], []),
    ],
)
def test_what_may_be_meant_lies_in_the_province_and_the_district_of_the_row(editor, row, meant):
    seen = looked([["Xã", "Huyện", "Tỉnh", "Có/Không"], row], editor)
    assert [words for question in seen.questions for _code, words in question.choices] == meant
    assert ("Phường" in sentences(seen), bool(meant)) == (False, "An Hiệp," in sentences(seen))


def test_of_two_services_the_portal_asks_which_one(editor):
    code = Indicator.objects.get(unit_kind="commune").code
    Indicator.objects.create(code="sao-y", name_vi="Sao y", numerator_vi="xã sao y", unit_kind="commune")
    rows = [["Mã xã", "Có/Không"], ["28849", "x"]]
    assert looked(rows, editor).open
    seen = looked(rows, editor, {"indicator": code})
    assert not seen.open
    store(seen.run.pk, editor)
    assert Adoption.objects.get().indicator.code == code


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["28849", "vâng ạ", None], "vâng ạ"),
        (["28849", "x", "31/12/2021"], "C2"),
        (["28849", "Chưa", "1/3/2021"], "C2"),
        (["99999", "x", None], "99999"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_cell(editor, row, said):
    seen = looked([["Mã xã", "Có/Không", "Ngày bắt đầu"], row], editor)
    assert not seen.changing
    assert said in sentences(seen)
