"""A commune as a reader asks for it: what it offers, what was reported, what became of it."""

from dataclasses import dataclass
from datetime import date

from provinces.communes.found import District, FoundCommune, Heir, KnownCommune
from provinces.models import UnitKind
from provinces.registry import RegisteredUnit, Registry
from provinces.wording import inside

from ..models import Adoption, Indicator
from .reports import ReportRow, reports_about


@dataclass(frozen=True, slots=True)
class Place:
    """A commune and where it lies, as a sentence names it."""

    commune: KnownCommune
    province: RegisteredUnit
    province_name: str
    short_province_name: str

    @classmethod
    def of(cls, commune: KnownCommune, registry: Registry) -> "Place":
        """The province as it was called on the day of the list, if the commune is in force no more."""
        day = (commune.listed_on or commune.ends_on) if commune.ends_on else date.max
        province = commune.province
        full, short = registry.full_name(province, day), registry.name(province, day)
        return cls(commune, registry.units[province], full, short)

    @property
    def called(self) -> str:
        """The name inside a sentence: xã An Hiệp."""
        return inside(self.commune.name)

    @property
    def around(self) -> str:
        """District and province, for brackets: huyện Ba Tri, Bến Tre."""
        return ", ".join(filter(None, (inside(self.commune.district), self.short_province_name)))


@dataclass(frozen=True, slots=True)
class Relative:
    """A commune that another went into, or came from, with what proves it."""

    place: Place
    legal_basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One service: what was reported about the commune, and about its province as a whole."""

    indicator: Indicator
    adoption: Adoption | None
    of_province: ReportRow | None


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune that was found, with its services and its relatives through time."""

    place: Place
    ended: bool
    offers: tuple[Offer, ...]
    had_code_before: Place | None
    has_code_since: Place | None
    heirs: tuple[Relative, ...]
    origins: tuple[Relative, ...]


@dataclass(frozen=True, slots=True)
class DistrictPlace:
    """A district that was asked for, with its province of the day of the list."""

    district: District
    province_name: str

    @property
    def called(self) -> str:
        """The name inside a sentence: huyện Ba Tri."""
        return inside(self.district.name)

    @property
    def query(self) -> str:
        """What finds this district and no other of its name: Huyện Châu Thành, Bến Tre."""
        return f"{self.district.name}, {self.province_name}"


def districts_of(found: tuple[District, ...], registry: Registry) -> list[DistrictPlace]:
    """Each district with the short name of its province."""
    return [DistrictPlace(one, registry.name(one.province, one.listed_on)) for one in found]


@dataclass(frozen=True, slots=True)
class ProvincePage:
    """A province that has what was typed as its name, or that one of that name went into."""

    province: RegisteredUnit
    name: str
    ended: bool


def province_pages(found: tuple[int, ...], registry: Registry, today: date) -> list[ProvincePage]:
    """Each province under its last name; the days tell two of one name apart."""
    units = [registry.units[pk] for pk in found]
    return [
        ProvincePage(
            unit, registry.full_name(unit.pk, unit.ends_on or today), bool(unit.ends_on and unit.ends_on < today)
        )
        for unit in units
    ]


def services() -> list[Indicator]:
    """The services that communes offer: what is counted in communes."""
    return list(Indicator.objects.filter(unit_kind=UnitKind.COMMUNE))


def rows_of(
    found: tuple[FoundCommune, ...], indicators: list[Indicator], registry: Registry, today: date
) -> list[CommuneRow]:
    """Each commune with what was reported of it. Two queries, however many there are."""
    communes = [one.commune for one in found]
    adoptions = {
        (adoption.unit_id, adoption.indicator_id): adoption
        for adoption in Adoption.objects.filter(
            unit__in=[commune.pk for commune in communes], indicator__in=indicators
        ).select_related("source")
    }
    provinces = {commune.province for commune in communes}
    latest = {about: rows[-1] for about, rows in reports_about([i.pk for i in indicators], provinces).items()}

    def place(commune: KnownCommune) -> Place:
        return Place.of(commune, registry)

    def offers(commune: KnownCommune) -> tuple[Offer, ...]:
        return tuple(
            Offer(i, adoptions.get((commune.pk, i.pk)), latest.get((i.pk, commune.province))) for i in indicators
        )

    def relatives(heirs: tuple[Heir, ...]) -> tuple[Relative, ...]:
        return tuple(Relative(place(heir.commune), heir.legal_basis, heir.source) for heir in heirs)

    return [
        CommuneRow(
            place(one.commune),
            one.commune.ended_by(today),
            offers(one.commune),
            place(one.had_code_before) if one.had_code_before else None,
            place(one.has_code_since) if one.has_code_since else None,
            relatives(one.heirs),
            relatives(one.origins),
        )
        for one in found
    ]
