"""The description of the package by which programs read it: datapackage.json (Frictionless Data Package)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.models import Source
from provinces.sheets.fields import Field

from ..ahead import public_address
from ..licensing import mixed
from .derived import OpenTable
from .dictionary import bilingual
from .keys import references_of
from .moment import Moment

NAME = "viet-nam-administrative-reform-indices"
TITLE = _("Indices of administrative reform in Viet Nam: all data of the portal")
ABOUT = _(
    "SIPAS, PAR INDEX, PAPI and PCI by province and ministry, reports on targets, and the registry of units through "
    "their mergers. Every figure names its source. An empty cell is not known, not zero."
)
BELONGS = _("PAPI and PCI figures belong to their publishers: cite them, whatever the licence of the compilation.")
LICENCES = [
    {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "Creative Commons Attribution 4.0",
    }
]


def licences_of(names: Iterable[str]) -> list[dict[str, str]]:
    """The licences of a table with these columns: one more where rows of PAPI and PCI stand among others."""
    if not mixed(names):
        return LICENCES
    title = "PAPI and PCI figures belong to their publishers"
    return [*LICENCES, {"name": "other-closed", "path": public_address("about"), "title": title}]


@dataclass(frozen=True, slots=True)
class Written:
    """A table's file as it was written: where, its digest and size, how many rows, which documents its rows name."""

    table: OpenTable
    path: str
    sha256: str
    size: int
    rows: int
    sources: frozenset[str]


def descriptor(written: Sequence[Written], moment: Moment, version: str) -> dict[str, Any]:
    """The package of these files. `version` names the release, or the moment that the data are of."""
    tables = [one.table for one in written]
    documents = Source.objects.in_bulk(sorted(set().union(*(one.sources for one in written))), field_name="code")
    said = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": bilingual(TITLE),
        "description": f"{bilingual(ABOUT)} {bilingual(BELONGS)}",
        "homepage": public_address("indices:data"),
        "version": version,
        "licenses": licences_of(field.name for table in tables for field in table.fields),
        "contributors": [{"title": settings.SITE_OWNER or bilingual(_portal()), "role": "publisher"}],
        "keywords": ["SIPAS", "PAR INDEX", "PAPI", "PCI", "Viet Nam"],
        "resources": [_resource(one, tables, documents) for one in written],
    }
    if moment.changed_at:
        said["created"] = timezone.localtime(moment.changed_at).isoformat(timespec="seconds")
    return said


def _portal() -> Any:
    return _("Public administration reform portal")


def _resource(written: Written, tables: Sequence[OpenTable], documents: dict[str, Source]) -> dict[str, Any]:
    table = written.table
    cited = [documents[code] for code in sorted(written.sources) if code in documents]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": written.path,
        "title": bilingual(table.title),
        "description": bilingual(table.about),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        "rows": written.rows,
        "licenses": licences_of(field.name for field in table.fields),
        **({"sources": [_source(document) for document in cited]} if cited else {}),
        "schema": {
            "fields": [_field(field) for field in table.fields],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **_keys(table, tables),
        },
    }


def _keys(table: OpenTable, tables: Sequence[OpenTable]) -> dict[str, Any]:
    keys = [
        # A table that refers to itself names itself by nothing, as the specification wants it.
        {
            "fields": list(one.columns),
            "reference": {"resource": "" if one.table == table.name else one.table, "fields": list(one.at)},
        }
        for one in references_of(table, tables)
    ]
    return {"foreignKeys": keys} if keys else {}


def _field(field: Field) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "title": bilingual(field.label),
        "description": bilingual(field.help),
    }
    if field.type == "datetime":
        said["format"] = "any"  # ISO 8601 with Viet Nam's offset, which the strict form does not have
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.choices:
        constraints["enum"] = list(field.choices)
    return said | ({"constraints": constraints} if constraints else {})


def _source(document: Source) -> dict[str, str]:
    said = {
        "title": document.label,
        "path": public_address("indices:source", document.code),
        "code": document.code,
        "locator": document.locator,
        "licence": document.licence,
    }
    return {name: value for name, value in said.items() if value}


def codes_of(table: OpenTable, rows: Iterable[Sequence[Any]], found: set[str]) -> Iterable[Sequence[Any]]:
    """The rows as they are; on their way past the codes of documents that they name are added to `found`."""
    places = [place for place, field in enumerate(table.fields) if field.refers is Source]
    for row in rows:
        found.update(row[place] for place in places if row[place])
        yield row
