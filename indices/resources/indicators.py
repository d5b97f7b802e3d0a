"""The sheet of indicators."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import UnitKind
from provinces.sheets.columns import Column, Refusal, choice, day, text, whole
from provinces.sheets.kinds import register
from provinces.sheets.resource import SheetResource

from ..models import Indicator
from ..models.indicators import Frequency


@register
class IndicatorResource(SheetResource):
    """One row is an indicator. One that is the denominator of another stands above it."""

    code = "indicators"
    label = _("Indicators")
    key = ("code",)
    columns = (
        Column("code", _("Code"), text, required=True, spellings=("Mã",)),
        Column("name_vi", _("Name"), text, required=True),
        Column("name_en", _("English name"), text, empty=""),
        Column("numerator_vi", _("What is counted"), text, required=True),
        Column("numerator_en", _("What is counted, in English"), text, empty=""),
        Column("denominator_vi", _("Out of what"), text, empty=""),
        Column("denominator_en", _("Out of what, in English"), text, empty=""),
        Column(
            "denominator_indicator",
            _("Out of this indicator"),
            text,
            fills=False,
            path="denominator_indicator__code",
        ),
        Column("scheme", _("Scheme"), text, empty=""),
        Column("unit_kind", _("Units counted"), choice(UnitKind), required=True),
        Column("direction", _("Direction"), choice(Indicator.Direction), empty=Indicator.Direction.UP),
        Column("frequency", _("Reporting period"), choice(Frequency), empty=""),
        Column("period_last_day", _("Last day of a period"), whole),
        Column("due_days", _("Days to report"), whole, empty=0),
        Column("expected_from", _("Reports expected from"), day),
        Column("expected_until", _("Reports expected until"), day),
    )

    class Meta(SheetResource.Meta):
        model = Indicator

    def begin(self):
        self.denominators: dict[str, str] = {}

    def complete(self, values, cells):
        if bool(values.get("frequency")) != bool(values.get("expected_from")):
            cell = cells.get("expected_from") or cells.get("frequency") or cells["code"]
            raise Refusal(cell, _now("reports that are expected are expected from a day on, and with a frequency."))
        denominator = cells.get("denominator_indicator")
        if denominator and (denominator.text,) not in self.existing and denominator.text not in self.denominators:
            raise Refusal(
                denominator,
                _now('the indicator "%(text)s" does not stand above this row.') % {"text": denominator.text},
            )
        self.denominators[values["code"]] = denominator.text if denominator else ""

    def finish(self):
        """Tie indicators to their denominators, which now all have keys."""
        made = {indicator.code: indicator for indicator in Indicator.objects.all()}
        changed = []
        for code, denominator in self.denominators.items():
            meant = made[denominator].pk if denominator else None
            if made[code].denominator_indicator_id != meant:
                made[code].denominator_indicator_id = meant
                changed.append(made[code])
        Indicator.objects.bulk_update(changed, ["denominator_indicator"])

    def rows_out(self, queryset):
        """Denominators above what they divide, so that the sheet can be imported as it is."""
        names = [column.name for column in self.columns]
        code, above = names.index("code"), names.index("denominator_indicator")
        rows = {row[code]: row for row in super().rows_out(queryset)}

        def depth(row) -> int:
            steps = 0
            while row[above] in rows and steps < len(rows):
                steps, row = steps + 1, rows[row[above]]
            return steps

        return iter(sorted(rows.values(), key=lambda row: (depth(row), row[code])))
