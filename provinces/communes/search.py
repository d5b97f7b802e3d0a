"""From the words of a reader to the communes that are shown."""

from datetime import date

from django.conf import settings

from ..models import UnitKind
from ..registry import Registry
from .asked import Asked
from .candidates import Candidates
from .found import Alike, District, Found, with_relatives
from .words import OF_PROVINCE


def search(asked: Asked, registry: Registry, today: date) -> Found:
    """The communes that were asked for, no more than the settings say. Eight queries at most."""
    if not asked.words:
        return Found()
    candidates = Candidates(asked, registry, today)
    provinces = _provinces_named(asked.words, registry)
    rows = candidates.fitting(candidates.of_whole_names()) or candidates.of_parts()
    alike: Alike | None = None
    districts: dict[District, list[int]] = {}
    near: tuple[str, ...] = ()
    if not rows:
        districts = candidates.of_districts(asked.words)
        rows = next(iter(districts.values())) if len(districts) == 1 else []
    if not rows and not districts and not provinces:
        alike, rows = candidates.named_alike()
        if alike is None:
            alike, districts = candidates.in_district()
            rows = [pk for communes in districts.values() for pk in communes]
        near = candidates.near() if alike is None or alike.of_place else ()
    shown = rows[: settings.COMMUNES_SHOWN]
    communes = tuple(with_relatives(shown)) if shown else ()
    return Found(communes, len(rows) - len(shown), alike, tuple(districts), near, provinces)


def _provinces_named(words: str, registry: Registry) -> tuple[int, ...]:
    """The provinces that have the words as a name, and those that they went into; in the order of time."""
    wanted = {words, OF_PROVINCE.sub("", words)}
    named = {unit.pk for unit in registry.of_kind(UnitKind.PROVINCE) if wanted & registry.spellings(unit.pk)}
    named |= {edge.successor for edge in registry.mergers if edge.predecessor in named}
    return tuple(sorted(named, key=lambda pk: (registry.units[pk].begins_on, registry.units[pk].sort_key)))


def glance(asked: Asked, registry: Registry, today: date, most: int, parts: bool) -> Found:
    """The first communes that all the words fit, for a page that looks for other things too; four queries at most.

    Only whole names, unless `parts` of names are wanted where no whole one fits; nothing that is near or alike.
    """
    if not asked.words:
        return Found()
    candidates = Candidates(asked, registry, today)
    rows = candidates.fitting(candidates.of_whole_names()) or (candidates.of_parts() if parts else [])
    shown = rows[:most]
    return Found(tuple(with_relatives(shown)) if shown else (), len(rows) - len(shown))
