"""The register of corrections as open tables: the columns of figures that became others, and of withdrawn editions."""

from django.utils.translation import gettext_lazy as _

from provinces.models import Source
from provinces.sheets.columns import Column, choice, minute, text, whole
from provinces.sheets.references import Codes, OfUnits

from ..models import Correction


def _told(name: str, label, path: str, help_text, read=text, given=None) -> Column:
    return Column(name, label, read, fills=False, told=True, path=path, given=given, help=help_text)


def _of_edition(path: str, minute_path: str) -> tuple[Column, ...]:
    return (
        _told("index", _("Index"), f"{path}__index__code", _("Code of the index, as in the table of indices.")),
        _told("year", _("Year assessed"), f"{path}__year", _("The year that was assessed."), whole),
        _told("version", _("Version"), f"{path}__version", _("The version that was concerned."), whole),
        _told("public_since", _("Public since"), minute_path, _("The minute from which this holds."), given=minute),
    )


CORRECTIONS = (
    *_of_edition("correction__edition", "correction__edition__publish_at"),
    _told(
        "kind",
        _("Kind"),
        "correction__kind",
        _("correction: the portal or the source slipped; revision: the issuer changed the figure."),
        choice(Correction.Kind),
    ),
    _told(
        "unit_id",
        _("Permanent id"),
        "unit__pk",
        _("The unit whose figure it is; empty where it is none of a unit."),
        given=OfUnits("id"),
    ),
    _told("unit_name", _("Unit"), "unit__pk", _("The unit's latest official name."), given=OfUnits("name_vi")),
    _told("figure", _("Figure"), "what", _("Which figure became another.")),
    _told("old", _("Before"), "old", _("As it was printed before; empty where the figure was added.")),
    _told("new", _("After"), "new", _("As it is printed since; empty where the figure was removed.")),
    _told("reason_vi", _("Reason"), "correction__reason_vi", _("Why, in Vietnamese.")),
    _told("reason_en", _("Reason in English"), "correction__reason_en", _("Why, in English; empty where not written.")),
    _told(
        "source",
        _("Source"),
        "correction__source__code",
        _("The document that says so; it may follow later."),
        Codes(Source),
    ),
)

WITHDRAWALS = (
    *_of_edition("edition", "confirmed_at"),
    _told("note_vi", _("Note to the public"), "note_vi", _("Why it was withdrawn, in Vietnamese.")),
    _told("note_en", _("Note to the public, in English"), "note_en", _("Why it was withdrawn, in English.")),
)
