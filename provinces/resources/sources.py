"""The sheet of sources."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..models import Source
from ..sheets.columns import Column, Refusal, choice, day, text
from ..sheets.kinds import register
from ..sheets.resource import SheetResource


@register
class SourceResource(SheetResource):
    """One row is a document."""

    code = "sources"
    label = _("Sources")
    key = ("code",)
    columns = (
        Column("code", _("Code"), text, required=True, spellings=("Mã",)),
        Column("kind", _("Kind"), choice(Source.Kind), required=True),
        Column("reliability", _("Reliability"), choice(Source.Reliability), required=True),
        Column("publisher", _("Publisher"), text, empty=""),
        Column("title", _("Title"), text, empty=""),
        Column("title_basis", _("Title known from"), choice(Source.TitleBasis), empty=""),
        Column("locator", _("Where it is found"), text, empty=""),
        Column("published_on", _("Published on"), day),
        Column("licence", _("Licence"), text, empty=""),
        Column("note", _("Internal note"), text, empty="", internal=True),
    )

    class Meta(SheetResource.Meta):
        model = Source

    def complete(self, values, cells):
        if values["code"].startswith(Source.OWN_CODES) and (values["code"],) not in self.existing:
            raise Refusal(cells["code"], _now("codes that begin like this are made by the portal. Choose another one."))
