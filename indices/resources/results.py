"""The sheet of results: a unit in an edition, with the points of its criteria beside."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import UnitKind
from provinces.registry import current_registry
from provinces.sheets.columns import Column, Refusal, digits, text, whole
from provinces.sheets.kinds import register
from provinces.sheets.questions import SHOWN_ONLY
from provinces.sheets.references import licence_column, source_column
from provinces.sheets.resource import CHANGED, NEW, REFUSED, SAME, Outcome, SheetResource
from provinces.wording import decimal_text

from ..models import Edition, Result
from .editions import EDITION_COLUMNS, OF_EDITION, UNIT_COLUMNS
from .figures import FIGURE_COLUMNS, FigureResource
from .points import Points, named, without


@register
class ResultResource(FigureResource):
    """One row is a unit in an edition."""

    code = "results"
    sourced = True
    label = _("Results")
    columns = (
        *UNIT_COLUMNS,
        *EDITION_COLUMNS,
        Column("tt", _("No."), text, fills=False, spellings=("TT", "STT", "Số TT"), path=None),
        *FIGURE_COLUMNS,
        Column(
            "rank_change_printed",
            _("Printed change of rank"),
            whole,
            spellings=("So với năm trước", "Tăng/giảm bậc"),
        ),
        Column("score_change_printed", _("Printed change of score"), digits, empty=""),
        source_column("change_source"),
        source_column(),
        Column("note", _("Internal note"), text, empty="", internal=True),
        licence_column(),
        *OF_EDITION,
    )

    class Meta(SheetResource.Meta):
        model = Result

    points: Points | None = None

    def header_of(self, table):
        """The columns of every sheet of results, and those of the points of the edition's criteria."""
        chosen = self.context.get("edition")
        if chosen is None:
            return super().header_of(table)
        edition = self.editions[chosen.index.code, chosen.year]
        self.points = Points(edition, self.unit.kind or UnitKind.PROVINCE)
        wanted = self.wanted()
        totals = [i for i, cell in enumerate(table.header) if cell and wanted.column(cell.text) == "score"]
        places = self.points.places(table, totals[0] if len(totals) == 1 else None)
        header = super().header_of(without(table, places))
        return replace(header, names=named(places, header.names))

    def _outcome(self, number, cells):
        outcome = super()._outcome(number, cells)
        if not self.points or outcome.record is None or outcome.state == REFUSED:
            return outcome
        unit_id = outcome.record.unit_id
        try:
            self.points.take(unit_id, cells)
        except Refusal as refusal:
            for instances in (self.create_instances, self.update_instances):
                if outcome.record in instances:
                    instances.remove(outcome.record)
            return Outcome(number, REFUSED, outcome.label, refusals=(refusal,))
        total = self.cell_of(outcome, "score")
        said = (
            self.points.remark(unit_id, outcome.label, outcome.record.score, total),
            self.points.repetition(unit_id, outcome.label, total),
        )
        self.remarks += [remark for remark in said if remark]
        if outcome.state == SAME and self.points.changes(unit_id):
            self.changing.add(outcome.record.edition_id)
            return replace(outcome, state=CHANGED)
        return outcome

    def shown(self, outcome):
        points = self.points.changes(outcome.record.unit_id) if self.points else []
        return super().shown(outcome) + [
            (criterion.name, decimal_text(old), decimal_text(new)) for criterion, old, new in points
        ]

    def write(self):
        super().write()
        kept = [o.record for o in self.outcomes if o.state in {NEW, CHANGED}]
        self.written_points = self.points.write({r.unit_id: r.source_id for r in kept}) if self.points else []

    @property
    def written(self):
        """The results, and the points beside them."""
        yield from (row for row in super().written if row[3])
        yield from self.written_points

    @classmethod
    def template_rows(cls, context):
        """The units that the edition speaks of, each with its figures of the year before beside the empty cells."""
        edition: Edition | None = context.get("edition")
        kind = context.get("unit_kind") or UnitKind.PROVINCE
        shown = f"{SHOWN_ONLY}: {edition.year - 1}" if edition else SHOWN_ONLY
        headings = [
            str(_("Unit code")),
            str(_("Unit")),
            str(_("Score")),
            str(_("Rank")),
            str(_("Printed change of rank")),
            f"{shown}, {_('Score')}",
            f"{shown}, {_('Rank')}",
        ]
        if edition is None:
            return headings, [], 0
        before = {
            result.unit_id: result
            for result in Result.objects.filter(
                edition__in=Edition.objects.published().of(edition.index, edition.year - 1)
            )
        }
        registry = current_registry()
        rows = []
        for unit in registry.in_force(kind, edition.units_as_of):
            last = before.get(unit.pk)
            name = registry.full_name(unit.pk, edition.units_as_of)
            score = Decimal(last.score_text) if last and last.score_text else None
            rows.append([unit.code, name, None, None, None, score, last.rank if last else None])
        return headings, rows, 2

    def complete(self, values, cells):
        super().complete(values, cells)
        said = ("score", "rank", "rank_change_printed", "score_change_printed")
        if all(values.get(name) in (None, "") for name in said):
            raise Refusal(
                cells.get("score") or next(iter(cells.values())),
                _now("the row gives neither a score nor a rank. Leave it out until there is a figure."),
            )
