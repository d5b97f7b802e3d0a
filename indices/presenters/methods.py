"""By which method an edition was measured: its criteria with their weights, its bands, what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from provinces.language import reader_language
from provinces.models import PLURALS, Source
from provinces.wording import plain, rounded

from ..catalogue import Catalogue
from ..comparing import Reason, barrier_between_fields, barrier_between_methods
from ..criteria import Differences, Item, differences, in_tree_order, share_of, total_of
from ..models import Band, Criterion, Edition, Method, ReformIndex


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion in its tree. `share` is computed by the portal; empty where the total is not known."""

    no: str
    parent: str
    name: str
    depth: int
    maximum: str
    share: str
    width: int | None
    repeats: ReformIndex | None
    source: str


@dataclass(frozen=True, slots=True)
class CutTable:
    """The criteria of a method in one cut, and the points at its top together; empty where one of them is not known."""

    cut: str
    rows: tuple[CriterionRow, ...]
    total: str

    @property
    def weighed(self) -> bool:
        """Whether a source gives the maximum of any of them."""
        return any(row.maximum for row in self.rows)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level of a method's criteria: what it is called, how many the method has, how many are recorded here."""

    name: str
    number: int | None
    here: int

    @property
    def whole(self) -> bool:
        """Whether all of them are here, as far as it is known how many there are."""
        return self.here > 0 and self.number in (None, self.here)


@dataclass(frozen=True, slots=True)
class CountChange:
    """How many criteria a level had and has, where the two methods say so differently."""

    name: str
    before: int
    now: int


def level_names(method: Method) -> list[str]:
    """What the method calls its levels, in the reader's language."""
    english = reader_language() == "en" and method.level_names_en
    names = method.level_names_en if english else method.level_names_vi
    return [name.strip() for name in names.split("/") if name.strip()]


class MethodSheet:
    """Everything the page and the file say about the method of one edition for one kind of unit."""

    def __init__(
        self,
        edition: Edition,
        kind: str,
        before: Edition | None,
        catalogue: Catalogue,
        criteria: Iterable[Criterion],
        sources: dict[int, Source],
    ) -> None:
        self.edition, self.kind, self.before, self.catalogue = edition, kind, before, catalogue
        self.index = edition.index
        self.method = edition.method_for(kind)
        self.method_before = before.method_for(kind) if before else None
        self._criteria, self._sources = list(criteria), sources

    @property
    def plural(self) -> str:
        """The word in the address of the league table."""
        return PLURALS[self.kind]

    def source(self, source_id: int | None) -> str:
        """The code of a document; empty where there is none."""
        return self._sources[source_id].code if source_id in self._sources else ""

    # --- the method ------------------------------------------------------------------------------------

    @cached_property
    def levels(self) -> list[LevelRow]:
        """The levels that the method names, from the top of its cut by domain."""
        return self._levels(self.method) if self.method else []

    def _levels(self, method: Method) -> list[LevelRow]:
        numbers = (method.n_domains, method.n_criteria, method.n_subcriteria)
        depths = [item.level for item in self._items(method) if item.cut == Criterion.Cut.DOMAIN]
        return [
            LevelRow(name, number, depths.count(level))
            for level, (name, number) in enumerate(zip(level_names(method), numbers, strict=False))
        ]

    @cached_property
    def cuts(self) -> list[CutTable]:
        """The criteria by domain and by way of assessment, as far as they are here."""
        found = [self._cut(cut) for cut in Criterion.Cut.values]
        return [table for table in found if table.rows]

    def _tree(self, method: Method, cut: str) -> list[tuple[int, Criterion]]:
        mine = [one for one in self._criteria if one.method_id == method.pk and one.cut == cut]
        return list(in_tree_order(mine))

    def _cut(self, cut: str) -> CutTable:
        tree = self._tree(self.method, cut) if self.method else []
        total = total_of([criterion.max_points for depth, criterion in tree if depth == 0])
        numbers = {criterion.pk: criterion.no for _depth, criterion in tree}
        rows = tuple(self._row(depth, criterion, numbers, total) for depth, criterion in tree)
        return CutTable(cut, rows, plain(total) if total is not None else "")

    def _row(self, depth: int, criterion: Criterion, numbers: dict[int, str], total: Decimal | None) -> CriterionRow:
        share = share_of(criterion.max_points, total)
        return CriterionRow(
            no=criterion.no,
            parent=numbers.get(criterion.parent_id or 0, ""),
            name=criterion.name,
            depth=depth,
            maximum=plain(criterion.max_points) if criterion.max_points is not None else "",
            share=rounded(share, 2) if share is not None else "",
            width=round(share) if share is not None else None,
            repeats=self.catalogue.indices.get(criterion.repeats_index_id or 0),
            source=self.source(criterion.source_id),
        )

    @cached_property
    def bands(self) -> list[Band]:
        return self.catalogue.bands(self.edition, self.kind)

    @cached_property
    def governed(self) -> list[int]:
        """The public years that were measured by this method for this kind of unit, the earliest first."""
        if self.method is None:
            return []
        editions = self.catalogue.published_of(self.index.code).values()
        return [one.year for one in editions if one.method_for(self.kind) == self.method]

    # --- against the edition before --------------------------------------------------------------------

    @property
    def same_method(self) -> bool:
        return self.method is not None and self.method == self.method_before

    @property
    def change_known(self) -> bool:
        """Whether both editions' methods are known, so that anything can be said of a change at all."""
        return self.method is not None and self.method_before is not None

    @cached_property
    def counts_changed(self) -> list[CountChange]:
        """Levels whose number of criteria is another than before, where both methods say how many."""
        if self.method is None or self.method_before is None:
            return []
        pairs = zip(self._levels(self.method_before), self.levels, strict=False)
        return [
            CountChange(now.name, before.number, now.number)
            for before, now in pairs
            if before.number is not None and now.number is not None and before.number != now.number
        ]

    @cached_property
    def criteria_changed(self) -> Differences:
        """Criteria added, removed and weighted otherwise, on the levels that are here whole for both methods."""
        return differences(self._whole(self.method), self._whole(self.method_before))

    def _items(self, method: Method) -> list[Item]:
        return [
            Item(cut, depth, criterion.no, criterion.name, criterion.max_points)
            for cut in Criterion.Cut.values
            for depth, criterion in self._tree(method, cut)
        ]

    def _whole(self, method: Method | None) -> list[Item]:
        """The criteria of the levels that are here whole: of one that is here in part, what is missing is not known."""
        if method is None:
            return []
        levels = self._levels(method)
        partly = {(Criterion.Cut.DOMAIN, depth) for depth, level in enumerate(levels) if not level.whole}
        return [item for item in self._items(method) if (item.cut, item.level) not in partly]

    @property
    def ranks_barrier(self) -> Reason | None:
        """Why ranks are not compared with the year before; None where they are."""
        if self.before is None:
            return Reason.NO_EDITION
        field, field_before = (self.catalogue.field(one, self.kind) for one in (self.edition, self.before))
        return barrier_between_fields(field, field_before)

    @property
    def scores_barrier(self) -> Reason | None:
        """Why scores are not compared with the year before; None where they are."""
        if self.before is None:
            return Reason.NO_EDITION
        now, before = (method.code if method else None for method in (self.method, self.method_before))
        return self.ranks_barrier or barrier_between_methods(now, before, self.called_comparable)

    @property
    def called_comparable(self) -> bool:
        return bool(self.method and self.method.comparable_with_previous == Method.Comparable.YES)


def sheets_of(edition: Edition, before: Edition | None, catalogue: Catalogue) -> list[MethodSheet]:
    """The method of an edition for each kind of unit that its index assesses. Two queries."""
    methods = {
        method.pk: method
        for one in (edition, before)
        if one is not None
        for kind in edition.index.kinds
        if (method := one.method_for(kind)) is not None
    }
    criteria = list(Criterion.objects.filter(method__in=methods))
    cited = {criterion.source_id for criterion in criteria}
    cited |= {band.source_id for kind in edition.index.kinds for band in catalogue.bands(edition, kind)}
    for method in methods.values():
        cited |= {method.source_id, method.comparable_source_id}
    sources = Source.objects.in_bulk(pk for pk in cited if pk)
    return [MethodSheet(edition, kind, before, catalogue, criteria, sources) for kind in edition.index.kinds]
