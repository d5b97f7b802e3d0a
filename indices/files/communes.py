"""The communes that a reader looked for, with what was reported of each, as a file."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from provinces.models import BEGINNING, ListedCommune, Succession, Unit

from ..ahead import public_path
from ..licensing import LICENCE
from ..models import Adoption, Indicator
from ..presenters.communes import CommuneRow, Offer, Relative
from ..writing import BETWEEN_CODES, DataFile, Filter
from . import columns as c

COLUMNS: c.Columns = (
    *c.named(c.UNIT, "code", "unit_id"),
    c.Column("name", _lazy("Commune"), help=_lazy("The latest official name, with its type.")),
    c.Column("district", _lazy("District"), c.Type.TEXT, (ListedCommune, "district")),
    c.Column(
        "listed_on", _lazy("In the list of"), c.Type.DAY, help=_lazy("The day of the latest list that has the commune.")
    ),
    c.Column("province_code", _lazy("Code of the province"), c.Type.CODE, c.CODE.field),
    c.Column("province_id", _lazy("Permanent id of the province"), c.Type.CODE, help=c.UNIT_ID.help),
    c.Column(
        "province",
        _lazy("Province"),
        help=_lazy("What it was called on the day of the list, or is called now if the commune is in force."),
    ),
    c.Column("begins_on", _lazy("Begins on"), c.Type.DAY, (Unit, "begins_on")),
    c.Column("ends_on", _lazy("Last day"), c.Type.DAY, (Unit, "ends_on")),
    c.Column(
        "became",
        _lazy("Became part of"),
        c.Type.CODE,
        help=_lazy("The communes that this one went into."),
        values=_lazy("permanent ids"),
    ),
    c.Column("legal_basis", _lazy("Legal basis"), c.Type.TEXT, (Succession, "legal_basis")),
    c.Column("indicator", _lazy("Indicator"), c.Type.CODE, (Indicator, "code")),
    c.Column("service", _lazy("Service"), c.Type.TEXT, (Indicator, "name_vi")),
    c.Column(
        "offers",
        _lazy("Offers it"),
        c.Type.CODE,
        (Adoption, "offers"),
        values=_lazy("yes, no; empty: nothing reported, which does not mean that it is not offered"),
    ),
    c.Column("began_on", _lazy("Since"), c.Type.DAY, (Adoption, "began_on")),
    c.Column("as_of", _lazy("As of"), c.Type.DAY, (Adoption, "as_of")),
    c.source_column(field=(Adoption, "source")),
    c.Column(
        "province_as_of",
        _lazy("Report of the province as of"),
        c.Type.DAY,
        help=_lazy("The day of the latest report of the province about all its communes together."),
    ),
    c.Column(
        "province_share",
        _lazy("Report of the province"),
        help=_lazy("What it says, in words: counts, a share, or a bound. It says nothing about this one commune."),
    ),
    c.source_column(
        "province_source",
        _lazy("Source of the report"),
        help=_lazy("The document of the province's report."),
    ),
    c.LICENCE_COLUMN,
)


def communes_file(asked: str, rows: Sequence[CommuneRow], more: int, today: date) -> DataFile:
    """One row for each commune that was found and each service. `more`: how many fit besides."""
    query = f"?{urlencode({'q': asked})}" if asked else ""
    notes = [_("Nothing reported does not mean that a commune does not offer the service.")]
    if not asked:
        notes.append(_("Nothing was looked for. Ask with ?q= and the name or the code of a commune."))
    if more:
        notes.append(_("%(more)s more communes fit: add the district or the province.") % {"more": more})
    return DataFile(
        name="communes",
        title=_("Communes that were looked for, and what they offer."),
        columns=COLUMNS,
        rows=[cells for row in rows for cells in _cells(row)],
        address=settings.SITE_URL + public_path("indices:communes") + query,
        day=today,
        filters=[Filter("q", _("Looked for"), asked)] if asked else [],
        notes=notes,
        facts={"found": len(rows), "more": more},
    )


def _cells(row: CommuneRow) -> Iterator[dict[str, Any]]:
    place, commune = row.place, row.place.commune
    where = {
        "code": commune.code,
        "unit_id": _permanent_id(commune.code, commune.begins_on),
        "name": commune.name,
        "district": commune.district,
        "listed_on": commune.listed_on,
        "province_code": place.province.code,
        "province_id": place.province.permanent_id,
        "province": place.province_name,
        "begins_on": None if commune.begins_on == BEGINNING else commune.begins_on,
        "ends_on": commune.ends_on,
        **_heirs(row.heirs),
        "licence": LICENCE,
    }
    if not row.offers:
        yield where
    for offer in row.offers:
        yield where | _offer(offer)


def _heirs(heirs: Sequence[Relative]) -> dict[str, str]:
    communes = [heir.place.commune for heir in heirs]
    return {
        "became": BETWEEN_CODES.join(_permanent_id(one.code, one.begins_on) for one in communes),
        "legal_basis": "; ".join(dict.fromkeys(heir.legal_basis for heir in heirs if heir.legal_basis)),
    }


def _offer(offer: Offer) -> dict[str, Any]:
    adoption, of_province = offer.adoption, offer.of_province
    found: dict[str, Any] = {"indicator": offer.indicator.code, "service": offer.indicator.name}
    if adoption:
        found |= {
            "offers": "yes" if adoption.offers else "no",
            "began_on": adoption.began_on,
            "as_of": adoption.as_of,
            "source": adoption.source.code,
        }
    if of_province:
        found |= {
            "province_as_of": of_province.as_of,
            "province_share": of_province.shown,
            "province_source": of_province.source,
        }
    return found


def _permanent_id(code: str, begins_on: date) -> str:
    return f"commune-{code}-{begins_on.isoformat()}"
