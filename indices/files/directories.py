"""The directory of provinces, and that of ministries, as a file: every unit through time."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from provinces import lineage
from provinces.models import BEGINNING, PLURALS, Succession, Unit, UnitKind, UnitName
from provinces.registry import RegisteredUnit, Registry

from ..ahead import public_address
from ..licensing import LICENCE
from ..writing import BETWEEN_CODES, DataFile
from . import columns as c

IDS = _lazy("permanent ids")
COLUMNS: c.Columns = (
    *c.named(c.UNIT, "code", "unit_id"),
    c.Column(
        "name", _lazy("Unit"), help=_lazy("The latest official name: what it is called, or was called on its last day.")
    ),
    c.Column("full_name", _lazy("Full name"), c.Type.TEXT, (UnitName, "name_vi")),
    c.Column("type", _lazy("Type"), c.Type.TEXT, (UnitName, "type")),
    *c.named(c.UNIT, "slug"),
    c.REGION,
    c.REGION_CODE,
    c.Column(
        "in_force",
        _lazy("In force"),
        c.Type.CODE,
        help=_lazy("Whether the unit exists on the day of the file."),
        values=_lazy("yes, no"),
    ),
    c.Column("begins_on", _lazy("Begins on"), c.Type.DAY, (Unit, "begins_on")),
    c.Column("ends_on", _lazy("Last day"), c.Type.DAY, (Unit, "ends_on")),
    c.Column(
        "predecessors", _lazy("Made of"), c.Type.CODE, help=_lazy("The units that went into this one."), values=IDS
    ),
    c.Column(
        "successors", _lazy("Became part of"), c.Type.CODE, help=_lazy("The units that this one went into."), values=IDS
    ),
    c.Column("legal_basis", _lazy("Legal basis"), c.Type.TEXT, (Succession, "legal_basis")),
    c.source_column(field=(Succession, "source")),
    c.LICENCE_COLUMN,
)


def directory_file(kind: str, day: date, registry: Registry) -> DataFile:
    """The units in force on the day by name, then those that ended; communes have files of their own."""
    units = [unit for unit in registry.of_kind(kind) if unit.begins_on <= day]
    in_force = [unit for unit in units if unit.in_force_on(day)]
    ended = [unit for unit in units if not unit.in_force_on(day)]
    plural = PLURALS[kind]
    titles = {
        UnitKind.PROVINCE: _("Provinces and cities through time."),
        UnitKind.MINISTRY: _("Ministries and ministry-level agencies through time."),
    }
    return DataFile(
        name=plural,
        title=titles[UnitKind(kind)],
        columns=COLUMNS,
        rows=[_row(unit, day, registry) for unit in (*in_force, *ended)],
        address=public_address("provinces:province_list" if plural == "provinces" else "provinces:ministry_list"),
        day=day,
        notes=[
            _("A code is used again after a merger, a permanent id never is."),
            _("An empty «Begins on» means: before anything recorded; an empty «Last day»: in force."),
        ],
        facts={"kind": kind, "in_force": len(in_force)},
    )


def _row(unit: RegisteredUnit, day: date, registry: Registry) -> dict[str, Any]:
    last = min(unit.ends_on or day, day)
    region = registry.region(unit.pk, last)
    mergers = [
        one for one in registry.mergers if unit.pk in (one.predecessor, one.successor) and one.effective_on <= day
    ]
    return {
        "code": unit.code,
        "unit_id": unit.permanent_id,
        "name": registry.name(unit.pk, last),
        "full_name": registry.full_name(unit.pk, last),
        "type": registry.type_of(unit.pk, last),
        "slug": unit.slug,
        "region": region.name if region else "",
        "region_code": region.code if region else "",
        "in_force": "yes" if unit.in_force_on(day) else "no",
        "begins_on": None if unit.begins_on == BEGINNING else unit.begins_on,
        "ends_on": unit.ends_on,
        "predecessors": BETWEEN_CODES.join(_ids(lineage.predecessors(registry.mergers, unit.pk), registry)),
        "successors": BETWEEN_CODES.join(_ids(lineage.successors(registry.mergers, unit.pk), registry)),
        "legal_basis": "; ".join(dict.fromkeys(one.legal_basis for one in mergers if one.legal_basis)),
        "source": BETWEEN_CODES.join(dict.fromkeys(one.source for one in mergers if one.source)),
        "licence": LICENCE,
    }


def _ids(units: list[int], registry: Registry) -> Iterator[str]:
    return (registry.units[pk].permanent_id for pk in units)
