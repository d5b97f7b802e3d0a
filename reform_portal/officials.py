"""Django's admin, told to use the officials' site of the portal."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default = False
    default_site = "reform_portal.admin_site.PortalAdminSite"
