"""A league table over generated editions says what slow plain Python says."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indices.catalogue import current_catalogue
from indices.models import Edition, Participation, Result
from indices.presenters.arranging import arranged
from indices.presenters.rankings import LeagueTable
from provinces.models import Unit
from tests import oracles

pytestmark = pytest.mark.django_db

# One entry a unit: not assessed, assessed without rank, ranked but not here, or ranked with score and rank.
STATES = st.sampled_from(["not_assessed", "not_ranked", "absent", "score only", "rank only", "both"])
SCORES = st.decimals(min_value=50, max_value=55, places=1)
FIELDS = st.lists(st.tuples(STATES, SCORES), min_size=8, max_size=8)


@pytest.fixture
def draft(par_index_2020):
    return Edition.objects.create(index=par_index_2020.index, year=2030, units_as_of="2020-12-31", field_provinces=None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FIELDS)
def test_coverage_order_and_disagreements_agree_with_the_oracle(draft, article, field):
    draft.refresh_from_db()
    Result.objects.filter(edition=draft).delete()
    Participation.objects.filter(edition=draft).delete()
    units = list(Unit.objects.of_kind("province").in_force(draft.units_as_of).order_by("code")[: len(field)])
    printed: dict[str, int] = {}
    for place, (unit, (state, score)) in enumerate(zip(units, field, strict=True), start=1):
        status = {"not_assessed": "not_assessed", "not_ranked": "assessed_not_ranked"}.get(state, "ranked")
        Participation.objects.create(edition=draft, unit=unit, status=status)
        if state in {"score only", "rank only", "both"}:
            figures = {}
            if state != "rank only":
                figures |= {"score": score, "score_text": str(score), "score_basis": "printed"}
            if state != "score only":
                figures |= {"rank": place, "rank_of": len(field), "rank_basis": "printed"}
                printed[unit.permanent_id] = place
            Result.objects.create(edition=draft, unit=unit, source=article, **figures)
    league = LeagueTable(draft, "province", None, current_catalogue())

    states = {unit.permanent_id: state for unit, (state, _score) in zip(units, field, strict=True)}
    in_field = {unit for unit, state in states.items() if state not in {"not_assessed", "not_ranked"}}
    assert {row.unit_id for row in league.rows} == {
        u for u, state in states.items() if state.endswith("ly") or state == "both"
    }
    assert league.complete == (bool(in_field) and in_field <= set(printed))
    known = {absent.unit.permanent_id for absent in league.absent if absent.missing == "not_here"}
    assert {unit for unit, state in states.items() if state == "absent"} <= known
    ranks = [row.rank for row in arranged(league.rows, "", "", "", "") if row.rank is not None]
    assert ranks == sorted(ranks)
    if league.complete and all(states[unit] == "both" for unit in in_field):
        scores = {u.permanent_id: s for u, (state, s) in zip(units, field, strict=True) if state == "both"}
        wanted = oracles.competition_ranks(scores)
        assert {row.unit_id: place for row, place in league.disagreements} == {
            unit: place for unit, place in wanted.items() if place != printed[unit]
        }
    else:
        assert league.disagreements == []


def test_a_merged_unit_keeps_its_result_and_its_heir_gets_none(par_index_2020):
    league = LeagueTable(par_index_2020, "province", None, current_catalogue())
    assert "province-83-0001-01-01" in {row.unit_id for row in league.rows}
    assert not any(row.unit_id.endswith("2025-07-01") for row in league.rows)
    assert Decimal("83.28") in {row.score_value for row in league.rows}
