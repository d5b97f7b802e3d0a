"""What a page is, in schema.org's words, for those who find data by machine: its figures as a data set, or its unit.

A page's files stand in it too. Everything is said by the presenters already; here it is only named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.language import reader_language
from provinces.models import BEGINNING, PLURALS, UnitKind
from provinces.registry import RegisteredUnit, Registry

from .ahead import address, public_address
from .cards.card import Card, each_once, on_day
from .licensing import OF_THEIR_PUBLISHERS, mixed
from .models import ReformIndex
from .open_data.derived import OpenTable
from .open_data.moment import Moment
from .open_data.package import ABOUT, TITLE
from .presenters.indicators import IndicatorReports
from .presenters.progress import TargetProgress
from .presenters.rankings import LeagueTable

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
VIET_NAM = {"@type": "Country", "name": "Viet Nam", "identifier": "VN"}
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class File:
    """A page's figures as a file."""

    name: str
    type: str
    path: str


@dataclass(frozen=True, slots=True)
class Described:
    """What a page is, and its figures as files."""

    data: dict[str, Any]
    files: tuple[File, ...] = ()


def _files(name: str, *where: object, day: date | None = None) -> tuple[File, ...]:
    return tuple(
        File(ending.upper(), type_, on_day(address(name, *where, ending), day)) for ending, type_ in TYPES.items()
    )


def _data_set(
    name: str,
    card: Card,
    creator: str,
    sources: Iterable[str],
    measured: list[dict[str, Any]],
    files: tuple[File, ...],
    free: bool = True,
    **more: Any,
) -> Described:
    site = settings.SITE_URL
    data = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": name,
        "description": card.alt,
        "url": site + card.path,
        "image": site + card.image,
        "inLanguage": reader_language(),
        "isAccessibleForFree": True,
        "usageInfo": public_address("about"),
        "creator": {"@type": "Organization", "name": creator},
        "publisher": {
            "@type": "Organization",
            "name": settings.SITE_OWNER or _("Public administration reform portal"),
            "url": public_address("indices:home"),
        },
        "spatialCoverage": VIET_NAM,
        "variableMeasured": measured,
        "isBasedOn": [public_address("indices:source", code) for code in each_once(sources)],
        "distribution": _downloads(files),
    }
    if free:
        data["license"] = CC_BY
    return Described(data | {key: value for key, value in more.items() if value}, files)


def _minute(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def _measure_of(index: ReformIndex) -> dict[str, Any]:
    said: dict[str, Any] = {"@type": "PropertyValue", "name": index.name, "unitText": index.get_unit_display()}
    if index.scale_max is not None:
        said["maxValue"] = float(index.scale_max)
    return said


def league_described(league: LeagueTable, plural: str, card: Card, day: date | None = None) -> Described:
    """A league table as a data set; `day` as it was public at its end."""
    index, edition = league.index, league.edition
    average = league.average
    return _data_set(
        name=f"{index.short_name} {edition.year}: {card.kicker}",
        card=card,
        creator=index.publisher,
        sources=[*(row.source for row in league.rows), average.source if average else ""],
        measured=[_measure_of(index), {"@type": "PropertyValue", "name": _("Rank")}],
        files=_files("indices:league_file", index.code, edition.year, plural, day=day),
        free=index.code not in OF_THEIR_PUBLISHERS,
        temporalCoverage=str(edition.year),
        dateModified=_minute(edition.publish_at),
        version=str(edition.version),
    )


def target_described(progress: TargetProgress, card: Card) -> Described:
    """The reports about a target as a data set."""
    target = progress.target
    days = [report.as_of for row in progress.rows for report in row.history]
    codes = [report.source for row in progress.rows for report in row.history]
    return _data_set(
        name=f"{progress.title}: {progress.goal_text}",
        card=card,
        creator=target.set_by,
        sources=[target.source.code, *codes],
        measured=[{"@type": "PropertyValue", "name": progress.title}],
        files=_files("indices:target_file", target.code),
        temporalCoverage=_span([*days, target.due_on]),
    )


def indicator_described(reports: IndicatorReports, card: Card) -> Described:
    """Every report about an indicator as a data set."""
    indicator = reports.indicator
    return _data_set(
        name=indicator.name,
        card=card,
        creator=settings.SITE_OWNER or _("Public administration reform portal"),
        sources=(report.row.source for report in reports.all),
        measured=[{"@type": "PropertyValue", "name": indicator.name}],
        files=_files("indices:indicator_file", indicator.code),
        temporalCoverage=_span([report.row.as_of for report in reports.all]),
        dateModified=_minute(max((report.accepted_at for report in reports.all), default=None)),
    )


def data_described(moment: Moment, tables: Iterable[OpenTable]) -> Described:
    """Everything at once, as a catalogue of data sets: one for each table, and the whole as files of its own."""
    site = settings.SITE_URL
    owner = {"@type": "Organization", "name": settings.SITE_OWNER or _("Public administration reform portal")}
    shared = {"isAccessibleForFree": True, "creator": owner, "spatialCoverage": VIET_NAM}
    whole = (
        File("ZIP", "application/zip", address("indices:data_package")),
        File("SQLite", "application/vnd.sqlite3", address("indices:data_database")),
    )
    sets = [
        shared
        # Where rows of PAPI and PCI stand beside others, there is no one licence.
        | ({} if mixed(field.name for field in table.fields) else {"license": CC_BY})
        | {
            "@type": "Dataset",
            "name": str(table.title),
            "description": str(table.about),
            "url": f"{public_address('indices:data')}#{table.name}",
            "distribution": _downloads(_files("indices:table_file", table.name)),
        }
        for table in tables
    ]
    data: dict[str, Any] = shared | {
        "@context": "https://schema.org",
        "@type": ["DataCatalog", "Dataset"],
        "name": str(TITLE),
        "description": str(ABOUT),
        "url": site + address("indices:data"),
        "inLanguage": reader_language(),
        "usageInfo": public_address("about"),
        "publisher": owner | {"url": public_address("indices:home")},
        "distribution": _downloads(whole),
        "dataset": sets,
    }
    if moment.changed_at:
        data["dateModified"] = _minute(moment.changed_at)
    return Described(data, whole)


def _downloads(files: Iterable[File]) -> list[dict[str, str]]:
    site = settings.SITE_URL
    return [{"@type": "DataDownload", "encodingFormat": file.type, "contentUrl": site + file.path} for file in files]


def _span(days: list[date]) -> str:
    """From the first to the last day, as schema.org writes it."""
    return f"{min(days).isoformat()}/{max(days).isoformat()}" if days else ""


def unit_described(unit: RegisteredUnit, card: Card, registry: Registry, day: date | None = None) -> Described:
    """A province as an area, a ministry as an organisation: its names through time, its code, its days; `day` as it was
    public at its end."""
    names = registry.official_names(unit.pk)
    site = settings.SITE_URL
    name = registry.full_name(unit.pk, unit.ends_on or date.max)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@id": public_address("provinces:permanent_address", unit.permanent_id),
        "name": name,
        "alternateName": sorted(
            {text for one in names for text in (one.full, one.short, one.english) if text} - {name}
        ),
        "identifier": unit.permanent_id,
        "url": site + card.path,
        "image": site + card.image,
        "description": card.alt,
    }
    if unit.kind == UnitKind.MINISTRY:
        data |= {"@type": "GovernmentOrganization", "areaServed": VIET_NAM}
        if unit.begins_on != BEGINNING:
            data["foundingDate"] = unit.begins_on.isoformat()
        if unit.ends_on:
            data["dissolutionDate"] = unit.ends_on.isoformat()
    else:
        data |= {"@type": "AdministrativeArea", "containedInPlace": VIET_NAM}
    return Described(data, _files("indices:unit_file", PLURALS[unit.kind], unit.slug, day=day))
