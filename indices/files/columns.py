"""The columns of files: their names for machines, and for people a heading, a type, what may stand there, a meaning.

A column that holds a model's field is described by the field's help text. One that the portal computes, joins or writes
out says so itself, with its unit and its rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Choices, Model, TextChoices
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from provinces.models import Region, Source, Unit

from ..models import Average, Basis, Edition, Method, ReformIndex, Result

# Lazy texts: a column is made once and read in the language of an address.
Text = Any
Field = tuple[type[Model], str]
SOURCE_HEADING = _("Source")


class Type(TextChoices):
    """What is in the cells of a column, for machines and for people."""

    TEXT = "text", _("text")
    CODE = "code", _("code (text)")
    WHOLE = "integer", _("whole number")
    NUMBER = "decimal", _("decimal number")
    DAY = "date", _("day (YYYY-MM-DD)")
    MOMENT = "datetime", _("minute in Viet Nam's time (ISO 8601)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field`: the model's field that it holds; `values`: its unit, or the values it may take; `cites`: it
    holds codes of sources."""

    name: str
    heading: Text
    type: Type = Type.TEXT
    field: Field | None = None
    help: Text = ""
    values: Text = ""
    cites: bool = False

    @property
    def description(self) -> str:
        """What the column says of itself; else what its field does. Empty where neither says anything."""
        if self.help or self.field is None:
            return str(self.help)
        model, name = self.field
        return str(getattr(model._meta.get_field(name), "help_text", ""))


Columns = tuple[Column, ...]


def choices(options: type[Choices]) -> Text:
    """The values of a column that takes one of several, each with what it means.

    >>> str(choices(Basis)).partition(":")[0]
    'printed'
    """
    return lazystr(_Choices(options))


class _Choices:
    """Written when it is read, in the language of that moment."""

    def __init__(self, options: type[Choices]) -> None:
        self.options = options

    def __str__(self) -> str:
        return "; ".join(f"{value}: {label}" for value, label in self.options.choices)


def source_column(
    name: str = "source", heading: Text = SOURCE_HEADING, field: Field | None = None, help: Text = ""
) -> Column:
    """A column of codes of documents, which the sheet of sources lists."""
    return Column(name, heading, Type.CODE, field, help, _("code of a source, see the sheet of sources"), cites=True)


def named(columns: Iterable[Column], *names: str) -> Columns:
    """Some of the columns, in the order of the names. Raises KeyError for one that is not there."""
    by_name = {column.name: column for column in columns}
    return tuple(by_name[name] for name in names)


PERCENT_OR_POINTS = _("percent or points: the index's own unit, see the notes")
PLACES = _("places; positive: gained, negative: lost")
COMPUTED_OR_PRINTED = _("printed: by the source; computed: by the portal")

# --- which index, which year ---

INDEX = Column("index", _("Index"), Type.CODE, (ReformIndex, "code"), values="par-index, sipas, papi, pci")
YEAR = Column("year", _("Year assessed"), Type.WHOLE, (Edition, "year"))
VERSION = Column("version", _("Version"), Type.WHOLE, (Edition, "version"))
UNITS_AS_OF = Column("units_as_of", _("Units as of"), Type.DAY, (Edition, "units_as_of"))
METHOD = Column("method", _("Method"), Type.CODE, (Method, "code"))
ANNOUNCED_ON = Column("announced_on", _("Published on"), Type.DAY, (Edition, "announced_on"))
PUBLIC_SINCE = Column(
    "public_since",
    _("Public since"),
    Type.MOMENT,
    help=_("The minute from which this version has been public."),
)

# --- which unit ---

CODE = Column("code", _("Code"), Type.CODE, (Unit, "code"))
UNIT_ID = Column(
    "unit_id",
    _("Permanent id"),
    Type.CODE,
    help=_("Kind, code and first day of the unit: never used twice. /units/{id}/ on the portal leads to its page."),
)
NAME = Column(
    "name", _("Unit"), help=_("What the unit was called on the day of «Units as of», or of the figures themselves.")
)
SLUG = Column("slug", _("Address"), Type.CODE, help=_("What the unit is called in the address of its page."))
UNIT = (CODE, UNIT_ID, NAME, SLUG)
KIND = Column("kind", _("Kind of unit"), Type.CODE, (Unit, "kind"), values="province, ministry, commune")
REGION = Column("region", _("Region"), help=_("The socio-economic region that the unit belonged to on that day."))
REGION_CODE = Column("region_code", _("Code of the region"), Type.CODE, (Region, "code"))

# --- figures ---

RANK = Column("rank", _("Rank"), Type.WHOLE, (Result, "rank"), values=_("1 is the best"))
RANK_OF = Column("rank_of", _("Out of"), Type.WHOLE, (Result, "rank_of"))
SCORE = Column("score", _("Score"), Type.NUMBER, (Result, "score"), values=PERCENT_OR_POINTS)
SCORE_BASIS = Column(
    "score_basis", _("How the score is known"), Type.CODE, (Result, "score_basis"), values=choices(Basis)
)
RANK_BASIS = Column("rank_basis", _("How the rank is known"), Type.CODE, (Result, "rank_basis"), values=choices(Basis))
BAND = Column(
    "band",
    _("Band"),
    Type.CODE,
    help=_("The band of the index that the score falls in; empty where the index has none for the year."),
)
RANK_CHANGE = Column(
    "rank_change",
    _("Change of rank"),
    Type.WHOLE,
    help=_("Against the year before: as printed, else computed where the same units were ranked in both years."),
    values=PLACES,
)
RANK_CHANGE_BASIS = Column(
    "rank_change_basis",
    _("Change known"),
    Type.CODE,
    help=_("Who says the change of rank; empty where there is none."),
    values=COMPUTED_OR_PRINTED,
)
SCORE_CHANGE = Column(
    "score_change",
    _("Change of score"),
    Type.NUMBER,
    help=_("Against the year before: as printed, else computed where both years may be compared."),
    values=_("percentage points, or points of the index"),
)
SCORE_CHANGE_BASIS = Column(
    "score_change_basis",
    _("Change of score known"),
    Type.CODE,
    help=_("Who says the change of score; empty where there is none."),
    values=COMPUTED_OR_PRINTED,
)
CHANGE_SOURCE = source_column(
    "change_source",
    _("Source of the change"),
    (Result, "change_source"),
)
MISSING = Column(
    "missing",
    _("Missing"),
    help=_("Why a score or a rank is not there: one of the four ways. Empty where both are. Missing is not zero."),
)
POINTS = Column(
    "points",
    _("Points by criterion"),
    help=_("Number, name and points of each criterion that is here, one after the other, as printed."),
    values=_("points of the criterion"),
)
POINTS_SOURCE = source_column(
    "points_source", _("Source of the points"), help=_("The documents that the points by criterion come from.")
)
MEAN = (
    Column(
        "mean",
        _("Published mean"),
        Type.NUMBER,
        help=_("The mean that was published of all units of the kind; never computed here."),
        values=PERCENT_OR_POINTS,
    ),
    Column("mean_basis", _("How the mean is known"), Type.CODE, (Average, "score_basis"), values=choices(Basis)),
    source_column("mean_source", _("Source of the mean"), (Average, "source")),
)
SOURCE = source_column(field=(Result, "source"))
UNDER_REVIEW = Column(
    "under_review",
    _("Under review since"),
    Type.MOMENT,
    help=_("Since when the figure is being looked into; it stands until it is corrected. Empty: it is not."),
)

# --- papers ---

CORRECTED_ON = Column(
    "corrected_on",
    _("Corrected on"),
    Type.DAY,
    help=_("The day since which the figure stands as corrected or revised; the latest one. Empty: never changed."),
)
CORRECTION = Column(
    "correction",
    _("Correction"),
    help=_("Address of the entry in the register of corrections: what was changed, why, by which document."),
)
CORRECTED = (CORRECTED_ON, CORRECTION)
LICENCE_COLUMN = Column(
    "licence",
    _("Licence"),
    help=_("Of the figures in this row: that of the compilation, or whose they are. The document has its own licence."),
)

# --- documents ---

DOCUMENT = (
    Column("code", _("Code"), Type.CODE, (Source, "code")),
    Column("publisher", _("Publisher"), Type.TEXT, (Source, "publisher")),
    Column("title", _("Title"), Type.TEXT, (Source, "title")),
    Column("published_on", _("Published on"), Type.DAY, (Source, "published_on")),
    Column("address", _("Address on the portal"), help=_("The page with all figures that come from the document.")),
    Column("locator", _("Where it is found"), Type.TEXT, (Source, "locator")),
    Column("licence", _("Licence"), Type.TEXT, (Source, "licence")),
)
