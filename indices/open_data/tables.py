"""The open tables: what each row is, its columns, and which records are public at a moment.

The columns are those of the sheets that officials import, so that what leaves comes back in and changes nothing;
those for officials alone are left out, and some tell readers more (`Column.told`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

import provinces.resources  # noqa: F401 - registers the kinds of sheets that tables are made of
from provinces.models import RegionMember, Succession, Unit, UnitKind, UnitName
from provinces.sheets.columns import Column
from provinces.sheets.fields import Field, field_of
from provinces.sheets.going_out import rows_of
from provinces.sheets.kinds import KINDS
from provinces.sheets.resource import afresh
from provinces.wording import day

from ..citing import public_documents
from ..models import CorrectedFigure, Proposal, Snapshot
from .moment import Moment
from .register import CORRECTIONS, WITHDRAWALS


@dataclass(frozen=True)
class Table:
    """An open table.

    `name` is that of its file and of its place in the API; `key` are the columns that tell rows apart; `records` are
    the public ones in an order in which they can be imported again; `kind` is the sheet's kind for an import, empty
    for what the portal makes itself.
    """

    name: str
    title: Any
    about: Any
    key: tuple[str, ...]
    model: type[Model]
    columns: tuple[Column, ...]
    records: Callable[[Moment], QuerySet]
    kind: str = ""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The columns as readers need them."""
        return tuple(field_of(self.model, column) for column in self.columns)

    def rows(self, moment: Moment) -> Iterator[Sequence[Any]]:
        """The values of each public record under the columns: texts, whole numbers, decimals, days, None."""
        return rows_of(self.records(moment), tuple(map(afresh, self.columns)))


def of_kind(
    kind: str,
    about: Any,
    key: tuple[str, ...],
    records: Callable[[Moment, QuerySet], QuerySet],
    name: str = "",
    title: Any = "",
) -> Table:
    """The open table of a kind of sheet: its columns but those for officials, its records as far as they are public.

    Its name and title are those of the kind, unless it has its own.
    """
    resource = KINDS[kind]
    model = resource._meta.model
    open_columns = tuple(column for column in resource.columns if column.stands_at and not column.internal)

    def public(moment: Moment) -> QuerySet:
        return resource.for_export(records(moment, model._default_manager.all()))

    return Table(name or kind, title or resource.label, about, key, model, open_columns, public, kind)


def everything(_moment: Moment, records: QuerySet) -> QuerySet:
    """What is public as soon as it is entered: definitions, the registry."""
    return records


def of_versions(moment: Moment, records: QuerySet) -> QuerySet:
    """What belongs to a version is as public as the version. In the order of entry, which takes no sorting."""
    return records.filter(edition__in=moment.versions).order_by("edition_id", "pk")


def commune_table(as_of: Any) -> Table:
    """The list of communes of a day: one table for each list, because an import takes in one list."""
    table = of_kind(
        "communes",
        _("A commune-level unit in the dated list that its file is named by."),
        ("code",),
        lambda moment, records: records.filter(listings__commune_list__as_of=as_of).order_by("code"),
        name=f"communes-{as_of.isoformat()}",
        title=format_lazy("{}, {}", KINDS["communes"].label, lazy(day, str)(as_of)),
    )
    return table


UNIT = ("unit_kind", "unit_code", "unit_begins_on")
OF_UNITS = ("kind", "code", "begins_on")

TABLES = (
    of_kind(
        "sources",
        _("A document that figures, names or rules were taken from."),
        ("code",),
        lambda moment, records: public_documents(moment.catalogue, moment.at).order_by("code"),
    ),
    of_kind(
        "provinces",
        _("A province, a centrally-run city, a ministry or a ministry-level agency, with its first and last day."),
        OF_UNITS,
        lambda moment, records: Unit.objects.exclude(kind=UnitKind.COMMUNE).order_by("-kind", "code", "begins_on"),
        name="units",
        title=_("Provinces, cities, ministries"),
    ),
    of_kind(
        "unit-names",
        _("A name of a province or ministry, with the days on which it was official, or another spelling of it."),
        (*OF_UNITS, "name_vi", "valid_from"),
        lambda moment, records: UnitName.objects.exclude(unit__kind=UnitKind.COMMUNE).order_by(
            "-unit__kind", "unit__code", "unit__begins_on", "valid_from", "pk"
        ),
    ),
    of_kind(
        "successions",
        _("One unit went into another on a day: mergers, renamings."),
        ("kind", "predecessor_code", "predecessor_begins_on", "successor_code", "successor_begins_on"),
        lambda moment, records: Succession.objects.order_by("effective_on", "predecessor__code", "pk"),
    ),
    of_kind("regions", _("A socio-economic region."), ("code",), everything),
    of_kind(
        "region-members",
        _("A province belonged to a region for certain days."),
        ("unit_code", "unit_begins_on", "valid_from"),
        lambda moment, records: RegionMember.objects.order_by("unit__code", "unit__begins_on", "valid_from"),
    ),
    of_kind("indices", _("An index that scores provinces or ministries each year."), ("code",), everything),
    of_kind("methods", _("A decision: how an index is computed for one kind of unit."), ("code",), everything),
    of_kind("criteria", _("A criterion of a method, in one of its two cuts."), ("method", "cut", "no"), everything),
    of_kind(
        "bands", _("A band of scores, as a decision defines it."), ("index", "unit_kind", "method", "band"), everything
    ),
    of_kind(
        "editions",
        _("An index in one year assessed, as far as it is public: its method, its units, when it was announced."),
        ("index", "year"),
        lambda moment, records: records.filter(pk__in=moment.versions).order_by("index__order", "index__code", "-year"),
    ),
    of_kind(
        "participations",
        _("Whether a unit was ranked in an edition, assessed without a rank, or not assessed."),
        ("index", "year", *UNIT),
        of_versions,
    ),
    of_kind("results", _("The score and the rank of a unit in an edition."), (*UNIT, "index", "year"), of_versions),
    of_kind(
        "scores",
        _("The points of a unit for one criterion of the edition's method."),
        (*UNIT, "index", "year", "cut", "criterion_no"),
        of_versions,
    ),
    of_kind(
        "averages",
        _("A published mean of an edition: of the country or of a region."),
        ("group", "region", "index", "year"),
        of_versions,
    ),
    of_kind(
        "claims",
        _("What another source says about a unit in an edition, shown beside the accepted figure."),
        (*UNIT, "index", "year", "source"),
        of_versions,
    ),
    of_kind("indicators", _("Something that is counted and reported as of a day."), ("code",), everything),
    of_kind(
        "snapshots",
        _("A report: what a unit counted as of a day, accepted by another person."),
        ("indicator", *UNIT, "as_of"),
        lambda moment, records: Snapshot.objects.public(moment.at).order_by(
            "indicator__code", "unit__kind", "unit__code", "as_of"
        ),
    ),
    of_kind(
        "adoptions",
        _("Whether, and since when, a commune-level unit offers a service."),
        ("indicator", *UNIT),
        lambda moment, records: records.order_by("indicator__code", "unit__code", "unit__begins_on"),
    ),
    of_kind("targets", _("A promised share, band or rank with its deadline."), ("code",), everything),
    of_kind("guidance", _("What citizens are told about a service."), ("code",), everything),
    Table(
        "corrections",
        _("Corrections"),
        _("A figure that became another in a later version, or was added or removed, and why."),
        ("index", "year", "version", "unit_id", "figure"),
        CorrectedFigure,
        CORRECTIONS,
        lambda moment: CorrectedFigure.objects.filter(
            correction__in=[correction.pk for correction in moment.catalogue.corrections(at=moment.at)]
        ).order_by("-correction__edition__publish_at", "pk"),
    ),
    Table(
        "withdrawals",
        _("Withdrawals"),
        _("An edition that was public and is not any more, and why."),
        ("index", "year"),
        Proposal,
        WITHDRAWALS,
        lambda moment: Proposal.objects.filter(
            pk__in=[withdrawal.pk for withdrawal in moment.catalogue.withdrawals(moment.at)]
        ).order_by("-confirmed_at"),
    ),
)
