"""League tables: a page and its files, from the same rows."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from provinces.names import fold

from ..catalogue import current_catalogue
from ..models import Edition
from ..presenters.rankings import LeagueTable, arranged
from ..writing import league_csv, league_json, league_xlsx

KINDS = {"provinces": "province", "ministries": "ministry"}


def league_of(code: str, year: int, plural: str) -> tuple[LeagueTable, list[int]]:
    """The public league table at an address, and the years that its index has one for. Raises Http404."""
    kind = KINDS[plural]
    catalogue = current_catalogue()
    editions = catalogue.published_of(code)
    if year not in editions or kind not in editions[year].index.kinds:
        raise Http404
    return LeagueTable(editions[year], kind, editions.get(year - 1), catalogue), list(editions)


def league_table(request, code: str, year: str, plural: str):
    """The league table of an edition, as the reader sorted and filtered it."""
    league, years = league_of(code, int(year), plural)
    return render(request, "indices/league_table.html", shown(request, league, years, plural))


def league_preview(request, edition: Edition, plural: str):
    """The page of a version that is not public, for those who may see it: marked, and otherwise as it will be."""
    catalogue = current_catalogue()
    kind = KINDS.get(plural)
    edition.index = catalogue.indices[edition.index_id]
    if kind not in edition.index.kinds:
        raise Http404
    editions = catalogue.published_of(edition.index.code)
    league = LeagueTable(edition, kind, editions.get(edition.year - 1), catalogue)
    context = shown(request, league, sorted({*editions, edition.year}), plural)
    return render(request, "indices/league_table.html", context | {"watermark": edition.status})


def shown(request, league: LeagueTable, years: list[int], plural: str) -> dict[str, Any]:
    """What the page of a league table shows, as the reader sorted and filtered it."""
    asked = {name: request.GET.get(name, "") for name in ("sort", "region", "band", "q")}
    rows = arranged(league.rows, asked["sort"], asked["region"], asked["band"], fold(asked["q"]))
    return {
        "league": league,
        "rows": rows,
        "asked": asked,
        "plural": plural,
        "unresulted": league.unresulted,
        "filtered": any(asked[name] for name in ("region", "band", "q")),
        "regions": sorted({(row.region_code, row.region) for row in league.rows if row.region}),
        "years": years,
        "section": "indices",
    }


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def league_file(request, code: str, year: str, plural: str, ending: str):
    """The same rows as a file; `?excel=1` gives a CSV that Excel opens with a double click."""
    league, _years = league_of(code, int(year), plural)
    for_excel = request.GET.get("excel") == "1"
    content: str | bytes
    if ending == "csv":
        content, content_type = league_csv(league, for_excel), "text/csv; charset=utf-8"
    elif ending == "xlsx":
        content, content_type = league_xlsx(league), XLSX
    else:
        content, content_type = league_json(league), "application/json"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{code}-{year}-{plural}.{ending}"'
    return response
