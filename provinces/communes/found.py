"""What a search for communes finds, and of each commune those that it came from, went into or shares its code with."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ..models import Succession, Unit, UnitKind, UnitName


@dataclass(frozen=True, slots=True)
class KnownCommune:
    """A commune with its latest official name, and its district in the latest list that names it (`listed_on`)."""

    pk: int
    code: str
    begins_on: date
    ends_on: date | None
    province: int
    name: str
    district: str
    listed_on: date | None

    def ended_by(self, day: date) -> bool:
        return self.ends_on is not None and self.ends_on < day


@dataclass(frozen=True, slots=True)
class Heir:
    """A commune that another went into, or came from, with what proves it."""

    commune: KnownCommune
    legal_basis: str
    source: str


@dataclass(frozen=True, slots=True)
class FoundCommune:
    """A commune that was meant, with what is known of those before and after it.

    Those that had its code before and have it since are other units; that says nothing of their territory.
    """

    commune: KnownCommune
    had_code_before: KnownCommune | None
    has_code_since: KnownCommune | None
    heirs: tuple[Heir, ...]
    origins: tuple[Heir, ...]


@dataclass(frozen=True, slots=True)
class District:
    """A district as the latest list that names it had it."""

    name: str
    province: int
    listed_on: date


@dataclass(frozen=True, slots=True)
class Alike:
    """Communes have the name `name`, but not all words were understood.

    `unread` are those that name nothing; `missing` is the commune that was meant, if `name` was only to say where it
    is. With neither of them the place that was named has no commune of the name. `of_place`: other words stand before
    the name, and a province or a district has it too.
    """

    name: str
    unread: str = ""
    missing: str = ""
    of_place: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The communes that were meant, best first, those of today before those that ended; `more` were left out.

    Where the words name `districts`, the communes are those of the district, if it is only one. Where they fit no
    commune whole, the communes are `alike`; where there are none of these either, or their name may only say where the
    one that was meant lies, `near` is what may be meant. `provinces` are those that have the words as their name, and
    those that they went into.
    """

    communes: tuple[FoundCommune, ...] = ()
    more: int = 0
    alike: Alike | None = None
    districts: tuple[District, ...] = ()
    near: tuple[str, ...] = ()
    provinces: tuple[int, ...] = ()

    @property
    def elsewhere(self) -> bool:
        """Whether there is none in the place that was named; these have the name and lie in another."""
        return self.alike is not None and not self.alike.unread and not self.alike.missing


def with_relatives(unit_ids: list[int]) -> Iterator[FoundCommune]:
    """Each commune with those that had its code, went into it or came from it. Two queries."""
    edges = list(
        Succession.objects.filter(Q(predecessor__in=unit_ids) | Q(successor__in=unit_ids))
        .order_by("effective_on", "pk")
        .values_list("predecessor_id", "successor_id", "legal_basis", "source__code")
    )
    known = _known({*unit_ids, *(end for edge in edges for end in edge[:2])})
    by_code: dict[str, list[KnownCommune]] = defaultdict(list)
    for commune in sorted(known.values(), key=lambda commune: commune.begins_on):
        by_code[commune.code].append(commune)

    def heir(unit_id: int, legal_basis: str, source: str | None) -> Heir:
        return Heir(known[unit_id], legal_basis, source or "")

    for commune in (known[unit_id] for unit_id in unit_ids if unit_id in known):
        in_turn = [None, *by_code[commune.code], None]
        place = in_turn.index(commune)
        yield FoundCommune(
            commune,
            in_turn[place - 1],
            in_turn[place + 1],
            tuple(heir(after, *proof) for before, after, *proof in edges if before == commune.pk and after in known),
            tuple(heir(before, *proof) for before, after, *proof in edges if after == commune.pk and before in known),
        )


def _known(unit_ids: set[int]) -> dict[int, KnownCommune]:
    """The communes and all that had their codes, by their keys; without those that have no official name yet."""
    codes = Unit.objects.filter(pk__in=unit_ids).values("code")
    rows = (
        UnitName.objects.filter(
            unit__in=Unit.objects.filter(kind=UnitKind.COMMUNE, code__in=codes).values("pk"),
            role=UnitName.Role.OFFICIAL,
        )
        .order_by("valid_from", "unit__listings__commune_list__as_of")
        .values_list(
            "unit_id",
            "unit__code",
            "unit__begins_on",
            "unit__ends_on",
            "unit__parent_id",
            "name_vi",
            "unit__listings__district",
            "unit__listings__commune_list__as_of",
        )
    )
    return {
        pk: KnownCommune(pk, code, begins_on, ends_on, province or 0, name, district or "", listed_on)
        for pk, code, begins_on, ends_on, province, name, district, listed_on in rows
    }
