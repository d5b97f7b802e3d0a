"""The country at a glance is made of what is public, and guesses no day to come."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from indices.catalogue import current_catalogue
from indices.models import Edition, Result
from indices.presenters import overview
from indices.presenters.overview import MOVERS, awaited, headlines, recent_days

pytestmark = pytest.mark.django_db


def test_a_headline_is_the_latest_public_edition_with_its_leaders_in_order():
    found = headlines(current_catalogue())
    assert [(one.league.index.code, one.league.edition.year) for one in found] == [("par-index", 2024), ("sipas", 2024)]
    for one in found:
        ranks = [row.rank for row in one.leaders]
        assert ranks == sorted(ranks)
        assert ranks[0] == 1


def test_movers_are_those_whose_printed_change_is_largest(par_index_2020):
    Edition.objects.filter(index=par_index_2020.index, year__gt=2020).update(state="draft")
    [par, _sipas] = headlines(current_catalogue())
    printed = Result.objects.filter(edition=par_index_2020, unit__kind="province", rank_change_printed__gt=0)
    largest = sorted(printed.values_list("rank_change_printed", flat=True), reverse=True)[:1]
    assert [row.change.places for row in par.risers][:1] == largest
    assert len(par.risers) <= MOVERS
    assert all(row.change.places < 0 for row in par.fallers)


def test_a_version_before_its_minute_is_no_news(sipas_2020):
    tomorrow = timezone.now() + timedelta(days=1)
    Edition.objects.filter(pk=sipas_2020.pk).update(publish_at=tomorrow)
    days = recent_days(current_catalogue())
    assert all(day.day <= timezone.localdate() for day in days)
    assert sipas_2020 not in [edition for day in days for edition in day.editions]


def test_the_days_of_announcement_are_told_and_none_is_guessed():
    found = awaited(current_catalogue())
    assert found.year == 2025
    assert found.announced == (date(2025, 4, 6), date(2024, 4, 17), date(2023, 4, 19))


def test_where_nothing_was_announced_nothing_is_said():
    Edition.objects.update(announced_on=None)
    assert awaited(current_catalogue()) is None


def test_all_scores_stand_on_one_line_only_where_every_one_is_here(client, monkeypatch):
    assert all(one.spread is None for one in headlines(current_catalogue()))
    monkeypatch.setattr(overview, "HEADLINE", ("papi",))
    [papi] = headlines(current_catalogue())
    assert len(papi.spread.strip.dots) == len(papi.league.rows) == 63
    assert 'class="spread"' in client.get("/").content.decode()
