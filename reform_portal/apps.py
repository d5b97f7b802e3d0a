"""The project as an app: its commands, and the name of the officials' pages."""

from django.apps import AppConfig
from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class ReformPortalConfig(AppConfig):
    name = "reform_portal"
    verbose_name = _("Reform portal")

    def ready(self):
        admin.site.site_header = admin.site.site_title = _("Public administration reform portal")
        admin.site.index_title = _("Management")
