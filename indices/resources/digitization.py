"""The sheets of indicators, targets, reports and the days communes began."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import UnitKind
from provinces.names import fold
from provinces.sheets.columns import Column, Refusal, Remark, choice, count, day, digits, text
from provinces.sheets.kinds import register
from provinces.sheets.of_communes import CommuneSheetResource
from provinces.sheets.of_units import UnitSheetResource
from provinces.sheets.questions import Question
from provinces.sheets.reading import Cell
from provinces.sheets.references import CommuneReference, UnitReference, code_column, source_column
from provinces.sheets.resource import SheetResource
from provinces.sheets.scales import Scale

from ..models import Adoption, Indicator, ReformIndex, Snapshot, Target
from ..models.digitization import Qualifier
from .definitions import number_column

YES = {"có", "x", "đã", "đã triển khai", "đã có", "rồi", "1", "true", "yes", "✓", "✔", "v"}
NO = {"chưa", "không", "chưa triển khai", "chưa có", "0", "false", "no"}


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
            write=lambda indicator: indicator.denominator_indicator.code if indicator.denominator_indicator else "",
        ),
        Column("scheme", _("Scheme"), text, empty=""),
        Column("unit_kind", _("Units counted"), choice(UnitKind), required=True),
        Column("direction", _("Direction"), choice(Indicator.Direction), empty=Indicator.Direction.UP),
    )

    class Meta(SheetResource.Meta):
        model = Indicator

    def begin(self):
        self.denominators: dict[str, str] = {}

    def complete(self, values, cells):
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

    def for_export(self, queryset):
        """Denominators above what they divide, so that the sheet can be imported as it is."""
        rows = list(queryset.select_related("denominator_indicator"))
        return sorted(rows, key=depth)


def depth(indicator: Indicator) -> tuple[int, str]:
    steps, above = 0, indicator.denominator_indicator
    while above is not None and steps < 20:
        steps, above = steps + 1, above.denominator_indicator
    return steps, indicator.code


class OfUnitResource(UnitSheetResource):
    """A sheet whose rows are about a unit, read as of the row's own day."""

    unit_kind = UnitKind.PROVINCE
    day_column = "as_of"
    sourced = True

    def refer(self, cells: dict[str, Cell]):
        on = cells.get(self.day_column)
        return {"unit_id": self.unit_of(cells, day(on) if on else self.context.get("as_of"))}

    def for_export(self, queryset):
        return queryset.select_related("indicator", "unit", "source").prefetch_related("unit__names")


UNIT_COLUMNS = UnitReference("unit_id", "unit_", kind_column="unit_kind").columns()


@register
class TargetResource(OfUnitResource):
    """One row is a target; without a unit it holds for every unit of its kind."""

    code = "targets"
    label = _("Targets")
    key = ("code",)
    day_column = "due_on"
    columns = (
        Column("code", _("Code"), text, required=True, spellings=("Mã",)),
        code_column("indicator", _("Indicator"), Indicator),
        code_column("index", _("Index"), ReformIndex),
        Column("unit_kind", _("Kind of unit"), choice(UnitKind), required=True),
        *UNIT_COLUMNS[1:],
        Column("metric", _("Measured as"), choice(Target.Metric), empty=Target.Metric.PERCENT),
        number_column("value", _("Value")),
        Column("band", _("Band"), text, empty=""),
        Column("due_on", _("Deadline"), day, required=True),
        number_column("baseline", _("Baseline")),
        Column("baseline_on", _("Day of the baseline"), day),
        Column("set_by", _("Set by"), text, required=True),
        Column("wording_vi", _("Wording"), text, empty=""),
        Column("wording_en", _("Wording in English"), text, empty=""),
        code_column("supersedes", _("Replaces"), Target),
        source_column(),
    )

    class Meta(SheetResource.Meta):
        model = Target

    def for_export(self, queryset):
        return (
            queryset.select_related("indicator", "index", "unit", "supersedes", "source")
            .prefetch_related("unit__names")
            .order_by("pk")
        )


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
class SnapshotResource(OfUnitResource):
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
            write=lambda snapshot: Decimal(snapshot.percent_text) if snapshot.percent_text else None,
        ),
        Column("qualifier", _("Qualifier"), choice(Qualifier), empty=Qualifier.EXACT),
        source_column(),
    )

    class Meta(SheetResource.Meta):
        model = Snapshot

    def get_queryset(self):
        return Snapshot.objects.filter(superseded_at=None)

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
    def existing(self):
        """The report about each day: the one that waits to be accepted, else the public one."""
        rows = sorted(self.get_queryset(), key=lambda snapshot: snapshot.accepted_at is None)
        return {self.key_of(snapshot): snapshot for snapshot in rows}

    def bulk_update(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        """A changed report is a new one: it replaces one that waits now, and a public one when it is accepted."""
        changed, self.update_instances = self.update_instances, []
        ids = [snapshot.pk for snapshot in changed]
        waiting = list(Snapshot.objects.filter(pk__in=ids).waiting())
        now = timezone.now()
        for snapshot in waiting:
            snapshot.superseded_at = now
        Snapshot.objects.bulk_update(waiting, ["superseded_at"], batch_size=500)
        self.superseded = waiting
        for snapshot in changed:
            snapshot.pk = snapshot.accepted_at = snapshot.accepted_by = None
            snapshot.reported_at = now
        Snapshot.objects.bulk_create(changed, batch_size=2000)

    @property
    def written(self):
        """Every row made a report of its own; those that it replaces are superseded."""
        for record, label, _before, after in super().written:
            yield record, label, None, after | {"accepted_at": None, "superseded_at": None}
        for snapshot in self.superseded:
            yield snapshot, str(snapshot), {"superseded_at": None}, {"superseded_at": snapshot.superseded_at}

    def prepare(self, record):
        record.reported_by = self.context.get("user")


@register
class AdoptionResource(CommuneSheetResource):
    """One row says whether, or since when, a commune offers a service."""

    code = "adoptions"
    label = _("Days communes began")
    key = ("indicator_id", "unit_id")
    sourced = True
    subjects = ("unit_name", "unit_code")
    figures = ("offers", "began_on")
    columns = (
        code_column("indicator", _("Indicator"), Indicator, spellings=("Chỉ tiêu",)),
        *CommuneReference("unit_id", "unit_").columns(),
        Column("tt", _("No."), text, fills=False, spellings=("TT", "STT", "Số TT"), write=lambda record: None),
        Column(
            "offers",
            _("Offers it"),
            text,
            fills=False,
            spellings=("Đã triển khai", "Có/Không", "Đã triển khai (x)", "Triển khai", "Tình trạng"),
            write=lambda adoption: "yes" if adoption.offers else "no",
        ),
        Column("began_on", _("Since"), day, spellings=("Ngày bắt đầu", "Ngày triển khai", "Thời điểm bắt đầu")),
        Column("as_of", _("As of"), day),
        source_column(),
    )

    class Meta(SheetResource.Meta):
        model = Adoption

    @classmethod
    def context_of(cls, said, user):
        understood = super().context_of(said, user)
        if said.get("indicator"):
            understood["indicator"] = Indicator.objects.get(code=said["indicator"])
        return understood

    def look_at(self, table):
        """Where neither the rows nor the form say which service: the only one there is, or a question."""
        super().look_at(table)
        known = list(Indicator.objects.filter(unit_kind=UnitKind.COMMUNE))
        answer = self.answers.get("indicator")
        chosen = self.context.get("indicator") or next((i for i in known if i.code == answer), None)
        self.indicator = chosen or (known[0] if known else None)
        if chosen or self.place_of("indicator", table) is not None:
            return
        if len(known) == 1:
            self.remarks.append(
                Remark(
                    next(cell for cell in table.header if cell),
                    _now("the sheet does not name its indicator; it is read as %(indicator)s.")
                    % {"indicator": known[0]},
                )
            )
        elif known:
            self.questions.append(
                Question(
                    "indicator",
                    _now("The sheet does not name its indicator. Which service do the communes offer?"),
                    tuple((indicator.code, str(indicator)) for indicator in known),
                )
            )

    def shown(self, outcome):
        said = [_now("no"), _now("yes")]
        old, new = outcome.changes.get("offers", (None, None))
        offers = [] if new is None else [(_now("Offers it"), "" if old is None else said[old], said[new])]
        return offers + super().shown(outcome)

    def refer(self, cells):
        on = cells.get("as_of") or cells.get("began_on")
        unit_id = self.unit_of(cells, self.context.get("as_of") or (day(on) if on else None))
        if unit_id is None:
            raise Refusal(next(iter(cells.values())), _now("the row names no unit."))
        return {"unit_id": unit_id}

    def complete(self, values, cells):
        if values.get("indicator_id") is None:
            if self.indicator is None:
                raise Refusal(next(iter(cells.values())), _now("there is no indicator that counts communes."))
            values["indicator_id"] = self.indicator.pk
        said = cells.get("offers")
        if said and said.text.casefold() not in YES | NO:
            raise Refusal(said, _now('"%(text)s" is neither yes nor no.') % {"text": said.text})
        values["offers"] = said.text.casefold() in YES if said else values.get("began_on") is not None
        if not values["offers"] and values.get("began_on"):
            raise Refusal(cells["began_on"], _now("a commune that does not offer the service has no first day."))
        values["as_of"] = values.get("as_of") or self.context.get("as_of") or values.get("began_on")
        if values["as_of"] is None:
            raise Refusal(
                next(iter(cells.values())),
                _now("the row does not say of which day it speaks. Give the day on the form."),
            )
        if values["as_of"] > timezone.localdate() or (values.get("began_on") or values["as_of"]) > values["as_of"]:
            raise Refusal(cells.get("began_on") or cells.get("as_of"), _now("the day lies after the day reported."))

    def for_export(self, queryset):
        return queryset.select_related("indicator", "unit", "source").prefetch_related("unit__names")
