"""What a bulletin says of a new unit without a result: those of the units that it was made of, neither added nor
averaged."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.registry import RegisteredUnit
from provinces.wording import day

from ..models import ReformIndex, Result
from ..presenters.figures import score_text
from ..presenters.histories import History, Relative, SideBySide, period_of, side_by_side
from .naming import field_of, place, within
from .sentences import Figure, Said, Sentence, joined, say
from .year import PublicYear


def origins_of(unit: RegisteredUnit, year: PublicYear) -> Iterator[Sentence]:
    """That nothing is here of a unit yet, and what was published of its predecessors last, index by index."""
    history = History(unit, year.catalogue.registry)
    if not history.origins:
        return
    name = within(year.catalogue.registry.full_name(unit.pk, unit.begins_on), unit)
    said: Said = {"unit": name, "day": day(unit.begins_on)}
    latest: dict[int, SideBySide] = {}
    for found in side_by_side(history.origins, year.catalogue, year.at):
        latest.setdefault(found.index.pk, found)
    if not latest:
        yield say(_("%(unit)s (from %(day)s) has no result on the portal yet."), **said).opened
        return
    number = len(history.origins)
    said |= {"n": number, "field": field_of(unit.kind)}
    yield say(
        ngettext(
            "%(unit)s (from %(day)s) has no result on the portal yet. Below are those of the unit before the "
            "reorganisation.",
            "%(unit)s (from %(day)s) has no result on the portal yet. Below are those of the %(n)s %(field)s before "
            "the reorganisation; they are neither added nor averaged.",
            number,
        ),
        **said,
    ).opened
    for found in latest.values():
        each = [
            _before(origin, result, found.index, unit, year)
            for origin, result in zip(history.origins, found.results, strict=True)
        ]
        about: Said = {"index": found.index.short_name, "year": found.year, "results": joined(each, "; ", "; ")}
        yield say(_("%(index)s %(year)s: %(results)s."), **about)


def _before(
    origin: Relative, result: Result | None, index: ReformIndex, unit: RegisteredUnit, year: PublicYear
) -> Sentence:
    """One predecessor's result; one of the new unit's name is told apart by the day on which it ended."""
    name = within(origin.name, origin.unit)
    if origin.unit.ends_on and origin.name == year.catalogue.registry.full_name(unit.pk, unit.begins_on):
        name += period_of(origin.unit)
    if result is None or (not result.score_text and result.rank is None):
        return say(_("%(unit)s: the portal does not have this figure"), unit=name)
    figures = []
    if result.score_text:
        figures.append(say("%(score)s", score=Figure(score_text(result.score_text, index), result.source.code)))
    if result.rank is not None:
        rank = Figure(place(result.rank, result.rank_of), result.source.code)
        figures.append(say(_("rank %(rank)s"), rank=rank))
    return say("%(unit)s %(figures)s", unit=name, figures=joined(figures, ", ", ", "))
