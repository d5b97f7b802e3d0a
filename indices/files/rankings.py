"""A league table as a file."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..presenters.rankings import LeagueTable, missing_texts
from ..writing import DataFile


def league_file(league: LeagueTable, plural: str) -> DataFile:
    """Every unit of the country with its figures, or with the reason why there are none."""
    return DataFile(
        name=f"{league.index.code}-{league.edition.year}-{plural}",
        columns=columns(),
        rows=list(rows(league)),
        notes=[
            _("%(index)s, year assessed %(year)s.") % {"index": league.index.name, "year": league.edition.year},
            _("An empty cell is not known, not zero. The column «Missing» says which of the four reasons applies."),
            _("printed: in the source; inferred: from the order in the source; derived: computed by the portal."),
            _("A positive change of rank means places gained."),
        ],
        facts={
            "index": league.index.code,
            "year": league.edition.year,
            "kind": league.kind,
            "announced_on": league.edition.announced_on,
            "field_size": league.size,
        },
    )


def columns() -> dict[str, str]:
    """The columns and their headings in the language of the address."""
    return {
        "rank": _("Rank"),
        "rank_of": _("Out of"),
        "code": _("Code"),
        "unit_id": _("Permanent id"),
        "name": _("Unit"),
        "slug": _("Address"),
        "region": _("Region"),
        "score": _("Score"),
        "score_basis": _("How the score is known"),
        "rank_basis": _("How the rank is known"),
        "band": _("Band"),
        "rank_change": _("Change of rank"),
        "rank_change_basis": _("Change known"),
        "missing": _("Missing"),
        "units_as_of": _("Units as of"),
        "method": _("Method"),
        "source": _("Source"),
        "under_review": _("Under review since"),
    }


def rows(league: LeagueTable) -> Iterator[dict[str, Any]]:
    """Every unit of the country as a row: those with figures by rank, then those without, with the reason."""
    method = league.edition.method_for(league.kind)
    missing = missing_texts()
    common = {"units_as_of": league.day, "method": method.code if method else ""}
    for row in league.rows:
        change = row.change
        yield {
            "rank": row.rank,
            "rank_of": row.rank_of,
            "code": row.code,
            "unit_id": row.unit_id,
            "name": row.name,
            "slug": row.slug,
            "region": row.region,
            "score": Decimal(row.score) if row.score else None,
            "score_basis": row.score_basis,
            "rank_basis": row.rank_basis,
            "band": row.band,
            "rank_change": change.places,
            "rank_change_basis": "" if change.places is None else "printed" if change.printed else "computed",
            "missing": missing.get(row.missing, ""),
            "source": row.source,
            "under_review": row.under_review,
            **common,
        }
    for absent in league.absent:
        yield {
            "code": absent.unit.code,
            "unit_id": absent.unit.permanent_id,
            "name": absent.name,
            "slug": absent.unit.slug,
            "region": absent.region,
            "missing": missing[absent.missing],
            **common,
        }
