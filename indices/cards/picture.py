"""A card as bytes: what it says, the documents behind it by name, and the address it leads to."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.models import Source

from .card import Card
from .drawing import Drawing, Foot

LONGEST_NAME = 60  # characters of a document's name, so that what follows it is read too


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """What documents are called on cards, by code: their publisher, else their title. One query."""
    return {
        source.code: Truncator(source.publisher or source.label).chars(LONGEST_NAME)
        for source in Source.objects.filter(code__in=set(codes))
    }


def picture_of(card: Card, names: Mapping[str, str]) -> bytes:
    """The card as PNG; `names` are those of its documents, and maybe of others."""
    foot = Foot(
        site=_("Public administration reform portal"),
        sources=foot_text([names[code] for code in card.sources if code in names], card.signs),
        address=urlsplit(settings.SITE_URL).netloc + card.path,
        runs_it=_("Run by %(owner)s.") % {"owner": settings.SITE_OWNER}
        if settings.SITE_OWNER
        else _("Not an official site"),
    )
    return Drawing(card, foot).png()


def foot_text(names: list[str], signs: str) -> str:
    """The first document by name and how many there are beside it; then what the marks on the card mean."""
    found = []
    different = list(dict.fromkeys(names))
    if different:
        first, others = different[0], len(different) - 1
        said = {"source": first, "count": others}
        found.append(
            ngettext("Source: %(source)s and %(count)s other", "Source: %(source)s and %(count)s others", others) % said
            if others
            else _("Source: %(source)s") % said
        )
    meanings = {"*": _("Inferred from the order in the source"), "†": _("Derived by the portal")}
    return " · ".join(found + [f"{mark} {meanings[mark]}" for mark in signs])
