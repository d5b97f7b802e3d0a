"""Releases as their pages read them: why each was made, and what it changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from provinces.wording import decimal_text

from ..catalogue import Catalogue
from ..models import ReformIndex, Release
from ..open_data.contents import open_tables


@dataclass(frozen=True, slots=True)
class Public:
    """A version that became public, or an edition that was withdrawn."""

    index: str
    code: str
    year: int
    version: int
    withdrawn: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A cell that says something else, or a whole row that is new or gone, with headings for people."""

    table: str
    about: str
    unit: str
    figure: str
    old: str
    new: str
    change: str


@dataclass(frozen=True)
class ReleaseRow:
    """A release and what it says."""

    release: Release
    catalogue: Catalogue

    @property
    def _named(self) -> dict[str, ReformIndex]:
        return {index.code: index for index in self.catalogue.indices.values()}

    @cached_property
    def reasons(self) -> list[Public]:
        """What became public, as the release kept it."""
        named = self._named
        return [
            Public(
                named[said["index"]].short_name if said["index"] in named else said["index"],
                said["index"],
                said["year"],
                said["version"],
                said["what"] == "withdrawn",
                datetime.fromisoformat(said["at"]),
            )
            for said in self.release.reasons
        ]

    @property
    def total(self) -> int:
        return self.release.changes["total"]

    @property
    def left_out(self) -> int:
        """How many of the changes stand in changes.csv alone."""
        return self.total - len(self.release.changes["first"])

    @property
    def changes(self) -> Iterator[ChangeRow]:
        """The first of the changes."""
        tables = open_tables(self.catalogue)
        fields = {(table.name, field.name): field for table in tables.values() for field in table.fields}
        for said in self.release.changes["first"]:
            table, field = tables.get(said["table"]), fields.get((said["table"], said["column"]))
            written = decimal_text if field and field.type == "number" else str
            yield ChangeRow(
                str(table.title) if table else said["table"],
                self._about(said),
                said["unit"],
                str(field.label) if field else said["column"],
                written(said["old"]),
                written(said["new"]),
                {"added": _("added"), "removed": _("removed")}.get(said["change"], ""),
            )

    def _about(self, said: dict[str, Any]) -> str:
        """The edition that the row belongs to, or else its key."""
        index = self._named.get(said["index"])
        return f"{index.short_name} {said['year']}" if index and said["year"] else said["key"]
