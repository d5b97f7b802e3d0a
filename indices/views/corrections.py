"""The public register of corrections: page, files, feed."""

from datetime import datetime
from typing import NamedTuple

from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import gettext as _

from ..catalogue import Catalogue, current_catalogue
from ..files.corrections import register_file
from ..models import Correction, Proposal
from .feeds import PortalFeed


def corrections(request):
    """Every public figure that was changed or taken away, and every edition that was withdrawn."""
    catalogue = current_catalogue()
    context = {
        "corrections": catalogue.corrections(),
        "withdrawals": catalogue.withdrawals(),
        "catalogue": catalogue,
    }
    return render(request, "indices/corrections.html", context)


def corrections_file(request, ending: str):
    """The register as a file."""
    return register_file(current_catalogue()).answer(request, ending)


class Entry(NamedTuple):
    """One entry of the feed; `anchor` is its place on the page."""

    title: str
    text: str
    anchor: str
    at: datetime


def _corrected(correction: Correction, catalogue: Catalogue) -> Entry:
    edition, names = correction.edition, catalogue.registry
    figures = "; ".join(
        (f"{names.full_name(figure.unit_id, edition.units_as_of)}, " if figure.unit_id else "")
        + f"{figure.what}: {figure.old} → {figure.new}"
        for figure in correction.figures.all()
    )
    title = f"{correction.get_kind_display()}: {edition}"
    return Entry(title, f"{correction.reason} {figures}", f"c{correction.pk}", edition.publish_at or correction.at)


def _withdrawn(proposal: Proposal) -> Entry:
    title = _("Withdrawn: %(edition)s") % {"edition": proposal.edition}
    return Entry(title, proposal.note, f"w{proposal.pk}", proposal.confirmed_at or proposal.proposed_at)


class CorrectionsFeed(PortalFeed):
    """The register as a feed: one entry for each correction and each withdrawal."""

    address = "indices:corrections"
    feed_address = "indices:corrections_feed"

    def title(self) -> str:
        return _("Register of corrections")

    def items(self, obj: Catalogue) -> list[Entry]:
        found = [_corrected(correction, obj) for correction in obj.corrections()]
        found += [_withdrawn(proposal) for proposal in obj.withdrawals()]
        return sorted(found, key=lambda entry: entry.at, reverse=True)

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str:
        return escape(item.text)

    def item_link(self, item: Entry) -> str:
        return f"{self.link()}#{item.anchor}"

    def item_pubdate(self, item: Entry) -> datetime:
        return item.at
