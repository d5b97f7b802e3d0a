"""Pages about the portal itself."""

from django.contrib import admin
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from provinces.guides import guide


def about(request):
    """Who runs the portal, what its figures rest on, under which licences they may be used."""
    return render(request, "about.html")


def publishing_guide(request):
    """For officials: who does what until a figure is public."""
    context = admin.site.each_context(request) | {"title": _("How publishing goes"), "guide": guide("publishing")}
    return TemplateResponse(request, "admin/sheets/guide.html", context)
