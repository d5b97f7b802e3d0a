"""What came in, kept for reading."""

from django.contrib import admin

from ..models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin):
    list_display = ("file_name", "kind", "state", "user", "created_at", "stored_at")
    list_filter = ("state", "kind")
    date_hierarchy = "created_at"
    exclude = ("content", "fingerprint")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content").select_related("user")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
