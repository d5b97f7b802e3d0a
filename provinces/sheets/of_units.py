"""Sheets with a row per unit: which unit a row means, what it was read as, and the spellings learned on the way."""

from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from ..models import UnitAssignment, UnitName
from ..visibility import sources_seen_by
from .columns import Refusal
from .outcomes import NOWHERE
from .reading import Cell
from .references import Matchers, UnitReference
from .resource import SheetResource


class UnitSheetResource(SheetResource):
    """A kind of sheet whose rows are about units."""

    unit_kind = ""
    unit_prefix = "unit_"
    unit_kind_column = "unit_kind"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.context.get("unit_kind") or self.unit_kind
        self.unit = UnitReference("unit_id", self.unit_prefix, kind=kind, kind_column=self.unit_kind_column)
        self.unit.answers = self.answers
        self.matchers = Matchers()

    def unit_of(self, cells: dict[str, Cell], on: date | None) -> int | None:
        """The unit that a row means on a day; None where the row names none. Raises Refusal."""
        unit_id = self.unit.read(cells, self.matchers, on)
        if unit_id is not None and self.scope is not None and unit_id not in self.scope:
            cell = next((cell for cell in cells.values() if cell), NOWHERE)
            raise Refusal(
                cell,
                _("this account does not report for %(unit)s. Ask the administrator if your assignment has changed.")
                % {"unit": self.unit.name or cell.text},
            )
        if self.unit.read_as:
            self._read_as.append(self.unit.read_as)
        return unit_id

    def why_not_allowed(self, values: dict[str, Any]) -> str:
        """A reporter of some units rests figures on no document that reporters of others entered."""
        if self.scope is None or values.get("source_id") in {None, *self._sources}:
            return ""
        return _("there is no such source.")

    @cached_property
    def _sources(self) -> frozenset[int]:
        return frozenset(sources_seen_by(self.context["user"]).values_list("pk", flat=True))

    @cached_property
    def scope(self) -> frozenset[int] | None:
        """The units that the account may enter figures of; None where there is no limit."""
        return UnitAssignment.scope_of(self.context.get("user"))

    def label_of(self, values: dict[str, Any], cells: dict[str, Cell]) -> str:
        return self.unit.name or super().label_of(values, cells)

    def finish(self) -> None:
        """Remember the spellings that the official explained, with who and when.

        Everybody's sheets are read by them: who reports for some units only teaches nothing.
        """
        if self.unit.learned and self.scope is None:
            UnitName.learn(self.unit.learned, self.context.get("user"))
