"""Where a comparison may start: units that stand side by side in the latest ranking, and units that became one."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from provinces.lineage import predecessors
from provinces.registry import RegisteredUnit

from ..catalogue import Catalogue
from ..models import Edition, Result
from .asked import compare_address
from .naming import called, name_of

# Edition → kind of unit → rank → the first unit of that rank by name.
Ranks = dict[int, dict[str, dict[int, RegisteredUnit]]]


@dataclass(frozen=True, slots=True)
class Start:
    """Units that are worth a look side by side, why, and the address that compares them."""

    names: tuple[str, ...]
    why: str
    address: str


def starts(catalogue: Catalogue, most: int, at: datetime | None = None) -> list[Start]:
    """For each index and kind of unit two neighbours of the latest ranking that has some; then units that became one
    province; `at` by what was public at a moment. One query."""
    published = catalogue.published(at)
    ranks = _ranks(published, catalogue)
    found = [
        _neighbours(edition, above, below, catalogue)
        for kind in ("province", "ministry")
        for index in catalogue.indices.values()
        for edition, above, below in _first_neighbours(index.pk, kind, ranks, published)
    ]
    return [*found, *_became_one(ranks, published, catalogue, most)]


def starts_with(unit: RegisteredUnit, catalogue: Catalogue, at: datetime | None = None) -> list[Start]:
    """For each index the unit with a neighbour of its, in the latest ranking that has both; `at` by what was public at
    a moment. One query."""
    published = catalogue.published(at)
    ranks = _ranks(published, catalogue)
    found: dict[int, Start] = {}
    for edition in published:
        by_rank = ranks.get(edition.pk, {}).get(unit.kind, {})
        own = next((rank for rank, ranked in by_rank.items() if ranked == unit), None)
        if own is None or edition.index_id in found:
            continue
        for rank in (own - 1, own + 1):
            if rank in by_rank:
                found[edition.index_id] = _neighbours(edition, (own, unit), (rank, by_rank[rank]), catalogue)
                break
    return list(found.values())


def _ranks(published: list[Edition], catalogue: Catalogue) -> Ranks:
    registry = catalogue.registry
    found: Ranks = defaultdict(lambda: defaultdict(dict))
    public = [edition.pk for edition in published]
    ranked = Result.objects.filter(edition__in=public, rank__isnull=False).order_by("unit__sort_key", "unit_id")
    for edition_id, unit_id, rank in ranked.values_list("edition_id", "unit_id", "rank"):
        unit = registry.units.get(unit_id)
        if unit is not None and rank is not None:
            found[edition_id][unit.kind].setdefault(rank, unit)
    return found


def _first_neighbours(
    index_id: int, kind: str, ranks: Ranks, published: list[Edition]
) -> Iterator[tuple[Edition, tuple[int, RegisteredUnit], tuple[int, RegisteredUnit]]]:
    """The two highest neighbours of the latest edition that has any; nothing where there is none."""
    for edition in published:
        if edition.index_id != index_id:
            continue
        by_rank = ranks.get(edition.pk, {}).get(kind, {})
        for rank in sorted(by_rank):
            if rank + 1 in by_rank:
                yield edition, (rank, by_rank[rank]), (rank + 1, by_rank[rank + 1])
                return


def _neighbours(
    edition: Edition, one: tuple[int, RegisteredUnit], other: tuple[int, RegisteredUnit], catalogue: Catalogue
) -> Start:
    (rank, unit), (next_rank, beside) = one, other
    why = _("%(index)s %(year)s: ranks %(first)s and %(second)s") % {
        "index": edition.index.short_name,
        "year": edition.year,
        "first": rank,
        "second": next_rank,
    }
    names = tuple(name_of(each, catalogue.registry) for each in (unit, beside))
    return Start(names, why, compare_address(unit.slug, beside.slug, index=edition.index.code))


def _became_one(ranks: Ranks, published: list[Edition], catalogue: Catalogue, most: int) -> Iterator[Start]:
    """The units that one province was formed of, where an edition ranked all of them; the latest edition's."""
    registry = catalogue.registry
    successors = list(dict.fromkeys(merger.successor for merger in registry.mergers))
    families = {heir: predecessors(registry.mergers, heir) for heir in successors}
    for edition in sorted(published, key=lambda edition: -edition.year):
        ranked = {unit.pk for by_rank in ranks.get(edition.pk, {}).values() for unit in by_rank.values()}
        for heir, members in families.items():
            if 1 < len(members) <= most and ranked.issuperset(members):
                units = [registry.units[pk] for pk in members]
                yield Start(
                    tuple(name_of(unit, registry) for unit in units),
                    _("since merged: %(unit)s") % {"unit": called(registry.units[heir], registry)},
                    compare_address(*(unit.slug for unit in units), index=edition.index.code),
                )
                return
