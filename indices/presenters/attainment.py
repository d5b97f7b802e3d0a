"""Targets about an index: its public results, as reports of the days that they speak of."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from ..catalogue import Catalogue
from ..models import Edition, Result, Target
from .figures import band_of, score_text
from .reports import History, ReportRow


def results_as_reports(
    targets: Sequence[Target], catalogue: Catalogue, at: datetime | None = None
) -> dict[int, History]:
    """For each target the results of its index up to the deadline, by unit, as public now or at a moment. Only those
    that may be compared with the latest edition count: the same method for a score or a band, the same units for a
    rank. One query."""
    if not targets:
        return {}
    indices = {target.index_id for target in targets}
    editions = {edition.pk: edition for edition in catalogue.published(at) if edition.index_id in indices}
    results = list(
        Result.objects.filter(edition__in=editions)
        .select_related("source", "unit")
        .order_by("edition__year")
        .only("edition", "unit", "unit__kind", "score", "score_text", "rank", "rank_of", "source__code")
    )
    return {target.pk: _of(target, editions, results, catalogue) for target in targets}


def _of(target: Target, editions: dict[int, Edition], results: Sequence[Result], catalogue: Catalogue) -> History:
    ranks = target.metric == Target.Metric.RANK
    mine = [
        edition
        for edition in editions.values()
        if edition.index_id == target.index_id and edition.units_as_of <= target.due_on
    ]
    if not mine:
        return {}
    # The edition that decides: the last one up to the deadline. Who is not in it has no figure yet.
    last = max(mine, key=lambda edition: edition.units_as_of)
    basis = {edition.pk: _basis(target, edition, catalogue) for edition in mine}
    by_unit: dict[int, list[Result]] = defaultdict(list)
    for result in results:
        figure = result.rank if ranks else result.score
        if result.edition_id in basis and result.unit.kind == target.unit_kind and figure is not None:
            by_unit[result.unit_id].append(result)
    found: History = {}
    for unit_id, rows in by_unit.items():
        if rows[-1].edition_id != last.pk:
            continue
        latest = basis[last.pk]
        comparable = [row for row in rows[:-1] if latest is not None and basis[row.edition_id] == latest] + rows[-1:]
        found[None, unit_id] = [_row(target, row, editions[row.edition_id], catalogue) for row in comparable]
    return found


def _basis(target: Target, edition: Edition, catalogue: Catalogue):
    """What two editions must share for their figures to be compared; None where it is not known."""
    if target.metric == Target.Metric.RANK:
        return catalogue.field(edition, target.unit_kind)
    method = edition.method_for(target.unit_kind)
    return method.pk if method else None


def _row(target: Target, result: Result, edition: Edition, catalogue: Catalogue) -> ReportRow:
    if target.metric == Target.Metric.RANK:
        figure, said = Decimal(result.rank or 0), f"{result.rank}/{result.rank_of or '?'}"
    else:
        figure, said = result.score or Decimal(0), score_text(result.score_text, edition.index)
    if target.metric == Target.Metric.BAND:
        band = band_of(catalogue.bands(edition, target.unit_kind), result.score)
        said = f"{said} ({_('band %(band)s') % {'band': band}})" if band else said
    return ReportRow(
        None, result.unit_id, edition.units_as_of, None, None, figure, "", "exact", False, result.source.code, said
    )
