"""What a reader asked of a league table: the keys of its address, and addresses that change one of them."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ..presenters.rankings import LeagueTable
from ..presenters.seen import SeenTable, seen
from ..writing import Filter

KEYS = ("sort", "region", "band", "change", "q", "unit", "units", "parts", "as_of")
FILTERS = ("region", "band", "change", "q")
# What makes another table of it: fewer rows, another order, other groups, more columns.
STATES = (*FILTERS, "sort", "units", "parts")


@dataclass(frozen=True, slots=True)
class Asked:
    """The keys as they were typed, empty where they were not; `path` is the page without any.

    `sort` by a column, `-` before it backwards · `region`, `band`, `change`, `q` (a name): what rows are kept ·
    `unit`: a unit's slug, to be marked · `units=today`: under the units of today · `parts=1`: with points by way of
    assessment · `as_of`: a day.
    """

    path: str
    sort: str = ""
    region: str = ""
    band: str = ""
    change: str = ""
    q: str = ""
    unit: str = ""
    units: str = ""
    parts: str = ""
    as_of: str = ""

    @classmethod
    def of(cls, request, path: str) -> "Asked":
        """Read the address."""
        return cls(path, **{name: request.GET.get(name, "") for name in KEYS})

    @property
    def filtered(self) -> bool:
        return any(getattr(self, name) for name in FILTERS)

    @property
    def narrowed(self) -> bool:
        """Whether what is seen is another table than the plain one."""
        return any(getattr(self, name) for name in STATES)

    def seen(self, league: LeagueTable, today: date) -> SeenTable:
        """The table as it was asked for."""
        return seen(
            league,
            today,
            sort=self.sort,
            region=self.region,
            band=self.band,
            change=self.change,
            name=self.q,
            parts=bool(self.parts),
            on_todays_units=self.units == "today",
        )

    @property
    def said(self) -> list[Filter]:
        """What makes the table another one, in words for a file's notes."""
        labels = {
            "region": _("Region"),
            "band": _("Band"),
            "change": _("Change of rank"),
            "q": _("Name"),
            "sort": _("Sort by"),
            "units": _("Units"),
            "parts": _("Points by way of assessment"),
        }
        return [Filter(name, labels[name], value) for name in STATES if (value := getattr(self, name))]

    @property
    def keys(self) -> dict[str, str]:
        """The keys that were asked for."""
        return {name: value for name in KEYS if (value := getattr(self, name))}

    def besides(self, *names: str) -> list[tuple[str, str]]:
        """The keys that a form with fields of these names has to hand on."""
        return [(name, value) for name, value in self.keys.items() if name not in names]

    def address(self, **changed: str) -> str:
        """The same page asked otherwise: `address(sort="name")`; an empty value takes a key away."""
        keys = {name: value for name, value in (self.keys | changed).items() if value}
        return f"{self.path}?{urlencode(keys)}" if keys else self.path

    @property
    def query(self) -> str:
        """What a file of what is seen is asked with: everything but the marked unit."""
        return urlencode({name: value for name, value in self.keys.items() if name != "unit"})

    @property
    def unfiltered(self) -> str:
        """The way out of a filter: everything else stays as it was asked."""
        return self.address(**dict.fromkeys(FILTERS, ""))
