"""The officials' site: Django's, with what waits for each of them on its first screen."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

from .tasks import tasks_of


class PortalAdminSite(AdminSite):
    site_header = site_title = _("Public administration reform portal")
    index_title = _("Management")

    def index(self, request, extra_context=None):
        return super().index(request, {"tasks": tasks_of(request.user)} | (extra_context or {}))
