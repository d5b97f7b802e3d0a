"""An indicator's reports as a file: whole history, also what was replaced."""

from typing import Any

from django.utils.translation import gettext as _

from ..presenters.indicators import FiledReport, IndicatorReports, share_of
from ..writing import DataFile


def indicator_file(reports: IndicatorReports) -> DataFile:
    """One row for every report that was ever public, by unit, the latest first."""
    indicator = reports.indicator
    return DataFile(
        name=indicator.code,
        columns={
            "code": _("Code"),
            "unit_id": _("Permanent id"),
            "name": _("Unit"),
            "slug": _("Address"),
            "as_of": _("As of"),
            "numerator": _("Numerator"),
            "denominator": _("Denominator"),
            "percent": _("Share (%)"),
            "percent_basis": _("How the share is known"),
            "qualifier": _("Qualifier"),
            "unchanged": _("No change since last report"),
            "late": _("Late"),
            "reported_at": _("Reported at"),
            "accepted_at": _("Accepted at"),
            "superseded_at": _("Replaced at"),
            "source": _("Source"),
        },
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
    }
