"""The rows of a comparison: for each index and year what was published of each unit, side by side."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from provinces.lineage import predecessors
from provinces.models import PLURALS
from provinces.registry import RegisteredUnit

from ..catalogue import Catalogue
from ..charts.lines import LineChart, Series, ranks_chart, scores_chart
from ..comparing import difference_of
from ..criteria import natural
from ..models import Edition, Method, Participation, ReformIndex
from ..presenters.figures import bar_width, score_text
from ..presenters.means import Mean, Means, mean_of
from ..presenters.profiles import PointsRow, Profile, ProfileRow, Records
from ..presenters.trends import mean_value, rank_value, score_value
from .asked import Asked
from .fairness import Measured, method_changes
from .naming import called, name_of


@dataclass(frozen=True, slots=True)
class Column:
    """A unit that is compared: its name, what tells it apart from others of that name, and the shorter of the two that
    does so on this page."""

    unit: RegisteredUnit
    name: str
    called: str
    label: str

    @property
    def period(self) -> str:
        """What stands behind the name: (until 30 June 2025)."""
        return self.called.removeprefix(self.name).strip()


class Cell(NamedTuple):
    """What an edition says of a unit. `outside`: the unit did not exist yet ("before") or any more ("after")."""

    column: Column
    row: ProfileRow
    bar: int | None
    outside: str

    @property
    def empty(self) -> bool:
        """Whether there is neither a score nor a rank."""
        return not self.row.score and self.row.rank is None


@dataclass(frozen=True, slots=True)
class Line:
    """One year of an index: a cell for each unit, the published mean, and how far the scores lie apart.

    `changed_since` is the year in the row below if that was measured by another method.
    """

    edition: Edition
    method: Method | None
    cells: tuple[Cell, ...]
    mean: Mean | None
    spread: str
    changed_since: int | None

    @property
    def year(self) -> int:
        return self.edition.year


@dataclass(frozen=True, slots=True)
class PointsLine:
    """One criterion: the points of each unit, None where they are not here."""

    name: str
    points: tuple[PointsRow | None, ...]


@dataclass(frozen=True, slots=True)
class PointsTable:
    """The points by criterion of one year."""

    year: int
    lines: tuple[PointsLine, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One index: its years, the latest first, charts over them, points by criterion where there are any."""

    index: ReformIndex
    lines: tuple[Line, ...]
    measured: tuple[Measured, ...]
    points: tuple[PointsTable, ...]
    scores: LineChart | None
    ranks: LineChart | None

    def written(self, score: str) -> str:
        """A score as this index writes it."""
        return score_text(score, self.index)

    @property
    def ranked(self) -> bool:
        """Whether any rank is here."""
        return any(cell.row.rank is not None for line in self.lines for cell in line.cells)

    @property
    def averaged(self) -> bool:
        """Whether any published mean is here."""
        return any(line.mean for line in self.lines)

    @property
    def weaker(self) -> int:
        """How many figures were not printed as they stand: inferred or derived."""
        signs = [
            sign
            for line in self.lines
            for cell in line.cells
            for sign in (cell.row.score_sign, cell.row.rank_sign)
            if sign
        ]
        return len(signs)


class Comparison:
    """Units of one kind side by side, as `asked`. Two queries, whatever the number of units and years."""

    def __init__(
        self, units: Sequence[RegisteredUnit], asked: Asked, catalogue: Catalogue, at: datetime | None = None
    ) -> None:
        self.units, self.asked, self.catalogue, self.at = units, asked, catalogue, at
        self.kind = units[0].kind
        registry = catalogue.registry
        names = [name_of(unit, registry) for unit in units]
        self.columns = [
            Column(unit, name, (in_full := called(unit, registry)), name if names.count(name) == 1 else in_full)
            for unit, name in zip(units, names, strict=True)
        ]
        records = Records([unit.pk for unit in units], catalogue, at)
        self.profiles = [Profile(unit, catalogue, at, records) for unit in units]
        self.public = records.public
        self.spoken = self.public.among(edition.pk for profile in self.profiles for edition in profile.spoken)

    @property
    def plural(self) -> str:
        """The kind as addresses call it."""
        return PLURALS[self.kind]

    @property
    def indices(self) -> list[ReformIndex]:
        """The indices that say anything of one of the units."""
        return list({edition.index_id: edition.index for edition in self.spoken}.values())

    @cached_property
    def index(self) -> ReformIndex | None:
        """The index that was asked for; None for all, or if it measures no units of this kind."""
        found = (index for index in self.catalogue.indices.values() if index.code == self.asked.index)
        return next((index for index in found if self.kind in index.kinds), None)

    @property
    def years(self) -> list[int]:
        """The years of which the indices shown say anything of one of the units, the latest first."""
        shown = [edition.year for edition in self.spoken if self.index in (None, edition.index)]
        return sorted(set(shown), reverse=True)

    @cached_property
    def shown(self) -> list[Edition]:
        """The editions whose figures stand in the tables: by index, the latest first."""
        spoken = {edition.pk for edition in self.spoken}
        of_index = list(self.public.editions)
        if self.index:
            of_index = list(reversed(self.public.of_index.get(self.index.code, {}).values()))
        if not self.asked.years:
            return [edition for edition in of_index if edition.pk in spoken]
        chosen = [edition for edition in of_index if edition.year in self.asked.years]
        if self.index:
            return chosen
        telling = {edition.index_id for edition in chosen if edition.pk in spoken}
        return [edition for edition in chosen if edition.index_id in telling]

    @property
    def silent(self) -> list[tuple[Column, list[RegisteredUnit]]]:
        """The units of which no public edition says anything, each with the units that it was formed of."""
        registry = self.catalogue.registry
        return [
            (column, [registry.units[pk] for pk in predecessors(registry.mergers, column.unit.pk)])
            for column, profile in zip(self.columns, self.profiles, strict=True)
            if not any(profile.speaks_of(edition) for edition in self.spoken)
        ]

    @property
    def years_without_figures(self) -> list[int]:
        """The years that were asked for and of which nothing is shown."""
        return sorted(set(self.asked.years) - {edition.year for edition in self.shown})

    @cached_property
    def parts(self) -> list[Part]:
        by_index: dict[int, list[Edition]] = defaultdict(list)
        for edition in self.shown:
            by_index[edition.index_id].append(edition)
        means = Means(self.units[0], self.catalogue)
        return [self._part(editions, means) for editions in by_index.values()]

    def _part(self, editions: list[Edition], means: Means) -> Part:
        measured = tuple(self._measured(edition) for edition in editions)
        # Said between two rows only if the method of both is known; the cautions tell the others.
        next_to_each_other = {(before.year, after.year) for after, before in pairwise(editions)}
        changed = {after: before for before, after in method_changes(measured) if (before, after) in next_to_each_other}
        lines = tuple(self._line(edition, means.of(edition), changed.get(edition.year)) for edition in editions)
        return Part(
            index=editions[0].index,
            lines=lines,
            measured=measured,
            points=tuple(table for edition in editions if (table := self._points(edition))),
            scores=self._chart_of_scores(lines),
            ranks=self._chart_of_ranks(lines),
        )

    def _measured(self, edition: Edition) -> Measured:
        method = edition.method_for(self.kind)
        return Measured(
            edition.year,
            method.code if method else None,
            self.catalogue.field(edition, self.kind),
            bool(method and method.comparable_with_previous == Method.Comparable.YES),
        )

    def _line(self, edition: Edition, mean: Mean | None, changed_since: int | None) -> Line:
        cells = tuple(
            self._cell(column, profile, edition) for column, profile in zip(self.columns, self.profiles, strict=True)
        )
        return Line(edition, edition.method_for(self.kind), cells, mean, _spread(cells), changed_since)

    def _cell(self, column: Column, profile: Profile, edition: Edition) -> Cell:
        row, unit, day = profile.row(edition), column.unit, edition.units_as_of
        outside = ""
        if not row.score and row.rank is None and not unit.in_force_on(day):
            outside = "before" if day < unit.begins_on else "after"
            row = row._replace(missing=Participation.Status.NOT_ASSESSED)
        return Cell(column, row, bar_width(Decimal(row.score) if row.score else None, edition.index.scale_max), outside)

    def _points(self, edition: Edition) -> PointsTable | None:
        found = [profile.points.get(edition.pk, ()) for profile in self.profiles]
        own = [{(row.cut, row.no, row.name): row for row in points} for points in found]
        criteria = sorted({key for points in own for key in points}, key=lambda key: (key[0], natural(key[1])))
        if not criteria:
            return None
        lines = (PointsLine(key[-1], tuple(points.get(key) for points in own)) for key in criteria)
        return PointsTable(edition.year, tuple(lines))

    def _chart_of_scores(self, lines: Sequence[Line]) -> LineChart | None:
        """The scores of each unit, and the published mean quietly behind them."""
        own = [
            Series(column.label, tuple(score_value(row, self.kind) for row in rows if row.score))
            for column, rows in self._rows(lines)
        ]
        if not any(series.values for series in own):
            return None
        means = (mean_value(line.cells[0].row, self.kind, line.mean) for line in reversed(lines) if line.mean)
        return scores_chart([*own, Series(mean_of(self.kind), tuple(means), quiet=True)])

    def _chart_of_ranks(self, lines: Sequence[Line]) -> LineChart | None:
        """The ranks of each unit; a line joins years in which the same units were ranked."""
        own = [
            Series(
                column.label,
                tuple(rank_value(row, self.kind, self.catalogue) for row in rows if row.rank is not None),
            )
            for column, rows in self._rows(lines)
        ]
        places = [cell.row.rank_of or cell.row.rank or 1 for line in lines for cell in line.cells]
        return ranks_chart(own, max(places, default=1))

    def _rows(self, lines: Sequence[Line]) -> Iterator[tuple[Column, list[ProfileRow]]]:
        """Each unit with its years, the earliest first."""
        for place, column in enumerate(self.columns):
            yield column, [line.cells[place].row for line in reversed(lines)]


def _spread(cells: Sequence[Cell]) -> str:
    """How far the highest score lies above the lowest; empty where a score is weaker than printed, or alone."""
    scored = [cell.row for cell in cells if cell.row.score]
    if len(scored) < 2 or any(row.score_sign for row in scored):
        return ""
    by_value = sorted((row.score for row in scored), key=Decimal)
    return difference_of(by_value[-1], by_value[0]).removeprefix("+")
