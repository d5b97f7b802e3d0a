"""What the portal knows of one unit: its results by index and year, its reports, its history."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from provinces.registry import RegisteredUnit

from ..catalogue import Catalogue
from ..comparing import Change, RankAt, ScoreAt, ScoreChange, change_of_rank, change_of_score
from ..models import Claim, Edition, Method, ReformIndex, Result, Score
from .figures import Sign, band_of, sign_of
from .rankings import RivalRow


@dataclass(frozen=True, slots=True)
class PointsRow:
    """The points of one criterion; the maximum where a source gives it."""

    no: str
    name: str
    score: str
    maximum: str
    source: str


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One unit in one edition of one index."""

    year: int
    score: str
    score_sign: Sign | None
    rank: int | None
    rank_of: int | None
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


class UnitFigures:
    """Results, points and rival claims of units in editions, by unit and edition. Three queries, however many."""

    def __init__(self, units: Iterable[int], editions: Mapping[int, Edition], catalogue: Catalogue) -> None:
        theirs = {"unit__in": list(units), "edition__in": list(editions)}
        self.results: dict[int, dict[int, Result]] = defaultdict(dict)
        for result in Result.objects.filter(**theirs).select_related("source", "change_source").order_by():
            self.results[result.unit_id][result.edition_id] = result
        self.points: dict[int, dict[int, list[PointsRow]]] = defaultdict(lambda: defaultdict(list))
        for score in (
            Score.objects.filter(**theirs)
            .select_related("criterion", "source")
            .order_by("criterion__cut", "criterion__no")
        ):
            maximum = score.criterion.max_points
            self.points[score.unit_id][score.edition_id].append(
                PointsRow(
                    score.criterion.no,
                    score.criterion.name,
                    score.score_text,
                    f"{maximum.normalize():f}" if maximum is not None else "",
                    score.source.code,
                )
            )
        self.claims: dict[int, dict[int, list[RivalRow]]] = defaultdict(lambda: defaultdict(list))
        for claim in Claim.objects.filter(**theirs).select_related("source").order_by("pk"):
            year = editions[claim.edition_id].year
            self.claims[claim.unit_id][claim.edition_id].append(
                RivalRow(
                    "",
                    catalogue.registry.units[claim.unit_id].slug,
                    claim.score_text,
                    sign_of(claim.score_basis, claim.score_derivation, year),
                    claim.rank,
                    claim.rank_of,
                    sign_of(claim.rank_basis, claim.rank_derivation, year),
                    claim.source.code,
                )
            )


class Profile:
    """The results of a unit. Built from a fixed number of queries, whatever the number of years; from none where the
    figures of many units were read at once."""

    def __init__(
        self,
        unit: RegisteredUnit,
        catalogue: Catalogue,
        at: datetime | None = None,
        figures: UnitFigures | None = None,
    ) -> None:
        self.unit, self.catalogue = unit, catalogue
        editions = catalogue.published(at)
        self.editions = {edition.pk: edition for edition in editions}
        self.by_year = {(edition.index_id, edition.year): edition for edition in editions}
        figures = figures or UnitFigures([unit.pk], self.editions, catalogue)
        self.results = figures.results.get(unit.pk, {})
        self.points = figures.points.get(unit.pk, {})
        self.claims = figures.claims.get(unit.pk, {})

    @property
    def indices(self) -> list[IndexProfile]:
        """The indices that say anything about the unit."""
        by_index: dict[int, list[Edition]] = defaultdict(list)
        for edition in self.editions.values():
            if self._speaks_of(edition):
                by_index[edition.index_id].append(edition)
        return [
            IndexProfile(editions[0].index, tuple(self._row(edition) for edition in editions))
            for editions in by_index.values()
        ]

    def _speaks_of(self, edition: Edition) -> bool:
        unranked = self.unit.pk in self.catalogue.unranked(edition, self.unit.kind)
        return unranked or edition.pk in self.results or edition.pk in self.claims

    def _row(self, edition: Edition) -> ProfileRow:
        result = self.results.get(edition.pk)
        before = self.by_year.get((edition.index_id, edition.year - 1))
        kind = self.unit.kind
        method, method_before = edition.method_for(kind), before and before.method_for(kind)
        return ProfileRow(
            year=edition.year,
            score=result.score_text if result else "",
            score_sign=sign_of(result.score_basis, result.score_derivation, edition.year) if result else None,
            rank=result.rank if result else None,
            rank_of=result.rank_of if result else None,
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
            source=result.source.code if result else "",
            change_source=result.change_source.code if result and result.change_source else "",
            method_changed=bool(method and method_before and method != method_before),
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
