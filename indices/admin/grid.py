"""A year's table typed as one grid: a row for each unit in force, a column for score and for rank.

What is typed becomes a sheet of results and goes through the same door: kept, checked, stored as a draft.
"""

import csv
import io
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.models import Source, UnitKind
from provinces.registry import RegisteredUnit, current_registry
from provinces.sheets.confirming import RunRefused, preview, store, upload

from ..models import Edition, Result
from ..models.definitions import MEASURED_KINDS


@dataclass(frozen=True, slots=True)
class GridRow:
    """One unit with what is stored and what was typed."""

    unit: RegisteredUnit
    name: str
    score: str
    rank: str


class GridForm(forms.Form):
    """What holds for the whole grid."""

    kind = forms.ChoiceField(choices=MEASURED_KINDS, label=gettext_lazy("Kind of unit"))
    source = forms.ModelChoiceField(
        Source.objects.all(), to_field_name="code", label=gettext_lazy("Source of what is typed")
    )


class Grid:
    """The rows of an edition for one kind of unit, as stored, overlaid with what was typed."""

    def __init__(self, edition: Edition, kind: str, typed=None) -> None:
        self.edition, self.kind = edition, kind if kind in dict(MEASURED_KINDS) else UnitKind.PROVINCE
        registry = current_registry()
        stored = {result.unit_id: result for result in Result.objects.of(edition, self.kind)}
        self.stored: dict[int, tuple[str, str]] = {}
        self.rows: list[GridRow] = []
        for unit in registry.in_force(self.kind, edition.units_as_of):
            result = stored.get(unit.pk)
            before = (result.score_text, str(result.rank or "")) if result else ("", "")
            self.stored[unit.pk] = before
            score, rank = before
            if typed is not None:
                score = typed.get(f"score-{unit.pk}", score).strip()
                rank = typed.get(f"rank-{unit.pk}", rank).strip()
            self.rows.append(GridRow(unit, registry.name(unit.pk, edition.units_as_of), score, rank))

    @property
    def changed(self) -> list[GridRow]:
        """The rows that were typed anew; the others keep their digits, basis and source."""
        return [row for row in self.rows if (row.score, row.rank) != self.stored[row.unit.pk]]

    def as_sheet(self) -> bytes:
        """The changed rows as a sheet of results."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["unit_kind", "unit_code", "unit_begins_on", "unit_name", "score", "rank"])
        for row in self.changed:
            writer.writerow([self.kind, row.unit.code, row.unit.begins_on.isoformat(), row.name, row.score, row.rank])
        return out.getvalue().encode()

    def save(self, source: Source, user) -> list[str]:
        """Store what was typed as one run; the sentences of what was refused, and then nothing is written."""
        changed = self.changed
        if not changed:
            return [_("Nothing was typed anew.")]
        context = {"edition": self.edition.code, "unit_kind": self.kind, "source": source.code}
        run = upload("results", self.as_sheet(), f"{self.edition}.csv", context, user)
        try:
            seen = preview(run)
            refused = [
                f"{changed[outcome.row - 2].name}: {refusal.reason}"
                for outcome in seen.refused
                for refusal in outcome.refusals
            ]
            if not refused:
                store(run.pk, user)
        except RunRefused as error:
            return [str(error)]
        return refused
