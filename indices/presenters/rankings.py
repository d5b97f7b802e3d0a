"""The league table of an edition: its rows, who is missing, its means."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from provinces import lineage
from provinces.models import PLURALS
from provinces.names import slugify
from provinces.registry import RegisteredUnit
from provinces.wording import rounded

from ..catalogue import Called, Catalogue
from ..comparing import RankAt, Reason, change_of_rank, competition_ranks
from ..models import Band, Basis, Edition, Result
from .figures import Sign, band_of, bar_width, score_writer, sign_of
from .means import mean_in
from .ranking_rows import AbsentUnit, AverageRow, RankingRow, by_figure
from .rivals import RivalRow, rival_of

NOT_IN_FORCE = Called("", "", "")
# Plain columns instead of records: a table of 63 costs a third of the time.
RESULT_COLUMNS = (
    "edition_id", "unit_id", "score", "score_text", "score_basis", "score_derivation", "rank", "rank_basis",
    "rank_derivation", "rank_of", "rank_change_printed", "score_change_printed", "source__code",
)  # fmt: skip


class StoredResults:
    """The results of some editions, of all kinds of units: one query at first use, for all tables made of them."""

    def __init__(self, editions: Iterable[Edition | None]) -> None:
        self._editions = [edition.pk for edition in editions if edition]

    @cached_property
    def by_edition(self) -> dict[int, list[Any]]:
        """Rows of columns."""
        found: dict[int, list[Any]] = defaultdict(list)
        results = Result.objects.filter(edition__in=self._editions).order_by()
        for row in results.values_list(*RESULT_COLUMNS, named=True):
            found[row.edition_id].append(row)
        return found


class LeagueTable:
    """Everything the page, the files and the API say about one edition and one kind of unit.

    Tables of several editions, or of both kinds, share what is `stored`: then it is read once.
    """

    def __init__(
        self,
        edition: Edition,
        kind: str,
        before: Edition | None,
        catalogue: Catalogue,
        stored: StoredResults | None = None,
    ) -> None:
        self.edition, self.kind, self.before = edition, kind, before
        self.stored = stored or StoredResults((edition, before))
        self.catalogue, self.registry = catalogue, catalogue.registry
        self.index = edition.index
        self.day = edition.units_as_of
        self._called = catalogue.called(kind, self.day)

    @cached_property
    def field(self) -> frozenset[int] | None:
        """Who was ranked; None if not known."""
        return self.catalogue.field(self.edition, self.kind)

    @cached_property
    def units(self) -> list[RegisteredUnit]:
        """The units the edition speaks of: those in force on its day, by name."""
        return [self.registry.units[unit_id] for unit_id in self._called]

    def name(self, unit_id: int) -> str:
        """What the unit was called on the edition's day."""
        called = self._called.get(unit_id)
        return called.name if called else self.registry.name(unit_id, self.day)

    def region(self, unit_id: int) -> tuple[str, str]:
        """The code and the name of the unit's region on the edition's day; empty where there is none."""
        called = self._called.get(unit_id, NOT_IN_FORCE)
        return called.region_code, called.region

    @cached_property
    def bands(self) -> list[Band]:
        return self.catalogue.bands(self.edition, self.kind)

    @cached_property
    def _results(self) -> dict[int, list[Any]]:
        """The results of this edition, ranked, and of the one before; rows of columns, by edition."""
        editions = [edition.pk for edition in (self.edition, self.before) if edition]
        found: dict[int, list[Any]] = {edition: [] for edition in editions}
        units = self.registry.units
        for edition_id, rows in found.items():
            stored = self.stored.by_edition[edition_id]
            rows += [row for row in stored if row.unit_id in units and units[row.unit_id].kind == self.kind]
        found[self.edition.pk].sort(
            key=lambda row: (*by_figure(row.rank, row.score), units[row.unit_id].sort_key, row.unit_id)
        )
        return found

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
        for claim in self.catalogue.claims(self.edition):
            if self.registry.units[claim.unit_id].kind != self.kind:
                continue
            slug = self.registry.units[claim.unit_id].slug
            found[claim.unit_id].append(rival_of(claim, slug, self.edition.year, self.name(claim.unit_id)))
        return found

    @property
    def unresulted(self) -> list[RivalRow]:
        """What other sources say about units that have no accepted result here."""
        here = {row.slug for row in self.rows}
        return [rival for rivals in self.rivals.values() for rival in rivals if rival.slug not in here]

    @cached_property
    def rows(self) -> list[RankingRow]:
        """The units with a result, by rank, then by score, then by name."""
        results, units, written = self._results[self.edition.pk], self.registry.units, score_writer(self.index)
        shared = Counter(result.rank for result in results if result.rank_basis == Basis.PRINTED)
        return [
            self._row(
                result,
                units[result.unit_id],
                written(result.score_text),
                result.rank_basis == Basis.PRINTED and shared[result.rank] > 1,
            )
            for result in results
        ]

    def row_of(self, unit_id: int) -> RankingRow | None:
        """The row of a unit, if it has one."""
        return self._by_unit.get(self.registry.units[unit_id].permanent_id)

    @cached_property
    def _by_unit(self) -> dict[str, RankingRow]:
        return {row.unit_id: row for row in self.rows}

    @cached_property
    def ranks(self) -> dict[int, int | None]:
        """The ranks that are here, by unit."""
        return {result.unit_id: result.rank for result in self._results[self.edition.pk]}

    def _row(self, result: Any, unit: RegisteredUnit, shown: str, tied: bool) -> RankingRow:
        nothing_before = RankAt(None, "", None) if self.before else None
        called = self._called.get(unit.pk, NOT_IN_FORCE)
        year = self.edition.year
        return RankingRow(
            unit_id=unit.permanent_id,
            code=unit.code,
            name=called.name or self.name(unit.pk),
            slug=unit.slug,
            region=called.region,
            region_code=called.region_code,
            score=result.score_text,
            shown=shown,
            score_value=result.score,
            score_basis=result.score_basis,
            score_sign=sign_of(result.score_basis, result.score_derivation, year),
            rank=result.rank,
            rank_of=result.rank_of,
            rank_basis=result.rank_basis,
            rank_sign=sign_of(result.rank_basis, result.rank_derivation, year),
            tied=tied,
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
            AbsentUnit(unit, self.name(unit.pk), self._called[unit.pk].region, self.statuses.get(unit.pk, "not_here"))
            for unit in self.units
            if unit.permanent_id not in here
        ]

    @property
    def absent_from_field(self) -> list[AbsentUnit]:
        """Those of the absent that were ranked, or may have been where it is not known who was."""
        return [
            absent
            for absent in self.absent
            if absent.missing == "not_here" and (self.field is None or absent.unit.pk in self.field)
        ]

    @property
    def not_ranked(self) -> list[AbsentUnit]:
        """The absent that were not ranked; why, as far as it is recorded."""
        ranked = {absent.unit.pk for absent in self.absent_from_field}
        return [absent for absent in self.absent if absent.unit.pk not in ranked]

    @cached_property
    def reason_for_all(self) -> Reason | None:
        """Why no unit at all is compared with the year before, where one reason holds for every row."""
        reasons = {row.change.reason for row in self.rows}
        return reasons.pop() if len(reasons) == 1 else None

    @cached_property
    def without_ranks(self) -> bool:
        """Whether no row has a rank, as of indices whose sources print none: said once, not in every row."""
        return all(row.rank is None and row.missing == "not_here" for row in self.rows)

    def standing(self, slug: str) -> list[RegisteredUnit]:
        """The units of this edition that a reader means by a slug: the unit, those it was made of, or its heirs."""
        meant = self.registry.known_as(self.kind, slugify(slug))
        if meant is None:
            return []
        there = {unit.pk for unit in self.units}
        return [self.registry.units[pk] for pk in lineage.standing(self.registry.mergers, meant.pk, there, self.day)]

    @property
    def has_parts(self) -> bool:
        """Whether the portal has points by way of assessment of this edition."""
        return self.catalogue.has_parts(self.edition, self.kind)

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
        """How many rose, fell and stayed, as printed or computed; nothing where only some have a change."""
        counted = Counter(row.change.direction for row in self._whole(lambda row: row.change.places is not None))
        return {direction: counted[direction] for direction in ("up", "down", "same")} if counted else {}

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
        return LeagueTable(self.edition, "ministry", None, self.catalogue, self.stored)

    @cached_property
    def average(self) -> AverageRow | None:
        """The published mean of the kind."""
        return self._average(PLURALS[self.kind])

    def average_of_region(self, code: str) -> AverageRow | None:
        """The published mean of a region."""
        return self._average("region", code)

    def _average(self, group: str, region: str | None = None) -> AverageRow | None:
        mean = mean_in(self.edition, group, self.catalogue, region)
        if mean is None:
            return None
        bar = bar_width(mean.value, self.index.scale_max)
        return AverageRow(mean.value, mean.score, mean.sign, mean.derivation, mean.source, bar)

    @cached_property
    def mean(self) -> AverageRow | None:
        """The published mean; where there is none, that of a whole field's printed scores, each counted alike."""
        if self.average or any(row.score_basis != Basis.PRINTED for row in self.scored):
            return self.average
        if not self.scored:
            return None
        scores = [row.score_value or Decimal(0) for row in self.scored]
        text = rounded(Fraction(sum(scores)) / len(scores), self.decimals)
        sign = Sign("†", _("Computed by the portal: every unit's score counts alike."))
        return AverageRow(
            Decimal(text), text, sign, "", "", bar_width(Decimal(text), self.index.scale_max), len(scores)
        )

    @cached_property
    def scored(self) -> list[RankingRow]:
        """The rows of the whole field with their scores; nothing where one score is missing."""
        return self._whole(lambda row: row.score_value is not None)

    def _whole(self, known: Callable[[RankingRow], bool]) -> list[RankingRow]:
        """The rows of the whole field, where something is known of every one; else none.

        Where it is not known who was ranked, the field is at most every unit of the day.
        """
        wanted = self.field or {unit.pk for unit in self.units}
        ids = {self.registry.units[unit_id].permanent_id for unit_id in wanted}
        rows = [row for row in self.rows if row.unit_id in ids and known(row)]
        return rows if len(rows) == len(ids) else []

    @property
    def decimals(self) -> int:
        """The most decimals that a score was printed with: what is computed of them has no more."""
        return max((len(row.score.partition(".")[2]) for row in self.rows), default=0)
