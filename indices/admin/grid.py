"""A year's table typed as one grid: a row for each unit in force, a column for score and for rank.

What is typed becomes a sheet of results and goes through the same door: kept, checked, stored as a draft.
"""

import csv
import io
from dataclasses import dataclass, replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.models import Source, UnitKind
from provinces.registry import RegisteredUnit, current_registry
from provinces.sheets.confirming import RunRefused, preview, store, upload
from provinces.wording import decimal_text

from ..models import Edition, Result
from ..models.definitions import MEASURED_KINDS


@dataclass(frozen=True, slots=True)
class GridRow:
    """One unit with what is stored and what was typed."""

    unit: RegisteredUnit
    name: str
    score: str
    rank: str
    # What stood in the two cells when the page was opened, and what is stored now.
    seen: tuple[str, str]
    stored: tuple[str, str]
    refusal: str = ""

    @property
    def changed(self) -> bool:
        return (self.score, self.rank) != self.seen

    @property
    def overtaken(self) -> bool:
        """Whether somebody stored other figures since the page was opened."""
        return self.changed and self.seen != self.stored


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
        self.stored_in = edition
        self.rows: list[GridRow] = []
        for unit in registry.in_force(self.kind, edition.units_as_of):
            result = stored.get(unit.pk)
            now = (decimal_text(result.score_text), str(result.rank or "")) if result else ("", "")
            seen = score, rank = now
            if typed is not None:
                seen = typed.get(f"seen-score-{unit.pk}", now[0]), typed.get(f"seen-rank-{unit.pk}", now[1])
                score, rank = (
                    typed.get(f"score-{unit.pk}", seen[0]).strip(),
                    typed.get(f"rank-{unit.pk}", seen[1]).strip(),
                )
            self.rows.append(GridRow(unit, registry.name(unit.pk, edition.units_as_of), score, rank, seen, now))

    @property
    def changed(self) -> list[GridRow]:
        """The rows that were typed anew; the others keep their digits, basis and source."""
        return [row for row in self.rows if row.changed]

    def as_sheet(self) -> bytes:
        """The changed rows as a sheet of results."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["unit_kind", "unit_code", "unit_begins_on", "unit_name", "score", "rank"])
        for row in self.changed:
            writer.writerow([self.kind, row.unit.code, row.unit.begins_on.isoformat(), row.name, row.score, row.rank])
        return out.getvalue().encode()

    def save(self, source: Source, user) -> bool:
        """Store what was typed as one run. False, with a refusal at each row concerned, if anything is refused: then
        nothing is written. Raises ValidationError with what concerns the whole table."""
        if not self.changed:
            raise ValidationError(_("Nothing was typed anew."))
        overtaken = {
            row.unit.pk: _(
                "%(unit)s was changed by another account since you opened this page: %(score)s, rank %(rank)s."
            )
            % {"unit": row.name, "score": row.stored[0] or "–", "rank": row.stored[1] or "–"}
            for row in self.rows
            if row.overtaken
        }
        return not self._refused(overtaken) and not self._refused(self._store(source, user))

    def _store(self, source: Source, user) -> dict[int, str]:
        """Take the sheet in; the refusals by unit, and then nothing was kept or written."""
        changed = self.changed
        context = {"edition": self.edition.code, "unit_kind": self.kind, "source": source.code}
        run = upload("results", self.as_sheet(), f"{self.edition}.csv", context, user)
        try:
            seen = preview(run)
            refused = {
                changed[outcome.row - 2].unit.pk: " ".join(refusal.reason for refusal in outcome.refusals)
                for outcome in seen.refused
            }
            if not refused:
                store(run.pk, user)
                self.stored_in = Edition.objects.of(self.edition.index, self.edition.year).latest("version")
                return {}
        except RunRefused as error:
            run.delete()
            raise ValidationError(str(error)) from error
        run.delete()
        return refused

    def _refused(self, reasons: dict[int, str]) -> bool:
        """Note the refusals at their rows; whether there are any."""
        self.rows = [replace(row, refusal=reasons.get(row.unit.pk, "")) for row in self.rows]
        return bool(reasons)
