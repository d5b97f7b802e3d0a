"""The project as an app: its commands and checks."""

from django.apps import AppConfig


class ReformPortalConfig(AppConfig):
    name = "reform_portal"
    verbose_name = "Reform portal"
