"""The sheet of mergers and changes of name."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from ..models import Succession
from ..sheets.columns import Column, choice, day, text
from ..sheets.kinds import register
from ..sheets.references import Matchers, UnitReference, source_column
from ..sheets.resource import SheetResource


def references() -> tuple[UnitReference, UnitReference]:
    return (
        UnitReference("predecessor_id", "predecessor_", kind_column="kind", named=False),
        UnitReference("successor_id", "successor_", kind_column="kind", named=False),
    )


PREDECESSOR, SUCCESSOR = references()


@register
class SuccessionResource(SheetResource):
    """One row says that a unit went into another on a day."""

    code = "successions"
    label = _("Mergers and changes of name")
    key = ("predecessor_id", "successor_id")
    columns = (
        *PREDECESSOR.columns(),
        *SUCCESSOR.columns()[1:],
        Column("effective_on", _("Effective on"), day, required=True),
        Column(
            "relation",
            _("Relation"),
            choice(Succession.Relation, renamed="renamed, functions added"),
            empty=Succession.Relation.MERGED,
        ),
        Column("seat_in", _("Seat in"), text, empty=""),
        Column("legal_basis", _("Legal basis"), text, empty=""),
        Column("note", _("Internal note"), text, empty="", internal=True),
        source_column(),
        PREDECESSOR.told(),
        SUCCESSOR.told(),
    )

    class Meta(SheetResource.Meta):
        model = Succession

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.references = references()
        self.matchers = Matchers()

    def refer(self, cells):
        on = self.context.get("as_of") or date.today()
        return {reference.attribute: reference.read(cells, self.matchers, on) for reference in self.references}
