"""Pages about the portal itself."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static


def about(request):
    """Who runs the portal, what its figures rest on, under which licences they may be used."""
    return render(request, "about.html")


def favicon(request):
    """Browsers ask for this address whatever a page says: the mark, as it lies among the static files."""
    return HttpResponseRedirect(static("img/mark.svg"), headers={"Cache-Control": "public, max-age=86400"})
