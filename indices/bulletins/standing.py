"""The one sentence that says where a unit stands: its latest year, each index that ranks it."""

from django.utils.translation import gettext as _

from provinces.registry import RegisteredUnit, Registry

from ..presenters.figures import change_words, score_text
from ..presenters.standings import Standing, ranked
from .naming import name_of, place
from .sentences import Figure, Said, Sentence, joined, say


def standing_sentence(unit: RegisteredUnit, standings: list[Standing], registry: Registry) -> Sentence | None:
    """The latest result in each index that ranked the unit, else in each with a score; the latest year first.

    None without any.
    """
    told = ranked(standings)
    if not told:
        return None
    years = sorted({standing.row.year for standing in told}, reverse=True)
    of_years = (joined([_result(s) for s in told if s.row.year == year], "; ", "; ") for year in years)
    latest, *earlier = of_years
    name = name_of(unit, max(standing.edition.units_as_of for standing in told), registry)
    first = say(_("In %(year)s, %(unit)s %(results)s"), year=str(years[0]), unit=name, results=latest)
    others = [
        say(_("in %(year)s %(results)s"), year=str(year), results=results)
        for year, results in zip(years[1:], earlier, strict=True)
    ]
    return say("%(all)s.", all=joined([first, *others], "; ", "; "))


def _result(standing: Standing) -> Sentence:
    row = standing.row
    said: Said = {
        "index": standing.index.short_name,
        "score": Figure(score_text(row.score, standing.index), row.source),
        "rank": "",
        "change": "",
    }
    if row.rank is not None:
        said["rank"] = Figure(place(row.rank, row.rank_of), row.source)
    if row.change.places is not None:
        said["change"] = ", " + change_words(row.change, row.year - 1)
    if row.rank is None:
        return say(_("scored %(score)s in %(index)s"), **said)
    if not row.score:
        return say(_("ranked %(rank)s in %(index)s%(change)s"), **said)
    return say(_("scored %(score)s in %(index)s, ranking %(rank)s%(change)s"), **said)
