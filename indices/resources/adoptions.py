"""The sheet of the days on which communes began."""

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import UnitKind
from provinces.sheets.columns import Column, Refusal, Remark, day, text
from provinces.sheets.kinds import register
from provinces.sheets.of_communes import CommuneSheetResource
from provinces.sheets.questions import Question
from provinces.sheets.references import CommuneReference, code_column, licence_column, source_column
from provinces.sheets.resource import SheetResource

from ..models import Adoption, Indicator

YES = {"có", "x", "đã", "đã triển khai", "đã có", "rồi", "1", "true", "yes", "✓", "✔", "v"}
NO = {"chưa", "không", "chưa triển khai", "chưa có", "0", "false", "no"}


COMMUNE = CommuneReference("unit_id", "unit_")


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
        *COMMUNE.columns(),
        Column("tt", _("No."), text, fills=False, spellings=("TT", "STT", "Số TT"), path=None),
        Column(
            "offers",
            _("Offers it"),
            text,
            fills=False,
            spellings=("Đã triển khai", "Có/Không", "Đã triển khai (x)", "Triển khai", "Tình trạng"),
            path="offers",
            given=lambda offers: "yes" if offers else "no",
        ),
        Column("began_on", _("Since"), day, spellings=("Ngày bắt đầu", "Ngày triển khai", "Thời điểm bắt đầu")),
        Column("as_of", _("As of"), day),
        source_column(),
        licence_column(),
        COMMUNE.told(),
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
