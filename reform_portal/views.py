"""Pages about the portal itself."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.ahead import public_address
from indices.presenters.missing import missing_texts
from provinces.guides import guide

from . import samples, tokens

# When somebody last went through the statement on accessibility; a change of the statement moves it.
ACCESSIBILITY_REVIEWED = date(2026, 11, 24)
# For how long a copy of security.txt may be believed.
SECURITY_TXT_HOLDS = timedelta(days=30)


def about(request):
    """Who runs the portal, what its figures rest on, how they are corrected and cited, under which licences."""
    return render(request, "about.html")


def design(request):
    """Every component of the public pages in every state, with invented figures that say so."""
    known = tokens.colours(tokens.STYLESHEET.read_text(encoding="utf-8"))
    counted = samples.counted()
    context = {
        "colours": known.values(),
        "pairs": tokens.pairs(known),
        "index": samples.index(),
        "year": samples.YEAR,
        "due": samples.DUE,
        "league": samples.league(),
        "missing": missing_texts(),
        "counted": counted,
        "bounded": samples.bounded(),
        "widths": samples.shares(),
        "chart": samples.lines(),
        "way": samples.way(counted),
        "squares": samples.squares(),
        "page": samples.page_of_many(),
    }
    return render(request, "design.html", context)


def accessibility(request):
    """How well the pages can be used by everyone: what was tested, what is known not to work, whom to tell."""
    return render(request, "accessibility.html", {"reviewed": ACCESSIBILITY_REVIEWED})


def publishing_guide(request):
    """For officials: who does what until a figure is public."""
    context = admin.site.each_context(request) | {"title": _("How publishing goes"), "guide": guide("publishing")}
    return TemplateResponse(request, "admin/sheets/guide.html", context)


def opensearch(request):
    """What browsers need in order to search the portal from their own field."""
    context = {
        "name": _("Reform portal"),  # 16 characters at most
        "description": _("Public administration reform portal"),
        "page": public_address("indices:search"),
        "mark": settings.SITE_URL + static("img/mark.svg"),
    }
    return render(request, "opensearch.xml", context, content_type="application/opensearchdescription+xml")


def robots(request):
    """For crawlers: everything public may be read, and where all of it is listed."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/admin/", "/en/admin/", "/metrics", "/health/")),
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security_txt(request):
    """Whom to tell of a weakness (RFC 9116). Without an address to write to there is no such file: it may not lack one.

    It is made from the settings each day, so it is true as long as somebody runs the portal; a copy that nobody makes
    again runs out soon.
    """
    if not settings.CONTACT_EMAIL:
        raise Http404
    until = timezone.localdate() + SECURITY_TXT_HOLDS
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {until.isoformat()}T00:00:00Z",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
        f"Policy: {public_address('about')}#security",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request):
    """Browsers ask for this address whatever a page says: the mark, as it lies among the static files."""
    return HttpResponseRedirect(static("img/mark.svg"), headers={"Cache-Control": "public, max-age=86400"})
