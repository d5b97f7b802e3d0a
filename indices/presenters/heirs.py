"""A league table on today's units: the rows of those that went into one stand together, as they were published."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provinces import lineage
from provinces.registry import RegisteredUnit

from .ranking_rows import AbsentUnit, RankingRow
from .rankings import LeagueTable


@dataclass(frozen=True, slots=True)
class Heir:
    """A unit in force today with the rows of those it was made of; `absent`: those that have none."""

    unit: RegisteredUnit
    name: str
    rows: tuple[RankingRow, ...]
    absent: tuple[AbsentUnit, ...]


@dataclass(frozen=True, slots=True)
class Regrouped:
    """A table's rows on today's units: under those that were formed since, by their names, and those that go on."""

    heirs: tuple[Heir, ...]
    unchanged: tuple[RankingRow, ...]


def differs(league: LeagueTable, today: date) -> bool:
    """Whether other units are in force today than on the edition's day."""
    return {unit.pk for unit in league.units} != {unit.pk for unit in league.registry.in_force(league.kind, today)}


def regrouped(league: LeagueTable, rows: Sequence[RankingRow], today: date) -> Regrouped:
    """The rows under the units of today. Units of which no row was asked for are left out.

    A unit that went into several would stand under each of them. Nothing is added and nothing averaged.
    """
    registry = league.registry
    units = {unit.permanent_id: unit for unit in league.units}
    rows_of: dict[int, list[RankingRow]] = defaultdict(list)
    absent_of: dict[int, list[AbsentUnit]] = defaultdict(list)
    for row in rows:
        for heir in lineage.heirs(registry.mergers, units[row.unit_id].pk, today):
            rows_of[heir].append(row)
    for absent in league.absent:
        for heir in lineage.heirs(registry.mergers, absent.unit.pk, today):
            absent_of[heir].append(absent)
    there = {unit.pk for unit in league.units}
    formed = sorted((registry.units[pk] for pk in rows_of if pk not in there), key=lambda unit: unit.sort_key)
    return Regrouped(
        tuple(
            Heir(unit, league.registry.full_name(unit.pk, today), tuple(rows_of[unit.pk]), tuple(absent_of[unit.pk]))
            for unit in formed
        ),
        tuple(row for row in rows if units[row.unit_id].pk in rows_of),
    )
