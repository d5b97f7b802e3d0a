"""All public figures of one document as a file."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from provinces.language import reader_language
from provinces.models import Region, Unit
from provinces.registry import RegisteredUnit

from ..ahead import public_address
from ..catalogue import Catalogue
from ..licensing import LICENCE, licence_of
from ..models import Average, Edition, Indicator, Snapshot, Target
from ..models.results import FigureOfUnit
from ..presenters.corrected import cells_of, corrected_in
from ..presenters.documents import Cited
from ..presenters.goals import goal_of, title_of
from ..presenters.indicators import share_of
from ..presenters.reports import ReportRow
from ..writing import DataFile
from . import columns as c
from .indicators import REPORT

COLUMNS: c.Columns = (
    c.Column(
        "fact",
        _lazy("Kind of figure"),
        c.Type.CODE,
        help=_lazy("What the document says."),
        values=_lazy(
            "result: accepted; claim: beside the accepted; mean: published; report: of an indicator; target: a promise"
        ),
    ),
    c.INDEX,
    c.YEAR,
    *c.UNIT,
    c.REGION,
    c.REGION_CODE,
    c.Column("mean_of", _lazy("Mean of"), c.Type.CODE, (Average, "group"), values="provinces, ministries, region"),
    c.SCORE,
    c.SCORE_BASIS,
    c.RANK,
    c.RANK_OF,
    c.RANK_BASIS,
    c.Column("indicator", _lazy("Indicator"), c.Type.CODE, (Indicator, "code")),
    *REPORT,
    c.Column("target", _lazy("Target"), c.Type.CODE, (Target, "code")),
    c.Column("about", _lazy("About"), help=_lazy("Name of what a report or a target is about.")),
    c.Column("goal", _lazy("Goal"), help=_lazy("What is to be reached, in words.")),
    c.Column("due_on", _lazy("Deadline"), c.Type.DAY, (Target, "due_on")),
    c.SOURCE,
    c.UNDER_REVIEW,
    *c.CORRECTED,
    c.LICENCE_COLUMN,
)


def source_file(cited: Cited, catalogue: Catalogue) -> DataFile:
    """One row for each figure, in the order of the page."""
    source = cited.source
    return DataFile(
        name=f"source-{source.code}",
        title=_("All public figures from: %(document)s.") % {"document": source.label},
        columns=COLUMNS,
        rows=[row | {"source": source.code} for row in _rows(cited, catalogue)],
        address=public_address("indices:source", source.code),
        public_at=max(_minutes(cited), default=None),
        notes=[
            _("printed: in the source; inferred: from the order in the source; derived: computed by the portal."),
            _("An empty cell is not known, not zero."),
        ],
    )


def _minutes(cited: Cited) -> Iterator[datetime]:
    """When each of the figures became public."""
    for rows in (cited.results, cited.claims, cited.averages):
        yield from (row.edition.publish_at for row in rows if row.edition.publish_at)
    yield from (snapshot.accepted_at for snapshot, _row in cited.snapshots if snapshot.accepted_at)


def _rows(cited: Cited, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for fact, rows in (("result", cited.results), ("claim", cited.claims)):
        for row in rows:
            corrected = corrected_in(row.edition, catalogue).get(row.unit_id) if fact == "result" else None
            yield {
                "fact": fact,
                **_edition(row.edition),
                **_unit(row.unit, cited),
                **_figures(row),
                "under_review": catalogue.under_review(row.edition, row.unit_id) if fact == "result" else None,
                **cells_of(corrected),
            }
    yield from map(_mean, cited.averages)
    for snapshot, report in cited.snapshots:
        yield {"fact": "report", **_unit(snapshot.unit, cited), **_report(snapshot, report)}
    yield from (_target(target, cited) for target in cited.targets)


def _edition(edition: Edition) -> dict[str, Any]:
    return {"index": edition.index.code, "year": edition.year, "licence": licence_of(edition.index)}


def _unit(unit: Unit | RegisteredUnit, cited: Cited) -> dict[str, Any]:
    return {
        "code": unit.code,
        "unit_id": unit.permanent_id,
        "name": cited.names.get(unit.pk, ""),
        "slug": unit.slug,
    }


def _figures(row: FigureOfUnit) -> dict[str, Any]:
    return {
        "score": Decimal(row.score_text) if row.score_text else None,
        "score_basis": row.score_basis,
        "rank": row.rank,
        "rank_of": row.rank_of,
        "rank_basis": row.rank_basis,
    }


def _mean(average: Average) -> dict[str, Any]:
    region = average.region
    return {
        "fact": "mean",
        **_edition(average.edition),
        "mean_of": average.group,
        "region": _in_language(region) if region else "",
        "region_code": region.code if region else "",
        "score": Decimal(average.score_text),
        "score_basis": average.score_basis,
    }


def _in_language(region: Region) -> str:
    return region.name_en if region.name_en and reader_language() == "en" else region.name_vi


def _report(snapshot: Snapshot, report: ReportRow) -> dict[str, Any]:
    percent, basis = share_of(report)
    return {
        "indicator": snapshot.indicator.code,
        "about": snapshot.indicator.name,
        "as_of": report.as_of,
        "numerator": report.numerator,
        "denominator": report.denominator,
        "percent": percent,
        "percent_basis": basis,
        "qualifier": report.qualifier,
        "licence": LICENCE,
    }


def _target(target: Target, cited: Cited) -> dict[str, Any]:
    unit = cited.units.get(target.unit_id or 0)
    return {
        "fact": "target",
        "indicator": target.indicator.code if target.indicator else "",
        "index": target.index.code if target.index else "",
        **(_unit(unit, cited) if unit else {}),
        "target": target.code,
        "about": title_of(target),
        "goal": goal_of(target),
        "due_on": target.due_on,
        "licence": licence_of(target.index),
    }
