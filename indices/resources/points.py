"""Columns of points beside a result: a sheet of results may give each criterion's points in a column of its own."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _now

from provinces.names import fold
from provinces.sheets.columns import Column, Refusal, Remark, digits
from provinces.sheets.layout import Table
from provinces.sheets.reading import Cell
from provinces.wording import decimal_text, plain

from ..models import Criterion, Edition, Result, Score

PREFIX = "points:"
# What sheets call a criterion besides its name.
SPELLINGS = {
    "diem dieu tra xhh": "diem dieu tra xa hoi hoc",
    "dieu tra xa hoi hoc": "diem dieu tra xa hoi hoc",
    "diem khao sat": "diem dieu tra xa hoi hoc",
    "tham dinh": "diem tham dinh",
    "tac dong den phat trien kt xh": "tac dong den phat trien kinh te xa hoi",
}


class Points:
    """The points in a sheet of results about one edition: which column is which criterion, and what is written."""

    def __init__(self, edition: Edition, kind: str) -> None:
        self.edition = edition
        method = edition.method_for(kind)
        criteria = Criterion.objects.filter(method=method) if method else Criterion.objects.none()
        self.criteria = {criterion.pk: criterion for criterion in criteria}
        # A name in both cuts means the one by way of assessment: published tables show that one.
        self.by_name: dict[str, Criterion] = {}
        for criterion in sorted(self.criteria.values(), key=lambda c: c.cut == Criterion.Cut.DOMAIN):
            self.by_name.setdefault(fold(criterion.name_vi), criterion)
            if criterion.name_en:
                self.by_name.setdefault(fold(criterion.name_en), criterion)
        self.read: dict[int, dict[int, str]] = {}
        self.existing: dict[tuple[int, int], Score] = {}
        self.repeated: dict[int, dict[int, Decimal]] = {}

    def places(self, table: Table, total: int | None) -> dict[int, Criterion]:
        """The columns of the table that are criteria. `total`: the column of the whole score, which is none."""
        found: dict[int, Criterion] = {}
        for place, cell in enumerate(table.header):
            if not cell or place == total:
                continue
            for words in (cell.text.rpartition(" › ")[2], cell.text):
                folded = fold(words)
                criterion = self.by_name.get(SPELLINGS.get(folded, folded))
                if criterion and criterion not in found.values():
                    found[place] = criterion
                    break
        if found:
            self.existing = {(s.unit_id, s.criterion_id): s for s in Score.objects.filter(edition=self.edition)}
            for criterion in found.values():
                if criterion.repeats_index_id:
                    self.repeated[criterion.pk] = self._scores_of(criterion)
        return found

    def _scores_of(self, criterion: Criterion) -> dict[int, Decimal]:
        """The public scores of the index that a criterion repeats, of the same year, by unit."""
        public = Edition.objects.published().filter(index=criterion.repeats_index_id, year=self.edition.year)
        found = Result.objects.filter(edition__in=public, score__isnull=False).order_by()
        return {unit_id: score for unit_id, score in found.values_list("unit_id", "score") if score is not None}

    def repetition(self, unit_id: int, label: str, cell: Cell) -> Remark | None:
        """What to say where points do not repeat the score of the index that they stand for (SIPAS in PAR INDEX)."""
        for criterion_id, scores in self.repeated.items():
            criterion, text = self.criteria[criterion_id], self.read.get(unit_id, {}).get(criterion_id)
            if text is None or unit_id not in scores or criterion.max_points is None:
                continue
            expected = scores[unit_id] * criterion.max_points / 100
            if abs(Decimal(text) - expected) > Decimal(str(settings.IMPORT_ROUNDING)):
                return Remark(
                    cell,
                    _now("%(unit)s: %(points)s points for %(criterion)s; the published %(score)s gives %(expected)s.")
                    % {
                        "unit": label,
                        "points": decimal_text(text),
                        "criterion": criterion.name,
                        "score": decimal_text(plain(scores[unit_id])),
                        "expected": decimal_text(f"{expected:.2f}"),
                    },
                )
        return None

    def take(self, unit_id: int, cells: dict[str, Cell]) -> None:
        """Read a row's points. Raises Refusal."""
        points: dict[int, str] = {}
        for name, cell in cells.items():
            if name.startswith(PREFIX) and cell:
                criterion = self.criteria[int(name.removeprefix(PREFIX))]
                text = Column(name, criterion.name, digits).value(cell)
                if Decimal(text) < 0 or (criterion.max_points is not None and Decimal(text) > criterion.max_points):
                    raise Refusal(
                        cell,
                        _now("%(points)s is outside the points of criterion %(no)s.")
                        % {"points": cell.text, "no": criterion.no},
                    )
                points[criterion.pk] = text
        if points:
            self.read[unit_id] = points

    def changes(self, unit_id: int) -> list[tuple[Criterion, str, str]]:
        """The criteria whose points a row says anew: criterion, points before and after."""
        found = []
        for criterion_id, text in self.read.get(unit_id, {}).items():
            before = self.existing.get((unit_id, criterion_id))
            if before is None or before.score_text != text:
                found.append((self.criteria[criterion_id], before.score_text if before else "", text))
        return found

    def remark(self, unit_id: int, label: str, total: Decimal | None, cell: Cell) -> Remark | None:
        """What to say where the parts of a cut do not add up to the printed total (more than rounding allows)."""
        points = self.read.get(unit_id, {})
        for cut in Criterion.Cut:
            whole = [c for c in self.criteria.values() if c.cut == cut and c.parent_id is None]
            if not whole or total is None:
                continue
            parts = [self._sum(criterion, points) for criterion in whole]
            if any(part is None for part in parts):
                continue
            added = sum((part for part in parts if part is not None), Decimal(0))
            if abs(added - total) > Decimal(str(settings.IMPORT_ROUNDING)):
                return Remark(
                    cell,
                    _now("%(unit)s: the parts add up to %(added)s, the printed total is %(total)s.")
                    % {
                        "unit": label,
                        "added": decimal_text(str(added)),
                        "total": decimal_text(plain(total)),
                    },
                )
        return None

    def _sum(self, criterion: Criterion, points: dict[int, str]) -> Decimal | None:
        """The points of a criterion as given, else the sum of its parts as given; None if one is missing."""
        if criterion.pk in points:
            return Decimal(points[criterion.pk])
        parts = [self._sum(c, points) for c in self.criteria.values() if c.parent_id == criterion.pk]
        if not parts or any(part is None for part in parts):
            return None
        return sum((part for part in parts if part is not None), Decimal(0))

    def write(self, sources: dict[int, int]) -> list[tuple[Score, str, dict[str, Any] | None, dict[str, Any]]]:
        """Write the points of the units in `sources` (unit → source); each score with its values before and after."""
        written: list[tuple[Score, str, dict[str, Any] | None, dict[str, Any]]] = []
        new: list[Score] = []
        changed: list[Score] = []
        for unit_id, source_id in sources.items():
            for criterion, before, text in self.changes(unit_id):
                score = self.existing.get((unit_id, criterion.pk))
                after = {"score_text": text, "score": Decimal(text), "source_id": source_id}
                was = {name: getattr(score, name) for name in after} if score else None
                score = score or Score(edition=self.edition, unit_id=unit_id, criterion=criterion)
                for name, value in after.items():
                    setattr(score, name, value)
                (changed if before else new).append(score)
                written.append((score, criterion.name, was, after))
        Score.objects.bulk_create(new, batch_size=1000)
        Score.objects.bulk_update(changed, ["score_text", "score", "source"], batch_size=500)
        return written


def named(places: dict[int, Criterion], names: list[str]) -> list[str]:
    """The names of the columns with those of the points filled in."""
    return [f"{PREFIX}{places[place].pk}" if place in places else name for place, name in enumerate(names)]


def without(table: Table, places: dict[int, Criterion]) -> Table:
    """The table with the headings of the points taken out, for the columns that every sheet of results has."""
    header = tuple(Cell("", cell.address) if place in places else cell for place, cell in enumerate(table.header))
    return replace(table, header=header)
