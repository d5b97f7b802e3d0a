"""What is said of all scores together is said over a whole field only, and says what the portal computed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.translation import override

from indices.catalogue import Catalogue
from indices.models import Average, Band, Result
from indices.presenters.rankings import LeagueTable
from indices.presenters.strips import spread_of

pytestmark = pytest.mark.django_db


def league(code: str, year: int, kind: str = "province") -> LeagueTable:
    catalogue = Catalogue()
    return LeagueTable(catalogue.published_of(code)[year], kind, None, catalogue)


def texts(table: LeagueTable, ours=()) -> list[str]:
    with override("en"):
        return [key.text for key in spread_of(table, ours).keys]


@pytest.mark.parametrize(("code", "year"), [("sipas", 2020), ("par-index", 2020), ("papi", 2014)])
def test_a_partial_table_has_no_strip_and_no_computed_mean(code, year):
    table = league(code, year)
    assert len([row for row in table.rows if row.score]) < 63
    assert spread_of(table) is None
    assert table.mean == table.average


def test_every_province_is_a_dot_and_the_mean_of_all_says_that_it_is_computed():
    table = league("papi", 2011)
    scores = [result.score for result in Result.objects.filter(edition=table.edition)]
    assert len(scores) == 63
    wanted = Fraction(sum(scores)) / 63
    assert table.mean.n == 63
    assert abs(Fraction(table.mean.score) - wanted) <= Fraction(1, 2 * 10**table.decimals)
    assert table.mean.sign.mark == "†"
    found = spread_of(table)
    assert len(found.strip.dots) == 63
    assert any(text.startswith("Mean of 63 scores: ") for text in texts(table))


def test_a_published_mean_is_never_computed_again():
    table = league("par-index", 2023, "ministry")
    printed = Average.objects.get(edition=table.edition, group="ministries")
    assert (table.mean.score, table.mean.n) == (printed.score_text, 0)
    assert len(spread_of(table).strip.dots) == 17
    assert f"Mean of the ministries: {printed.score_text}%" in texts(table)


def test_a_mean_is_not_computed_of_scores_that_are_derived():
    Result.objects.filter(edition__index__code="papi", edition__year=2011, unit__code="83").update(
        score_basis="derived", score_derivation="previous_year"
    )
    table = league("papi", 2011)
    assert table.mean is None
    assert spread_of(table).strip.mean is None


def test_one_missing_score_takes_the_strip_away():
    Result.objects.filter(edition__index__code="papi", edition__year=2011, unit__code="83").delete()
    assert spread_of(league("papi", 2011)) is None


def test_the_unit_that_is_asked_for_is_named_and_first_in_the_legend():
    table = league("papi", 2011)
    row = next(row for row in table.rows if row.slug == "ben-tre")
    found = spread_of(table, ["ben-tre"])
    assert len(found.strip.dots) == 62
    assert [label.dot.text for label in found.strip.ours] == [f"Bến Tre: {row.score.replace('.', ',')}"]
    assert found.keys[0].text == f"Bến Tre: {row.score.replace('.', ',')}"


def test_bands_are_counted_where_the_index_has_them():
    table = league("papi", 2011)
    assert any(text.startswith("The middle half: from ") for text in texts(table))
    edges = {"A": Decimal(39), "B": Decimal(35)}
    for band, least in edges.items():
        Band.objects.create(index=table.index, unit_kind="province", band=band, from_score=least)
    table = league("papi", 2011)
    scores = [row.score_value for row in table.rows]
    ends = [text.rsplit(": ", 1)[1] for text in texts(table) if text.startswith(("Band", "under"))]
    assert ends == [
        str(sum(score >= 39 for score in scores)),
        str(sum(35 <= score < 39 for score in scores)),
        str(sum(score < 35 for score in scores)),
    ]
    assert [guide.name for guide in spread_of(table).strip.bands] == ["A", "B"]
