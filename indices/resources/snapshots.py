"""The sheet of reports."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import DataStamp, Unit, UnitKind
from provinces.names import fold
from provinces.sheets.columns import Column, Refusal, Remark, choice, count, day, digits, printed, text
from provinces.sheets.kinds import register
from provinces.sheets.outcomes import CHANGED, NEW
from provinces.sheets.reading import Cell
from provinces.sheets.references import code_column, licence_column, source_column
from provinces.sheets.resource import SheetResource
from provinces.sheets.scales import Scale

from ..models import Indicator, Snapshot
from ..models.snapshots import Qualifier
from .dated import UNIT, UNIT_COLUMNS, DatedUnitResource

# Words before a share that make it a bound: what was reported is a limit, not a value.
BOUNDS = {
    "tren": Qualifier.MORE_THAN,
    "hon": Qualifier.MORE_THAN,
    ">": Qualifier.MORE_THAN,
    "over": Qualifier.MORE_THAN,
    "it nhat": Qualifier.AT_LEAST,
    "at least": Qualifier.AT_LEAST,
    "duoi": Qualifier.LESS_THAN,
    "<": Qualifier.LESS_THAN,
    "under": Qualifier.LESS_THAN,
    "nhieu nhat": Qualifier.AT_MOST,
    "at most": Qualifier.AT_MOST,
}


def bound(cell: Cell) -> tuple[str, str]:
    """The qualifier that a cell's words give a share, or nothing, and the share's own text."""
    words = cell.text.rstrip("0123456789.,% ")
    qualifier = BOUNDS.get(words.strip() if words.strip() in BOUNDS else fold(words), "")
    return (qualifier, cell.text[len(words) :].strip()) if qualifier else ("", cell.text)


def share(cell: Cell) -> str:
    """A share in percent, as its digits; words that make it a bound are read by `bound`."""
    return digits(replace(cell, text=bound(cell)[1]))


@register
class SnapshotResource(DatedUnitResource):
    """One row is a report about a day. It is public once another person has accepted it."""

    code = "snapshots"
    label = _("Reports")
    key = ("indicator_id", "unit_id", "as_of")
    append_only = True
    superseded: Sequence[Snapshot] = ()
    columns = (
        code_column("indicator", _("Indicator"), Indicator, required=True, spellings=("Chỉ tiêu",)),
        *UNIT_COLUMNS,
        Column("as_of", _("As of"), day, required=True, spellings=("Ngày",)),
        Column("as_of_basis", _("How the day is known"), text, empty=""),
        Column("numerator", _("Numerator"), count, spellings=("Tử số",)),
        Column("denominator", _("Denominator"), count, spellings=("Mẫu số",)),
        Column(
            "percent",
            _("Printed share"),
            share,
            attribute="percent_text",
            empty="",
            spellings=("Tỷ lệ", "Tỷ lệ (%)"),
            given=printed,
        ),
        Column("qualifier", _("Qualifier"), choice(Qualifier), empty=Qualifier.EXACT),
        source_column(),
        licence_column(),
        UNIT.told(),
    )

    class Meta(SheetResource.Meta):
        model = Snapshot

    def get_queryset(self):
        """Reports that stand; those about a day that a later one replaced are history."""
        return Snapshot.objects.filter(superseded_at=None, returned_at=None)

    def look_at(self, table):
        """Ask what shares between 0 and 1 mean."""
        self.scale = Scale(table, self.place_of("percent", table), self.answers)
        if self.scale.question:
            self.questions.append(self.scale.question)

    def complete(self, values, cells):
        if values.get("percent_text"):
            values["percent_text"] = self.scale.read(cells["percent"], values["percent_text"])
            qualifier, _text = bound(cells["percent"])
            if qualifier and values.get("qualifier", Qualifier.EXACT) == Qualifier.EXACT:
                values["qualifier"] = qualifier
                self._read_as.append((cells["percent"], str(Qualifier(qualifier).label)))
        percent = values.get("percent_text", "")
        values["percent"] = Decimal(percent) if percent else None
        if values["as_of"] > timezone.localdate():
            raise Refusal(cells["as_of"], _now("the day lies in the future."))
        indicator = self.indicators[values["indicator_id"]]
        if values.get("unit_id") and self.unit_kinds[values["unit_id"]] != indicator.reported_by:
            raise Refusal(
                cells["indicator"],
                _now("%(indicator)s is reported by another kind of unit.") % {"indicator": indicator},
            )
        if values.get("numerator") is None and values["percent"] is None:
            raise Refusal(cells["indicator"], _now("the row gives neither a count nor a share."))
        if values["percent"] is not None and not 0 <= values["percent"] <= 100:
            raise Refusal(cells["percent"], _now("a share lies between 0 and 100 percent."))
        if values.get("denominator") == 0:
            raise Refusal(cells["denominator"], _now("the denominator is above zero."))
        if values.get("denominator") and (values.get("numerator") or 0) > values["denominator"]:
            raise Refusal(
                cells["numerator"],
                _now("the numerator %(numerator)s exceeds the denominator %(denominator)s.")
                % {"numerator": values["numerator"], "denominator": values["denominator"]},
            )

    @cached_property
    def indicators(self) -> dict[int, Indicator]:
        return Indicator.objects.in_bulk()

    @cached_property
    def unit_kinds(self) -> dict[int, str]:
        """What reports: communes are reported by their provinces."""
        return dict(Unit.objects.exclude(kind=UnitKind.COMMUNE).values_list("pk", "kind"))

    @cached_property
    def existing(self):
        """The report about each day: the one that waits to be accepted, else the public one."""
        rows = sorted(self.get_queryset(), key=lambda snapshot: snapshot.accepted_at is None)
        return {self.key_of(snapshot): snapshot for snapshot in rows}

    def bulk_update(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        """A changed report is a new one: it replaces one that waits now, and a public one when it is accepted."""
        changed, self.update_instances = self.update_instances, []
        ids = [snapshot.pk for snapshot in changed]
        now = timezone.now()
        # Held while they are replaced: one that is accepted in this moment stays public.
        waiting = list(Snapshot.objects.waiting().filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk"))
        Snapshot.objects.filter(pk__in=[snapshot.pk for snapshot in waiting]).update(superseded_at=now)
        for snapshot in waiting:
            snapshot.superseded_at = now
        self.superseded = waiting
        for snapshot in changed:
            snapshot.pk = snapshot.accepted_at = snapshot.accepted_by = None
            snapshot.unchanged, snapshot.explanation = False, ""
            snapshot.reported_at = now
        Snapshot.objects.bulk_create(changed, batch_size=2000)

    def write(self):
        """Whoever writes reports takes the stamp first, so that nobody waits in a circle."""
        DataStamp.bump(public=False)
        super().write()

    def compare(self):
        """Point out what a reviewer has to know: falls, jumps, another denominator."""
        public: dict[tuple[int, int], list[Snapshot]] = defaultdict(list)
        for report in Snapshot.objects.public().order_by("as_of"):
            public[report.indicator_id, report.unit_id].append(report)
        for outcome in self.outcomes:
            report = outcome.record
            if outcome.state in {NEW, CHANGED}:
                before = [r for r in public[report.indicator_id, report.unit_id] if r.as_of < report.as_of]
                if odd := report.what_is_odd(before[-1] if before else None):
                    self.remarks.append(Remark(self.cell_of(outcome, "numerator"), f"{outcome.label}: {odd}"))

    @property
    def written(self):
        """Every row made a report of its own; those that it replaces are superseded."""
        for record, label, _before, after in super().written:
            yield record, label, None, after | {"accepted_at": None, "superseded_at": None}
        for snapshot in self.superseded:
            yield snapshot, str(snapshot), {"superseded_at": None}, {"superseded_at": snapshot.superseded_at}

    def prepare(self, record):
        record.reported_by = self.context.get("user")
