"""What a bulletin says of figures that were corrected after they had been public."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.registry import RegisteredUnit
from provinces.wording import day

from ..models import Correction, Edition
from .sentences import Figure, Said, Sentence, joined, say
from .year import PublicYear


def corrected(unit: RegisteredUnit, edition: Edition, year: PublicYear) -> Iterator[Sentence]:
    """A sentence for each correction of the unit's figures in an edition, the latest first."""
    for correction in year.catalogue.corrections(edition, year.at):
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
