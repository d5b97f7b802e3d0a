"""The sheets of scores by criterion and of published means."""

from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import Region
from provinces.sheets.columns import Column, Refusal, choice, digits, text
from provinces.sheets.kinds import register
from provinces.sheets.references import code_column, licence_column, source_column
from provinces.sheets.resource import SheetResource

from ..models import Average, Basis, Criterion, Derivation, Score
from ..models.results import RANKED_IN_KINDS
from .editions import EDITION_COLUMNS, OF_EDITION, UNIT_COLUMNS, OfEditionResource
from .figures import complete_score


@register
class ScoreResource(OfEditionResource):
    """One row is the points of a unit for one criterion of the edition's method."""

    code = "scores"
    sourced = True
    label = _("Scores by criterion")
    key = ("edition_id", "unit_id", "criterion_id")
    columns = (
        *UNIT_COLUMNS,
        *EDITION_COLUMNS,
        Column("cut", _("Cut"), choice(Criterion.Cut), fills=False, path="criterion__cut"),
        Column(
            "criterion_no",
            _("Number of the criterion"),
            text,
            required=True,
            fills=False,
            path="criterion__no",
        ),
        Column("criterion", _("Criterion"), text, fills=False, path="criterion__name_vi"),
        Column(
            "score",
            _("Points"),
            digits,
            attribute="score_text",
            required=True,
            spellings=("Điểm đạt được",),
            given=Decimal,
        ),
        source_column(),
        licence_column(),
        *OF_EDITION,
    )

    class Meta(SheetResource.Meta):
        model = Score

    @cached_property
    def criteria(self) -> dict[tuple, Criterion]:
        return {(c.method_id, c.cut, c.no): c for c in Criterion.objects.all()}

    def complete(self, values, cells):
        edition = next(e for e in self.editions.values() if e.pk == values["edition_id"])
        method = edition.method_for(self.unit.kind_of(cells))
        number, cut = cells["criterion_no"], cells.get("cut")
        criterion = method and self.criteria.get(
            (method.pk, cut.text if cut else Criterion.Cut.ASSESSMENT, number.text)
        )
        if not criterion:
            raise Refusal(
                number,
                _now("there is no criterion %(no)s in the method of %(edition)s.")
                % {"no": number.text, "edition": edition},
            )
        values["criterion_id"], values["score"] = criterion.pk, Decimal(values["score_text"])
        if values["score"] < 0 or (criterion.max_points is not None and values["score"] > criterion.max_points):
            raise Refusal(
                cells["score"],
                _now("%(points)s is outside the points of criterion %(no)s.")
                % {"points": cells["score"].text, "no": criterion.no},
            )


@register
class AverageResource(OfEditionResource):
    """One row is a published mean."""

    code = "averages"
    sourced = True
    label = _("Published means")
    key = ("edition_id", "group", "region_id")
    columns = (
        Column("group", _("Mean of"), text, required=True),
        code_column("region", _("Region"), Region),
        *EDITION_COLUMNS,
        Column(
            "score",
            _("Score"),
            digits,
            attribute="score_text",
            required=True,
            given=Decimal,
        ),
        Column("score_basis", _("How the score is known"), choice(Basis), empty=Basis.PRINTED),
        Column("score_derivation", _("Score derived"), choice(Derivation), empty=""),
        source_column(),
        Column("note", _("Internal note"), text, empty="", internal=True),
        licence_column(),
        *OF_EDITION[1:],
    )

    class Meta(SheetResource.Meta):
        model = Average

    def refer(self, cells):
        edition = self.edition_of(cells)
        return {"edition_id": edition.pk}

    def complete(self, values, cells):
        if values["group"] not in dict(RANKED_IN_KINDS):
            raise Refusal(cells["group"], _now('"%(text)s" is not a group.') % {"text": cells["group"].text})
        values.setdefault("region_id", None)
        edition = next(e for e in self.editions.values() if e.pk == values["edition_id"])
        complete_score(values, cells["score"], edition.index)
