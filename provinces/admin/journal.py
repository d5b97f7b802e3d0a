"""The journal for those who audit: by person, table, page and day, with what was refused."""

from django.apps import apps
from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from ..models import JournalEntry
from .runs import ReadOnly


class TableFilter(admin.SimpleListFilter):
    """Tables under the names that people know them by."""

    title = _("table")
    parameter_name = "table"

    def lookups(self, request, model_admin):
        tables = JournalEntry.objects.exclude(table="").order_by().values_list("table", flat=True).distinct()
        named = ((table, capfirst(apps.get_model(table)._meta.verbose_name_plural)) for table in tables)
        return sorted(named, key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(table=self.value()) if self.value() else queryset


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "user", "verb", "label", "table_called", "in_short", "came_from")
    list_filter = ("verb", TableFilter, ("user", admin.RelatedOnlyFieldListFilter))
    date_hierarchy = "at"
    search_fields = ("label", "address", "user__username")
    list_select_related = ("user", "run")
    fields = ("at", "user", "verb", "label", "table_called", "record", "address", "run", "what")
    readonly_fields = fields
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("run__content", "run__digests")

    @admin.display(description=_("table"), ordering="table")
    def table_called(self, entry):
        return entry.table_name

    @admin.display(description=_("from"))
    def came_from(self, entry):
        return entry.origin

    @admin.display(description=_("before and after"))
    def in_short(self, entry):
        """What changed, on a line or two; a record that was made or deleted says enough by its name."""
        if entry.verb != JournalEntry.Verb.CHANGED:
            return ""
        said = (f"{name}: {old} → {new or '–'}" if old else f"{name}: {new}" for name, old, new in entry.shown)
        return Truncator("; ".join(said)).chars(120)

    @admin.display(description=_("before and after"))
    def what(self, entry):
        return format_html_join(
            "\n",
            "<p>{}: {}<b>{}</b></p>",
            ((name, format_html("{} → ", old) if old else "", new or "–") for name, old, new in entry.shown),
        )
