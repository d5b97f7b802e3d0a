"""The sheet of what citizens are told about a service."""

import re

from django.utils.translation import gettext_lazy as _

from provinces.sheets.columns import Column, day, text
from provinces.sheets.kinds import register
from provinces.sheets.reading import Cell
from provinces.sheets.references import code_column, source_column
from provinces.sheets.resource import SheetResource

from ..models import Guidance, Indicator

# A cell is read without its line breaks; this sign stands for one, two of them for an empty line.
END_OF_LINE = "¶"


def lines(cell: Cell) -> str:
    """A text of several lines out of one cell."""
    return re.sub(rf"\s*{END_OF_LINE}\s*", "\n", cell.text).strip()


def in_one_cell(body: str) -> str:
    """A text of several lines as one cell."""
    return f" {END_OF_LINE} ".join(body.splitlines()).replace("  ", " ")


@register
class GuidanceResource(SheetResource):
    """One row is a guidance. In its texts ¶ ends a line, and ¶ ¶ a paragraph."""

    code = "guidance"
    label = _("Guidance for citizens")
    key = ("code",)
    columns = (
        Column("code", _("Code"), text, required=True, spellings=("Mã",)),
        code_column("indicator", _("Indicator"), Indicator, required=True, spellings=("Chỉ tiêu",)),
        Column("title_vi", _("Heading"), text, required=True),
        Column("title_en", _("Heading in English"), text, empty=""),
        Column("body_vi", _("Text (¶ ends a line)"), lines, required=True, given=in_one_cell),
        Column("body_en", _("Text in English (¶ ends a line)"), lines, empty="", given=in_one_cell),
        Column("valid_as_of", _("True on"), day, required=True),
        source_column(required=True),
    )

    class Meta(SheetResource.Meta):
        model = Guidance
