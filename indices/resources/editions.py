"""The sheets of editions and of who belongs to their field; and how other sheets say which edition they mean."""

from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import UnitKind
from provinces.names import fold
from provinces.sheets.columns import Column, Refusal, Remark, choice, day, minute, text, whole
from provinces.sheets.kinds import register
from provinces.sheets.layout import year_in
from provinces.sheets.of_units import UnitSheetResource
from provinces.sheets.outcomes import NEW
from provinces.sheets.reading import Cell
from provinces.sheets.references import UnitReference, code_column, source_column
from provinces.sheets.resource import SheetResource

from ..models import Edition, Method, Participation, ReformIndex
from .scope import OwnIndices

EDITION_COLUMNS = (
    Column(
        "index",
        _("Index"),
        text,
        fills=False,
        spellings=("Chỉ số",),
        path="edition__index__code",
        help=_("Code of the index, as in the table of indices."),
    ),
    Column(
        "year",
        _("Year assessed"),
        whole,
        fills=False,
        spellings=("Năm", "Năm đánh giá"),
        path="edition__year",
        help=_("The year that was assessed, not the one in which the result was announced."),
    ),
)


@register
class EditionResource(OwnIndices, SheetResource):
    """One row is an edition. A change to an edition that is no draft opens its next version."""

    code = "editions"
    label = _("Editions")
    key = ("index_id", "year")
    columns = (
        code_column("index", _("Index"), ReformIndex, required=True),
        Column("year", _("Year assessed"), whole, required=True),
        Column("announced_on", _("Announced on"), day),
        source_column("announced_source"),
        Column("units_as_of", _("Units as of"), day),
        code_column("method_provinces", _("Method for provinces"), Method),
        code_column("method_ministries", _("Method for ministries"), Method),
        Column("field_provinces", _("Provinces ranked"), whole),
        Column("field_ministries", _("Ministries ranked"), whole),
    )

    class Meta(SheetResource.Meta):
        model = Edition

    def get_queryset(self):
        return Edition.objects.latest_versions()

    def complete(self, values, cells):
        values["units_as_of"] = values.get("units_as_of") or date(values["year"], 12, 31)

    def bulk_update(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        """Changes go to the open draft; the next version is opened for an edition that has none."""
        changed, self.update_instances = self.update_instances, []
        if dry_run:
            return
        for record in changed:
            wanted = {name: getattr(record, name) for name in Edition.METADATA}
            draft = Edition.open_draft(record.index, record.year, by=self.context.get("user"))
            for name, value in wanted.items():
                setattr(draft, name, value)
            draft.save()
            draft.edited(self.context.get("user"))

    def finish(self):
        """Whoever enters an edition edits it, and cannot approve it."""
        for outcome in self.outcomes:
            if outcome.state == NEW:
                outcome.record.edited(self.context.get("user"))

    @property
    def written(self):
        """Only what is new: a changed edition goes to another version, which keeps its own history."""
        return (row for row in super().written if row[2] is None)


def titled_edition(titles) -> tuple[Cell, Edition] | None:
    """The edition that the texts above a header name, with the cell that does; None unless exactly one is named."""
    indices = list(ReformIndex.objects.all()) if titles else []
    named: dict[int, Cell] = {}
    years: dict[int, Cell] = {}
    for cell in titles:
        said = fold(cell.text)
        for index in indices:
            if any(fold(name) in said for name in (index.short_name, index.name_vi)):
                named.setdefault(index.pk, cell)
        if year := year_in(cell.text):
            years.setdefault(year, cell)
    if len(named) != 1 or len(years) != 1:
        return None
    [(index_id, cell)], [year] = named.items(), years
    edition = Edition.objects.filter(index=index_id, year=year).select_related("index").order_by("-version").first()
    return (cell, edition) if edition else None


class OfEditionResource(OwnIndices, UnitSheetResource):
    """A sheet whose rows belong to an edition: the one of the run, or the one that each row names.

    `context["editions"]` maps (index code, year) to the version that is read and written.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.changing: set[int] = set()

    @classmethod
    def check_said(cls, said):
        super().check_said(said)
        code, _colon, year = said.get("edition", "").partition(":")
        if code and not Edition.objects.filter(index__code=code, year=year if year.isdecimal() else 0).exists():
            raise ValidationError(_now('There is no edition "%(code)s".') % {"code": said["edition"]})

    @classmethod
    def context_of(cls, said, user):
        understood = super().context_of(said, user)
        understood.pop("edition", None)
        understood["titled"] = titled_edition(said.get("titles", ()))
        if said.get("edition"):
            code, _colon, year = said["edition"].partition(":")
            understood["edition"] = (
                Edition.objects.of(ReformIndex.objects.get(code=code), int(year)).order_by("-version").first()
            )
        elif understood["titled"]:
            understood["edition"] = understood["titled"][1]
        return understood

    def look_at(self, table):
        self._kind_by_names(table)
        self._compare_with_title()

    def _kind_by_names(self, table):
        """Where nobody says which kind of unit the sheet is about, the kind whose names it uses more often."""
        place = self.place_of("unit_name", table)
        if self.unit.kind or place is None:
            return
        names = [fold(row.cells[place].text) for row in table.rows if place < len(row.cells)]
        by_word = {
            UnitKind.MINISTRY: sum(
                name.startswith(("bo ", "ngan hang", "thanh tra", "uy ban", "van phong")) for name in names
            ),
            UnitKind.PROVINCE: len(names) / 2,
        }
        self.unit.kind = max(by_word, key=lambda kind: by_word[kind])

    def _compare_with_title(self):
        """Say which edition the title names, where the form left it open or says another."""
        titled, chosen = self.context.get("titled"), self.context.get("edition")
        if not titled:
            return
        cell, edition = titled
        if chosen == edition and "index" not in self.answers:
            self.remarks.append(Remark(cell, _now("the title names %(edition)s.") % {"edition": edition}))
        elif chosen:
            self.remarks.append(
                Remark(
                    cell,
                    _now("the title names %(titled)s, the form says %(chosen)s. The rows go to %(chosen)s.")
                    % {"titled": edition, "chosen": chosen},
                )
            )

    @classmethod
    def next_steps(cls, run):
        """The screens of the drafts that the rows went to."""
        written = cls._meta.model.objects.filter(pk__in=run.changes.values("record"))
        drafts = Edition.objects.filter(state=Edition.State.DRAFT, pk__in=written.values("edition"))
        return [
            (
                _now("Next: check and submit %(edition)s, version %(version)s")
                % {"edition": draft, "version": draft.version},
                reverse("admin:indices_edition_review", args=[draft.pk]),
            )
            for draft in drafts.select_related("index")
        ]

    @property
    def year(self):
        chosen = self.context.get("edition")
        return chosen.year if chosen else None

    def prepare(self, record):
        self.changing.add(record.edition_id)

    def for_writing(self, user):
        """Rows go to open drafts: the next version is opened for each edition that changes. Raises ValidationError."""
        editions = dict(self.editions)
        for key, edition in self.editions.items():
            if edition.pk in self.changing:
                editions[key] = Edition.open_draft(edition.index, edition.year, by=user)
                editions[key].edited(user)
        if editions == self.editions:
            return None
        return type(self)(self.context | {"editions": editions})

    @property
    def editions(self) -> dict[tuple[str, int], Edition]:
        if "editions" not in self.context:
            latest = Edition.objects.latest_versions().select_related("index", "method_provinces", "method_ministries")
            self.context["editions"] = {(edition.index.code, edition.year): edition for edition in latest}
        return self.context["editions"]

    def get_queryset(self):
        chosen = self.context.get("edition")
        editions = [e for key, e in self.editions.items() if not chosen or key == (chosen.index.code, chosen.year)]
        return super().get_queryset().filter(edition__in=[edition.pk for edition in editions]).order_by()

    def index_of(self, values):
        return self._indices[values["edition_id"]]

    @cached_property
    def _indices(self) -> dict[int, int]:
        return {edition.pk: edition.index_id for edition in self.editions.values()}

    def edition_of(self, cells: dict[str, Cell]) -> Edition:
        """The edition a row belongs to. Raises Refusal."""
        chosen: Edition | None = self.context.get("edition")
        index, year = cells.get("index"), cells.get("year")
        if not index or not year:
            if chosen:
                return self.editions[chosen.index.code, chosen.year]
            raise Refusal(
                next(iter(cells.values())),
                _now("the row does not say its index and year. Choose the edition on the form, or add the columns."),
            )
        found = self.editions.get((self._index_codes.get(fold(index.text), ""), whole(year)))
        if found is None:
            raise Refusal(
                index,
                _now("there is no edition of %(index)s for %(year)s. Create it first, or mend the cell.")
                % {"index": index.text, "year": year.text},
            )
        if chosen and (found.index_id, found.year) != (chosen.index_id, chosen.year):
            raise Refusal(
                index,
                _now("the row is about %(found)s, the form says %(chosen)s. Choose another edition or mend the row.")
                % {"found": found, "chosen": chosen},
            )
        return found

    @cached_property
    def _index_codes(self) -> dict[str, str]:
        """What a sheet may call an index → its code."""
        return {
            fold(name): index.code
            for index in ReformIndex.objects.all()
            for name in (index.code, index.short_name, index.name_vi, index.name_en)
            if name
        }

    def refer(self, cells):
        edition = self.edition_of(cells)
        values = {"edition_id": edition.pk}
        unit = self.unit_of(cells, edition.units_as_of)
        if unit is None:
            raise Refusal(next(iter(cells.values())), _now("the row names no unit."))
        values["unit_id"] = unit
        return values


UNIT = UnitReference("unit_id", "unit_", kind_column="unit_kind")
UNIT_COLUMNS = UNIT.columns()
# What is told of a figure in an edition beside it; no sheet that comes in is asked for it.
OF_EDITION = (
    UNIT.told(),
    Column(
        "version",
        _("Version"),
        whole,
        fills=False,
        told=True,
        path="edition__version",
        help=_("Version of the edition, from 1; a correction makes the next one."),
    ),
    Column(
        "public_since",
        _("Public since"),
        text,
        fills=False,
        told=True,
        path="edition__publish_at",
        given=minute,
        help=_("The minute from which this version has been public."),
    ),
)


@register
class ParticipationResource(OfEditionResource):
    """One row says whether a unit was ranked, assessed without rank, or not assessed."""

    code = "participations"
    label = _("Participations")
    key = ("edition_id", "unit_id")
    columns = (
        *EDITION_COLUMNS,
        *UNIT_COLUMNS,
        Column("status", _("Status"), choice(Participation.Status), required=True),
        source_column(),
        *OF_EDITION,
    )

    class Meta(SheetResource.Meta):
        model = Participation
