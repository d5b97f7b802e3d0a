"""What the portal knows of one unit: its results by index and year, its reports, its history."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from provinces.language import reader_language
from provinces.registry import RegisteredUnit
from provinces.wording import plain

from ..catalogue import Catalogue
from ..comparing import Change, RankAt, ScoreAt, ScoreChange, change_of_rank, change_of_score, difference_of
from ..criteria import natural
from ..models import Edition, Method, ReformIndex, Result, Score
from .figures import Sign, band_of, sign_of
from .means import Mean
from .rivals import RivalRow, rival_of

# Plain columns instead of records: a page of a unit reads them in half the time.
RESULT_COLUMNS = (
    "unit_id", "edition_id", "score", "score_text", "score_basis", "score_derivation", "rank", "rank_of", "rank_basis",
    "rank_derivation", "rank_change_printed", "score_change_printed", "source__code", "change_source__code",
)  # fmt: skip
POINTS_COLUMNS = (
    "unit_id", "edition_id", "criterion_id", "score_text", "criterion__cut", "criterion__no", "criterion__name_vi",
    "criterion__name_en", "criterion__max_points", "criterion__parent__no", "source__code",
)  # fmt: skip


class PointsRow(NamedTuple):
    """The points of one criterion; the maximum where a source gives it. `parent`: the number of the one above."""

    no: str
    name: str
    score: str
    maximum: str
    source: str
    criterion_id: int
    cut: str
    parent: str

    @property
    def lost(self) -> str:
        """The points that were not achieved, as a decimal text; empty where no maximum is printed."""
        return f"{Decimal(self.maximum) - Decimal(self.score):f}" if self.maximum and self.score else ""


def undivided(points: Iterable[PointsRow]) -> list[PointsRow]:
    """The criteria that are not divided further among those given: their points are counted once."""
    rows = list(points)
    parents = {(row.cut, row.parent) for row in rows}
    return [row for row in rows if (row.cut, row.no) not in parents]


class ProfileRow(NamedTuple):
    """One unit in one edition of one index."""

    edition: Edition
    year: int
    score: str
    score_basis: str
    score_sign: Sign | None
    rank: int | None
    rank_of: int | None
    rank_basis: str
    rank_sign: Sign | None
    change: Change
    score_change: ScoreChange
    band: str
    missing: str
    source: str
    change_source: str
    method_changed: bool
    points: tuple[PointsRow, ...]
    rivals: tuple[RivalRow, ...]
    under_review: datetime | None


@dataclass(frozen=True, slots=True)
class IndexProfile:
    """A unit's results in one index, newest first."""

    index: ReformIndex
    rows: tuple[ProfileRow, ...]

    @property
    def ranked(self) -> bool:
        """Whether any year has a rank, or says why there is none."""
        return any(row.rank is not None or row.missing != "not_here" for row in self.rows)

    @property
    def compared(self) -> bool:
        """Whether there is anything to say about one year against another."""
        return self.ranked or any(row.change.places is not None or row.score_change.difference for row in self.rows)

    @property
    def banded(self) -> bool:
        return any(row.band for row in self.rows)


def against_mean(row: ProfileRow, mean: Mean | None) -> str:
    """How far a score lies from the published mean of its kind, with its sign; empty where that is not said.

    A score that is itself weaker than printed is no end of a difference; a derived mean is, for it says so itself.
    """
    if mean is None or not mean.score or not row.score or row.score_sign is not None:
        return ""
    return difference_of(row.score, mean.score)


class Records:
    """What public editions say of some units: results, points by criterion, what other sources say. Two queries,
    whatever the number of units and years."""

    def __init__(self, unit_ids: Iterable[int], catalogue: Catalogue, at: datetime | None = None) -> None:
        self.public = catalogue.public_at(at)
        wanted = frozenset(unit_ids)
        there = self.public.by_pk
        # By unit, then by edition; results are rows of columns. A unit has a few dozen rows, the public editions may be
        # thousands: they are not named to the database.
        self.results: dict[int, dict[int, Any]] = defaultdict(dict)
        for row in Result.objects.filter(unit__in=wanted).order_by().values_list(*RESULT_COLUMNS, named=True):
            if row.edition_id in there:
                self.results[row.unit_id][row.edition_id] = row
        self.points: dict[int, dict[int, list[PointsRow]]] = defaultdict(lambda: defaultdict(list))
        scores = Score.objects.filter(unit__in=wanted).order_by().values_list(*POINTS_COLUMNS, named=True)
        public = (row for row in scores if row.edition_id in there)
        for row in sorted(public, key=lambda row: (row.criterion__cut, natural(row.criterion__no))):
            self.points[row.unit_id][row.edition_id].append(_points(row))
        self.claims: dict[int, dict[int, list[RivalRow]]] = defaultdict(lambda: defaultdict(list))
        for claim in catalogue.claims_about(wanted, self.public):
            slug = catalogue.registry.units[claim.unit_id].slug
            self.claims[claim.unit_id][claim.edition_id].append(rival_of(claim, slug, there[claim.edition_id].year))


class Profile:
    """The results of a unit, by what the records say of it; without records they are read for this unit alone."""

    def __init__(
        self,
        unit: RegisteredUnit,
        catalogue: Catalogue,
        at: datetime | None = None,
        records: Records | None = None,
    ) -> None:
        self.unit, self.catalogue = unit, catalogue
        records = records or Records([unit.pk], catalogue, at)
        self.public = records.public
        self.results = records.results[unit.pk]
        self.points = records.points[unit.pk]
        self.claims = records.claims[unit.pk]

    @property
    def indices(self) -> list[IndexProfile]:
        """The indices that say anything about the unit."""
        by_index: dict[int, list[Edition]] = defaultdict(list)
        for edition in self.spoken:
            by_index[edition.index_id].append(edition)
        return [
            IndexProfile(editions[0].index, tuple(self.row(edition) for edition in editions))
            for editions in by_index.values()
        ]

    @property
    def spoken(self) -> list[Edition]:
        """The public editions that have a figure of the unit, or say that there is none."""
        return self.public.among([*self.results, *self.claims, *self.catalogue.unranked_in(self.unit.pk)])

    def speaks_of(self, edition: Edition) -> bool:
        """Whether an edition has a figure of the unit, or says that there is none."""
        unranked = self.unit.pk in self.catalogue.unranked(edition, self.unit.kind)
        return unranked or edition.pk in self.results or edition.pk in self.claims

    def row(self, edition: Edition) -> ProfileRow:
        """What an edition says of the unit, or which of the four ways its figures are missing."""
        result = self.results.get(edition.pk)
        before = self.public.by_year.get((edition.index_id, edition.year - 1))
        kind = self.unit.kind
        method, method_before = edition.method_for(kind), before and before.method_for(kind)
        return ProfileRow(
            edition=edition,
            year=edition.year,
            score=result.score_text if result else "",
            score_basis=result.score_basis if result else "",
            score_sign=sign_of(result.score_basis, result.score_derivation, edition.year) if result else None,
            rank=result.rank if result else None,
            rank_of=result.rank_of if result else None,
            rank_basis=result.rank_basis if result else "",
            rank_sign=sign_of(result.rank_basis, result.rank_derivation, edition.year) if result else None,
            change=change_of_rank(
                result.rank_change_printed if result else None,
                self._rank_at(edition),
                self._rank_at(before) if before else None,
            ),
            score_change=change_of_score(
                result.score_change_printed if result else "",
                self._score_at(edition),
                self._score_at(before) if before else None,
            ),
            band=band_of(self.catalogue.bands(edition, kind), result.score) if result else "",
            missing=self.catalogue.unranked(edition, kind).get(self.unit.pk, "not_here"),
            source=result.source__code if result else "",
            change_source=(result.change_source__code or "") if result else "",
            method_changed=bool(method and method_before and method.pk != method_before.pk),
            points=tuple(self.points.get(edition.pk, ())),
            rivals=tuple(self.claims.get(edition.pk, ())),
            under_review=self.catalogue.under_review(edition, self.unit.pk),
        )

    def _rank_at(self, edition: Edition) -> RankAt:
        result, field = self.results.get(edition.pk), self.catalogue.field(edition, self.unit.kind)
        return RankAt(result.rank, result.rank_basis, field) if result else RankAt(None, "", field)

    def _score_at(self, edition: Edition) -> ScoreAt:
        result, method = self.results.get(edition.pk), edition.method_for(self.unit.kind)
        return ScoreAt(
            result.score_text if result else "",
            result.score_basis if result else "",
            self.catalogue.field(edition, self.unit.kind),
            method.code if method else None,
            bool(method and method.comparable_with_previous == Method.Comparable.YES),
        )


def _points(row: Any) -> PointsRow:
    english = reader_language() == "en" and row.criterion__name_en
    maximum = row.criterion__max_points
    return PointsRow(
        no=row.criterion__no,
        name=row.criterion__name_en if english else row.criterion__name_vi,
        score=row.score_text,
        maximum=plain(maximum) if maximum is not None else "",
        source=row.source__code,
        criterion_id=row.criterion_id,
        cut=row.criterion__cut,
        parent=row.criterion__parent__no or "",
    )
