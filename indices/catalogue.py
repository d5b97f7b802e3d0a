"""The catalogue in memory: what is measured, how, and which versions are public.

Indices, methods, bands, approved versions and who was ranked in them: every public page asks for these few hundred
rows, and only verbs of officials change them. They are read once and kept while the data's stamp stands. The moment
stays part of the question, so that a version is public in its minute without anyone writing anything.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone

from provinces.keeping import Kept
from provinces.language import reader_language
from provinces.registry import Registry

from .coverage import Coverage, coverage_of
from .models import (
    Average,
    Band,
    Claim,
    Correction,
    Criterion,
    Edition,
    Method,
    Participation,
    Proposal,
    ReformIndex,
    Score,
    UnderReview,
)
from .promises import Promises
from .public import Public

# For how many moments it is kept what was public then: pages of cited days beside those of today.
PUBLIC_KEPT = 8

# Plain columns instead of records.
CLAIM_COLUMNS = (
    "edition_id", "unit_id", "score_text", "score_basis", "score_derivation", "rank", "rank_of", "rank_basis",
    "rank_derivation", "source__code",
)  # fmt: skip
AVERAGE_COLUMNS = (
    "edition_id", "group", "region__code", "score", "score_text", "score_basis", "score_derivation", "source__code",
)  # fmt: skip


class Called(NamedTuple):
    """What a unit was called on a day, in one language, and its region; empty where there is none."""

    name: str
    region: str
    region_code: str


class Catalogue:
    """The registry and the definitions as they stood when they were read; with `ahead`, as if that version were public
    already."""

    def __init__(self, ahead: Edition | None = None) -> None:
        self.ahead = ahead
        self.registry = Registry()
        self.indices = {index.pk: index for index in ReformIndex.objects.order_by("order", "code")}
        self.methods = Method.objects.in_bulk()
        self._bands = list(Band.objects.order_by("-from_score"))
        self._approved = list(Edition.objects.filter(state=Edition.State.APPROVED, held_at=None).order_by("version"))
        if ahead is not None:
            ahead.publish_at = timezone.now()
            self._approved = [edition for edition in self._approved if edition.pk != ahead.pk] + [ahead]
        for edition in self._approved:
            edition.index = self.indices[edition.index_id]
            edition.method_provinces = self.methods.get(edition.method_provinces_id)
            edition.method_ministries = self.methods.get(edition.method_ministries_id)
        self._recorded: dict[int, dict[int, str]] = defaultdict(dict)
        for edition_id, unit_id, status in Participation.objects.order_by().values_list(
            "edition_id", "unit_id", "status"
        ):
            self._recorded[edition_id][unit_id] = status
        # What is being looked into: (index, year) → unit, or None for the whole edition → since when.
        self._doubts: dict[tuple[int, int], dict[int | None, datetime]] = defaultdict(dict)
        for mark in UnderReview.objects.open():
            self._doubts[mark.index_id, mark.year][mark.unit_id] = mark.since
        # Why editions were withdrawn, the latest last; one that is public again is asked for and found public.
        self._withdrawals = list(
            Proposal.objects.filter(kind=Proposal.Kind.WITHDRAWAL, confirmed_at__isnull=False)
            .select_related("edition__index")
            .order_by("confirmed_at", "pk")
        )
        self._read_corrections()
        self._read_criteria()
        # Means and what other sources say: a few of each approved version, and these do not change any more.
        self._settled = frozenset(edition.pk for edition in self._approved)
        self._averages = averages_of(self._settled)
        self._claims = claims_of(self._settled)
        self._fields: dict[tuple[int, str], frozenset[int] | None] = {}
        self._unranked: dict[tuple[int, str], dict[int, str]] = {}
        self._bands_of: dict[tuple[int, int | None, str], list[Band]] = {}
        self._called: dict[tuple[str, date, str | None], dict[int, Called]] = {}
        self._public: dict[int, Public] = {}

    def _read_corrections(self) -> None:
        """Every version that has or had a minute, by edition; and the corrections of those that were not overtaken."""
        self._minutes: dict[tuple[int, int], list[tuple[int, datetime]]] = defaultdict(list)
        for index_id, year, version, minute in Edition.objects.filter(
            state__in=[Edition.State.APPROVED, Edition.State.WITHDRAWN], held_at=None, publish_at__isnull=False
        ).values_list("index_id", "year", "version", "publish_at"):
            if minute:
                self._minutes[index_id, year].append((version, minute))
        self._corrections = [
            correction
            for correction in Correction.objects.filter(edition__approved_at__isnull=False, edition__held_at=None)
            .exclude(edition__state__in=[Edition.State.DRAFT, Edition.State.IN_REVIEW])
            .select_related("edition__index", "source")
            .prefetch_related("figures")
            .order_by("-edition__publish_at", "-pk")
            if not self._overtaken(correction.edition)
        ]

    def _read_criteria(self) -> None:
        """Which methods have criteria on record, which indices repeat another, which editions have points by way."""
        # Which other indices repeat an index as a part of theirs: SIPAS stands inside PAR INDEX.
        self._repeated: dict[int, set[int]] = defaultdict(set)
        # The methods whose criteria are known.
        self.itemised: set[int] = set()
        for method_id, repeated, by in Criterion.objects.order_by().values_list(
            "method", "repeats_index", "method__index"
        ):
            self.itemised.add(method_id)
            if repeated:
                self._repeated[repeated].add(by)
        # Which editions have points by way of assessment, and of which kind of unit.
        self._parts = set(
            Score.objects.filter(criterion__cut=Criterion.Cut.ASSESSMENT)
            .order_by()
            .values_list("edition_id", "unit__kind")
            .distinct()
        )

    @cached_property
    def promises(self) -> Promises:
        """What is counted and what was promised."""
        return Promises(self.indices)

    @cached_property
    def coverage(self) -> dict[tuple[int, int], Coverage]:
        """What communes reported themselves, by indicator and province."""
        return coverage_of(self.registry)

    def _overtaken(self, edition: Edition) -> bool:
        """Whether a later version was public already when this one's minute came: then it never was."""
        return any(
            version > edition.version and edition.publish_at and minute <= edition.publish_at
            for version, minute in self._minutes[edition.index_id, edition.year]
        )

    @cached_property
    def _all_minutes(self) -> list[datetime]:
        """The minutes at which anything becomes public, in their order."""
        minutes = [edition.publish_at for edition in self._approved]
        minutes += [correction.edition.publish_at for correction in self._corrections]
        return sorted({minute for minute in minutes if minute})

    def public_at(self, at: datetime | None = None) -> Public:
        """What is public at a moment (now by default). The same until the next minute that is set, so it is kept until
        then; those of a few other days as well."""
        at = at or timezone.now()
        past = bisect_right(self._all_minutes, at)
        if past not in self._public:
            due = (edition for edition in self._approved if edition.publish_at and edition.publish_at <= at)
            if len(self._public) >= PUBLIC_KEPT:
                self._public.pop(next(iter(self._public)), None)
            self._public[past] = Public(due, self.corrections(at=at))
        return self._public[past]

    def published(self, at: datetime | None = None) -> list[Edition]:
        """The public version of each edition at a moment (now by default): by index, the latest year first."""
        return list(self.public_at(at).editions)

    def published_of(self, code: str, at: datetime | None = None) -> dict[int, Edition]:
        """The public versions of one index by year assessed, the earliest first."""
        return dict(self.public_at(at).of_index.get(code, {}))

    def versions(self, at: datetime | None = None) -> list[Edition]:
        """Every version that became public and was not withdrawn, the latest first; of one minute by index and year."""
        at = at or timezone.now()
        due = [
            edition
            for edition in self._approved
            if edition.publish_at and edition.publish_at <= at and not self._overtaken(edition)
        ]
        in_order = sorted(due, key=lambda e: (e.index.order, e.index.code, -e.year, -e.version))
        return sorted(in_order, key=lambda e: (e.publish_at or at).replace(second=0, microsecond=0), reverse=True)

    def withdrawal(self, code: str, year: int) -> Proposal | None:
        """Why an edition is not public any more, as its publishers tell the public."""
        for proposal in reversed(self._withdrawals):
            if proposal.edition.index.code == code and proposal.edition.year == year:
                return proposal
        return None

    def withdrawals(self, at: datetime | None = None) -> list[Proposal]:
        """Every edition that had been withdrawn by a moment (now by default) and was not public again, the latest
        first: the register names them too."""
        at = at or timezone.now()
        public = {(edition.index_id, edition.year) for edition in self.published(at)}
        gone: dict[tuple[int, int], Proposal] = {}
        for proposal in self._withdrawals:
            about = proposal.edition.index_id, proposal.edition.year
            if proposal.confirmed_at and proposal.confirmed_at <= at and about not in public:
                gone[about] = proposal
        return sorted(gone.values(), key=lambda proposal: proposal.confirmed_at or at, reverse=True)

    def repeated_in(self, edition: Edition) -> list[Edition]:
        """The public editions of the same year that repeat this index as a part: a correction here concerns them."""
        return [
            other
            for other in self.published()
            if other.year == edition.year and other.index_id in self._repeated.get(edition.index_id, ())
        ]

    def under_review(self, edition: Edition, unit_id: int | None = None) -> datetime | None:
        """Since when a unit's figure, or the whole edition, is being looked into."""
        doubts = self._doubts.get((edition.index_id, edition.year))
        if not doubts:
            return None
        return doubts.get(None) or (doubts.get(unit_id) if unit_id is not None else None)

    def corrections(self, edition: Edition | None = None, at: datetime | None = None) -> list[Correction]:
        """The register: corrections whose minute has come, the latest first; those of one edition and year if given."""
        at = at or timezone.now()
        return [
            correction
            for correction in self._corrections
            if correction.edition.publish_at
            and correction.edition.publish_at <= at
            and (
                edition is None
                or (correction.edition.index_id, correction.edition.year) == (edition.index_id, edition.year)
            )
        ]

    def bands(self, edition: Edition, kind: str) -> list[Band]:
        """The bands that an edition goes by, the highest first: its method's own, else those of its index."""
        method = edition.method_for(kind)
        asked = edition.index_id, method.pk if method else None, kind
        if asked not in self._bands_of:
            fitting = [band for band in self._bands if (band.index_id, band.unit_kind) == (edition.index_id, kind)]
            own = [band for band in fitting if method and band.method_id == method.pk]
            self._bands_of[asked] = own or [band for band in fitting if band.method_id is None]
        return self._bands_of[asked]

    def averages(self, edition: Edition) -> list[Any]:
        """The published means of a version, as rows of columns; one on which somebody still works is asked anew."""
        return (self._averages if edition.pk in self._settled else averages_of([edition.pk])).get(edition.pk, [])

    def claims(self, edition: Edition) -> list[Any]:
        """What other sources say about a version's figures, as rows of columns; likewise."""
        return (self._claims if edition.pk in self._settled else claims_of([edition.pk])).get(edition.pk, [])

    def claims_about(self, units: Collection[int], public: Public) -> Iterator[Any]:
        """What other sources say about some units in the editions that are public."""
        for edition in public.among(self._claims):
            yield from (claim for claim in self._claims[edition.pk] if claim.unit_id in units)

    def unranked_in(self, unit_id: int) -> Collection[int]:
        """The versions that say that a unit was not ranked."""
        return self._not_ranked.get(unit_id, ())

    @cached_property
    def _not_ranked(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for edition_id, statuses in self._recorded.items():
            for unit_id, status in statuses.items():
                if status != Participation.Status.RANKED:
                    found[unit_id].add(edition_id)
        return dict(found)

    def called(self, kind: str, day: date) -> dict[int, Called]:
        """The units that were in force on an edition's day, by name: what they were called, in the reader's language.

        Asked of some sixty units for every table, and the same until the registry changes.
        """
        language = reader_language()
        if (kind, day, language) not in self._called:
            found = {}
            for unit in self.registry.in_force(kind, day):
                region = self.registry.region(unit.pk, day)
                found[unit.pk] = Called(
                    self.registry.name(unit.pk, day), region.name if region else "", region.code if region else ""
                )
            self._called[kind, day, language] = found
        return self._called[kind, day, language]

    def has_parts(self, edition: Edition, kind: str) -> bool:
        """Whether any unit of the kind has points by way of assessment; those of a public version do not change."""
        return (edition.pk, kind) in self._parts

    def threshold(self, index_id: int, kind: str, band: str) -> Decimal | None:
        """The score from which a band of an index begins; None where none is recorded."""
        fitting = [b for b in self._bands if (b.index_id, b.unit_kind, b.band) == (index_id, kind, band)]
        return next((b.from_score for b in fitting if b.method_id is None), None)

    def field(self, edition: Edition, kind: str) -> frozenset[int] | None:
        """The units that were ranked: as recorded, or all in force where the field is as large; None if not known.

        Who was ranked is data of the edition, never the rows that happen to be here (docs/decisions.md, 9).
        """
        if (edition.pk, kind) not in self._fields:
            ranked = frozenset(self._with_status(edition, kind, ranked=True))
            in_force = frozenset(unit.pk for unit in self.registry.in_force(kind, edition.units_as_of))
            inferred = in_force if edition.field_size(kind) == len(in_force) else None
            self._fields[edition.pk, kind] = ranked or inferred
        return self._fields[edition.pk, kind]

    def unranked(self, edition: Edition, kind: str) -> dict[int, str]:
        """The units of which it is recorded that they were not ranked, with what is recorded."""
        if (edition.pk, kind) not in self._unranked:
            self._unranked[edition.pk, kind] = self._with_status(edition, kind, ranked=False)
        return self._unranked[edition.pk, kind]

    def _with_status(self, edition: Edition, kind: str, ranked: bool) -> dict[int, str]:
        return {
            unit_id: status
            for unit_id, status in self._recorded.get(edition.pk, {}).items()
            if self.registry.units[unit_id].kind == kind and (status == Participation.Status.RANKED) == ranked
        }


def averages_of(editions: Iterable[int]) -> dict[int, list[Any]]:
    """The published means of versions, as rows of columns."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in Average.objects.filter(edition__in=editions).order_by("pk").values_list(*AVERAGE_COLUMNS, named=True):
        found[row.edition_id].append(row)
    return found


def claims_of(editions: Iterable[int]) -> dict[int, list[Any]]:
    """What other sources say about versions, as rows of columns."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in Claim.objects.filter(edition__in=editions).order_by("pk").values_list(*CLAIM_COLUMNS, named=True):
        found[row.edition_id].append(row)
    return found


current_catalogue = Kept(Catalogue)
