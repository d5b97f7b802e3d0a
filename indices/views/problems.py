"""Reporting a problem with a figure: what to send and to whom. Nothing is stored, and no form is needed."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, quote, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from provinces.language import speaking
from provinces.wording import day as day_text
from provinces.wording import moment

from ..ahead import PUBLIC
from ..cards.card import on_day
from ..catalogue import Catalogue, current_catalogue
from ..citing import public_documents

LONGEST_PATH = 300
NEW_LINE = "%0D%0A"  # in the body of a letter (RFC 6068)


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of this portal that a reader came from."""

    path: str
    match: ResolverMatch
    day: date | None = None


def own_page(about: str) -> OwnPage | None:
    """The page at an address that somebody typed or followed; None for everything that is no public page of ours.

    Of its query only the day is kept.
    """
    if not about.startswith("/") or about.startswith(("//", "/\\")) or len(about) > LONGEST_PATH:
        return None
    try:
        parts = urlsplit(about)
        with speaking(translation.get_language_from_path(parts.path) or settings.LANGUAGE_CODE):
            match = resolve(parts.path)
    except (ValueError, Resolver404):  # `/%09/[x` is the beginning of another host once its tab is gone
        return None
    if parts.netloc or match.app_name not in PUBLIC:
        return None
    day = _day(parts.query)
    return OwnPage(on_day(parts.path, day), match, day)


def _day(query: str) -> date | None:
    try:
        return date.fromisoformat(parse_qs(query).get("as_of", [""])[0])
    except ValueError:
        return None


def publisher_of(page: OwnPage | None, catalogue: Catalogue) -> str:
    """Who published what the page shows: of a document that is public, or of an index; empty where there is more than
    one."""
    if page is None:
        return ""
    code = page.match.kwargs.get("code", "")
    if page.match.view_name == "indices:source":
        source = public_documents(catalogue).filter(code=code).first()
        return source.publisher if source else ""
    return next((index.publisher for index in catalogue.indices.values() if index.code == code), "")


def state_of(page: OwnPage | None, catalogue: Catalogue) -> str:
    """Which state of the figures the reader speaks of: that of the page's day, else the one that is public now."""
    if page and page.day:
        return _("As it was public at the end of %(day)s.") % {"day": day_text(page.day)}
    public_since = max((edition.publish_at for edition in catalogue.published() if edition.publish_at), default=None)
    return _("As public since %(time)s.") % {"time": moment(public_since)} if public_since else ""


def mail_to(page: OwnPage | None, state: str) -> str:
    """A letter that is begun already; empty where the portal has no address to write to."""
    if not settings.CONTACT_EMAIL:
        return ""
    where = settings.SITE_URL + (page.path if page else "")
    lines = [
        _("Page: %(address)s") % {"address": where},
        state,
        "",
        _("Which figure (unit, index, year):"),
        _("The portal says:"),
        _("It should be:"),
        _("The document that says so (address or number):"),
    ]
    subject = _("Error in figures: %(address)s") % {"address": page.path if page else where}
    body = NEW_LINE.join(map(quote, lines))
    return f"mailto:{settings.CONTACT_EMAIL}?subject={quote(subject)}&body={body}"


def report_problem(request: HttpRequest):
    """What to send about the page in `?about=`, and to whom."""
    catalogue = current_catalogue()
    page = own_page(request.GET.get("about", ""))
    state = state_of(page, catalogue)
    context = {
        "about": page.path if page else "",
        "state": state,
        "publisher": publisher_of(page, catalogue),
        "mail_to": mail_to(page, state),
    }
    return render(request, "indices/report_a_problem.html", context)
