"""A league table as a file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from provinces.registry import RegisteredUnit

from ..ahead import public_path
from ..licensing import licence_of
from ..presenters.corrected import cells_of, corrected_in
from ..presenters.figures import basis_of, score_text
from ..presenters.means import mean_of
from ..presenters.missing import missing_texts
from ..presenters.points import PartsTable
from ..presenters.ranking_rows import RankingRow
from ..presenters.rankings import LeagueTable
from ..presenters.rivals import RivalRow
from ..presenters.seen import SeenTable
from ..writing import BETWEEN_CODES, DataFile, Filter
from . import columns as c
from .figures import how_to_read, known

COLUMNS: c.Columns = (
    c.RANK,
    c.RANK_OF,
    *c.UNIT,
    c.REGION,
    c.REGION_CODE,
    c.SCORE,
    c.SCORE_BASIS,
    c.RANK_BASIS,
    c.BAND,
    c.RANK_CHANGE,
    c.RANK_CHANGE_BASIS,
    c.MISSING,
    c.UNITS_AS_OF,
    c.METHOD,
    c.SOURCE,
    c.Column(
        "other_figures",
        _lazy("Figures of other sources"),
        help=_lazy("What other sources say of the unit's score or rank, each with its code. The accepted ones stand."),
    ),
    c.source_column(
        "other_sources", _lazy("The other sources"), help=_lazy("The documents that say something else of the unit.")
    ),
    c.UNDER_REVIEW,
    *c.CORRECTED,
    c.LICENCE_COLUMN,
)
# On today's units.
HEIR: c.Columns = (
    c.Column("heir_code", _lazy("Code of the unit of today"), c.Type.CODE, c.CODE.field),
    c.Column(
        "heir_unit_id",
        _lazy("Permanent id of the unit of today"),
        c.Type.CODE,
        help=_lazy("The unit in force today that this one became a part of; empty where it goes on as it was."),
    ),
    c.Column(
        "heir_name",
        _lazy("Unit of today"),
        help=_lazy("What that unit is called today. Figures are those of the units before: nothing is added."),
    ),
)
# Beside the points of an edition, whose columns are its criteria.
POINTS: c.Columns = (c.POINTS_SOURCE,)


def league_file(
    league: LeagueTable,
    plural: str,
    at: datetime | None = None,
    day: date | None = None,
    seen: SeenTable | None = None,
    filters: Sequence[Filter] = (),
    query: str = "",
) -> DataFile:
    """Every unit of the country with its figures, or with the reason why there are none; or only what is seen.

    `at` and `day`: as it was public at the end of a day.
    """
    edition = league.edition
    minutes = [one.publish_at for one in (edition, league.before) if one and one.publish_at]
    path = public_path("indices:league_table", league.index.code, edition.year, plural)
    return DataFile(
        name=f"{league.index.code}-{edition.year}-{plural}",
        title=_("%(index)s, year assessed %(year)s.") % {"index": league.index.name, "year": edition.year},
        columns=columns_of(seen),
        rows=list(_seen_rows(league, seen, at) if seen else rows(league, at)),
        address=settings.SITE_URL + path + (f"?{query}" if query else ""),
        public_at=max(minutes, default=None),
        day=day,
        filters=filters,
        notes=[*how_to_read(), *_of_the_table(league)],
        facts=_facts(league),
        licence=licence_of(league.index),
    )


def columns_of(seen: SeenTable | None) -> c.Columns:
    """The columns; with those of the points and of today's units where they are seen."""
    if seen is None:
        return COLUMNS
    points = (*_points_columns(seen.points), *POINTS) if seen.points else ()
    return (*COLUMNS, *points, *(HEIR if seen.regrouped else ()))


def _points_columns(points: PartsTable) -> Iterator[c.Column]:
    for part in points.columns:
        most = (
            _("points, at most %(points)s") % {"points": part.maximum}
            if part.maximum
            else _("points; the source prints no maximum")
        )
        yield c.Column(
            f"points_{part.no}",
            part.name,
            c.Type.NUMBER,
            help=_("Points of the unit for criterion %(no)s, as printed.") % {"no": part.no},
            values=most,
        )


def _of_the_table(league: LeagueTable) -> Iterator[str]:
    """What the page says beside the rows: the unit of scores, the mean, what other sources say of who is not here."""
    index = league.index
    yield _("Scores are in %(unit)s.") % {"unit": index.get_unit_display()}
    if mean := league.mean:
        how = mean.sign.explanation if mean.sign else _("Printed in the source")
        said = [how.rstrip("."), *([mean.source] if mean.source else [])]
        yield f"{mean_of(league.kind)}: {score_text(mean.score, index)} ({'; '.join(said)})"
    for rival in league.unresulted:
        yield f"{_('Figures of other sources')}: {rival.unit_name}: {_said(rival)}"
    if size := league.size:
        yield _("Units ranked: %(n)s.") % {"n": size}


def _facts(league: LeagueTable) -> dict[str, Any]:
    mean = league.mean
    return {
        "index": league.index.code,
        "year": league.edition.year,
        "version": league.edition.version,
        "kind": league.kind,
        "unit": league.index.unit,
        "announced_on": league.edition.announced_on,
        "field_size": league.size,
        "mean": Decimal(mean.score) if mean else None,
        "mean_basis": mean and ("computed" if mean.n else basis_of(mean.sign)),
        "mean_source": mean.source or None if mean else None,
    }


def rows(league: LeagueTable, at: datetime | None = None) -> Iterator[dict[str, Any]]:
    """Every unit of the country as a row: those with figures by rank, then those without, with the reason."""
    cells = _Cells(league, at)
    yield from map(cells.of, league.rows)
    for absent in league.absent:
        region_code, _region = league.region(absent.unit.pk)
        yield {
            "code": absent.unit.code,
            "unit_id": absent.unit.permanent_id,
            "name": absent.name,
            "slug": absent.unit.slug,
            "region": absent.region,
            "region_code": region_code,
            "missing": cells.missing[absent.missing],
            **cells.others(league.rivals.get(absent.unit.pk, ())),
            **cells.common,
        }


def _seen_rows(league: LeagueTable, seen: SeenTable, at: datetime | None) -> Iterator[dict[str, Any]]:
    """The rows as the page has them, from above to below."""
    cells = _Cells(league, at)
    for row, heir in seen.in_order:
        yield cells.of(row) | _points_of(row, seen.points) | _heir_of(heir, league)


def _points_of(row: RankingRow, points: PartsTable | None) -> dict[str, Any]:
    if points is None:
        return {}
    found = {f"points_{no}": Decimal(one.printed) for no, one in points.cells.get(row.unit_id, {}).items()}
    return found | {"points_source": BETWEEN_CODES.join(points.sources(row.unit_id))}


def _heir_of(heir: RegisteredUnit | None, league: LeagueTable) -> dict[str, Any]:
    if heir is None:
        return {}
    name = league.registry.name(heir.pk, date.max)
    return {"heir_code": heir.code, "heir_unit_id": heir.permanent_id, "heir_name": name}


class _Cells:
    """The cells of a table's rows, with what they have in common."""

    def __init__(self, league: LeagueTable, at: datetime | None) -> None:
        method = league.edition.method_for(league.kind)
        self.missing = missing_texts()
        self.common = {
            "units_as_of": league.day,
            "method": method.code if method else "",
            "licence": licence_of(league.index),
        }
        units = league.registry.units
        self.corrected = {
            units[pk].permanent_id: cells_of(entry)
            for pk, entry in corrected_in(league.edition, league.catalogue, at).items()
            if pk in units
        }

    def of(self, row: RankingRow) -> dict[str, Any]:
        change = row.change
        return {
            "rank": row.rank,
            "rank_of": row.rank_of,
            "code": row.code,
            "unit_id": row.unit_id,
            "name": row.name,
            "slug": row.slug,
            "region": row.region,
            "region_code": row.region_code,
            "score": Decimal(row.score) if row.score else None,
            "score_basis": row.score_basis,
            "rank_basis": row.rank_basis,
            "band": row.band,
            "rank_change": change.places,
            "rank_change_basis": "" if change.places is None else known(change.printed),
            "missing": self.missing.get(row.missing, ""),
            "source": row.source,
            "under_review": row.under_review,
            **self.others(row.rivals),
            **self.corrected.get(row.unit_id, {}),
            **self.common,
        }

    @staticmethod
    def others(rivals: Sequence[RivalRow]) -> dict[str, str]:
        """What other sources say of a unit."""
        if not rivals:
            return {}
        return {
            "other_figures": "; ".join(map(_said, rivals)),
            "other_sources": BETWEEN_CODES.join(dict.fromkeys(rival.source for rival in rivals)),
        }


def _said(rival: RivalRow) -> str:
    """A score, a rank with the size of its field, and who says so: 66.5, rank 5/63 (talkvietnam-org-52084)."""
    figures = [rival.score] if rival.score else []
    if rival.rank is not None:
        figures.append(_("rank %(rank)s") % {"rank": f"{rival.rank}/{rival.rank_of}" if rival.rank_of else rival.rank})
    return f"{', '.join(figures)} ({rival.source})"
