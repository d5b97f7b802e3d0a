"""The wide panel: a row for each unit and year, with a score and a rank of every index beside each other.

What was measured of a unit stays with it: the figures of units that merged stand in their own rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from provinces.models import UnitKind
from provinces.sheets.columns import printed
from provinces.sheets.fields import Field

from ..catalogue import Catalogue
from ..models import Basis, ReformIndex, Result
from .derived import Derived
from .moment import Moment

UNIT_FIELDS = (
    Field("unit_kind", _("Kind of unit"), _("province or ministry."), choices=("province", "ministry"), required=True),
    Field("unit_code", _("Unit code"), _("Code of the statistics office. Codes were reused."), required=True),
    Field("unit_begins_on", _("Unit begins on"), _("0001-01-01: before anything recorded."), "date", required=True),
    Field("unit_name", _("Unit"), _("The unit's official name, with its type, on the day that the year ended.")),
    Field("year", _("Year assessed"), _("The year that was assessed, not that of the announcement."), "integer",
          required=True),
    Field(
        "unit_id",
        _("Permanent id"),
        _("Kind, code and first day of the unit: codes and names were reused by mergers, this id never is."),
        required=True,
    ),
)  # fmt: skip


def stem(index: ReformIndex) -> str:
    """What the columns of an index begin with: par_index."""
    return index.code.replace("-", "_")


def panel_fields(indices: Iterable[ReformIndex]) -> tuple[Field, ...]:
    """The unit and the year, then the same five columns for each index."""
    return (*UNIT_FIELDS, *(field for index in indices for field in _of_index(index)))


def _of_index(index: ReformIndex) -> tuple[Field, ...]:
    name, short, bases = stem(index), index.short_name, tuple(Basis.values)
    return (
        Field(
            f"{name}_score",
            format_lazy("{}: {}", short, _("score")),
            _("As printed, in the index's own unit. Empty: not known here, never zero."),
            "number",
        ),
        Field(
            f"{name}_score_basis",
            format_lazy("{}: {}", short, _("how the score is known")),
            _("printed, inferred from the order in the source, or derived by the portal."),
            choices=bases,
        ),
        Field(
            f"{name}_rank",
            format_lazy("{}: {}", short, _("rank")),
            _("As published. Empty: not known here, or not ranked."),
            "integer",
        ),
        Field(
            f"{name}_rank_of",
            format_lazy("{}: {}", short, _("out of")),
            _("How many units were ranked; a rank says nothing without it."),
            "integer",
        ),
        Field(
            f"{name}_rank_basis",
            format_lazy("{}: {}", short, _("how the rank is known")),
            _("printed, inferred from the order in the source, or derived by the portal."),
            choices=bases,
        ),
    )


def panel_rows(moment: Moment) -> Iterator[list[Any]]:
    """By unit and year. One query; nothing is added up."""
    catalogue = moment.catalogue
    editions = {edition.pk: edition for edition in moment.editions}
    found: dict[tuple[int, int], dict[int, list[Any]]] = defaultdict(dict)
    told = Result.objects.filter(edition__in=moment.public).order_by("pk")
    for unit_id, edition_id, score, score_basis, rank, rank_of, rank_basis in told.values_list(
        "unit_id", "edition_id", "score_text", "score_basis", "rank", "rank_of", "rank_basis"
    ):
        edition = editions[edition_id]
        kind = catalogue.registry.units[unit_id].kind
        out_of = rank_of or (edition.field_size(kind) if rank is not None else None)
        figures = [printed(score), score_basis, rank, out_of, rank_basis]
        found[unit_id, edition.year][edition.index_id] = figures
    units = catalogue.registry.units
    order = {UnitKind.PROVINCE: 0, UnitKind.MINISTRY: 1}
    for unit_id, year in sorted(
        found,
        key=lambda key: (order[units[key[0]].kind], units[key[0]].code, units[key[0]].begins_on, key[1]),  # type: ignore[index]
    ):
        yield [*_said_of(catalogue, unit_id, year), *_figures(catalogue, found[unit_id, year])]


def _said_of(catalogue: Catalogue, unit_id: int, year: int) -> list[Any]:
    unit = catalogue.registry.units[unit_id]
    names = catalogue.registry.official_names(unit_id)
    name = next((name.full for name in reversed(names) if name.valid_from.year <= year), unit.code)
    return [unit.kind, unit.code, unit.begins_on, name, year, unit.permanent_id]


def _figures(catalogue: Catalogue, by_index: dict[int, list[Any]]) -> Iterator[Any]:
    for index_id in catalogue.indices:
        yield from by_index.get(index_id, [None] * 5)


def panel_of(indices: Iterable[ReformIndex]) -> Derived:
    """The panel with a group of columns for each of the indices, which are those of the catalogue in its order."""
    return Derived(
        "panel",
        _("Panel: unit and year"),
        _("A unit in a year, with its scores and ranks of every index beside each other; merged units never added."),
        ("unit_id", "year"),
        panel_fields(indices),
        panel_rows,
    )
