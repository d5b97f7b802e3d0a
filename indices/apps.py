"""The app of what is measured."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class IndicesConfig(AppConfig):
    name = "indices"
    verbose_name = _("Indices and targets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import resources  # noqa: F401 - registers the kinds of sheets
        from .files.dictionary import every_column_is_described
        from .open_data.complete import every_column_is_explained

        register(every_column_is_described, "files", deploy=True)
        register(every_column_is_explained, "open data")
