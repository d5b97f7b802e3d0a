"""A province's and a ministry's page: all its results, its digitization, its history."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from provinces.models import KINDS
from provinces.names import slugify
from provinces.registry import RegisteredUnit, Registry

from ..ahead import public_path
from ..bulletins.standing import standing_sentence
from ..cards.units import card_of_unit, card_of_year
from ..catalogue import Catalogue, current_catalogue
from ..described import unit_described
from ..files import unit_years as year_files
from ..files import units as files
from ..models import Edition, Snapshot
from ..presenters.histories import History, period_of, side_by_side
from ..presenters.means import Means
from ..presenters.origins import Origin, origins_of
from ..presenters.profiles import IndexProfile, Profile
from ..presenters.progress import progress_of
from ..presenters.reports import latest_of, reports_about
from ..presenters.shortfalls import latest_points, shortfalls_of
from ..presenters.similar import similar_to
from ..presenters.standings import ranked, standings_of
from ..presenters.trends import trend_of
from .as_of import AsOf
from .moved import moved


def found(plural: str, slug: str, catalogue: Catalogue) -> RegisteredUnit:
    """The unit at an address, or that had a name which makes it. Raises Http404."""
    known = catalogue.registry.known_as(KINDS[plural], slugify(slug))
    if known is None:
        raise Http404
    return known


def unit(request, plural: str, slug: str):
    """One unit. A former name or slug, or one with tone marks, redirects to the page in force."""
    catalogue = current_catalogue()
    known = found(plural, slug, catalogue)
    if known.slug != slug:
        return moved(request, "indices:unit", plural, known.slug)
    moment = AsOf.asked(request)
    if moment.day and (last := changed_on(known, catalogue, moment)) and last != moment.day:
        return redirect(moment.address(request, last))
    context = named(known, plural, catalogue, moment) | results(known, catalogue, moment)
    context |= digitization(known, catalogue, moment)
    return render(request, "indices/unit.html", context | {"as_of": moment.day})


def changed_on(known: RegisteredUnit, catalogue: Catalogue, moment: AsOf) -> date | None:
    """The last day up to a moment on which the unit's page began to say something else: a version or a report became
    public, a report was replaced, or the day of a goal of its had passed. None before the first. One query."""
    reports = Snapshot.objects.filter(unit=known.pk, accepted_at__lte=moment.at).aggregate(
        accepted=Max("accepted_at"), replaced=Max("superseded_at", filter=Q(superseded_at__lte=moment.at))
    )
    minutes = [*reports.values(), catalogue.public_at(moment.at).changed_at]
    days = [timezone.localdate(minute) for minute in minutes if minute]
    passed = [target.due_on + timedelta(days=1) for target in catalogue.promises.standing if target.unit_id == known.pk]
    return max([*days, *(day for day in passed if day <= moment.until)], default=None) if days else None


def title_of(known: RegisteredUnit, registry: Registry) -> str:
    """The unit's latest name in full, with what tells it apart from another of that name."""
    return registry.full_name(known.pk, known.ends_on or date.max) + period_of(known)


def named(known: RegisteredUnit, plural: str, catalogue: Catalogue, moment: AsOf) -> dict[str, Any]:
    """Who the unit is: its names, its region, where it comes from and what became of it."""
    registry, history = catalogue.registry, History(known, catalogue.registry)
    last_day = known.ends_on or timezone.localdate()
    return {
        "unit": known,
        "plural": plural,
        "section": plural,
        "name": registry.name(known.pk, last_day),
        "full_name": registry.full_name(known.pk, known.ends_on or date.max),
        "period": period_of(known),
        "official_names": registry.official_names(known.pk),
        "region": registry.region(known.pk, last_day),
        "history": history,
        "before": side_by_side(history.origins, catalogue, moment.at),
    }


def results(known: RegisteredUnit, catalogue: Catalogue, moment: AsOf) -> dict[str, Any]:
    """What indices say of the unit: where it stands, how it went, where the points went, who is like it."""
    profile = Profile(known, catalogue, moment.at)
    indices = profile.indices
    means = Means(known, catalogue)
    standings = standings_of(known, indices, means, catalogue)
    years = bulletin_years(known, indices, profile.public.editions, catalogue)
    name = catalogue.registry.name(known.pk, known.ends_on or timezone.localdate())
    card = card_of_unit(known, title_of(known, catalogue.registry), indices, moment.day)
    return {
        "card": card,
        "described": unit_described(known, card, catalogue.registry, moment.day),
        "indices": [(one, trend_of(known.kind, name, one, means, catalogue)) for one in indices],
        "standings": standings,
        "headlines": ranked(standings),
        "sentence": standing_sentence(known, standings, catalogue.registry),
        "shortfalls": [
            (one.index, row, shortfalls_of(row, known.kind, catalogue))
            for one in indices
            if (row := latest_points(one.rows))
        ],
        "similar": similar_to(known, standings, catalogue),
        "years": years,
        # The year that the sentence begins with: papers and the bulletin of it say most.
        "told_year": max((one.row.year for one in ranked(standings)), default=next(iter(years), None)),
    }


def bulletin_years(
    known: RegisteredUnit, indices: list[IndexProfile], editions: Iterable[Edition], catalogue: Catalogue
) -> list[int]:
    """The years that have something to tell of a unit; of a new one without a result the latest of all, whose bulletin
    tells of its predecessors."""
    years = {row.year for one in indices for row in one.rows}
    if not years and History(known, catalogue.registry).origins:
        about = [edition for edition in editions if known.kind in edition.index.kinds]
        years = set(sorted(edition.year for edition in about if known.in_force_on(edition.units_as_of))[-1:])
    return sorted(years, reverse=True)


def digitization(known: RegisteredUnit, catalogue: Catalogue, moment: AsOf) -> dict[str, Any]:
    """What was reported of the unit's procedures, and how far it is to its goals, judged by the day asked for."""
    promises = catalogue.promises
    reports = reports_about(promises.indicators, [known.pk], moment.at)
    own = [target for target in promises.standing if target.unit_id == known.pk]
    return {
        "reports": latest_of(known.pk, reports, promises.indicators),
        "progress": progress_of(own, moment.until, catalogue, reports, moment.at),
    }


def unit_file(request, plural: str, slug: str, ending: str):
    """The unit's results as a file."""
    catalogue = current_catalogue()
    known = found(plural, slug, catalogue)
    if known.slug != slug:
        return moved(request, "indices:unit_file", plural, known.slug, ending)
    moment = AsOf.asked(request)
    if moment.day and (last := changed_on(known, catalogue, moment)) and last != moment.day:
        return redirect(moment.address(request, last))
    indices = Profile(known, catalogue, moment.at).indices
    name = title_of(known, catalogue.registry)
    return files.unit_file(known, name, indices, catalogue, moment.at, moment.day).answer(request, ending)


def year_of(
    known: RegisteredUnit, year: int, plural: str, catalogue: Catalogue
) -> tuple[list[IndexProfile], list[Origin]]:
    """A unit's results, and those of one year with everything they rest on. Raises Http404 where none is public."""
    indices = Profile(known, catalogue).indices
    origins = origins_of(known, year, indices, plural, catalogue)
    if not origins:
        raise Http404
    return indices, origins


def unit_year(request, plural: str, slug: str, year: str):
    """A unit's figures of one year, each with everything it rests on. Raises Http404 where none is public."""
    catalogue = current_catalogue()
    known = found(plural, slug, catalogue)
    if known.slug != slug:
        return moved(request, "indices:unit_year", plural, known.slug, year)
    indices, origins = year_of(known, int(year), plural, catalogue)
    day_of_units = origins[0].edition.units_as_of
    card = card_of_year(known, catalogue.registry.full_name(known.pk, day_of_units), int(year), indices)
    context = {
        "unit": known,
        "plural": plural,
        "section": plural,
        "year": int(year),
        "name": catalogue.registry.name(known.pk, day_of_units),
        "full_name": catalogue.registry.full_name(known.pk, day_of_units),
        "card": replace(card, path=public_path("indices:unit_year", plural, known.slug, int(year))),
        "origins": origins,
    }
    return render(request, "indices/unit_year.html", context)


def unit_year_file(request, plural: str, slug: str, year: str, ending: str):
    """The same figures with their papers as a file."""
    catalogue = current_catalogue()
    known = found(plural, slug, catalogue)
    if known.slug != slug:
        return moved(request, "indices:unit_year_file", plural, known.slug, year, ending)
    _indices, origins = year_of(known, int(year), plural, catalogue)
    name = catalogue.registry.full_name(known.pk, origins[0].edition.units_as_of)
    return year_files.unit_year_file(known, name, origins, catalogue).answer(request, ending)
