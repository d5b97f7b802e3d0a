"""The points of an edition by way of assessment, beside its totals: one column for each criterion that has any."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from provinces.language import reader_language
from provinces.wording import decimal_text, plain

from ..criteria import natural
from ..models import Criterion, Score
from .arranging import PART
from .rankings import LeagueTable

COLUMNS = (
    "unit_id", "score", "score_text", "source__code", "criterion__no", "criterion__name_vi", "criterion__name_en",
    "criterion__max_points",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A column: the criterion's number and name, its most points where a source prints them, what it is sorted by."""

    no: str
    name: str
    maximum: str
    sort: str


@dataclass(frozen=True, slots=True)
class Points:
    """The points of one unit for one criterion: to sort by, as printed, and as a page writes that."""

    value: Decimal
    printed: str
    shown: str
    source: str


@dataclass(frozen=True, slots=True)
class PartsTable:
    """The columns in the order of their numbers, and the points by permanent id of the unit and number."""

    columns: tuple[Part, ...]
    cells: Mapping[str, Mapping[str, Points]]

    @property
    def values(self) -> dict[str, dict[str, Decimal]]:
        """What rows are sorted by."""
        return {unit: {no: points.value for no, points in row.items()} for unit, row in self.cells.items()}

    def sources(self, unit_id: str) -> list[str]:
        """The documents that the unit's points come from."""
        return sorted({points.source for points in self.cells.get(unit_id, {}).values()})


def parts_of(league: LeagueTable) -> PartsTable | None:
    """The points by way of assessment; None where the portal has none of this edition. One query."""
    scores = Score.objects.filter(
        edition=league.edition, unit__kind=league.kind, criterion__cut=Criterion.Cut.ASSESSMENT
    ).order_by()
    columns: dict[str, Part] = {}
    cells: dict[str, dict[str, Points]] = defaultdict(dict)
    english = reader_language() == "en"
    for unit_id, value, text, source, no, name_vi, name_en, most in scores.values_list(*COLUMNS):
        maximum = "" if most is None else decimal_text(plain(most))
        columns.setdefault(no, Part(no, name_en if english and name_en else name_vi, maximum, PART + no))
        cells[league.registry.units[unit_id].permanent_id][no] = Points(value, text, decimal_text(text), source)
    in_order = sorted(columns.values(), key=lambda column: natural(column.no))
    return PartsTable(tuple(in_order), cells) if columns else None
