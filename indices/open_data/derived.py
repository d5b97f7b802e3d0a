"""Tables that the portal makes of the others: they have columns with a meaning like those, and come in by no import."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from provinces.sheets.fields import Field

from .moment import Moment
from .tables import Table


@dataclass(frozen=True)
class Derived:
    """A derived table; `make` gives its rows in the order of its fields, the same for the same data."""

    name: str
    title: Any
    about: Any
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    make: Callable[[Moment], Iterator[list[Any]]]
    kind: str = ""

    def rows(self, moment: Moment) -> Iterator[list[Any]]:
        """The values under the columns."""
        return self.make(moment)


OpenTable: TypeAlias = "Table | Derived"
