"""What a bulletin says of figures that were corrected after they had been public."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.registry import RegisteredUnit
from provinces.wording import day

from ..catalogue import Catalogue
from ..models import Correction, Edition
from .sentences import Figure, Said, Sentence, joined, say


def corrected(unit: RegisteredUnit, edition: Edition, catalogue: Catalogue, at: datetime | None) -> Iterator[Sentence]:
    """A sentence for each correction of the unit's figures in an edition that is public, or was at a moment."""
    for correction in catalogue.corrections(edition, at):
        figures = [figure for figure in correction.figures.all() if figure.unit_id == unit.pk]
        if figures and correction.edition.publish_at:
            each = (
                say(
                    "%(what)s %(old)s → %(new)s",
                    what=figure.what,
                    old=figure.old,
                    new=Figure(figure.new or _("removed"), correction.source.code if correction.source else ""),
                )
                for figure in figures
            )
            said: Said = {
                "kind": str(correction.get_kind_display()),
                "day": day(timezone.localdate(correction.edition.publish_at)),
                "figures": joined(each, ", ", ", "),
                "reason": correction.reason.strip().rstrip("."),
                "document": _document(correction),
            }
            yield say(_("%(kind)s of %(day)s: %(figures)s (%(reason)s; %(document)s)."), **said)


def _document(correction: Correction) -> Figure:
    if correction.source is None:
        return Figure(_("the document is awaited"))
    return Figure(correction.source.label, correction.source.code)
