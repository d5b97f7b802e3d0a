"""What a reader asked of a league table: the keys of its address, and addresses that change one of them."""

from dataclasses import dataclass
from urllib.parse import urlencode

KEYS = ("sort", "region", "band", "change", "q", "unit", "units", "parts", "as_of")
FILTERS = ("region", "band", "change", "q")


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
    def unfiltered(self) -> str:
        """The way out of a filter: everything else stays as it was asked."""
        return self.address(**dict.fromkeys(FILTERS, ""))
