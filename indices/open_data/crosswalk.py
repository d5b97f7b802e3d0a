"""The crosswalk 63 → 34: every province until 30/6/2025 and the unit that stands in its place from the day after.

It says who became whom. It moves no figure: results of merged units are neither added nor averaged.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.lineage import heirs
from provinces.models import Source, Succession, UnitKind
from provinces.registry import Registry
from provinces.sheets.fields import Field

from .derived import Derived
from .moment import Moment

FIRST_OF_34 = date(2025, 7, 1)
LAST_OF_63 = FIRST_OF_34 - timedelta(days=1)
UNCHANGED = "unchanged"


def crosswalk_rows(moment: Moment) -> Iterator[list[Any]]:
    """A row for each province and its heir, by code; one that goes on unchanged is its own."""
    registry = moment.catalogue.registry
    relations = {
        (before, after): relation
        for before, after, relation in Succession.objects.order_by("pk").values_list(
            "predecessor", "successor", "relation"
        )
    }
    proofs = {(edge.predecessor, edge.successor): edge for edge in registry.mergers}
    before = sorted(registry.in_force(UnitKind.PROVINCE, LAST_OF_63), key=lambda unit: unit.code)
    for unit in before:
        for heir in heirs(registry.mergers, unit.pk, FIRST_OF_34):
            proof = proofs.get((unit.pk, heir))
            yield [
                *_said_of(registry, unit.pk, LAST_OF_63),
                *_said_of(registry, heir, FIRST_OF_34),
                relations.get((unit.pk, heir), UNCHANGED),
                proof.effective_on if proof else None,
                proof.legal_basis if proof else "",
                proof.source if proof else None,
            ]


def _said_of(registry: Registry, unit_id: int, day: date) -> list[Any]:
    unit = registry.units[unit_id]
    names = registry.official_names(unit_id)
    name = next((name.full for name in reversed(names) if name.valid_from <= day), unit.code)
    return [unit.code, unit.begins_on, unit.permanent_id, unit.slug, name]


def _end(prefix: str, name: Any) -> tuple[Field, ...]:
    """The columns that name one end of a row; `name`: what its name says."""
    return (
        Field(f"{prefix}_code", _("Unit code"), _("Code of the statistics office. Codes were reused."), required=True),
        Field(f"{prefix}_begins_on", _("Unit begins on"), _("0001-01-01: before anything recorded."), "date"),
        Field(
            f"{prefix}_unit_id",
            _("Permanent id"),
            _("Kind, code and first day of the unit: codes and names were reused by mergers, this id never is."),
            required=True,
        ),
        Field(f"{prefix}_slug", _("Address"), _("The last part of the address of the unit's page.")),
        Field(f"{prefix}_name", _("Unit"), name, required=True),
    )


CROSSWALK = Derived(
    "crosswalk",
    _("Crosswalk 63 → 34"),
    _("A province until 30/6/2025 and the unit that stands in its place from 1/7/2025; it moves no figure."),
    ("from_unit_id", "to_unit_id"),
    (
        *_end("from", _("The official name, with its type, on 30/6/2025.")),
        *_end("to", _("The official name, with its type, on 1/7/2025.")),
        Field(
            "relation",
            _("Relation"),
            _("unchanged: the same unit goes on; otherwise how the one became the other."),
            choices=(UNCHANGED, *Succession.Relation.values),
            required=True,
        ),
        Field(
            "effective_on", _("Effective on"), _("The first day of the new unit; empty where nothing changed."), "date"
        ),
        Field(
            "legal_basis",
            _("Legal basis"),
            _("The resolution that decided it; empty where none is recorded or nothing changed."),
        ),
        Field("source", _("Source"), _("The document that says so; empty where nothing changed."), refers=Source),
    ),
    crosswalk_rows,
)
