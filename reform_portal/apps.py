"""The project as an app: its commands, its groups, its accounts."""

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReformPortalConfig(AppConfig):
    name = "reform_portal"
    verbose_name = _("Reform portal")

    def ready(self):
        from . import accounts, checks  # noqa: F401 - models can only be imported now; checks are found by Django
        from .roles import sync

        # Django tells of a migration app by app, and not of one without models.
        post_migrate.connect(sync, sender=apps.get_app_config("indices"))
        if settings.SENTRY_DSN:
            from .sentry import start  # an extra that most installations do without

            start()
