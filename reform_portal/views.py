"""Pages about the portal itself."""

from django.shortcuts import render


def about(request):
    """Who runs the portal, what its figures rest on, under which licences they may be used."""
    return render(request, "about.html")
