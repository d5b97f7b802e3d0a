"""The app of what is measured."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicesConfig(AppConfig):
    name = "indices"
    verbose_name = _("Indices and targets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import resources  # noqa: F401 - registers the kinds of sheets
        from .open_data import complete  # noqa: F401 - registers a check, over tables made of these kinds
