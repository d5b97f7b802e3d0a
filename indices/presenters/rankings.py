"""The league table of an edition: its rows, who is missing, its means."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from provinces.registry import RegisteredUnit

from ..catalogue import Catalogue
from ..comparing import Change, RankAt, Reason, change_of_rank, competition_ranks
from ..models import Average, Band, Claim, Edition, Participation, Result
from .figures import Sign, band_of, bar_width, sign_of

STATUS = Participation.Status
# Plain columns instead of records: a table of 63 costs a third of the time.
RESULT_COLUMNS = (
    "edition_id", "unit_id", "score", "score_text", "score_basis", "score_derivation", "rank", "rank_basis",
    "rank_derivation", "rank_of", "rank_change_printed", "score_change_printed", "source__code",
)  # fmt: skip
CLAIM_COLUMNS = (
    "edition_id", "unit_id", "score_text", "score_basis", "score_derivation", "rank", "rank_of", "rank_basis",
    "rank_derivation", "source__code",
)  # fmt: skip
AVERAGE_COLUMNS = (
    "edition_id", "group", "region__code", "score", "score_text", "score_basis", "score_derivation", "source__code",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RivalRow:
    """What another source says about a unit's score or rank."""

    unit_name: str
    slug: str
    score: str
    score_sign: Sign | None
    rank: int | None
    rank_of: int | None
    rank_sign: Sign | None
    source: str


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One unit in a league table. Score and rank are independent; `missing` names what is not there and why."""

    unit_id: str
    code: str
    name: str
    slug: str
    region: str
    region_code: str
    score: str
    score_value: Decimal | None
    score_basis: str
    score_sign: Sign | None
    rank: int | None
    rank_of: int | None
    rank_basis: str
    rank_sign: Sign | None
    band: str
    change: Change
    score_change_printed: str
    missing: str
    source: str
    rivals: tuple[RivalRow, ...]
    bar: int | None
    sort_key: str
    under_review: datetime | None


@dataclass(frozen=True, slots=True)
class AbsentUnit:
    """A unit of the country without a row in the table, and which of the four ways its figures are missing."""

    unit: RegisteredUnit
    name: str
    region: str
    missing: str


@dataclass(frozen=True, slots=True)
class AverageRow:
    """A published mean; `derivation` where the portal derived it."""

    score: str
    sign: Sign | None
    derivation: str
    source: str
    bar: int | None


def missing_texts() -> dict[str, str]:
    """The four ways a figure is missing."""
    return {
        STATUS.NOT_ASSESSED: _("Not assessed"),
        STATUS.NOT_RANKED: _("Assessed, not ranked"),
        "not_published": _("Not published"),
        "not_here": _("The portal does not have this figure"),
    }


def by_figure(rank: int | None, score: Decimal | None) -> tuple[bool, int, bool, Decimal]:
    """Sorts by rank, then by score from the highest; those without one last."""
    return rank is None, rank or 0, score is None, -(score or Decimal(0))


class Figures:
    """What is stored of some editions, for all tables that are made of them: each list is one query, at first use."""

    def __init__(self, editions: Iterable[Edition | None]) -> None:
        self._editions = [edition.pk for edition in editions if edition]

    @cached_property
    def results(self) -> dict[int, list[Any]]:
        """Results by edition, of all kinds of units, as rows of columns."""
        return self._by_edition(Result.objects.order_by().values_list(*RESULT_COLUMNS, named=True))

    @cached_property
    def claims(self) -> dict[int, list[Any]]:
        """What other sources say, by edition."""
        return self._by_edition(Claim.objects.order_by("pk").values_list(*CLAIM_COLUMNS, named=True))

    @cached_property
    def averages(self) -> dict[int, list[Any]]:
        """Published means by edition."""
        return self._by_edition(Average.objects.order_by("pk").values_list(*AVERAGE_COLUMNS, named=True))

    def _by_edition(self, rows: Any) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows.filter(edition__in=self._editions):
            found[row.edition_id].append(row)
        return found


class LeagueTable:
    """Everything the page, the files and the API say about one edition and one kind of unit.

    Tables of several editions, or of both kinds, share `figures`: then these are read once.
    """

    def __init__(
        self,
        edition: Edition,
        kind: str,
        before: Edition | None,
        catalogue: Catalogue,
        figures: Figures | None = None,
    ) -> None:
        self.edition, self.kind, self.before = edition, kind, before
        self.figures = figures or Figures((edition, before))
        self.catalogue, self.registry = catalogue, catalogue.registry
        self.index = edition.index
        self.day = edition.units_as_of
        self._region_names: dict[str, str] = {}

    @cached_property
    def field(self) -> frozenset[int] | None:
        """Who was ranked; None if not known."""
        return self.catalogue.field(self.edition, self.kind)

    @cached_property
    def units(self) -> list[RegisteredUnit]:
        """The units the edition speaks of: those in force on its day, by name."""
        return list(self.registry.in_force(self.kind, self.day))

    def name(self, unit_id: int) -> str:
        """What the unit was called on the edition's day."""
        return self.registry.name(unit_id, self.day)

    def region(self, unit_id: int) -> tuple[str, str]:
        """The code and the name of the unit's region on the edition's day; empty where there is none."""
        found = self.registry.region(unit_id, self.day)
        if found is None:
            return "", ""
        if found.code not in self._region_names:
            self._region_names[found.code] = found.name
        return found.code, self._region_names[found.code]

    @cached_property
    def bands(self) -> list[Band]:
        return self.catalogue.bands(self.edition, self.kind)

    @cached_property
    def _results(self) -> dict[int, list[Any]]:
        """The results of this edition and of the one before, by edition; rows of columns, ranked."""
        editions = [edition.pk for edition in (self.edition, self.before) if edition]
        found: dict[int, list[Any]] = {edition: [] for edition in editions}
        units = self.registry.units
        for edition_id, rows in found.items():
            rows += [row for row in self.figures.results[edition_id] if self._is_of_kind(row.unit_id)]
            rows.sort(key=lambda row: (*by_figure(row.rank, row.score), units[row.unit_id].sort_key, row.unit_id))
        return found

    def _is_of_kind(self, unit_id: int) -> bool:
        unit = self.registry.units.get(unit_id)
        return unit is not None and unit.kind == self.kind

    @cached_property
    def _before(self) -> dict[int, RankAt]:
        """The ranks of the year before, by unit."""
        if self.before is None:
            return {}
        field = self.catalogue.field(self.before, self.kind)
        return {row.unit_id: RankAt(row.rank, row.rank_basis, field) for row in self._results[self.before.pk]}

    @cached_property
    def rivals(self) -> dict[int, list[RivalRow]]:
        found: dict[int, list[RivalRow]] = defaultdict(list)
        for claim in self.figures.claims[self.edition.pk]:
            if not self._is_of_kind(claim.unit_id):
                continue
            found[claim.unit_id].append(
                RivalRow(
                    unit_name=self.name(claim.unit_id),
                    slug=self.registry.units[claim.unit_id].slug,
                    score=claim.score_text,
                    score_sign=sign_of(claim.score_basis, claim.score_derivation, self.edition.year),
                    rank=claim.rank,
                    rank_of=claim.rank_of,
                    rank_sign=sign_of(claim.rank_basis, claim.rank_derivation, self.edition.year),
                    source=claim.source__code,
                )
            )
        return found

    @property
    def unresulted(self) -> list[RivalRow]:
        """What other sources say about units that have no accepted result here."""
        here = {row.slug for row in self.rows}
        return [rival for rivals in self.rivals.values() for rival in rivals if rival.slug not in here]

    @cached_property
    def rows(self) -> list[RankingRow]:
        """The units with a result, by rank, then by score, then by name."""
        return [self._row(result, self.registry.units[result.unit_id]) for result in self._results[self.edition.pk]]

    def _row(self, result: Any, unit: RegisteredUnit) -> RankingRow:
        nothing_before = RankAt(None, "", None) if self.before else None
        region_code, region = self.region(unit.pk)
        year = self.edition.year
        return RankingRow(
            unit_id=unit.permanent_id,
            code=unit.code,
            name=self.name(unit.pk),
            slug=unit.slug,
            region=region,
            region_code=region_code,
            score=result.score_text,
            score_value=result.score,
            score_basis=result.score_basis,
            score_sign=sign_of(result.score_basis, result.score_derivation, year),
            rank=result.rank,
            rank_of=result.rank_of,
            rank_basis=result.rank_basis,
            rank_sign=sign_of(result.rank_basis, result.rank_derivation, year),
            band=band_of(self.bands, result.score),
            change=change_of_rank(
                result.rank_change_printed,
                RankAt(result.rank, result.rank_basis, self.field),
                self._before.get(unit.pk, nothing_before),
            ),
            score_change_printed=result.score_change_printed,
            missing=self._missing(result),
            source=result.source__code,
            rivals=tuple(self.rivals.get(unit.pk, ())),
            bar=bar_width(result.score, self.index.scale_max),
            sort_key=unit.sort_key,
            under_review=self.catalogue.under_review(self.edition, unit.pk),
        )

    def _missing(self, result: Any) -> str:
        if result.score is not None and result.rank is not None:
            return ""
        return self.statuses.get(result.unit_id, "not_here")

    @cached_property
    def statuses(self) -> dict[int, str]:
        """Units that were not ranked, with what is recorded about them."""
        return self.catalogue.unranked(self.edition, self.kind)

    @cached_property
    def absent(self) -> list[AbsentUnit]:
        """Units of the country without any row, by name."""
        here = {row.unit_id for row in self.rows}
        return [
            AbsentUnit(unit, self.name(unit.pk), self.region(unit.pk)[1], self.statuses.get(unit.pk, "not_here"))
            for unit in self.units
            if unit.permanent_id not in here
        ]

    @property
    def absent_from_field(self) -> list[AbsentUnit]:
        """Those of the absent that were ranked, or may have been."""
        return [absent for absent in self.absent if absent.missing == "not_here"]

    @property
    def not_ranked(self) -> list[AbsentUnit]:
        """Those of whom it is recorded that they were not ranked."""
        return [absent for absent in self.absent if absent.missing != "not_here"]

    @cached_property
    def reason_for_all(self) -> Reason | None:
        """Why no unit at all is compared with the year before, where one reason holds for every row."""
        reasons = {row.change.reason for row in self.rows}
        return reasons.pop() if len(reasons) == 1 else None

    @property
    def size(self) -> int | None:
        """How many units were ranked, as far as a source says so."""
        return self.edition.field_size(self.kind)

    @property
    def complete(self) -> bool:
        """Whether the whole field is here: what is computed over a field appears only then."""
        if self.field is None:
            return False
        ranked = {row.unit_id for row in self.rows if row.rank is not None}
        return {unit.permanent_id for unit in self.units if unit.pk in self.field} <= ranked

    @cached_property
    def moves(self) -> dict[str, int]:
        """How many rose, fell and stayed, where every ranked unit has a change; nothing where only some have one."""
        ranked = [row for row in self.rows if row.rank is not None]
        if not self.complete or any(row.change.places is None for row in ranked):
            return {}
        counted = Counter(row.change.direction for row in ranked)
        return {direction: counted[direction] for direction in ("up", "down", "same")}

    @cached_property
    def disagreements(self) -> list[tuple[RankingRow, int]]:
        """Over a whole field: the rows whose printed rank is not the one their scores give, with that one.

        Scores are compared as printed: units that share a printed score may still be ranked apart by their source.
        """
        if not self.complete or any(row.score_value is None for row in self.rows if row.rank is not None):
            return []
        ranked = {row.unit_id: row for row in self.rows if row.rank is not None}
        computed = competition_ranks({unit_id: row.score_value or Decimal(0) for unit_id, row in ranked.items()})
        return [(row, computed[unit_id]) for unit_id, row in ranked.items() if computed[unit_id] != row.rank]

    @cached_property
    def of_ministries(self) -> "LeagueTable | None":
        """The ministries' table of the same edition, where this one is of provinces and the index assesses both."""
        if self.kind != "province" or "ministry" not in self.index.kinds:
            return None
        return LeagueTable(self.edition, "ministry", None, self.catalogue, self.figures)

    @cached_property
    def average(self) -> AverageRow | None:
        """The published mean of the kind."""
        return self._average("provinces" if self.kind == "province" else "ministries", None)

    def average_of_region(self, code: str) -> AverageRow | None:
        """The published mean of a region."""
        return self._average("region", code)

    def _average(self, group: str, region: str | None) -> AverageRow | None:
        published = self.figures.averages[self.edition.pk]
        found = next((mean for mean in published if (mean.group, mean.region__code) == (group, region)), None)
        if found is None:
            return None
        sign = sign_of(found.score_basis, found.score_derivation, self.edition.year)
        bar = bar_width(found.score, self.index.scale_max)
        return AverageRow(found.score_text, sign, found.score_derivation, found.source__code, bar)


# What a table may be sorted by: whether the row lacks it, and its value. Rows that lack it come last either way.
SORTS = {
    "rank": lambda row: (row.rank is None, row.rank or 0),
    "name": lambda row: (False, row.sort_key),
    "score": lambda row: (row.score_value is None, -(row.score_value or 0)),
    "change": lambda row: (row.change.places is None, -(row.change.places or 0)),
    "band": lambda row: (not row.band, row.band),
}


def arranged(
    rows: list[RankingRow], sort: str, region: str, band: str, words: str, change: str = ""
) -> list[RankingRow]:
    """The rows a reader asked for. A rank stays true whatever is filtered; unknown sorts fall back to the rank."""
    kept = [
        row
        for row in rows
        if (not region or row.region_code == region)
        and (not band or row.band == band)
        and (not change or row.change.direction == change)
        and words in row.slug.replace("-", " ")
    ]
    key = SORTS.get(sort.removeprefix("-"), SORTS["rank"])
    having = sorted((row for row in kept if not key(row)[0]), key=key, reverse=sort.startswith("-"))
    return having + [row for row in kept if key(row)[0]]
