"""The journal for those who audit: by person, table, page and day, with what was refused."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from ..models import JournalEntry
from .runs import ReadOnly


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "user", "verb", "label", "table", "address", "run")
    list_filter = ("verb", "table", ("user", admin.RelatedOnlyFieldListFilter))
    date_hierarchy = "at"
    search_fields = ("label", "address", "user__username")
    list_select_related = ("user", "run")
    fields = ("at", "user", "verb", "label", "table", "record", "address", "run", "what")
    readonly_fields = fields
    show_full_result_count = False

    @admin.display(description=_("before and after"))
    def what(self, entry):
        return format_html_join("\n", "<p>{}: {} → <b>{}</b></p>", entry.shown)
