"""The method of an edition, as page and file read it."""

from decimal import Decimal

import pytest
from django.utils import translation

from indices.catalogue import Catalogue
from indices.comparing import Reason
from indices.models import Criterion, Method
from indices.presenters.methods import sheets_of

pytestmark = pytest.mark.django_db


def sheets(code: str, year: int):
    catalogue = Catalogue()
    editions = catalogue.published_of(code)
    return {sheet.kind: sheet for sheet in sheets_of(editions[year], editions.get(year - 1), catalogue)}


def test_points_by_way_of_assessment_have_their_shares_and_their_place():
    table = sheets("par-index", 2023)["province"].cuts[1]
    assert [(row.no, row.depth, row.parent, row.maximum, row.share) for row in table.rows] == [
        ("A", 0, "", "61.5", "61.5"),
        ("B", 0, "", "38.5", "38.5"),
        ("B1", 1, "B", "10", "10"),
        ("B2", 1, "B", "22", "22"),
        ("B3", 1, "B", "6.5", "6.5"),
    ]
    assert table.total == "100"
    assert table.rows[2].repeats.code == "sipas"


def test_a_share_is_of_all_points_and_not_of_a_hundred():
    Criterion.objects.filter(method__code="par-876-ministry", no="S").update(max_points=Decimal("11.5"))
    table = sheets("par-index", 2023)["ministry"].cuts[1]
    assert [(row.maximum, row.share) for row in table.rows] == [("68.5", "85.63"), ("11.5", "14.38")]


def test_no_share_is_computed_where_a_maximum_at_the_top_is_not_printed():
    table = sheets("par-index", 2020)["province"].cuts[0]
    assert table.total == ""
    assert {row.share for row in table.rows} == {""}
    assert [row.maximum for row in table.rows] == ["", "", "10", "", ""]


def test_levels_say_how_many_the_method_has_and_how_many_are_here():
    levels = sheets("par-index", 2023)["province"].levels
    assert [(level.name, level.number, level.here, level.whole) for level in levels] == [
        ("lĩnh vực", 8, 8, True),
        ("tiêu chí", 37, 0, False),
        ("tiêu chí thành phần", 88, 0, False),
    ]


def test_levels_are_called_as_the_method_calls_them_in_the_readers_language():
    with translation.override("en"):
        assert [level.name for level in sheets("sipas", 2022)["province"].levels] == ["factor", "criterion"]


def test_one_method_in_both_years_leaves_scores_comparable_where_the_field_is_the_same():
    found = sheets("par-index", 2023)["province"]
    assert found.same_method
    assert (found.ranks_barrier, found.scores_barrier) == (None, None)
    assert found.governed == [2022, 2023]


def test_two_methods_are_compared_only_if_a_source_says_so(article):
    assert sheets("sipas", 2022)["province"].scores_barrier == Reason.METHOD
    Method.objects.filter(code="sipas-2022").update(comparable_with_previous="yes", comparable_source=article)
    assert sheets("sipas", 2022)["province"].scores_barrier is None


def test_an_unknown_method_is_no_changed_one():
    found = sheets("par-index", 2020)["province"]
    assert not found.change_known
    assert (found.ranks_barrier, found.scores_barrier) == (None, Reason.METHOD_UNKNOWN)


def test_without_an_edition_of_the_year_before_nothing_is_compared():
    found = sheets("pci", 2014)["province"]
    assert found.method is None
    assert found.ranks_barrier == found.scores_barrier == Reason.NO_EDITION
    assert (found.levels, found.cuts, found.bands, found.governed) == ([], [], [], [])


def by_two_methods(numbers_before=None, names_before=(), names_now=("Thể chế", "Chính quyền số")):
    """PAR INDEX 2023 and 2022 of provinces by two methods with so many domains."""
    now = Method.objects.get(code="par-876-province")
    before = Method.objects.create(
        code="before", index=now.index, unit_kind="province", decision="QĐ 1/QĐ-BNV", n_domains=numbers_before,
        level_names_vi=now.level_names_vi,
    )  # fmt: skip
    now.index.editions.filter(year=2022).update(method_provinces=before)
    now.criteria.filter(parent__isnull=False).delete()
    now.criteria.all().delete()
    Method.objects.filter(pk=now.pk).update(n_domains=len(names_now))
    for method, names in ((before, names_before), (now, names_now)):
        for number, name in enumerate(names, start=1):
            Criterion.objects.create(method=method, cut="domain", no=str(number), name_vi=name)
    return sheets("par-index", 2023)["province"]


@pytest.fixture
def without_scores():
    """Criteria that no score stands under can be taken away."""
    from indices.models import Score

    Score.objects.filter(criterion__method__code="par-876-province").delete()


def test_what_changed_is_told_level_by_level(without_scores):
    found = by_two_methods(1, ["Thể chế"])
    assert [(change.before, change.now) for change in found.counts_changed] == [(1, 2)]
    assert [item.name for item in found.criteria_changed.added] == ["Chính quyền số"]


def test_a_level_that_is_here_only_in_part_is_not_compared(without_scores):
    found = by_two_methods(8, ["Thể chế"])
    assert not found.criteria_changed.compared
