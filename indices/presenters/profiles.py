"""What the portal knows of one unit: its results by index and year, its reports, its history."""

from collections import defaultdict
from dataclasses import dataclass

from provinces.models import Succession, Unit
from provinces.naming import Names

from ..comparing import Change, RankAt, change_of_rank
from ..models import Band, Claim, Edition, Participation, ReformIndex, Result, Score, Snapshot
from .figures import Sign, sign_of
from .rankings import RivalRow, field_of, participations_of


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
    announced_on: object
    score: str
    score_sign: Sign | None
    rank: int | None
    rank_of: int | None
    rank_sign: Sign | None
    change: Change
    score_change_printed: str
    band: str
    missing: str
    source: str
    change_source: str
    method_changed: bool
    points: tuple[PointsRow, ...]
    rivals: tuple[RivalRow, ...]


@dataclass(frozen=True, slots=True)
class IndexProfile:
    """A unit's results in one index, newest first."""

    index: ReformIndex
    rows: tuple[ProfileRow, ...]


class Profile:
    """Everything a unit's page shows. Built from a fixed number of queries, whatever the number of years."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        editions = list(
            Edition.objects.published()
            .select_related("index", "method_provinces", "method_ministries")
            .order_by("index__order", "index__code", "-year")
        )
        self.editions = {edition.pk: edition for edition in editions}
        self.results = {
            result.edition_id: result
            for result in Result.objects.filter(unit=unit, edition__in=self.editions).select_related(
                "source", "change_source"
            )
        }
        self.statuses = dict(
            Participation.objects.filter(unit=unit, edition__in=self.editions).values_list("edition_id", "status")
        )
        self.bands = list(Band.objects.filter(unit_kind=unit.kind))
        self.points: dict[int, list[PointsRow]] = defaultdict(list)
        for score in (
            Score.objects.filter(unit=unit, edition__in=self.editions)
            .select_related("criterion", "source")
            .order_by("criterion__cut", "criterion__no")
        ):
            maximum = score.criterion.max_points
            self.points[score.edition_id].append(
                PointsRow(
                    score.criterion.no,
                    score.criterion.name,
                    score.score_text,
                    f"{maximum.normalize():f}" if maximum is not None else "",
                    score.source.code,
                )
            )
        self.claims: dict[int, list[RivalRow]] = defaultdict(list)
        for claim in Claim.objects.filter(unit=unit, edition__in=self.editions).select_related("source"):
            year = self.editions[claim.edition_id].year
            self.claims[claim.edition_id].append(
                RivalRow(
                    "",
                    unit.slug,
                    claim.score_text,
                    sign_of(claim.score_basis, claim.score_derivation, year),
                    claim.rank,
                    claim.rank_of,
                    sign_of(claim.rank_basis, claim.rank_derivation, year),
                    claim.source.code,
                    claim.source.label,
                )
            )
        self.fields = fields_of(list(self.editions.values()), unit.kind)

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
        return edition.pk in self.results or edition.pk in self.statuses or edition.pk in self.claims

    def _edition(self, index_id: int, year: int) -> Edition | None:
        return next((e for e in self.editions.values() if (e.index_id, e.year) == (index_id, year)), None)

    def _row(self, edition: Edition) -> ProfileRow:
        result = self.results.get(edition.pk)
        before = self._edition(edition.index_id, edition.year - 1)
        earlier = before and self.results.get(before.pk)
        kind = self.unit.kind
        method, method_before = edition.method_for(kind), before and before.method_for(kind)
        return ProfileRow(
            year=edition.year,
            announced_on=edition.announced_on,
            score=result.score_text if result else "",
            score_sign=sign_of(result.score_basis, result.score_derivation, edition.year) if result else None,
            rank=result.rank if result else None,
            rank_of=result.rank_of if result else None,
            rank_sign=sign_of(result.rank_basis, result.rank_derivation, edition.year) if result else None,
            change=change_of_rank(
                result.rank_change_printed if result else None,
                RankAt(
                    result.rank if result else None,
                    result.rank_basis if result else "",
                    self.fields[edition.pk],
                ),
                RankAt(
                    earlier.rank if earlier else None,
                    earlier.rank_basis if earlier else "",
                    self.fields[before.pk],
                )
                if before
                else None,
            ),
            score_change_printed=result.score_change_printed if result else "",
            band=self._band(edition, result),
            missing=self.statuses.get(edition.pk, "not_here"),
            source=result.source.code if result else "",
            change_source=result.change_source.code if result and result.change_source else "",
            method_changed=bool(method and method_before and method != method_before),
            points=tuple(self.points.get(edition.pk, ())),
            rivals=tuple(self.claims.get(edition.pk, ())),
        )

    def _band(self, edition: Edition, result: Result | None) -> str:
        if result is None or result.score is None:
            return ""
        method = edition.method_for(self.unit.kind)
        fitting = [band for band in self.bands if band.index_id == edition.index_id]
        own = [band for band in fitting if method and band.method_id == method.pk]
        return next((band.band for band in own or fitting if band.holds(result.score)), "")


def fields_of(editions: list[Edition], kind: str) -> dict[int, frozenset[int] | None]:
    """Who was ranked in each edition; see `rankings.field_of`. Two queries for all of them."""
    recorded = participations_of(editions, kind)
    units = list(Unit.objects.of_kind(kind).only("kind", "begins_on", "ends_on"))
    return {edition.pk: field_of(edition, kind, recorded[edition.pk], units) for edition in editions}


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit that came before or after, as a link."""

    unit: Unit
    name: str


class History:
    """Mergers both ways: into whom the unit went with whom, and of whom it was made."""

    def __init__(self, unit: Unit) -> None:
        edges = list(
            Succession.objects.filter(successor__kind=unit.kind).select_related("predecessor", "successor", "source")
        )
        self.heirs_edges = [edge for edge in edges if edge.predecessor_id == unit.pk]
        self.origin_edges = [edge for edge in edges if edge.successor_id == unit.pk]
        merged_into = {edge.successor_id for edge in self.heirs_edges}
        beside = [edge for edge in edges if edge.successor_id in merged_into and edge.predecessor_id != unit.pk]
        everyone = {edge.predecessor_id for edge in edges} | {edge.successor_id for edge in edges}
        names = Names(everyone, unit.ends_on or unit.begins_on)
        self.heirs = [Relative(edge.successor, names.full[edge.successor_id]) for edge in self.heirs_edges]
        self.beside = [Relative(edge.predecessor, names.full[edge.predecessor_id]) for edge in beside]
        self.origins = [Relative(edge.predecessor, names.full[edge.predecessor_id]) for edge in self.origin_edges]
        self.source = next((edge.source for edge in self.heirs_edges + self.origin_edges), None)
        self.legal_basis = next((edge.legal_basis for edge in self.heirs_edges + self.origin_edges), "")


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One index and year: the result of each predecessor, in the order of the columns; neither added nor averaged."""

    index: ReformIndex
    year: int
    results: tuple[Result | None, ...]


def side_by_side(origins: list[Relative]) -> list[SideBySide]:
    """The published results of the units that a merged unit was made of, newest first."""
    if not origins:
        return []
    found: dict[tuple[int, int], dict[int, Result]] = defaultdict(dict)
    indices: dict[int, ReformIndex] = {}
    for result in (
        Result.objects.filter(unit__in=[origin.unit.pk for origin in origins], edition__in=Edition.objects.published())
        .select_related("edition__index", "source")
        .order_by("edition__index__order", "-edition__year")
    ):
        index = indices.setdefault(result.edition.index_id, result.edition.index)
        found[index.pk, result.edition.year][result.unit_id] = result
    return [
        SideBySide(indices[index], year, tuple(results.get(origin.unit.pk) for origin in origins))
        for (index, year), results in found.items()
    ]


def reports_of(unit: Unit) -> list[Snapshot]:
    """The latest accepted report of each indicator, denominators before what they divide."""
    latest: dict[int, Snapshot] = {}
    for snapshot in (
        Snapshot.objects.public()
        .filter(unit=unit)
        .select_related("indicator__denominator_indicator__denominator_indicator", "source")
        .order_by("as_of")
    ):
        latest[snapshot.indicator_id] = snapshot
    return sorted(latest.values(), key=lambda snapshot: _depth(snapshot))


def _depth(snapshot: Snapshot) -> tuple[int, str]:
    indicator, steps = snapshot.indicator, 0
    if indicator.denominator_vi and not indicator.denominator_indicator_id:
        return 9, indicator.code
    above = indicator.denominator_indicator
    while above is not None and steps < 3:
        steps, above = steps + 1, above.denominator_indicator if steps < 2 else None
    return steps, indicator.code
