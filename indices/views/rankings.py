"""League tables: a page and its files, from the same rows."""

from typing import Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from provinces.models import KINDS

from ..ahead import address
from ..cards.rankings import card_of_league
from ..catalogue import current_catalogue
from ..described import league_described
from ..files import rankings as files
from ..presenters.arranging import Marked
from ..presenters.maps import league_map
from ..presenters.rankings import LeagueTable
from ..presenters.strips import spread_of
from .as_of import AsOf
from .asked import Asked


def league_of(code: str, year: int, plural: str, moment: AsOf) -> tuple[LeagueTable, list[int]]:
    """The league table that was public at a moment, and the years that its index had one for. Raises Http404."""
    kind = KINDS[plural]
    catalogue = current_catalogue()
    editions = catalogue.published_of(code, moment.at)
    if year not in editions or kind not in editions[year].index.kinds:
        raise Http404
    return LeagueTable(editions[year], kind, editions.get(year - 1), catalogue), list(editions)


def league_table(request, code: str, year: str, plural: str):
    """The league table of an edition, as the reader sorted and filtered it; `?as_of=` that of another day."""
    moment = AsOf.asked(request)
    try:
        league, years = league_of(code, int(year), plural, moment)
    except Http404:
        return no_table(request, code, int(year), moment)
    if moment.day and (known := moment.last_change(league.edition, league.before)) != moment.day:
        return redirect(moment.address(request, known))
    context = shown(request, league, years, plural)
    corrections = league.catalogue.corrections(league.edition, moment.at)
    card = card_of_league(league, plural, moment.day)
    more = {
        "as_of": moment.day,
        "corrections": corrections,
        "card": card,
        "described": league_described(league, plural, card, moment.day),
    }
    return render(request, "indices/league_table.html", context | more)


def no_table(request, code: str, year: int, moment: AsOf):
    """Why there is no table: it was withdrawn, or not public on the day asked for. Raises Http404 for any other."""
    catalogue = current_catalogue()
    index = next((index for index in catalogue.indices.values() if index.code == code), None)
    withdrawal = catalogue.withdrawal(code, year)
    public_now = year in catalogue.published_of(code)
    if index is None or not ((withdrawal and not public_now) or (moment.day and public_now)):
        raise Http404
    context = {
        "index": index,
        "year": year,
        "withdrawal": None if public_now else withdrawal,
        "as_of": moment.day,
        "section": "indices",
    }
    return render(request, "indices/no_table.html", context, status=404 if public_now else 410)


def shown(request, league: LeagueTable, years: list[int], plural: str) -> dict[str, Any]:
    """What the page of a league table shows, as the reader asked for it."""
    asked = Asked.of(request, address("indices:league_table", league.index.code, league.edition.year, plural))
    seen = asked.seen(league, timezone.localdate())
    marked = Marked(league, asked.unit)
    directory = address("provinces:province_list" if plural == "provinces" else "provinces:ministry_list")
    return {
        "league": league,
        "rows": seen.rows,
        "asked": asked,
        "plural": plural,
        "directory": directory,
        "source_of": {code: address("indices:source", code) for code in {row.source for row in league.rows}},
        "points": seen.points,
        "other_units": seen.other_units,
        "regrouped": seen.regrouped,
        "marked": marked,
        "unresulted": league.unresulted,
        "spread": spread_of(league, marked.slugs),
        "map": league_map(league, lambda slug: f"{directory}{slug}/", marked.slugs),
        "choices": [(unit.slug, league.name(unit.pk)) for unit in league.units],
        "regions": sorted({(row.region_code, row.region) for row in league.rows if row.region}),
        "years": years,
        "corrections": [],
        "as_of": None,
        "section": "indices",
    }


def league_file(request, code: str, year: str, plural: str, ending: str):
    """Every row as a file; with the keys of a filter, an order or a way to see it, the rows that the page shows."""
    moment = AsOf.asked(request)
    league, _years = league_of(code, int(year), plural, moment)
    if moment.day and (known := moment.last_change(league.edition, league.before)) != moment.day:
        return redirect(moment.address(request, known))
    asked = Asked.of(request, "")
    seen = asked.seen(league, timezone.localdate()) if asked.narrowed else None
    made = files.league_file(league, plural, moment.at, moment.day, seen, asked.said, asked.query)
    return made.answer(request, ending)
