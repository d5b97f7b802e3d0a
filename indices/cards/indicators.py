"""The card of an indicator: how many units have ever reported, and the last of them."""

from django.utils.translation import gettext as _

from provinces.wording import day

from ..ahead import public_path
from ..presenters.indicators import IndicatorReports
from .card import Card, Line, each_once

UNITS = 5


def card_of_indicator(reports: IndicatorReports) -> Card:
    """The units that reported last, each with its last report."""
    indicator, latest = reports.indicator, reports.latest
    last = sorted(latest, key=lambda report: (-report.row.as_of.toordinal(), report.unit.sort_key))[:UNITS]
    return Card(
        _("Indicator"),
        indicator.name,
        public_path("indices:indicator_detail", indicator.code),
        public_path("indices:indicator_card", indicator.code),
        figure=str(len(latest)),
        caption=_("Units with reports"),
        detail=_("the latest report is of %(day)s") % {"day": day(last[0].row.as_of)} if last else "",
        lines=tuple(Line(report.name, report.row.shown) for report in last),
        sources=each_once(report.row.source for report in last),
    )
