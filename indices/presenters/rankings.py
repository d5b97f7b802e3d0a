"""The league table of an edition: its rows, who is missing, its means."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provinces.models import RegionMember, Unit
from provinces.naming import Names

from ..comparing import Change, RankAt, change_of_rank, competition_ranks
from ..models import Average, Band, Claim, Edition, Participation, Result
from .figures import Sign, bar_width, sign_of

STATUS = Participation.Status


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
    source_label: str


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


@dataclass(frozen=True, slots=True)
class AverageRow:
    """A published mean."""

    score: str
    sign: Sign | None
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


def field_of(edition: Edition, kind: str, recorded: dict[int, str], units: Iterable[Unit]) -> frozenset[int] | None:
    """The units that were ranked: as recorded, or all in force where the field is as large; None if not known.

    `recorded` holds the edition's participations as unit → status, `units` every unit of the kind through time.
    """
    ranked = frozenset(unit_id for unit_id, status in recorded.items() if status == STATUS.RANKED)
    if ranked:
        return ranked
    in_force = frozenset(unit.pk for unit in units if unit.in_force_on(edition.units_as_of))
    return in_force if edition.field_size(kind) == len(in_force) else None


def participations_of(editions: Iterable[Edition], kind: str) -> dict[int, dict[int, str]]:
    """What is recorded of who was ranked, by edition and unit."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for edition_id, unit_id, status in Participation.objects.filter(
        edition__in=[edition.pk for edition in editions], unit__kind=kind
    ).values_list("edition_id", "unit_id", "status"):
        found[edition_id][unit_id] = status
    return found


class LeagueTable:
    """Everything the page, the files and the API say about one edition and one kind of unit."""

    def __init__(self, edition: Edition, kind: str, before: Edition | None) -> None:
        self.edition, self.kind, self.before = edition, kind, before
        self.index = edition.index
        self.day = edition.units_as_of

    @cached_property
    def ever(self) -> list[Unit]:
        """Every unit of the kind through time."""
        return list(Unit.objects.of_kind(self.kind).defer("note"))

    @cached_property
    def participations(self) -> dict[int, dict[int, str]]:
        return participations_of(filter(None, (self.edition, self.before)), self.kind)

    def _field(self, edition: Edition) -> frozenset[int] | None:
        return field_of(edition, self.kind, self.participations[edition.pk], self.ever)

    @cached_property
    def field(self) -> frozenset[int] | None:
        """Who was ranked; None if not known."""
        return self._field(self.edition)

    @cached_property
    def units(self) -> dict[int, Unit]:
        """The units the edition speaks of: those in force on its day."""
        return {unit.pk: unit for unit in self.ever if unit.in_force_on(self.day)}

    @cached_property
    def names(self) -> Names:
        return Names(list(self.units), self.day)

    @cached_property
    def regions(self) -> dict[int, tuple[str, str]]:
        if self.kind != "province":
            return {}
        english = get_language() == "en"
        return {
            unit_id: (code, name_en if english and name_en else name_vi)
            for unit_id, code, name_vi, name_en in RegionMember.objects.on(self.day).values_list(
                "unit_id", "region__code", "region__name_vi", "region__name_en"
            )
        }

    @cached_property
    def bands(self) -> list[Band]:
        method = self.edition.method_for(self.kind)
        found = list(Band.objects.filter(index=self.index, unit_kind=self.kind))
        own = [band for band in found if method and band.method_id == method.pk]
        return own or [band for band in found if band.method_id is None]

    @cached_property
    def _before(self) -> dict[int, tuple[int | None, str]]:
        if self.before is None:
            return {}
        return {
            unit_id: (rank, basis)
            for unit_id, rank, basis in Result.objects.of(self.before, self.kind).values_list(
                "unit_id", "rank", "rank_basis"
            )
        }

    @cached_property
    def _field_before(self) -> frozenset[int] | None:
        return self._field(self.before) if self.before else None

    @cached_property
    def rivals(self) -> dict[int, list[RivalRow]]:
        found: dict[int, list[RivalRow]] = defaultdict(list)
        for claim in Claim.objects.filter(edition=self.edition, unit__kind=self.kind).select_related("source", "unit"):
            found[claim.unit_id].append(
                RivalRow(
                    unit_name=self.names.by_unit.get(claim.unit_id, claim.unit.code),
                    slug=claim.unit.slug,
                    score=claim.score_text,
                    score_sign=sign_of(claim.score_basis, claim.score_derivation, self.edition.year),
                    rank=claim.rank,
                    rank_of=claim.rank_of,
                    rank_sign=sign_of(claim.rank_basis, claim.rank_derivation, self.edition.year),
                    source=claim.source.code,
                    source_label=claim.source.label,
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
        results = Result.objects.of(self.edition, self.kind).ranked().select_related("source")
        by_id = {unit.pk: unit for unit in self.ever}
        return [self._row(result, by_id[result.unit_id]) for result in results.defer("note", "source__note")]

    def _row(self, result: Result, unit: Unit) -> RankingRow:
        before = self._before.get(unit.pk, (None, "")) if self.before else None
        region = self.regions.get(unit.pk, ("", ""))
        year = self.edition.year
        return RankingRow(
            unit_id=unit.permanent_id,
            code=unit.code,
            name=self.names.by_unit.get(unit.pk, unit.code),
            slug=unit.slug,
            region=region[1],
            region_code=region[0],
            score=result.score_text,
            score_value=result.score,
            score_basis=result.score_basis,
            score_sign=sign_of(result.score_basis, result.score_derivation, year),
            rank=result.rank,
            rank_of=result.rank_of,
            rank_basis=result.rank_basis,
            rank_sign=sign_of(result.rank_basis, result.rank_derivation, year),
            band=self.band_of(result.score),
            change=change_of_rank(
                result.rank_change_printed,
                RankAt(result.rank, result.rank_basis, self.field),
                RankAt(*before, self._field_before) if before else None,
            ),
            score_change_printed=result.score_change_printed,
            missing=self._missing(result),
            source=result.source.code,
            rivals=tuple(self.rivals.get(unit.pk, ())),
            bar=bar_width(result.score, self.index.scale_max),
            sort_key=unit.sort_key,
        )

    def band_of(self, score: Decimal | None) -> str:
        if score is None:
            return ""
        return next((band.band for band in self.bands if band.holds(score)), "")

    def _missing(self, result: Result) -> str:
        if result.score is not None and result.rank is not None:
            return ""
        return self.statuses.get(result.unit_id, "not_here")

    @cached_property
    def statuses(self) -> dict[int, str]:
        """Units that were not ranked, with what is recorded about them."""
        recorded = self.participations[self.edition.pk]
        return {unit_id: status for unit_id, status in recorded.items() if status != STATUS.RANKED}

    @cached_property
    def absent(self) -> list[tuple[Unit, str, str]]:
        """Units of the country without any row: the unit, its name, and why (one of the four ways)."""
        here = {row.unit_id for row in self.rows}
        found = [
            (unit, self.names.by_unit.get(unit.pk, unit.code), self.statuses.get(unit.pk, "not_here"))
            for unit in self.units.values()
            if unit.permanent_id not in here
        ]
        return sorted(found, key=lambda item: item[0].sort_key)

    @property
    def absent_from_field(self) -> list[tuple[Unit, str, str]]:
        """Those of the absent that were ranked, or may have been."""
        return [item for item in self.absent if item[2] == "not_here"]

    @property
    def not_ranked(self) -> list[tuple[Unit, str, str]]:
        return [item for item in self.absent if item[2] != "not_here"]

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
        return {unit.permanent_id for pk, unit in self.units.items() if pk in self.field} <= ranked

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
    def average(self) -> AverageRow | None:
        """The published mean of the kind."""
        group = "provinces" if self.kind == "province" else "ministries"
        found = Average.objects.filter(edition=self.edition, group=group).select_related("source").first()
        if found is None:
            return None
        return AverageRow(
            found.score_text,
            sign_of(found.score_basis, found.score_derivation, self.edition.year),
            found.source.code,
            bar_width(found.score, self.index.scale_max),
        )


# What a table may be sorted by: whether the row lacks it, and its value. Rows that lack it come last either way.
SORTS = {
    "rank": lambda row: (row.rank is None, row.rank or 0),
    "name": lambda row: (False, row.sort_key),
    "score": lambda row: (row.score_value is None, -(row.score_value or 0)),
    "change": lambda row: (row.change.places is None, -(row.change.places or 0)),
    "band": lambda row: (not row.band, row.band),
}


def arranged(rows: list[RankingRow], sort: str, region: str, band: str, words: str) -> list[RankingRow]:
    """The rows a reader asked for. A rank stays true whatever is filtered; unknown sorts fall back to the rank."""
    kept = [
        row
        for row in rows
        if (not region or row.region_code == region)
        and (not band or row.band == band)
        and words in row.slug.replace("-", " ")
    ]
    key = SORTS.get(sort.removeprefix("-"), SORTS["rank"])
    having = sorted((row for row in kept if not key(row)[0]), key=key, reverse=sort.startswith("-"))
    return having + [row for row in kept if key(row)[0]]
