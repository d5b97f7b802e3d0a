"""The sheet of figures from other sources."""

from django.utils.translation import gettext_lazy as _

from provinces.sheets.columns import Column, text
from provinces.sheets.kinds import register
from provinces.sheets.references import licence_column, source_column
from provinces.sheets.resource import SheetResource

from ..models import Claim
from .editions import EDITION_COLUMNS, OF_EDITION, UNIT_COLUMNS
from .figures import FIGURE_COLUMNS, FigureResource


@register
class ClaimResource(FigureResource):
    """One row is what another source says about a unit in an edition."""

    code = "claims"
    label = _("Figures from other sources")
    key = ("edition_id", "unit_id", "source_id")
    columns = (
        *UNIT_COLUMNS,
        *EDITION_COLUMNS,
        *FIGURE_COLUMNS,
        source_column(required=True),
        Column("note", _("Internal note"), text, empty="", internal=True),
        licence_column(),
        *OF_EDITION,
        # A rival sheet may have the columns of a sheet of results; a claim has no printed change.
        Column("rank_change_printed", _("Printed change of rank"), text, fills=False, path=None),
        Column("score_change_printed", _("Printed change of score"), text, fills=False, path=None),
        Column("change_source", _("Source of the change"), text, fills=False, path=None),
    )

    class Meta(SheetResource.Meta):
        model = Claim
