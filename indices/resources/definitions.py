"""The sheets of indices, methods, criteria and bands."""

from decimal import Decimal

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import UnitKind
from provinces.sheets.columns import Column, Refusal, choice, decimal, text, whole
from provinces.sheets.kinds import register
from provinces.sheets.references import code_column, source_column
from provinces.sheets.resource import SheetResource
from provinces.wording import plain

from ..models import Band, Criterion, Method, ReformIndex
from .scope import OwnIndices, OwnMethods


def number_column(name: str, label, required: bool = False) -> Column:
    """A decimal that goes out without the zeros that storage added."""
    return Column(name, label, decimal, required=required, given=lambda value: Decimal(plain(value)))


@register
class ReformIndexResource(SheetResource):
    """One row is an index."""

    code = "indices"
    label = _("Indices")
    key = ("code",)
    columns = (
        Column("code", _("Code"), text, required=True, spellings=("Mã",)),
        Column("short_name", _("Short name"), text, empty=""),
        Column("name_vi", _("Name"), text, required=True),
        Column("name_en", _("English name"), text, empty=""),
        Column("unit", _("Unit of measurement"), choice(ReformIndex.Measure), required=True),
        number_column("scale_max", _("Highest possible score")),
        Column("publisher", _("Published by"), text, required=True),
        Column("assesses", _("Assesses"), text, required=True),
        Column("order", _("Order"), whole, empty=0),
    )

    class Meta(SheetResource.Meta):
        model = ReformIndex

    def complete(self, values, cells):
        if not values.get("short_name") and (values["code"],) not in self.existing:
            values["short_name"] = values["code"].upper().replace("-", " ")


@register
class MethodResource(OwnIndices, SheetResource):
    """One row is a decision that defines how an index is computed for one kind of unit."""

    code = "methods"
    label = _("Methods")
    key = ("code",)
    columns = (
        Column("code", _("Code"), text, required=True, spellings=("Mã",)),
        code_column("index", _("Index"), ReformIndex, required=True),
        Column("unit_kind", _("Kind of unit"), choice(UnitKind), required=True),
        Column("decision", _("Decision"), text, empty=""),
        Column("first_year", _("First year assessed"), whole),
        Column("last_year", _("Last year assessed"), whole),
        Column("n_domains", _("Number of domains"), whole),
        Column("n_criteria", _("Number of criteria"), whole),
        Column("n_subcriteria", _("Number of sub-criteria"), whole),
        Column(
            "comparable_with_previous",
            _("Comparable with the one before"),
            choice(Method.Comparable, unknown="not known"),
            empty=Method.Comparable.UNKNOWN,
        ),
        source_column("comparable_source"),
        Column("level_names_vi", _("Names of the levels"), text, empty=""),
        Column("level_names_en", _("Names of the levels in English"), text, empty=""),
        Column("note", _("Internal note"), text, empty="", internal=True),
        source_column(),
    )

    class Meta(SheetResource.Meta):
        model = Method


@register
class CriterionResource(OwnMethods, SheetResource):
    """One row is a criterion of a method in one cut; a criterion stands below the one it is part of."""

    code = "criteria"
    label = _("Criteria")
    key = ("method_id", "cut", "no")
    columns = (
        code_column("method", _("Method"), Method, required=True),
        Column("cut", _("Cut"), choice(Criterion.Cut), required=True),
        Column("no", _("Number"), text, required=True),
        Column(
            "parent",
            _("Part of"),
            text,
            fills=False,
            path="parent__no",
        ),
        Column("name_vi", _("Name"), text, required=True),
        Column("name_en", _("English name"), text, empty=""),
        number_column("max_points", _("Maximum points")),
        code_column("repeats_index", _("Repeats the index"), ReformIndex),
        source_column(),
    )

    class Meta(SheetResource.Meta):
        model = Criterion

    def begin(self):
        self.parents: dict[tuple, str] = {}

    def complete(self, values, cells):
        parent = cells.get("parent")
        key = (values["method_id"], values["cut"])
        known = {number for *of, number in [*self.existing, *self.parents] if tuple(of) == key}
        if parent and parent.text not in known:
            raise Refusal(
                parent,
                _now('the criterion "%(text)s" does not stand above this row.') % {"text": parent.text},
            )
        self.parents[(*key, values["no"])] = parent.text if parent else ""

    def finish(self):
        """Tie the parts to their wholes, which now all have keys."""
        made = {(c.method_id, c.cut, c.no): c for c in Criterion.objects.all()}
        changed = []
        for key, parent in self.parents.items():
            meant = made[key[0], key[1], parent].pk if parent else None
            if made[key].parent_id != meant:
                made[key].parent_id = meant
                changed.append(made[key])
        Criterion.objects.bulk_update(changed, ["parent"])

    @classmethod
    def for_export(cls, queryset):
        return queryset.order_by("method__code", "cut", "no")


@register
class BandResource(OwnIndices, SheetResource):
    """One row is a band of scores."""

    code = "bands"
    label = _("Bands")
    key = ("index_id", "unit_kind", "method_id", "band")
    columns = (
        code_column("index", _("Index"), ReformIndex, required=True),
        Column("unit_kind", _("Kind of unit"), choice(UnitKind), required=True),
        code_column("method", _("Method"), Method),
        Column("band", _("Band"), text, required=True),
        number_column("from_score", _("From score"), required=True),
        number_column("below", _("Below score")),
        source_column(),
    )

    class Meta(SheetResource.Meta):
        model = Band
