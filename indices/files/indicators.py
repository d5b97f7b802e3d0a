"""An indicator's reports as a file: whole history, also what was replaced."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ..ahead import public_address
from ..licensing import LICENCE
from ..models import Snapshot
from ..models.snapshots import Qualifier
from ..presenters.indicators import FiledReport, IndicatorReports, share_of
from ..writing import DataFile
from . import columns as c

AS_OF = c.Column("as_of", _lazy("As of"), c.Type.DAY, (Snapshot, "as_of"))
# What a report says: counts or a share, or a bound of it.
REPORT: c.Columns = (
    AS_OF,
    c.Column("numerator", _lazy("Numerator"), c.Type.WHOLE, (Snapshot, "numerator"), values=_lazy("what is counted")),
    c.Column("denominator", _lazy("Denominator"), c.Type.WHOLE, (Snapshot, "denominator"), values=_lazy("out of what")),
    c.Column(
        "percent",
        _lazy("Share (%)"),
        c.Type.NUMBER,
        help=_lazy("As printed; where only counts were printed, computed of them to four decimals."),
        values=_lazy("percent of the denominator"),
    ),
    c.Column(
        "percent_basis",
        _lazy("How the share is known"),
        c.Type.CODE,
        help=_lazy("Whether the share was printed or computed; empty where there is none."),
        values=c.COMPUTED_OR_PRINTED,
    ),
    c.Column("qualifier", _lazy("Qualifier"), c.Type.CODE, (Snapshot, "qualifier"), values=c.choices(Qualifier)),
)
YES = _lazy("yes, or empty")
COLUMNS: c.Columns = (
    *c.UNIT,
    *REPORT,
    c.Column("unchanged", _lazy("No change since last report"), c.Type.CODE, (Snapshot, "unchanged"), values=YES),
    c.Column(
        "late",
        _lazy("Late"),
        c.Type.CODE,
        help=_lazy("Whether the report came after its day due; empty where no report was expected."),
        values=_lazy("yes, no, or empty"),
    ),
    c.Column("reported_at", _lazy("Reported at"), c.Type.MOMENT, help=_lazy("When the unit filed the report.")),
    c.Column(
        "accepted_at",
        _lazy("Accepted at"),
        c.Type.MOMENT,
        help=_lazy("When another person accepted it: since then it is public."),
    ),
    c.Column(
        "superseded_at",
        _lazy("Replaced at"),
        c.Type.MOMENT,
        help=_lazy("When another report about the same day took its place; empty while it stands."),
    ),
    c.source_column(field=(Snapshot, "source")),
    c.LICENCE_COLUMN,
)


def indicator_file(reports: IndicatorReports) -> DataFile:
    """One row for every report that was ever public, by unit, the latest first."""
    indicator = reports.indicator
    return DataFile(
        name=indicator.code,
        title=_("Reports: %(indicator)s.") % {"indicator": indicator.name},
        columns=COLUMNS,
        address=public_address("indices:indicator_detail", indicator.code),
        public_at=max((report.accepted_at for report in reports.all), default=None),
        rows=[_row(report) for report in reports.all],
        notes=[
            f"{indicator.name}: {indicator.numerator_name}"
            + (f" / {indicator.denominator_name}" if indicator.denominator_name else ""),
            _("An empty cell is not known, not zero. A row that was replaced is history, not a figure of today."),
        ],
        facts={
            "indicator": indicator.code,
            "counts": indicator.numerator_vi,
            "out_of": indicator.denominator_vi,
            "scheme": indicator.scheme,
        },
    )


def _row(report: FiledReport) -> dict[str, Any]:
    row = report.row
    percent, basis = share_of(row)
    return {
        "code": report.unit.code,
        "unit_id": report.unit.permanent_id,
        "name": report.name,
        "slug": report.unit.slug,
        "as_of": row.as_of,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "percent": percent,
        "percent_basis": basis,
        "qualifier": row.qualifier,
        "unchanged": "yes" if row.unchanged else "",
        "late": {True: "yes", False: "no", None: ""}[report.late],
        "reported_at": report.reported_at,
        "accepted_at": report.accepted_at,
        "superseded_at": report.superseded_at,
        "source": row.source,
        "licence": LICENCE,
    }
