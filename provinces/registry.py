"""The registry in memory: provinces and ministries through time with their names, regions and mergers.

Some two hundred rows that every public page asks for and that change a few times a year. They are read once and kept
while the data's stamp stands. Communes are too many and stay outside.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count

from .keeping import Kept
from .language import reader_language
from .lineage import Edge
from .models import CommuneList, ListedCommune, RegionMember, Source, Succession, Unit, UnitKind, UnitName
from .names import fold


@dataclass(frozen=True, slots=True)
class RegisteredUnit:
    """A province or ministry as its row says it; see `Unit`."""

    pk: int
    kind: str
    code: str
    begins_on: date
    ends_on: date | None
    slug: str
    sort_key: str
    permanent_id: str

    def in_force_on(self, day: date) -> bool:
        return self.begins_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class OfficialName:
    """A unit's name from a day on: with its type, without it, and in English where there is one."""

    valid_from: date
    valid_to: date | None
    full: str
    short: str
    english: str
    type: str


@dataclass(frozen=True, slots=True)
class RegisteredRegion:
    """A region that a unit belonged to from a day on, until another or None for open."""

    valid_from: date
    valid_to: date | None
    code: str
    name_vi: str
    name_en: str
    sort_key: str

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if self.name_en and reader_language() == "en" else self.name_vi


@dataclass(frozen=True, slots=True)
class ListOfCommunes:
    """A dated list: how many communes each province had that day."""

    pk: int
    as_of: date
    source: str
    sizes: dict[int, int]


@dataclass(frozen=True, slots=True)
class Merger(Edge[int]):
    """An edge between the primary keys of two units, with what proves it."""

    legal_basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Document:
    """A source as a footnote names it: publisher and title, and where it is found (an address or a citation)."""

    code: str
    label: str
    locator: str


class Registry:
    """The registry as it stood when it was read."""

    def __init__(self) -> None:
        self.units = {
            row[0]: RegisteredUnit(*row, permanent_id=f"{row[1]}-{row[2]}-{row[3].isoformat()}")
            for row in Unit.objects.exclude(kind=UnitKind.COMMUNE)
            .order_by("sort_key", "begins_on")
            .values_list("pk", "kind", "code", "begins_on", "ends_on", "slug", "sort_key")
        }
        self._names: dict[int, list[OfficialName]] = defaultdict(list)
        self._named: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._written: dict[int, list[str]] = defaultdict(list)
        for unit_id, slug, role, valid_from, valid_to, full, short, english, type_ in (
            UnitName.objects.exclude(unit__kind=UnitKind.COMMUNE)
            .order_by("valid_from")
            .values_list(
                "unit_id", "slug", "role", "valid_from", "valid_to", "name_vi", "short_name", "name_en", "type"
            )
        ):
            self._named[self.units[unit_id].kind, slug].add(unit_id)
            self._written[unit_id] += filter(None, (full, short, english))
            if role == UnitName.Role.OFFICIAL:
                self._names[unit_id].append(OfficialName(valid_from, valid_to, full, short, english, type_))
        self._regions: dict[int, list[RegisteredRegion]] = defaultdict(list)
        region = ("region__code", "region__name_vi", "region__name_en", "region__sort_key")
        for unit_id, *member in RegionMember.objects.order_by("valid_from").values_list(
            "unit_id", "valid_from", "valid_to", *region
        ):
            self._regions[unit_id].append(RegisteredRegion(*member))
        self.mergers = [
            Merger(*row[:4], source=row[4] or "")
            for row in Succession.objects.order_by("predecessor__sort_key").values_list(
                "predecessor_id", "successor_id", "effective_on", "legal_basis", "source__code"
            )
        ]

        self.commune_lists = [
            ListOfCommunes(pk, as_of, source or "", {})
            for pk, as_of, source in CommuneList.objects.order_by("as_of").values_list("pk", "as_of", "source__code")
        ]
        lists = {listed.pk: listed for listed in self.commune_lists}
        counted = ListedCommune.objects.order_by().values_list("commune_list", "commune__parent")
        for list_id, province_id, size in counted.annotate(size=Count("pk")):
            lists[list_id].sizes[province_id] = size
        self._documents: dict[str, Document] = {}

    def documents(self, codes: Iterable[str]) -> list[Document]:
        """The documents with these codes, in their order; each is read when it is first asked for."""
        codes = list(codes)
        unread = [code for code in codes if code not in self._documents]
        if unread:
            for source in Source.objects.filter(code__in=unread).order_by():
                self._documents[source.code] = Document(source.code, source.label, source.locator)
        return [self._documents[code] for code in codes if code in self._documents]

    def communes_of(self, province_id: int, day: date) -> ListOfCommunes | None:
        """The list to count a province's communes by on a day: the last one before it, else the first one after.

        The province is in it. What changed between a list and the day is not known: say the list's own day.
        """
        lists = [listed for listed in self.commune_lists if province_id in listed.sizes]
        before = [listed for listed in lists if listed.as_of <= day]
        return before[-1] if before else next(iter(lists), None)

    def of_kind(self, kind: str) -> list[RegisteredUnit]:
        """Every unit of the kind through time, by name."""
        return self._by_kind[kind]

    @cached_property
    def _by_kind(self) -> dict[str, list[RegisteredUnit]]:
        found: dict[str, list[RegisteredUnit]] = defaultdict(list)
        for unit in self.units.values():
            found[unit.kind].append(unit)
        return found

    def in_force(self, kind: str, day: date) -> Iterator[RegisteredUnit]:
        """The units of the kind that existed on the day, by name."""
        return (unit for unit in self.of_kind(kind) if unit.in_force_on(day))

    def known_as(self, kind: str, slug: str) -> RegisteredUnit | None:
        """The unit at an address; else the one in force, or the latest, that has or had a name that makes it."""
        for unit in self.of_kind(kind):
            if unit.slug == slug:
                return unit
        named = [self.units[unit_id] for unit_id in self._named.get((kind, slug), ())]
        return max(named, key=lambda unit: (unit.ends_on or date.max, unit.begins_on), default=None)

    def official_names(self, unit_id: int) -> list[OfficialName]:
        """Every official name the unit had, in the order of time."""
        return self._names.get(unit_id, [])

    def spellings(self, unit_id: int) -> set[str]:
        """Every way the unit was ever written, folded: with its type and without, aliases too."""
        return self._folded.get(unit_id, set())

    @cached_property
    def _folded(self) -> dict[int, set[str]]:
        return {unit_id: {fold(text) for text in texts} for unit_id, texts in self._written.items()}

    def written(self, unit_id: int) -> list[str]:
        """Every way the unit was ever written: its official names, with their type and without, in English; aliases."""
        return list(dict.fromkeys(self._written.get(unit_id, ())))

    def official_name(self, unit_id: int, day: date) -> OfficialName | None:
        """The official name on the day, the first one on days before it; None while the unit has none."""
        names = self.official_names(unit_id)
        if not names:
            return None
        return names[max(0, bisect_right(names, day, key=lambda name: name.valid_from) - 1)]

    def name(self, unit_id: int, day: date) -> str:
        """What tables call the unit on the day: a province without its type, a ministry in full.

        In the reader's language; the unit's first name on days before it; its code if it has no name yet.
        """
        unit, name = self.units[unit_id], self.official_name(unit_id, day)
        if name is None:
            return unit.code
        if unit.kind != UnitKind.MINISTRY:
            return name.short
        return name.english if name.english and reader_language() == "en" else name.full

    def full_name(self, unit_id: int, day: date) -> str:
        """The official name on the day: in Vietnamese with its type, in English as tables have it."""
        name = self.official_name(unit_id, day)
        return self.name(unit_id, day) if name is None or reader_language() == "en" else name.full

    def type_of(self, unit_id: int, day: date) -> str:
        """What the unit is on the day: tỉnh, thành phố trực thuộc Trung ương, bộ; empty where it has no name yet."""
        name = self.official_name(unit_id, day)
        return name.type if name else ""

    def region(self, unit_id: int, day: date) -> RegisteredRegion | None:
        """The region that the unit belonged to on the day; None where none is recorded."""
        return next(
            (
                region
                for region in self._regions.get(unit_id, ())
                if region.valid_from <= day and (region.valid_to is None or day <= region.valid_to)
            ),
            None,
        )


current_registry = Kept(Registry)
